package account

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// feedMost is how many calendar addresses an account may have in force [D].
const feedMost = 20

// Feed is a secret address under which a calendar program reads what falls due,
// without signing in: one's own, or a unit's. Only its digest is kept.
type Feed struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	Account      ref.ID
	Unit         ref.ID // 0 = what binds its owner
	Digest       []byte
	Revoked      bool
	CreatedAt    when.Instant
}

// Ref names it.
func (f Feed) Ref() ref.Ref { return ref.Ref{Kind: ref.Feed, ID: f.ID} }

// NewFeed is an address to be made.
type NewFeed struct {
	Unit    ref.ID
	Session string `json:"-"` // token of the session that asks, which must still stand; "" = nobody's
}

// byToken is the permission that a program needs: one's own account is out of a token's
// reach, addresses of calendars need not be.
func byToken(c act.Command, verb access.Verb) access.Verb {
	if c.Actor.Scopes != nil {
		return verb
	}
	return "self.manage"
}

// CreateFeed makes a secret address and returns its secret of 128 bits, this once; ""
// when the same key had made it before. That of a unit is for those who work in it.
func (d Commands) CreateFeed(ctx context.Context, c act.Command, n NewFeed) (string, act.Receipt, error) {
	c.Verb, c.Input = byToken(c, "feed.make"), []any{"feed", n}
	secret := random(16)
	r, err := d.do(ctx, c, func(tx Tx) error {
		a, err := tx.Account(tx.Actor().Account)
		if err != nil {
			return err
		}
		if err := tx.Allow(c.Verb, a.Object()); err != nil {
			return err
		}
		if a.Admin != "" || a.MustChange || a.Closed || len(tx.Actor().Grants) == 0 {
			return text.Refuse(text.Forbidden, "account.feed-not-yours")
		}
		if n.Session != "" {
			if open, err := tx.SessionOpen(a.ID, SessionID(n.Session)); err != nil {
				return err
			} else if !open {
				return SignedOut // it ended while this was on its way
			}
		}
		if n.Unit != 0 && !tx.Actor().Of(n.Unit) {
			return text.InputErrors{{Field: "unit", Message: text.M("account.feed-unit")}}
		}
		old, err := tx.FeedsOf(a.ID)
		if err != nil {
			return err
		}
		if len(slices.DeleteFunc(old, func(f Feed) bool { return f.Revoked })) >= feedMost {
			return text.Refuse(text.Conflict, "account.feed-many", "most", feedMost)
		}
		digest := Digest(secret)
		f := Feed{ID: tx.NewID(), Jurisdiction: a.Jurisdiction, Account: a.ID, Unit: n.Unit, Digest: digest[:],
			CreatedAt: tx.Now()}
		if err := tx.SaveFeed(f); err != nil {
			return err
		}
		return tx.Record("feed.created.v1", f.Ref(), act.Id("account", a.ID), act.Id("unit", f.Unit))
	})
	if err != nil || r.Replayed {
		return "", r, err
	}
	return secret, r, nil
}

// RevokeFeed ends an address of one's own.
func (d Commands) RevokeFeed(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = byToken(c, "feed.revoke"), []any{"revoke feed", id}
	return d.do(ctx, c, func(tx Tx) error {
		f, err := tx.Feed(id)
		if err != nil {
			return err
		}
		if f.Account != tx.Actor().Account {
			return text.Refuse(text.Missing, "access.missing")
		}
		a, err := tx.Account(f.Account)
		if err != nil {
			return err
		}
		if err := tx.Allow(c.Verb, a.Object()); err != nil {
			return err
		}
		if f.Revoked {
			return text.Refuse(text.Conflict, "account.feed-revoked")
		}
		f.Revoked = true
		if err := tx.SaveFeed(f); err != nil {
			return err
		}
		return tx.Record("feed.revoked.v1", f.Ref(), act.Id("account", a.ID))
	})
}

// Feeds lists one's own addresses, the newest first, revoked ones included.
func (d Commands) Feeds(ctx context.Context, who actor.Actor) ([]Feed, error) {
	if who.Scopes != nil { // a program: see byToken
		if err := access.May(who, "feed.list", access.Object{Jurisdiction: who.Jurisdiction}); err != nil {
			return nil, err
		}
		return d.Keeper.Feeds(ctx, who.Account)
	}
	a, err := d.own(ctx, who)
	if err != nil {
		return nil, err
	}
	return d.Keeper.Feeds(ctx, a.ID)
}

// noFeeds ends every address of an account.
func noFeeds(tx Tx, a Account) error {
	feeds, err := tx.FeedsOf(a.ID)
	if err != nil {
		return err
	}
	for _, f := range feeds {
		if f.Revoked {
			continue
		}
		if f, err = tx.Feed(f.ID); err != nil {
			return err
		}
		f.Revoked = true
		if err := tx.SaveFeed(f); err != nil {
			return err
		}
	}
	return nil
}
