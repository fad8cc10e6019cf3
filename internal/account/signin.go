package account

import (
	"context"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// SignIn opens a session and returns its token, which is kept nowhere. The code
// is the one-time code or a recovery code, "" when none was typed. Answers:
// Refused for whatever is wrong, the same work done; CodeNeeded when the
// password was right and the account asks for a code; account.locked after
// five failures at a login name, existing or not.
func (d Commands) SignIn(ctx context.Context, login, password, code, agent string) (string, error) {
	now, address := d.Clock(), addressOf(ctx)
	if until := d.Addresses.until(address, now); until != 0 {
		return "", locked(until, now)
	}
	login = Normal(login)
	key := Digest(login)
	s, ok, err := d.Keeper.Strike(ctx, key, now)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", locked(s.Until, now)
	}
	a, found, err := d.Keeper.ByLogin(ctx, login)
	if err != nil {
		return "", err
	}
	ok, err = d.Hasher.Matches(ctx, cut(password, 4*PasswordMost), a.Password)
	if err != nil {
		return "", err
	}
	if !ok || !found || a.Closed {
		return "", d.failed(ctx, a, found, key, s, now)
	}
	if err := d.barred(ctx, a, key); err != nil { // said only to who knows the password
		return "", err
	}
	if a.TOTP != "" {
		if code = strings.TrimSpace(code); code == "" {
			if err := d.Keeper.Unstrike(ctx, key); err != nil {
				return "", err
			}
			return "", CodeNeeded
		}
		if ok, err := d.second(ctx, a, code); err != nil {
			return "", err
		} else if !ok {
			return "", d.failed(ctx, a, true, key, s, now)
		}
	}
	return d.open(ctx, a, Passkey{}, key, agent)
}

// barred refuses an account that waits for its release, and that of an assessor from outside whose time is
// over. The try that proved whose it is counts for nothing.
func (d Commands) barred(ctx context.Context, a Account, key [32]byte) error {
	on, over, err := d.Keeper.Dismissed(ctx, a)
	if err != nil || !a.Held && !over {
		return err
	}
	if err := d.Keeper.Unstrike(ctx, key); err != nil {
		return err
	}
	if over {
		return text.Refuse(text.Forbidden, "account.dismissed", "last", on-1)
	}
	return text.Refuse(text.Forbidden, "account.held")
}

// open records the sign-in and opens the session in one transaction; by is the
// passkey it was done with, zero = by password.
func (d Commands) open(ctx context.Context, a Account, by Passkey, key [32]byte, agent string) (string, error) {
	token, now := random(32), d.Clock() // a session follows the clock, not the journal's time
	c := act.Command{Actor: a.Self(), Verb: "session.open", Journal: act.Access, Doubt: act.StandsStill}
	_, err := d.Door.Do(ctx, c, func(tx Tx) error {
		b, err := tx.Account(a.ID)
		if err != nil {
			return err
		}
		if b.Closed || b.Held || b.Password != a.Password || b.TOTP != a.TOTP {
			return Refused // it changed while the password was being hashed
		}
		facts := []act.Fact{}
		if by.ID != 0 {
			if k, err := tx.Passkey(by.ID); err != nil {
				return err
			} else if k.RemovedAt != 0 {
				return PasskeyRefused // it was removed meanwhile
			}
			facts = append(facts, act.Id("passkey", by.ID))
		}
		if err := tx.Allow(c.Verb, b.Object()); err != nil {
			return err
		}
		agent = cut(strings.ToValidUTF8(agent, ""), agentMost)
		if err := tx.OpenSession(Session{ID: SessionID(token), Account: b.ID, Created: now, Seen: now, Agent: agent,
			Language: b.Language}); err != nil {
			return err
		}
		if err := tx.ClearStrikes(key); err != nil {
			return err
		}
		return tx.Record("session.opened.v1", b.Ref(), append(facts, act.Words("agent", agent))...)
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// failed writes a failure down, once in ten minutes, and answers. A name that
// nobody has is not journalled; the same write is made in its place, so that
// the two take equally long.
func (d Commands) failed(ctx context.Context, a Account, found bool, key [32]byte, s Strikes, now when.Instant) error {
	d.Addresses.fail(addressOf(ctx), now)
	if !s.ToNote(now) {
		return Refused
	}
	if !found {
		if err := d.Keeper.NoteFailure(ctx, key, now); err != nil {
			return err
		}
		return Refused
	}
	if err := d.note(ctx, a, "session.failed.v1", key, s); err != nil {
		return err
	}
	return Refused
}

// second checks a one-time code, which works once, or a recovery code.
func (d Commands) second(ctx context.Context, a Account, code string) (bool, error) {
	if step, ok := d.Codes.Step(a.TOTP, code, d.Clock()); ok {
		return d.Keeper.TakeStep(ctx, a.ID, step)
	}
	if _, ok := a.useRecovery(code); !ok {
		return false, nil
	}
	c := act.Command{Actor: a.Self(), Doubt: act.StandsStill}
	_, err := d.change(ctx, c, "session.open", a.ID, "account.recovery-used.v1", nil,
		func(_ Tx, b Account) (Account, []act.Fact, error) {
			next, ok := b.useRecovery(code)
			if !ok || b.Closed || b.Held {
				return b, nil, Refused
			}
			return next, []act.Fact{act.Number("left", int64(next.RecoveryLeft()))}, nil
		})
	if err == Refused {
		return false, nil
	}
	return err == nil, err
}

// verify asks for the password again before something that matters; failures
// count like those at the door, but do not lock it.
func (d Commands) verify(ctx context.Context, a Account, password string) error {
	now, key := d.Clock(), Digest("again/"+a.Login)
	s, ok, err := d.Keeper.Strike(ctx, key, now)
	if err != nil {
		return err
	}
	if !ok {
		return locked(s.Until, now)
	}
	ok, err = d.Hasher.Matches(ctx, cut(password, 4*PasswordMost), a.Password)
	if err != nil {
		return err
	}
	if !ok {
		return text.InputErrors{{Field: "old", Message: text.M("account.password-wrong")}}
	}
	return d.Keeper.ClearStrikes(ctx, key)
}

func cut(s string, n int) string {
	if len(s) > n {
		return strings.ToValidUTF8(s[:n], "")
	}
	return s
}
