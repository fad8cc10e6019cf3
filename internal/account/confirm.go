package account

import (
	"context"
	"errors"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Means is by what somebody said again who they are; it is meant for records.
type Means string

// The means. By the password alone counts only for one's own settings, where the
// second step is off.
const (
	ByPasskey         Means = "passkey"
	ByPasswordAndCode Means = "password+code"
	ByPassword        Means = "password"
)

// Proof is what a form brought to say again who it is: what a passkey answered,
// else the password with a one-time or recovery code.
type Proof struct {
	Session        string // token of the session the form was sent in
	Site           Site
	Answer         string
	Password, Code string
}

// Confirmed says that the person was there at the moment.
type Confirmed struct {
	Account ref.ID
	Means   Means
	Passkey ref.ID // 0 = by password
	At      when.Instant
}

// Ways is what an account has to confirm with.
type Ways struct {
	Passkey bool // one that works at the site
	Code    bool // the second step is on
}

// Confirm demands that the signed-in person says again, at this moment, who it
// is: by a passkey that answers a challenge asked for this purpose (AskConfirm), or
// by password and code. The purpose is any bytes that tell what is confirmed, such
// as the digest of a document to be signed. It is asked before the command's
// transaction; what comes back belongs into its record.
//
// Wrong proofs are text.InputErrors on "passkey", "old" or "code"; five lock for a
// minute and longer, by person and, at sixty, by address, as at sign-in. An account
// with neither a passkey nor a second step is refused and told where to add one.
// Each proof is good once: of two requests with the same one, one is refused.
func (d Commands) Confirm(ctx context.Context, who actor.Actor, purpose []byte, p Proof) (Confirmed, error) {
	a, err := d.own(ctx, who)
	if err != nil {
		return Confirmed{}, err
	}
	if p.Answer == "" && a.TOTP == "" {
		has, err := d.Keeper.PasskeysOf(ctx, a.ID)
		if err != nil {
			return Confirmed{}, err
		}
		if len(has) == 0 {
			return Confirmed{}, text.Refuse(text.Forbidden, "account.confirm-enrol")
		}
		return Confirmed{}, passkeyWrong("account.confirm-by-passkey")
	}
	return d.again(ctx, a, p, forConfirm+string(purpose))
}

// AskConfirm is what a browser is asked to confirm a purpose by a passkey (JSON).
func (d Commands) AskConfirm(ctx context.Context, who actor.Actor, session string, at Site,
	purpose []byte) ([]byte, error) {
	a, err := d.own(ctx, who)
	if err != nil {
		return nil, err
	}
	has, err := d.here(ctx, a, at)
	if err != nil {
		return nil, err
	}
	if len(has) == 0 {
		return nil, text.Refuse(text.Conflict, "account.passkey-none")
	}
	challenge, err := d.challenge(ctx, Digest(session), forConfirm+string(purpose))
	if err != nil {
		return nil, err
	}
	return d.Passkeys.Request(at, challenge, has)
}

// Ways is what the actor's account has to confirm with at a site.
func (d Commands) Ways(ctx context.Context, who actor.Actor, at Site) (Ways, error) {
	a, err := d.own(ctx, who)
	if err != nil {
		return Ways{}, err
	}
	has, err := d.here(ctx, a, at)
	return Ways{Passkey: len(has) > 0, Code: a.TOTP != ""}, err
}

// here is the account's passkeys that work at the site.
func (d Commands) here(ctx context.Context, a Account, at Site) (out []Passkey, err error) {
	all, err := d.Keeper.PasskeysOf(ctx, a.ID)
	for _, k := range all {
		if k.Site == at.Host {
			out = append(out, k)
		}
	}
	return out, err
}

// again judges a proof of the account's owner. Without a second step in force the
// password alone will do: Confirm asks for more before.
func (d Commands) again(ctx context.Context, a Account, p Proof, purpose string) (Confirmed, error) {
	now, key, address := d.Clock(), Digest("again/"+a.Login), addressOf(ctx)
	if until := d.Addresses.until(address, now); until != 0 {
		return Confirmed{}, locked(until, now)
	}
	s, ok, err := d.Keeper.Strike(ctx, key, now)
	if err != nil {
		return Confirmed{}, err
	}
	if !ok {
		return Confirmed{}, locked(s.Until, now)
	}
	c, err := d.prove(ctx, a, p, purpose)
	var wrong text.InputErrors
	switch {
	case err == nil:
		return c, d.Keeper.ClearStrikes(ctx, key)
	case err == errNoCode:
		if err := d.Keeper.Unstrike(ctx, key); err != nil {
			return c, err
		}
		return c, text.InputErrors{{Field: "code", Message: text.M("account.code-needed")}}
	case errors.As(err, &wrong):
		d.Addresses.fail(address, now)
		if s.ToNote(now) {
			if err := d.note(ctx, a, "session.unconfirmed.v1", key, s); err != nil {
				return c, err
			}
		}
	}
	return c, err
}

// errNoCode: the password was right and nothing was typed beside it.
var errNoCode = errors.New("no code")

func (d Commands) prove(ctx context.Context, a Account, p Proof, purpose string) (Confirmed, error) {
	c := Confirmed{Account: a.ID, Means: ByPasskey}
	if p.Answer != "" {
		k, err := d.answered(ctx, a, p.Site, Digest(p.Session), purpose, p.Answer)
		c.Passkey, c.At = k.ID, d.Clock()
		return c, err
	}
	ok, err := d.Hasher.Matches(ctx, cut(p.Password, 4*PasswordMost), a.Password)
	if err != nil {
		return c, err
	}
	if !ok {
		return c, text.InputErrors{{Field: "old", Message: text.M("account.password-wrong")}}
	}
	c.Means = ByPassword
	if a.TOTP != "" {
		c.Means = ByPasswordAndCode
		code := strings.TrimSpace(p.Code)
		if code == "" {
			return c, errNoCode
		}
		if ok, err = d.second(ctx, a, code); err != nil {
			return c, err
		} else if !ok {
			return c, text.InputErrors{{Field: "code", Message: text.M("account.code-wrong")}}
		}
	}
	c.At = d.Clock()
	return c, nil
}

// note writes failures of an account into the access journal.
func (d Commands) note(ctx context.Context, a Account, kind journal.Kind, key [32]byte, s Strikes) error {
	c := act.Command{Actor: actor.Machine(a.Jurisdiction, "sign-in"), Verb: "session.open", Journal: act.Access,
		Doubt: act.StandsStill}
	_, err := d.Door.Do(ctx, c, func(tx Tx) error {
		if err := tx.Allow(c.Verb, a.Object()); err != nil {
			return err
		}
		if err := tx.NoteFailure(key); err != nil {
			return err
		}
		return tx.Record(kind, a.Ref(), act.Number("tries", s.N))
	})
	return err
}
