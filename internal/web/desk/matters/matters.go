// Package matters is what the pages of accountability show beside what every noun's does: of a matter who is of the
// panel, who heads it, and who signed its report and when, for whoever may read the matter; of an appeal the results of
// assessments that its decision corrected, as far as the reader sees them.
package matters

import (
	"slices"

	"github.com/a-h/templ"

	"shuangze/internal/accountability/matters"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Pages adds to the pages of matters.
type Pages struct{ Read noun.Reader }

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	switch n.Name {
	case matters.Shape.Name:
		return frame.Adds{More: p.more}
	case matters.AppealShape.Name:
		return frame.Adds{More: p.corrected}
	}
	return frame.Adds{}
}

// corrected are the results that the decision on an appeal corrected, each with its notice.
func (p Pages) corrected(v *desk.Visit, o noun.Value) (templ.Component, error) {
	q, ok := course.CorrectedBy(o.Head().Unit, o.(*matters.Appeal).AnswerNo)
	if !ok {
		return nil, nil
	}
	got, err := p.Read.Whole(v.R.Context(), ref.Scoresheet, v.Scope("scoresheet.see"), q, resultsMost)
	if err != nil || len(got.Values) == 0 {
		return nil, err
	}
	d := results{View: v.View("")}
	for _, x := range got.Values {
		d.Sheets = append(d.Sheets, x.(*course.Scoresheet))
	}
	return correctedResults(d), nil
}

// resultsMost is how many results one decision corrects at most: two responsibilities of a few bodies and years.
const resultsMost = 50

type results struct {
	page.View
	Sheets []*course.Scoresheet
}

// member is one of the panel.
type member struct {
	ID                 ref.ID
	Name, Post, Signed string
	Head               bool
}

type data struct {
	page.View
	Panel []member
}

func (p Pages) more(v *desk.Visit, o noun.Value) (templ.Component, error) {
	x := o.(*matters.Matter)
	d := data{View: v.View("")}
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	signed := x.Signed()
	acts, err := v.Desk.Read.ActsOf(v.R.Context(), x.ID, trail.All, matters.ReportSigned)
	if err != nil {
		return nil, err
	}
	for _, id := range x.Members() {
		who, _ := c.Person(id)
		one := member{ID: id, Name: who.Name, Post: post(c, id), Head: id == x.Lead, Signed: "—"}
		switch {
		case slices.Contains(signed, id):
			one.Signed = d.P.T("matter.panel.signed")
			if at := matters.SignedAt(acts, id); at != 0 {
				one.Signed = d.P.T("matter.panel.signed-on", "day", at.Day())
			}
		case x.Report != "":
			one.Signed = d.P.T("matter.panel.unsigned")
		}
		d.Panel = append(d.Panel, one)
	}
	return panel(d), nil
}

// post is the first post that somebody holds now, with where it is.
func post(c *bodies.County, id ref.ID) string {
	for _, a := range c.PostsOf(id) {
		if a.Unit != 0 {
			return c.Name(a.Unit) + " " + a.Title
		}
		if b, ok := c.Body(a.Body); ok {
			return b.Name + " " + a.Title
		}
	}
	return ""
}

func (d data) role(m member) string {
	if m.Head {
		return d.P.T("matter.panel.head")
	}
	return d.P.T("matter.panel.member")
}

func (d data) head() page.List {
	return page.List{Caption: d.P.T("matter.field.panel"), Cols: []page.Col{
		{Label: d.P.T("matter.panel.name"), Width: "name"}, {Label: d.P.T("matter.panel.role")},
		{Label: d.P.T("matter.panel.report")}}}
}
