package bodies

import (
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Lapsed says whether a person's posts have all ended: there was one, and today
// there is none. Somebody who never held one has not lapsed.
func (c *County) Lapsed(person ref.ID) bool {
	if person == 0 || len(c.byPerson[person]) > 0 {
		return false
	}
	for _, j := range c.everOf(person) {
		if c.ever[j].Period.To <= c.day && c.ever[j].Period.From < c.ever[j].Period.To {
			return true
		}
	}
	return false
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
