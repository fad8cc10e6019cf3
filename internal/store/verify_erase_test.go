package store

import (
	"context"
	"testing"
)

// TestErasedValuesLeaveTheProofIntact erases a person as the law may demand:
// opening destroyed, columns emptied. Half an erasure is a fault.
func TestErasedValuesLeaveTheProofIntact(t *testing.T) {
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
		v := verified(t, db, o)
		if f, bad := v.First(); !bad || f.What != "state-unopened" {
			t.Fatalf("the openings are gone and the values are not, found %v", faults(v))
		}
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
		v = verified(t, db, o)
		if !v.OK() || v.State.Erased != 9 || v.Journals[0].Root != before.Journals[0].Root {
			t.Fatalf("erased %d, faults %v", v.State.Erased, faults(v))
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
