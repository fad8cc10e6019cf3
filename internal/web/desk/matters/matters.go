// Package matters is what the page of a matter of accountability shows beside what every noun's does: who is of the
// panel, who heads it, and who signed its report. It stands on the matter's page alone, for whoever may read that.
package matters

import (
	"slices"

	"github.com/a-h/templ"

	"shuangze/internal/accountability/matters"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Pages adds to the pages of matters.
type Pages struct{}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	if n.Name != matters.Shape.Name {
		return frame.Adds{}
	}
	return frame.Adds{More: p.more}
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
	for _, id := range x.Members() {
		who, _ := c.Person(id)
		one := member{ID: id, Name: who.Name, Post: post(c, id), Head: id == x.Lead, Signed: "—"}
		switch {
		case slices.Contains(signed, id):
			one.Signed = d.P.T("matter.panel.signed")
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
