package app

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"shuangze/internal/blob"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// digests tells every file and folder below one, with mode and bytes.
func digests(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		out[path] = info.Mode().String()
		if d.Type().IsRegular() {
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			out[path] += fmt.Sprintf(" %d %x", info.ModTime().UnixNano(), sha256.Sum256(b))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// sealed makes a folder one that nobody can write: a read-only mount for root,
// whom modes do not stop.
func sealed(t *testing.T, dir string) {
	t.Helper()
	if os.Geteuid() == 0 {
		if err := syscall.Mount(dir, dir, "", syscall.MS_BIND, ""); err != nil {
			t.Skip("no mount here: ", err)
		}
		t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
		if err := syscall.Mount("", dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
			t.Skip("no read-only mount here: ", err)
		}
		return
	}
	chmod := func(mask fs.FileMode) {
		filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if info, err := d.Info(); err == nil && mask == 0 {
				os.Chmod(path, info.Mode()|0o200)
			} else if err == nil {
				os.Chmod(path, info.Mode()&^mask)
			}
			return nil
		})
	}
	chmod(0o222)
	t.Cleanup(func() { chmod(0) })
}

// verify and backup work on a folder that cannot be written, and change nothing
// in one that can, whatever the last process left: nothing beside the file, a log
// without its shared memory (a copy, a crashed machine), or both (kill -9).
func TestLookingChangesNothing(t *testing.T) {
	rested := filepath.Join(t.TempDir(), "data")
	staffed(t, "--data", rested)
	h, err := Open(context.Background(), Config{Dir: rested})
	if err != nil {
		t.Fatal(err)
	}
	task := UserTask{What: "add", Login: "inthelog", Name: "某人", Password: "correct horse battery"}
	if err := Users(context.Background(), h, task, &strings.Builder{}); err != nil {
		t.Fatal(err)
	}
	logged, killed := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "data")
	for _, to := range []string{logged, killed} {
		if err := os.CopyFS(to, os.DirFS(rested)); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(filepath.Join(logged, store.FileName+"-wal")); err != nil || info.Size() == 0 {
		t.Fatal("there is no log to be read", err)
	}
	if err := errors.Join(os.Remove(filepath.Join(logged, store.FileName+"-shm")), h.Close()); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"rested": rested, "logged": logged, "killed": killed} {
		for _, mode := range []string{"writable", "read-only"} {
			t.Run(name+" "+mode, func(t *testing.T) {
				if mode == "read-only" {
					sealed(t, dir)
				}
				before := digests(t, dir)
				tarball := filepath.Join(t.TempDir(), "b.tar")
				want(t, 0, []string{"OK"}, "verify", "--data", dir)
				want(t, 0, []string{"backed up"}, "backup", "--data", dir, "--to", tarball)
				want(t, 0, []string{"checkpoints"}, "jobs", "--data", dir)
				after := digests(t, dir)
				if name == "killed" && mode == "writable" {
					// The shared memory of a process that is gone holds no data; readers write it anew.
					delete(before, filepath.Join(dir, store.FileName+"-shm"))
					delete(after, filepath.Join(dir, store.FileName+"-shm"))
				}
				if !maps.Equal(before, after) {
					t.Errorf("before %v\nafter  %v", before, after)
				}
				if mode == "writable" && !long() {
					return // what was backed up is the same
				}
				to := filepath.Join(t.TempDir(), "new")
				want(t, 0, []string{"OK"}, "restore", "--from", tarball, "--data", to)
				want(t, 0, []string{"inthelog"}, "user", "list", "--data", to)
			})
		}
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "shuangze-look-*")); len(left) > 0 {
		t.Errorf("copies are left behind: %v", left)
	}
	// Neither makes a key or a folder where there was none.
	if err := os.RemoveAll(filepath.Join(rested, "keys")); err != nil {
		t.Fatal(err)
	}
	want(t, 1, []string{"key-missing"}, "verify", "--data", rested)
	want(t, 0, nil, "backup", "--data", rested, "--to", filepath.Join(t.TempDir(), "b.tar"))
	if _, err := os.Stat(filepath.Join(rested, "keys")); err == nil {
		t.Error("keys were made by looking")
	}
	none := filepath.Join(t.TempDir(), "none")
	want(t, 1, []string{"no database"}, "verify", "--data", none)
	want(t, 1, []string{"no database"}, "backup", "--data", none, "--to", filepath.Join(t.TempDir(), "b.tar"))
	if _, err := os.Stat(none); err == nil {
		t.Error("a folder was made by looking")
	}
}

// Files that no row names go after a day and never into a backup; what is young
// or named stays. A database that is not this folder's sweeps nothing.
func TestFilesNobodyNames(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := demoHouse(t, when.Date(2026, time.November, 24))
	shelf, err := blob.Open(h.FilesDir())
	if err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-25 * time.Hour)
	put := func(words string, aged bool) string {
		b, err := shelf.Put(ctx, strings.NewReader(words), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(h.FilesDir(), b.Digest.String()[:2], b.Digest.String())
		if aged {
			os.Chtimes(path, old, old)
		}
		return path
	}
	young, gone := put("young", false), put("nobody's", true)
	upload, keys := filepath.Join(h.FilesDir(), "tmp", "put-1"), filepath.Join(h.Dir, ".keys-1")
	if err := errors.Join(os.WriteFile(upload, []byte("half"), 0o600), os.Mkdir(keys, 0o700), os.Chtimes(upload, old, old),
		os.Chtimes(keys, old, old)); err != nil {
		t.Fatal(err)
	}
	named, err := h.DB.NamedFiles(ctx)
	if err != nil || len(named) == 0 {
		t.Fatal(len(named), err)
	}
	for d := range named { // all of them a day old
		os.Chtimes(filepath.Join(h.FilesDir(), blob.Digest(d).String()[:2], blob.Digest(d).String()), old, old)
	}
	there := func(path string) bool { _, err := os.Stat(path); return err == nil }

	tarball, to := filepath.Join(t.TempDir(), "b.tar"), Settings{Data: filepath.Join(t.TempDir(), "new"),
		Addr: "127.0.0.1:1"}
	var said strings.Builder
	if err := Backup(ctx, &Settings{Data: h.Dir}, tarball, &said); err != nil {
		t.Fatal(err)
	}
	if err := Restore(ctx, &to, tarball, "", &said); err != nil {
		t.Fatal(err, said.String())
	}
	for _, path := range []string{young, gone, upload, keys} {
		rel, _ := filepath.Rel(h.Dir, path)
		if there(filepath.Join(to.Data, rel)) {
			t.Errorf("%s came into the backup", rel)
		}
	}

	kept := filepath.Join(h.Dir, "keys", lastFile)
	beside, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(kept, []byte(strings.ReplaceAll(string(beside), "demo-acts", "other-acts")), 0o600)
	if h.round(ctx); !there(gone) {
		t.Error("the files of another database were swept")
	}
	os.WriteFile(kept, beside, 0o600)
	h.round(ctx)
	if there(gone) || there(upload) || there(keys) || !there(young) {
		t.Errorf("nobody's %v, half %v, keys %v, young %v", there(gone), there(upload), there(keys), there(young))
	}
	if r, err := h.Verify(ctx); err != nil || !r.OK || r.Files.Read == 0 {
		t.Errorf("%+v %v", r, err)
	}
}
