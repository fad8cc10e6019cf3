package store

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"shuangze/internal/when"
)

// TestTamperingIsFound edits by hand one column of each sort of every covered table
// and of the evidence, in the long run every column, and demands that verify finds each
// and names the entry. The columns come from the codecs, not from a list.
func TestTamperingIsFound(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		k := newKeys(t)
		furnished(t, db, k)
		var now atomic.Int64 // the drill's own clock
		now.Store(int64(db.clock()))
		o := Options{Clock: func() when.Instant { return when.Instant(now.Load()) }}
		if o.Dir = filepath.Dir(db.url); db.d.postgres {
			o.Dir, o.URL, o.Seals = "", db.url, db.seals.path
		}
		db, err := Open(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		n, beyond, tried := 0, 0, map[string]bool{}
		every := os.Getenv("SHUANGZE_SOAK") != ""
		// Rows of a hundred tables are read by one declaration each: every table has some of the edits and every sort of
		// edit some of the tables.
		rows := 0
		sampled := func(what string) bool {
			table, _, _ := strings.Cut(strings.Replace(what, ":", ".", 1), ".")
			if _, covered := db.tables.covered[table]; !covered || every {
				return true
			}
			rows++
			return rows%4 == 0
		}
		err = db.Drill(context.Background(), DrillOptions{Signer: k.signer, Key: k.verifier,
			Pass: func() { now.Add(120_000_000) }, Every: every, Only: sampled}, func(x Trial) {
			n++
			if tried[x.What] = true; x.Absent {
				t.Errorf("%s: left out", x.What)
			}
			if x.Beyond {
				beyond++
			}
			if !x.Good() {
				t.Errorf("%s: found %v (%s), must name %s/%d %s, beyond %v", x.What, x.Found, x.Fault.Error(),
					x.Journal, x.Seq, x.Code, x.Beyond)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, what := range playedEdits(db.d.postgres) {
			if !tried[what] {
				t.Errorf("not tried: %s", what)
			}
		}
		columns := 0
		for _, c := range db.tables.covered {
			columns += len(c.cols)
		}
		least := 100
		if every {
			least = columns + 6*len(db.tables.covered) + 40
		}
		if n < least || beyond != 1 {
			t.Fatalf("only %d edits were tried for %d columns (%d beyond finding)", n, columns, beyond)
		}
		if v := verified(t, db, VerifyOptions{Key: k.verifier}); !v.OK() {
			t.Fatalf("the drill left traces: %v", faults(v))
		}
		t.Logf("%d edits", n)
	})
}

// playedEdits are the kinds of issue 11, part 1.
func playedEdits(postgres bool) []string {
	list := []string{
		"the later notes deleted from the table", "the later notes deleted from table and file",
		"the later notes deleted from table, file and beside the key",
		"the file of a journal's notes emptied", "the file of notes cut in its middle", "a note dropped from the file",
		"a note doubled in the file",
		"two notes swapped in the file", "another journal's note in the file",
		"a past act rewritten with nodes and head, its notes left",
		"the same, its notes deleted from table and file", "the same, its notes deleted beside the key too",
		"every note of every journal deleted everywhere",
		"search: a word added", "search: a word removed", "the catalogue: a trigger",
		"the catalogue: an index without its predicate",
	}
	if postgres {
		list = append(list, "the catalogue: a constraint dropped", "the catalogue: a predicate changed",
			"the catalogue: a publication", "a setting: commits that can be lost",
			"the catalogue: another collation", "the catalogue: a default", "the catalogue: an heir",
			"the catalogue: a table that a crash empties")
	}
	return list
}
