// Package frame is the pages of the nouns that stand on the frame: their list,
// its print, one object with its life, and the forms of what can be done. They
// follow from a noun's declaration (package noun).
package frame

import (
	"cmp"
	"slices"
	"strconv"

	"shuangze/internal/bodies"
	"shuangze/internal/field"
	tables "shuangze/internal/intake"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// Pages are the pages of one noun.
type Pages struct {
	*noun.Noun
	Read  noun.Reader
	Crumb page.Link // the room of the menu it stands in, its label a key
}

// Routes are the addresses of one noun.
func (p Pages) Routes() []desk.Route {
	at := "/" + p.Name
	out := []desk.Route{
		{Pattern: "GET " + at, May: p.List, Handle: p.list},
		{Pattern: "GET " + at + "/{id}", May: p.See, Handle: p.one},
		{Pattern: "GET " + at + "/{id}/do/{act}", May: p.See, Handle: p.form},
		{Pattern: "POST " + at + "/{id}/do/{act}", May: p.See, Files: p.takesFiles(), Handle: p.do},
	}
	if a, ok := p.Maker(); ok {
		out = append(out, desk.Route{Pattern: "GET " + at + "/new", May: a.Verb, Handle: p.newForm},
			desk.Route{Pattern: "POST " + at, May: a.Verb, Handle: p.make})
	}
	if slices.ContainsFunc(p.Acts, func(a noun.Act) bool { return a.Many }) {
		out = append(out, desk.Route{Pattern: "GET " + at + "/many", May: p.List, Handle: p.manyForm},
			desk.Route{Pattern: "POST " + at + "/many", May: p.List, Handle: p.many})
	}
	return out
}

func (p Pages) takesFiles() bool {
	return slices.ContainsFunc(p.Acts, func(a noun.Act) bool { return a.Files })
}

// label is what a field is called.
func (p Pages) label(v *desk.Visit, name string) string { return v.P.T(p.Label(name, v.P.Has)) }

// show is what a field holds, in words.
func (p Pages) show(v *desk.Visit, c *bodies.County, f field.Field, x any) string {
	return tables.Speech{P: v.P, Pack: v.Desk.Policy, Day: v.Today()}.Said(c, f, x)
}

// choices are what may be chosen in a field; first stands for nothing chosen.
func (p Pages) choices(v *desk.Visit, c *bodies.County, f field.Field, first string) []page.Option {
	out := []page.Option{{Label: first}}
	switch f.Type {
	case field.ACode:
		for _, code := range f.Choices(p.Tables) {
			label := v.P.T(f.Words + code)
			if f.Policy != "" {
				label = v.Label(policy.Kind(f.Policy), code)
			}
			out = append(out, page.Option{Value: code, Label: label})
		}
	case field.AYear: // the latest first
		for y := v.Today().Year() + 1; y >= f.Least; y-- {
			out = append(out, page.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
		}
	case field.AUnit:
		for _, u := range c.Units() {
			out = append(out, page.Option{Value: u.String(), Label: c.Name(u)})
		}
	case field.ABody:
		list := slices.Clone(c.Bodies())
		place := map[ref.ID]int{}
		for i, u := range c.Units() {
			place[u] = i + 1
		}
		slices.SortStableFunc(list, func(a, b bodies.Body) int { return cmp.Compare(place[a.Unit], place[b.Unit]) })
		for _, b := range list {
			if p.Fits == nil || p.Fits(f.Name, b.Kind) {
				out = append(out, page.Option{Value: b.ID.String(), Label: b.Name})
			}
		}
	case field.APerson:
		for _, a := range c.Posted() {
			if x, ok := c.Person(a.Person); ok {
				out = append(out, page.Option{Value: a.Person.String(), Label: x.Name + "　" + a.Title})
			}
		}
	}
	return out
}

// question is a field of a form.
func (p Pages) question(v *desk.Visit, c *bodies.County, f field.Field, in page.Filled, prefix string) page.Field {
	label := p.label(v, f.Name)
	if own := prefix + f.Key(); v.P.Has(own) {
		label = v.P.T(own)
	}
	q := in.Field(f.Name, label)
	q.Optional = !f.Must
	for _, key := range []string{prefix + f.Key() + ".hint", p.Word + ".field." + f.Key() + ".hint"} {
		if v.P.Has(key) {
			q.Hint = v.P.T(key)
			break
		}
	}
	switch f.Type {
	case field.ALine, field.AText:
		q.Limit = f.Most
		if f.Type == field.AText {
			q.Rows = 3
		}
	case field.ACount, field.APoints:
		q.Width = "s"
	case field.ADay:
	default:
		first := v.P.T("form.choose")
		if !f.Must {
			first = v.P.T("form.none")
		}
		q.Options = p.choices(v, c, f, first)
	}
	return q
}
