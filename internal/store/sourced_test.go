package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The problem that an order names is one that its writer may see and of the
// order's side; two drafts of one problem do not both become its order; and what
// happened to the problem while a draft waited is not undone by issuing it.
func TestTheProblemOfAnOrder(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		d := desk(db)
		p := problem.Commands{Door: act.NewDoor(db, func(t act.Tx) problem.Tx { return t.(*Tx) }),
			Rules: problem.Rules{Sources: map[string]bool{"daily-check": true},
				Limit: func(_ problem.Level, on when.Day) when.Deadline { return when.Deadline{Due: on + 60} }}}
		today := when.At(time.Now()).Day()
		registered := func() ref.ID {
			t.Helper()
			r, err := p.Register(ctx, act.Command{Actor: office}, problem.Input{Side: actor.Principal, Source: "daily-check",
				Level: problem.Ordinary, Unit: unit,
				Facts: "公示不及时", Measures: measure.List{{Text: "公示"}}, Leader: 1, Handler: 2, Due: today + 30, Found: today})
			if err != nil {
				t.Fatal(err)
			}
			return r.Object.ID
		}
		why := func(what string, err error, want text.Why) {
			t.Helper()
			var refused *text.Refusal
			if !errors.As(err, &refused) || refused.Why != want {
				t.Errorf("%s: %v", what, err)
			}
		}
		from := registered()
		in := input(unit)
		in.Problem = from
		other := office
		other.Grants = []actor.Grant{{Role: actor.SupervisoryOffice, Side: actor.Supervisory}}
		_, err := d.Draft(ctx, act.Command{Actor: other}, actor.Supervisory, in)
		why("a problem that the writer does not see", err, text.Missing)
		in.Problem = 1 << 39
		_, err = d.Draft(ctx, act.Command{Actor: other}, actor.Supervisory, in)
		why("a problem that is not there", err, text.Missing)
		in.Problem = from
		both := other
		both.Grants = append(both.Grants, office.Grants...)
		var wrong text.InputErrors
		if _, err = d.Draft(ctx, act.Command{Actor: both}, actor.Supervisory, in); !errors.As(err, &wrong) ||
			wrong[0].Field != "problem" {
			t.Errorf("a problem of the other side: %v", err)
		}
		plain := input(unit)
		r, err := d.Draft(ctx, act.Command{Actor: other}, actor.Supervisory, plain)
		if err != nil {
			t.Fatal(err)
		}
		_, err = d.Revise(ctx, act.Command{Actor: other}, r.Object.ID, 1, in)
		why("the same by revising a draft", err, text.Missing)

		// Two drafts of one problem.
		first, err1 := d.Draft(ctx, act.Command{Actor: office}, actor.Principal, in)
		second, err2 := d.Draft(ctx, act.Command{Actor: office}, actor.Principal, in)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		chief := office
		chief.Account, chief.Person = 17, 18
		if _, err := d.Issue(ctx, act.Command{Actor: chief}, first.Object.ID); err != nil {
			t.Fatal(err)
		}
		_, err = d.Issue(ctx, act.Command{Actor: chief}, second.Object.ID)
		why("a second order of one problem", err, text.Conflict)
		if x, _, err := db.Problem(ctx, from); err != nil || x.Order != first.Object.ID {
			t.Errorf("the problem's order is %d (%v), issued was %d", x.Order, err, first.Object.ID)
		}
		if o, _, err := db.Order(ctx, first.Object.ID); err != nil || o.Level != string(problem.Ordinary) {
			t.Errorf("level %q, %v", o.Level, err)
		}

		// A problem withdrawn while the draft waits stays withdrawn.
		in.Problem = registered()
		waiting, err := d.Draft(ctx, act.Command{Actor: office}, actor.Principal, in)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Withdraw(ctx, act.Command{Actor: office}, in.Problem, "重复登记"); err != nil {
			t.Fatal(err)
		}
		_, err = d.Issue(ctx, act.Command{Actor: chief}, waiting.Object.ID)
		why("an order of a withdrawn problem", err, text.Conflict)
		if x, _, err := db.Problem(ctx, in.Problem); err != nil || x.State != problem.Withdrawn {
			t.Errorf("the withdrawn problem is %s (%v)", x.State, err)
		}
	})
}

// The people of a problem hold a post in its unit or above it, whoever sends the
// form; an old ledger's may have left, and must be in the register.
func TestThePeopleOfAProblem(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		p := problem.Commands{Door: act.NewDoor(db, func(t act.Tx) problem.Tx { return t.(*Tx) }),
			Rules: problem.Rules{Sources: map[string]bool{"daily-check": true},
				Limit: func(_ problem.Level, on when.Day) when.Deadline { return when.Deadline{Due: on + 60} }}}
		today := when.At(time.Now()).Day()
		in := problem.Input{Side: actor.Principal, Source: "daily-check", Level: problem.Ordinary, Unit: unit,
			Facts: "公示不及时", Measures: measure.List{{Text: "公示"}}, Leader: 1, Handler: 2, Due: today + 30, Found: today}
		wrong := func(what, field string, err error) {
			t.Helper()
			var errs text.InputErrors
			if !errors.As(err, &errs) || errs[0].Field != field {
				t.Errorf("%s: %v", what, err)
			}
		}
		in.Handler = 77777
		_, err := p.Register(ctx, act.Command{Actor: office}, in)
		wrong("a handler who is nobody", "handler", err)
		in.Handler, in.Leader = 2, 77777
		_, err = p.Register(ctx, act.Command{Actor: office}, in)
		wrong("a leader who is nobody", "leader", err)
		in.Leader = 1
		r, err := p.Register(ctx, act.Command{Actor: office}, in)
		if err != nil {
			t.Fatal(err)
		}
		x, _, err := db.Problem(ctx, r.Object.ID)
		if err != nil {
			t.Fatal(err)
		}
		c := x.CorrectionOf()
		c.Handler, c.Reason = 77777, "换人"
		_, err = p.Correct(ctx, act.Command{Actor: office}, x.ID, x.Version, c)
		wrong("corrected to nobody", "handler", err)
		_, err = p.Match(ctx, act.Command{Actor: office}, x.ID, 77777, 0)
		wrong("matched with nobody", "leader", err)
	})
}
