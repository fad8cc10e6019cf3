package bodies

import (
	"slices"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Leaders ended: posts of first responsible persons and team members that ended from a
// day on and not after the snapshot's, the latest first.
func (c *County) Leaders(from when.Day) (out []Appointment) {
	for _, a := range c.ever {
		if a.Period.To >= from && a.Period.To <= c.day && a.Period.From < a.Period.To && c.leads(a) {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b Appointment) int { return int(b.Period.To - a.Period.To) })
	return out
}

// leads says whether a post is one of a leading team that bears a responsibility.
func (c *County) leads(a Appointment) bool {
	switch a.Post {
	case Clerk, StaffPost, OfficeHandler, Assessor, GroupLeader, GroupMember:
		return false
	}
	if a.Body == 0 {
		return a.Unit != 0
	}
	b, ok := c.Body(a.Body)
	return ok && b.Kind.Side() != ""
}

// First says whether a post is that of the first responsible person of its body, of a
// unit itself its chief.
func (c *County) First(a Appointment) bool {
	if a.Post == Acting {
		return true
	}
	if b, ok := c.Body(a.Body); ok {
		return b.Kind.First() == a.Post
	}
	return a.Body == 0 && a.Post == Chief
}

// Successor is who holds a post that ended: of a first responsible person whoever is
// it now, or acts; of another the one who took the same post in the same body since,
// when there is just one. 0 = nobody yet, or it cannot be told.
func (c *County) Successor(a Appointment) (person ref.ID) {
	if c.First(a) {
		first := c.Chief(a.Unit)
		if a.Body != 0 {
			first = c.FirstResponsible(a.Body)
		}
		if first.Person == a.Person {
			return 0
		}
		return first.Person
	}
	for _, x := range c.posts {
		if x.Unit != a.Unit || x.Body != a.Body || x.Post != a.Post || x.Person == a.Person || x.Period.From < a.Period.To {
			continue
		}
		if person != 0 {
			return 0
		}
		person = x.Person
	}
	return person
}
