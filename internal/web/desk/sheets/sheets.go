// Package sheets is what the pages of handovers show beside what every noun's do: the
// open matters that were frozen, and who says again who they are when they sign.
package sheets

import (
	"context"

	"github.com/a-h/templ"

	"shuangze/internal/handover"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/desk/inperson"
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
	out := inperson.Pages{Read: p.Read, Paper: inperson.Paper{Of: handover.Shape.Of, Signs: signs, Say: handover.Confirmed,
		Digest: func(x noun.Value) string { return x.(*handover.Sheet).Digest },
		Signed: func(x noun.Value, a noun.Act, by ref.ID) bool { return x.(*handover.Sheet).SignedBy(a.Name, by) },
		Judge:  func(v *desk.Visit, a noun.Act, x noun.Value) error { return judge(v, a, x.(*handover.Sheet)) }}}.Adds()
	out.More = p.more
	return out
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
