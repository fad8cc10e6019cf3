package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// until asks again and again what comes by itself, and fails when it never does.
func until(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !f(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(what)
		}
	}
}

func onSQLite(t *testing.T) *DB { return openTest(t, Options{Dir: t.TempDir()}) }

// The log is written back beside the commands before a commit would do it, and
// begins anew, so that it does not grow with what was ever written.
func TestLogBeginsAnew(t *testing.T) {
	db, ctx := onSQLite(t), context.Background()
	const page, step = 4096, 50
	// Four at once, so that there is always somebody who waits to write.
	write := func(pages int64) {
		var written atomic.Int64
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for n := written.Add(step); n <= pages; n = written.Add(step) {
					err := db.submit(ctx, "", func(tx *Tx) error {
						_, err := tx.exec(`INSERT INTO session(digest,account,created,seen,agent,language) VALUES($1,0,0,0,$2,'')
							ON CONFLICT(digest) DO UPDATE SET agent=excluded.agent`, []byte{1},
							strings.Repeat(string(rune('a'+n/step%26)), step*page))
						return err
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
	}
	write(beginAnewAt / 2)
	until(t, "the log is never written back", func() bool {
		left, err := db.writeBack(ctx, "NOOP")
		return err == nil && left < writeBackAt
	})
	write(10 * beginAnewAt)
	f, err := os.Stat(db.url + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	if f.Size() > 5*beginAnewAt*page {
		t.Errorf("the log grew to %d pages while %d were written", f.Size()/page, 10*beginAnewAt)
	}
}

// What single commits leave in the search index is merged when nobody writes,
// and it finds the same.
func TestIndexIsTidied(t *testing.T) {
	db, ctx := onSQLite(t), context.Background()
	office, unit := county(t, db)
	d := desk(db)
	for range 40 {
		if _, err := issue(ctx, d, office, actor.Principal, input(unit)); err != nil {
			t.Fatal(err)
		}
	}
	until(t, "the index keeps its segments", func() (tidy bool) {
		var n int
		if err := db.queryRow(ctx, `SELECT COUNT(DISTINCT segid) FROM search_idx`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n < 4
	})
	h, err := db.Search(ctx, access.ScopeOf(office, "order.see"), "公示", 50)
	if err != nil || h.Count != 40 {
		t.Errorf("found %d, want 40: %v", h.Count, err)
	}
	if v := verified(t, db, VerifyOptions{}); !v.OK() {
		t.Error(faults(v))
	}
}

// inOneBatch performs commands in their order, all in one batch.
func inOneBatch(t *testing.T, db *DB, commands ...func() error) []error {
	t.Helper()
	hold, begun := make(chan struct{}), make(chan struct{})
	go db.submit(context.Background(), "", func(*Tx) error { close(begun); <-hold; return nil })
	<-begun
	errs, done := make([]error, len(commands)), make(chan struct{})
	for i, f := range commands {
		go func() { errs[i] = f(); done <- struct{}{} }()
		until(t, "a command does not wait", func() bool { return len(db.queue) == i+1 })
	}
	close(hold)
	for range commands {
		<-done
	}
	return errs
}

// The registers are asked for their stamp once a batch: a command sees what
// those before it in the batch changed, and nothing of one that was refused.
func TestRegistersWithinABatch(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		deskOf := func(db *DB) bodies.Commands {
			return bodies.Commands{Door: act.NewDoor(db, func(t act.Tx) bodies.Tx { return t.(*Tx) })}
		}
		here := deskOf(db)
		appoint := func(registers bodies.Commands, person ref.ID, after error) func() error {
			return func() error {
				_, err := registers.Door.Do(ctx, act.Command{Actor: office, Verb: "unit.change"}, func(tx bodies.Tx) error {
					if err := tx.Allow("unit.change", objectOf(office.Jurisdiction)); err != nil {
						return err
					}
					a := bodies.Appointment{ID: tx.NewID(), Version: 1, Person: person, Unit: unit, Post: bodies.Clerk, Title: "联络员",
						Period: when.Period{From: 1, To: when.Open}}
					if err := tx.SaveRegisters(bodies.Change{Rows: bodies.Rows{Appointments: []bodies.Appointment{a}}}); err != nil {
						return err
					}
					if err := tx.Record("test.changed.v1", ref.Ref{Kind: ref.Unit, ID: unit}); err != nil {
						return err
					}
					if t, err := tx.(*Tx).Team(unit); err != nil || !t.Works(person) {
						return errors.New("a command does not see its own appointment")
					}
					return after
				})
				return err
			}
		}
		sees := func(person ref.ID, want bool) func() error {
			return func() error {
				_, err := db.Perform(ctx, act.Command{Actor: office, Verb: "unit.change"}, func(t act.Tx) error {
					team, err := t.(*Tx).Team(unit)
					if err != nil || team.Works(person) != want {
						return errors.Join(err, errors.New("another team than there is"))
					}
					if err := t.Allow("unit.change", objectOf(office.Jurisdiction)); err != nil {
						return err
					}
					return t.Record("test.seen.v1", ref.Ref{Kind: ref.Unit, ID: unit})
				})
				return err
			}
		}
		for i, err := range inOneBatch(t, db, sees(50, false), appoint(here, 50, nil), sees(50, true),
			appoint(here, 51, errRefused), sees(51, false), sees(50, true)) {
			if err != nil && !errors.Is(err, errRefused) {
				t.Errorf("command %d: %v", i+1, err)
			}
		}
		// Another process changes them: the refused command left no stamp behind
		// that could be taken for that one's.
		o := Options{URL: db.url}
		if !db.d.postgres {
			o = Options{Dir: filepath.Dir(db.url)}
		}
		if err := appoint(deskOf(openTest(t, o)), 52, nil)(); err != nil {
			t.Fatal(err)
		}
		if err := sees(52, true)(); err != nil {
			t.Error(err)
		}
		if v := verified(t, db, VerifyOptions{}); !v.OK() {
			t.Error(faults(v))
		}
	})
}
