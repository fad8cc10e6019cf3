package talks

import (
	"slices"

	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Superior says why somebody may not hold a talk with somebody: nil when they stand above
// them. Above the county's leaders stands the secretary of the county committee; above
// everybody else any county leader; above the people of a unit its head, and who leads a
// unit above it; above those of a team who lead no more than themselves, the team; above
// those of a discipline body its head and the leaders of the county's discipline
// commission. Nobody stands above themselves or an equal. A post in the leading group or
// an office of it gives no rank.
func Superior(c *bodies.County, talker, person ref.ID) *text.Message {
	if talker == person {
		m := text.M("talk.superior.self")
		return &m
	}
	posts := ranked(c, person)
	equal := func(a bodies.Appointment) bool { return !stands(c, talker, a) }
	switch {
	case len(c.PostsOf(person)) == 0:
		m := text.M("talk.superior.none")
		return &m
	case leadsCounty(c, person):
		if head := c.FirstResponsible(committee(c)); head.Vacant() || head.Person != talker {
			m := text.M("talk.superior.county")
			return &m
		}
		return nil
	case leadsCounty(c, talker), len(posts) > 0 && !slices.ContainsFunc(posts, equal):
		return nil
	}
	m := text.M("talk.superior.equal", "post", titleOf(c, talker), "of", titleOf(c, person))
	return &m
}

// ranked are the posts that say how high somebody stands.
func ranked(c *bodies.County, person ref.ID) (out []bodies.Appointment) {
	for _, a := range c.PostsOf(person) {
		switch b, _ := c.Body(a.Body); b.Kind {
		case bodies.LeadingGroup, bodies.PrincipalOffice, bodies.SupervisoryOffice:
		default:
			out = append(out, a)
		}
	}
	return out
}

func committee(c *bodies.County) ref.ID {
	b, _ := c.Single(bodies.CountyCommittee)
	return b.ID
}

// leads says whether a post leads at all.
func leads(a bodies.Appointment) bool {
	return a.Post != bodies.Clerk && a.Post != bodies.StaffPost
}

// leadsCounty holds for the members of the county committee and the head of its discipline
// commission.
func leadsCounty(c *bodies.County, person ref.ID) bool {
	return slices.ContainsFunc(ranked(c, person), func(a bodies.Appointment) bool {
		b, ok := c.Body(a.Body)
		return ok && leads(a) && (b.Kind == bodies.CountyCommittee ||
			b.Kind == bodies.CountyDiscipline && c.FirstResponsible(b.ID).Person == person)
	})
}

// stands says whether somebody stands above a post.
func stands(c *bodies.County, talker ref.ID, a bodies.Appointment) bool {
	b, _ := c.Body(a.Body)
	discipline := b.Kind.Side() == bodies.Supervisory
	if a.Body != 0 && c.FirstResponsible(a.Body).Person == talker {
		return true
	}
	for _, mine := range ranked(c, talker) {
		own, _ := c.Body(mine.Body)
		switch {
		case !leads(mine):
		case own.Kind == bodies.CountyDiscipline && discipline && b.Kind != bodies.CountyDiscipline:
			return true
		case mine.Unit == 0 || a.Unit == 0:
		case own.Kind.Side() == bodies.Supervisory: // it supervises those of units, and leads none of them
		case mine.Unit == a.Unit && !leads(a) && mine.Post != bodies.DisciplineMember:
			return true
		case mine.Unit != a.Unit && c.Within(a.Unit, mine.Unit):
			return true
		}
	}
	// A group that the county's commission stations in a unit does not answer to its head.
	first, _ := c.FirstOf(a.Unit)
	return a.Unit != 0 && b.Kind != bodies.DisciplineGroup && first.Person == talker
}

// titleOf is what somebody's first post is called; "" = they hold none.
func titleOf(c *bodies.County, person ref.ID) string {
	posts := c.PostsOf(person)
	if i := slices.IndexFunc(posts, leads); i > 0 {
		return posts[i].Title
	}
	if len(posts) > 0 {
		return posts[0].Title
	}
	return ""
}
