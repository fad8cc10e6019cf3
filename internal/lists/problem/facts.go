package problem

import (
	"net/url"
	"strconv"

	"shuangze/internal/facts"
	"shuangze/internal/lists/sift"
	"shuangze/internal/ref"
)

// Facts are what the assessment counts of problems of a unit's side: those registered in the year; and of those that a
// day binds the ones struck off in the year and the ones overdue on the day asked. What was reported put right and
// waits for its review counts against nobody.
var Facts = facts.Source{Table: "problem", Kind: ref.Problem, Whose: "unit", Unit: true, List: "/problems", Rows: nil,
	At: facts.OfUnit,
	Measures: facts.Measures{
		registered("problem-registered", Filter{}), registered("problem-serious", Filter{Level: Serious}),
		closed("problem-ontime", sift.InTime), closed("problem-late", sift.Late),
		{Key: "problem-open",
			Rows: func(y facts.Year) sift.All { return Filter{Unmet: y.Today}.Rows() },
			At:   func(facts.Year) url.Values { return url.Values{"tab": {"all"}, "met": {"over"}} }},
		{Key: "problem-due", Of: []string{"problem-ontime", "problem-late", "problem-open"}},
	}}

func registered(key string, f Filter) facts.Measure {
	f.Standing = true
	return facts.Measure{Key: key,
		Rows: func(y facts.Year) sift.All {
			f := f
			f.Registers = y.Period
			return f.Rows()
		},
		At: func(y facts.Year) url.Values {
			q := url.Values{"registered": {strconv.Itoa(y.Year)}, "tab": {"all"}, "standing": {"1"}}
			if f.Level != "" {
				q.Set("level", string(f.Level))
			}
			return q
		}}
}

func closed(key string, met sift.Met) facts.Measure {
	return facts.Measure{Key: key,
		Rows: func(y facts.Year) sift.All { return Filter{State: Closed, Closes: y.Period, Met: met}.Rows() },
		At: func(y facts.Year) url.Values {
			return url.Values{"closed": {strconv.Itoa(y.Year)}, "tab": {"closed"}, "met": {string(met)}}
		}}
}
