package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/store"
)

// Sound demands that everything verifies, that a rebuild leaves every row of every
// table as the commands left it, and that it verifies after that.
func (c *County) Sound(t *testing.T) {
	t.Helper()
	c.verify(t, "after the test")
	before := c.rows(t)
	if err := c.DB.Rebuild(context.Background()); err != nil {
		t.Fatal(err)
	}
	after := c.rows(t)
	for table := range before {
		was, is := before[table], after[table]
		for _, row := range was {
			if !slices.Contains(is, row) {
				t.Errorf("%s: the rebuild lost %.200s", table, row)
			}
		}
		for _, row := range is {
			if !slices.Contains(was, row) {
				t.Errorf("%s: only the rebuild made %.200s", table, row)
			}
		}
	}
	if len(before) < 10 {
		t.Errorf("only %d tables were compared", len(before))
	}
	c.verify(t, "after the rebuild")
}

func (c *County) verify(t *testing.T, when string) {
	t.Helper()
	v, err := c.DB.Verify(context.Background(), store.VerifyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if f, bad := v.First(); bad {
		t.Errorf("%s the database does not verify: %v", when, f)
	}
}

// rows are all rows of all tables as text, in no order. The tables of the search
// index are the engine's own: verify compares their words.
func (c *County) rows(t *testing.T) map[string][]string {
	t.Helper()
	db, err := sql.Open(c.driver, c.address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	q := `SELECT name FROM sqlite_master WHERE type='table'`
	if c.DB.Postgres() {
		q = `SELECT table_name FROM information_schema.tables WHERE table_schema=current_schema()`
	}
	out := map[string][]string{}
	for _, name := range read(t, db, q) {
		if strings.HasPrefix(name, "search") || strings.HasPrefix(name, "sqlite_") {
			continue
		}
		where := ""
		switch name {
		case "tally":
			where = " WHERE n<>0" // a figure that went back to nothing is not made again
		case "counter":
			where = " WHERE series<>'registers'" // counts changes and only moves on
		}
		out[name] = read(t, db, "SELECT * FROM "+name+where)
	}
	return out
}

func read(t *testing.T, db *sql.DB, q string) (out []string) {
	t.Helper()
	rows, err := db.Query(q)
	if err != nil {
		t.Fatalf("%v in %s", err, q)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, dest := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range values {
		dest[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			t.Fatal(err)
		}
		line := make([]string, len(values))
		for i, v := range values {
			line[i] = v.String
			if len(values) > 1 {
				line[i] = fmt.Sprintf("%q", v.String)
			}
		}
		out = append(out, strings.Join(line, " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
