package store

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// A list that is read to its end is the list of one moment: what is added,
// closed and put off meanwhile changes nothing of it, in either order.
func TestEachOrderIsOneMoment(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx, n := context.Background(), 2*takePage+7
		office, unit := county(t, db)
		scope := access.ScopeOf(office, "order.see")
		write := func(f func(*Tx) error) {
			t.Helper()
			if _, err := db.Perform(ctx, act.Command{Actor: office, Verb: "order.draft"}, func(x act.Tx) error {
				if err := x.Allow("order.draft", access.Object{Jurisdiction: office.Jurisdiction,
					Side: actor.Principal}); err != nil {
					return err
				}
				return f(x.(*Tx))
			}); err != nil {
				t.Fatal(err)
			}
		}
		var ids []ref.ID
		add := func(tx *Tx, k int) error {
			o := order.Order{ID: tx.NewID(), Jurisdiction: office.Jurisdiction, Side: actor.Principal, State: order.InProgress,
				Subject: fmt.Sprint("事项", k), Unit: unit, Due: when.Day(20000 + k%97)}
			ids = append(ids, o.ID)
			if err := tx.SaveOrder(o); err != nil {
				return err
			}
			return tx.Record("order.drafted.v1", ref.Ref{Kind: ref.Order, ID: o.ID})
		}
		write(func(tx *Tx) (err error) {
			for k := 0; k < n && err == nil; k++ {
				err = add(tx, k)
			}
			return err
		})
		for name, f := range map[string]order.Filter{"by number": {Sort: order.Newest}, "by day": {Open: true}} {
			seen, last := map[ref.ID]bool{}, order.Order{}
			if err := db.EachOrder(ctx, scope, f, func(o order.Order) error {
				if len(seen) == 3 { // somebody works on, while page 1 of 3 is handed over
					write(func(tx *Tx) error {
						for _, id := range []ref.ID{ids[1], ids[n/2], ids[n-1]} {
							o, err := tx.Order(id)
							if err != nil {
								return err
							}
							if o.Due += 1000; id == ids[n/2] {
								o.State = order.Closed
							}
							if err := tx.SaveOrder(o); err != nil {
								return err
							}
							if err := tx.Record("order.reported.v1", ref.Ref{Kind: ref.Order, ID: id}); err != nil {
								return err
							}
						}
						return add(tx, 5)
					})
				}
				switch {
				case seen[o.ID]:
					t.Errorf("%s: %s twice", name, o.Subject)
				case last.ID != 0 && f.Sort == order.Newest && o.ID >= last.ID, last.ID != 0 && f.Open &&
					(o.Due < last.Due || o.Due == last.Due && o.ID < last.ID):
					t.Errorf("%s: %d after %d", name, o.ID, last.ID)
				}
				seen[o.ID], last = true, o
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if len(seen) != n {
				t.Errorf("%s: %d orders of %d", name, len(seen), n)
			}
			// As before for the next one: closed again and without the new one.
			write(func(tx *Tx) error {
				o, err := tx.Order(ids[n/2])
				if err != nil {
					return err
				}
				o.State = order.InProgress
				if err := tx.SaveOrder(o); err != nil {
					return err
				}
				if err := tx.Record("order.reopened.v1", ref.Ref{Kind: ref.Order, ID: o.ID}); err != nil {
					return err
				}
				n++
				return nil
			})
		}
		enough := errors.New("enough")
		if err := db.EachOrder(ctx, scope, order.Filter{}, func(order.Order) error { return enough }); err != enough {
			t.Error(err)
		}
		gone, leave := context.WithCancel(ctx)
		leave()
		if err := db.EachOrder(gone, scope, order.Filter{}, func(order.Order) error { return nil }); !errors.Is(err,
			context.Canceled) {
			t.Error(err)
		}
		nobody := access.ScopeOf(actor.Actor{Jurisdiction: office.Jurisdiction}, "order.see")
		if err := db.EachOrder(ctx, nobody, order.Filter{}, func(order.Order) error { return enough }); err != nil {
			t.Error("somebody without a reach reads:", err)
		}
	})
}

// A list by number never sorts the county, page by page.
func TestListsByNumberDoNotSort(t *testing.T) {
	db := openTest(t, Options{Dir: t.TempDir()})
	ctx := context.Background()
	office, _ := county(t, db)
	after := order.Cursor{ID: 5}
	for _, a := range []actor.Actor{office, actor.Machine(office.Jurisdiction, "test")} {
		s := access.ScopeOf(a, "import.problems")
		if _, err := db.Orders(ctx, s, order.Filter{Sort: order.Newest, After: after}); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Problems(ctx, s, problem.Filter{Newest: true, After: problem.Cursor(after)}); err != nil {
			t.Fatal(err)
		}
	}
	texts := 0
	db.stmts.Range(func(q, _ any) bool {
		text := regexp.MustCompile(`\$\d+`).ReplaceAllString(q.(string), "1")
		if !strings.Contains(text, "ORDER BY id") || !strings.Contains(text, "id<1") {
			return true
		}
		texts++
		rows, err := db.read.QueryContext(ctx, "EXPLAIN QUERY PLAN "+text)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var a, b, c int
			var step string
			if err := rows.Scan(&a, &b, &c, &step); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(step, "TEMP B-TREE") {
				t.Errorf("%s\n%s", step, text)
			}
		}
		return true
	})
	if texts < 2 {
		t.Errorf("%d statements were looked at", texts)
	}
}
