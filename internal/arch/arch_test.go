package arch

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../.."

// TestWalls looks at this repository. What goes red: see the message; the plan is in floors_test.go.
func TestWalls(t *testing.T) {
	files := tracked(t)
	tree := os.DirFS(root)
	all, err := read(tree, files)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 10 {
		t.Fatalf("only %d Go files found: the test looks at the wrong place", len(all))
	}
	for name, wall := range walls {
		t.Run(name, func(t *testing.T) {
			for _, wrong := range wall(t, tree, files, all) {
				t.Error(wrong)
			}
		})
	}
}

// walls in the shape both the real house and the fixtures use.
var walls = map[string]func(*testing.T, fs.FS, []string, []source) []string{
	"placed":   func(_ *testing.T, _ fs.FS, _ []string, all []source) []string { return placed(all) },
	"downward": func(_ *testing.T, _ fs.FS, _ []string, all []source) []string { return downward(all) },
	"pure":     func(_ *testing.T, _ fs.FS, _ []string, all []source) []string { return pure(all) },
	"wired":    func(_ *testing.T, _ fs.FS, _ []string, all []source) []string { return wired(all) },
	"tried":    func(_ *testing.T, _ fs.FS, _ []string, all []source) []string { return tries(all) },
	"named":    func(_ *testing.T, _ fs.FS, _ []string, all []source) []string { return named(all) },
	"short": func(t *testing.T, tree fs.FS, files []string, _ []source) []string {
		wrong, err := short(tree, files)
		if err != nil {
			t.Fatal(err)
		}
		return wrong
	},
	"portable": func(t *testing.T, tree fs.FS, files []string, _ []source) []string {
		wrong, err := portable(tree, files)
		if err != nil {
			t.Fatal(err)
		}
		return wrong
	},
}

// tracked lists the files of the repository: what git knows or would add, so that a new file is seen before it is
// committed. Without git (an unpacked archive) it is every file.
func tracked(t *testing.T) (files []string) {
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	if out, err := list.Output(); err == nil && len(out) > 0 {
		for _, name := range strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00") {
			// deleted ones are still listed
			if info, err := os.Lstat(filepath.Join(root, name)); err == nil && info.Mode().IsRegular() {
				files = append(files, name)
			}
		}
		return files
	}
	return everything(t, os.DirFS(root))
}

func everything(t *testing.T, tree fs.FS) (files []string) {
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && !strings.HasPrefix(name, ".git/") {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
