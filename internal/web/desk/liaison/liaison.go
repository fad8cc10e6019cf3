// Package liaison is what the pages of links and visits show beside what every noun's do:
// who may be chosen, who and which units have no link, and what the offices could assign.
package liaison

import (
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/institutions/liaison"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Pages adds to the pages of links and visits.
type Pages struct {
	Read     noun.Reader
	Commands liaison.Commands
}

// Adds is what is added to the pages of a noun.
func (p Pages) Adds(n *noun.Noun) frame.Adds {
	switch n.Name {
	case liaison.Shape.Name:
		return frame.Adds{Choices: p.members}
	case liaison.VisitShape.Name:
		return frame.Adds{Choices: p.links}
	}
	return frame.Adds{}
}

// Routes are the addresses.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /links/assign", May: "link.add", Handle: p.page},
		{Pattern: "POST /links/assign", May: "link.add", Handle: p.assign},
	}
}

// members are who may be chosen to link a unit.
func (p Pages) members(v *desk.Visit, a noun.Act) (map[string][]page.Option, error) {
	if _, ok := a.Fields.Of("member"); !ok {
		return nil, nil
	}
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	var out []page.Option
	for _, s := range liaison.PlanOf(c, nil, v.Today().Year()).Seats {
		who, _ := c.Person(s.Person)
		out = append(out, page.Option{Value: s.Person.String(), Label: who.Name})
	}
	return map[string][]page.Option{"member": out}, nil
}

// links are those that a visit can be of: of this year and the one before, as far as the
// visitor sees them.
func (p Pages) links(v *desk.Visit, a noun.Act) (map[string][]page.Option, error) {
	if _, ok := a.Fields.Of("link"); !ok {
		return nil, nil
	}
	got, err := p.Read.Whole(v.R.Context(), liaison.Shape.Of, v.Scope("link.see"), liaison.Of(v.Today().Year()),
		liaison.LinksMost)
	if err != nil {
		return nil, err
	}
	out := []page.Option{}
	for _, x := range slices.Backward(got.Values) {
		l := x.(*liaison.Link)
		out = append(out, page.Option{Value: l.ID.String(),
			Label: v.P.T("visit.of", "label", l.Label, "year", l.Year)})
	}
	return map[string][]page.Option{"link": out}, nil
}

// data is how the links of a year stand, and what could be assigned.
type data struct {
	page.View
	C      *bodies.County
	Plan   liaison.Plan
	Key    string
	Taken  map[string]string // unit to what was chosen, of a form sent before; nil = all as proposed
	Errors text.InputErrors
}

func (p Pages) plan(v *desk.Visit) (d data, err error) {
	year := v.Today().Year()
	if y, err := strconv.Atoi(v.R.URL.Query().Get("year")); err == nil && (y == year || y == year+1) {
		year = y
	}
	d = data{View: v.View(v.P.T("link.assign")), Key: v.Key()}
	if d.C, err = v.County(); err != nil {
		return d, err
	}
	got, err := p.Read.Whole(v.R.Context(), liaison.Shape.Of, v.Scope("link.see"), liaison.Of(year), liaison.LinksMost)
	if err != nil {
		return d, err
	}
	var links []*liaison.Link
	for _, x := range got.Values {
		links = append(links, x.(*liaison.Link))
	}
	d.Plan = liaison.PlanOf(d.C, links, year)
	return d, nil
}

func (p Pages) page(v *desk.Visit) error {
	d, err := p.plan(v)
	if err != nil {
		return err
	}
	return v.Page(200, assignPage(d))
}

// assign takes the lines that are ticked, each with whoever is chosen in it.
func (p Pages) assign(v *desk.Visit) error {
	d, err := p.plan(v)
	if err != nil {
		return err
	}
	form := v.R.PostForm
	d.Taken = map[string]string{}
	var lines []liaison.Chosen
	if n := len(form["take"]); n > liaison.TakeMost {
		return text.InputErrors{{Message: text.M("input.choose")}}
	}
	for _, who := range form["who"] {
		at := strings.Split(who, ".")
		if len(at) != 3 || !slices.Contains(form["take"], at[0]) {
			continue
		}
		d.Taken[at[0]] = who
		lines = append(lines, liaison.Chosen{Unit: ref.Parse(at[0]),
			Seat: liaison.Seat{Person: ref.Parse(at[1]), Body: ref.Parse(at[2])}})
	}
	r, err := p.Commands.Assign(v.R.Context(), v.Command(), d.Plan.Year, lines)
	if wrong, is := v.Inputs(err, nil); is {
		d.Errors = wrong
		return v.Page(422, assignPage(d))
	}
	if err != nil {
		return err
	}
	return v.Done("/links", "link.assign", r)
}

func (d data) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("menu.institutions"), Href: "/institutions"},
		{Label: d.P.T("link.list"), Href: "/links"}, {Label: d.Title}}, Title: d.Title}
}

// other is the year that can be assigned besides: the running one or the next.
func (d data) other() int {
	if this := d.C.Day().Year(); d.Plan.Year != this {
		return this
	}
	return d.Plan.Year + 1
}

func (d data) at(year int) string { return "/links/assign?year=" + strconv.Itoa(year) }

func (d data) form() page.Form {
	return page.Form{Action: d.at(d.Plan.Year), Key: d.Key, Errors: d.Errors}
}

func (d data) head() page.List {
	return page.List{Caption: d.P.T("link.assign.lines"), Cols: []page.Col{
		{Label: d.P.T("link.field.point"), Width: "name"},
		{Label: d.P.T("link.field.member")}, {Label: d.P.T("link.assign.why")}}}
}

func (d data) who(id ref.ID) string { x, _ := d.C.Person(id); return x.Name }

// why says in a sentence why this member.
func (d data) why(x liaison.Proposal) string {
	if x.Kept {
		return d.P.T("link.assign.kept", "year", d.Plan.Year-1)
	}
	return d.P.T("link.assign.even", "n", x.Had)
}

// left says how many units are left over, and why.
func (d data) left() string {
	return d.P.T("link.assign.left", "n", len(d.Plan.Left), "members", len(d.Plan.Seats), "most", liaison.PerMember,
		"room", d.Plan.Room())
}

// idle names who links no unit.
func (d data) idle() string {
	var names []string
	for _, s := range d.Plan.Idle {
		names = append(names, d.who(s.Person))
	}
	return d.P.List(names)
}

func (d data) units(list []ref.ID) string {
	var names []string
	for _, u := range list {
		names = append(names, d.C.Name(u))
	}
	return d.P.List(names)
}

// value is what is chosen in a line; options are who may be.
func (d data) value(x liaison.Proposal) string {
	if s := d.Taken[x.Unit.String()]; s != "" {
		return s
	}
	return at(x.Unit, x.Seat)
}

func (d data) taken(x liaison.Proposal) bool { return d.Taken == nil || d.Taken[x.Unit.String()] != "" }

func at(unit ref.ID, s liaison.Seat) string {
	return unit.String() + "." + s.Person.String() + "." + s.Body.String()
}
