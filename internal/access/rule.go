package access

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/ref"
)

// where is how a role must stand to the object.
type where int

const (
	anywhere   where = iota // in the jurisdiction
	ownSide                 // the object belongs to the office's side
	ownUnits                // the object's unit is that of the post or below it
	answersFor              // the same, or the post's body answers for the unit
	takesPart               // the actor's unit assists
	here                    // the post is in exactly the object's unit
	unseated                // the object has no unit, and belongs to the office's side: what is the county's own
	ownSeat                 // the same, and the post is of the county's own organs
	takesOver               // the actor is who takes it over
	cosigns                 // the post is one of the body that counter-signs
	isSent                  // the actor was sent to it, and acts for nobody else
	oneself                 // the object is about the actor, who acts for nobody else
	isOpen                  // the object was made public
	ownAccount              // the object is the actor's account, whatever posts are held; a route names none
)

// anyRole is every role but that of assessors from outside: what they may is said of them by name.
const anyRole actor.Role = "*"

type rule struct {
	role  actor.Role
	where where
}

func (r rule) allows(a actor.Actor, o Object) bool {
	if r.where != ownAccount && !r.fits(a) {
		return false
	}
	if r.where == oneself {
		return o.Person != 0 && o.Person == a.Person && a.InPerson()
	}
	if r.where == takesOver {
		return o.Successor != 0 && o.Successor == a.Person && a.InPerson()
	}
	if r.where == isSent {
		return a.Person != 0 && slices.Contains(o.Team, a.Person) && a.InPerson()
	}
	if r.where == ownAccount {
		return a.Account != 0 && (o.Kind == "" || o.Kind == ref.Account && o.ID == a.Account)
	}
	for _, g := range a.Grants {
		if r.by(g, o) {
			return true
		}
	}
	return false
}

// fits says whether what holds for a person holds for this one, whatever it is about. Whoever was sent
// somewhere and holds no post any more is not sent there any more.
func (r rule) fits(a actor.Actor) bool {
	if r.role == anyRole {
		return !a.Outside() && (r.where != isSent || len(a.Grants) > 0)
	}
	return a.Is(r.role)
}

// of says whether a grant is of the rule's role.
func (r rule) of(g actor.Grant) bool {
	if r.role == anyRole {
		return g.Role != actor.ExternalAssessor
	}
	return g.Role == r.role
}

// by says whether one grant satisfies the rule.
func (r rule) by(g actor.Grant, o Object) bool {
	if !r.of(g) {
		return false
	}
	switch r.where {
	case anywhere:
		return true
	case isOpen:
		return o.Open
	case ownSide:
		return o.Side == "" || g.Side == o.Side
	case ownUnits:
		return g.Acts(o.Unit)
	case answersFor:
		return g.Supervises(o.Unit)
	case here:
		return o.Unit != 0 && g.Unit == o.Unit
	case unseated, ownSeat:
		return o.Unit == 0 && (o.Side == "" || g.Side == o.Side) && (r.where == unseated || g.Unit == 0)
	case takesPart:
		return slices.ContainsFunc(o.Others, g.Acts)
	case cosigns:
		return o.Cosigner != 0 && g.Body == o.Cosigner
	}
	return false
}
