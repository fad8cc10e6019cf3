package store

import (
	"bytes"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
)

type testKeys struct {
	vkey     string
	signer   note.Signer
	verifier note.Verifier
}

func newKeys(t testing.TB) testKeys {
	t.Helper()
	skey, vkey, err := journal.GenerateKey("test")
	if err != nil {
		t.Fatal(err)
	}
	s, err1 := note.NewSigner(skey)
	v, err2 := note.NewVerifier(vkey)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	return testKeys{vkey, s, v}
}

// made saves a row of any covered table with a value in every column, and
// changes some of them in a second act, so that columns of one row were set by
// different entries.
func made[T any](t testing.TB, db *DB, office actor.Actor, table *table[T]) {
	t.Helper()
	var id ref.ID
	for version := range int64(2) {
		_, err := db.Perform(context.Background(), act.Command{Actor: office, Verb: "test.make"}, func(a act.Tx) error {
			tx := a.(*Tx)
			tx.allowed = true
			if version == 0 {
				id = tx.NewID()
			} else if _, err := load(tx, table, id); err != nil {
				return err
			}
			s := stored{version: version, values: make([]journal.Value, len(table.cols))}
			for i, c := range table.cols {
				n := int64(i + 1)
				if version == 1 && i%3 == 0 && i > 3 {
					n += 100
				}
				switch c.kind {
				case journal.TagInt:
					s.values[i] = journal.Int(n + 40)
				case journal.TagText:
					s.values[i] = journal.Text("值" + strconv.FormatInt(n, 10))
				default:
					s.values[i] = journal.Bytes([]byte{byte(n), 2})
				}
			}
			if err := save(tx, table, table.decode(id, s)); err != nil {
				return err
			}
			return tx.Record("test.made.v1", ref.Ref{Kind: "test", ID: id}, act.Words("remark", "私语"),
				act.Code("table", table.name))
		})
		if err != nil {
			t.Fatalf("%s: %v", table.name, err)
		}
	}
}

// furnished is a county with rows in every covered table, evidence of every
// sort and two checkpoints.
func furnished(t testing.TB, db *DB, k testKeys) (first []Signed) {
	t.Helper()
	ctx := context.Background()
	office, unit := county(t.(*testing.T), db)
	d := desk(db)
	for range 5 {
		if _, err := issue(ctx, d, office, actor.Principal, input(unit)); err != nil {
			t.Fatal(err)
		}
	}
	first, err := db.Checkpoint(ctx, k.signer)
	if err != nil || len(first) != 2 {
		t.Fatalf("checkpoints %d, %v", len(first), err)
	}
	made(t, db, office, units)
	made(t, db, office, unitFacts)
	made(t, db, office, bodyRows)
	made(t, db, office, bodyNames)
	made(t, db, office, services)
	made(t, db, office, assignments)
	made(t, db, office, persons)
	made(t, db, office, appointments)
	made(t, db, office, accounts)
	made(t, db, office, tokens)
	made(t, db, office, passkeys)
	made(t, db, office, letters)
	made(t, db, office, evidences)
	made(t, db, office, problems)
	made(t, db, office, policyTexts)
	made(t, db, office, policyVersions)
	made(t, db, office, clauses)
	made(t, db, office, feeds)
	made(t, db, office, outlets)
	made(t, db, office, paperVersions)
	made(t, db, office, paperSignatures)
	made(t, db, office, handoverRows)
	made(t, db, office, drawUnits)
	for _, r := range rooms {
		if !db.tables.has(r.Table) { // of another test's house
			continue
		}
		made(t, db, office, r.t)
	}
	if _, err := db.Checkpoint(ctx, k.signer); err != nil {
		t.Fatal(err)
	}
	if err := db.Rebuild(ctx); err != nil { // made() goes past the tallies
		t.Fatal(err)
	}
	return first
}

func verified(t testing.TB, db *DB, o VerifyOptions) Verification {
	t.Helper()
	v, err := db.Verify(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func faults(v Verification) (out []journal.Fault) {
	for _, r := range v.Journals {
		out = append(out, r.Faults...)
	}
	return slices.Concat(out, v.Strays.Faults, v.State.Faults, v.State.Derived.Faults, v.Schema.Faults)
}

func TestVerifyPassesOnWhatTheHouseWrote(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		k := newKeys(t)
		first := furnished(t, db, k)
		v := verified(t, db, VerifyOptions{Key: k.verifier, Outside: [][]byte{first[0].Note, first[1].Note}})
		if !v.OK() {
			t.Fatalf("faults: %v", faults(v))
		}
		if v.State.Tables != len(db.tables.covered) || v.State.Rows < int64(len(db.tables.covered)) || v.State.Opened == 0 ||
			v.State.Forgotten != 0 {
			t.Fatalf("state %+v", v.State)
		}
		for name := range db.tables.covered {
			var n int
			if err := db.queryRow(context.Background(), `SELECT COUNT(*) FROM `+name).Scan(&n); err != nil || n == 0 {
				t.Errorf("%s has %d rows, %v: the tampering test would not reach it", name, n, err)
			}
		}
		for name, c := range db.tables.classes {
			if c == derived && db.tables.recounts[name] == nil {
				t.Errorf("derived table %s is never recounted", name)
			}
		}
	})
}

func TestBundleAndReceiptStandAlone(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx, k := context.Background(), newKeys(t)
		furnished(t, db, k)
		var file bytes.Buffer
		if err := db.Export(ctx, &file, Export{Openings: true, Key: k.vkey}); err != nil {
			t.Fatal(err)
		}
		b, err := journal.OpenBundle(bytes.NewReader(file.Bytes()), int64(file.Len()))
		if err != nil {
			t.Fatal(err)
		}
		live := verified(t, db, VerifyOptions{Key: k.verifier})
		for _, want := range live.Journals {
			j, err := b.Next()
			if err != nil {
				t.Fatal(err)
			}
			r, err := journal.Verify(j, k.verifier, nil)
			if err != nil || !r.OK() || r.Root != want.Root || r.Entries != want.Entries || r.Journal != want.Journal {
				t.Fatalf("bundle %+v %v, database %+v", r, err, want)
			}
			if n, bad, total, err := journal.VerifyOpenings(j, j); err != nil || total != 0 || n == 0 && r.Entries > 1 {
				t.Fatalf("openings of %s: %d, %v, %v", r.Journal, n, bad, err)
			}
		}
		const name = "acts/610927"
		for seq := int64(1); seq <= 8; seq++ {
			r, err := db.ReceiptFor(ctx, name, seq, k.vkey)
			if err != nil || r.Seq != seq {
				t.Fatalf("receipt %d: %v", seq, err)
			}
		}
		if _, err := db.ReceiptFor(ctx, name, 999, k.vkey); err == nil {
			t.Fatal("a receipt for an entry that is not there")
		}
		var was, is [32]byte
		size := int64(0)
		for _, r := range live.Journals {
			if r.Journal == name {
				size, is = r.Entries, r.Root
			}
		}
		var signed string
		if err := db.queryRow(ctx, `SELECT note FROM checkpoint WHERE journal=$1 ORDER BY size LIMIT 1`,
			name).Scan(&signed); err != nil {
			t.Fatal(err)
		}
		c, err := journal.OpenCheckpoint([]byte(signed), k.verifier)
		if err != nil {
			t.Fatal(err)
		}
		was = c.Root
		path, err := db.Consistency(ctx, name, c.Size, size)
		if err != nil {
			t.Fatal(err)
		}
		if err := journal.VerifyConsistency(c.Size, size, was, is, path); err != nil {
			t.Fatal(err)
		}
	})
}

func dump(t testing.TB, db *DB, q string) (out string) {
	t.Helper()
	rows, err := db.query(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	cols, _ := rows.Columns()
	for rows.Next() {
		vals := make([]sql.NullString, len(cols))
		dest := make([]any, len(cols))
		for i := range vals {
			dest[i] = &vals[i]
		}
		if err := rows.Scan(dest...); err != nil {
			t.Fatal(err)
		}
		for _, v := range vals {
			out += v.String + "|"
		}
		out += "\n"
	}
	return out
}

func TestRebuildMakesTheSameRows(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		d := desk(db)
		for range 7 {
			in := input(unit)
			in.Assist = []ref.ID{unit + 1, unit + 2}
			if _, err := issue(ctx, d, office, actor.Principal, in); err != nil {
				t.Fatal(err)
			}
		}
		search := `SELECT rowid FROM search ORDER BY rowid`
		if db.Postgres() {
			search = `SELECT id,words::text,scope::text FROM search ORDER BY id`
		}
		all := func() string {
			s := dump(t, db, `SELECT * FROM tally WHERE n<>0 ORDER BY 1,2,3,4,5,6,7`) +
				dump(t, db, `SELECT * FROM counter WHERE series<>'registers' ORDER BY 1,2,3`) +
				dump(t, db, `SELECT * FROM assist ORDER BY 1,2`) + dump(t, db, search)
			if !db.Postgres() {
				s += dump(t, db, `SELECT rowid FROM search WHERE search MATCH '"惠农 农补"' ORDER BY 1`)
			}
			return s
		}
		want := all()
		raw := rawly(t, db)
		clearSearch := `INSERT INTO search(search) VALUES('delete-all')`
		if db.Postgres() {
			clearSearch = `DELETE FROM search`
		}
		for _, q := range []string{`DELETE FROM tally`, `UPDATE counter SET no=no+5`, `DELETE FROM assist`, clearSearch} {
			if _, err := raw.ExecContext(ctx, q); err != nil {
				t.Fatal(err)
			}
		}
		if v := verified(t, db, VerifyOptions{}); v.State.Derived.Total < 4 {
			t.Fatalf("derived tables spoilt, found only %v", v.State.Derived.Faults)
		}
		if err := db.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if got := all(); got != want {
			t.Fatalf("rebuilt:\n%s\nwritten:\n%s", got, want)
		}
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Fatalf("after the rebuild: %v", faults(v))
		}
	})
}

// rawly is a way to the database beside the house, as a hand would take it.
func rawly(t testing.TB, db *DB) *sql.Conn {
	t.Helper()
	conn, err := db.beside(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.close() })
	return conn.conn
}
