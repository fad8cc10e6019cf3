package desk

import (
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// LightTone is the colour of an order's light; the word is always beside it.
func LightTone(l order.Light) page.Tone {
	switch l {
	case order.Red:
		return page.Red
	case order.Yellow:
		return page.Amber
	case order.Blue:
		return page.Blue
	}
	return page.Plain
}

// OrderLight says how urgent an order is, with the working days.
func (v *Visit) OrderLight(s order.State, due when.Day) (page.Tone, string) {
	rules := v.Desk.Orders.Rules
	l := rules.Light(s, due, v.Today())
	switch l {
	case order.Red, order.Yellow:
		return LightTone(l), v.P.T("order.light."+string(l), "n", max(1, rules.Calendar.WorkingBetween(due, v.Today())))
	case order.Blue:
		if due == v.Today() {
			return page.Blue, v.P.T("order.light.today")
		}
		return page.Blue, v.P.T("order.light.blue", "n", rules.Calendar.WorkingBetween(v.Today(), due))
	}
	return page.Plain, ""
}

// ProblemLight says how urgent an open problem is, with the working days. Under
// an order too it is its own day that counts (spec 2.5).
func (v *Visit) ProblemLight(s problem.State, due when.Day) (page.Tone, string) {
	if !s.Open() {
		return page.Plain, ""
	}
	rules := v.Desk.Orders.Rules
	switch l := rules.Bands.Light(rules.Calendar, due, v.Today()); l {
	case order.Red, order.Yellow:
		return LightTone(l), v.P.T("problem.overdue", "n", max(1, rules.Calendar.WorkingBetween(due, v.Today())))
	case order.Blue:
		if due == v.Today() {
			return page.Blue, v.P.T("problem.today")
		}
		return page.Blue, v.P.T("problem.left", "n", rules.Calendar.WorkingBetween(v.Today(), due))
	}
	return page.Plain, ""
}

// OrderDue is the day an order is to be done by, or what stands in its place: the
// day of the next look at one that is kept up for good, whose own day binds
// nobody, or that it is kept up, where no look follows (look is 0); a draft of an
// urgency has none before issue. The year given is left out.
func (v *Visit) OrderDue(year int, long bool, look, due when.Day) string {
	switch {
	case long && look == 0:
		return v.P.T("order.long-term")
	case long:
		return v.P.T("order.review-by", "day", look)
	case due == 0:
		return v.P.T("order.due.by-urgency")
	}
	return v.P.DayDue(year, due)
}

// ProblemDue is a problem's day, or that none binds.
func (v *Visit) ProblemDue(year int, long bool, due when.Day) string {
	if long {
		return v.P.T("order.long-term")
	}
	return v.P.DayDue(year, due)
}
