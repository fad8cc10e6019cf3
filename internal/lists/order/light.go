package order

import "shuangze/internal/when"

// Light is the colour of urgency, always shown with its word and shape.
type Light string

const (
	Clear  Light = ""
	Blue   Light = "blue"   // near its due day
	Yellow Light = "yellow" // overdue one or two working days: yellow card
	Red    Light = "red"    // overdue three working days or more: red card
)

// Light says how urgent an open order is on a day. Overdue is counted in
// working days after the due day; an overdue weekend is yellow at once.
func (r Rules) Light(s State, due, today when.Day) Light {
	if !s.Open() || due == 0 {
		return Clear
	}
	switch {
	case today > due && r.Calendar.WorkingBetween(due, today) >= r.RedAfter:
		return Red
	case today > due:
		return Yellow
	case r.Calendar.WorkingBetween(today, due) <= r.BlueWithin:
		return Blue
	}
	return Clear
}

// Bounds are the due days that divide the colours today, so that a list can be
// filtered by colour with a range of days: red < RedBefore <= yellow < today
// <= blue < ClearFrom.
type Bounds struct{ RedBefore, Today, ClearFrom when.Day }

// Bounds computes the dividing days.
func (r Rules) Bounds(today when.Day) Bounds {
	b := Bounds{Today: today, RedBefore: today, ClearFrom: today}
	for b.RedBefore > today-60 && r.Calendar.WorkingBetween(b.RedBefore-1, today) < r.RedAfter {
		b.RedBefore--
	}
	for b.ClearFrom < today+60 && r.Calendar.WorkingBetween(today, b.ClearFrom) <= r.BlueWithin {
		b.ClearFrom++
	}
	return b
}
