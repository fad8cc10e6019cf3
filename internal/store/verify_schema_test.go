package store

import (
	"context"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/journal"
)

// TestWhatTheDatabaseIsMadeOf changes no value, but what decides about values.
func TestWhatTheDatabaseIsMadeOf(t *testing.T) {
	both := []struct{ what, do, undo, says string }{
		{"an extra table", `CREATE TABLE aside(n INTEGER)`, `DROP TABLE aside`, "table aside"},
		{"an extra view", `CREATE VIEW aside AS SELECT id FROM orders`, `DROP VIEW aside`, "view aside"},
		{"an extra column", `ALTER TABLE orders ADD COLUMN aside INTEGER`, `ALTER TABLE orders DROP COLUMN aside`, "orders"},
		{"an index dropped", `DROP INDEX order_problem`, `CREATE INDEX order_problem ON orders(problem) WHERE problem > 0`, "order"},
		{"a table out of the way", `ALTER TABLE lease RENAME TO aside`, `ALTER TABLE aside RENAME TO lease`, "table lease"},
		{"a migration too many", `INSERT INTO schema_version(version) VALUES(3)`, `DELETE FROM schema_version WHERE version=3`, "migration 3"},
	}
	sqlite := []struct{ what, do, undo, says string }{
		{"a trigger", `CREATE TRIGGER aside AFTER UPDATE ON orders BEGIN DELETE FROM letter; END`, `DROP TRIGGER aside`, "trigger aside"},
	}
	postgres := []struct{ what, do, undo, says string }{
		{"a trigger", `CREATE TRIGGER aside BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`, `DROP TRIGGER aside ON orders`, "aside on orders"},
		{"a rule", `CREATE RULE aside AS ON DELETE TO orders DO INSTEAD NOTHING`, `DROP RULE aside ON orders`, "aside on orders"},
		{"row security", `ALTER TABLE orders ENABLE ROW LEVEL SECURITY`, `ALTER TABLE orders DISABLE ROW LEVEL SECURITY`, "row security of orders"},
		{"a column that takes nothing", `ALTER TABLE orders ALTER subject DROP NOT NULL`, `ALTER TABLE orders ALTER subject SET NOT NULL`, "column orders.subject"},
	}
	engines(t, func(t *testing.T, db *DB) {
		k := newKeys(t)
		furnished(t, db, k)
		raw := rawly(t, db)
		list := append(both, sqlite...)
		if db.d.postgres {
			list = append(both[:len(both):len(both)], postgres...)
		}
		for _, x := range list {
			if _, err := raw.ExecContext(context.Background(), x.do); err != nil {
				t.Fatalf("%s: %v", x.what, err)
			}
			v := verified(t, db, VerifyOptions{Key: k.verifier})
			if !slices.ContainsFunc(v.Schema.Faults, func(f journal.Fault) bool { return strings.Contains(f.Detail, x.says) }) {
				t.Errorf("%s: found %v", x.what, faults(v))
			}
			if _, err := raw.ExecContext(context.Background(), x.undo); err != nil {
				t.Fatalf("%s: %v", x.what, err)
			}
			if x.what == "a table out of the way" && !db.d.postgres { // SQLite writes its name otherwise now
				raw.ExecContext(context.Background(), `DROP TABLE lease`)
				if _, err := raw.ExecContext(context.Background(), db.d.sql(`CREATE TABLE lease (name {text} PRIMARY KEY, holder {text} NOT NULL, until {int} NOT NULL){strict}`)); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// TestValuesOfAnotherSort puts text where a number belongs and nothing where
// something must be, behind a declaration that is then put back.
func TestValuesOfAnotherSort(t *testing.T) {
	db := openTest(t, Options{Dir: t.TempDir()})
	k := newKeys(t)
	furnished(t, db, k)
	ctx, raw := context.Background(), rawly(t, db)
	var declared string
	if err := raw.QueryRowContext(ctx, `SELECT sql FROM sqlite_master WHERE name='entry'`).Scan(&declared); err != nil {
		t.Fatal(err)
	}
	lax := strings.NewReplacer(" STRICT", "", " NOT NULL", "").Replace(declared)
	for _, q := range []string{`PRAGMA writable_schema=1`, `UPDATE sqlite_master SET sql='` + lax + `' WHERE name='entry'`, `PRAGMA writable_schema=RESET`} {
		if _, err := raw.ExecContext(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	v := verified(t, db, VerifyOptions{Key: k.verifier})
	if f, bad := v.First(); !bad || f.What != "schema-changed" {
		t.Errorf("a lax table: %v", faults(v))
	}
	for _, q := range []string{`UPDATE entry SET kind=CAST(kind AS BLOB),person=NULL WHERE id=(SELECT MAX(id) FROM entry WHERE journal=2)`,
		`PRAGMA writable_schema=1`, `UPDATE sqlite_master SET sql='` + declared + `' WHERE name='entry'`, `PRAGMA writable_schema=RESET`} {
		if _, err := raw.ExecContext(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	v = verified(t, db, VerifyOptions{Key: k.verifier})
	var says []string
	for _, f := range v.Schema.Faults {
		says = append(says, f.Error())
	}
	if all := strings.Join(says, "\n"); !strings.Contains(all, "entry.person") || !strings.Contains(all, "entry.kind") {
		t.Errorf("found\n%s", all)
	}
}
