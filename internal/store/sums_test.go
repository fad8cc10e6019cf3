package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// Whatever the scope, the filter and the day, a tab counts what its list holds:
// orders and problems of three units, assisting units among them, before and
// after they change, and on another day.
func TestTabsCountTheirLists(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		units := []ref.ID{unit, unit + 1000, unit + 2000}
		r := rand.New(rand.NewPCG(1, 2))
		sides := []actor.Side{actor.Principal, actor.Supervisory}
		levels := []problem.Level{problem.Slight, problem.Ordinary, problem.Serious}
		today := db.clock().Day()
		// Around the midnight with which the quarter begins, and in the months before.
		quarter := order.QuarterStart(today)
		about := func() when.Instant {
			return []when.Instant{quarter.Start() - 1, quarter.Start(), db.clock(), when.Date(2026, 5, 31).Start(),
				when.Date(2025, 11, 3).Start()}[r.IntN(5)]
		}
		var written []ref.ID
		n := 0
		put := func(change ref.ID) {
			t.Helper()
			_, err := db.Perform(ctx, act.Command{Actor: office, Verb: "order.draft"}, func(x act.Tx) error {
				tx := x.(*Tx)
				if err := tx.Allow("order.draft", objectOf(office.Jurisdiction)); err != nil {
					return err
				}
				o := order.Order{ID: change}
				if change == 0 {
					n++
					o.ID, o.Number = tx.NewID(), number.Number{Series: number.Order, Year: 2026, No: int64(n)}
					o.Jurisdiction, o.Unit, o.Side, o.Subject = office.Jurisdiction, units[r.IntN(3)], sides[r.IntN(2)], fmt.Sprint(
						"第", n, "项")
					written = append(written, o.ID)
				} else {
					var err error
					if o, err = tx.Order(change); err != nil {
						return err
					}
				}
				o.State, o.Level, o.Due, o.Special = order.States[r.IntN(len(order.States))], string(levels[r.IntN(3)]), today+
					when.Day(r.IntN(14))-7, r.IntN(5) == 0
				if o.IssuedAt, o.ClosedAt = 0, 0; r.IntN(4) > 0 {
					o.IssuedAt, o.ClosedAt = about(), about()
				}
				if o.Assist = nil; r.IntN(3) == 0 {
					o.Assist = []ref.ID{units[r.IntN(3)]}
				}
				if err := tx.SaveOrder(o); err != nil {
					return err
				}
				p := problem.Problem{ID: tx.NewID(), Jurisdiction: office.Jurisdiction, Unit: o.Unit, Side: o.Side,
					Level: levels[r.IntN(3)], Source: "daily-check", Facts: o.Subject,
					State: problem.States[1:][r.IntN(len(problem.States)-1)], Due: today + when.Day(r.IntN(14)) - 7,
					Number: number.Number{Series: number.Problem, Year: 2026, No: int64(tx.NewID())}, RegisteredAt: about()}
				if p.State == problem.Closed {
					p.ClosedAt = about()
				}
				if p.State == problem.Ordered || p.State == problem.Closed && r.IntN(2) == 0 {
					p.Order = o.ID
				}
				if err := tx.SaveProblem(p); err != nil {
					return err
				}
				return tx.Record("order.drafted.v1", ref.Ref{Kind: ref.Order, ID: o.ID})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		role := func(g ...actor.Grant) access.Scope {
			return access.ScopeOf(actor.Actor{Account: 7, Jurisdiction: office.Jurisdiction, Grants: g}, "order.see")
		}
		inUnit := actor.Grant{Role: actor.Clerk, Unit: units[1], Own: units[1:2]}
		scopes := map[string]access.Scope{
			"all":    role(actor.Grant{Role: actor.LeadingGroup}),
			"a side": role(actor.Grant{Role: actor.SupervisoryOffice, Side: actor.Supervisory}),
			"a unit": role(inUnit), "two units": role(actor.Grant{Role: actor.TeamMember, Own: units[:2]}),
			"a side and a unit": role(inUnit, actor.Grant{Role: actor.PrincipalOffice, Side: actor.Principal}),
		}
		check := func(when string, day when.Day) {
			t.Helper()
			b := order.Bounds{RedBefore: day - 2, Today: day, ClearFrom: day + 3}
			var tabs []order.Filter
			for _, f := range []order.Filter{{}, {Open: true}, {State: order.Closed}, {Working: true},
				{Light: order.Red, Bounds: b}, {Light: order.Yellow, Bounds: b}, {Light: order.Blue, Bounds: b}} {
				for _, u := range append([]ref.ID{0}, units...) {
					f.Unit = u
					tabs = append(tabs, f)
					f.Side, f.Level = actor.Principal, string(problem.Serious)
					tabs = append(tabs, f)
				}
			}
			var others []problem.Filter
			for _, f := range []problem.Filter{{}, {Open: true},
				{NeedsOrder: []problem.Level{problem.Ordinary, problem.Serious}}, {Overdue: day}, {State: problem.Rectified},
				{State: problem.Closed}} {
				for _, u := range append([]ref.ID{0}, units...) {
					f.Unit = u
					others = append(others, f, problem.Filter{Open: f.Open, NeedsOrder: f.NeedsOrder, Overdue: f.Overdue,
						State: f.State, Unit: u, Side: actor.Supervisory, Level: problem.Ordinary})
				}
			}
			for name, s := range scopes {
				p, err := db.Orders(ctx, s,
					order.Filter{Special: true, Tabs: append(tabs, order.Filter{Special: true}, order.Filter{Words: "项"})})
				if err != nil {
					t.Fatal(err)
				}
				if got := p.Tabs[len(tabs):]; got[0].Known || got[1].Known || p.Count != len(p.Lines) {
					t.Errorf("%s, %s: what tallies do not know is counted: %+v", when, name, got)
				}
				for i, f := range tabs {
					f.Limit = order.PageMost
					list, err := db.Orders(ctx, s, f)
					if err != nil {
						t.Fatal(err)
					}
					if got := p.Tabs[i]; !got.Known || got.More || got.N != len(list.Lines) || list.Count != got.N {
						t.Errorf("%s, %s: %+v: %+v, its list has %d and says %d", when, name, f, got, len(list.Lines), list.Count)
					}
				}
				q, err := db.Problems(ctx, s, problem.Filter{Tabs: append(others, problem.Filter{Unmatched: true})})
				if err != nil {
					t.Fatal(err)
				}
				if q.Tabs[len(others)].Known {
					t.Errorf("%s, %s: unmatched problems are counted", when, name)
				}
				for i, f := range others {
					f.Limit = order.PageMost
					list, err := db.Problems(ctx, s, f)
					if err != nil {
						t.Fatal(err)
					}
					if got := q.Tabs[i]; !got.Known || got.N != len(list.Lines) || list.Count != got.N {
						t.Errorf("%s, %s: %+v: %+v, its list has %d and says %d", when, name, f, got, len(list.Lines), list.Count)
					}
				}
				tallies, err := db.Tallies(ctx, s)
				if err != nil {
					t.Fatal(err)
				}
				got, want := trail.DoneSince(quarter, tallies), trail.Done{From: quarter}
				for f, n := range map[*order.Filter]*int64{{IssuedSince: quarter.Start()}: &want.Issued,
					{ClosedSince: quarter.Start()}: &want.Closed} {
					list, err := db.Orders(ctx, s, *f)
					if err != nil {
						t.Fatal(err)
					}
					*n = int64(list.Count)
				}
				for f, n := range map[*problem.Filter]*int64{{Since: quarter.Start()}: &want.Registered,
					{Closed: quarter.Start()}: &want.Ended} {
					list, err := db.Problems(ctx, s, *f)
					if err != nil {
						t.Fatal(err)
					}
					*n = int64(list.Count)
				}
				if got != want || got.Issued*got.Registered == 0 {
					t.Errorf("%s, %s: the quarter has %+v, its lists %+v", when, name, got, want)
				}
			}
			for _, f := range verified(t, db, VerifyOptions{}).State.Derived.Faults {
				if f.What == "derived-tally" { // the numbers are not from the counter here
					t.Errorf("%s: %+v", when, f)
				}
			}
		}
		for range 80 {
			put(0)
		}
		check("at first", today)
		for range 60 {
			put(written[r.IntN(len(written))])
		}
		check("after changes", today)
		check("next day", today+1)
		put(0)
		check("next day, one more", today+1)
	})
}
