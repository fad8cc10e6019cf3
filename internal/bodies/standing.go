package bodies

import (
	"slices"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// LastPost is the day on which the last of a person's posts ended; over is false
// while one is in force, and for somebody who never held one.
func (c *County) LastPost(person ref.ID) (end when.Day, over bool) {
	if person == 0 || len(c.byPerson[person]) > 0 {
		return 0, false
	}
	for _, j := range c.everOf(person) {
		if p := c.ever[j].Period; p.To <= c.day && p.From < p.To && (!over || p.To > end) {
			end, over = p.To, true
		}
	}
	return end, over
}

// HeldSince says whether the person has held some post on every day from the
// given one to today: what was given to a holder of posts ends with the last of
// them and does not come back with the next.
func (c *County) HeldSince(person ref.ID, from when.Day) bool {
	posts := c.everOf(person)
	for day := from; day <= c.day; {
		to := day
		for _, j := range posts {
			if p := c.ever[j].Period; p.Holds(day) && p.To > to {
				to = p.To
			}
		}
		if to == day {
			return false
		}
		day = to
	}
	return len(c.byPerson[person]) > 0
}

func (c *County) everOf(person ref.ID) []int32 {
	c.everOfOnce.Do(func() {
		c.everBy = map[ref.ID][]int32{}
		for j, a := range c.ever {
			c.everBy[a.Person] = append(c.everBy[a.Person], int32(j))
		}
	})
	return c.everBy[person]
}

// HeldIn says whether a person has held a post in one of some units on every day since
// one, today included: who left and came back has not.
func (c *County) HeldIn(person ref.ID, units []ref.ID, from when.Day) bool {
	for day := from; day <= c.day; {
		to := day
		for _, j := range c.everOf(person) {
			if a := c.ever[j]; slices.Contains(units, a.Unit) && a.Period.Holds(day) && a.Period.To > to {
				to = a.Period.To
			}
		}
		if to == day {
			return false
		}
		day = to
	}
	return true
}
