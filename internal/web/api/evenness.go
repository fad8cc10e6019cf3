package api

import (
	"cmp"
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/evenness"
	"shuangze/internal/exchange"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Evenness is what followed like problems registered in a year on a side: problems of one category and level. Who does
// not see all units of the side reads the figures of all, and the lines of their own.
type Evenness struct {
	Year  int          `json:"year"`
	Side  string       `json:"side" codes:"side"`
	Day   day          `json:"day" doc:"As of which day."`
	Rule  EvennessRule `json:"rule"`
	Items []EvenGroup  `json:"items"`
}

// EvennessRule says from when on a difference is asked about.
type EvennessRule struct {
	Least    int64 `json:"least" doc:"Like problems that the unit has at least."`
	Others   int64 `json:"others" doc:"That all other units together have at least; they are two or more."`
	Points   int64 `json:"points" doc:"By more than so many percentage points do shares differ."`
	Times    int64 `json:"times" doc:"Median days are more than so many times the other median."`
	DaysMore int64 `json:"daysMore" doc:"And differ by at least so many days."`
}

// EvenGroup are the problems of one category and level.
type EvenGroup struct {
	Category string     `json:"category" codes:"category"`
	Level    string     `json:"level" codes:"problem-level"`
	All      EvenLine   `json:"all"`
	Units    []EvenLine `json:"units"`
	Asks     []EvenAsk  `json:"asks" doc:"Where a unit stands far apart from all others: a question, and no finding."`
}

// EvenLine is what followed the problems of a unit, or of all.
type EvenLine struct {
	Unit     ref.ID       `json:"unit" doc:"0: all units."`
	Problems int64        `json:"problems"`
	List     string       `json:"list,omitempty" doc:"The address of the page with these problems."`
	Followed []EvenFigure `json:"followed"`
	Closed   int64        `json:"closed"`
	Halves   int64        `json:"halves" doc:"The median of days from registering to closing, in half days."`
}

// EvenFigure is how many of the problems something followed.
type EvenFigure struct {
	What string `json:"what" codes:"sequel"`
	N    int64  `json:"n"`
	List string `json:"list,omitempty"`
}

// EvenAsk is a unit that stands apart.
type EvenAsk struct {
	Unit   ref.ID `json:"unit"`
	What   string `json:"what,omitempty" codes:"sequel" doc:"Left out: the days to closing."`
	Says   string `json:"says" doc:"The same in a sentence."`
	N      int64  `json:"n" doc:"Of the unit’s problems: how many it followed; of days, the median in half days."`
	Of     int64  `json:"of" doc:"The unit’s problems; of days, those closed."`
	Others int64  `json:"others" doc:"The same of all other units."`
	OfAll  int64  `json:"othersOf"`
}

type evennessQuery struct {
	Year int    `query:"year" doc:"This year or the last; this one when left out."`
	Side string `query:"side" codes:"side" doc:"The first that one may see when left out."`
}

func (c *call) compared(q evennessQuery) (a evenness.Asked, out []evenness.Group, err error) {
	now := c.today().Year()
	a = evenness.Asked{Side: actor.Side(q.Side), Year: cmp.Or(q.Year, now)}
	if a.Year != now && a.Year != now-1 {
		return a, nil, text.InputErrors{{Field: "year", Message: text.M("input.span")}}
	}
	sides := evenness.Sides(c.actor)
	switch {
	case a.Side == "" && len(sides) > 0:
		a.Side = sides[0]
	case !slices.Contains(sides, a.Side):
		return a, nil, text.Refuse(text.Forbidden, "even.unseen")
	}
	out, err = c.face.Evenness.Compare(c.r.Context(), c.actor, a)
	return a, out, err
}

func lineOf(a evenness.Asked, x evenness.Count, open bool) EvenLine {
	w := evenness.Whose{Unit: x.Unit}
	out := EvenLine{Unit: x.Unit, Problems: x.N, Followed: []EvenFigure{}, Closed: x.Closed.N(), Halves: x.Closed.Halves()}
	for i, s := range problem.Sequels {
		f := EvenFigure{What: string(s), N: x.Followed[i]}
		if open {
			f.List = a.List(x.Like, w, s)
		}
		out.Followed = append(out.Followed, f)
	}
	if open {
		out.List = a.List(x.Like, w, problem.Watched)
	}
	return out
}

func getEvenness(c *call, q evennessQuery) (out Evenness, err error) {
	k, err := c.county(0)
	if err != nil {
		return out, err
	}
	a, groups, err := c.compared(q)
	if err != nil {
		return out, err
	}
	r := c.face.Evenness.Rule()
	out = Evenness{Year: a.Year, Side: string(a.Side), Day: day(c.today()), Items: []EvenGroup{},
		Rule: EvennessRule{r.Least, r.Others, r.Points, r.Times, r.DaysMore}}
	said := exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
	for _, g := range groups {
		x := EvenGroup{Category: g.All.Category, Level: string(g.All.Level), All: lineOf(a, g.All, a.Whole(c.actor)),
			Units: []EvenLine{}, Asks: []EvenAsk{}}
		for _, u := range g.Units {
			x.Units = append(x.Units, lineOf(a, u, true))
		}
		for _, o := range g.Outliers {
			ask := EvenAsk{Unit: o.Own.Unit, What: string(o.After), Says: said.EvenSays(o, k.Name(o.Own.Unit)),
				N: o.Own.Closed.Halves(), Of: o.Own.Closed.N(), Others: o.Others.Closed.Halves(), OfAll: o.Others.Closed.N()}
			if o.After != "" {
				ask.N, ask.Of, ask.Others, ask.OfAll = o.Own.Share(o.After), o.Own.N, o.Others.Share(o.After), o.Others.N
			}
			x.Asks = append(x.Asks, ask)
		}
		out.Items = append(out.Items, x)
	}
	return out, nil
}

func evennessOperations() []operation {
	out := []operation{get("getEvenness", "/evenness", "evenness.see", "scores",
		"What followed like problems in each unit, and which units stand apart", getEvenness)}
	return append(out, exports("exportEvenness", "evenness", "evenness.list", "What followed like problems this year",
		func(c *call) (t exchange.Table, err error) {
			k, err := c.county(0)
			if err != nil {
				return t, err
			}
			a, groups, err := c.compared(evennessQuery{})
			name := func(x evenness.Count) string {
				if x.Unit == 0 {
					return c.p.T("even.all")
				}
				return k.Name(x.Unit)
			}
			s := exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
			title := c.p.T("even.title", "year", a.Year)
			if a.Side != "" {
				title += " " + c.p.T("side."+string(a.Side))
			}
			return exchange.EvenTable(s, groups, name, title), err
		})...)
}
