package app

import (
	"strings"
	"testing"

	"shuangze/internal/store"
)

// TestDrillSaysWhatWasNotFound holds the answer of the drill to what became of
// each edit: one that was not found makes the command end with 1.
func TestDrillSaysWhatWasNotFound(t *testing.T) {
	for _, x := range []struct {
		what  string
		trial store.Trial
		says  string
		good  bool
	}{
		{"found", store.Trial{What: "an edit", Found: true, Named: true, Pass: "evidence"}, "ok   an edit", true},
		{"not found", store.Trial{What: "an edit"}, "NOT FOUND", false},
		{"found as something else", store.Trial{What: "an edit", Code: "kept-order", Found: true}, "found only as", false},
		{"cannot be found", store.Trial{What: "an edit", Beyond: true}, "cannot be", true},
		{"pretended", store.Trial{What: "an edit", Beyond: true, Found: true, Named: true}, "FAIL an edit", false},
		{"nothing to try on", store.Trial{What: "an edit", Absent: true}, "--   an edit", true},
	} {
		var out strings.Builder
		told := telling{w: &out}
		told.tell(x.trial)
		if err := told.end(); (err == nil) != x.good || !strings.Contains(out.String(), x.says) {
			t.Errorf("%s: %v\n%s", x.what, err, out.String())
		}
	}
}
