package lists

import (
	"errors"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/when"
)

// Whoever drafted an order is not offered to approve it, and is told why before
// the form; a colleague is offered it.
func TestDrafterIsNotOfferedToIssue(t *testing.T) {
	o := order.Order{ID: 9, Jurisdiction: 1, Unit: 5, Side: actor.Principal, State: order.Awaiting, Drafter: 8, Leader: 3,
		Handler: 4, Due: when.Date(2026, 3, 20)}
	for person, want := range map[ref.ID]bool{8: false, 7: true} {
		v := &desk.Visit{Desk: &desk.Desk{}, Now: when.Date(2026, 3, 10).Start(), Actor: actor.Actor{Account: person,
			Person: person, Jurisdiction: 1,
			Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal, Unit: 2}}}}
		v.Desk.Orders.Rules.Calendar = when.NewCalendar(nil)
		m := matter{v: v, o: o, team: bodies.Team{Leaders: []ref.ID{3}, Posted: []ref.ID{3, 4}}}
		issue, _ := m.noun().Act("issue")
		err := m.noun().Refused(issue, v.Actor, m.value(), v.Now)
		if got := err == nil; got != want {
			t.Errorf("person %d: offered %v (%v)", person, got, err)
		}
		var refused *text.Refusal
		if !want && (!errors.As(err, &refused) || refused.Why != text.Forbidden) {
			t.Errorf("the drafter is told %v", err)
		}
	}
	// What has no number yet is not called by one.
	if err := (order.Order{State: order.Draft}).Forbids(); !errors.As(err, new(*text.Refusal)) ||
		err.(*text.Refusal).Message.Key != "order.state-forbids.unnumbered" {
		t.Errorf("an unnumbered order: %v", err)
	}
}
