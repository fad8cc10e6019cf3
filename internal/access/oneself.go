package access

import (
	"shuangze/internal/actor"
	"shuangze/internal/ref"
)

// Own says whether the verb holds for the person a thing is about, whatever posts that
// person holds: a noun that is seen by such a verb says who that is (noun.Shape.Person).
func Own(v Verb) bool {
	for _, r := range policy[v].any {
		if r.where == oneself {
			return true
		}
	}
	return false
}

// Person is whom the things may be about that are listed beside those of units and
// sides; 0 = nobody. Lists of what is about no person pass it by.
func (s Scope) Person() ref.ID { return s.person }

// Taker is who takes things over that are listed beside those of units and sides, where
// their list names the column; 0 = nobody.
func (s Scope) Taker() ref.ID { return s.taker }

// Sent is who was sent to things that are listed beside those of units and sides, where their
// list names the team; 0 = nobody.
func (s Scope) Sent() ref.ID { return s.sent }

// Between is a scope of what is of the actor and another person: the query names both
// by itself, so that nothing else is found. As a deputy it is nothing.
func Between(a actor.Actor) Scope {
	return Scope{jurisdiction: a.Jurisdiction, all: true, valid: a.Person != 0 && a.InPerson()}
}

// Beside is a scope that also holds what is about the person of another one, what that person was sent to, and what is
// public: one search goes through nouns of all sorts.
func (s Scope) Beside(o Scope) Scope {
	if !o.valid || o.person == 0 && o.sent == 0 && !o.open || s.valid && s.jurisdiction != o.jurisdiction {
		return s
	}
	s.jurisdiction, s.valid = o.jurisdiction, true
	if o.person != 0 {
		s.person = o.person
	}
	if o.sent != 0 {
		s.sent = o.sent
	}
	s.open = s.open || o.open
	return s
}

// Try adds a verb that is allowed as another one is, and, when own, to the person a
// thing is about: for nouns that only a test has. internal/arch keeps it to tests.
func Try(v, as Verb, own bool) {
	like := policy[as]
	if own {
		like.any = append(rules(rule{anyRole, oneself}), like.any...)
	}
	policy[v] = like
}
