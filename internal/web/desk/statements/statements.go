// Package statements is what the pages of the three statements show beside what every
// noun's do: the result with each grade, and what was asked and answered.
package statements

import (
	"github.com/a-h/templ"

	"shuangze/internal/field"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// questionsMost is how many questions a page shows [D]; a meeting has a handful.
const questionsMost = 200

// Pages adds to the pages of statements.
type Pages struct {
	Read     noun.Reader
	Commands statements.Commands
}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	switch n.Name {
	case statements.Shape.Name:
		return frame.Adds{More: p.more}
	case statements.QuestionShape.Name:
		return frame.Adds{More: p.of}
	}
	return frame.Adds{}
}

type data struct {
	page.View
	V         *desk.Visit
	S         *statements.Statement // as the visitor may know it
	Questions []*statements.Question
	Meeting   statements.Gathering // with others who state at it, as far as the visitor sees them
}

func (p Pages) more(v *desk.Visit, x noun.Value) (templ.Component, error) {
	d := data{View: v.View(""), V: v, S: x.(*statements.Statement)}
	got, err := p.Read.Whole(v.R.Context(), statements.QuestionShape.Of, v.Scope("inquiry.see"),
		statements.Of(d.S.ID), questionsMost)
	if err != nil {
		return nil, err
	}
	for _, q := range got.Values {
		if q := q.(*statements.Question); q.State == statements.Stands {
			d.Questions = append(d.Questions, q)
		}
	}
	all, err := p.Read.Whole(v.R.Context(), statements.Shape.Of, v.Scope("statement.see"), statements.AtMeeting(d.S),
		statements.YearMost)
	if err != nil {
		return nil, err
	}
	var list []*statements.Statement
	for _, x := range all.Values {
		list = append(list, x.(*statements.Statement))
	}
	for _, g := range statements.Together(list) {
		if g.Name == d.S.Meeting && len(g.Statement) > 1 {
			d.Meeting = g
		}
	}
	return sheets(d), nil
}

// of leads from a question to the statement that it was put to.
func (p Pages) of(v *desk.Visit, x noun.Value) (templ.Component, error) {
	q := x.(*statements.Question)
	return whose(v.View(""), "/"+statements.Shape.Name+"/"+q.Statement.String()), nil
}

// grade is a line of the result.
type grade struct {
	label, share string
	n            int64
}

func (d data) grades() (out []grade) {
	t, valid := d.S.Ballots, d.S.Ballots.Valid()
	for i, n := range []int64{t.Good, t.Fairly, t.Fair, t.Poor} {
		out = append(out, grade{label: d.P.T("statement.field." + statements.Grades[i]), n: n,
			share: field.Mark((n*20_000+valid)/(2*valid)) + "%"})
	}
	return out
}

func (d data) head() page.List {
	return page.List{Caption: d.P.T("statement.result"), Cols: []page.Col{{Label: d.P.T("statement.result.grade")},
		{Label: d.P.T("statement.result.ballots")}, {Label: d.P.T("statement.result.share")}}}
}

func (d data) said() string {
	t := d.S.Ballots
	return d.P.T("statement.result.say", "issued", t.Issued, "returned", t.Returned, "valid", t.Valid(),
		"invalid", t.Invalid)
}

// asker is what sort of person asked.
func (d data) asker(q *statements.Question) string {
	return d.V.Desk.Policy.Label(policy.InquiryAsker, q.Asker, d.P.Lang())
}
