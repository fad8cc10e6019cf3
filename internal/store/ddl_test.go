package store

import (
	"context"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/journal"
)

// TestMigrationsDeclareEveryColumn compares what the migrations make with what
// the codecs declare, so that a column cannot be forgotten in either.
func TestMigrationsDeclareEveryColumn(t *testing.T) {
	kinds := map[byte]string{journal.TagInt: "INT", journal.TagText: "TEXT", journal.TagBytes: "BLOB"}
	engines(t, func(t *testing.T, db *DB) {
		for name, c := range db.tables.covered {
			want := []string{"id INT", "version INT", "digest BLOB"}
			for _, col := range c.cols {
				kind := kinds[col.kind]
				if col.sealed {
					kind = "BLOB"
				}
				want = append(want, col.name+" "+kind)
			}
			rows, err := db.query(context.Background(), `SELECT * FROM `+name+` WHERE id<0`)
			if err != nil {
				t.Fatal(err)
			}
			types, err := rows.ColumnTypes()
			if err != nil {
				t.Fatal(err)
			}
			var have []string
			for _, x := range types {
				kind := x.DatabaseTypeName()
				switch kind {
				case "INT8", "INTEGER":
					kind = "INT"
				case "BYTEA":
					kind = "BLOB"
				}
				have = append(have, x.Name()+" "+kind)
			}
			rows.Close()
			slices.Sort(have)
			slices.Sort(want)
			if got, want := strings.Join(have, ", "), strings.Join(want, ", "); got != want {
				t.Errorf("%s:\nthe migrations make  %s\nthe codec declares   %s", name, got, want)
			}
		}
	})
}
