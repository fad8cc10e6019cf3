package account

import (
	"context"
	"errors"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// What a challenge is for; the rest is a purpose that Confirm was asked for.
const (
	forSignIn  = "sign-in"
	forAdding  = "add"
	forConfirm = "confirm/"
)

// challenge makes and keeps one for a session and a purpose: it is good once,
// for five minutes.
func (d Commands) challenge(ctx context.Context, session [32]byte, purpose string) ([]byte, error) {
	c := []byte(random(32))
	ok, err := d.Keeper.KeepChallenge(ctx, Digest(string(c)), session, Digest(purpose), d.Clock(), challengesOpen)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, text.Refuse(text.Conflict, "account.passkey-asked")
	}
	return c, nil
}

// take uses the challenge that an answer claims to answer.
func (d Commands) take(ctx context.Context, session [32]byte, purpose, answer string) ([]byte, error) {
	if len(answer) > answerMost {
		return nil, passkeyWrong("account.passkey-refused")
	}
	c, err := d.Passkeys.Challenge(answer)
	if err != nil {
		return nil, passkeyError(err)
	}
	ok, err := d.Keeper.TakeChallenge(ctx, Digest(string(c)), session, Digest(purpose), d.Clock())
	if err == nil && !ok {
		err = passkeyWrong("account.passkey-late")
	}
	return c, err
}

func passkeyWrong(key string, args ...any) error {
	return text.InputErrors{{Field: "passkey", Message: text.M(key, args...)}}
}

// passkeyError says a bad answer beside the field and passes faults on.
func passkeyError(err error) error {
	if errors.Is(err, ErrAnswer) {
		return passkeyWrong("account.passkey-refused")
	}
	return err
}

// ChallengeEnds is when a challenge made now ends.
func ChallengeEnds(now when.Instant) when.Instant { return now.Add(challengeLasts) }

// answered judges what a browser answered for the account: the passkey is the
// account's, in force and of the site, the challenge was asked in this session for
// this purpose, and the counter has risen. A passkey that seems to be in two places
// is refused and that is recorded.
func (d Commands) answered(ctx context.Context, a Account, at Site, session [32]byte, purpose,
	answer string) (Passkey, error) {
	challenge, err := d.take(ctx, session, purpose, answer)
	if err != nil {
		return Passkey{}, err
	}
	handle, err := d.Passkeys.Handle(answer)
	if err != nil {
		return Passkey{}, passkeyError(err)
	}
	k, found, err := d.Keeper.PasskeyOf(ctx, handle)
	if err != nil {
		return k, err
	}
	if !found || k.Account != a.ID || k.Site != at.Host {
		return k, passkeyWrong("account.passkey-refused")
	}
	counter, err := d.Passkeys.Verified(at, challenge, a.holder(nil), k, answer)
	if err != nil {
		return k, passkeyError(err)
	}
	ok := !k.Cloned(counter)
	if ok {
		if ok, err = d.Keeper.UsePasskey(ctx, k.ID, counter, d.Clock()); err != nil {
			return k, err
		}
	}
	if !ok {
		return k, d.cloned(ctx, a, k, counter)
	}
	return k, nil
}

// cloned records that a passkey's counter did not rise, and refuses.
func (d Commands) cloned(ctx context.Context, a Account, k Passkey, counter int64) error {
	c := act.Command{Actor: actor.Machine(a.Jurisdiction, "sign-in"), Verb: "session.open", Journal: act.Access,
		Doubt: act.StandsStill}
	_, err := d.Door.Do(ctx, c, func(tx Tx) error {
		if err := tx.Allow(c.Verb, a.Object()); err != nil {
			return err
		}
		return tx.Record("passkey.cloned.v1", k.Ref(), act.Id("account", a.ID), act.Number("counter", counter),
			act.Number("last", max(k.Counter, k.Seen)))
	})
	if err != nil {
		return err
	}
	return passkeyWrong("account.passkey-cloned", "name", k.Name)
}
