// Package due says how urgent a day is: the lights that everything with a deadline
// shares, and the days that divide them, for lists.
package due

import "shuangze/internal/when"

// Light is the colour of urgency, always shown with its word and shape.
type Light string

// The lights. A card is for what is overdue, and nothing else.
const (
	Clear  Light = ""
	Blue   Light = "blue"   // near its due day: notice
	Yellow Light = "yellow" // overdue: yellow card
	Red    Light = "red"    // overdue for long: red card
)

// Week is how many days "due within the week" looks ahead, today among them [D].
const Week = 7

// Bands are the county's, in working days (policy, [预警]): Notice is how many before
// the due day blue begins, Red how many after it red does; overdue is yellow until then.
type Bands struct{ Notice, Red int }

// Light says how urgent something is on a day; without a due day it is not. Overdue is
// counted in working days after the due day; an overdue weekend is yellow at once.
func (b Bands) Light(c *when.Calendar, due, today when.Day) Light {
	switch {
	case due == 0:
		return Clear
	case today > due && c.WorkingBetween(due, today) >= b.Red:
		return Red
	case today > due:
		return Yellow
	case c.WorkingBetween(today, due) <= b.Notice:
		return Blue
	}
	return Clear
}

// Bounds are the due days that divide the lights on a day, so that a list can be
// filtered by light with a range of days: red < RedBefore <= yellow < Today
// <= blue < ClearFrom.
type Bounds struct{ RedBefore, Today, ClearFrom when.Day }

// searchedDays is how far from today a dividing day is looked for.
const searchedDays = 60

// Bounds computes the dividing days.
func (b Bands) Bounds(c *when.Calendar, today when.Day) Bounds {
	x := Bounds{Today: today, RedBefore: today, ClearFrom: today}
	for x.RedBefore > today-searchedDays && c.WorkingBetween(x.RedBefore-1, today) < b.Red {
		x.RedBefore--
	}
	for x.ClearFrom < today+searchedDays && c.WorkingBetween(today, x.ClearFrom) <= b.Notice {
		x.ClearFrom++
	}
	return x
}
