package store

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"shuangze/internal/store/lent"
	"shuangze/internal/when"
)

// Processes that start together on one database migrate it once and make the
// derived tables anew once, and none of them fails.
func TestMigrateTogether(t *testing.T) {
	ctx := context.Background()
	clock := func() when.Instant { return when.At(time.Now()) }
	together := func(t *testing.T, o Options, n int) {
		t.Helper()
		var wg sync.WaitGroup
		errs := make([]error, n)
		start := make(chan struct{})
		for i := range n {
			wg.Go(func() {
				db, err := Open(ctx, o)
				if err != nil {
					errs[i] = err
					return
				}
				<-start
				errs[i] = errors.Join(db.Migrate(ctx), db.Close())
			})
		}
		time.Sleep(50 * time.Millisecond)
		close(start)
		wg.Wait()
		for i, err := range errs {
			if err != nil {
				t.Errorf("process %d: %v", i, err)
			}
		}
	}
	run := func(t *testing.T, o Options) {
		o.Clock = clock
		together(t, o, 4)
		db, err := Open(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		county(t, db)
		made := func() (n int) {
			if err := db.queryRow(ctx, `SELECT no FROM counter WHERE series=$1`, registersSeries).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		by(t, db, `INSERT INTO counter(jurisdiction,series,year,no) VALUES(1,$1,0,1)`, registersSeries)
		before := made()
		for range 5 {
			by(t, db, `INSERT INTO stale(derived) VALUES('all')`)
			together(t, o, 4)
		}
		if n := made() - before; db.Postgres() && n != 5 {
			t.Errorf("made anew %d times, asked for 5 times", n)
		}
		var waits, versions, most int
		if err := db.queryRow(ctx, `SELECT (SELECT COUNT(*) FROM stale),COUNT(*),MAX(version) FROM schema_version`).Scan(
			&waits, &versions, &most); err != nil {
			t.Fatal(err)
		}
		if waits != 0 || versions != Version || most != Version {
			t.Errorf("%d wait, %d versions up to %d, want %d", waits, versions, most, Version)
		}
	}
	t.Run("sqlite", func(t *testing.T) { run(t, Options{Dir: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) {
		run(t, Options{URL: lent.Postgres(t)})
	})
}

// A newer database is left alone, with a sentence.
func TestNewerIsRefused(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		by(t, db, `INSERT INTO schema_version(version) VALUES($1)`, Version+1)
		if err := db.Close(); err != nil { // its writer has the connection
			t.Fatal(err)
		}
		db, err := Open(ctx, Options{Dir: filepath.Dir(db.url), URL: map[bool]string{true: db.url}[db.Postgres()],
			Clock: db.clock})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := db.Migrate(ctx); err == nil || !strings.Contains(err.Error(), "newer program") {
			t.Error(err)
		}
	})
}

// by does one statement through the writer.
func by(t *testing.T, db *DB, q string, args ...any) {
	t.Helper()
	if err := db.submit(context.Background(), "",
		func(tx *Tx) error { _, err := tx.exec(q, args...); return err }); err != nil {
		t.Fatal(err)
	}
}
