package store

import (
	"context"
	"testing"
)

// TestTamperingIsFound edits every column of every covered table and of the
// evidence by hand, on both engines, and demands that verify finds each and
// names the entry. The columns come from the codecs, not from a list.
func TestTamperingIsFound(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		k := newKeys(t)
		furnished(t, db, k)
		n, beyond := 0, 0
		err := db.Drill(context.Background(), DrillOptions{Signer: k.signer, Key: k.verifier, Every: true}, func(x Trial) {
			n++
			if x.Beyond {
				beyond++
			}
			if !x.Good() {
				t.Errorf("%s: found %v (%s), must name %s/%d, beyond %v", x.What, x.Found, x.Fault.Error(), x.Journal, x.Seq, x.Beyond)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		columns := 0
		for _, c := range coveredTables {
			columns += len(c.cols)
		}
		if n < columns+6*len(coveredTables)+40 || beyond != 1 {
			t.Fatalf("only %d edits were tried for %d columns (%d beyond finding)", n, columns, beyond)
		}
		if v := verified(t, db, VerifyOptions{Key: k.verifier}); !v.OK() {
			t.Fatalf("the drill left traces: %v", faults(v))
		}
		t.Logf("%d edits", n)
	})
}
