package actor

import "shuangze/internal/ref"

// Hands are those of one act: who did it, and for whom as a deputy; For is 0 for who
// acted for themselves. Both are kept where somebody else has to decide later, for
// neither of the two is somebody else.
type Hands struct{ By, For ref.ID }

// Hands are those of what the actor does now.
func (a Actor) Hands() Hands { return Hands{a.Person, a.OnBehalf} }

// Has says whether a person is one of the two. Nobody is none.
func (h Hands) Has(person ref.ID) bool { return person != 0 && (h.By == person || h.For == person) }

// Share says whether one person has a part in both: whoever asked for something, and
// in whosever place, decides about it neither as themselves nor as a deputy.
func (h Hands) Share(o Hands) bool { return h.Has(o.By) || h.Has(o.For) }

// Whose is the person whose posts are acted in.
func (a Actor) Whose() ref.ID {
	if a.OnBehalf != 0 {
		return a.OnBehalf
	}
	return a.Person
}

// InPerson says that nobody is acted for.
func (a Actor) InPerson() bool { return a.OnBehalf == 0 }

// UnitHand is the unit in whose name the actor works as one of its own; 0 for those of an
// office or the leading group, administrators and programs.
func (a Actor) UnitHand() (unit ref.ID) {
	for _, g := range a.Grants {
		switch g.Role {
		case Clerk, Staff, FirstResponsible, TeamMember, DisciplineMember:
			if unit == 0 || g.Appointment == a.Appointment {
				unit = g.Unit
			}
		default:
			return 0
		}
	}
	return unit
}
