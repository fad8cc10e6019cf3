package bodies

import (
	"slices"

	"shuangze/internal/ref"
)

// Team is who works in a unit on the snapshot's day, as a matter of that unit
// needs to know: whom it may name, and who signs for the unit. A post in a unit
// above counts too, because posts act in all units below their own. A unit that
// was merged is answered for by the people of the unit that continues it.
type Team struct {
	Unit  ref.ID // the unit in force that continues the one asked for; 0 when it ended
	First First  // the unit's first responsible person, or who acts for one
	// whose post leads in the unit or above: first responsible persons and team members, the unit's own first
	Leaders []ref.ID
	Posted  []ref.ID // everybody who holds a post in the unit or above, the unit's own first
	county  *County
}

// Team is who works in the unit, or in the one that continues it. It is found
// once a snapshot; callers leave its lists as they are.
func (c *County) Team(unit ref.ID) Team {
	if t, ok := c.teams.Load(unit); ok {
		return t.(Team)
	}
	t := c.team(unit)
	if t.Unit != 0 { // what is no unit is not kept: anybody may ask for any number
		c.teams.Store(unit, t)
	}
	return t
}

func (c *County) team(unit ref.ID) Team {
	t := Team{Unit: c.Heir(unit), county: c}
	if t.Unit == 0 {
		return t
	}
	t.First, _ = c.FirstOf(t.Unit)
	add := func(to *[]ref.ID, person ref.ID) {
		if !slices.Contains(*to, person) {
			*to = append(*to, person)
		}
	}
	for _, u := range slices.Backward(c.Path(t.Unit)) {
		for _, a := range c.PostsIn(u) {
			b, ok := c.Body(a.Body)
			if a.Body != 0 && !ok {
				continue
			}
			add(&t.Posted, a.Person)
			for _, g := range c.grants(a, b) {
				if g.Role == RoleFirst || g.Role == RoleTeam {
					add(&t.Leaders, a.Person)
				}
			}
		}
	}
	return t
}

// Leads says whether the person may be named as responsible leader.
func (t Team) Leads(person ref.ID) bool { return slices.Contains(t.Leaders, person) }

// Works says whether the person may be named to handle a matter.
func (t Team) Works(person ref.ID) bool { return slices.Contains(t.Posted, person) }

// Name is what a person is called; "" for nobody.
func (t Team) Name(person ref.ID) string {
	if t.county == nil {
		return ""
	}
	return t.county.calls(person)
}

// Member holds for the posts of a team beside its head.
func (p Post) Member() bool {
	switch p {
	case DeputySecretary, TeamMember, DisciplineMember:
		return true
	}
	return false
}

// Sitting are those who sit in a body today: its first responsible person, then its
// members, each once.
func (c *County) Sitting(body ref.ID) (out []ref.ID) {
	if first := c.FirstResponsible(body); !first.Vacant() {
		out = append(out, first.Person)
	}
	for _, a := range c.PostsAt(body) {
		if a.Post.Member() && !slices.Contains(out, a.Person) {
			out = append(out, a.Person)
		}
	}
	return out
}
