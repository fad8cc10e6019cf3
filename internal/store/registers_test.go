package store

import (
	"context"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/when"
)

// TestReorganisationsAreKept renames a body and merges a unit, and reads both
// back: the body is the same one under two names, and the unit says where it
// went.
func TestReorganisationsAreKept(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, into := county(t, db)
		desk := bodies.Commands{Door: act.NewDoor(db, func(t act.Tx) bodies.Tx { return t.(*Tx) })}
		day := db.clock().Day()
		do := func(verb string, k bodies.Command) act.Receipt {
			t.Helper()
			r, err := desk.Do(ctx, act.Command{Actor: office},
				bodies.Act{Command: k, Verb: "unit.change", Kind: "test.changed.v1"})
			if err != nil {
				t.Fatal(verb, err)
			}
			return r
		}
		unit := do("found", bodies.FoundUnit{Code: "X9", Name: "旧局", Category: bodies.Government, From: day - 100}).Object.ID
		group := do("found", bodies.FoundBody{Kind: bodies.DisciplineGroup, Name: "派驻纪检组",
			Unit: unit, From: day - 100}).Object.ID
		do("rename", bodies.RenameBody{Body: group, Name: "派驻纪检监察组", On: day - 50, Document: "文"})
		names := func(on when.Day, want string) {
			t.Helper()
			c, err := db.County(ctx, office.Jurisdiction, on)
			if err != nil {
				t.Fatal(err)
			}
			if b, ok := c.Body(group); !ok || b.Name != want {
				t.Errorf("on %s: %q, want %q", on, b.Name, want)
			}
		}
		names(day-51, "派驻纪检组")
		names(day-50, "派驻纪检监察组")
		do("merge", bodies.MergeUnits{Unit: unit, Into: into, On: day, Document: "文"})
		// What was the merged unit's is now for those who act in the other one.
		person := do("add", bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: "张伟"}}).Object.ID
		do("appoint", bodies.Appoint{Person: person, Unit: into, Post: bodies.Clerk, Title: "联络员",
			Level: bodies.Staff, From: day - 60})
		for on, want := range map[when.Day]bool{day - 1: false, day: true} {
			c, err := db.County(ctx, office.Jurisdiction, on)
			if err != nil {
				t.Fatal(err)
			}
			a := ActorOf(c, account.Account{ID: 1, Person: person, Jurisdiction: office.Jurisdiction})
			if got := access.Can(a, "order.report", access.Object{Jurisdiction: office.Jurisdiction, Unit: unit}); got != want {
				t.Errorf("%s: the clerk may report on the merged unit's orders: %v", on, got)
			}
		}
		rows, err := db.Rows(ctx, office.Jurisdiction)
		if err != nil {
			t.Fatal(err)
		}
		r := bodies.NewRegister(rows)
		if u, _ := r.Unit(unit); u.Into != into || u.When.To != day {
			t.Errorf("%+v", u)
		}
		if n := r.BodyNames(group); len(n) != 2 || n[1].Period.To != day || n[0].Name != "派驻纪检组" {
			t.Errorf("%+v", n)
		}
	})
}
