package store

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/store/lent"
)

// wideColumns is more than fit into one word of bits, and into two.
const wideColumns = 150

type wide struct {
	ID      ref.ID
	Version int64
	Number  [wideColumns]int64
	Words   [wideColumns]string
}

// odd and even columns are of different sorts.
var wides = newTable("wide", func(w *wide) (*ref.ID, *int64) { return &w.ID, &w.Version }, func(c *codec, w *wide) {
	for i := range wideColumns {
		if i%2 == 0 {
			num(c, fmt.Sprintf("c%d", i), &w.Number[i])
		} else {
			words(c, fmt.Sprintf("c%d", i), &w.Words[i])
		}
	}
})

func wideHouse(t *testing.T) *Schema {
	ddl := "CREATE TABLE wide (id {key}, version {int} NOT NULL, digest {blob} NOT NULL"
	for i := range wideColumns {
		ddl += fmt.Sprintf(",\n\tc%d %s NOT NULL", i, []string{"{int}", "{text}"}[i%2])
	}
	return countyWith(t, &wides.covered, ddl+"){strict};\n")
}

// TestWideTable takes a table of 150 columns through everything the engine does
// with one: the columns of a row are set by different entries, read back,
// verified, edited by hand, exported as rows and taken in again.
func TestWideTable(t *testing.T) {
	enginesOf(t, wideHouse(t), func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, _ := county(t, db)
		c := act.Command{Actor: office}
		var w wide
		for i := range wideColumns {
			w.Number[i], w.Words[i] = int64(i+1), fmt.Sprint("字", i)
		}
		w.ID = put(t, db, c, wides, w).Object.ID
		for w.Version = 1; w.Version <= 3; w.Version++ { // each changes every third column
			for i := range wideColumns {
				if i%3 == int(w.Version)%3 {
					w.Number[i], w.Words[i] = w.Number[i]*1000+w.Version, fmt.Sprint("又", w.Version, "/", i)
				}
			}
			if w.Version == 3 {
				w.Number[148], w.Words[149] = 0, "" // the last of each sort go back to nothing
			}
			put(t, db, c, wides, w)
		}
		have, ok, err := get(ctx, db, wides, w.ID)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		for i := range wideColumns {
			if i%2 == 0 && have.Number[i] != w.Number[i] || i%2 == 1 && have.Words[i] != w.Words[i] {
				t.Errorf("column %d came back as %d %q", i, have.Number[i], have.Words[i])
			}
		}
		if h, err := db.History(ctx, w.ID, 0); err != nil || len(h.Events) != 4 {
			t.Fatalf("history of %d acts, %v", len(h.Events), err)
		}
		if err := db.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Fatalf("nothing was changed: %v", faults(v))
		}
		raw := rawly(t, db)
		for _, i := range []int{0, 1, 62, 63, 64, 65, 126, 127, 128, 129, 148, 149} { // about the ends of the words
			name, other, was := fmt.Sprintf("c%d", i), any("改"), any(w.Words[i])
			if i%2 == 0 {
				other, was = int64(-5), w.Number[i]
			}
			for _, x := range []any{other, was} {
				q := db.d.sql(`UPDATE wide SET ` + name + `=$1`)
				if _, err := raw.ExecContext(ctx, q, x); err != nil {
					t.Fatal(err)
				}
				f, bad := verified(t, db, VerifyOptions{}).First()
				if x == other && (!bad || !strings.Contains(f.Detail, fmt.Sprintf("wide/%d.%s:", w.ID, name))) {
					t.Errorf("column %d changed by hand: %v", i, f)
				}
				if x == was && bad {
					t.Errorf("column %d put back: %v", i, f)
				}
			}
		}
		var b bytes.Buffer
		if err := db.WriteRows(ctx, &b); err != nil {
			t.Fatal(err)
		}
		o := Options{Dir: t.TempDir(), Schema: db.tables, Clock: db.clock}
		if db.d.postgres {
			o.URL = lent.Postgres(t)
		}
		copied, err := Open(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		defer copied.Close()
		if err := copied.ReadRows(ctx, &b); err != nil {
			t.Fatal(err)
		}
		if v := verified(t, copied, VerifyOptions{}); !v.OK() {
			t.Fatalf("the copy: %v", faults(v))
		}
	})
}
