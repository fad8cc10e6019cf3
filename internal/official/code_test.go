package official

import (
	"strings"
	"testing"
)

func TestCodes(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		c := NewCode(nil)
		if got, ok := ParseCode(ShowCode(c)); !ok || got != c || seen[c] {
			t.Fatalf("%q is read back as %q, %v, or came twice", c, got, ok)
		}
		seen[c] = true
	}
	const code = "01AB23CD45EF67GH89JK"
	if ShowCode(code) != "01AB-23CD-45EF-67GH-89JK" {
		t.Error(ShowCode(code))
	}
	for _, typed := range []string{"01ab 23cd 45ef 67gh 89jk", "oiab-23cd-45ef-67gh-89jk", " Olab—23cd－45ef67gh　89jk"} {
		if got, ok := ParseCode(typed); !ok || got != code {
			t.Errorf("%q: %q %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"", "01AB", code + "0", strings.Replace(code, "A", "U", 1),
		strings.Replace(code, "AB", "督", 1), strings.Repeat("-", 500) + code} {
		if got, ok := ParseCode(typed); ok {
			t.Errorf("%q was read as %q", typed, got)
		}
	}
}
