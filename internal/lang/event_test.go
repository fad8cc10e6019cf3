package lang

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every kind of entry that any code records has its words, for histories put
// the key together from the kind. The bench's own kinds are shown to nobody.
func TestKindsHaveWords(t *testing.T) {
	words := MustLoad()
	kind := regexp.MustCompile(`"([a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*)\.v[0-9]+"`)
	n := 0
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "bench" {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		body, err := os.ReadFile(name)
		for _, m := range kind.FindAllSubmatch(body, -1) {
			n++
			if key := "event." + string(m[1]); !words.In(Chinese).Has(key) || !words.In(English).Has(key) {
				t.Errorf("%s records %s, and %s is not in the catalogue", name, m[0], key)
			}
		}
		return err
	})
	if err != nil || n < 40 {
		t.Errorf("%d kinds found: %v", n, err)
	}
}
