package store

import (
	"context"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
)

// Whatever of a matter's words changes, the index follows: also when it is the
// measures alone. It is not written anew when none does.
func TestTheIndexFollowsTheMeasures(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		in := input(unit)
		in.Measures = measure.List{{Text: "逐户核查"}}
		r, err := issue(ctx, desk(db), office, actor.Principal, in)
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Perform(ctx, act.Command{Actor: office, Verb: "order.draft"}, func(x act.Tx) error {
			tx := x.(*Tx)
			if err := tx.Allow("order.draft", objectOf(office.Jurisdiction)); err != nil {
				return err
			}
			o, err := tx.Order(r.Object.ID)
			if err != nil {
				return err
			}
			o.Measures = measure.List{{Text: "建立茶园台账"}}
			if err := tx.SaveOrder(o); err != nil {
				return err
			}
			return tx.Record("order.drafted.v1", ref.Ref{Kind: ref.Order, ID: o.ID})
		})
		if err != nil {
			t.Fatal(err)
		}
		all := access.ScopeOf(actor.Actor{Account: 7, Jurisdiction: office.Jurisdiction,
			Grants: []actor.Grant{{Role: actor.LeadingGroup}}}, "order.see")
		for words, want := range map[string]int{"茶园": 1, "逐户": 0} {
			p, err := db.Orders(ctx, all, order.Filter{Words: words})
			if err != nil || len(p.Lines) != want {
				t.Errorf("%s: %d found, %v; want %d", words, len(p.Lines), err, want)
			}
		}
		for _, f := range verified(t, db, VerifyOptions{}).State.Derived.Faults {
			if strings.Contains(f.What, "search") {
				t.Error(f)
			}
		}
	})
}
