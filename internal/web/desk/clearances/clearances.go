// Package clearances is what the page of a check shows: of each person, whether they are clear, or what stands in the
// way, by which clause, until when.
package clearances

import (
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Pages adds to the pages of checks.
type Pages struct{}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	if n.Name != clearances.Shape.Name {
		return frame.Adds{}
	}
	return frame.Adds{More: p.more}
}

// line is one thing that stands in the way: what it is, where it is read, and the sentences about it.
type line struct {
	What, At string
	Says     []string
}

type person struct {
	clearances.Person
	Lines []line
}

type data struct {
	page.View
	C      *clearances.Clearance
	People []person
}

func (p Pages) more(v *desk.Visit, x noun.Value) (templ.Component, error) {
	c := x.(*clearances.Clearance)
	d := data{View: v.View(""), C: c}
	label := func(table, code string) string { return v.Label(policy.Kind(table), code) }
	for _, a := range c.Answer() {
		one := person{Person: a}
		for _, h := range a.Stands {
			says := clearances.Says(h, label)
			l := line{What: d.P.Message(says[0])}
			if h.Of != 0 {
				l.At = at[h.By] + h.Of.String()
			}
			for _, m := range says[1:] {
				l.Says = append(l.Says, d.P.Message(m))
			}
			one.Lines = append(one.Lines, l)
		}
		d.People = append(d.People, one)
	}
	return sheet(d), nil
}

// at are the pages of what stands in the way.
var at = map[string]string{effect.ByDecision: "/measures/", effect.ByCase: "/cases/", effect.ByVeto: "/scoresheets/",
	effect.ByMatter: "/matters/"}

// said are the sentences, which English parts by blanks.
func (d data) said(l line) string {
	if d.P.Lang() == string(lang.English) {
		return strings.Join(l.Says, " ")
	}
	return strings.Join(l.Says, "")
}

func (d data) head() page.List {
	return page.List{Caption: d.P.T("clearance.answer"), Cols: []page.Col{
		{Label: d.P.T("clearance.form.person"), Width: "name"}, {Label: d.P.T("clearance.column.answer"), Width: "narrow"},
		{Label: d.P.T("clearance.form.why"), Width: "text"}}}
}
