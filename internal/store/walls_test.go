package store

import (
	"context"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// No covered row changes without its record (design, wall 5): not through the
// handle of ephemeral rows, not by a command that forgets to record, not by one
// that was never authorised, and not through the reading pool.
func TestNothingIsWrittenWithoutItsRecord(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		state := func() (s [3]int64) {
			if err := db.queryRow(ctx, `SELECT COUNT(*),(SELECT COUNT(*) FROM unit),(SELECT MAX(version) FROM unit) FROM entry`).Scan(&s[0], &s[1], &s[2]); err != nil {
				t.Fatal(err)
			}
			return s
		}
		before := state()
		stays := func(what string, err error, why string) {
			t.Helper()
			if err == nil || !strings.Contains(err.Error(), why) {
				t.Errorf("%s: %v, want an error with %q", what, err, why)
			}
			if now := state(); now != before {
				t.Errorf("%s: %v is now %v", what, before, now)
			}
		}
		for name, c := range db.tables.classes {
			for _, q := range []string{"UPDATE " + name + " SET version=version", "DELETE FROM " + name,
				"INSERT INTO " + name + "(id) VALUES(1)",
				"DELETE FROM session WHERE id IN (SELECT id FROM " + name + ")"} {
				if c != ephemeral {
					_, err := db.keep(ctx, q)
					stays(q, err, "not ephemeral")
				}
			}
		}
		if _, covered := db.tables.covered["unit"]; !covered || db.tables.classes["unit"] != coveredClass {
			t.Fatal("unit is no longer covered: this test proves nothing")
		}
		for name, c := range db.tables.classes {
			if c == coveredClass && db.tables.covered[name] == nil {
				t.Errorf("%s is covered and stands in no list of codecs: its rows would not be verified", name)
			}
		}
		for name := range db.tables.covered {
			if db.tables.classes[name] != coveredClass {
				t.Errorf("%s has a codec of covered rows and is %q", name, db.tables.classes[name])
			}
		}
		found := func(tx *Tx) error {
			id := tx.NewID()
			return save(tx, units, of[bodies.Unit]{office.Jurisdiction, bodies.Unit{ID: id, Code: "U" + id.String(),
				When: when.Period{From: 1, To: when.Open}}})
		}
		perform := func(f func(*Tx) error) error {
			_, err := db.Perform(ctx, act.Command{Actor: office, Verb: "unit.change"},
				func(t act.Tx) error { return f(t.(*Tx)) })
			return err
		}
		stays("saved, not recorded", perform(func(tx *Tx) error {
			if err := tx.Allow("unit.change", objectOf(office.Jurisdiction)); err != nil {
				return err
			}
			return found(tx)
		}), "record")
		stays("recorded, then saved again", perform(func(tx *Tx) error {
			if err := tx.Allow("unit.change", objectOf(office.Jurisdiction)); err != nil {
				return err
			}
			if err := found(tx); err != nil {
				return err
			}
			if err := tx.Record("unit.founded.v1", ref.Ref{Kind: ref.Unit, ID: unit}); err != nil {
				return err
			}
			return found(tx)
		}), "without a record")
		stays("never authorised", perform(func(tx *Tx) error {
			if err := found(tx); err != nil {
				return err
			}
			return tx.Record("unit.founded.v1", ref.Ref{Kind: ref.Unit, ID: unit})
		}), "never authorised")
		stays("panic after the record", perform(func(tx *Tx) error {
			if err := tx.Allow("unit.change", objectOf(office.Jurisdiction)); err != nil {
				return err
			}
			if err := found(tx); err != nil {
				return err
			}
			if err := tx.Record("unit.founded.v1", ref.Ref{Kind: ref.Unit, ID: unit}); err != nil {
				return err
			}
			panic("the inside")
		}), "the inside")
		for _, name := range slices.Sorted(func(yield func(string) bool) {
			for n := range db.tables.classes {
				if !yield(n) {
					return
				}
			}
		}) {
			if _, err := db.read.ExecContext(ctx, "DELETE FROM "+name); err == nil {
				t.Errorf("the reading pool deletes from %s", name)
			}
		}
		stays("the reading pool", errClosed, "closing") // and nothing has gone
	})
}
