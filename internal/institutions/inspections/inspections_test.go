package inspections

import (
	"errors"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/handover"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var today = when.Date(2026, 11, 30)

func month(d when.Day) when.Day { return d + 30 }

func wrong(err error) string {
	var in text.InputErrors
	var no *text.Refusal
	switch {
	case errors.As(err, &in):
		return in[0].Field + " " + in[0].Key
	case errors.As(err, &no):
		return no.Key
	}
	return ""
}

// One goes from the plan to the re-check: nothing before a leader is named and something noted, the unit's report by
// none of the team, the re-check by none who reported.
func TestLife(t *testing.T) {
	x := &Inspection{Base: noun.Base{State: Ahead}, Target: 7, Begins: today - 3, Ends: today}
	say := func(err error, want string) {
		t.Helper()
		if got := wrong(err); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	say(x.mayStart(), "inspection.no-leader")
	x.Leader, x.Team = 11, " 11 12 "
	say(x.mayStart(), "")
	say(x.Start(Starting{today + 1}, today), "on record.on.later")
	say(x.Start(Starting{today - 2}, today), "")
	if x.Unit != 7 || x.State != Started {
		t.Errorf("%+v", x)
	}
	say(x.mayTell(), "inspection.unnoted")
	say(x.Note(Noted{Seen: "看了"}), "hear inspection.method.none")
	say(x.Note(Noted{Methods{Ask: true}, "看了"}), "")
	say(x.mayTell(), "")
	x.Findings = 1
	say(x.Tell(Feedback{On: today - 3}, month, today), "on inspection.on.before")
	say(x.Tell(Feedback{On: today - 1}, month, today), "")
	if x.State != Told || x.Due != today+29 {
		t.Errorf("%+v", x)
	}
	say(x.Report("改了", actor.Hands{By: 5, For: 12}, today), "inspection.report.inspector")
	say(x.Report("改了", actor.Hands{By: 5}, today), "")
	say(x.Recheck(Rechecking{Result: Found}, actor.Hands{By: 5}, today), "access.own-request")
	say(x.Recheck(Rechecking{Result: Lacking, Again: today}, actor.Hands{By: 11}, today), "again inspection.again")
	say(x.Recheck(Rechecking{Result: Lacking, Again: today + 9}, actor.Hands{By: 11}, today), "")
	if x.State != Told || x.Due != today+9 {
		t.Errorf("%+v", x)
	}
	say(x.Recheck(Rechecking{Result: Found, Again: today + 9}, actor.Hands{By: 11}, today), "again inspection.again.none")
	say(x.Recheck(Rechecking{Result: Found}, actor.Hands{By: 11}, today), "")
	if x.State != Right || x.Due != 0 {
		t.Errorf("%+v", x)
	}
	none := &Inspection{Base: noun.Base{State: Started}, Seen: "看了"}
	say(none.Tell(Feedback{On: today}, month, today), "")
	if none.State != Closed || none.ClosedOn != today {
		t.Errorf("without findings: %+v", none)
	}
}

// Who inspects: the team in person, the office of its side, the people of the discipline body; nobody of the unit.
func TestHand(t *testing.T) {
	x := &Inspection{Base: noun.Base{Side: actor.Supervisory}, Seat: 3, Target: 7, Team: " 11 "}
	as := func(person ref.ID, g actor.Grant) actor.Actor {
		return actor.Actor{Person: person, Grants: []actor.Grant{g}}
	}
	for name, c := range map[string]struct {
		who  actor.Actor
		want bool
	}{
		"of the team":        {as(11, actor.Grant{Role: actor.Clerk, Unit: 9}), true},
		"not of the team":    {as(1, actor.Grant{Role: actor.Clerk, Unit: 9}), false},
		"office":             {as(2, actor.Grant{Role: actor.SupervisoryOffice, Side: actor.Supervisory}), true},
		"other office":       {as(2, actor.Grant{Role: actor.PrincipalOffice, Side: actor.Principal}), false},
		"of the organ":       {as(4, actor.Grant{Role: actor.DisciplineMember, Unit: 3}), true},
		"the unit's own":     {as(5, actor.Grant{Role: actor.DisciplineMember, Unit: 7}), false},
		"of the team, moved": {as(11, actor.Grant{Role: actor.Clerk, Unit: 7}), false},
	} {
		if x.Hand(c.who) != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
	own := &Inspection{Seat: 7, Target: 7}
	if !own.Hand(as(5, actor.Grant{Role: actor.DisciplineMember, Unit: 7})) {
		t.Error("a unit's own discipline body does not check it")
	}
}

// What is overdue comes first; tasks and duties that are in time stay away; at most forty lines.
func TestChecklist(t *testing.T) {
	open := []handover.Row{{Of: ref.Duty, Matter: 1, Due: today + 5}, {Of: ref.Problem, Matter: 2, Due: today + 5},
		{Of: ref.Task, Matter: 3, Due: today - 1}, {Of: ref.Order, Matter: 4, Due: today - 9, Number: "DB1", Title: "事"}}
	var owed []noun.Value
	for i := range 60 {
		owed = append(owed, &responsibility.Duty{Base: noun.Base{ID: ref.ID(100 + i)}})
	}
	got := Checklist(open, owed, today)
	if len(got) != 40 || got[0].Matter != 4 || got[0].What != "DB1 事" || got[1].Matter != 3 || got[2].Matter != 2 ||
		got[3].Matter != 100 {
		t.Errorf("%d lines: %+v", len(got), got[0])
	}
}
