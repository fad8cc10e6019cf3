package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/sift"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// What the statements of a list find is what the rule says of each value: for rows
// and questions drawn at random, on both engines.
func TestRowsAreWhatTheRuleSays(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		const rows, asked = 120, 400
		ctx, seed := context.Background(), rand.Uint64()
		t.Logf("seed %d", seed)
		draw := drawn{rand.New(rand.NewPCG(seed, 1))}
		office, _ := county(t, db)
		all, c := access.ScopeOf(actor.Machine(office.Jurisdiction, "test"), "order.see"), act.Command{Actor: office}
		var os []order.Order
		var ps []problem.Problem
		for i := range rows {
			o, p := draw.order(), draw.problem()
			o.Number.Year, o.Number.No, p.Number.Year, p.Number.No = 2026, int64(i+1), 2026, int64(i+1)
			o.Jurisdiction, p.Jurisdiction = office.Jurisdiction, office.Jurisdiction
			o.ID = put(t, db, c, orders, o).Object.ID
			p.ID = put(t, db, c, problems, p).Object.ID
			os, ps = append(os, o), append(ps, p)
		}
		found := 0
		for range asked {
			of, pf := draw.orders(), draw.problems()
			var got, want []ref.ID
			if err := db.EachOrder(ctx, all, of.ToEnd(), func(o order.Order) error {
				got = append(got, o.ID)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			sum, told := of.Sums()
			for _, o := range os {
				if k := orderTally(o).tally(1); told && sum(&k) != of.Holds(o) {
					t.Fatalf("%+v\n%+v\nits sum %+v says otherwise", of, o, k)
				}
				if of.Holds(o) {
					want = append(want, o.ID)
				}
			}
			same(t, of, got, want)
			found += len(want)
			got, want = nil, nil
			if err := db.EachProblem(ctx, all, pf.ToEnd(), func(p problem.Problem) error {
				got = append(got, p.ID)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			sum, told = pf.Sums()
			for _, p := range ps {
				if k := problemTally(p).tally(1); told && p.Order == 0 && sum(&k) != pf.Holds(p) {
					t.Fatalf("%+v\n%+v\nits sum %+v says otherwise", pf, p, k)
				}
				if pf.Holds(p) {
					want = append(want, p.ID)
				}
			}
			same(t, pf, got, want)
			found += len(want)
		}
		if found < asked {
			t.Errorf("only %d found by %d questions", found, 2*asked)
		}
	})
}

func same(t *testing.T, f any, got, want []ref.ID) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Fatalf("%+v\nrows  %v\nvalue %v", f, got, want)
	}
}

// drawn makes rows and filters of few and small values, so that questions meet rows.
type drawn struct{ *rand.Rand }

func oneDrawn[T any](d drawn, list ...T) T { return list[d.IntN(len(list))] }

// day is none, or one of a few.
func (d drawn) day() when.Day { return when.Day(d.IntN(8)) }

// reported is no moment, or one at the edge of the day by which something was due.
func (d drawn) reported(due when.Day) when.Instant {
	at := (due + 1).Start()
	return oneDrawn(d, 0, at, at-1)
}

func (d drawn) some() bool { return d.IntN(2) == 0 }

func (d drawn) order() order.Order {
	o := order.Order{Side: oneDrawn(d, actor.Principal, actor.Supervisory), State: oneDrawn(d, order.States...),
		Level: oneDrawn(d, "", "slight", "serious"), Urgency: oneDrawn(d, order.Flash, order.Urgent, order.Ordinary),
		Unit: ref.ID(1 + d.IntN(3)), Leader: ref.ID(d.IntN(4)), Handler: ref.ID(d.IntN(4)), Due: 1 + d.day(),
		AcknowledgeBy: d.day(), AskedDue: d.day(), ReviewBy: d.day(), Special: d.some(), LongTerm: d.some(),
		IssuedAt: when.Instant(d.IntN(6)), ClosedAt: when.Instant(d.IntN(6))}
	o.RequestedAt = d.reported(o.Due)
	return o
}

func (d drawn) problem() problem.Problem {
	p := problem.Problem{Side: oneDrawn(d, actor.Principal, actor.Supervisory),
		State: oneDrawn(d, problem.States...), Level: oneDrawn(d, problem.Levels...), Source: oneDrawn(d, "a", "b"),
		Category: oneDrawn(d, "", "c"), Unit: ref.ID(1 + d.IntN(3)), Leader: ref.ID(d.IntN(3)), Handler: ref.ID(d.IntN(3)),
		LeaderName: oneDrawn(d, "", "某"), HandlerName: oneDrawn(d, "", "某"), Due: d.day(), LongTerm: d.some(),
		Order: ref.ID(d.IntN(2)), RegisteredAt: when.Instant(1 + d.IntN(6)), ClosedAt: when.Instant(d.IntN(6)),
		History: d.IntN(4) == 0, NoteBy: d.day(), NotedAt: when.Instant(d.IntN(2))}
	p.RequestedAt = d.reported(p.Due)
	if d.some() {
		p.Proposals = []problem.Proposal{{Cause: problem.OverdueAgain, On: 1 + d.day()}}
	}
	return p
}

// ask turns on about two of the fields of a filter, those that stand for a question.
func (d drawn) ask(f reflect.Value, values map[string]func() any) {
	for name, value := range values {
		if d.IntN(len(values)) < 2 {
			at := f.FieldByName(name)
			if !at.IsValid() {
				panic(fmt.Sprintf("no field %s", name))
			}
			at.Set(reflect.ValueOf(value()))
		}
	}
}

func yes() any { return true }

// span is a period that holds the moments of rows, or none of them.
func (d drawn) span() any {
	from := when.Instant(1).Day() + when.Day(d.IntN(2))
	return when.Period{From: from, To: from + 1}
}

func (d drawn) orders() (f order.Filter) {
	day := func() any { return 1 + d.day() }
	at := func() any { return when.Instant(1 + d.IntN(6)) }
	d.ask(reflect.ValueOf(&f).Elem(), map[string]func() any{"Open": yes, "Working": yes, "Special": yes, "Asked": yes,
		"State": func() any { return oneDrawn(d, order.States...) }, "Unit": func() any { return ref.ID(1 + d.IntN(3)) },
		"Person":  func() any { return ref.ID(1 + d.IntN(3)) },
		"Side":    func() any { return oneDrawn(d, actor.Principal, actor.Supervisory) },
		"Level":   func() any { return oneDrawn(d, "slight", "serious") },
		"Urgency": func() any { return oneDrawn(d, order.Flash, order.Ordinary) },
		"Light":   func() any { return oneDrawn(d, order.Blue, order.Yellow, order.Red) },
		"Met":     func() any { return oneDrawn(d, sift.InTime, sift.Late) },
		"Unsaid":  day, "Review": day, "DueFrom": day, "DueBelow": day, "IssuedSince": at, "ClosedSince": at,
		"Issues": d.span, "Closes": d.span})
	f.Bounds = order.Bounds{RedBefore: 2, Today: 4, ClearFrom: 6}
	return f
}

func (d drawn) problems() (f problem.Filter) {
	day := func() any { return 1 + d.day() }
	at := func() any { return when.Instant(1 + d.IntN(6)) }
	d.ask(reflect.ValueOf(&f).Elem(), map[string]func() any{"Open": yes, "Unnoted": yes, "Unmatched": yes,
		"State": func() any { return oneDrawn(d, problem.States...) }, "Unit": func() any { return ref.ID(1 + d.IntN(3)) },
		"Person": func() any { return ref.ID(1 + d.IntN(2)) },
		"Side":   func() any { return oneDrawn(d, actor.Principal, actor.Supervisory) },
		"Level":  func() any { return oneDrawn(d, problem.Levels...) }, "Source": func() any { return oneDrawn(d, "a", "b") },
		"Met":      func() any { return oneDrawn(d, sift.InTime, sift.Late) },
		"Category": func() any { return "c" }, "Since": at, "Closed": at, "Overdue": day, "Proposed": day,
		"DueFrom": day, "DueBelow": day, "Registers": d.span, "Closes": d.span,
		"NeedsOrder": func() any { return oneDrawn(d, []problem.Level{}, problem.Levels[:1], problem.Levels) }})
	return f
}
