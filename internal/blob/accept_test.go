package blob

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What an input offers is what is kept, and no page keeps a list of its own.
func TestInputsOfferWhatIsKept(t *testing.T) {
	offered := strings.Split(Accept(), ",")
	for _, list := range endings {
		for _, e := range list {
			if !slices.Contains(offered, e) {
				t.Errorf("%s is kept and not offered", e)
			}
		}
	}
	for _, e := range []string{".heic", ".ofd", ".wps", ".et", ".dps", ".webp", ".m4v"} {
		if !slices.Contains(offered, e) {
			t.Errorf("%s is not offered", e)
		}
	}
	own := regexp.MustCompile(`[aA]ccept\s*=\s*"[^"]*\.pdf`)
	files, err := filepath.Glob("../web/desk/*/*.templ")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if own.Match(b) {
			t.Errorf("%s keeps a list of its own", f)
		}
	}
}
