package access

import (
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/ref"
)

// Who is of an office and stands in the unit that a matter is kept from neither sees nor lists it; where parties are
// not kept apart, whom it concerns, who was sent to it and who takes it over do both. The two answer alike.
func TestApart(t *testing.T) {
	office := actor.Actor{Person: 5, Jurisdiction: 1, Grants: []actor.Grant{{Role: actor.PrincipalOffice,
		Side: actor.Principal}}}
	both := office
	both.Grants = append([]actor.Grant{{Role: actor.Clerk, Unit: 3, Own: []ref.ID{3}}}, office.Grants...)
	stands := office
	stands.Stands = []ref.ID{3}
	matter := Object{Jurisdiction: 1, Unit: 3, Side: actor.Principal, Apart: 3}
	change := func(do func(o *Object)) Object { o := matter; do(&o); return o }
	for _, x := range []struct {
		who  actor.Actor
		verb Verb
		o    Object
		want bool
	}{
		{office, "matter.see", matter, true},
		{both, "matter.see", matter, false},
		{stands, "matter.see", matter, false},
		{stands, "matter.see", change(func(o *Object) { o.Apart, o.Unit = 4, 4 }), true},
		{stands, "matter.see", change(func(o *Object) { o.Team = []ref.ID{5} }), false},
		{stands, "hearing.see", change(func(o *Object) { o.Parties = true }), false},
		{stands, "hearing.see", change(func(o *Object) { o.Parties, o.Person = true, 5 }), true},
		{stands, "hearing.see", change(func(o *Object) { o.Parties, o.Team = true, []ref.ID{4, 5} }), true},
		{stands, "hearing.see", change(func(o *Object) { o.Parties, o.Successor = true, 5 }), true},
		{stands, "hearing.see", change(func(o *Object) { o.Parties, o.Person = true, 6 }), false},
	} {
		if got := Can(x.who, x.verb, x.o); got != x.want {
			t.Errorf("%+v sees %+v: %v", x.who, x.o, got)
		}
		if got := ScopeOf(x.who, x.verb).Holds(x.o); got != x.want {
			t.Errorf("%+v lists %+v: %v", x.who, x.o, got)
		}
	}
}
