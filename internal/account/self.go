package account

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/text"
)

// own loads the actor's own account and asks whether the actor may look after
// it: a token may not.
func (d Commands) own(ctx context.Context, who actor.Actor) (Account, error) {
	a, ok, err := d.Keeper.ByID(ctx, who.Account)
	if err != nil {
		return a, err
	}
	if !ok || a.Closed {
		return a, SignedOut
	}
	return a, access.May(who, "self.manage", a.Object())
}

// ChangePassword changes one's own password, for which the old one is needed,
// and signs out everywhere but in the session named by its token; the tokens
// end, for who knew the old password may have made one.
func (d Commands) ChangePassword(
	ctx context.Context, c act.Command, session, old, password string,
) (act.Receipt, error) {
	a, err := d.own(ctx, c.Actor)
	if err != nil {
		return act.Receipt{}, err
	}
	var e text.InputErrors
	if CheckPassword("password", a.Login, password, &e); e == nil && password == old {
		e.Add("password", "account.password-same")
	}
	if e != nil {
		return act.Receipt{}, e
	}
	if err := d.verify(ctx, a, old); err != nil {
		return act.Receipt{}, err
	}
	hash, err := d.Hasher.Hash(ctx, password)
	if err != nil {
		return act.Receipt{}, err
	}
	return d.change(ctx, c, "self.manage", a.ID, "account.password-changed.v1", nil,
		func(tx Tx, b Account) (Account, []act.Fact, error) {
			if b.Password != a.Password {
				return b, nil, text.Refuse(text.Stale, "input.stale")
			}
			b.Password, b.MustChange = hash, false
			return b, nil, ended(tx, b, SessionID(session))
		})
}

// StartSecond begins setting up the second step: the secret to type into an
// app, and the otpauth:// address to show as a QR code. The password is asked
// again, so that nobody at a screen left open takes the account over; replacing
// a second step is ending it (EndSecond, with the password) and starting anew.
// Nothing is in force until ConfirmSecond; starting again makes a new secret.
func (d Commands) StartSecond(ctx context.Context, who actor.Actor, password string) (secret, url string, err error) {
	a, err := d.own(ctx, who)
	if err != nil {
		return "", "", err
	}
	if a.TOTP != "" {
		return "", "", text.Refuse(text.Conflict, "account.second-on")
	}
	if err := d.verify(ctx, a, password); err != nil {
		return "", "", err
	}
	if secret, url, err = d.Codes.Secret(a.Login); err != nil {
		return "", "", err
	}
	return secret, url, d.Keeper.KeepSecret(ctx, a.ID, secret)
}

// PendingSecond is the secret begun and not yet confirmed, for a form shown
// again; "" when there is none.
func (d Commands) PendingSecond(ctx context.Context, who actor.Actor) (secret, url string, err error) {
	a, err := d.own(ctx, who)
	if err != nil {
		return "", "", err
	}
	if secret, err = d.Keeper.DraftSecret(ctx, a.ID); err != nil || secret == "" {
		return "", "", err
	}
	return secret, d.Codes.URL(a.Login, secret), nil
}

// ConfirmSecond puts the second step in force with its first code, and returns
// the recovery codes, which are shown this once.
func (d Commands) ConfirmSecond(ctx context.Context, c act.Command, code string) ([]string, act.Receipt, error) {
	a, err := d.own(ctx, c.Actor)
	if err != nil {
		return nil, act.Receipt{}, err
	}
	secret, err := d.Keeper.DraftSecret(ctx, a.ID)
	if err != nil {
		return nil, act.Receipt{}, err
	}
	if secret == "" {
		return nil, act.Receipt{}, text.Refuse(text.Conflict, "account.second-start")
	}
	if err := d.code(ctx, a, secret, code); err != nil {
		return nil, act.Receipt{}, err
	}
	shown, kept := newRecovery()
	r, err := d.change(ctx, c, "self.manage", a.ID, "account.second-set.v1", nil,
		func(tx Tx, b Account) (Account, []act.Fact, error) {
			if b.TOTP != "" {
				return b, nil, text.Refuse(text.Conflict, "account.second-on")
			}
			b.TOTP, b.Recovery = secret, kept
			return b, nil, nil
		})
	if err != nil || r.Replayed {
		return nil, r, err
	}
	return shown, r, d.Keeper.KeepSecret(ctx, a.ID, "")
}

// code checks a one-time code for one's own settings.
func (d Commands) code(ctx context.Context, a Account, secret, code string) error {
	step, ok := d.Codes.Step(secret, code, d.Clock())
	if ok {
		var err error
		if ok, err = d.Keeper.TakeStep(ctx, a.ID, step); err != nil {
			return err
		}
	}
	if !ok {
		return text.InputErrors{{Field: "code", Message: text.M("account.code-wrong")}}
	}
	return nil
}

// EndSecond ends one's own second step; the password is asked again.
func (d Commands) EndSecond(ctx context.Context, c act.Command, password string) (act.Receipt, error) {
	a, err := d.own(ctx, c.Actor)
	if err != nil {
		return act.Receipt{}, err
	}
	if err := d.verify(ctx, a, password); err != nil {
		return act.Receipt{}, err
	}
	return d.change(ctx, c, "self.manage", a.ID, "account.second-ended.v1", nil,
		func(tx Tx, b Account) (Account, []act.Fact, error) {
			if b.TOTP == "" {
				return b, nil, text.Refuse(text.Conflict, "account.second-off")
			}
			b.TOTP, b.Recovery = "", ""
			return b, nil, tx.DropSecond(b.ID)
		})
}

// NewRecovery replaces the recovery codes; the password is asked again.
func (d Commands) NewRecovery(ctx context.Context, c act.Command, password string) ([]string, act.Receipt, error) {
	a, err := d.own(ctx, c.Actor)
	if err != nil {
		return nil, act.Receipt{}, err
	}
	if err := d.verify(ctx, a, password); err != nil {
		return nil, act.Receipt{}, err
	}
	shown, kept := newRecovery()
	r, err := d.change(ctx, c, "self.manage", a.ID, "account.recovery-made.v1", nil,
		func(_ Tx, b Account) (Account, []act.Fact, error) {
			if b.TOTP == "" {
				return b, nil, text.Refuse(text.Conflict, "account.second-off")
			}
			b.Recovery = kept
			return b, nil, nil
		})
	if err != nil || r.Replayed {
		return nil, r, err
	}
	return shown, r, nil
}

// SetLanguage chooses the language of one's screens; "" follows the browser.
func (d Commands) SetLanguage(ctx context.Context, c act.Command, language string) (act.Receipt, error) {
	var e text.InputErrors
	if checkLanguage(language, &e); e != nil {
		return act.Receipt{}, e
	}
	c.Actor.OnBehalf, c.Actor.Delegation = 0, 0 // it is one's own
	return d.change(ctx, c, "self.use", c.Actor.Account, "account.language-set.v1", []any{language},
		func(_ Tx, b Account) (Account, []act.Fact, error) {
			b.Language = language
			return b, nil, nil
		})
}

// Sessions lists one's own open sessions, the latest seen first.
func (d Commands) Sessions(ctx context.Context, who actor.Actor) ([]Session, error) {
	a, err := d.own(ctx, who)
	if err != nil {
		return nil, err
	}
	all, err := d.Keeper.Sessions(ctx, a.ID)
	live := all[:0]
	for _, s := range all {
		if s.Live(d.Clock()) {
			live = append(live, s)
		}
	}
	return live, err
}

// EndSession ends one of one's own sessions, by Session.ID.
func (d Commands) EndSession(ctx context.Context, who actor.Actor, id string) error {
	a, err := d.own(ctx, who)
	if err != nil {
		return err
	}
	return d.Keeper.EndSession(ctx, a.ID, id)
}

// EndOthers ends all of one's own sessions but the one of the token.
func (d Commands) EndOthers(ctx context.Context, who actor.Actor, session string) error {
	a, err := d.own(ctx, who)
	if err != nil {
		return err
	}
	return d.Keeper.EndOthers(ctx, a.ID, SessionID(session))
}

// SignOut ends the session of the token.
func (d Commands) SignOut(ctx context.Context, who actor.Actor, session string) error {
	return d.Keeper.EndSession(ctx, who.Account, SessionID(session))
}
