package account

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"
	"unicode/utf8"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Passkey is a key pair of which the person's device keeps the secret half
// (WebAuthn). It proves that the device is there and that it has recognised its
// owner, so it stands for both steps.
type Passkey struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	Account      ref.ID
	Name         string // the owner's word for it
	Site         string // the host it works at, and no other
	Handle       []byte // what the device calls it
	Public       []byte // the public half, as the device wrote it (COSE)
	Counter      int64  // of signatures, when it was added; many devices always say 0
	Synced       bool   // its secret half may be copied between the owner's devices
	Transports   string // how the device is reached, space-separated: a hint to browsers
	CreatedAt    when.Instant
	RemovedAt    when.Instant // 0 = in force

	// Not of the row: the counter last seen and when. They may be lost.
	Seen int64
	Used when.Instant
}

// Of passkeys [D].
const (
	PasskeyMost     = 10 // in force, per account
	PasskeyNameMost = 60
	answerMost      = 16_000 // bytes of what a browser answers
	handleMost      = 1023   // bytes, by the specification
	challengeLasts  = 5 * time.Minute
	challengesOpen  = 20 // of one session
)

// Ref names the passkey.
func (k Passkey) Ref() ref.Ref { return ref.Ref{Kind: ref.Passkey, ID: k.ID} }

// Cloned says whether a counter cannot come from the one device that has counted
// so far: it must rise, unless the device does not count.
func (k Passkey) Cloned(counter int64) bool {
	last := max(k.Counter, k.Seen)
	return counter <= last && (counter != 0 || last != 0)
}

// handle is what devices call the account: nobody's name, and another one in
// each database, so that two houses at one host do not replace each other's keys.
func (a Account) handle() []byte {
	d := Digest(fmt.Sprintf("passkey/%d/%d/%d", a.Jurisdiction, a.ID, a.CreatedAt))
	return d[:]
}

// Site is the address at which a browser sees the house: passkeys belong to its
// host. The zero Site has none.
type Site struct{ Host, Origin string }

// SiteAt is the site of an address "host:port". A number is no domain, so no
// passkey can belong to it.
func SiteAt(secure bool, address string) Site {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	if host = strings.ToLower(host); host == "" || net.ParseIP(strings.Trim(host, "[]")) != nil {
		return Site{}
	}
	if !secure {
		return Site{host, "http://" + address}
	}
	return Site{host, "https://" + address}
}

// Holder is an account as a device is told of it.
type Holder struct {
	Handle      []byte
	Login, Name string
	Has         []Passkey
}

func (a Account) holder(has []Passkey) Holder {
	name := a.Name
	if name == "" {
		name = a.Login
	}
	return Holder{a.handle(), a.Login, name, has}
}

// BadAnswer is the error of Ceremonies for an answer that proves nothing.
var BadAnswer = errors.New("the browser's answer proves nothing")

// Ceremonies are the two of WebAuthn. User verification is always demanded. An
// answer that is not right is BadAnswer.
type Ceremonies interface {
	// Creation and Request are what a browser is asked, as JSON. No keys: any
	// that the device has for the site.
	Creation(at Site, challenge []byte, of Holder) ([]byte, error)
	Request(at Site, challenge []byte, keys []Passkey) ([]byte, error)
	// Challenge is the one an answer claims to answer.
	Challenge(answer string) ([]byte, error)
	// Handle is the passkey that an answer claims to come from.
	Handle(answer string) ([]byte, error)
	// Created is the passkey made: Site to Transports are filled in.
	Created(at Site, challenge []byte, of Holder, answer string) (Passkey, error)
	// Verified says that the passkey's device signed the challenge for its
	// owner, at the site, and what it counts.
	Verified(at Site, challenge []byte, of Holder, k Passkey, answer string) (counter int64, err error)
}

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
	if errors.Is(err, BadAnswer) {
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

// AskSignIn is what a browser is asked to sign in by a passkey (JSON). visitor is
// a secret of 32 random bytes that the browser brings back with the answer
// (NewVisitor). One address may ask 300 times in ten minutes.
func (d Commands) AskSignIn(ctx context.Context, at Site, visitor string) ([]byte, error) {
	now, address := d.Clock(), addressOf(ctx)
	if until := d.Addresses.ask(address, now); until != 0 {
		return nil, locked(until, now)
	}
	if at == (Site{}) {
		return nil, text.Refuse(text.Conflict, "account.passkey-address")
	}
	challenge, err := d.challenge(ctx, Digest(visitor), forSignIn)
	if err != nil {
		return nil, err
	}
	return d.Passkeys.Request(at, challenge, nil)
}

// NewVisitor is a secret for AskSignIn.
func NewVisitor() string { return random(32) }

// VisitorLasts is for how long it is of use.
const VisitorLasts = challengeLasts

// SignInByPasskey opens a session by a passkey, which stands for both steps, and
// returns its token. Failures count as those of SignIn do; so does its lock.
func (d Commands) SignInByPasskey(ctx context.Context, at Site, visitor, answer, agent string) (string, error) {
	now, address := d.Clock(), addressOf(ctx)
	if until := d.Addresses.until(address, now); until != 0 {
		return "", locked(until, now)
	}
	a, found, err := d.claimed(ctx, answer)
	if err != nil {
		return "", err
	}
	if !found {
		d.Addresses.fail(address, now)
		return "", PasskeyRefused
	}
	key := Digest(a.Login)
	s, ok, err := d.Keeper.Strike(ctx, key, now)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", locked(s.Until, now)
	}
	k, err := d.answered(ctx, a, at, Digest(visitor), forSignIn, answer)
	var wrong text.InputErrors
	switch {
	case errors.As(err, &wrong):
		if err := d.failed(ctx, a, true, key, s, now); err != Refused {
			return "", err
		}
		return "", &text.Refusal{Why: text.Forbidden, Message: wrong[0].Message}
	case err != nil:
		return "", err
	case a.Closed:
		if err := d.failed(ctx, a, true, key, s, now); err != Refused {
			return "", err
		}
		return "", PasskeyRefused
	case a.Held:
		if err := d.Keeper.Unstrike(ctx, key); err != nil {
			return "", err
		}
		return "", text.Refuse(text.Forbidden, "account.held")
	}
	return d.open(ctx, a, k, key, agent)
}

// PasskeyRefused is the answer to a passkey that opens nothing.
var PasskeyRefused error = text.Refuse(text.Forbidden, "account.passkey-refused")

// claimed is the account whose passkey an answer claims to come from.
func (d Commands) claimed(ctx context.Context, answer string) (Account, bool, error) {
	if len(answer) > answerMost {
		return Account{}, false, nil
	}
	handle, err := d.Passkeys.Handle(answer)
	if errors.Is(err, BadAnswer) {
		return Account{}, false, nil
	} else if err != nil {
		return Account{}, false, err
	}
	k, found, err := d.Keeper.PasskeyOf(ctx, handle)
	if err != nil || !found {
		return Account{}, false, err
	}
	return d.Keeper.ByID(ctx, k.Account)
}
