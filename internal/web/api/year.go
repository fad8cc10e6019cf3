package api

import (
	"slices"

	"shuangze/internal/duty"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// The years that are answered, and how many duties one answer holds.
const (
	yearLeast = 2000
	yearMost  = 2099
	dutyMost  = 2000
)

type yearQuery struct {
	Year int `query:"year" doc:"By the days on which duties fall due; the present year when left out."`
}

// UnitYear is the duties of a unit that fall due in a year, the earliest first.
type UnitYear struct {
	Unit  ref.ID     `json:"unit"`
	Year  int        `json:"year"`
	Day   day        `json:"day" doc:"The day on which they stand so."`
	Items []YearDuty `json:"items"`
	More  bool       `json:"more" doc:"There are more than 2000."`
}

// YearDuty is one cell of the year.
type YearDuty struct {
	ID     ref.ID `json:"id"`
	Rule   string `json:"rule" codes:"duty-rule"`
	What   string `json:"what"`
	Period string `json:"period"`
	Month  int    `json:"month" doc:"Of the due day, 1 to 12."`
	Due    day    `json:"due"`
	Mark   string `json:"mark" enum:"red,yellow,near,open,paused,late,done,waived" doc:"How it stands today."`
	Body   ref.ID `json:"body"`
	Person ref.ID `json:"person" doc:"0: whoever is of the level."`
}

func unitYear(c *call, q yearQuery) (out UnitYear, err error) {
	k, err := c.county(0)
	if err != nil {
		return out, err
	}
	s := c.scope("duty.see")
	if _, _, ok := k.Unit(c.id()); !ok || !s.All() && len(s.Sides()) == 0 && !slices.Contains(s.Units(), c.id()) {
		return out, text.Refuse(text.Missing, "access.missing")
	}
	out = UnitYear{Unit: c.id(), Year: q.Year, Day: day(c.today()), Items: []YearDuty{}}
	if q.Year == 0 {
		out.Year = c.today().Year()
	} else if q.Year < yearLeast || q.Year > yearMost {
		return out, text.InputErrors{{Field: "year", Message: text.M("input.span")}}
	}
	p := duty.YearOf(out.Year)
	asked := duty.Asked{Unit: c.id(), From: p.From, To: p.To, Most: dutyMost}
	list, more, err := c.face.Read.DutiesDue(c.r.Context(), s, asked)
	out.More = more
	for _, d := range list {
		_, month, _ := d.Due.Date()
		out.Items = append(out.Items, YearDuty{ID: d.ID, Rule: d.Rule, What: d.What, Period: d.Period, Month: int(month),
			Due: day(d.Due), Mark: string(c.face.Duties.Bands.Mark(d, c.today())), Body: d.Body, Person: d.Person})
	}
	return out, err
}

func yearOperations() []operation {
	return []operation{get("getUnitYear", "/units/{id}/year", "duty.list", "scheduled",
		"The year of a unit: its duties by the days on which they fall due, and how each stands", unitYear)}
}
