package access

import (
	"slices"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/ref"
)

// What an assessor from outside may: the own account, a workbench and three lists; with what they were sent
// to, see it and give marks. Nothing else, whatever it is about and wherever their office has its seat; and
// with the post goes all of it.
func TestExternalAssessorMay(t *testing.T) {
	who := actor.Actor{Account: 1, Person: 5, Jurisdiction: 1, Appointment: 9,
		Grants: []actor.Grant{{Role: actor.ExternalAssessor, Unit: 3, Body: 6, Side: actor.Principal, Appointment: 9}}}
	gone := who
	gone.Grants = nil
	deputy := who
	deputy.Person, deputy.OnBehalf, deputy.Delegation = 8, 5, 7
	var always, sent []Verb
	for _, v := range Verbs() {
		for _, o := range []Object{{}, {Unit: 3}, {Unit: 3, Side: actor.Principal}, {Others: []ref.ID{3}},
			{Person: 5}, {Unit: 3, Person: 5}, {Successor: 5}, {Cosigner: 6}, {Team: []ref.ID{4}}} {
			if o.Jurisdiction = 1; Can(who, v, o) && !slices.Contains(always, v) {
				always = append(always, v)
			}
		}
		o := Object{Jurisdiction: 1, Unit: 2, Side: actor.Principal, Team: []ref.ID{5}}
		if Can(who, v, o) && !slices.Contains(always, v) {
			sent = append(sent, v)
			if s := ScopeOf(who, v); s.All() || len(s.Units())+len(s.Sides()) > 0 || s.Person() != 0 || s.Sent() != 5 {
				t.Errorf("%s: lists %+v", v, s)
			}
			if Can(gone, v, o) || !ScopeOf(gone, v).Nothing() || Can(deputy, v, o) {
				t.Errorf("%s: after the last day, or for somebody else", v)
			}
		} else if s := ScopeOf(who, v); !s.Nothing() && !slices.Contains(always, v) {
			t.Errorf("%s: lists %+v of what none of it may be seen", v, s)
		}
	}
	if want := []Verb{"appraisal.list", "mark.list", "scoresheet.list", "self.manage", "self.use", "session.open",
		"workbench.see"}; !slices.Equal(always, want) {
		t.Errorf("always: %v", always)
	}
	if want := []Verb{"appraisal.see", "mark.attach", "mark.know", "mark.mark", "mark.recall", "mark.see",
		"scoresheet.see"}; !slices.Equal(sent, want) {
		t.Errorf("with what they were sent to: %v", sent)
	}
}
