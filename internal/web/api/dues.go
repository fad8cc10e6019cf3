package api

import (
	"cmp"
	"net/http"
	"reflect"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/institutions"
	"shuangze/internal/lists/agenda"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// monthMost is how many things of each kind a month holds at most [D], as on the page.
const monthMost = 300

type heatQuery struct {
	Year int    `query:"year" doc:"By the days on which duties fall due; the present year when left out."`
	Rule string `query:"rule" codes:"duty-rule" doc:"By the periods of this rule, and not by rules."`
}

// DutyHeat is how the duties of units stand that fall due in a year.
type DutyHeat struct {
	Year  int            `json:"year"`
	Day   day            `json:"day" doc:"The day on which they stand so."`
	Cells []DutyHeatCell `json:"cells"`
}

// DutyHeatCell is one unit and one rule, or one period of the rule that was asked for.
type DutyHeatCell struct {
	Unit     ref.ID `json:"unit" doc:"0: organs of the county that no unit seats."`
	Column   string `json:"column" doc:"The code of a rule, or a period."`
	All      int    `json:"all"`
	Open     int    `json:"open"`
	Overdue  int    `json:"overdue"`
	Done     int    `json:"done"`
	DoneLate int    `json:"doneLate"`
}

func getDutyHeat(c *call, q heatQuery) (out DutyHeat, err error) {
	out = DutyHeat{Year: q.Year, Day: day(c.today()), Cells: []DutyHeatCell{}}
	if q.Year == 0 {
		out.Year = c.today().Year()
	} else if q.Year < yearLeast || q.Year > yearMost {
		return out, text.InputErrors{{Field: "year", Message: text.M("input.span")}}
	}
	list, err := c.face.Read.DutyHeat(c.r.Context(), c.scope("duty.see"), out.Year, q.Rule, c.today())
	for _, h := range list {
		out.Cells = append(out.Cells, DutyHeatCell{h.Unit, h.Column, h.All, h.Open, h.Over, h.Done, h.DoneLate})
	}
	return out, err
}

// Institutions is how the ten institutions stand in a year, as far as one sees them.
type Institutions struct {
	Year  int               `json:"year"`
	Day   day               `json:"day" doc:"The day on which they stand so."`
	Items []Institution     `json:"items" doc:"In the order of the policy."`
	Units []InstitutionUnit `json:"units" doc:"The latest first."`
}

// Institution is one of the ten: what its rules asked, and what was written down for it.
type Institution struct {
	Code     string `json:"code" codes:"institution"`
	Asked    int    `json:"asked"`
	Done     int    `json:"done"`
	DoneLate int    `json:"doneLate" doc:"Of those done."`
	Open     int    `json:"open"`
	Overdue  int    `json:"overdue" doc:"Of those open."`
	Made     int64  `json:"made" doc:"Objects of its own nouns that are of the year."`
	Behind   int64  `json:"behind" doc:"Of these, with something left that is late."`
}

// InstitutionUnit is the ten of one unit.
type InstitutionUnit struct {
	Unit  ref.ID        `json:"unit" doc:"0: organs of the county that no unit seats."`
	Items []Institution `json:"items" doc:"Those of which there is something."`
}

func institutionOf(code string, s institutions.Stand) Institution {
	return Institution{code, s.Asked, s.Done, s.DoneLate, s.Open, s.Over, s.Made, s.Behind}
}

func getInstitutions(c *call, q yearQuery) (out Institutions, err error) {
	k, err := c.county(0)
	if err != nil {
		return out, err
	}
	year := cmp.Or(q.Year, c.today().Year())
	if year < yearLeast || year > yearMost {
		return out, text.InputErrors{{Field: "year", Message: text.M("input.span")}}
	}
	pack := c.face.Policy
	x, err := institutions.Read(c.r.Context(), c.face.Read, institutions.Asked{Who: c.actor, Reach: c.scope, County: k,
		Nouns: c.face.Nouns, Codes: pack.Codes(policy.Institution), Of: pack.InstitutionOf(), Year: year,
		Today: c.today()})
	out = Institutions{Year: x.Year, Day: day(c.today()), Items: []Institution{}, Units: []InstitutionUnit{}}
	for i, s := range x.Sums {
		out.Items = append(out.Items, institutionOf(x.Codes[i], s))
	}
	for _, r := range x.Rows {
		u := InstitutionUnit{Unit: r.Unit, Items: []Institution{}}
		for i, s := range r.Cells {
			if s != (institutions.Stand{}) {
				u.Items = append(u.Items, institutionOf(x.Codes[i], s))
			}
		}
		out.Units = append(out.Units, u)
	}
	return out, err
}

type monthQuery struct {
	Month string `query:"month" maxLength:"7" doc:"As 2026-11; the present month when left out."`
}

// Month is what falls due in a month for the token's owner, as far as its scopes reach.
type Month struct {
	Month string    `json:"month"`
	Items []DueItem `json:"items" doc:"By day; at most 300 of each kind."`
}

// DueItem is one thing that falls due on a day.
type DueItem struct {
	Kind   string `json:"kind" enum:"duty,task,problem,order"`
	ID     ref.ID `json:"id"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Unit   ref.ID `json:"unit"`
	Due    day    `json:"due"`
	Stand  string `json:"stand" enum:"open,done,off" doc:"off: it counts no more."`
}

func getMonth(c *call, q monthQuery) (out Month, err error) {
	if q.Month == "" {
		q.Month = when.MonthOf(c.today())
	}
	days, ok := when.ParseSpan(q.Month)
	if !ok || days.To-days.From > 31 {
		return out, text.InputErrors{{Field: "month", Message: text.M("input.span")}}
	}
	list, err := agenda.Dues(c.r.Context(), c.face.Read, c.actor,
		agenda.Asked{Whom: agenda.WhomOf(c.actor), Days: days, Most: monthMost})
	out = Month{Month: q.Month, Items: make([]DueItem, 0, len(list))}
	for _, x := range list {
		out.Items = append(out.Items, DueItem{string(x.Kind), x.ID, x.Number, x.Title, x.Unit, day(x.Day), string(x.Stand)})
	}
	return out, err
}

// Feed is a secret address of a calendar. Its secret is told when it is made and never again.
type Feed struct {
	ID      ref.ID  `json:"id"`
	Unit    ref.ID  `json:"unit" doc:"0: what binds oneself."`
	Made    instant `json:"made"`
	Revoked bool    `json:"revoked"`
}

// Feeds are the addresses of the token's owner.
type Feeds struct {
	Items []Feed `json:"items"`
}

// NewFeed is an address to be made.
type NewFeed struct {
	Of   string `json:"of" enum:"self,unit"`
	Unit ref.ID `json:"unit,omitempty" doc:"A unit that one works in, of “unit”."`
}

// FeedMade is a new address, this once.
type FeedMade struct {
	Receipt
	Path string `json:"path" doc:"After the server’s own; whoever knows it reads the calendar. Empty when replayed."`
}

// read is what a calendar tells of: a token makes no address that opens more than itself.
var read = []access.Verb{"duty.see", "task.see", "problem.see", "order.see"}

func listFeeds(c *call, _ none) (Feeds, error) {
	list, err := c.face.Accounts.Feeds(c.r.Context(), c.actor)
	out := Feeds{Items: make([]Feed, 0, len(list))}
	for _, f := range list {
		out.Items = append(out.Items, Feed{f.ID, f.Unit, instant(f.CreatedAt), f.Revoked})
	}
	return out, err
}

func makeFeed(c *call) error {
	var in NewFeed
	if err := c.body(&in); err != nil {
		return err
	}
	switch {
	case in.Of == "self":
		in.Unit = 0
	case in.Of != "unit":
		return text.InputErrors{{Field: "of", Message: text.M("input.choose")}}
	case in.Unit == 0:
		return text.InputErrors{{Field: "unit", Message: text.M("input.choose")}}
	}
	for _, see := range read {
		if err := access.Carries(c.actor, see); err != nil {
			return err
		}
	}
	secret, r, err := c.face.Accounts.CreateFeed(c.r.Context(), c.command(), account.NewFeed{Unit: in.Unit})
	if err != nil {
		return err
	}
	out, status := FeedMade{Receipt: receiptOf(r)}, http.StatusOK
	if secret != "" {
		out.Path, status = "/feed/"+secret+".ics", http.StatusCreated
	}
	return c.answer(status, out)
}

func duesOperations() []operation {
	return []operation{
		get("getDutyHeat", "/scheduled-heat", "duty.list", "scheduled",
			"How the duties of units stand, by rule or by the periods of one rule", getDutyHeat),
		get("getInstitutions", "/institutions", "duty.list", "overview",
			"How the ten institutions stand in a year, and those of each unit", getInstitutions),
		get("getCalendar", "/calendar", "workbench.see", "overview", "What falls due for me in a month", getMonth),
		get("listFeeds", "/feeds", "feed.list", "self", "One’s own secret addresses of calendars", listFeeds),
		{id: "makeFeed", method: http.MethodPost, path: "/feeds", may: "feed.make", tag: "self", made: true,
			summary: "Make a secret address of a calendar; the token must itself read duties, tasks, problems and orders",
			body:    reflect.TypeFor[NewFeed](), answer: reflect.TypeFor[FeedMade](), handle: makeFeed},
		do("revokeFeed", http.MethodDelete, "/feeds/{id}", "feed.revoke", "self", "End a secret address of a calendar",
			func(c *call, _ none) (r act.Receipt, err error) {
				return c.face.Accounts.RevokeFeed(c.r.Context(), c.command(), c.id())
			}),
	}
}
