package app

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/store"
	"shuangze/internal/when"
)

// proven is a data folder with a founded county, two rounds of checkpoints, a
// bundle and a receipt.
func proven(t *testing.T) (dir, bundle, receipt string) {
	t.Helper()
	dir = madeOnce(t, "proven", func(dir string) { provenIn(t, dir) })
	return dir, filepath.Join(dir, "b.bundle"), filepath.Join(dir, "r.json")
}

// provenIn founds a county in a folder, signs it and takes out a bundle and a receipt.
func provenIn(t *testing.T, dir string) (bundle, receipt string) {
	t.Helper()
	ctx := context.Background()
	h, err := Open(ctx, Config{Dir: dir, Hasty: true})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if _, err := h.Found(ctx, "test"); err != nil {
		t.Fatal(err)
	}
	if err := h.Checkpoints(ctx); err != nil {
		t.Fatal(err)
	}
	k, err := OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	bundle, receipt = filepath.Join(dir, "b.bundle"), filepath.Join(dir, "r.json")
	f, err := os.Create(bundle)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.DB.Export(ctx, f, store.Export{Key: k.Public}); err != nil {
		t.Fatal(err)
	}
	f.Close()
	body, err := h.Receipt(ctx, "acts/"+h.Policy.County.Code, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(receipt, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return bundle, receipt
}

func TestVerifyOfEverySort(t *testing.T) {
	dir := t.TempDir() // and no copy: modes of files are looked at
	bundle, receipt := provenIn(t, dir)
	info, err := os.Stat(filepath.Join(dir, "keys", secretFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the secret key: %v %v", info, err)
	}
	notes, err := filepath.Glob(filepath.Join(dir, "checkpoints", "acts", "*.txt"))
	if err != nil || len(notes) != 1 {
		t.Fatalf("checkpoints outside: %v %v", notes, err)
	}
	changed := func(name string) string {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		at := bytes.Index(b, []byte("shuangze/acts")) + 40 // inside a checkpoint
		b[at] ^= 1
		out := filepath.Join(t.TempDir(), "changed")
		if err := os.WriteFile(out, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct {
		name string
		o    VerifyOptions
		ok   bool
		says string
	}{
		{"the database", VerifyOptions{}, true, "agree"},
		{"the database with a checkpoint", VerifyOptions{Checkpoints: notes}, true, "kept outside"},
		{"the bundle", VerifyOptions{Bundle: bundle}, true, "key got elsewhere"},
		{"the bundle with the key", VerifyOptions{Bundle: bundle, Key: filepath.Join(dir, "keys", publicFile),
			Checkpoints: notes}, true, "OK"},
		{"the receipt", VerifyOptions{Receipt: receipt}, true, "OK"},
		{"a changed bundle", VerifyOptions{Bundle: changed(bundle)}, false, "first fault"},
		{"a changed receipt", VerifyOptions{Receipt: changed(receipt)}, false, "first fault"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := Verify(context.Background(), Config{Dir: dir}, c.o)
			if err != nil {
				t.Fatal(err)
			}
			var text, machine bytes.Buffer
			r.Print(&text, "en")
			if r.OK != c.ok || !strings.Contains(text.String(), c.says) || (r.First == nil) != c.ok {
				t.Errorf("ok %v, says\n%s", r.OK, text.String())
			}
			if err := r.JSON(&machine); err != nil || !json.Valid(machine.Bytes()) {
				t.Error(err)
			}
		})
	}
	if _, err := Verify(context.Background(), Config{Dir: t.TempDir()}, VerifyOptions{}); err == nil {
		t.Error("an empty folder was verified")
	}
}

// TestFilesAndKeptCheckpoints changes what lies beside the database, and what
// the database must hold because it lies there.
func TestFilesAndKeptCheckpoints(t *testing.T) {
	t.Parallel()
	h := demoHouse(t, when.Date(2026, time.November, 24))
	dir := h.Dir
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "files", "??", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	body, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	put := func(b []byte) error {
		return errors.Join(os.Remove(files[0]), os.WriteFile(files[0], b, 0o400))
	}
	other := bytes.Clone(body)
	other[len(other)/2] ^= 1
	raw, err := sql.Open("sqlite", filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	raw.SetMaxOpenConns(1) // what is put aside is the connection's own
	defer raw.Close()
	hand := func(q string) func() error {
		return func() error { _, err := raw.Exec(q); return err }
	}
	const one = ` WHERE journal='demo-acts/610927' AND size=(SELECT MAX(size) FROM checkpoint WHERE journal='demo-acts/610927')`
	for _, x := range []struct {
		what     string
		do, undo func() error
		says     string
	}{
		{"nothing", func() error { return nil }, func() error { return nil }, ""},
		{"a byte of a file", func() error { return put(other) }, func() error { return put(body) }, "file-changed"},
		{"a file cut short", func() error { return put(body[:1]) }, func() error { return put(body) }, "file-changed"},
		{"a file gone", func() error { return os.Remove(files[0]) },
			func() error { return os.WriteFile(files[0], body, 0o400) }, "file-missing"},
		{"the folder gone", func() error { return os.Rename(filepath.Join(dir, "files"), dir+"-aside") },
			func() error { return os.Rename(dir+"-aside", filepath.Join(dir, "files")) }, "file-missing"},
		{"a checkpoint that was put aside deleted in the database", func() error {
			return errors.Join(hand(`CREATE TEMP TABLE was AS SELECT * FROM checkpoint`+one)(),
				hand(`DELETE FROM checkpoint`+one)())
		}, hand(`INSERT INTO checkpoint SELECT * FROM was`), "checkpoint-missing"},
	} {
		if err := x.do(); err != nil {
			t.Fatalf("%s: %v", x.what, err)
		}
		r, err := Verify(context.Background(), Config{Dir: dir}, VerifyOptions{})
		if err != nil {
			t.Fatalf("%s: %v", x.what, err)
		}
		named := slices.ContainsFunc(r.Faults, func(f VerifyFault) bool { return f.What == x.says && f.Number != 0 })
		if r.OK != (x.says == "") || !r.OK && !named {
			t.Errorf("%s: ok %v, %v", x.what, r.OK, r.Faults)
		}
		if err := x.undo(); err != nil {
			t.Fatalf("%s: %v", x.what, err)
		}
	}
}

// TestDrill tells step by step what each check finds, on both engines (make
// drill).
func TestDrill(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		dir, _, _ := proven(t)
		drillTold(t, Config{Dir: dir})
	})
	t.Run("postgres", func(t *testing.T) {
		c := Config{Dir: t.TempDir(), Database: soakSchema(t, lentPostgres(t))}
		h, err := Open(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		if _, err := h.Found(context.Background(), "test"); err != nil {
			t.Fatal(err)
		}
		if err := h.Checkpoints(context.Background()); err != nil {
			t.Fatal(err)
		}
		drillTold(t, c)
	})
}

func drillTold(t *testing.T, c Config) {
	t.Helper()
	var out strings.Builder
	err := Drill(context.Background(), c, false, &out)
	t.Log("\n" + out.String())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"entry.frozen", "not found, and cannot be", "outside-root", " 0 not as they must be",
		"checkpoint-uncovered", "checkpoint-behind",
		"kept-order", "kept-foreign", "schema pass: schema-changed"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the drill does not say %q", want)
		}
	}
}

// lentPostgres is the server that make test lends; the test skips without one,
// unless it must not.
func lentPostgres(t *testing.T) string {
	t.Helper()
	u := os.Getenv("SHUANGZE_TEST_POSTGRES")
	if u == "" {
		if strings.Contains(os.Getenv("SHUANGZE_REQUIRE"), "postgres") {
			t.Fatal("SHUANGZE_REQUIRE asks for postgres, and SHUANGZE_TEST_POSTGRES names none")
		}
		t.Skip("no PostgreSQL lent (make test lends one)")
	}
	return u
}
