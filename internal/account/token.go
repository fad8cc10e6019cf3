package account

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// TokenPrefix lets a token be recognised where it should not be.
const TokenPrefix = "szt_"

// Of tokens [D].
const (
	tokenMost  = 20 // in force, per account
	tokenYears = 366
)

// NewToken is a token to be made.
type NewToken struct {
	Name    string
	Scopes  []string // of access.TokenScopes()
	Expires when.Day // the first day it no longer works; at most a year ahead
	Session string   `json:"-"` // token of the session that asks, which must still stand; "" = nobody's
}

func (n NewToken) check(today when.Day) error {
	var e text.InputErrors
	switch l := utf8.RuneCountInString(n.Name); {
	case l == 0:
		e.Add("name", "account.token-name-required")
	case l > NameMost:
		e.Add("name", "account.name-long", "most", NameMost)
	case !text.Fit(n.Name):
		e.Add("name", text.Unfit(n.Name))
	}
	if len(n.Scopes) == 0 {
		e.Add("scopes", "account.token-scopes")
	}
	known := access.TokenScopes()
	for _, s := range n.Scopes {
		if !slices.Contains(known, s) {
			e.Add("scopes", "account.token-scope-unknown", "scope", s)
			break
		}
	}
	if n.Expires <= today || n.Expires > today+tokenYears {
		e.Add("expires", "account.token-expires")
	}
	return e.Err()
}

// CreateToken makes a personal access token and returns it, this once; "" when
// the same key had made it before.
func (d Commands) CreateToken(ctx context.Context, c act.Command, n NewToken) (string, act.Receipt, error) {
	n.Name = strings.TrimSpace(n.Name)
	n.Scopes = slices.Compact(slices.Sorted(slices.Values(n.Scopes)))
	c.Verb, c.Input = "self.manage", []any{"token", n}
	secret := TokenPrefix + random(32)
	r, err := d.do(ctx, c, func(tx Tx) error {
		a, err := tx.Account(tx.Actor().Account)
		if err != nil {
			return err
		}
		if err := tx.Allow(c.Verb, a.Object()); err != nil {
			return err
		}
		if a.Admin != "" || a.MustChange || a.Closed {
			return text.Refuse(text.Forbidden, "account.token-not-yours")
		}
		if n.Session != "" {
			if open, err := tx.SessionOpen(a.ID, SessionID(n.Session)); err != nil {
				return err
			} else if !open {
				return SignedOut // it ended while this was on its way
			}
		}
		if len(tx.Actor().Grants) == 0 {
			return text.Refuse(text.Forbidden, "account.token-no-post")
		}
		today := tx.Now().Day()
		if err := n.check(today); err != nil {
			return err
		}
		old, err := tx.TokensOf(a.ID)
		if err != nil {
			return err
		}
		if len(slices.DeleteFunc(old, func(t Token) bool { return !t.Valid(today) })) >= tokenMost {
			return text.Refuse(text.Conflict, "account.token-many", "most", tokenMost)
		}
		digest := Digest(secret)
		t := Token{ID: tx.NewID(), Jurisdiction: a.Jurisdiction, Account: a.ID, Name: n.Name, Digest: digest[:],
			Scopes: strings.Join(n.Scopes, " "), Expires: n.Expires, CreatedAt: tx.Now()}
		if err := tx.SaveToken(t); err != nil {
			return err
		}
		return tx.Record("token.created.v1", t.Ref(), act.Id("account", a.ID), act.Code("scopes", t.Scopes),
			act.Date("expires", t.Expires))
	})
	if err != nil || r.Replayed {
		return "", r, err
	}
	return secret, r, nil
}

// RevokeToken ends a token: one's own, or as system administrator any.
func (d Commands) RevokeToken(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "self.manage", []any{"revoke", id}
	return d.do(ctx, c, func(tx Tx) error {
		t, err := tx.Token(id)
		if err != nil {
			return err
		}
		a, err := tx.Account(t.Account)
		if err != nil {
			return err
		}
		if a.ID != tx.Actor().Account {
			err = tx.Allow("account.change", a.Object())
		} else {
			err = tx.Allow("self.manage", a.Object())
		}
		if err != nil {
			return err
		}
		if t.Revoked {
			return text.Refuse(text.Conflict, "account.token-revoked")
		}
		t.Revoked = true
		if err := tx.SaveToken(t); err != nil {
			return err
		}
		return tx.Record("token.revoked.v1", t.Ref(), act.Id("account", a.ID))
	})
}

// Tokens lists one's own tokens, the newest first, expired and revoked ones
// included.
func (d Commands) Tokens(ctx context.Context, who actor.Actor) ([]Token, error) {
	a, err := d.own(ctx, who)
	if err != nil {
		return nil, err
	}
	return d.Keeper.Tokens(ctx, a.ID)
}
