package store

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Whoever searches finds what the scope lists and nothing else, by any word of
// one or more characters, as the matter reads now.
func TestSearchKeepsToTheScope(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, a := county(t, db)
		other := office
		other.Grants = []actor.Grant{{Role: actor.SupervisoryOffice, Side: actor.Supervisory}}
		b := secondUnit(t, db, office)
		d := desk(db)
		draft := func(who actor.Actor, side actor.Side, unit ref.ID, subject string, assist ...ref.ID) ref.ID {
			in := input(unit)
			in.Subject, in.Assist = subject, assist
			r, err := d.Draft(ctx, act.Command{Actor: who}, side, in)
			if err != nil {
				t.Fatal(err)
			}
			return r.Object.ID
		}
		mine := draft(office, actor.Principal, a, "高山茶园承包")
		assisted := draft(office, actor.Principal, b, "高山茶厂用地", a)
		theirs := draft(other, actor.Supervisory, b, "高山药材收购")
		as := func(grants ...actor.Grant) access.Scope {
			return access.ScopeOf(actor.Actor{Jurisdiction: office.Jurisdiction, Grants: grants}, "order.see")
		}
		principal := actor.Grant{Role: actor.PrincipalOffice, Side: actor.Principal}
		clerk := func(u ref.ID) actor.Grant { return actor.Grant{Role: actor.Clerk, Unit: u, Own: []ref.ID{u}} }
		elsewhere := as(principal)
		find := func(s access.Scope, words string) []ref.ID {
			t.Helper()
			h, err := db.Search(ctx, s, words, 50)
			if err != nil {
				t.Fatal(err)
			}
			out := h.IDs
			if h.Count != len(out) {
				t.Errorf("%q: counted %d, listed %d", words, h.Count, len(out))
			}
			slices.Sort(out)
			return out
		}
		is := func(what string, got []ref.ID, want ...ref.ID) {
			t.Helper()
			if !slices.Equal(got, want) {
				t.Errorf("%s: found %v, want %v", what, got, want)
			}
		}
		is("the leading group", find(as(actor.Grant{Role: actor.LeadingGroup}), "高山"), mine, assisted, theirs)
		is("the office", find(elsewhere, "高山"), mine, assisted)
		is("two posts in one office", find(as(principal, principal), "高山"), mine, assisted)
		is("the other office", find(as(other.Grants...), "高山"), theirs)
		is("both offices", find(as(principal, other.Grants[0]), "高山"), mine, assisted, theirs)
		is("a clerk who also assists", find(as(clerk(a)), "高山"), mine, assisted)
		is("the other clerk", find(as(clerk(b)), "高山"), assisted, theirs)
		is("an office's clerk in a unit", find(as(other.Grants[0], clerk(a)), "高山"), mine, assisted, theirs)
		is("an office without a side",
			find(access.ScopeOf(actor.Actor{Jurisdiction: office.Jurisdiction,
				Grants: []actor.Grant{{Role: actor.PrincipalOffice}}}, "order.see"), "高山"))
		is("one character", find(elsewhere, "茶"), mine, assisted)
		is("two words", find(elsewhere, "高山 用地"), assisted)
		is("over the end of a word", find(elsewhere, "园用"))

		in := input(b)
		in.Subject = "高山茶厂停工"
		if _, err := d.Revise(ctx, act.Command{Actor: office}, assisted, 1, in); err != nil {
			t.Fatal(err)
		}
		is("what it said before", find(elsewhere, "用地"))
		is("what it says now", find(elsewhere, "停工"), assisted)
		is("who no longer assists", find(as(clerk(a)), "高山"), mine)
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Error(faults(v))
		}
	})
}

var errRefused = errors.New("refused")

// Commands of one batch share the write of the index; a refused one leaves
// nothing there.
func TestSearchRowsOfABatch(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		d := desk(db)
		hold := make(chan struct{})
		go db.submit(ctx, "", func(*Tx) error { <-hold; return nil }) // what follows waits and goes in one batch
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				in := input(unit)
				in.Subject = "茶叶收购"
				if i%4 != 3 {
					issue(ctx, d, office, actor.Principal, in)
					return
				}
				_, err := db.Perform(ctx, act.Command{Actor: office, Verb: "order.draft"}, func(t act.Tx) error {
					tx := t.(*Tx)
					o := order.Order{ID: tx.NewID(), Jurisdiction: office.Jurisdiction, Side: actor.Principal,
						State: order.Draft}.Apply(in)
					if err := tx.Allow("order.draft", o.Object(order.Nobody)); err != nil {
						return err
					}
					if err := tx.SaveOrder(o); err != nil {
						return err
					}
					return errRefused // after the search row was noted
				})
				if !errors.Is(err, errRefused) {
					t.Error(err)
				}
			})
		}
		close(hold)
		wg.Wait()
		h, err := db.Search(ctx, access.ScopeOf(office, "order.see"), "茶叶", 50)
		if err != nil || h.Count != 15 {
			t.Fatalf("found %d, want 15: %v", h.Count, err)
		}
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Error(faults(v))
		}
	})
}

// An index of an older shape is made anew by the first start after the upgrade.
func TestStaleIndexIsMadeAnew(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		if _, err := issue(ctx, desk(db), office, actor.Principal, input(unit)); err != nil {
			t.Fatal(err)
		}
		raw := rawly(t, db)
		for _, q := range []string{`DELETE FROM search WHERE ` + db.d.rowid() + `>0`,
			`INSERT INTO stale(derived) VALUES('search')`} {
			if _, err := raw.ExecContext(ctx, q); err != nil {
				t.Fatal(err)
			}
		}
		if v := verified(t, db, VerifyOptions{}); v.OK() {
			t.Fatal("the emptied index was not found")
		}
		if err := db.refresh(ctx); err != nil {
			t.Fatal(err)
		}
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Fatal(faults(v))
		}
		var n int
		if err := db.queryRow(ctx, `SELECT COUNT(*) FROM stale`).Scan(&n); err != nil || n != 0 {
			t.Fatalf("%d still stale: %v", n, err)
		}
	})
}

func secondUnit(t *testing.T, db *DB, who actor.Actor) (unit ref.ID) {
	t.Helper()
	_, err := db.Perform(context.Background(), act.Command{Actor: who, Verb: "unit.change"}, func(t act.Tx) error {
		tx := t.(*Tx)
		if err := tx.Allow("unit.change", objectOf(who.Jurisdiction)); err != nil {
			return err
		}
		unit = tx.NewID()
		if err := save(tx, units, of[bodies.Unit]{who.Jurisdiction,
			bodies.Unit{ID: unit, Code: "U2", When: when.Period{From: 1, To: when.Open}}}); err != nil {
			return err
		}
		if err := staff(tx, who.Jurisdiction, unit); err != nil {
			return err
		}
		return tx.Record("unit.founded.v1", ref.Ref{Kind: ref.Unit, ID: unit})
	})
	if err != nil {
		t.Fatal(err)
	}
	return unit
}
