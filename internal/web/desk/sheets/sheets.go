// Package sheets is what the pages of handovers show beside what every noun's do: the
// open matters that were frozen, and who says again who they are when they sign.
package sheets

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/a-h/templ"

	"shuangze/internal/account"
	"shuangze/internal/handover"
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
	HandoverRows(ctx context.Context, sheet ref.ID) ([]handover.Row, error)
}

// Pages adds to the pages of handovers.
type Pages struct{ Read Reads }

// Adds is what is added to the pages of a noun: to a handover its rows and signatures.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	if n.Name != handover.Shape.Name {
		return frame.Adds{}
	}
	return frame.Adds{More: p.more, Take: p.take, With: p.with}
}

type sheetData struct {
	page.View
	V    *desk.Visit
	S    *handover.Sheet
	Rows []handover.Row
	Note bool // the visitor may note what they reserve
	Same bool // the rows are those that were frozen
}

func (p Pages) more(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d := sheetData{View: v.View(""), V: v, S: x.(*handover.Sheet)}
	var err error
	d.Rows, err = p.Read.HandoverRows(v.R.Context(), d.S.ID)
	d.Same = d.S.Frozen(d.Rows)
	d.Note = d.S.OutOn == 0 && v.Actor.Person == d.S.Leaver || d.S.InOn == 0 && v.Actor.Person == d.S.Successor
	return sheet(d), err
}

func (d sheetData) head() page.List {
	return page.List{Caption: d.P.T("handover.rows"), Cols: []page.Col{{Label: d.P.T("handover.row")},
		{Label: d.P.T("journal.object")}, {Label: d.P.T("handover.row.title"), Width: "name"},
		{Label: d.P.T("handover.row.due")},
		{Label: d.P.T("handover.row.out")}, {Label: d.P.T("handover.row.in")}}}
}

func (d sheetData) kindOf(r handover.Row) string { return d.P.T(d.V.Desk.Kinds.Of(r.Of).Word) }

func (d sheetData) leads(r handover.Row) templ.SafeURL {
	return templ.SafeURL(d.V.Desk.Kinds.Of(r.Of).At(r.Matter))
}

func (d sheetData) reserve(r handover.Row) templ.SafeURL {
	return templ.SafeURL("/handovers/" + d.S.ID.String() + "/do/reserve?row=" + ref.ID(r.Place).String())
}

func signs(a noun.Act) bool { return a.Name == handover.SignOut || a.Name == handover.SignIn }

type wrongKey struct{}

func (p Pages) sheet(v *desk.Visit) (*handover.Sheet, error) {
	x, ok, err := p.Read.One(v.R.Context(), handover.Shape.Of, ref.Parse(v.R.PathValue("id")))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, desk.Missing()
	}
	return x.(*handover.Sheet), nil
}

// take asks who it is before a signature. The purpose is the digest of what is signed.
// What was typed is judged first: a proof is good once. Whoever signed already is asked
// nothing: the command answers a second click with the receipt of the first.
func (p Pages) take(v *desk.Visit, a noun.Act) error {
	if !signs(a) {
		return nil
	}
	s, err := p.sheet(v)
	if err != nil || s.SignedBy(a.Name, v.Actor.Person) {
		return err
	}
	if err := judge(v, a, s); err != nil {
		return err
	}
	purpose, err := hex.DecodeString(s.Digest)
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
	v.R = v.R.WithContext(handover.Confirmed(v.R.Context(), means, purpose))
	return nil
}

// judge refuses what the command would: a signature that is there, a reason that is not.
func judge(v *desk.Visit, a noun.Act, s *handover.Sheet) error {
	if a.Name == handover.SignIn {
		return s.MayIn()
	}
	if err := s.MayOut(); err != nil {
		return err
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	return s.Reasoned(v.Actor.Person, len(c.PostsOf(s.Leaver)) > 0, v.Form("reason"))
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
		s, err := p.sheet(v)
		if err != nil || s.SignedBy(a.Name, v.Actor.Person) {
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
	if !signs(a) || x == nil {
		return out, nil
	}
	purpose, err := hex.DecodeString(x.(*handover.Sheet).Digest)
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
