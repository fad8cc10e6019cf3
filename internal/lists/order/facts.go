package order

import (
	"net/url"
	"strconv"

	"shuangze/internal/facts"
	"shuangze/internal/lists/sift"
	"shuangze/internal/ref"
)

// Facts are what the assessment counts of orders of a unit's side that a day binds: those closed in the year, and those
// overdue on the day asked. What was reported done and waits for its review counts against nobody.
var Facts = facts.Source{Table: "orders", Kind: ref.Order, Whose: "unit", Unit: true, List: "/orders", At: facts.OfUnit,
	Measures: facts.Measures{
		closed("order-ontime", sift.InTime), closed("order-late", sift.Late),
		{Key: "order-open",
			Rows: func(y facts.Year) sift.All { return Filter{Unmet: y.Today}.Rows() },
			At:   func(facts.Year) url.Values { return url.Values{"met": {"over"}} }},
		{Key: "order-due", Of: []string{"order-ontime", "order-late", "order-open"}},
	}}

func closed(key string, met sift.Met) facts.Measure {
	return facts.Measure{Key: key,
		Rows: func(y facts.Year) sift.All { return Filter{State: Closed, Closes: y.Period, Met: met}.Rows() },
		At: func(y facts.Year) url.Values {
			return url.Values{"closed": {strconv.Itoa(y.Year)}, "all": {"1"}, "met": {string(met)}}
		}}
}
