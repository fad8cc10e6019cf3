package app

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/store"
)

// TestHalfDemoIsOnlyCleared clears an unfinished demonstration on PostgreSQL, and
// touches nothing where anything else stands.
func TestHalfDemoIsOnlyCleared(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := Config{Dir: t.TempDir(), Database: soakSchema(t, lentPostgres(t))}
	raw, err := sql.Open("pgx", c.Database)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	hand := func(q string) {
		t.Helper()
		if _, err := raw.Exec(q); err != nil {
			t.Fatal(q, err)
		}
	}
	count := func() (n int) {
		t.Helper()
		if err := raw.QueryRow(`SELECT COUNT(*) FROM information_schema.tables WHERE table_schema=current_schema()`).Scan(
			&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	h, err := Open(ctx, Config{Dir: c.Dir, Database: c.Database, unfinished: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.DB.Begin(ctx, demoWork); err != nil {
		t.Fatal(err)
	}
	if _, err := h.DB.Found(ctx, store.County{Code: "610927", Name: "镇坪县", Demo: true}, "console demo"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(h.Checkpoints(ctx), h.Close()); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(c.Dir, "checkpoints", "system.txt")
	notes, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	tables := count()
	for _, x := range []struct{ what, do, undo string }{
		{"a table more", `CREATE TABLE aside(n int)`, `DROP TABLE aside`},
		{"a view more", `CREATE VIEW aside AS SELECT id FROM orders`, `DROP VIEW aside`},
		{"a function more", `CREATE FUNCTION aside() RETURNS int LANGUAGE sql AS 'SELECT 1'`, `DROP FUNCTION aside`},
		{"a column more", `ALTER TABLE orders ADD COLUMN aside int`, `ALTER TABLE orders DROP COLUMN aside`},
		{"a county at work", `UPDATE jurisdiction SET demo=0`, `UPDATE jurisdiction SET demo=1`},
		{"a county's journal", `UPDATE head SET journal='acts/610927' WHERE journal='demo-acts/610927'`,
			`UPDATE head SET journal='demo-acts/610927' WHERE journal='acts/610927'`},
		{"another mark", `UPDATE lease SET holder='restore' WHERE name='unfinished'`,
			`UPDATE lease SET holder='demo' WHERE name='unfinished'`},
		{"a table less", `ALTER TABLE stale RENAME TO aside`, `ALTER TABLE aside RENAME TO stale`},
	} {
		hand(x.do)
		var no *store.NotOnly
		if err := clearDemo(ctx, c); !errors.As(err, &no) {
			t.Errorf("%s: %v", x.what, err)
		}
		if b, _ := os.ReadFile(own); count() < tables || string(b) != string(notes) {
			t.Fatalf("%s: something was removed", x.what)
		}
		hand(x.undo)
	}
	if err := os.WriteFile(own, append(notes, strings.Replace(string(notes), "\ntime ", "\ntime 9", 1)...),
		0o644); err != nil {
		t.Fatal(err)
	}
	if err := clearDemo(ctx, c); err == nil || count() != tables {
		t.Errorf("a file with another's notes: %v", err)
	}
	if err := os.WriteFile(own, notes, 0o644); err != nil {
		t.Fatal(err)
	}
	free, err := soleDemo(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := BuildDemo(ctx, c, 1, 20000); !errors.Is(err, errDemoBusy) || count() != tables {
		t.Errorf("while another builds it: %v", err)
	}
	if err := free(); err != nil {
		t.Fatal(err)
	}
	if err := clearDemo(ctx, c); err != nil {
		t.Fatal(err)
	}
	if n := count(); n != 0 {
		t.Errorf("%d tables are left", n)
	}
	again, err := Open(ctx, Config{Dir: c.Dir, Database: c.Database})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if _, err := again.Found(ctx, "test"); err != nil {
		t.Fatal(err)
	}
	if err := again.Checkpoints(ctx); err != nil {
		t.Errorf("the empty database cannot be used: %v", err)
	}
}
