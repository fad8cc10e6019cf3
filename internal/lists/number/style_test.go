package number

import "testing"

// A county's prefix and digits are those of the numbers it gives; what was given
// before keeps its own.
func TestStyles(t *testing.T) {
	s := Styles{Order: {Prefix: "ZPDB", Digits: 6}}
	old := Number{Series: Order, Year: 2026, No: 7}
	for n, want := range map[Number]string{
		old: "DB2026-0007", s.Of(old): "ZPDB2026-000007",
		s.Of(Number{Series: Problem, Year: 2026, No: 12345}): "WT2026-12345",
		s.Of(Number{Series: Order, Year: 2026}):              "",
	} {
		if n.String() != want {
			t.Errorf("%+v is written %s, want %s", n, n, want)
		}
	}
	if n, ok := Parse(" zpdb2026-000007 "); !ok || n.Prefix() != "ZPDB" || n.No != 7 || n.String() != "ZPDB2026-000007" {
		t.Errorf("%+v %v", n, ok)
	}
}
