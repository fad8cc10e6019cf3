package store

import (
	"context"
	"slices"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// A list that is searched holds what the search finds, within the same scope,
// and keeps its other filters, its order and its pages.
func TestListByWords(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, a := county(t, db)
		b := secondUnit(t, db, office)
		d := desk(db)
		draft := func(unit ref.ID, subject string, due int) ref.ID {
			in := input(unit)
			in.Subject = subject
			in.Due += when.Day(due)
			r, err := issue(ctx, d, office, actor.Principal, in)
			if err != nil {
				t.Fatal(err)
			}
			return r.Object.ID
		}
		first, second, third := draft(a, "高山茶园承包", 9), draft(b, "高山药材收购", 1), draft(a, "高山茶厂用地", 5)
		draft(a, "河道采砂许可", 3)
		principal := access.ScopeOf(office, "order.see")
		clerk := access.ScopeOf(actor.Actor{Jurisdiction: office.Jurisdiction,
			Grants: []actor.Grant{{Role: actor.Clerk, Unit: a, Own: []ref.ID{a}}}}, "order.see")
		list := func(s access.Scope, f order.Filter) []ref.ID {
			t.Helper()
			p, err := db.Orders(ctx, s, f)
			if err != nil {
				t.Fatal(err)
			}
			var out []ref.ID
			for _, l := range p.Lines {
				out = append(out, l.ID)
			}
			if f.After.ID == 0 && f.Limit == 0 && p.Count != len(out) {
				t.Errorf("%+v: counted %d, listed %d", f, p.Count, len(out))
			}
			var taken []ref.ID
			if f.Limit == 0 {
				if err := db.EachOrder(ctx, s, f,
					func(o order.Order) error { taken = append(taken, o.ID); return nil }); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(taken, out) {
					t.Errorf("%+v: exported %v, listed %v", f, taken, out)
				}
			}
			return out
		}
		for name, x := range map[string]struct {
			s    access.Scope
			f    order.Filter
			want []ref.ID
		}{
			"by day":             {principal, order.Filter{Words: "高山"}, []ref.ID{second, third, first}},
			"the newest first":   {principal, order.Filter{Words: "高山", Sort: order.Newest}, []ref.ID{third, second, first}},
			"one character":      {principal, order.Filter{Words: "茶"}, []ref.ID{third, first}},
			"two words":          {principal, order.Filter{Words: "高山 用地"}, []ref.ID{third}},
			"with a filter":      {principal, order.Filter{Words: "高山", Unit: b}, []ref.ID{second}},
			"of a state":         {principal, order.Filter{Words: "高山", State: order.Closed}, nil},
			"within the scope":   {clerk, order.Filter{Words: "高山"}, []ref.ID{third, first}},
			"a word that is not": {principal, order.Filter{Words: "水库"}, nil},
			"no word at all":     {principal, order.Filter{Words: "??"}, nil},
		} {
			if got := list(x.s, x.f); !slices.Equal(got, x.want) {
				t.Errorf("%s: %v, want %v", name, got, x.want)
			}
		}
		p, err := db.Orders(ctx, principal, order.Filter{Words: "高山", Limit: 2})
		if err != nil || len(p.Lines) != 2 || p.Older.ID == 0 {
			t.Fatalf("%+v %v", p, err)
		}
		if got := list(principal, order.Filter{Words: "高山", Limit: 2, After: p.Older}); !slices.Equal(got, []ref.ID{first}) {
			t.Errorf("the second page has %v", got)
		}
	})
}
