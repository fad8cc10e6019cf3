package app

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/store"
)

// TestCommandSeal adds keys at the console, in the data folder and elsewhere, and
// takes those of the folder through a backup.
func TestCommandSeal(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	want(t, 1, []string{"no database"}, "seal", "rotate", "--data", data)
	want(t, 0, nil, "user", "add", "laowang", "--name", "老王", "--data", data)
	file := filepath.Join(data, store.SealKeysFile)
	for n := 1; n <= 2; n++ {
		want(t, 0, []string{fmt.Sprintf("key %d was added", n), "sealed anew: 0 in rows, 0 beside entries", file},
			"seal", "rotate", "--data", data)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", info, err)
	}
	tar, restored := filepath.Join(t.TempDir(), "x.tar"), filepath.Join(t.TempDir(), "restored")
	want(t, 0, nil, "backup", "--data", data, "--to", tar)
	want(t, 0, nil, "restore", "--from", tar, "--data", restored)
	kept, err1 := os.ReadFile(file)
	back, err2 := os.ReadFile(filepath.Join(restored, store.SealKeysFile))
	if err1 != nil || err2 != nil || string(back) != string(kept) || strings.Count(string(kept), "\n") != 4 {
		t.Errorf("the keys came back as %d bytes of %d, %v %v", len(back), len(kept), err1, err2)
	}
	other := filepath.Join(t.TempDir(), "safe", "keys")
	want(t, 0, []string{"key 1 was added", other}, "seal", "rotate", "--data", data, "--seal-keys", other)
	if now, err := os.ReadFile(file); err != nil || string(now) != string(kept) {
		t.Error("the folder's keys changed when others were named")
	}
	if err := os.WriteFile(other, []byte("# x\n1 geheim\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := want(t, 1, []string{"line 2 is wrong"}, "seal", "rotate", "--data", data, "--seal-keys", other)
	if strings.Contains(s.String(), "geheim") || strings.Count(s.err, "\n") != 1 {
		t.Errorf("a wrong file of keys: %s", s)
	}
	want(t, 1, []string{"it must be a file"}, "seal", "rotate", "--data", data, "--seal-keys", data)
	for _, args := range [][]string{{"seal"}, {"seal", "open"}, {"seal", "rotate", "rotate"}} {
		want(t, 2, []string{"--help"}, append(args, "--data", data)...)
	}
}
