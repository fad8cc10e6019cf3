package account

import (
	"context"
	"strings"
	"unicode/utf8"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// OwnPasskeys lists one’s own passkeys in force, the newest first.
func (d Commands) OwnPasskeys(ctx context.Context, who actor.Actor) ([]Passkey, error) {
	a, err := d.own(ctx, who)
	if err != nil {
		return nil, err
	}
	return d.Keeper.PasskeysOf(ctx, a.ID)
}

func checkPasskeyName(name string) error {
	var e text.InputErrors
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		e.Add("name", "account.passkey-name-required")
	case n > PasskeyNameMost:
		e.Add("name", "account.name-long", "most", PasskeyNameMost)
	case text.Gap(name):
		e.Add("name", "input.lost")
	case !text.Fit(name):
		e.Add("name", text.Unfit(name))
	}
	return e.Err()
}

// StartPasskey begins adding a passkey: the person says again who it is, and the
// answer is what the browser is to be asked (JSON). AddPasskey ends it, in the same
// session and within five minutes.
func (d Commands) StartPasskey(ctx context.Context, who actor.Actor, name string, p Proof) ([]byte, error) {
	a, err := d.own(ctx, who)
	if err != nil {
		return nil, err
	}
	if err := checkPasskeyName(strings.TrimSpace(name)); err != nil {
		return nil, err
	}
	if p.Site == (Site{}) {
		return nil, text.Refuse(text.Conflict, "account.passkey-address")
	}
	has, err := d.Keeper.PasskeysOf(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	if len(has) >= PasskeyMost {
		return nil, manyPasskeys()
	}
	if _, err := d.again(ctx, a, p, forConfirm+string(AddingPasskey)); err != nil {
		return nil, err
	}
	challenge, err := d.challenge(ctx, Digest(p.Session), forAdding)
	if err != nil {
		return nil, err
	}
	return d.Passkeys.Creation(p.Site, challenge, a.holder(has))
}

// AddingPasskey and RemovingPasskey are the purposes for which these ask again.
var AddingPasskey = []byte("passkey/add")

// RemovingPasskey is the purpose of removing one.
func RemovingPasskey(id ref.ID) []byte { return []byte("passkey/remove/" + id.String()) }

func manyPasskeys() error {
	return text.Refuse(text.Conflict, "account.passkey-many", "most", PasskeyMost)
}

// AddPasskey keeps the passkey that the browser made.
func (d Commands) AddPasskey(ctx context.Context, c act.Command, at Site, session, name,
	answer string) (act.Receipt, error) {
	a, err := d.own(ctx, c.Actor)
	if err != nil {
		return act.Receipt{}, err
	}
	name = strings.TrimSpace(name)
	if err := checkPasskeyName(name); err != nil {
		return act.Receipt{}, err
	}
	challenge, err := d.take(ctx, Digest(session), forAdding, answer)
	if err != nil {
		return act.Receipt{}, err
	}
	made, err := d.Passkeys.Created(at, challenge, a.holder(nil), answer)
	if err != nil {
		return act.Receipt{}, passkeyError(err)
	}
	if len(made.Handle) == 0 || len(made.Handle) > handleMost {
		return act.Receipt{}, passkeyWrong("account.passkey-refused")
	}
	c.Verb, c.Input = "self.manage", []any{"passkey", name, made.Handle}
	return d.do(ctx, c, func(tx Tx) error {
		b, err := tx.Account(a.ID)
		if err != nil {
			return err
		}
		if err := tx.Allow(c.Verb, b.Object()); err != nil {
			return err
		}
		// Whatever ended the session meanwhile, a password reset say, ends this too.
		if open, err := tx.SessionOpen(a.ID, SessionID(session)); err != nil {
			return err
		} else if !open || b.Closed || b.Held {
			return SignedOut
		}
		has, err := tx.PasskeysOf(a.ID)
		if err != nil {
			return err
		}
		if len(has) >= PasskeyMost {
			return manyPasskeys()
		}
		if known, err := tx.PasskeyKnown(made.Handle); err != nil {
			return err
		} else if known {
			return passkeyWrong("account.passkey-known")
		}
		k := made
		k.ID, k.Jurisdiction, k.Account, k.Name, k.CreatedAt = tx.NewID(), a.Jurisdiction, a.ID, name, tx.Now()
		if err := tx.SavePasskey(k); err != nil {
			return err
		}
		return tx.Record("passkey.added.v1", k.Ref(), act.Id("account", a.ID), act.Code("site", k.Site))
	})
}

// RemovePasskey ends one of one's own passkeys; the person says again who it is,
// by that passkey too.
func (d Commands) RemovePasskey(ctx context.Context, c act.Command, id ref.ID, p Proof) (act.Receipt, error) {
	a, err := d.own(ctx, c.Actor)
	if err != nil {
		return act.Receipt{}, err
	}
	if _, err := d.again(ctx, a, p, forConfirm+string(RemovingPasskey(id))); err != nil {
		return act.Receipt{}, err
	}
	c.Verb, c.Input = "self.manage", []any{"passkey-remove", id}
	return d.do(ctx, c, func(tx Tx) error {
		k, err := tx.Passkey(id)
		if err != nil {
			return err
		}
		b, err := tx.Account(tx.Actor().Account)
		if err != nil {
			return err
		}
		if err := tx.Allow(c.Verb, b.Object()); err != nil {
			return err
		}
		switch {
		case k.Account != b.ID:
			return text.Refuse(text.Missing, "access.missing")
		case k.RemovedAt != 0:
			return text.Refuse(text.Conflict, "account.passkey-removed")
		}
		if err := remove(tx, k); err != nil {
			return err
		}
		return tx.Record("passkey.removed.v1", k.Ref(), act.Id("account", b.ID))
	})
}

func remove(tx Tx, k Passkey) error {
	k.RemovedAt = tx.Now()
	if err := tx.SavePasskey(k); err != nil {
		return err
	}
	return tx.DropUse(k.ID)
}

// noPasskeys ends the account's passkeys, within a command that records it.
func noPasskeys(tx Tx, a Account) error {
	has, err := tx.PasskeysOf(a.ID)
	if err != nil {
		return err
	}
	for _, k := range has {
		if err := remove(tx, k); err != nil {
			return err
		}
	}
	return nil
}
