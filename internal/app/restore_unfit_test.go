package app

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/when"
)

// A backup that does not fit its journal is an error of its restore, which says
// what does not fit; and what was restored is there to be looked into and mended.
func TestRestoreThatDoesNotFit(t *testing.T) {
	t.Parallel()
	h := demoHouse(t, when.Date(2026, 11, 24))
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	spoil(t, Config{Dir: h.Dir}, `DELETE FROM tally`)
	tarball, dir := filepath.Join(t.TempDir(), "b.tar"), filepath.Join(t.TempDir(), "data")
	if err := Backup(context.Background(), &Settings{Data: h.Dir}, tarball, io.Discard); err != nil {
		t.Fatal(err)
	}
	s := want(t, 1, []string{"derived-", "恢复的数据与存证不符"}, "restore", "--from", tarball, "--data", dir)
	if strings.Contains(s.out, "restored") {
		t.Errorf("it says that all is well: %s", s)
	}
	if _, err := os.Stat(filepath.Join(dir, unfinishedFile)); !os.IsNotExist(err) {
		t.Errorf("it says that it was not finished: %v", err)
	}
	want(t, 1, []string{"derived-"}, "verify", "--data", dir)
	want(t, 0, nil, "rebuild", "--data", dir)
	want(t, 0, []string{"OK"}, "verify", "--data", dir)
}
