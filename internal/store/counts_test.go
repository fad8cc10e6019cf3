package store

import (
	"context"
	"path/filepath"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
)

// What is counted from memory is what the rows say: after one's own writes,
// after a refused one, after those of another process, and after a rebuild.
func TestCountsFollowTheRows(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		scope := access.ScopeOf(office, "order.see")
		same := Options{Dir: filepath.Dir(db.url)}
		if db.d.postgres {
			same = Options{URL: db.url}
		}
		other := openTest(t, same)
		check := func(when string, db *DB, issued, withdrawn int64) {
			t.Helper()
			list, err := db.Tallies(ctx, scope)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int64{}
			for _, x := range list {
				if x.N <= 0 {
					t.Errorf("%s: an empty tally %+v", when, x)
				}
				if x.Subject == "order" {
					got[x.State] += x.N
				}
			}
			if got[string(order.Issued)] != issued || got[string(order.Withdrawn)] != withdrawn {
				t.Errorf("%s: %v, want %d issued and %d withdrawn", when, got, issued, withdrawn)
			}
			for _, f := range []order.Filter{{}, {Open: true}, {State: order.Issued}, {Unit: unit, Side: actor.Principal},
				{Light: order.Red, Bounds: desk(db).Rules.Bounds(db.clock().Day())}, {Asked: true}, {Open: true, Special: true},
				{Working: true}} {
				p, err := db.Orders(ctx, scope, f)
				if err != nil {
					t.Fatal(err)
				}
				if p.Count != len(p.Lines) {
					t.Errorf("%s: %+v counts %d and lists %d", when, f, p.Count, len(p.Lines))
				}
			}
		}
		write := func(db *DB, n int) {
			t.Helper()
			for range n {
				r, err := issue(ctx, desk(db), office, actor.Principal, input(unit))
				if err != nil {
					t.Fatal(err)
				}
				if _, err := desk(db).Withdraw(ctx, act.Command{Actor: office}, r.Object.ID, "情况已经查清,不再督办。"); err != nil {
					t.Fatal(err)
				}
				if _, err := issue(ctx, desk(db), office, actor.Principal, input(unit)); err != nil {
					t.Fatal(err)
				}
			}
		}
		check("before anything", db, 0, 0)
		write(db, 3)
		check("first reading", db, 3, 3)
		held, err := db.Tallies(ctx, scope)
		if err != nil {
			t.Fatal(err)
		}
		before := held[0]
		write(db, 2)
		check("own writes", db, 5, 5)
		if held[0] != before {
			t.Error("a list that was handed out changed")
		}
		if _, err := issue(ctx, desk(db), office, actor.Principal, order.DraftInput{}); err == nil {
			t.Fatal("an empty order was issued")
		}
		check("a refused write", db, 5, 5)
		check("another process", other, 5, 5)
		write(other, 1)
		check("the other's writes, there", other, 6, 6)
		check("the other's writes, here", db, 6, 6)
		write(db, 1)
		check("by turns, there", other, 7, 7)
		check("by turns, here", db, 7, 7)
		if err := db.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		check("rebuilt", db, 7, 7)
		if n := dump(t, db, `SELECT COUNT(*) FROM tally WHERE n=0`); n != dump(t, db, `SELECT 0`) {
			t.Errorf("empty tallies stay: %s", n)
		}
		if v := verified(t, db, VerifyOptions{}); v.State.Derived.Total != 0 {
			t.Errorf("derived: %+v", v.State.Derived)
		}
	})
}
