package access

import (
	"slices"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/ref"
)

// What a deputy may is what whom they act for may by their posts, and never what is
// done in person, nor what holds for one of the two themselves.
func TestDeputies(t *testing.T) {
	personal := []Verb{
		"appeal.decide", "appeal.retract", "appraisal.approve", "circular.sign", "declaration.correct",
		"declaration.pass", "declaration.sign", "declaration.withdraw", "declaration.write", "delegation.add",
		"delegation.revoke", "dispatch.sign", "dossier.ask", "dossier.declare", "dossier.use",
		"dossieraccess.open", "dossieraccess.withdraw",
		"education.answer", "handover.reserve", "handover.sign-in", "handover.sign-out",
		"hearing.answer", "hearing.refuse", "honour.approve", "honour.decline", "honour.object", "inbox.choose",
		"mark.mark", "mark.recall", "mark.reopen", "matter.approve", "matter.open", "matter.refuse",
		"matter.report", "matter.send-back", "matter.show", "matter.sign", "objection.decide", "opinion.sign",
		"protest.attach", "recheck.fail", "recheck.hold", "record.confirm", "record.recall", "report.sign",
		"risk.confirm", "ruling.appeal", "scoresheet.lift", "scoresheet.veto", "self.manage", "signoff.return",
		"signoff.sign", "special.sign", "statement.count", "statement.recall", "statement.reply", "statement.write",
		"talk.sign", "tally.confirm", "task.countersign", "visit.confirm", "vote.bring", "vote.publish", "vote.try"}
	var found []Verb
	for _, v := range Verbs() {
		if policy[v].inPerson {
			found = append(found, v)
		}
		for _, role := range actor.All {
			g := []actor.Grant{{Role: role, Unit: 2, Body: 3, Own: []ref.ID{2}, Side: actor.Principal}}
			own := actor.Actor{Account: 1, Person: 5, Jurisdiction: 1, Grants: g}
			deputy := actor.Actor{Account: 4, Person: 6, Jurisdiction: 1, Grants: g, OnBehalf: 5, Delegation: 9}
			o := Object{Jurisdiction: 1, Unit: 2, Side: actor.Principal, Cosigner: 3}
			want := May(own, v, o) == nil && !policy[v].inPerson
			if got := May(deputy, v, o) == nil; got != want {
				t.Errorf("%s: for a %s a deputy may: %v", v, role, got)
			}
			for _, person := range []ref.ID{5, 6} { // about either of the two: by their posts, not by that
				about := o
				about.Unit, about.Person, about.Successor = 0, person, person
				bare := about
				bare.Person, bare.Successor = 0, 0
				if May(deputy, v, about) == nil && May(deputy, v, bare) != nil {
					t.Errorf("%s: a deputy may what is one person's own", v)
				}
			}
			if s := ScopeOf(deputy, v); s.Person() != 0 || s.Taker() != 0 {
				t.Errorf("%s: a deputy lists what is about %d", v, s.Person())
			}
		}
	}
	if !slices.Equal(found, personal) {
		t.Errorf("done in person: %v", found)
	}
}

// Nobody decides what either of the two asked for, and no matter of a unit in which
// either holds a post: every verb that needs a second person.
func TestSeparationOfDeputies(t *testing.T) {
	var second []Verb
	for _, v := range Verbs() {
		if !policy[v].notRequester {
			continue
		}
		second = append(second, v)
		g := func() (out []actor.Grant) {
			for _, r := range policy[v].any {
				out = append(out, actor.Grant{Role: r.role, Unit: 3, Own: []ref.ID{2, 3}, Side: actor.Principal})
			}
			return out
		}()
		who := func(h actor.Hands) actor.Actor {
			return actor.Actor{Person: h.By, OnBehalf: h.For, Jurisdiction: 1, Grants: g}
		}
		h := func(by, on ref.ID) actor.Hands { return actor.Hands{By: by, For: on} }
		for _, x := range []struct {
			asked, by actor.Hands
			may       bool
		}{{h(8, 7), h(8, 0), false}, {h(8, 7), h(7, 0), false}, {h(8, 0), h(8, 7), false}, {h(7, 0), h(8, 7), false},
			{h(8, 7), h(8, 9), false}, {h(8, 7), h(9, 7), false}, {h(8, 7), h(9, 0), true}, {h(7, 0), h(8, 9), true}} {
			o := Object{Jurisdiction: 1, Unit: 2, Side: actor.Principal, Requester: x.asked}
			if got := May(who(x.by), v, o) == nil; got != x.may {
				t.Errorf("%s: asked by %v, decided by %v: %v", v, x.asked, x.by, got)
			}
		}
	}
	want := []Verb{
		"circular.cancel", "circular.keep", "circular.pass", "circular.return", "declaration.file",
		"declaration.return", "disclosure.approve", "disclosure.return", "dispatch.cancel", "dispatch.keep",
		"dispatch.pass", "dispatch.return", "dossieraccess.approve", "dossieraccess.refuse", "inspection.recheck",
		"measure.confirm", "opinion.cancel", "opinion.keep", "opinion.pass", "order.close",
		"order.grant-extension", "order.refuse-extension",
		"order.reject", "policy.adopt", "problem.close", "protest.decide", "record.review", "remark.dismiss",
		"remark.uphold", "statement.confirm", "statement.dispute", "talk.approve", "talk.refuse", "task.accept",
		"task.send-back"}
	if !slices.Equal(second, want) {
		t.Errorf("a second person is needed for %v", second)
	}
	deputy := actor.Actor{Person: 6, OnBehalf: 5, Jurisdiction: 1, Stands: []ref.ID{2},
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
	for v, p := range policy {
		if p.notOwn && May(deputy, v, Object{Jurisdiction: 1, Unit: 2, Side: actor.Principal}) == nil {
			t.Errorf("%s: a matter of the unit of one of the two", v)
		}
	}
}
