// Package cases is what the form of a talk takes over from the duty that asks for it: after a case, with whom, of which
// kind, why and on which ground.
package cases

import (
	"net/url"

	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// subjects are what a talk is about after a case, by its kind.
var subjects = map[string]string{talks.Admonition: "case.talk.admonition",
	talks.Accountability: "case.talk.accountability"}

// Pages adds to the pages of talks.
type Pages struct {
	Read   noun.Reader
	Ground func(kind string) string // in law, of a talk of a kind
}

// Add adds to what is added to the pages of a noun already.
func (p Pages) Add(n *noun.Noun, a frame.Adds) frame.Adds {
	if n.Name == talks.Shape.Name {
		a.Open, a.Choices = p.open, p.choices
	}
	return a
}

// asking is the duty that a form names, if the visitor may see it.
func (p Pages) asking(v *desk.Visit) (*duty.Duty, error) {
	id := ref.Parse(v.R.URL.Query().Get("duty"))
	if id == 0 {
		id = ref.Parse(v.R.PostFormValue("duty"))
	}
	if talk := v.ID("id"); id == 0 && talk != 0 {
		x, ok, err := p.Read.One(v.R.Context(), ref.Talk, talk)
		if err != nil || !ok {
			return nil, err
		}
		id = x.(*talks.Talk).Duty
	}
	if id == 0 {
		return nil, nil
	}
	x, ok, err := p.Read.One(v.R.Context(), ref.Duty, id)
	if err != nil || !ok || !v.Can("duty.see", duty.Shape.Object(x)) {
		return nil, err
	}
	return x.(*duty.Duty), nil
}

// choices offers the duty that the address or the form names; others are named from their pages.
func (p Pages) choices(v *desk.Visit, a noun.Act) (map[string][]page.Option, error) {
	if _, ok := a.Fields.Of("duty"); !ok {
		return nil, nil
	}
	out := []page.Option{{Label: v.P.T("form.none")}}
	d, err := p.asking(v)
	if d != nil {
		out = append(out, page.Option{Value: d.ID.String(), Label: d.What + "　" + d.Period})
	}
	return map[string][]page.Option{"duty": out}, err
}

// open fills the form of a new talk from the duty that asks for it.
func (p Pages) open(v *desk.Visit, a noun.Act, _ noun.Value, values url.Values) error {
	d, err := p.asking(v)
	if err != nil || d == nil || !a.Makes {
		return err
	}
	if d.Person != 0 {
		values.Set("kind", talks.Integrity)
		if values.Get("talker") != "" { // it asks for talks of the one's own choice, and not for one with a new leader
			return nil
		}
		values.Set("subject", v.P.T("talk.welcome"))
		return nil
	}
	got, err := p.Read.Whole(v.R.Context(), ref.Case, v.Scope("case.see"), noun.Query{
		Where: []noun.Cond{{Column: "number", Text: []string{d.Period}}}, Sort: noun.Sort{Name: "new", Column: "id"}}, 1)
	if err != nil || len(got.Values) == 0 {
		return err
	}
	c := got.Values[0].(*cases.Case)
	t := c.Talk()
	if t == nil {
		return nil
	}
	county, err := v.County()
	if err != nil {
		return err
	}
	values.Set("kind", t.Kind)
	if t.Formal {
		values.Set("formal", "1")
	}
	values.Set("person", t.Person.String())
	values.Set("body", body(county, t.Person, c.Place).String())
	values.Set("discipline", t.Discipline)
	values.Set("ground", p.Ground(t.Kind))
	values.Set("subject", v.P.T(subjects[t.Kind], "unit", county.Name(c.Place), "decision", c.Decision,
		"fact", text.Tidy(c.Fact)))
	if first := county.FirstResponsible(d.Body); !first.Vacant() {
		values.Set("talker", first.Person.String())
	}
	return nil
}

// body is the one in which somebody stands, else that of the town or department of a unit.
func body(c *bodies.County, person, unit ref.ID) ref.ID {
	for _, a := range c.PostsOf(person) {
		if b, ok := c.Body(a.Body); ok && b.Unit != 0 && b.Kind.Side() != "" {
			return b.ID
		}
	}
	_, own := c.FirstOf(cases.Top(c, unit))
	return own
}
