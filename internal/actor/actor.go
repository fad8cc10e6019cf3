// Package actor says who acts: which account, which person, in which posts,
// on whose behalf. What an actor may do follows from the posts held on the day
// of the act (spec 6.1); it is never a flag somebody set.
package actor

import (
	"slices"

	"shuangze/internal/ref"
)

// Role is what a post makes of a person. Roles follow from appointments.
type Role string

// The roles of spec 6.1.
const (
	LeadingGroup      Role = "leading-group"
	PrincipalOffice   Role = "principal-office"
	SupervisoryOffice Role = "supervisory-office"
	FirstResponsible  Role = "first-responsible"
	TeamMember        Role = "team-member"
	DisciplineMember  Role = "discipline-member"
	Clerk             Role = "clerk"
	Staff             Role = "staff"
	ExternalAssessor  Role = "external-assessor" // from outside the county's organs, until a day
	SystemAdmin       Role = "system-admin"
	SecurityAdmin     Role = "security-admin"
	AuditAdmin        Role = "audit-admin"
)

// All is every role, in the order the access matrix prints them.
var All = []Role{LeadingGroup, PrincipalOffice, SupervisoryOffice, FirstResponsible, TeamMember, DisciplineMember,
	Clerk, Staff, ExternalAssessor, SystemAdmin, SecurityAdmin, AuditAdmin}

// Side is which of the two responsibilities a matter belongs to.
type Side string

const (
	Principal   Side = "principal"
	Supervisory Side = "supervisory"
)

// Grant is one role that one appointment gives today.
type Grant struct {
	Role        Role
	Unit, Body  ref.ID
	Appointment ref.ID
	Side        Side
	// Own is the unit with all below it: where the post acts. Answers is what the
	// body answers for beyond it: there its members see and supervise, and do
	// nothing in the unit's name.
	Own, Answers []ref.ID
}

// Acts says whether the grant acts in the unit; Supervises whether it answers
// for it or acts there.
func (g Grant) Acts(unit ref.ID) bool { return slices.Contains(g.Own, unit) }

// Supervises says whether the unit is the grant's own or its body answers for it.
func (g Grant) Supervises(unit ref.ID) bool { return g.Acts(unit) || slices.Contains(g.Answers, unit) }

// Actor is who asks. The zero Actor may do nothing.
type Actor struct {
	Account, Person ref.ID
	Jurisdiction    int32
	Name            string // shown on screens, never in the journal's bytes
	Post            string // title of the post acted in
	Appointment     ref.ID // the post acted in
	OnBehalf        ref.ID // the person acted for, 0 = oneself
	Delegation      ref.ID // by which OnBehalf is acted for
	// Stands are the units in which either of the two holds a post, also those that the
	// delegation lends nothing of: the matters there are their own. nil = as Grants say.
	Stands []ref.ID
	Grants []Grant
	Agent  string   // "tick", "console root": no person acts
	Scopes []string // what an access token allows; nil for a browser session
}

// Is says whether the actor holds the role anywhere.
func (a Actor) Is(role Role) bool {
	for _, g := range a.Grants {
		if g.Role == role {
			return true
		}
	}
	return false
}

// Outside says whether all that the actor holds are posts of an assessor from outside: nothing that
// everybody here may do is theirs, and nothing that is about them.
func (a Actor) Outside() bool {
	for _, g := range a.Grants {
		if g.Role != ExternalAssessor {
			return false
		}
	}
	return len(a.Grants) > 0
}

// Units are the units in which the actor acts, each once.
func (a Actor) Units() []ref.ID {
	var out []ref.ID
	for _, g := range a.Grants {
		for _, u := range g.Own {
			if !slices.Contains(out, u) {
				out = append(out, u)
			}
		}
	}
	return out
}

// StandsIn says whether the actor, or whom they act for, holds a post in exactly this unit.
func (a Actor) StandsIn(unit ref.ID) bool {
	if slices.Contains(a.Stands, unit) {
		return true
	}
	for _, g := range a.Grants {
		if g.Unit == unit {
			return true
		}
	}
	return false
}

// Machine is an actor that is no person: the tick, or the console with the
// name of the operating system's user.
func Machine(jurisdiction int32, agent string) Actor {
	return Actor{Jurisdiction: jurisdiction, Agent: agent}
}

// Of says whether the actor acts in the unit.
func (a Actor) Of(unit ref.ID) bool {
	for _, g := range a.Grants {
		if g.Acts(unit) {
			return true
		}
	}
	return false
}
