package app

import (
	"context"
	"database/sql"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/store"
	"shuangze/internal/when"
)

// killRounds is how often a command is killed: a few times, many under
// SHUANGZE_SOAK=1.
func killRounds(few int) int {
	if long() {
		return few * 10
	}
	return few
}

// killed runs a command and kills it (-9) at a random moment of the time that it
// takes; whole says that it had ended by then.
func killed(t *testing.T, takes time.Duration, args ...string) (whole bool) {
	t.Helper()
	cmd := command(t, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end := time.AfterFunc(time.Duration(rand.Int64N(int64(takes))), func() { cmd.Process.Kill() })
	defer end.Stop()
	err := cmd.Wait()
	return err == nil
}

// timed is how long a command takes that is left alone.
func timed(t *testing.T, args ...string) time.Duration {
	t.Helper()
	start := time.Now()
	want(t, 0, nil, args...)
	return time.Since(start)
}

// onEngines gives a place of its own for each call of place, on either engine, side by side.
func onEngines(t *testing.T, f func(t *testing.T, place func() (at []string, c Config))) {
	if testing.Short() {
		t.Skip("-short")
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, func() ([]string, Config) {
			dir := filepath.Join(t.TempDir(), "data")
			return []string{"--data", dir}, Config{Dir: dir}
		})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		u := lentPostgres(t)
		f(t, func() ([]string, Config) {
			dir, database := filepath.Join(t.TempDir(), "data"), soakSchema(t, u)
			return []string{"--data", dir, "--database", database}, Config{Dir: dir, Database: database}
		})
	})
}

// peek counts the rows of a table as they stand, 0 where there is none.
func peek(t *testing.T, c Config, table string) (n int64) {
	t.Helper()
	ctx := context.Background()
	h, err := Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	switch table {
	case "unit":
		rows, err := h.DB.Rows(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		return int64(len(rows.Units))
	case "orders":
		list, err := h.DB.EveryOrder(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		return int64(len(list))
	}
	t.Fatal(table)
	return 0
}

// A process that is killed while it founds a county leaves nothing, or what the
// next start makes whole.
func TestKilledAtTheFirstStart(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, place func() ([]string, Config)) {
		with := func(at []string, args ...string) []string { return append(args, at...) }
		at, c := place()
		add := []string{"user", "add", "laowang", "--name", "老王", "--role", "system-admin"}
		takes := timed(t, with(at, add...)...)
		organs := peek(t, c, "unit")
		for range killRounds(3) {
			at, c := place()
			killed(t, takes, with(at, add...)...)
			want(t, 0, nil, with(at, "user", "add", "laoli", "--name", "老李")...)
			want(t, 0, []string{"laoli"}, with(at, "user", "list")...)
			want(t, 0, []string{"OK"}, with(at, "verify")...)
			if n := peek(t, c, "unit"); n != organs {
				t.Errorf("%d units were founded, want %d", n, organs)
			}
		}
	})
}

// Founded and killed before the organs: the next start founds them, once.
func TestCountyWithoutOrgansIsCompleted(t *testing.T) {
	h := house(t)
	ctx := context.Background()
	c, err := h.DB.Found(ctx, store.County{Code: h.Policy.County.Code, Name: h.Policy.County.Zh}, "test")
	if err != nil {
		t.Fatal(err)
	}
	errs := make(chan error)
	for range 4 {
		go func() { _, err := h.Found(ctx, "test"); errs <- err }()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	rows, err := h.DB.Rows(ctx, c.No)
	if err != nil || len(rows.Bodies) != 7 || len(rows.Units) != 2 {
		t.Errorf("%d bodies, %d units, %v", len(rows.Bodies), len(rows.Units), err)
	}
}

// An import is written whole or not at all.
func TestKilledImport(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, place func() ([]string, Config)) {
		file, err := filepath.Abs(sampleFiles()[0])
		if err != nil {
			t.Fatal(err)
		}
		founded := func() ([]string, Config) {
			at, c := place()
			want(t, 0, nil, append([]string{"user", "add", "laowang", "--name", "老王"}, at...)...)
			return at, c
		}
		imports := func(at []string) []string { return append([]string{"import", "--skip-bad", file}, at...) }
		at, c := founded()
		before := peek(t, c, "unit")
		start := time.Now()
		shuangze(t, imports(at)...)
		takes, after := time.Since(start), peek(t, c, "unit")
		if after <= before {
			t.Fatalf("the import makes no units: %d, %d", before, after)
		}
		for range killRounds(3) {
			at, c := founded()
			killed(t, takes, imports(at)...)
			if n := peek(t, c, "unit"); n != before && n != after {
				t.Errorf("%d units are left, want %d or %d", n, before, after)
			}
			want(t, 0, []string{"OK"}, append([]string{"verify"}, at...)...)
			shuangze(t, imports(at)...)
			if n := peek(t, c, "unit"); n != after {
				t.Errorf("%d units after another import, want %d", n, after)
			}
		}
	})
}

// A backup that is killed is not there; what it left beside is removed by the
// next one. A restore that is killed leaves a folder that says so and is used by
// no command, and a database that holds nothing or a whole county.
func TestKilledBackupAndRestore(t *testing.T) {
	t.Parallel()
	h := demoHouse(t, when.Date(2026, time.November, 24))
	ctx := context.Background()
	orders, err := h.DB.EveryOrder(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	onEngines(t, func(t *testing.T, place func() ([]string, Config)) {
		at, _ := place()
		whole := filepath.Join(t.TempDir(), "whole.tar")
		if err := Backup(ctx, &Settings{Data: h.Dir}, whole, io.Discard); err != nil {
			t.Fatal(err)
		}
		restores := func(at []string) []string { return append([]string{"restore", "--from", whole}, at...) }
		takes := timed(t, restores(at)...)
		out := t.TempDir()
		backs := func(to string) []string { return append([]string{"backup", "--to", to}, at...) }
		backTakes := timed(t, backs(filepath.Join(out, "x.tar"))...)
		for i := range killRounds(2) {
			to := filepath.Join(out, "killed.tar")
			os.Remove(to)
			ended := killed(t, backTakes, backs(to)...)
			if _, err := os.Stat(to); err == nil {
				x := Settings{Data: filepath.Join(t.TempDir(), "new"), Addr: "127.0.0.1:1"}
				if err := Restore(ctx, &x, to, "", io.Discard); err != nil {
					t.Errorf("round %d: a backup that was killed is there and is not whole: %v", i, err)
				}
			} else if ended {
				t.Errorf("round %d: a backup that ended is not there", i)
			}
		}
		left, _ := filepath.Glob(filepath.Join(out, ".shuangze-*"))
		old := time.Now().Add(-time.Minute)
		for _, name := range left {
			os.Chtimes(name, old, old)
		}
		want(t, 0, nil, backs(filepath.Join(out, "last.tar"))...)
		if again, _ := filepath.Glob(filepath.Join(out, ".shuangze-*")); len(again) > 0 {
			t.Errorf("left behind: %v", again)
		}

		broken := 0
		for i := range killRounds(3) {
			at, c := place()
			ended := killed(t, takes, restores(at)...)
			_, marked := os.Stat(filepath.Join(c.Dir, unfinishedFile))
			list, _ := os.ReadDir(c.Dir)
			names := []string{}
			for _, x := range list {
				names = append(names, x.Name())
			}
			switch {
			case marked == nil:
				if broken++; broken == 1 || long() {
					unfinished(t, at, whole)
				}
			case len(names) == 0 || slices.Equal(names, []string{unfinishedFile + ".new"}):
			case peek(t, c, "orders") != int64(len(orders)):
				t.Errorf("round %d: the folder holds %v, says nothing and has not every order", i, names)
			}
			if ended && marked == nil {
				t.Errorf("round %d: a restore that ended says that it did not", i)
			}
			if c.Database != "" {
				c.unfinished = true
				if n, _, err := standing(ctx, c); err != nil || n != 0 && peek(t, c, "orders") != int64(len(orders)) {
					t.Errorf("round %d: half of a county is in the database (%d, %v)", i, n, err)
				}
			}
		}
		t.Logf("%d restores were broken off", broken)
	})
}

// unfinished demands that no command uses a folder in which a restore was not
// finished.
func unfinished(t *testing.T, at []string, tarball string) {
	t.Helper()
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"demo", "--addr", "127.0.0.1:0"}, {"migrate"},
		{"user", "list"}, {"verify"}, {"rebuild"}, {"clock"}, {"import", tarball}, {"export", "--to", tarball + ".x"},
		{"backup", "--to", tarball + ".x"}, {"verify", "--drill"}, {"vouch", "--reason", "查明了，可以接着签，没有问题"},
		{"restore", "--from", tarball}} {
		s := want(t, 1, []string{"was not finished", "没有做完"}, append(args, at...)...)
		if strings.Count(s.err, "\n") != 1 {
			t.Errorf("%q: %s", args, s)
		}
	}
}

func TestUnfinishedRestoreIsNotUsed(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	tarball := filepath.Join(t.TempDir(), "b.tar")
	want(t, 0, nil, "user", "add", "laowang", "--name", "老王", "--data", dir)
	want(t, 0, nil, "backup", "--data", dir, "--to", tarball)
	if err := mark(dir); err != nil {
		t.Fatal(err)
	}
	unfinished(t, []string{"--data", dir}, tarball)
	// So is one that was killed before its database was there.
	bare := t.TempDir()
	if err := mark(bare); err != nil {
		t.Fatal(err)
	}
	unfinished(t, []string{"--data", bare}, tarball)
	says, err := os.ReadFile(filepath.Join(dir, unfinishedFile))
	if err != nil || !strings.Contains(string(says), "恢复没有做完") || !strings.Contains(string(says), "was not finished") {
		t.Errorf("%s %v", says, err)
	}
	if err := unmark(dir); err != nil {
		t.Fatal(err)
	}
	want(t, 0, []string{"OK"}, "verify", "--data", dir)
}

// broken starts the building of a demonstration, kills it in the middle (and not before anew says so), and demands
// that nothing serves half of it.
func broken(t *testing.T, at []string, c Config, anew func() bool) {
	t.Helper()
	cmd := command(t, append([]string{"demo", "--addr", "127.0.0.1:0"}, at...)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	begun := func() bool {
		_, work, err := standing(context.Background(), c)
		return err == nil && work == demoWork && (anew == nil || anew())
	}
	for range 20 { // a minute and more
		if eventually(begun) {
			break
		}
	}
	err := cmd.Process.Kill()
	cmd.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if counties, work, err := standing(context.Background(), c); err != nil || work != demoWork {
		t.Fatalf("the building was not broken off: %d counties, %q, %v", counties, work, err)
	}
	if anew != nil && !anew() {
		t.Fatal("what was half built was not made anew")
	}
	halfDemo(t, at)
}

// halfDemo demands that no command uses half of a demonstration.
func halfDemo(t *testing.T, at []string) {
	t.Helper()
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"migrate"}, {"user", "list"},
		{"backup", "--to", filepath.Join(t.TempDir(), "x.tar")}} {
		want(t, 1, []string{"was not built to its end", "没有建完"}, append(args, at...)...)
	}
}

// builtAgain is the folder of the demonstration of newYear whose building was killed and which was made anew, once a
// run, to copy and not to use.
func builtAgain(t *testing.T) string {
	t.Helper()
	built.Lock()
	defer built.Unlock()
	if built.again != "" {
		return built.again
	}
	dir, err := os.MkdirTemp(built.in, "shuangze-demo-")
	if err != nil {
		t.Fatal(err)
	}
	c := Config{Dir: dir}
	broken(t, []string{"--data", dir}, c, nil)
	if built, err := BuildDemo(t.Context(), c, 1, newYear); err != nil || !built {
		t.Fatal(built, err)
	}
	if built, err := BuildDemo(t.Context(), c, 1, newYear); err != nil || built {
		t.Fatal("a whole demonstration was built again", err)
	}
	built.again = dir
	return dir
}

// A demonstration whose building was killed is made anew, in a folder and in a PostgreSQL; nothing serves half of
// it. There building takes so long that only the long version waits for its end; else what was there is cleared.
func TestKilledDemo(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	ends := func(t *testing.T, c Config) {
		t.Helper()
		if counties, work, err := standing(ctx, c); err != nil || counties != 1 || work != "" {
			t.Errorf("%d counties, %q, %v", counties, work, err)
		}
		if _, err := os.Stat(demoMark(c)); err != nil {
			t.Error(err)
		}
	}
	onEngines(t, func(t *testing.T, place func() ([]string, Config)) {
		at, c := place()
		if c.Database == "" && !long() {
			c := demoConfig(copied(t, builtAgain(t)), newYear)
			if r, err := Verify(ctx, c, VerifyOptions{}); err != nil || !r.OK {
				t.Error(r.First, err)
			}
			ends(t, c)
			return
		}
		broken(t, at, c, nil)
		if !long() {
			spoil(t, c, `COMMENT ON TABLE orders IS 'half'`)
			broken(t, at, c, func() bool { return cleared(t, c) })
			return
		}
		_, stop := serving(t, append([]string{"demo"}, at...)...)
		stop()
		want(t, 0, []string{"OK"}, append([]string{"verify"}, at...)...)
		ends(t, c)
		for range killRounds(1) - 1 {
			at, c := place()
			killed(t, 3*time.Second, append([]string{"demo", "--addr", "127.0.0.1:0"}, at...)...) // it never ends by itself
			_, work, err := standing(ctx, c)
			if err != nil {
				t.Fatal(err)
			}
			if work == demoWork {
				halfDemo(t, at)
			}
			if c.Database == "" {
				_, stop := serving(t, append([]string{"demo"}, at...)...)
				stop()
				want(t, 0, []string{"OK"}, append([]string{"verify"}, at...)...)
				ends(t, c)
			}
		}
	})
}

// cleared says that the tables of a PostgreSQL are no longer those on which somebody commented.
func cleared(t *testing.T, c Config) (yes bool) {
	t.Helper()
	db, err := sql.Open("pgx", c.Database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.QueryRow(`SELECT to_regclass('orders') IS NOT NULL AND
		obj_description(to_regclass('orders'), 'pg_class') IS NULL`).Scan(&yes)
	return err == nil && yes
}
