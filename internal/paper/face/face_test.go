package face

import (
	"testing"

	"golang.org/x/image/font/sfnt"
)

// What a bundled face is said to have is what its file has, no more and no less.
func TestBundledAreWhole(t *testing.T) {
	for _, role := range Roles() {
		f := Bundled().Of(role)[0]
		b, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		font, err := sfnt.Parse(b)
		if err != nil {
			t.Fatalf("%s: %v", f.File, err)
		}
		var buf sfnt.Buffer
		if name, err := font.Name(&buf, sfnt.NameIDFamily); err != nil || name != f.Family {
			t.Errorf("%s is called %q, %v; Family is %q", f.File, name, err, f.Family)
		}
		got := coverOf(font)
		for r := range rune(0x110000) {
			if got.has(r) != f.Has(r) {
				t.Fatalf("%s: has %U: %v, its table says %v", f.File, r, got.has(r), f.Has(r))
			}
		}
		t.Logf("%s: %d characters, %d bytes, %d packed", f.File, f.has.n, len(b), f.Size)
	}
}
