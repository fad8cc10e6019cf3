// Package incentives is what the pages of honours and of comparisons show beside their fields: the figures,
// each with the list or the record behind it.
package incentives

import (
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/accountability/clearances"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/field"
	"shuangze/internal/incentives/comparisons"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/eligible"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Pages adds to the pages of honours and comparisons.
type Pages struct {
	Eligible  eligible.Board
	Following consequences.Board
}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	switch n.Name {
	case honours.Shape.Name:
		return frame.Adds{More: p.honour}
	case comparisons.Shape.Name:
		return frame.Adds{More: p.comparison}
	}
	return frame.Adds{}
}

// cell is a column of the figures: lines, each of which may lead somewhere.
type cell struct {
	Label string
	Lines []page.Link
}

type row struct {
	Name, Post, Href string
	Cells            []cell
}

type data struct {
	page.View
	Sum  string
	Rows []row
}

func (p Pages) honour(v *desk.Visit, x noun.Value) (templ.Component, error) {
	h := x.(*honours.Honour)
	d := data{View: v.View("")}
	d.Rows = []row{{Cells: figures(v, d.View, h.Subject(), h.Figures())}}
	return figuresOf(d), nil
}

func (p Pages) comparison(v *desk.Visit, x noun.Value) (templ.Component, error) {
	c := x.(*comparisons.Comparison)
	d := data{View: v.View("")}
	d.Sum = d.P.T("comparison.sum", "n", c.Asked, "years", c.Years)
	label := func(table, code string) string { return v.Label(policy.Kind(table), code) }
	for _, l := range c.Lines() {
		r := row{Name: l.Name, Post: l.Post, Href: "/people/" + l.Person.String(),
			Cells: figures(v, d.View, l.Subject, l.Figures)}
		if l.Person == 0 {
			r.Href = "/bodies/" + l.Body.String()
		}
		stands := cell{Label: d.P.T("comparison.form.stands")}
		for _, h := range l.Stands {
			var says []string
			for _, m := range clearances.Says(h, label) {
				says = append(says, d.P.Message(m))
			}
			stands.Lines = append(stands.Lines, page.Link{Label: strings.Join(says, "")})
		}
		r.Cells = append(r.Cells, stands)
		d.Rows = append(d.Rows, r)
	}
	return side(d), nil
}

// figures are the columns of somebody’s figures.
func figures(v *desk.Visit, view page.View, s honours.Subject, f honours.Figures) []cell {
	who := "body=" + s.Body.String()
	if s.Person != 0 {
		who = "person=" + s.Person.String()
	}
	say := func(key string, kv ...any) string { return view.P.Message(text.M(key, kv...)) }
	grades, pledged := cell{Label: say("honour.figures.grades")}, cell{Label: say("honour.figures.pledges")}
	stated, had := cell{Label: say("honour.figures.statements")}, cell{Label: say("honour.figures.honours")}
	for _, g := range f.Grades {
		grades.Lines = append(grades.Lines, page.Link{Href: "/scoresheets/" + g.Of.String(),
			Label: g.Title + "：" + v.Label(policy.Kind(course.GradeTable), g.Grade)})
	}
	for _, p := range f.Pledges {
		pledged.Lines = append(pledged.Lines, page.Link{Href: "/pledges?tab=judged&year=" + fmt.Sprint(p.Year) + "&" + who,
			Label: say("honour.figures.pledge", "year", fmt.Sprint(p.Year), "judged", p.Judged, "kept", p.Kept)})
	}
	for _, st := range f.Statements {
		stated.Lines = append(stated.Lines, page.Link{Href: "/statements/" + st.Of.String(),
			Label: say("honour.figures.stated", "year", fmt.Sprint(st.Year), "score", field.Mark(st.Score))})
	}
	for _, x := range f.Honours {
		had.Lines = append(had.Lines, page.Link{Href: "/honours/" + x.Of.String(),
			Label: say("honour.figures.had", "year", fmt.Sprint(x.Year),
				"kind", text.M("honour.kind."+x.Kind), "number", x.Number)})
	}
	return []cell{grades, pledged, stated, had}
}

func (d data) head() page.List {
	out := page.List{Caption: d.P.T("comparison.table"),
		Cols: []page.Col{{Label: d.P.T("comparison.form.who"), Width: "name"}}}
	if len(d.Rows) > 0 {
		for _, c := range d.Rows[0].Cells {
			out.Cols = append(out.Cols, page.Col{Label: c.Label})
		}
	}
	return out
}
