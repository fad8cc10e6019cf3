package account

import (
	"context"
	"errors"

	"shuangze/internal/text"
)

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
	}
	if err := d.barred(ctx, a, key); err != nil {
		return "", err
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
	if errors.Is(err, ErrAnswer) {
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
