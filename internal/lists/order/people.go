package order

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// checkPeople says whether leader and handler stand in the lead unit (or above
// it) on the team's day: nobody answers for an order of a unit they have left.
func checkPeople(errs *text.InputErrors, leader, handler ref.ID, t bodies.Team) {
	if leader != 0 && !t.Leads(leader) {
		errs.Add("leader", "order.leader-elsewhere")
	}
	if handler != 0 && !t.Works(handler) {
		errs.Add("handler", "order.handler-elsewhere")
	}
}

// Left says whether the named leader, or the named handler, no longer stands in
// the lead unit. Only what still binds is asked about.
func (o Order) Left(t bodies.Team) (leader, handler bool) {
	if !o.State.Open() {
		return false, false
	}
	return !t.Leads(o.Leader), !t.Works(o.Handler)
}

// Confirmers are who may confirm the close-out that was requested (spec 2.5,
// “the lead unit’s responsible leader”): the leader named on the order while he
// or she leads in the unit; else the unit's first responsible person, or who is
// 主持工作. Nobody confirms their own request: when that leaves none of the two,
// any other leader of the unit does. None at all means that the office has to
// name another leader first.
func (o Order) Confirmers(t bodies.Team) []ref.ID {
	fit := func(p ref.ID) bool { return p != 0 && !o.Requested().Has(p) && t.Leads(p) }
	switch {
	case fit(o.Leader):
		return []ref.ID{o.Leader}
	case fit(t.First.Person):
		return []ref.ID{t.First.Person}
	}
	var out []ref.ID
	for _, p := range t.Leaders {
		if fit(p) {
			out = append(out, p)
		}
	}
	return out
}

// MayConfirm refuses whoever is not awaited, in person or by a deputy, and says who is.
func (o Order) MayConfirm(by actor.Actor, t bodies.Team) error {
	list := o.Confirmers(t)
	switch {
	case o.Requested().Share(by.Hands()):
		return text.Refuse(text.Forbidden, "order.confirm-own")
	case slices.Contains(list, by.Whose()):
		return nil
	case len(list) == 0:
		return text.Refuse(text.Forbidden, "order.confirm-nobody")
	case len(list) > 1:
		return text.Refuse(text.Forbidden, "order.confirm-any", "person", t.Name(list[0]), "n", len(list))
	}
	return text.Refuse(text.Forbidden, "order.confirm-awaits", "person", t.Name(list[0]))
}

// MayReassign refuses the head of another organ of the unit (its discipline
// committee): besides the issuing office, the unit's first responsible person
// alone arranges who does its work.
func (o Order) MayReassign(a actor.Actor, t bodies.Team) error {
	if g, ok := access.By(a, "order.reassign", o.Object(Nobody)); ok && g.Role == actor.FirstResponsible &&
		a.Whose() != t.First.Person {
		return text.Refuse(text.Forbidden, "order.reassign-first", "person", t.Name(t.First.Person))
	}
	return nil
}

// Reassign names another responsible leader or handler while the order binds:
// people move, the duty stays. The reason is on record; who confirms a pending
// close-out follows from the new names.
func (o Order) Reassign(leader, handler ref.ID, reason string, t bodies.Team) (Order, error) {
	if !o.State.Open() {
		return o, o.Forbids()
	}
	var errs text.InputErrors
	if leader == 0 {
		errs.Add("leader", "order.leader-required")
	}
	if handler == 0 {
		errs.Add("handler", "order.handler-required")
	}
	checkPeople(&errs, leader, handler, t)
	if leader == o.Leader && handler == o.Handler {
		errs.Add("leader", "order.reassign-same")
	}
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	o.Leader, o.Handler = leader, handler
	return o, errs.Err()
}
