package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/store/lent"
	"shuangze/internal/tick"
	"shuangze/internal/when"
)

// readings is what app gives tick.
type readings struct{ *DB }

func (r readings) Advance(ctx context.Context, m tick.Move,
	allow func(tick.State) error, write func(Aside) error) error {
	held := func(j JobRow) error { return allow(tick.State(j)) }
	return r.DB.Advance(ctx, m.Job, m.Journal, m.From, m.To, held, write)
}

// taken takes a job for a holder, whoever had it.
func taken(t *testing.T, db *DB, holder string) tick.Run {
	t.Helper()
	run := tick.Run{Lease: tick.Lease{Job: "reader", Holder: holder}}
	if err := db.ChangeJob(context.Background(), run.Job, func(j JobRow) (JobRow, error) {
		s := tick.State(j)
		s.Until = 0
		s, err := s.Take(holder, 1)
		run.Fence = s.Fence
		return JobRow(s), err
	}); err != nil {
		t.Fatal(err)
	}
	return run
}

// founds makes so many more units, an entry each.
func founds(t *testing.T, db *DB, office actor.Actor, n int) {
	t.Helper()
	for range n {
		_, err := db.Perform(context.Background(), act.Command{Actor: office, Verb: "unit.change"}, func(at act.Tx) error {
			tx := at.(*Tx)
			if err := tx.Allow("unit.change", objectOf(office.Jurisdiction)); err != nil {
				return err
			}
			id := tx.NewID()
			u := bodies.Unit{ID: id, Code: "U" + id.String(), When: when.Period{From: 1, To: when.Open}}
			if err := save(tx, units, of[bodies.Unit]{office.Jurisdiction, u}); err != nil {
				return err
			}
			return tx.Record("unit.founded.v1", ref.Ref{Kind: ref.Unit, ID: id})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// jot writes a row for each entry; one that is written twice is an error.
func jot(a Aside, entries []*journal.Entry) error {
	for _, e := range entries {
		row := fmt.Sprintf("read/%06d", e.Seq)
		if _, err := a.exec(`INSERT INTO lease(name,holder,until) VALUES($1,'',$2)`, row, e.Seq); err != nil {
			return err
		}
	}
	return nil
}

func noted(t *testing.T, db *DB) (n, most int64) {
	t.Helper()
	const q = `SELECT COUNT(*),COALESCE(MAX(until),0) FROM lease WHERE name LIKE 'read/%'`
	if err := db.queryRow(context.Background(), q).Scan(&n, &most); err != nil {
		t.Fatal(err)
	}
	return n, most
}

// A job reads each entry of a journal once, in pages: also when it breaks off
// between what it wrote and its position, when another process takes it over,
// and when an older copy of the journal was restored.
func TestReading(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, _ := county(t, db)
		founds(t, db, office, 7)
		name, err := db.JournalName(ctx, office.Jurisdiction, act.Acts)
		if err != nil {
			t.Fatal(err)
		}
		size, err := db.Size(ctx, name)
		if err != nil || size < 7 {
			t.Fatal(size, err)
		}
		r := tick.Reader[Aside]{From: readings{db}, Page: 3}
		wants := func(what string, want int64) {
			t.Helper()
			n, most := noted(t, db)
			at, err := db.Position(ctx, "reader", name)
			if n != want || most != want || at != want || err != nil {
				t.Errorf("%s: %d entries written, the last %d, position %d, %v; want %d", what, n, most, at, err, want)
			}
		}
		run := taken(t, db, "a")
		for what, fail := range map[string]func() error{
			"a fault": func() error { return errClosed },
			"a panic": func() error { panic("killed") },
		} {
			pages := 0
			if _, err := r.Read(ctx, run, name, func(a Aside, es []*journal.Entry) error {
				if err := jot(a, es); err != nil || pages > 0 {
					return errors.Join(err, fail())
				}
				pages++
				return nil
			}); err == nil {
				t.Errorf("%s: it read on", what)
			}
			n, _ := noted(t, db)
			wants(what, n) // what is written and the position agree
		}
		wants("two pages and two that broke off", 6)

		other := taken(t, db, "b")
		if _, err := r.Read(ctx, run, name, jot); !errors.Is(err, tick.ErrLost) {
			t.Errorf("who lost the job reads on: %v", err)
		}
		wants("who lost the job", 6)
		if n, err := r.Read(ctx, other, name, jot); err != nil || int64(n) != size-6 {
			t.Errorf("%d, %v", n, err)
		}
		wants("the rest", size)
		if n, err := r.Read(ctx, other, name, jot); err != nil || n != 0 {
			t.Errorf("nothing is new: %d, %v", n, err)
		}
		// A reader of the same lease that was overtaken writes nothing.
		stale := func(a Aside) error { _, err := a.exec(`DELETE FROM lease`); return err }
		anybody := func(tick.State) error { return nil }
		m := tick.Move{Job: "reader", Journal: name, From: size - 1, To: size}
		if err := (readings{db}).Advance(ctx, m, anybody, stale); !errors.Is(err, errMoved) {
			t.Errorf("a position that moved: %v", err)
		}
		founds(t, db, office, 2)
		if n, err := r.Read(ctx, other, name, jot); err != nil || n != 2 {
			t.Errorf("what is new: %d, %v", n, err)
		}
		wants("what is new", size+2)

		// The job had read further than the journal that stands here goes.
		m = tick.Move{Job: "reader", Journal: name, From: size + 2, To: size + 50}
		if err := (readings{db}).Advance(ctx, m, anybody, func(Aside) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if n, err := r.Read(ctx, other, name, jot); err != nil || n != 0 {
			t.Errorf("set back: %d, %v", n, err)
		}
		wants("set back", size+2)
		founds(t, db, office, 1)
		if n, err := r.Read(ctx, other, name, jot); err != nil || n != 1 {
			t.Errorf("after it was set back: %d, %v", n, err)
		}
		wants("after it was set back", size+3)
	})
}

// What a job writes beside its position is derived or ephemeral.
func TestAsideWritesNothingCovered(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		county(t, db)
		run := taken(t, db, "a")
		for name, c := range db.tables.classes {
			for _, q := range []string{"UPDATE " + name + " SET version=version", "DELETE FROM " + name,
				"INSERT INTO " + name + "(id) VALUES(1)"} {
				if c == ephemeral || c == derived {
					continue
				}
				err := (readings{db}).Advance(context.Background(), tick.Move{Job: "reader", Journal: "system", To: 1},
					func(s tick.State) error { return s.Owns(run.Lease) }, func(a Aside) error { _, err := a.exec(q); return err })
				if err == nil || !strings.Contains(err.Error(), "neither derived nor ephemeral") {
					t.Errorf("%s: %v", q, err)
				}
			}
		}
	})
}

// With which pack days were counted before there were jobs is known to the job.
func TestCountedBeforeJobs(t *testing.T) {
	ctx := context.Background()
	run := func(t *testing.T, o Options) {
		o.Clock = func() when.Instant { return 1 }
		db, err := Open(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.alone(ctx, func(conn *sql.Conn) error {
			if err := db.advance(ctx, conn, 19); err != nil {
				return err
			}
			_, err := conn.ExecContext(ctx, `INSERT INTO lease(name,holder,until) VALUES('counted','abc',0)`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if rows, err := db.Jobs(ctx); err != nil || len(rows) != 0 {
			t.Errorf("before there were jobs: %v %v", rows, err)
		}
		if err := db.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		want := JobRow{Name: "recount", Stamp: "abc"}
		if rows, err := db.Jobs(ctx); err != nil || len(rows) != 1 || rows["recount"] != want {
			t.Errorf("%v %v", rows, err)
		}
	}
	t.Run("sqlite", func(t *testing.T) { run(t, Options{Dir: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) {
		run(t, Options{URL: lent.Postgres(t)})
	})
}
