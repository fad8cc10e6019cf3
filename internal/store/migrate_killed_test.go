package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"shuangze/internal/store/lent"
	"shuangze/internal/when"
)

// migrateChild names the variable that makes the test binary migrate and end:
// "folder" or "folder postgres://…".
const migrateChild = "SHUANGZE_MIGRATE_CHILD"

// A migration that is killed at a random moment leaves the schema as it was or
// whole, and the derived tables to be made by the next start.
func TestMigrationKilled(t *testing.T) {
	ctx := context.Background()
	clock := func() when.Instant { return when.At(time.Now()) }
	if at := os.Getenv(migrateChild); at != "" {
		dir, url, _ := strings.Cut(at, " ")
		db, err := Open(ctx, Options{Dir: dir, URL: url, Clock: clock})
		if err == nil {
			fmt.Println("begins")
			err = db.Migrate(ctx)
		}
		if err != nil {
			fmt.Println(err)
			os.Exit(3)
		}
		return
	}
	if testing.Short() {
		t.Skip("-short")
	}
	rounds := 6
	if os.Getenv("SHUANGZE_SOAK") != "" {
		rounds = 60
	}
	run := func(t *testing.T, place func() Options) {
		broken := 0
		for range rounds {
			o := place()
			o.Clock = clock
			from := 1 + rand.IntN(Version-1)
			db, err := Open(ctx, o)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.alone(ctx, func(conn *sql.Conn) error { return db.advance(ctx, conn, from) }); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(os.Args[0], "-test.run=^TestMigrationKilled$")
			cmd.Env = append(os.Environ(), migrateChild+"="+strings.TrimSpace(o.Dir+" "+o.URL))
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			out.Read(make([]byte, 64)) // it begins
			time.Sleep(time.Duration(rand.IntN(40_000)) * time.Microsecond)
			cmd.Process.Kill()
			cmd.Wait()

			if db, err = Open(ctx, o); err != nil {
				t.Fatal(err)
			}
			var have, waits int
			if err := db.queryRow(ctx, `SELECT MAX(version) FROM schema_version`).Scan(&have); err != nil {
				t.Fatal(err)
			}
			if have != from && have != Version {
				t.Errorf("from version %d the schema is left at %d", from, have)
			}
			if have == from {
				broken++
			}
			if err := db.Migrate(ctx); err != nil {
				t.Fatal(err)
			}
			if err := db.queryRow(ctx, `SELECT COUNT(*) FROM stale`).Scan(&waits); err != nil || waits != 0 {
				t.Errorf("%d wait, %v", waits, err)
			}
			county(t, db)
			if v := verified(t, db, VerifyOptions{}); len(faults(v)) > 0 {
				t.Errorf("from version %d: %v", from, faults(v))
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
		}
		t.Logf("%d of %d migrations were broken off", broken, rounds)
	}
	t.Run("sqlite", func(t *testing.T) { run(t, func() Options { return Options{Dir: t.TempDir()} }) })
	t.Run("postgres", func(t *testing.T) {
		run(t, func() Options { return Options{Dir: t.TempDir(), URL: lent.Postgres(t)} })
	})
}
