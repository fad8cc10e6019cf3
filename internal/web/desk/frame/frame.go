// Package frame is the pages of the nouns that stand on the frame: their list,
// its print, one object with its life, and the forms of what can be done. They
// follow from a noun's declaration (package noun).
package frame

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"shuangze/internal/act"
	"shuangze/internal/blob"
	"shuangze/internal/bodies"
	tables "shuangze/internal/exchange"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// Pages are the pages of one noun.
type Pages struct {
	*noun.Noun
	Read    noun.Reader
	Crumb   page.Link                 // the room of the menu it stands in, its label a key
	Heading string                    // the key of what the list is called; "" = <word>.list
	Own     Own                       // of a room with pages of its own
	Adds    Adds                      // of a room that adds to them
	seen    map[ref.ID][]text.Message // of the objects on the page (noun.Noun.Seen)
}

// Adds is what a room adds to the pages of a noun. nil = nothing.
type Adds struct {
	// More stands on an object's page below its files.
	More func(v *desk.Visit, x noun.Value) (templ.Component, error)
	// Open puts what the form of an act holds when it opens.
	Open func(v *desk.Visit, a noun.Act, x noun.Value, values url.Values) error
	// Take reads what came with a form beside its fields, into them.
	Take func(v *desk.Visit, a noun.Act) error
	// With stands with the form of an act. in is what would be done, when that is shown
	// first (noun.Act.Shown); nil when the form opens.
	With func(v *desk.Visit, a noun.Act, x noun.Value, in any) (Around, error)
	// Choices are what the form of an act offers in some of its fields, by their names.
	Choices func(v *desk.Visit, a noun.Act) (map[string][]page.Option, error)
	// Notes are what else is to be known of the objects of a page, beside what the noun
	// says of each: one statement for all of them.
	Notes func(v *desk.Visit, xs []noun.Value) (map[ref.ID][]text.Message, error)
	// Tone is that of an object's state.
	Tone func(x noun.Value) page.Tone
	// Shows are the fields that More shows in its own way: they stand on the page once.
	Shows []string
}

// Own is what a room adds that shows its objects on pages of its own: the forms of
// what can be done to them are the frame's.
type Own struct {
	X     noun.Value // read, and found to be the visitor's to see
	Types map[field.Type]Type
	Name  string // on the way to it; "" = its number or its title
	// Around is what stands with the form of an act; Refine finishes a question,
	// Propose what the form holds when it opens; Then is where the act leads, "" = to
	// the object. nil = nothing.
	Around  func(noun.Act) (Around, error)
	Refine  func(noun.Act, field.Field, *page.Field)
	Propose func(noun.Act, url.Values)
	Then    func(noun.Act, act.Receipt) (string, error)
}

// Around is what stands with a form.
type Around struct {
	Beside templ.Component // what is decided; nil = the form stands alone
	Inside templ.Component // before its questions
	After  templ.Component // behind them
	Wide   bool            // the form has the page to itself
	Other  page.Link       // to the other answer
}

// Type is a type of field that only its room knows.
type Type struct {
	Ask  func(page.View, page.Filled, page.Field) templ.Component
	Read func(v *desk.Visit, f field.Field, into any, errs *text.InputErrors)
	Fill func(values url.Values, f field.Field, from any)
}

// Routes are the addresses of one noun.
func (p Pages) Routes() []desk.Route {
	at := "/" + p.Name
	out := []desk.Route{
		{Pattern: "GET " + at, May: p.List, Handle: p.list},
		{Pattern: "GET " + at + "/{id}", May: p.See, Handle: p.one},
	}
	if len(p.Acts) > 0 {
		out = append(out, desk.Route{Pattern: "GET " + at + "/{id}/do/{act}", May: p.See, Handle: p.Form},
			desk.Route{Pattern: "POST " + at + "/{id}/do/{act}", May: p.See, Files: p.any(noun.Act.Sends), Handle: p.Do})
	}
	if len(p.Forms) > 0 {
		out = append(out, desk.Route{Pattern: "GET " + at + "/{id}/form/{form}/as/{kind}", May: p.See, Handle: p.printed})
	}
	if a, ok := p.Maker(); ok {
		out = append(out, desk.Route{Pattern: "GET " + at + "/new", May: a.Verb, Handle: p.newForm},
			desk.Route{Pattern: "POST " + at, May: a.Verb, Files: a.Files(), Handle: p.make})
	}
	if many := func(a noun.Act) bool { return a.Many }; p.any(many) {
		takes := p.any(func(a noun.Act) bool { return many(a) && a.Files() })
		out = append(out, desk.Route{Pattern: "GET " + at + "/many", May: p.List, Handle: p.manyForm},
			desk.Route{Pattern: "POST " + at + "/many", May: p.List, Files: takes, Handle: p.many})
	}
	return out
}

func (p Pages) any(of func(noun.Act) bool) bool { return slices.ContainsFunc(p.Acts, of) }

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
		units := c.Units()
		if f.Bearer {
			units = c.ResponsibleUnits()
		}
		for _, u := range units {
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

// posted are those who hold a post in a unit, each once.
func posted(c *bodies.County, unit ref.ID) (out []page.Option) {
	seen := map[ref.ID]bool{}
	for _, a := range c.PostsIn(unit) {
		if x, ok := c.Person(a.Person); ok && !seen[a.Person] {
			seen[a.Person] = true
			out = append(out, page.Option{Value: a.Person.String(), Label: x.Name + "　" + a.Title})
		}
	}
	return out
}

// among are those of a circle around a unit.
func among(c *bodies.County, unit ref.ID, circle field.Circle) (out []page.Option) {
	team := c.Team(unit)
	people := team.Posted
	switch circle {
	case field.OfUnit:
		return posted(c, unit)
	case field.Leaders:
		people = team.Leaders
	}
	for _, id := range people {
		x, _ := c.Person(id)
		title := ""
		if posts := c.PostsOf(id); len(posts) > 0 {
			title = posts[0].Title
		}
		out = append(out, page.Option{Value: id.String(), Label: x.Name + "　" + title})
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
	case field.ACount, field.APoints:
		q.Width = "s"
	case field.ADay:
	case field.AFiles:
		q.Accept, q.Many = blob.Accept(), true
	default:
		first := v.P.T("form.choose")
		if !f.Must {
			first = v.P.T("form.none")
		}
		q.Options = p.choices(v, c, f, first)
	}
	return q
}
