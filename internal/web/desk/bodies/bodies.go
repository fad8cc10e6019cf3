// Package bodies is the officials' pages of mechanism one: the county's
// units, bodies and people, who answers for what, and the gaps.
package bodies

import (
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Routes are the pages of units, bodies and people.
func Routes() []desk.Route {
	return []desk.Route{
		{Pattern: "GET /county", May: "county.see", Handle: countyPage},
		{Pattern: "GET /county/print", May: "county.see", Handle: countyPrint},
		{Pattern: "GET /county/as/{kind}", May: "county.see", Handle: countyFile},
		{Pattern: "GET /duties/{code}", May: "county.see", Handle: dutyPage},
		{Pattern: "GET /gaps", May: "gap.see", Handle: gapsPage},
		{Pattern: "GET /units/{id}", May: "county.see", Handle: unitPage},
		{Pattern: "GET /bodies/{id}", May: "county.see", Handle: bodyPage},
		{Pattern: "GET /people", May: "person.see", Handle: peoplePage},
		{Pattern: "GET /people/{id}", May: "person.see", Handle: personPage},
		{Pattern: "GET /units/new", May: "unit.change", Handle: newForm(ref.Unit)},
		{Pattern: "POST /units/new", May: "unit.change", Handle: newDo(ref.Unit)},
		{Pattern: "GET /bodies/new", May: "body.change", Handle: newForm(ref.Body)},
		{Pattern: "POST /bodies/new", May: "body.change", Handle: newDo(ref.Body)},
		{Pattern: "GET /people/new", May: "person.change", Handle: newForm(ref.Person)},
		{Pattern: "POST /people/new", May: "person.change", Handle: newDo(ref.Person)},
		{Pattern: "GET /units/{id}/do/{deed}", May: "unit.change", Handle: deedForm(ref.Unit)},
		{Pattern: "POST /units/{id}/do/{deed}", May: "unit.change", Handle: deedDo(ref.Unit)},
		{Pattern: "GET /bodies/{id}/do/{deed}", May: "body.change", Handle: deedForm(ref.Body)},
		{Pattern: "POST /bodies/{id}/do/{deed}", May: "body.change", Handle: deedDo(ref.Body)},
		{Pattern: "GET /people/{id}/do/{deed}", May: "person.change", Handle: deedForm(ref.Person)},
		{Pattern: "POST /people/{id}/do/{deed}", May: "person.change", Handle: deedDo(ref.Person)},
	}
}

// asOf is the county on the day the page is asked for, with what every page
// here needs to name things and to lead on.
type asOf struct {
	Visit  *desk.Visit
	County *bodies.County
	Day    when.Day
}

// readAsOf reads the county on the day of ?on=, today without one.
func readAsOf(v *desk.Visit) (asOf, error) {
	day := v.Today()
	if s := v.R.URL.Query().Get("on"); s != "" {
		d, err := when.ParseDay(s)
		if err != nil {
			var errs text.InputErrors
			errs.Add("on", "input.no-such-day")
			return asOf{}, errs
		}
		day = d
	}
	c, err := v.Desk.Read.County(v.R.Context(), v.Actor.Jurisdiction, day)
	return asOf{v, c, day}, err
}

// past says that another day than today is shown.
func (a asOf) past() bool { return a.Day != a.Visit.Today() }

// over is the line above a title that says which day is shown.
func (a asOf) over() string {
	if a.past() {
		return a.Visit.P.T("register.as-of", "day", a.Day)
	}
	return ""
}

// at keeps the day on the way to another page.
func (a asOf) at(path string) string {
	if a.past() {
		return path + "?on=" + a.Day.String()
	}
	return path
}

func (a asOf) unitHref(id ref.ID) string   { return a.at("/units/" + id.String()) }
func (a asOf) bodyHref(id ref.ID) string   { return a.at("/bodies/" + id.String()) }
func (a asOf) personHref(id ref.ID) string { return a.at("/people/" + id.String()) }

func (a asOf) personName(id ref.ID) string {
	p, _ := a.County.Person(id)
	return p.Name
}

func (a asOf) bodyName(id ref.ID) string {
	b, _ := a.County.Body(id)
	return b.Name
}

// can says whether the visitor may do a verb of the registers.
func can(v *desk.Visit, verb access.Verb) bool {
	return v.Can(verb, access.Object{Jurisdiction: v.Actor.Jurisdiction})
}

// register reads every dated row of the county.
func register(v *desk.Visit) (*bodies.Register, error) {
	rows, err := v.Desk.Read.Rows(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return nil, err
	}
	return bodies.NewRegister(rows), nil
}

// unitName is what a unit was called on a day, else what it was called last.
func unitName(r *bodies.Register, id ref.ID, day when.Day) string {
	name := ""
	for _, f := range r.Facts(id) {
		name = f.Name
		if f.Period.Holds(day) {
			break
		}
	}
	return name
}

// timeline is the acts on an object, each with who, when and its number.
func timeline(v *desk.Visit, history []trail.Event) ([]page.Event, error) {
	c, err := v.County()
	if err != nil {
		return nil, err
	}
	var out []page.Event
	for _, e := range history {
		x := page.Event{At: e.At, Entry: e.Entry, Href: "/journal/entries/" + ref.ID(e.Entry).String(),
			Verb: v.P.T("event." + strings.TrimSuffix(string(e.Kind), ".v1")), Who: v.Signed(c, e)}
		out = append(out, x)
	}
	return out, nil
}

// past is a page of an object's timeline.
type past struct {
	Events []page.Event
	Beyond page.Beyond
}

func history(v *desk.Visit, id ref.ID) (out past, err error) {
	a, err := v.History(id)
	if err != nil {
		return out, err
	}
	out.Beyond = desk.Beyond(a)
	out.Events, err = timeline(v, a.Events)
	return out, err
}

func postWord(v *desk.Visit, p bodies.Post) string { return v.P.T("register.post." + string(p)) }
func sideWord(v *desk.Visit, s bodies.Side) string { return v.P.T("register.side." + string(s)) }
