package store

import (
	"context"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
)

// Lists limited to a person hold what the person leads or handles, open and
// closed, and nothing beyond the scope; counts and exports agree; they are
// found from the person, not by passing all rows of the county.
func TestListByPerson(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, a := county(t, db)
		b := secondUnit(t, db, office)
		d := desk(db)
		const liu, wang ref.ID = 901, 902
		order1 := func(unit, leader, handler ref.ID) ref.ID {
			r, err := d.Draft(ctx, act.Command{Actor: office}, actor.Principal, input(unit))
			if err != nil {
				t.Fatal(err)
			}
			// Who may be named is tested elsewhere: here only what lists read.
			by(t, db, `UPDATE orders SET leader=$1,handler=$2 WHERE id=$3`, int64(leader), int64(handler), int64(r.Object.ID))
			return r.Object.ID
		}
		led, handled, both := order1(a, liu, wang), order1(b, wang, liu), order1(a, liu, liu)
		order1(b, wang, wang)
		all := access.ScopeOf(office, "order.see")
		clerk := access.ScopeOf(actor.Actor{Jurisdiction: office.Jurisdiction,
			Grants: []actor.Grant{{Role: actor.Clerk, Unit: a, Own: []ref.ID{a}}}}, "order.see")
		for _, x := range []struct {
			scope access.Scope
			f     order.Filter
			want  []ref.ID
		}{
			{all, order.Filter{Person: liu, Sort: order.Newest}, []ref.ID{both, handled, led}},
			{all, order.Filter{Person: liu, Sort: order.Newest, Unit: b}, []ref.ID{handled}},
			{clerk, order.Filter{Person: liu, Sort: order.Newest}, []ref.ID{both, led}},
			{all, order.Filter{Person: 903, Sort: order.Newest}, nil},
		} {
			p, err := db.Orders(ctx, x.scope, x.f)
			if err != nil {
				t.Fatal(err)
			}
			var got, taken []ref.ID
			for _, l := range p.Lines {
				got = append(got, l.ID)
			}
			if err := db.EachOrder(ctx, x.scope, x.f,
				func(o order.Order) error { taken = append(taken, o.ID); return nil }); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, x.want) || p.Count != len(x.want) || !slices.Equal(taken, got) {
				t.Errorf("%+v: listed %v (counted %d, exported %v), want %v", x.f, got, p.Count, taken, x.want)
			}
		}
		if p, err := db.Problems(ctx, all, problem.Filter{Person: liu}); err != nil || len(p.Lines) != 0 {
			t.Error(p, err)
		}
		held, err := db.OrdersHeld(ctx, clerk, []ref.ID{liu, wang}, 20)
		if err != nil || len(held) != 2 || held[0] != both || held[1] != led {
			t.Errorf("of two people, within a unit: %v %v", held, err)
		}
		nobody := access.ScopeOf(actor.Actor{}, "problem.see")
		if none, err := db.ProblemsHeld(ctx, nobody, []ref.ID{liu, wang}, 20); err != nil || len(none) != 0 {
			t.Errorf("nobody's: %v %v", none, err)
		}
		if db.Postgres() {
			return // without rows enough its planner reads the table
		}
		w := orderWhere(all, order.Filter{Person: liu, Sort: order.Newest})
		db.walk(w)
		plan := explain(t, db, `SELECT id FROM orders WHERE `+w.String()+` ORDER BY id DESC LIMIT 51`, w.args...)
		if !strings.Contains(plan, "order_leader") || !strings.Contains(plan, "order_handler") ||
			strings.Contains(plan, "SCAN orders") {
			t.Error(plan)
		}
		pw := problemWhere(all, problem.Filter{Person: liu, Newest: true})
		db.walk(pw)
		if plan := explain(t, db, `SELECT id FROM problem WHERE `+pw.String()+` ORDER BY id DESC LIMIT 51`,
			pw.args...); !strings.Contains(plan, "problem_leader") || strings.Contains(plan, "SCAN problem") {
			t.Error(plan)
		}
	})
}

func explain(t *testing.T, db *DB, q string, args ...any) string {
	t.Helper()
	rows, err := db.query(context.Background(), `EXPLAIN QUERY PLAN `+q, args...)
	lines, err := collect(rows, err, func(r rowsLike, s *string) error {
		var a, b, c int
		return r.Scan(&a, &b, &c, s)
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// A matter is found by the names of its files, by those of before and after,
// within what one may see; verify and a rebuild know the same words.
func TestSearchFindsEvidence(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, a := county(t, db)
		b := secondUnit(t, db, office)
		d := desk(db)
		r, err := issue(ctx, d, office, actor.Principal, input(a))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range []evidence.Evidence{{Name: "茶园现场照片.heic", Phase: evidence.Before},
			{Name: "整改报告（盖章）.PDF", Phase: evidence.After}} {
			e.Digest, e.Type, e.Size = make([]byte, 32), "application/pdf", 9
			if _, err := d.Attach(ctx, act.Command{Actor: office, Key: "k" + e.Name}, r.Object.ID, e); err != nil {
				t.Fatal(err)
			}
		}
		scope := func(u ref.ID) access.Scope {
			return access.ScopeOf(actor.Actor{Jurisdiction: office.Jurisdiction,
				Grants: []actor.Grant{{Role: actor.Clerk, Unit: u, Own: []ref.ID{u}}}}, "order.see")
		}
		look := func(what string) {
			t.Helper()
			for _, x := range []struct {
				words string
				scope access.Scope
				want  int
			}{{"现场照片", scope(a), 1}, {"heic", scope(a), 1}, {"盖章 pdf", scope(a), 1}, {"现场照片", scope(b), 0}} {
				if h, err := db.Search(ctx, x.scope, x.words, 9); err != nil || h.Count != x.want {
					t.Errorf("%s: %q finds %d, want %d (%v)", what, x.words, h.Count, x.want, err)
				}
			}
			if v := verified(t, db, VerifyOptions{}); !v.OK() {
				t.Errorf("%s: %s", what, faults(v))
			}
		}
		look("as attached")
		if err := db.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		look("rebuilt")
	})
}
