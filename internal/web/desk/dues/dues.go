// Package dues is the officials' pages of what falls due: the year of a unit and of a
// person, the heat map of a county's duties, and the month.
package dues

import (
	"context"
	"slices"
	"strconv"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/web/rate"
)

// Pages are the pages of this room. Feed says for whom a calendar is read by its
// secret; ok is false when it opens nothing.
type Pages struct {
	Feed func(ctx context.Context, secret string) (a actor.Actor, acc account.Account, f account.Feed, ok bool,
		err error)
}

// Routes are its addresses.
func (p Pages) Routes() []desk.Route {
	asked := rate.New(rate.Public)
	return []desk.Route{
		{Pattern: "GET /feed/{secret}", Public: true, Handle: func(v *desk.Visit) error { return p.feed(v, asked) }},
		{Pattern: "GET /units/{id}/year", May: "duty.list", Handle: unitYear},
		{Pattern: "GET /people/{id}/year", May: "duty.list", Handle: personYear},
		{Pattern: "GET /calendar", May: "workbench.see", Handle: monthPage},
		{Pattern: "GET /scheduled/heat", May: "duty.list", Handle: heatPage},
		{Pattern: "GET /institutions", May: "duty.list", Handle: institutionsPage},
		{Pattern: "GET /institutions/{code}", May: "duty.list", Handle: institutionPage},
	}
}

// Most is how many duties a year shows at most [D]: a unit has some hundred.
const Most = 2000

// The years that are shown: none before there were counties like this one.
const (
	yearLeast = 2000
	yearMost  = 2099
)

// yearOf is the year of ?year=, else the present one.
func yearOf(v *desk.Visit) int {
	y, err := strconv.Atoi(v.R.URL.Query().Get("year"))
	if err != nil || y < yearLeast || y > yearMost {
		return v.Today().Year()
	}
	return y
}

// Reaches says whether a scope holds things of a unit.
func Reaches(s access.Scope, unit ref.ID) bool {
	return s.All() || len(s.Sides()) > 0 || slices.Contains(s.Units(), unit)
}

// yearData is one year of a unit or a person.
type yearData struct {
	page.View
	Visit  *desk.Visit
	Year   int
	Name   string
	Crumbs []page.Link
	Of     duty.Year
	At     string // the page's own address
	With   string // what the list is to be asked for to find all of it; "" = no list does
	More   bool
	Whose  string
}

// UnitYear is what a unit's year is asked by.
func UnitYear(unit ref.ID, year int) duty.Asked {
	p := duty.YearOf(year)
	return duty.Asked{Unit: unit, From: p.From, To: p.To, Most: Most}
}

func unitYear(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	unit := v.ID("id")
	if _, _, ok := c.Unit(unit); !ok || !Reaches(v.Scope("duty.see"), unit) {
		return desk.Missing()
	}
	d := yearData{Visit: v, Year: yearOf(v), Name: c.Name(unit), At: "/units/" + unit.String(),
		With: "unit=" + unit.String()}
	d.Crumbs = []page.Link{{Label: v.P.T("menu.bodies"), Href: "/county"}, {Label: d.Name, Href: d.At}}
	return d.show(UnitYear(unit, d.Year), func(*duty.Duty) string { return d.With })
}

// personYear is what binds a person: by name, and as a first responsible person. What
// is the team's stands in the unit's year.
func personYear(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	id := v.ID("id")
	p, ok := c.Person(id)
	if !ok || id != v.Actor.Person && !slices.ContainsFunc(c.PostsOf(id), func(a bodies.Appointment) bool {
		return Reaches(v.Scope("duty.see"), a.Unit)
	}) {
		return desk.Missing()
	}
	d := yearData{Visit: v, Year: yearOf(v), Name: p.Name, At: "/people/" + id.String()}
	d.Crumbs = []page.Link{{Label: v.P.T("menu.people"), Href: "/people"}, {Label: d.Name, Href: d.At}}
	whom := duty.Whom{Person: id}
	for _, g := range c.Roles(id) {
		if g.Role == bodies.RoleFirst && g.Body != 0 {
			whom.Firsts = append(whom.Firsts, g.Body)
		}
	}
	days := duty.YearOf(d.Year)
	return d.show(duty.Asked{Whom: whom, From: days.From, To: days.To, Most: Most}, func(x *duty.Duty) string {
		if x.Person == id {
			return "person=" + id.String()
		}
		return "body=" + x.Body.String() + "&level=" + x.Level
	})
}

func (d *yearData) show(a duty.Asked, with func(*duty.Duty) string) error {
	v := d.Visit
	list, more, err := v.Desk.Read.DutiesDue(v.R.Context(), v.Scope("duty.see"), a)
	if err != nil {
		return err
	}
	d.View = v.View(v.P.T("year.title", "name", d.Name, "year", strconv.Itoa(d.Year)))
	d.More, d.Whose = more, v.Whose("duty.see")
	d.Of = v.Desk.Duties.Bands.Year(list, v.Desk.Policy.Codes(policy.DutyRule), with, v.Today())
	return v.Page(200, yearPage(*d))
}

// rule is what a row is called: by the policy in force, else as it was written.
func (d yearData) rule(r duty.Row) string {
	if s := d.Visit.Label(policy.DutyRule, r.Rule); s != "" && s != r.Rule {
		return s
	}
	return r.What
}

// month is the address of a month or a year in a list.
func (d yearData) days(month int) string {
	if month == 0 {
		return strconv.Itoa(d.Year)
	}
	return strconv.Itoa(d.Year) + "-" + two(month)
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// tabs are the views of the list in which a mark is found.
var tabs = map[duty.Mark]string{duty.RedCard: "overdue", duty.YellowCard: "overdue", duty.Near: "open",
	duty.ToDo:    "open",
	duty.Stopped: "paused", duty.DoneLate: "late", duty.InTime: "in-time", duty.Off: "waived"}

// href leads to the one duty of a group, else to the list of them.
func (d yearData) href(r duty.Row, month int, g duty.Group) string {
	if len(g.Duties) == 1 {
		return "/scheduled/" + g.Duties[0].ID.String()
	}
	return "/scheduled?tab=" + tabs[g.Mark] + "&" + g.With + "&rule=" + r.Rule + "&due=" + d.days(month)
}

// of leads to the list of one rule, or of all with "", in a view; "" when none finds it.
func (d yearData) of(rule, tab string, n int) string {
	if d.With == "" || n == 0 {
		return ""
	}
	if rule != "" {
		rule = "&rule=" + rule
	}
	return "/scheduled?tab=" + tab + "&" + d.With + rule + "&due=" + d.days(0)
}

// sign is a mark's shape, where colours are not seen.
func sign(m duty.Mark) string {
	return map[duty.Mark]string{duty.RedCard: "◆", duty.YellowCard: "▲", duty.Near: "●", duty.ToDo: "○", duty.Stopped: "‖",
		duty.DoneLate: "✓!", duty.InTime: "✓", duty.Off: "—"}[m]
}

// warmth is a mark's colour.
func warmth(m duty.Mark) page.Heat {
	return map[duty.Mark]page.Heat{duty.RedCard: page.RedHot, duty.YellowCard: page.Yellow, duty.Near: page.Soon,
		duty.ToDo: page.Calm, duty.Stopped: page.NotForThem, duty.DoneLate: page.Yellow, duty.InTime: page.Finished,
		duty.Off: page.NotForThem}[m]
}

// says is a group in a sentence, for those who do not see it.
func (d yearData) says(r duty.Row, month int, g duty.Group) string {
	return d.P.T("year.cell", "rule", d.rule(r), "month", d.P.T("year.month", "n", month),
		"what", d.P.T("year.mark."+string(g.Mark)), "n", len(g.Duties))
}

// figures are the year in numbers, each leading to its list.
func (d yearData) figures() []page.Figure {
	t := d.Of.Total
	f := func(key, tab string, n int) page.Figure {
		return page.Figure{Label: d.P.T("year.sum." + key), Number: d.P.Number(int64(n)), Href: d.of("", tab, n)}
	}
	out := []page.Figure{f("all", "all", t.All()), f("done", "done", t.Done()), f("late", "late", t[duty.DoneLate]),
		f("open", "open", t.Open()), f("over", "overdue", t.Over()), f("paused", "paused", t[duty.Stopped]),
		f("waived", "waived", t[duty.Off])}
	if t.Over() > 0 {
		out[4].Tone = page.Red
	}
	return out
}

func (d yearData) heading() page.Heading {
	return page.Heading{Crumbs: append(d.Crumbs, page.Link{Label: d.P.T("year.crumb", "year", strconv.Itoa(d.Year))}),
		Title: d.Title, Under: page.Text(d.P.T("list.whose", "whose", d.Whose))}
}

// sumOf is the sum of a row in a sentence.
func (d yearData) sumOf(r duty.Row) string {
	return d.P.T("year.sum.of", "rule", d.rule(r), "done", r.Sum.Done(), "n", r.Sum.All())
}
