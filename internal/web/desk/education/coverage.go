package education

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	tables "shuangze/internal/exchange"
	"shuangze/internal/institutions/education"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/page"
)

// Routes are the addresses.
func (p Pages) Routes() []desk.Route {
	return []desk.Route{{Pattern: "GET /coverage", May: "coverage.see", Handle: func(v *desk.Visit) error {
		d, err := p.read(v)
		if err != nil {
			return err
		}
		return v.Page(200, coveragePage(d))
	}}}
}

// reached is how the people of a unit were reached in a year.
type reached struct {
	page.View
	V     *desk.Visit
	C     *bodies.County
	Units []ref.ID // that may be asked for
	Unit  ref.ID
	Year  int
	Marks bool
	List  []education.Reach
}

func (p Pages) read(v *desk.Visit) (d reached, err error) {
	d = reached{View: v.View(v.P.T("coverage.title")), V: v, Year: yearOf(v)}
	if d.C, err = v.County(); err != nil {
		return d, err
	}
	for _, u := range d.C.ResponsibleUnits() {
		if v.Can("coverage.see", object(v.Actor.Jurisdiction, u)) {
			d.Units = append(d.Units, u)
		}
	}
	d.Unit = ref.Parse(v.R.URL.Query().Get("unit"))
	if own := v.Actor.Units(); d.Unit == 0 && len(own) > 0 {
		d.Unit = own[0]
	}
	if d.Unit == 0 && len(d.Units) > 0 {
		d.Unit = d.Units[0]
	}
	o := object(v.Actor.Jurisdiction, d.Unit)
	if _, _, ok := d.C.Unit(d.Unit); !ok || !v.Can("coverage.see", o) {
		return d, desk.Missing()
	}
	d.Marks = v.Can("education.mark", o)
	all := access.ScopeOf(actor.Machine(v.Actor.Jurisdiction, "coverage"), "education.see")
	d.List, err = education.Year(v.R.Context(), p.Read, d.C, all, d.Unit, d.Year)
	return d, err
}

func (d reached) speech() tables.Speech {
	return tables.Speech{P: d.P, Pack: d.V.Desk.Policy, Day: d.V.Today()}
}

func (d reached) title() string {
	return d.P.T("coverage.of", "unit", d.C.Name(d.Unit), "year", d.Year)
}

func (d reached) heading() page.Heading {
	return page.Heading{Crumbs: []page.Link{{Label: d.P.T("menu.institutions"), Href: "/institutions"},
		{Label: d.P.T("education.list"), Href: "/educations"}, {Label: d.Title}}, Title: d.title()}
}

// headline says how many were reached.
func (d reached) headline() string {
	n := 0
	for _, r := range d.List {
		if r.Reached() {
			n++
		}
	}
	return d.P.T("coverage.headline", "of", len(d.List), "n", n, "left", len(d.List)-n)
}

func (d reached) filters() []page.Field {
	unit := page.Field{Name: "unit", Label: d.P.T("overview.unit"), Value: d.Unit.String()}
	for _, u := range d.Units {
		unit.Options = append(unit.Options, page.Option{Value: u.String(), Label: d.C.Name(u)})
	}
	year := page.Field{Name: "year", Label: d.P.T("coverage.year"), Value: strconv.Itoa(d.Year)}
	for y := d.V.Today().Year(); y > d.V.Today().Year()-yearsBack; y-- {
		year.Options = append(year.Options, page.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	return []page.Field{unit, year}
}

func (d reached) head() page.List {
	out := page.List{Caption: d.title()}
	for i, h := range d.speech().CoverageHeads(d.Marks) {
		out.Cols = append(out.Cols, page.Col{Label: h, Num: i > 0 && i != 4})
	}
	return out
}

// cells are a line in words.
func (d reached) cells(r education.Reach) (out []string) {
	for _, x := range d.speech().CoverageRow(d.C, r, d.Marks) {
		out = append(out, fmt.Sprint(x))
	}
	return out
}

func (d reached) address(more string) string {
	return "/coverage" + more + "?unit=" + d.Unit.String() + "&year=" + strconv.Itoa(d.Year)
}

// Print is the same on paper.
func (p Pages) Print(v *desk.Visit) (templ.Component, int, error) {
	d, err := p.read(v)
	if err != nil {
		return nil, 0, err
	}
	r := frame.Roll{View: d.View, Whose: d.C.Name(d.Unit), Moment: v.P.InstantIn(0, v.Now), Back: d.address(""),
		Export: d.address("/table.xlsx"), Filter: []string{d.title()}, Under: []string{d.headline()},
		Heads: d.speech().CoverageHeads(d.Marks)}
	for _, x := range d.List {
		r.Rows = append(r.Rows, d.cells(x))
	}
	return frame.RollPage(r), len(r.Rows), nil
}

// Taken is the same as a table.
func (p Pages) Taken(v *desk.Visit) (tables.Table, error) {
	d, err := p.read(v)
	if err != nil {
		return tables.Table{}, err
	}
	return tables.CoverageTable(d.speech(), d.C, d.List, d.Marks, d.title()), nil
}
