package app

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shuangze/internal/store"
)

// TestDryRunWritesNowhere checks files against no data folder, a county and an
// empty PostgreSQL: nothing is written there, nor in the system's temporary
// folder, at any moment that a kill could leave.
func TestDryRunWritesNowhere(t *testing.T) {
	temp := t.TempDir()
	dry := func(t *testing.T, s *Settings) ([]Imported, error) {
		t.Helper()
		var out strings.Builder
		var list []Imported
		was := os.TempDir()
		defer os.Setenv("TMPDIR", was)
		os.Setenv("TMPDIR", temp)
		_, err := Import(context.Background(), s, sampleFiles(), ImportOptions{DryRun: true, JSON: true, Lang: "en"}, &out)
		if err == nil {
			err = json.Unmarshal([]byte(out.String()), &list)
		}
		if left, _ := os.ReadDir(temp); len(left) > 0 {
			t.Errorf("the temporary folder holds %v", left)
		}
		return list, err
	}
	t.Run("no folder", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "none")
		list, err := dry(t, &Settings{Data: dir, Addr: "127.0.0.1:1"})
		if err != nil || len(list) != len(sampleFiles()) || list[0].Good != 75 || list[0].New != 75 {
			t.Errorf("%v %+v", err, list[0])
		}
		if _, err := os.Stat(dir); err == nil {
			t.Error("a data folder was made")
		}
	})
	t.Run("a county", func(t *testing.T) {
		dir, _, _ := proven(t)
		before := digests(t, dir)
		if list, err := dry(t, &Settings{Data: dir, Addr: "127.0.0.1:1"}); err != nil || list[0].Good != 75 {
			t.Errorf("%v %+v", err, list)
		}
		sealed(t, dir)
		if _, err := dry(t, &Settings{Data: dir, Addr: "127.0.0.1:1"}); err != nil {
			t.Error("on a read-only mount:", err)
		}
		if after := digests(t, dir); !maps.Equal(before, after) {
			t.Errorf("before %v\nafter  %v", before, after)
		}
	})
	t.Run("a county of an older program", func(t *testing.T) {
		dir, _, _ := proven(t)
		raw, err := sql.Open("sqlite", filepath.Join(dir, store.FileName))
		if err != nil {
			t.Fatal(err)
		}
		defer raw.Close()
		if _, err := raw.Exec(`DELETE FROM schema_version WHERE version=?`, store.Version); err != nil {
			t.Fatal(err)
		}
		if _, err := dry(t, &Settings{Data: dir, Addr: "127.0.0.1:1"}); err == nil ||
			!strings.Contains(err.Error(), "shuangze migrate") {
			t.Errorf("it is not said to be old: %v", err)
		}
	})
	t.Run("an empty PostgreSQL", func(t *testing.T) {
		url := soakSchema(t, lentPostgres(t))
		if list, err := dry(t, &Settings{Data: filepath.Join(t.TempDir(), "none"), Database: url,
			Addr: "127.0.0.1:1"}); err != nil || list[0].Good != 75 {
			t.Errorf("%v %+v", err, list)
		}
		raw, err := sql.Open("pgx", url)
		if err != nil {
			t.Fatal(err)
		}
		defer raw.Close()
		var n int
		if err := raw.QueryRow(`SELECT COUNT(*) FROM pg_class WHERE relnamespace=current_schema()::regnamespace`).Scan(
			&n); err != nil || n > 0 {
			t.Errorf("%d tables and indexes were made, %v", n, err)
		}
	})
}

// TestWorkFoldersOfTheKilled makes a folder whose maker is gone: the next who
// works there removes it, and leaves those that are in use.
func TestWorkFoldersOfTheKilled(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	left := filepath.Join(temp, "shuangze-drill-123")
	if err := os.MkdirAll(filepath.Join(left, "keys"), 0o700); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Minute)
	if err := os.Chtimes(left, old, old); err != nil {
		t.Fatal(err)
	}
	used, drop, err := store.WorkFolder(temp, "shuangze-drill-")
	if err != nil {
		t.Fatal(err)
	}
	defer drop()
	if err := os.Chtimes(used, old, old); err != nil {
		t.Fatal(err)
	}
	dir, _, _ := proven(t)
	if err := Drill(context.Background(), Config{Dir: dir}, false, &strings.Builder{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what a killed drill left is still there")
	}
	if _, err := os.Stat(used); err != nil {
		t.Error("a folder in use was removed", err)
	}
	if list, _ := os.ReadDir(temp); len(list) != 1 {
		t.Errorf("the temporary folder holds %v", list)
	}
}
