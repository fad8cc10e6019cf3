package access

import (
	"maps"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/ref"
)

// tried lends a verb to one test.
func tried(t *testing.T, v, as Verb, own bool) {
	was := maps.Clone(policy)
	t.Cleanup(func() { policy = was })
	policy = maps.Clone(policy)
	Try(v, as, own)
}

// Whom a thing is about may do what a verb says of one's own, with a post elsewhere or
// none, and nothing with what is about another, about nobody, or in another county.
func TestOneself(t *testing.T) {
	tried(t, "talk.see", "problem.see", true)
	retired := actor.Actor{Account: 1, Person: 5, Jurisdiction: 1}
	clerk := retired
	clerk.Grants = []actor.Grant{{Role: actor.Clerk, Unit: 3, Own: []ref.ID{3}, Appointment: 30}}
	token, none, nobody := clerk, clerk, clerk
	token.Scopes, none.Scopes, nobody.Person = []string{"talk:read"}, []string{"order:read"}, 0
	for _, x := range []struct {
		who  actor.Actor
		o    Object
		want bool
	}{
		{retired, Object{Jurisdiction: 1, Unit: 2, Person: 5}, true},
		{clerk, Object{Jurisdiction: 1, Unit: 2, Person: 5}, true},
		{clerk, Object{Jurisdiction: 1, Unit: 3, Person: 6}, true}, // as the unit's clerk
		{token, Object{Jurisdiction: 1, Unit: 2, Person: 5}, true},
		{none, Object{Jurisdiction: 1, Unit: 2, Person: 5}, false},
		{retired, Object{Jurisdiction: 1, Unit: 2, Person: 6}, false},
		{retired, Object{Jurisdiction: 2, Unit: 2, Person: 5}, false},
		{nobody, Object{Jurisdiction: 1, Unit: 2}, false},
	} {
		if got := Can(x.who, "talk.see", x.o); got != x.want {
			t.Errorf("%+v sees %+v: %v", x.who, x.o, got)
		}
	}
	if _, ok := By(retired, "talk.see", Object{Jurisdiction: 1, Person: 5}); ok {
		t.Error("what is done as oneself is done in a post")
	}
	if !Anywhere(retired, "talk.see") || Anywhere(none, "talk.see") || Anywhere(actor.Actor{Account: 1}, "talk.see") {
		t.Error("the gate is open to others than people")
	}
	for who, want := range map[string]struct {
		a      actor.Actor
		person ref.ID
		units  int
	}{"retired": {retired, 5, 0}, "clerk": {clerk, 5, 1}, "token": {token, 5, 1}, "other token": {none, 0, 0},
		"machine": {actor.Machine(1, "tick"), 0, 0}} {
		if s := ScopeOf(want.a, "talk.see"); s.Person() != want.person || len(s.Units()) != want.units ||
			s.Nothing() != (want.person == 0 && want.units == 0 && !s.All()) {
			t.Errorf("%s: %+v", who, s)
		}
		if s := ScopeOf(want.a, "problem.see"); s.Person() != 0 {
			t.Errorf("%s lists problems as about oneself: %+v", who, s)
		}
	}
	both := ScopeOf(clerk, "problem.see").Beside(ScopeOf(clerk, "talk.see"))
	if both.Person() != 5 || len(both.Units()) != 1 || both.Jurisdiction() != 1 {
		t.Errorf("%+v", both)
	}
	if s := ScopeOf(clerk, "problem.see").Beside(Scope{valid: true, jurisdiction: 1, open: true}); !s.Open() {
		t.Error("what is public is not searched")
	}
	if s := (Scope{}).Beside(Scope{person: 5}); !s.Nothing() {
		t.Errorf("a scope that nobody asked for: %+v", s)
	}
	if s := ScopeOf(clerk, "problem.see").Beside(Scope{valid: true, jurisdiction: 2, person: 5}); s.Person() != 0 {
		t.Errorf("of another county: %+v", s)
	}
	if Own("problem.see") || !Own("talk.see") {
		t.Error("which verbs are for oneself")
	}
	for r, want := range map[actor.Role]string{actor.LeadingGroup: "A", actor.PrincipalOffice: "S+", actor.Clerk: "U+",
		actor.SystemAdmin: "+"} {
		if got := cell("talk.see", r); got != want {
			t.Errorf("the matrix says %s of %s, want %s", got, r, want)
		}
	}
}
