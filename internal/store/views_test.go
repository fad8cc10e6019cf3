package store

import (
	"context"
	"fmt"
	"testing"

	"shuangze/internal/lists/view"
	"shuangze/internal/ref"
)

// Views are kept by account: in the order of saving, one of a list shown first,
// no name twice, no more than may be, and nobody else's reached.
func TestViewsAreKept(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		k := NewViews(db)
		add := func(account int64, l view.List, name string, usual bool) view.View {
			t.Helper()
			v := view.View{List: l, Name: name, Query: "q=" + name, Usual: usual}
			var err error
			if v.ID, err = k.AddView(ctx, ref.ID(7+account), v); err != nil {
				t.Fatal(err)
			}
			return v
		}
		says := func(want string) {
			t.Helper()
			for _, k := range []*Views{k, NewViews(db)} { // remembered and read
				got := ""
				list, err := k.Views(ctx, 7)
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range list {
					got += fmt.Sprint(v.List, " ", v.Name, " ", v.Usual, "; ")
				}
				if got != want {
					t.Errorf("%q, want %q", got, want)
				}
			}
		}
		says("")
		a, b := add(0, view.Orders, "a", true), add(0, view.Orders, "b", false)
		add(0, view.Problems, "c", true)
		add(1, view.Orders, "others", true)
		add(0, view.Orders, "a", false) // came in between
		says("orders a true; orders b false; problems c true; ")
		b.Name, b.Usual = "B", true
		if err := k.ChangeView(ctx, 7, b); err != nil {
			t.Fatal(err)
		}
		says("orders a false; orders B true; problems c true; ")
		if err := k.DropView(ctx, 8, a.ID); err != nil {
			t.Fatal(err)
		}
		if b.Usual = false; k.ChangeView(ctx, 7, b) != nil || k.DropView(ctx, 7, a.ID) != nil {
			t.Fatal("change or drop")
		}
		says("orders B false; problems c true; ")
		for i := range view.Most + 3 {
			add(0, view.People, fmt.Sprint(i), false)
		}
		if list, err := k.Views(ctx, 7); err != nil || len(list) != 2+view.Most {
			t.Errorf("%d views, %v", len(list), err)
		}
	})
}
