package store

import (
	"context"
	"database/sql"
	"slices"

	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Feed loads a calendar's address of the actor's county.
func (tx *Tx) Feed(id ref.ID) (account.Feed, error) {
	f, err := load(tx, feeds, id)
	if err == nil && f.Jurisdiction != tx.cmd.Actor.Jurisdiction {
		return account.Feed{}, text.Refuse(text.Missing, "access.missing")
	}
	return f, err
}

// SaveFeed writes a calendar's address.
func (tx *Tx) SaveFeed(f account.Feed) error { return save(tx, feeds, f) }

// FeedsOf are an account's addresses of calendars.
func (tx *Tx) FeedsOf(id ref.ID) ([]account.Feed, error) {
	return everyRow(tx.query, feeds, "account=$1", int64(id))
}

// Feeds lists an account's addresses of calendars, the newest first.
func (k *Doorkeeper) Feeds(ctx context.Context, id ref.ID) ([]account.Feed, error) {
	all, err := every(ctx, k.db, feeds, "account=$1", int64(id))
	slices.Reverse(all)
	return all, err
}

// ActorByFeed says for whom a calendar is read by its secret; account.SignedOut when
// it opens nothing: it ends with all that ends a token, and that of a unit on the day
// on which its owner works there no more, for good.
func (k *Doorkeeper) ActorByFeed(ctx context.Context, secret string) (actor.Actor, account.Account,
	account.Feed, error) {
	now := k.db.clock()
	r, err := k.remember(ctx, account.Digest(secret), now, k.readFeed)
	if err != nil {
		return actor.Actor{}, account.Account{}, account.Feed{}, err
	}
	if r.feed.Revoked || r.account.Closed || r.account.Held || r.account.MustChange || r.account.Admin != "" {
		return actor.Actor{}, account.Account{}, account.Feed{}, account.SignedOut
	}
	a, c, err := k.actorOf(ctx, r.account, now.Day())
	if err != nil {
		return actor.Actor{}, account.Account{}, account.Feed{}, err
	}
	since := r.feed.CreatedAt.Day()
	if len(a.Grants) == 0 || !c.HeldSince(r.account.Person, since) || r.feed.Unit != 0 &&
		(!a.Of(r.feed.Unit) || !c.HeldIn(r.account.Person, c.Path(r.feed.Unit), since)) {
		return actor.Actor{}, account.Account{}, account.Feed{}, account.SignedOut
	}
	return a, r.account, r.feed, nil
}

func (k *Doorkeeper) readFeed(ctx context.Context, digest [32]byte) (r remembered, err error) {
	all, err := every(ctx, k.db, feeds, "digest_of=$1", digest[:])
	if err != nil {
		return r, err
	}
	if len(all) == 0 {
		return r, sql.ErrNoRows
	}
	r.feed = all[0]
	return r, k.readAccount(ctx, &r, r.feed.Account)
}
