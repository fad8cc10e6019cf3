package exchange

import (
	"testing"

	"shuangze/internal/lang"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

// Every value that a table may hold is read back as what it was, in both
// languages and as it was called before.
func TestFixedValuesComeBack(t *testing.T) {
	pack, err := policy.Load(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	day := when.Date(2026, 11, 24)
	called := house(pack, day)
	look := sheet.Look{House: sheet.NewHouse(called)}
	if len(called) != len(sheet.Written) {
		t.Errorf("%d lists, want %d", len(called), len(sheet.Written))
	}
	for _, l := range []lang.Lang{lang.Chinese, lang.English} {
		for _, on := range []when.Day{day, when.Date(2015, 1, 1)} {
			s := Speech{lang.MustLoad().In(l), pack, on}
			for f, list := range called {
				if len(list) < len(sheet.Written[f]) {
					t.Errorf("%s has %d values", f, len(list))
				}
				for _, c := range list {
					if got, wrong := sheet.Choice(sheet.Cell{Kind: sheet.Text, Text: s.say(f, c.Code)}, look.Says(f)); got != c.Code {
						t.Errorf("%s %s: %q is read as %q %v, not %q", l, f, s.say(f, c.Code), got, wrong, c.Code)
					}
				}
			}
			for _, code := range pack.Codes(policy.Category) {
				if got := categoryOf(pack, s.label(policy.Category, code)); got != code {
					t.Errorf("%s: category %s comes back as %s", l, code, got)
				}
			}
		}
	}
}
