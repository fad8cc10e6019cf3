// Package access is the one readable policy: who may do what on what
// (spec 6.1). Everything not said here is refused. The tables in policy.go are
// tested as a matrix of every route by every role.
package access

import (
	"math"
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Verb is what is asked: "order.close". The same word names the route's
// permission, the command and, in the past tense, the entry.
type Verb string

// Object is what access needs to know of a thing; the subject fills it from
// what it loaded.
type Object struct {
	Kind         ref.Kind
	ID           ref.ID
	Jurisdiction int32
	Unit         ref.ID      // the unit the matter is about
	Others       []ref.ID    // units that take part
	Side         actor.Side  // whose office owns it
	Person       ref.ID      // the person it concerns
	Requester    actor.Hands // who asked for what is now to be decided
	Successor    ref.ID      // the person who takes it over
	Cosigner     ref.ID      // the body that signs it beside the one that keeps it
	Team         []ref.ID    // who was sent to it, in person
	Apart        ref.ID      // the unit whose own people are kept from it, whatever else they are
	Hidden       ref.ID      // the person from whom it is kept, whatever else they are and in whosever place they come
	Open         bool        // it was made public: who reads what is public reads it
	Parties      bool        // but not whom it concerns, who was sent to it or takes it over
}

// Everybody stands in an index among those who find a thing, where it was made public.
const Everybody ref.ID = math.MaxInt64

// May answers whether the actor may do the verb on the object. It returns nil,
// a Missing refusal when the actor may not even see the object, or a
// Forbidden refusal when seeing is allowed and doing is not.
func May(a actor.Actor, v Verb, o Object) error {
	rules, known := policy[v]
	if !known {
		return text.Refuse(text.Missing, "access.unknown", "verb", string(v))
	}
	if o.Jurisdiction != 0 && a.Jurisdiction != o.Jurisdiction {
		return text.Refuse(text.Missing, "access.missing")
	}
	if a.Agent != "" {
		if rules.agents {
			return nil
		}
		return text.Refuse(text.Forbidden, "access.no-agent")
	}
	if err := Carries(a, v); err != nil {
		return err
	}
	if rules.inPerson && !a.InPerson() {
		if rules.see != "" && May(a, rules.see, o) != nil {
			return text.Refuse(text.Missing, "access.missing")
		}
		return text.Refuse(text.Forbidden, "access.in-person")
	}
	apart := o.Apart != 0 && a.StandsIn(o.Apart) && !(o.Parties && a.InPerson() && o.party(a.Person))
	if apart || a.Hands().Has(o.Hidden) {
		return text.Refuse(text.Missing, "access.missing")
	}
	for _, r := range rules.any {
		if r.allows(a, o) {
			if rules.notOwn && o.Unit != 0 && a.StandsIn(o.Unit) {
				return text.Refuse(text.Forbidden, "access.own-matter")
			}
			if rules.notRequester && o.Requester.Share(a.Hands()) {
				return text.Refuse(text.Forbidden, "access.own-request")
			}
			return nil
		}
	}
	if rules.see != "" && May(a, rules.see, o) == nil {
		return text.Refuse(text.Forbidden, "access.forbidden")
	}
	return text.Refuse(text.Missing, "access.missing")
}

// party says whether it concerns somebody, they were sent to it, or take it over.
func (o Object) party(who ref.ID) bool {
	return who != 0 && (who == o.Person || who == o.Successor || slices.Contains(o.Team, who))
}

// By is the grant in which the actor does the verb on the object: what the
// signature names. Of several, one of a post in the very unit goes first. It is
// false for what no post allows: one's own account, and agents.
func By(a actor.Actor, v Verb, o Object) (actor.Grant, bool) {
	if a.Agent != "" {
		return actor.Grant{}, false
	}
	for _, r := range policy[v].any {
		best, found := actor.Grant{}, false
		for _, g := range a.Grants {
			if r.by(g, o) && (!found || best.Unit != o.Unit && g.Unit == o.Unit) {
				best, found = g, true
			}
		}
		if found {
			return best, true
		}
	}
	return actor.Grant{}, false
}

// Can is May for buttons: whether to offer the act at all.
func Can(a actor.Actor, v Verb, o Object) bool { return May(a, v, o) == nil }

// Decides says whether a verb answers what somebody else did or asked for: it is kept from
// who asked, or from the people of the matter's own unit.
func Decides(v Verb) bool { return policy[v].notOwn || policy[v].notRequester }

// Carries refuses what an access token was not given; who comes without one carries all.
func Carries(a actor.Actor, v Verb) error {
	if a.Scopes != nil && !tokenAllows(a.Scopes, v) {
		return text.Refuse(text.Forbidden, "access.token-scope", "scope", tokenScope(v))
	}
	return nil
}

// Scope is what of a kind an actor may list. Its fields are only set here, so
// that a list query cannot be built without having asked.
type Scope struct {
	jurisdiction int32
	all          bool
	sides        []actor.Side
	units        []ref.ID
	person       ref.ID // things about whom are listed too
	sent         ref.ID // things to which that person was sent are listed too, where a list says so
	taker        ref.ID // things whom that person takes over are listed too, where a list says so
	open         bool   // what was made public is listed too
	hands        actor.Hands
	stands       []ref.ID // units whose things are kept from the actor, where a list keeps a unit's own people out
	valid        bool
}

// ScopeOf says what of a kind the actor may list, by the verb that sees one.
func ScopeOf(a actor.Actor, see Verb) Scope {
	s := Scope{jurisdiction: a.Jurisdiction, hands: a.Hands(), valid: true}
	rules, known := policy[see]
	if !known || (a.Scopes != nil && !tokenAllows(a.Scopes, see)) {
		return s
	}
	if a.Agent != "" {
		s.all = rules.agents
		return s
	}
	s.stands = slices.Clone(a.Stands)
	for _, g := range a.Grants {
		if g.Unit != 0 && !slices.Contains(s.stands, g.Unit) {
			s.stands = append(s.stands, g.Unit)
		}
	}
	for _, r := range rules.any {
		if !r.fits(a) {
			continue
		}
		if r.where == oneself {
			if a.InPerson() {
				s.person = a.Person
			}
			continue
		}
		if r.where == takesOver {
			if a.InPerson() {
				s.taker = a.Person
			}
			continue
		}
		if r.where == isSent {
			if a.InPerson() {
				s.sent = a.Person
			}
			continue
		}
		for _, g := range a.Grants {
			if !r.of(g) {
				continue
			}
			switch r.where {
			case anywhere:
				s.all = true
			case isOpen:
				s.open = true
			case ownSide:
				s.sides = append(s.sides, g.Side)
			case ownUnits, takesPart:
				s.reach(g.Own)
			case here:
				if g.Unit != 0 {
					s.reach([]ref.ID{g.Unit})
				}
			case answersFor:
				s.reach(g.Own)
				s.reach(g.Answers)
			}
		}
	}
	return s
}

// reach adds units, each once.
func (s *Scope) reach(units []ref.ID) {
	for _, u := range units {
		if !slices.Contains(s.units, u) {
			s.units = append(s.units, u)
		}
	}
}

// Jurisdiction, All, Sides and Units take a scope apart for the query. A scope
// that nobody asked for sees nothing.
func (s Scope) Jurisdiction() int32 { return s.jurisdiction }

// All is true when the whole jurisdiction may be listed.
func (s Scope) All() bool { return s.valid && s.all }

// Sides are the offices' sides that may be listed whole.
func (s Scope) Sides() []actor.Side { return s.sides }

// Units are the units whose matters may be listed.
func (s Scope) Units() []ref.ID { return s.units }

// Open is true when whatever was made public may be listed.
func (s Scope) Open() bool { return s.open }

// Hands are who asked: what is kept from one of them (Object.Hidden) is in no list of theirs.
func (s Scope) Hands() actor.Hands { return s.hands }

// Stands are the units in which the actor holds a post: lists of what is kept from a unit's own people leave out what
// is of them.
func (s Scope) Stands() []ref.ID { return s.stands }

// Nothing is true when there is nothing to list.
func (s Scope) Nothing() bool {
	return !s.valid || (!s.all && len(s.sides) == 0 && len(s.units) == 0 && s.person == 0 && s.taker == 0 && s.sent == 0 && !s.open)
}

// Holds says whether an object that is not read by a query may be listed.
func (s Scope) Holds(o Object) bool {
	if s.Nothing() || o.Jurisdiction != s.jurisdiction || s.hands.Has(o.Hidden) {
		return false
	}
	party := s.person != 0 && o.Person == s.person || s.taker != 0 && o.Successor == s.taker ||
		s.sent != 0 && slices.Contains(o.Team, s.sent)
	if o.Apart != 0 && slices.Contains(s.stands, o.Apart) && !(o.Parties && party) {
		return false
	}
	mine := func(u ref.ID) bool { return slices.Contains(s.units, u) }
	return s.all || s.open && o.Open || slices.Contains(s.sides, o.Side) || mine(o.Unit) || slices.ContainsFunc(o.Others, mine) || party
}

// Anywhere says whether a role of the actor could do the verb on some object, or see what it is done to: the gate of a
// route. The command decides on the object itself.
func Anywhere(a actor.Actor, v Verb) bool {
	return Could(a, v) || a.Agent == "" && policy[v].see != "" && (a.Scopes == nil || tokenAllows(a.Scopes, v)) &&
		Anywhere(a, policy[v].see)
}

// Could says whether a role of the actor could do the verb on some object: whether it is worth offering.
func Could(a actor.Actor, v Verb) bool {
	rules, known := policy[v]
	if !known || (a.Scopes != nil && !tokenAllows(a.Scopes, v)) {
		return false
	}
	if a.Agent != "" {
		return rules.agents
	}
	for _, r := range rules.any {
		person := (r.where == oneself || r.where == takesOver || r.where == isSent) && a.Person != 0 && a.InPerson() &&
			r.fits(a)
		if person || r.where == ownAccount && a.Account != 0 {
			return true
		}
		for _, g := range a.Grants {
			if r.of(g) {
				return true
			}
		}
	}
	return false
}
