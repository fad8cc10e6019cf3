package store

import (
	"context"
	"errors"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// wrongField is the field and key of the first input error.
func wrongField(err error) string {
	var in text.InputErrors
	if errors.As(err, &in) {
		return in[0].Field + " " + in[0].Key
	}
	return ""
}

// What binds a problem binds its order: the level's limit, when it is drafted
// and when it is issued; a level that goes up goes up on the order too; and the
// problem is overdue by its own day whatever the order's is.
func TestTheOrderIsBoundByItsProblem(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		r, ctx := report(t, db), context.Background()
		orders := desk(db)
		orders.Rules.LevelLimit = func(level string, from when.Day) when.Deadline {
			return orders.Rules.Calendar.AddDays(from, map[string]int{"slight": 15, "ordinary": 30, "serious": 90}[level])
		}
		id := r.register(problem.Ordinary, "")
		in := input(r.unit)
		in.Problem, in.Due = id, r.today+31
		if _, err := orders.Draft(ctx, act.Command{Actor: r.office}, actor.Principal,
			in); wrongField(err) != "due problem.due-beyond-level" {
			t.Errorf("a day later than the level allows: %v", err)
		}
		in.Due = r.today + 30
		o := r.did(issue(ctx, orders, r.office, actor.Principal, in))
		if x, _, _ := db.Order(ctx, o); x.Level != "ordinary" || x.Due != r.today+30 {
			t.Errorf("%+v", x)
		}
		r.did(r.problems.Raise(ctx, act.Command{Actor: r.office}, id, "群众反映强烈"))
		if x, _, _ := db.Order(ctx, o); x.Level != "serious" {
			t.Errorf("the problem went up and its order is of level %q", x.Level)
		}
		// Registered with five days: its own day has passed on the sixth, the order's has not.
		on := func(day when.Day) []ref.ID { return r.list(problem.Filter{Overdue: day}) }
		r.want("on its own day", on(r.today+5))
		r.want("due yesterday, under an order", on(r.today+6), id)
		if v := verified(t, db, VerifyOptions{}); v.State.Total+v.State.Derived.Total+v.Strays.Total != 0 {
			t.Errorf("%v", faults(v))
		}
	})
}

// Nobody closes, corrects or takes up again a problem of their own unit, not even
// its discipline committee or an office that sits there.
func TestNobodyReviewsTheirOwnUnit(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		r, ctx := report(t, db), context.Background()
		id := r.register(problem.Slight, "")
		inside := actor.Actor{Account: 50, Person: 51, Jurisdiction: r.office.Jurisdiction, Grants: []actor.Grant{
			{Role: actor.DisciplineMember, Unit: r.unit, Own: []ref.ID{r.unit}, Answers: []ref.ID{r.unit}}}}
		seated := r.office
		seated.Grants = append(seated.Grants, inside.Grants...)
		for _, who := range []actor.Actor{inside, seated} {
			c := act.Command{Actor: who}
			_, err := r.problems.Close(ctx, c, id, "同意")
			r.refused("access.own-matter", err)
			_, err = r.problems.Reject(ctx, c, id, "还缺两个村的公示照片请补齐")
			r.refused("access.own-matter", err)
			_, err = r.problems.Correct(ctx, c, id, 1, problem.Correction{Reason: "x"})
			r.refused("access.own-matter", err)
			_, err = r.problems.Reopen(ctx, c, id, "反弹", r.today+5)
			r.refused("access.own-matter", err)
		}
	})
}

// Late signatures are listed and counted by the day for them; a long-term order
// is late by no day, and its quarterly look is asked for in time.
func TestUnsaidAndLongTerm(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		r, ctx := report(t, db), context.Background()
		orders := desk(db)
		scope := access.ScopeOf(r.office, "order.see")
		list := func(f order.Filter) (out []ref.ID) {
			t.Helper()
			p, err := db.Orders(ctx, scope, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range p.Lines {
				out = append(out, l.ID)
			}
			if p.Count != len(p.Lines) {
				t.Errorf("%+v counts %d and lists %d", f, p.Count, len(p.Lines))
			}
			return out
		}
		id := r.did(issue(ctx, orders, r.office, actor.Principal, input(r.unit)))
		o, _, _ := db.Order(ctx, id)
		r.want("on the day for it", list(order.Filter{Unsaid: o.AcknowledgeBy}))
		r.want("the day after", list(order.Filter{Unsaid: o.AcknowledgeBy + 1}), id)
		r.did(orders.Acknowledge(ctx, act.Command{Actor: r.hand}, id))
		r.want("signed late", list(order.Filter{Unsaid: o.AcknowledgeBy + 1}))

		late := o.Due + 40
		red := order.Filter{Light: order.Red, Bounds: orders.Rules.Bounds(late)}
		r.want("long overdue", list(red), id)
		r.did(orders.MakeLongTerm(ctx, act.Command{Actor: r.office}, id, "需要长期坚持"))
		r.want("kept up for good", list(red))
		o, _, _ = db.Order(ctx, id)
		r.want("the look before its quarter ends", list(order.Filter{Review: o.ReviewBy - 1}))
		r.want("the look at the quarter's end", list(order.Filter{Review: o.ReviewBy}), id)
		r.did(orders.Review(ctx, act.Command{Actor: r.office}, id, "仍在坚持"))
		r.want("looked at", list(order.Filter{Review: o.ReviewBy}))
		r.did(orders.EndLongTerm(ctx, act.Command{Actor: r.office}, id, "不再需要", r.today+3))
		r.want("it has a day again", list(red), id)
		if v := verified(t, db, VerifyOptions{}); v.State.Total+v.State.Derived.Total+v.Strays.Total != 0 {
			t.Errorf("%v", faults(v))
		}
	})
}
