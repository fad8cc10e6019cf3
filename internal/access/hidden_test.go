package access

import (
	"testing"

	"shuangze/internal/actor"
)

// Whoever something is kept from does not meet it, whatever office they are of and in whosever place they come; an
// access to a dossier is so kept from its holder.
func TestHidden(t *testing.T) {
	office := []actor.Grant{{Role: actor.SupervisoryOffice, Side: actor.Supervisory}}
	o := Object{Jurisdiction: 1, Side: actor.Supervisory, Hidden: 5}
	for who, want := range map[actor.Hands]bool{{By: 5}: false, {By: 5, For: 6}: false, {By: 6, For: 5}: false,
		{By: 6}: true} {
		a := actor.Actor{Jurisdiction: 1, Person: who.By, OnBehalf: who.For, Grants: office}
		if got := Can(a, "dossieraccess.see", o); got != want {
			t.Errorf("%+v sees it: %t", who, got)
		}
		if got := ScopeOf(a, "dossieraccess.see").Holds(o); got != want {
			t.Errorf("%+v lists it: %t", who, got)
		}
	}
}
