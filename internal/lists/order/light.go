package order

import (
	"shuangze/internal/due"
	"shuangze/internal/when"
)

// The lights of orders are those of everything that has a deadline.
type (
	Light  = due.Light
	Bounds = due.Bounds
)

const (
	Clear  = due.Clear
	Blue   = due.Blue
	Yellow = due.Yellow
	Red    = due.Red
)

// Light says how urgent an order is on a day: one that is over is not.
func (r Rules) Light(s State, by, today when.Day) Light {
	if !s.Open() {
		return Clear
	}
	return r.Bands.Light(r.Calendar, by, today)
}

// Bounds are the due days that divide the lights today.
func (r Rules) Bounds(today when.Day) Bounds { return r.Bands.Bounds(r.Calendar, today) }
