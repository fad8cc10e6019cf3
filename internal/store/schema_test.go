package store

import (
	"context"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/store/lent"
	"shuangze/internal/when"
)

// enginesOf runs a test on both engines with a set of tables.
func enginesOf(t *testing.T, s *Schema, f func(*testing.T, *DB)) {
	t.Run("sqlite", func(t *testing.T) { f(t, openTest(t, Options{Dir: t.TempDir(), Schema: s})) })
	t.Run("postgres", func(t *testing.T) {
		f(t, openTest(t, Options{URL: lent.Postgres(t), Dir: t.TempDir(), Schema: s}))
	})
}

// countyWith is a county's schema with one more covered table, which the
// statement makes.
func countyWith(t testing.TB, more *covered, ddl string) *Schema {
	t.Helper()
	files := fstest.MapFS{"9999.sql": {Data: []byte(ddl)}}
	list, err := fs.ReadDir(countySchema.migrations, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		body, err := fs.ReadFile(countySchema.migrations, f.Name())
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name()] = &fstest.MapFile{Data: body}
	}
	s := *countySchema
	s.classes, s.covered = maps.Clone(s.classes), maps.Clone(s.covered)
	s.classes[more.name], s.covered[more.name] = coveredClass, more
	s.migrations, s.version = files, s.version+1
	return &s
}

// notice is what stands on a portal in this test.
type notice struct {
	ID      ref.ID
	Version int64
	Words   string
	Day     when.Day
}

var notices = newTable("notice", func(n *notice) (*ref.ID, *int64) { return &n.ID, &n.Version },
	func(c *codec, n *notice) {
		words(c, "words", &n.Words)
		num(c, "day", &n.Day)
	})

// portal is a house that shares no table with a county's but the engine's own.
var portal = &Schema{
	classes: map[string]class{
		"head": evidenceClass, "entry": evidenceClass, "node": evidenceClass, "opening": evidenceClass,
		"checkpoint":  evidenceClass,
		"idempotency": ephemeral, "lease": ephemeral, "schema_version": house, "stale": house, "notice": coveredClass,
	},
	covered: tablesOf(&notices.covered),
	version: 2,
	remake:  func(dialect) []string { return nil },
	migrations: fstest.MapFS{
		"0001.sql": {Data: []byte(`CREATE TABLE head (journal {text} PRIMARY KEY, no {int} NOT NULL, size {int} NOT NULL,
	frontier {blob} NOT NULL, next_id {int} NOT NULL, at {int} NOT NULL){strict};
CREATE TABLE entry (id {key}, journal {int} NOT NULL, seq {int} NOT NULL, at {int} NOT NULL, kind {text} NOT NULL,
	object_kind {text} NOT NULL, object {int} NOT NULL, person {int} NOT NULL, frozen {blob} NOT NULL){strict};
CREATE TABLE node (journal {int} NOT NULL, level {int} NOT NULL, idx {int} NOT NULL, hash {blob} NOT NULL,
	PRIMARY KEY(journal, level, idx)){clustered};
CREATE TABLE opening (entry {key}, body {text} NOT NULL){strict};
CREATE TABLE checkpoint (journal {text} NOT NULL, size {int} NOT NULL, at {int} NOT NULL, note {text} NOT NULL,
	PRIMARY KEY(journal, size)){strict};
CREATE TABLE idempotency (actor {text} NOT NULL, name {text} NOT NULL, digest {blob} NOT NULL, journal {text} NOT NULL,
	seq {int} NOT NULL, at {int} NOT NULL, object_kind {text} NOT NULL, object {int} NOT NULL, number {text} NOT NULL,
	PRIMARY KEY(actor, name)){strict};
CREATE TABLE lease (name {text} PRIMARY KEY, holder {text} NOT NULL, until {int} NOT NULL){strict};
CREATE TABLE stale (derived {text} NOT NULL){strict};
`)},
		"0002.sql": {Data: []byte(`CREATE TABLE notice (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	words {text} NOT NULL, day {int} NOT NULL){strict};
`)},
	},
}

// put saves a row in an act of its own, as a command does.
func put[T any](t testing.TB, db *DB, c act.Command, table *table[T], v T) act.Receipt {
	t.Helper()
	r, err := tryPut(db, c, table, v)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func tryPut[T any](db *DB, c act.Command, table *table[T], v T) (act.Receipt, error) {
	c.Verb = "test.put"
	return db.Perform(context.Background(), c, func(a act.Tx) error {
		tx := a.(*Tx)
		tx.allowed = true
		id, version := table.head(&v)
		if *version == 0 {
			*id = tx.NewID()
		} else if _, err := load(tx, table, *id); err != nil {
			return err
		}
		if err := save(tx, table, v); err != nil {
			return err
		}
		return tx.Record("test.put.v1", ref.Ref{Kind: "test", ID: *id})
	})
}

// Two houses with different tables are open in one process: each writes, is
// verified and rebuilt by its own, and neither takes the other's database.
func TestTwoSchemasInOneProcess(t *testing.T) {
	engines(t, func(t *testing.T, town *DB) {
		ctx := context.Background()
		k := newKeys(t)
		furnished(t, town, k)
		o := Options{Dir: t.TempDir(), Schema: portal}
		if town.d.postgres {
			o.URL = lent.Postgres(t)
		}
		db := openTest(t, o)
		if err := db.openBook(ctx, "system"); err != nil {
			t.Fatal(err)
		}
		c := act.Command{Actor: actor.Machine(0, "portal"), Journal: act.System, Key: "one"}
		done := put(t, db, c, notices, notice{Words: "本周五接访", Day: 20000})
		if again := put(t, db, c, notices, notice{Words: "本周五接访", Day: 20000}); !again.Replayed {
			t.Error("the same key twice was done twice")
		}
		n, ok, err := get(ctx, db, notices, done.Object.ID)
		if err != nil || !ok || n.Words != "本周五接访" || n.Day != 20000 {
			t.Fatalf("read back %+v %v %v", n, ok, err)
		}
		c.Key, n.Words = "", "改到周四"
		put(t, db, c, notices, n)
		if err := db.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		v := verified(t, db, VerifyOptions{})
		if !v.OK() || v.State.Tables != 1 || v.State.Rows != 1 {
			t.Fatalf("the portal: %d tables, %d rows, %v", v.State.Tables, v.State.Rows, faults(v))
		}
		if v := verified(t, town, VerifyOptions{Key: k.verifier}); !v.OK() || v.State.Tables != len(countySchema.covered) {
			t.Fatalf("the county: %d tables, %v", v.State.Tables, faults(v))
		}
		if _, err := db.keep(ctx, `DELETE FROM session`); err == nil {
			t.Error("the portal's handle of ephemeral rows names a county's table")
		}
		if _, err := rawly(t, db).ExecContext(ctx, db.d.sql(`UPDATE notice SET words='改'`)); err != nil {
			t.Fatal(err)
		}
		f, bad := verified(t, db, VerifyOptions{}).First()
		if !bad || f.What != "state-value" || !strings.Contains(f.Detail, "notice/") {
			t.Errorf("a word changed by hand in the portal: %v", f)
		}
		wrong := o
		wrong.Schema, wrong.Clock = nil, town.clock
		other, err := Open(ctx, wrong)
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		if _, err := other.Verify(ctx, VerifyOptions{}); err == nil {
			t.Error("the portal's database passed for a county's")
		}
	})
}
