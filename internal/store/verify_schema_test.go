package store

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"shuangze/internal/journal"
)

// TestWhatTheDatabaseIsMadeOf changes no value, but what decides about values.
func TestWhatTheDatabaseIsMadeOf(t *testing.T) {
	both := []struct{ what, do, undo, says string }{
		{"an extra table", `CREATE TABLE aside(n INTEGER)`, `DROP TABLE aside`, "table aside"},
		{"an extra view", `CREATE VIEW aside AS SELECT id FROM orders`, `DROP VIEW aside`, "view aside"},
		{"an extra column", `ALTER TABLE orders ADD COLUMN aside INTEGER`, `ALTER TABLE orders DROP COLUMN aside`, "orders"},
		{"an index dropped", `DROP INDEX order_problem`, `CREATE INDEX order_problem ON orders(problem) WHERE problem > 0`,
			"order"},
		{"a table out of the way", `ALTER TABLE lease RENAME TO aside`, `ALTER TABLE aside RENAME TO lease`, "table lease"},
		{"a migration too many", `INSERT INTO schema_version(version) VALUES(3)`,
			`DELETE FROM schema_version WHERE version=3`, "migration 3"},
	}
	sqlite := []struct{ what, do, undo, says string }{
		{"a trigger", `CREATE TRIGGER aside AFTER UPDATE ON orders BEGIN DELETE FROM letter; END`,
			`DROP TRIGGER aside`, "trigger aside"},
	}
	postgres := []struct{ what, do, undo, says string }{
		{"a trigger", `CREATE TRIGGER aside BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`, `DROP TRIGGER aside ON orders`, "aside on orders"},
		{"a rule", `CREATE RULE aside AS ON DELETE TO orders DO INSTEAD NOTHING`, `DROP RULE aside ON orders`,
			"aside on orders"},
		{"row security", `ALTER TABLE orders ENABLE ROW LEVEL SECURITY`, `ALTER TABLE orders DISABLE ROW LEVEL SECURITY`,
			"row security of orders"},
		{"row security forced", `ALTER TABLE orders FORCE ROW LEVEL SECURITY`,
			`ALTER TABLE orders NO FORCE ROW LEVEL SECURITY`, "row security of orders"},
		{"an index without its predicate", `DROP INDEX problem_leader; CREATE INDEX problem_leader ON problem(leader)`,
			`DROP INDEX problem_leader; CREATE INDEX problem_leader ON problem(leader) WHERE leader>0`, "leader > 0"},
		{"a key that is only unique", `ALTER TABLE lease DROP CONSTRAINT lease_pkey, ADD UNIQUE(name)`,
			`ALTER TABLE lease DROP CONSTRAINT lease_name_key, ADD PRIMARY KEY(name)`, "lease"},
		{"a key that waits", `ALTER TABLE lease DROP CONSTRAINT lease_pkey, ADD PRIMARY KEY(name) DEFERRABLE`,
			`ALTER TABLE lease DROP CONSTRAINT lease_pkey, ADD PRIMARY KEY(name)`, "lease"},
		{"a domain", `CREATE DOMAIN aside AS bigint CHECK (value<>123456); ALTER TABLE orders ALTER no TYPE aside`,
			`ALTER TABLE orders ALTER no TYPE bigint; DROP DOMAIN aside`, "column orders.no"},
		{"another collation", `ALTER TABLE lease ALTER holder TYPE text COLLATE "default"`,
			`ALTER TABLE lease ALTER holder TYPE text COLLATE "C"`, "column lease.holder"},
		{"a default", `ALTER TABLE orders ALTER no SET DEFAULT 7`, `ALTER TABLE orders ALTER no DROP DEFAULT`,
			"column orders.no"},
		{"an heir", `CREATE SCHEMA aside; CREATE TABLE aside.heir() INHERITS (orders)`, `DROP SCHEMA aside CASCADE`,
			"inheritance"},
		{"a table that a crash empties", `ALTER TABLE lease SET UNLOGGED`, `ALTER TABLE lease SET LOGGED`, "table lease"},
		{"a constraint with a function",
			`CREATE FUNCTION aside(bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true'; ALTER TABLE orders ADD CONSTRAINT aside CHECK (aside(no))`,
			`ALTER TABLE orders DROP CONSTRAINT aside; DROP FUNCTION aside`, "of orders"},
		{"a constraint not validated", `ALTER TABLE orders ADD CONSTRAINT aside CHECK (no<>5) NOT VALID`,
			`ALTER TABLE orders DROP CONSTRAINT aside`, "of orders"},
		{"an operator", `CREATE FUNCTION aside(bigint,text) RETURNS boolean LANGUAGE sql AS 'SELECT true'; CREATE OPERATOR = (LEFTARG=bigint, RIGHTARG=text, FUNCTION=aside)`,
			`DROP OPERATOR = (bigint,text); DROP FUNCTION aside`, "operator ="},
		{"a policy", `CREATE POLICY aside ON orders USING (no<>5)`, `DROP POLICY aside ON orders`, "aside on orders"},
		{"a publication", `CREATE PUBLICATION aside FOR TABLE orders`, `DROP PUBLICATION aside`, "publication aside"},
		{"a parameter of a table", `ALTER TABLE orders SET (autovacuum_enabled=off)`,
			`ALTER TABLE orders RESET (autovacuum_enabled)`, "table orders"},
		{"a column that takes nothing", `ALTER TABLE orders ALTER subject DROP NOT NULL`,
			`ALTER TABLE orders ALTER subject SET NOT NULL`, "column orders.subject"},
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
				if _, err := raw.ExecContext(context.Background(),
					db.d.sql(`CREATE TABLE lease (name {text} PRIMARY KEY, holder {text} NOT NULL, until {int} NOT NULL){strict}`)); err != nil {
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
	for _, q := range []string{`PRAGMA writable_schema=1`, `UPDATE sqlite_master SET sql='` + lax + `' WHERE name='entry'`,
		`PRAGMA writable_schema=RESET`} {
		if _, err := raw.ExecContext(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	v := verified(t, db, VerifyOptions{Key: k.verifier})
	if f, bad := v.First(); !bad || f.What != "schema-changed" {
		t.Errorf("a lax table: %v", faults(v))
	}
	for _, q := range []string{`UPDATE entry SET kind=CAST(kind AS BLOB),person=NULL WHERE id=(SELECT MAX(id) FROM entry WHERE journal=2)`,
		`PRAGMA writable_schema=1`, `UPDATE sqlite_master SET sql='` + declared + `' WHERE name='entry'`,
		`PRAGMA writable_schema=RESET`} {
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

// TestCommitsThatCanBeLost sets the server so that it answers before it has
// written: for the database, and for the connection.
func TestCommitsThatCanBeLost(t *testing.T) {
	address := os.Getenv("SHUANGZE_TEST_POSTGRES")
	if address == "" {
		t.Skip("no PostgreSQL lent")
	}
	ctx := context.Background()
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	name := "loose" + strconv.FormatInt(time.Now().UnixNano(), 36)
	if _, err := admin.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.ExecContext(ctx, "DROP DATABASE "+name+" WITH (FORCE)") })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	says := func(where, address string, want ...string) {
		db := openTest(t, Options{URL: address})
		v := verified(t, db, VerifyOptions{})
		for _, w := range want {
			if !slices.ContainsFunc(v.Schema.Faults, func(f journal.Fault) bool {
				return f.What == "schema-setting" &&
					strings.Contains(f.Detail, w)
			}) {
				t.Errorf("%s: no word of %q in %v", where, w, v.Schema.Faults)
			}
		}
		if len(want) == 0 && v.Schema.Total > 0 {
			t.Errorf("%s: %v", where, v.Schema.Faults)
		}
	}
	says("as it is made", u.String())
	says("the connection", u.String()+"&synchronous_commit=off", "synchronous_commit is off")
	if _, err := admin.ExecContext(ctx, "ALTER DATABASE "+name+" SET synchronous_commit=off"); err != nil {
		t.Fatal(err)
	}
	says("the database", u.String(), "synchronous_commit is off", "set for database "+name)
}
