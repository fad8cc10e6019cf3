// Package inperson asks, on the page of an object that is signed, who it is that signs, at
// that moment, and for what.
package inperson

import (
	"context"
	"encoding/hex"
	"time"

	"shuangze/internal/account"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Reads is what the room reads.
type Reads interface {
	One(ctx context.Context, of ref.Kind, id ref.ID) (noun.Value, bool, error)
}

// Paper is what is signed.
type Paper struct {
	Of     ref.Kind
	Signs  func(a noun.Act) bool                                                   // whether the act is a signature
	Digest func(x noun.Value) string                                               // what is signed
	Signed func(x noun.Value, a noun.Act, by ref.ID) bool                          // somebody gave it already
	Judge  func(*desk.Visit, noun.Act, noun.Value) error                           // what the command would refuse
	Say    func(ctx context.Context, means string, purpose []byte) context.Context // to the command
}

// Pages adds to the pages of one noun.
type Pages struct {
	Read Reads
	Paper
}

// Adds is what is added.
func (p Pages) Adds() frame.Adds { return frame.Adds{Take: p.take, With: p.with} }

type wrongKey struct{}

func (p Pages) one(v *desk.Visit) (noun.Value, error) {
	x, ok, err := p.Read.One(v.R.Context(), p.Of, ref.Parse(v.R.PathValue("id")))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, desk.Missing()
	}
	return x, nil
}

// take asks who it is before a signature. The purpose is the digest of what is signed.
// What was typed is judged first: a proof is good once. Whoever signed already is asked
// nothing: the command answers a second click with the receipt of the first.
func (p Pages) take(v *desk.Visit, a noun.Act) error {
	if !p.Signs(a) {
		return nil
	}
	x, err := p.one(v)
	if err != nil || p.Signed(x, a, v.Actor.Person) {
		return err
	}
	if err := p.Judge(v, a, x); err != nil {
		return err
	}
	purpose, err := hex.DecodeString(p.Digest(x))
	if err != nil {
		return err
	}
	c, err := v.Confirm(purpose)
	if wrong, is := v.Inputs(err, nil); is {
		if signed, err := p.meanwhile(v, a); signed || err != nil {
			return err
		}
		v.R = v.R.WithContext(context.WithValue(v.R.Context(), wrongKey{}, wrong))
		return wrong
	}
	if err != nil {
		return err
	}
	means := "code"
	if c.Means == account.ByPasskey {
		means = "passkey"
	}
	v.R = v.R.WithContext(p.Say(v.R.Context(), means, purpose))
	return nil
}

// A second click comes with a proof that the first has used up, perhaps before the
// first has signed: it is looked for that long.
const (
	looks = 10
	pause = 50 * time.Millisecond
)

// meanwhile says that another request of the visitor has signed.
func (p Pages) meanwhile(v *desk.Visit, a noun.Act) (bool, error) {
	for range looks {
		x, err := p.one(v)
		if err != nil || p.Signed(x, a, v.Actor.Person) {
			return err == nil, err
		}
		select {
		case <-v.R.Context().Done():
			return false, v.R.Context().Err()
		case <-time.After(pause):
		}
	}
	return false, nil
}

// with stands with the form of a signature: who signs says again who they are.
func (p Pages) with(v *desk.Visit, a noun.Act, x noun.Value, _ any) (out frame.Around, err error) {
	if x == nil || !p.Signs(a) {
		return out, nil
	}
	purpose, err := hex.DecodeString(p.Digest(x))
	if err != nil {
		return out, err
	}
	wrong, _ := v.R.Context().Value(wrongKey{}).(text.InputErrors)
	c, err := v.Confirmation(purpose, wrong)
	if err != nil {
		return out, err
	}
	out.After = page.ConfirmBox(v.View(""), c)
	return out, nil
}
