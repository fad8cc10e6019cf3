package version

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func told(c []Change) string {
	var b strings.Builder
	for _, f := range c {
		fmt.Fprintf(&b, "%s -%d +%d\n", f.Name, f.Gone, f.Fresh)
		for _, p := range f.Parts {
			b.WriteString("@\n")
			for _, l := range p {
				sign := " "
				if l.Gone() {
					sign = "-"
				} else if l.Fresh() {
					sign = "+"
				}
				fmt.Fprintf(&b, "%s%d,%d %s\n", sign, l.Old, l.New, l.Text)
			}
		}
	}
	return b.String()
}

func TestCompare(t *testing.T) {
	long := func(changed string) string {
		return "1\n2\n3\n4\n" + changed + "\n6\n7\n8\n9\n10\n11\n12\n13\n" + changed + "\n15\n"
	}
	for _, c := range []struct {
		name     string
		was, now []File
		want     string
	}{
		{"the same", []File{{"a", "x\n"}}, []File{{"a", "x\n"}}, ""},
		{"a line changed", []File{{"a", "x\ny\nz\n"}}, []File{{"a", "x\nY\nz\n"}},
			"a -1 +1\n@\n 1,1 x\n-2,0 y\n+0,2 Y\n 3,3 z\n"},
		{"a line put in", []File{{"a", "x\nz\n"}}, []File{{"a", "x\ny\nz\n"}}, "a -0 +1\n@\n 1,1 x\n+0,2 y\n 2,3 z\n"},
		{"a file is new", nil, []File{{"a", "x\n"}}, "a -0 +1\n@\n+0,1 x\n"},
		{"a file is gone", []File{{"a", "x\n"}}, nil, "a -1 +0\n@\n-1,0 x\n"},
		{"far apart", []File{{"a", long("five")}}, []File{{"a", long("5")}}, "a -2 +2\n" +
			"@\n 2,2 2\n 3,3 3\n 4,4 4\n-5,0 five\n+0,5 5\n 6,6 6\n 7,7 7\n 8,8 8\n" +
			"@\n 11,11 11\n 12,12 12\n 13,13 13\n-14,0 five\n+0,14 5\n 15,15 15\n"},
	} {
		if got := told(Compare(c.was, c.now)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// Whatever is compared: the lines that are not new are the old text, those that
// are not gone the new one, and as much stays as can.
func TestComparedLinesAreBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", ""}), 0, 12)
		a, b := text.Draw(t, "was"), text.Draw(t, "now")
		var was, now []string
		stays := 0
		for _, l := range lines(a, b) {
			if !l.Fresh() {
				was = append(was, l.Text)
			}
			if !l.Gone() {
				now = append(now, l.Text)
			}
			if !l.Fresh() && !l.Gone() {
				stays++
			}
		}
		if !slices.Equal(was, a) || !slices.Equal(now, b) {
			t.Fatalf("%q and %q became %q and %q", a, b, was, now)
		}
		if most := int(common(a, b)[0][0]); stays != most {
			t.Fatalf("%d lines stay, %d could", stays, most)
		}
	})
}

// Two texts too large to compare line by line are still told.
func TestCompareLarge(t *testing.T) {
	a, b := strings.Repeat("a\n", 3000), strings.Repeat("b\n", 3000)
	c := Compare([]File{{"a", a}}, []File{{"a", b}})
	if len(c) != 1 || c[0].Gone != 3000 || c[0].Fresh != 3000 {
		t.Errorf("%d", len(c))
	}
}
