package bodies

import (
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// countyData is the county as a chart on one day.
type countyData struct {
	page.View
	asOf
	Organs []organ
	Heads  []head
	Groups []group
	Gaps   int
	May    bool // found units and bodies
}

// organ is the leading group or one of its offices with its duties.
type organ struct {
	Kind    bodies.BodyKind
	Body    bodies.Body
	Label   string
	Seat    string
	First   bodies.First
	Members []bodies.Appointment
	Duties  []page.Link
}

// head is one of the county's own bodies with how many units it answers for.
type head struct {
	Body  bodies.Body
	First bodies.First
	Units int
}

func headsOf(c *bodies.County) []head {
	var out []head
	for _, k := range []bodies.BodyKind{bodies.CountyCommittee, bodies.CountyDiscipline, bodies.WorkCommittee,
		bodies.WorkDiscipline} {
		if b, ok := c.Single(k); ok {
			out = append(out, head{b, c.FirstResponsible(b.ID), len(c.Charged(b.ID))})
		}
	}
	return out
}

// group is the units of one category, each followed by what stands below it.
type group struct {
	Label string
	Lines []line
}

// line is one unit of the chart.
type line struct {
	ID     ref.ID
	Name   string
	Depth  int
	First  bodies.First // of the unit itself
	Answer bodies.Answer
}

// indent shows the depth of a unit in the tree; it is read out as nothing.
func (l line) indent() string {
	if l.Depth == 0 {
		return ""
	}
	return strings.Repeat("　", l.Depth-1) + "└ "
}

func readCounty(v *desk.Visit, title string) (countyData, error) {
	a, err := readAsOf(v)
	if err != nil {
		return countyData{}, err
	}
	return countyData{View: v.View(v.P.T(title)), asOf: a, Organs: organs(a), Heads: headsOf(a.County), Groups: groups(a)},
		nil
}

func countyPage(v *desk.Visit) error {
	d, err := readCounty(v, "register.county")
	if err != nil {
		return err
	}
	d.Gaps, d.May = len(d.asOf.County.Gaps()), can(v, "unit.change")
	return v.Page(200, countyView(d))
}

// countyPrint is the responsibility chart as a sheet of paper.
func countyPrint(v *desk.Visit) error {
	d, err := readCounty(v, "register.chart")
	if err != nil {
		return err
	}
	return v.Page(200, countyPaper(d))
}

func organs(a asOf) []organ {
	var out []organ
	v := a.Visit
	for _, kind := range []bodies.BodyKind{bodies.LeadingGroup, bodies.PrincipalOffice, bodies.SupervisoryOffice} {
		o := organ{Kind: kind, Label: v.Label(policy.Body, string(kind)), Seat: v.Label(policy.OrganSeat, string(kind))}
		if b, ok := a.County.Single(kind); ok {
			o.Body, o.Members, o.First = b, a.County.PostsAt(b.ID), a.County.FirstResponsible(b.ID)
		}
		for _, code := range v.Desk.Policy.Codes(policy.OrganDuty) {
			if v.Desk.Policy.Duties[code].Organ == string(kind) {
				o.Duties = append(o.Duties, page.Link{Label: v.Label(policy.OrganDuty, code), Href: a.at("/duties/" + code)})
			}
		}
		out = append(out, o)
	}
	return out
}

// groups sorts the units directly under the county by category, in the order
// of the policy; what hangs on no root comes last, under its own heading.
func groups(a asOf) []group {
	c, v := a.County, a.Visit
	seen := map[ref.ID]bool{}
	lines := func(top ref.ID) []line {
		base := len(c.Path(top))
		var out []line
		for _, u := range c.Subtree(top) {
			if seen[u] {
				continue
			}
			seen[u] = true
			first, _ := c.FirstOf(u)
			out = append(out, line{u, c.Name(u), max(0, len(c.Path(u))-base), first, c.Responsible(u)})
		}
		return out
	}
	var out []group
	tops := c.Children(0)
	for _, category := range bodies.Categories {
		g := group{Label: v.Label(policy.UnitCategory, string(category))}
		for _, u := range tops {
			if _, f, _ := c.Unit(u); f.Category == category {
				g.Lines = append(g.Lines, lines(u)...)
			}
		}
		if len(g.Lines) > 0 {
			out = append(out, g)
		}
	}
	loose := group{Label: v.P.T("register.loose")}
	for _, u := range c.Units() {
		if !seen[u] {
			loose.Lines = append(loose.Lines, lines(u)...)
		}
	}
	if len(loose.Lines) > 0 {
		out = append(out, loose)
	}
	return out
}

func (d countyData) cols() page.List {
	p := d.P
	return page.List{Caption: d.Title, Cols: []page.Col{{Label: p.T("register.unit"), Width: "wide"},
		{Label: p.T("register.first")},
		{Label: p.T("register.side.principal")}, {Label: p.T("register.side.supervisory")}}}
}

// names lists the members of an organ in one line.
func (d countyData) names(posts []bodies.Appointment) string {
	var out []string
	for _, a := range posts {
		out = append(out, d.personName(a.Person))
	}
	return d.P.List(out)
}
