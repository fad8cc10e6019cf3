package bodies

import (
	"shuangze/internal/ref"
)

// Role is what an appointment lets its holder do. Roles follow from
// appointments and are never given by hand.
type Role string

const (
	RoleLeadingGroup      Role = "leading-group"
	RolePrincipalOffice   Role = "principal-office"
	RoleSupervisoryOffice Role = "supervisory-office"
	RoleFirst             Role = "first-responsible"
	RoleTeam              Role = "team-member"
	RoleDiscipline        Role = "discipline-member"
	RoleClerk             Role = "clerk" // 联络员: may draft, not sign
	RoleStaff             Role = "staff"
	RoleAssessor          Role = "external-assessor" // 外聘评分人: what assessments appoint them to, nothing else
)

// RoleGrant is one role by one appointment.
type RoleGrant struct {
	Role        Role
	Unit        ref.ID
	Body        ref.ID // 0: the unit itself
	Side        Side   // "" for clerks, staff, the leading group
	Appointment ref.ID
	Acting      bool // only with RoleFirst: holds it during a vacancy
}

// Roles lists the roles a person has on the snapshot's day, by appointment. An
// appointment counts only while its unit and body are in force, and on the day
// it ends its roles are gone. The first responsible person of a discipline body
// is also one of its members; a secretary who is not the first (a double entry,
// a gap) and a person acting while the post is filled are team members.
func (c *County) Roles(person ref.ID) []RoleGrant {
	var out []RoleGrant
	for _, a := range c.PostsOf(person) {
		if _, ok := c.at[a.Unit]; !ok && a.Unit != 0 {
			continue
		}
		b, ok := c.Body(a.Body)
		if a.Body != 0 && !ok || a.Body == 0 && a.Unit == 0 {
			continue
		}
		out = append(out, c.grants(a, b)...)
	}
	return out
}

func (c *County) grants(a Appointment, b Body) []RoleGrant {
	g := func(r Role, s Side) RoleGrant {
		return RoleGrant{Role: r, Unit: a.Unit, Body: a.Body, Side: s, Appointment: a.ID}
	}
	switch a.Post {
	case Clerk:
		return []RoleGrant{g(RoleClerk, "")}
	case StaffPost:
		return []RoleGrant{g(RoleStaff, "")}
	case Assessor:
		return []RoleGrant{g(RoleAssessor, "")}
	}
	switch b.Kind {
	case LeadingGroup:
		return []RoleGrant{g(RoleLeadingGroup, "")}
	case PrincipalOffice:
		return []RoleGrant{g(RolePrincipalOffice, Principal)}
	case SupervisoryOffice:
		return []RoleGrant{g(RoleSupervisoryOffice, Supervisory)}
	case AgencyCommittee, AgencyBranch:
		return []RoleGrant{g(RoleStaff, "")}
	}
	var out []RoleGrant
	side, first := b.Kind.Side(), First{}
	if a.Body != 0 {
		first = c.FirstResponsible(a.Body)
	} else {
		side = Principal
		if _, own := c.ownOrgan(a.Unit); !own {
			first = c.Chief(a.Unit)
		}
	}
	if first.Appointment == a.ID {
		x := g(RoleFirst, side)
		x.Acting = first.Acting
		out = append(out, x)
	}
	switch {
	case side == Supervisory:
		out = append(out, g(RoleDiscipline, side))
	case len(out) == 0:
		out = append(out, g(RoleTeam, side))
	}
	return out
}
