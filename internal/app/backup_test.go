package app

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/store"
	"shuangze/internal/when"
)

// A county goes from SQLite to PostgreSQL and to PostgreSQL again and back to
// SQLite by backups alone, and is the same county each time: every entry, every
// row (restore verifies), every search and tally. What is no whole backup, or
// not meant for the place, is refused and leaves nothing.
func TestBackupAcrossEngines(t *testing.T) {
	t.Parallel()
	pg := os.Getenv("SHUANGZE_TEST_POSTGRES")
	if pg == "" {
		t.Skip("no PostgreSQL lent (make test lends one)")
	}
	ctx := context.Background()
	h := demoHouse(t, when.Date(2026, time.November, 24))
	want, hits := told(t, h), found(t, h)
	at := Settings{Data: h.Dir, Addr: "127.0.0.1:1"}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	var tarball string
	for i, engine := range []string{"PostgreSQL", "PostgreSQL", "SQLite", "SQLite"} {
		tarball = filepath.Join(t.TempDir(), "b.tar")
		var said strings.Builder
		if err := Backup(ctx, &at, tarball, &said); err != nil {
			t.Fatal(i, err)
		}
		to := Settings{Data: filepath.Join(t.TempDir(), "new"), Addr: "127.0.0.1:1"}
		if engine == "PostgreSQL" {
			to.Database = soakSchema(t, pg)
		}
		if err := Restore(ctx, &to, tarball, "", &said); err != nil {
			t.Fatal(i, engine, err, said.String())
		}
		if !strings.Contains(said.String(), "OK") {
			t.Error(said.String())
		}
		if _, err := os.Stat(filepath.Join(to.Data, store.FileName)); (err == nil) != (engine == "SQLite") {
			t.Errorf("%d: SQLite's file in the folder of %s: %v", i, engine, err)
		}
		if _, err := os.Stat(filepath.Join(to.Data, rowsName)); err == nil {
			t.Errorf("%d: the rows are left in the folder", i)
		}
		again, err := Open(ctx, to.Config())
		if err != nil {
			t.Fatal(err)
		}
		if got := told(t, again); !slices.Equal(got, want) {
			t.Errorf("%d %s: %d lines are told, before %d", i, engine, len(got), len(want))
		}
		if got := found(t, again); got != hits || hits == 0 {
			t.Errorf("%d %s: %d hits, before %d", i, engine, got, hits)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
		if to.Database != "" { // a database that holds something is left as it is
			err := Restore(ctx, &Settings{Data: filepath.Join(t.TempDir(), "x"), Database: to.Database}, tarball, "", io.Discard)
			if err == nil || !strings.Contains(err.Error(), "holds tables") {
				t.Errorf("into a full database: %v", err)
			}
		}
		at = to
	}
}

// found counts what a search finds.
func found(t *testing.T, h *House) int {
	t.Helper()
	hits, err := h.DB.Search(context.Background(), everything("import.problems"), "公示", 100)
	if err != nil {
		t.Fatal(err)
	}
	return hits.Count
}

// The rows of a broken backup are refused, in either engine, and leave neither
// tables nor files behind.
func TestBrokenRowsAreRefused(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := demoHouse(t, when.Date(2026, time.November, 24))
	var b bytes.Buffer
	if err := h.DB.WriteRows(ctx, &b); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	edit := func(old, new string) []byte {
		if !bytes.Contains(whole, []byte(old)) {
			t.Fatalf("%s is not there", old)
		}
		return bytes.Replace(whole, []byte(old), []byte(new), 1)
	}
	pg := os.Getenv("SHUANGZE_TEST_POSTGRES")
	for name, rows := range map[string][]byte{
		"cut short":           whole[:len(whole)*2/3],
		"without its end":     whole[:bytes.LastIndex(whole[:len(whole)-1], []byte("\n"))+1],
		"one word changed":    edit("曙坪镇", "曙平镇"),
		"another column":      edit(`"columns":["`, `"columns":["a) VALUES(1);--`),
		"another table":       edit(`{"table":"unit",`, `{"table":"search",`),
		"of a newer program":  edit(`"schema":`, `"schema":9`),
		"no rows":             []byte("[]\n"),
		"one row too few":     edit("\n{\"end\":\"unit\"", "\n{\"end\":\"units\""),
		"nothing":             nil,
		"a row of other form": edit("\n[", "\n[1,"),
	} {
		tarball := filepath.Join(t.TempDir(), "b.tar")
		f, err := os.Create(tarball)
		if err != nil {
			t.Fatal(err)
		}
		w := tar.NewWriter(f)
		w.WriteHeader(&tar.Header{Name: rowsName, Mode: 0o600, Size: int64(len(rows))})
		w.Write(rows)
		w.WriteHeader(&tar.Header{Name: "files/a", Mode: 0o600, Size: 1})
		w.Write([]byte("a"))
		if err := errors.Join(w.Close(), f.Close()); err != nil {
			t.Fatal(err)
		}
		places := []Settings{{Data: filepath.Join(t.TempDir(), "new")}}
		// What the engine itself is asked about; the rest is refused before it is.
		if asked := name == "cut short" || name == "one word changed" || name == "another column"; pg != "" &&
			(asked || long()) {
			places = append(places, Settings{Data: filepath.Join(t.TempDir(), "new"), Database: soakSchema(t, pg)})
		}
		for _, s := range places {
			if err := Restore(ctx, &s, tarball, "", io.Discard); err == nil {
				t.Errorf("%s was restored", name)
			}
			if left, _ := os.ReadDir(s.Data); len(left) > 0 {
				t.Errorf("%s leaves %v", name, left)
			}
			if s.Database != "" {
				if err := nothingIn(ctx, s.Database); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}

// The rows of a database of any size pass through in little memory.
func TestRowsInLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("-short")
	}
	ctx := context.Background()
	h := demoHouse(t, when.Date(2026, time.November, 24))
	copies(t, h, "orders", 20_000)
	to, err := store.Open(ctx, store.Options{Dir: t.TempDir(), Clock: Now})
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	peak := heapPeak(func() {
		r, w := io.Pipe()
		go func() { w.CloseWithError(h.DB.WriteRows(ctx, w)) }()
		if err := to.ReadRows(ctx, r); err != nil {
			t.Error(err)
		}
	})
	t.Logf("%d MB of heap", peak>>20)
	if peak > 48<<20 { // held whole, the rows take well over a hundred
		t.Errorf("%d MB of heap for 20,000 orders", peak>>20)
	}
}

// A checkpoint that is signed while a backup is taken asks for entries that its
// snapshot need not hold: the backup must not bring it.
func TestBackupWhileCheckpointsAreMade(t *testing.T) {
	ctx := context.Background()
	dir, _, _ := proven(t)
	h, err := Open(ctx, Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	upload := filepath.Join(dir, "files", "tmp", "put-1")
	if err := errors.Join(os.MkdirAll(filepath.Dir(upload), 0o700),
		os.WriteFile(upload, []byte("half"), 0o600)); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "b.tar")
	err = pack(name, dir, func() (string, map[[32]byte]bool, error) {
		snapshot := filepath.Join(t.TempDir(), store.FileName)
		if err := h.DB.Backup(ctx, snapshot); err != nil {
			return "", nil, err
		}
		named, err := h.DB.NamedFiles(ctx)
		if err != nil {
			return "", nil, err
		}
		if _, err := h.DB.Found(ctx, store.County{Code: "610928", Name: "邻县"}, "test"); err != nil {
			return "", nil, err
		}
		return snapshot, named, h.Checkpoints(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	to := Settings{Data: filepath.Join(t.TempDir(), "new"), Addr: "127.0.0.1:1"}
	var said strings.Builder
	if err := Restore(ctx, &to, name, "", &said); err != nil {
		t.Fatal(err, said.String())
	}
	if _, err := os.Stat(filepath.Join(to.Data, "files", "tmp", "put-1")); err == nil {
		t.Error("a half upload was brought along")
	}
}
