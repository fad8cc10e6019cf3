package store

import (
	"context"
	"testing"
)

// TestDestroyedOpeningsAreFound takes a person's values away with their openings,
// so that nothing in the tables speaks against it. The proof stays intact, and
// that nobody recorded it is found, and where.
func TestDestroyedOpeningsAreFound(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx, k := context.Background(), newKeys(t)
		furnished(t, db, k)
		o := VerifyOptions{Key: k.verifier}
		raw := rawly(t, db)
		run := func(q string) {
			t.Helper()
			if _, err := raw.ExecContext(ctx, q); err != nil {
				t.Fatal(err)
			}
		}
		before := verified(t, db, o)
		run(`DELETE FROM opening WHERE entry IN (SELECT e.id FROM entry e JOIN person p ON p.id=e.object)`)
		q := `UPDATE person SET `
		for i, c := range persons.cols {
			if c.private {
				if i > 1 {
					q += `,`
				}
				q += c.name + `=''`
			}
		}
		run(q)
		v := verified(t, db, o)
		f, bad := v.First()
		if !bad || f.What != "opening-missing" || v.Journals[0].Root != before.Journals[0].Root {
			t.Fatalf("faults %v", faults(v))
		}
		var seq int64
		if err := db.queryRow(ctx, `SELECT MIN(e.seq) FROM entry e JOIN person p ON p.id=e.object`).Scan(&seq); err != nil ||
			f.Seq != seq {
			t.Errorf("named is entry %d, the first without its openings is %d (%v)", f.Seq, seq, err)
		}
		for _, r := range before.Journals {
			for seq := int64(1); seq <= r.Entries; seq++ {
				if _, err := db.ReceiptFor(ctx, r.Journal, seq, k.vkey); err != nil {
					t.Fatalf("receipt %s/%d after erasing: %v", r.Journal, seq, err)
				}
			}
		}
	})
}
