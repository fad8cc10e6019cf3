package when

import "testing"

func TestSpans(t *testing.T) {
	for s, want := range map[string]Period{"2026": {Date(2026, 1, 1), Date(2027, 1, 1)},
		"2026-11": {Date(2026, 11, 1), Date(2026, 12, 1)}, "2026-12": {Date(2026, 12, 1), Date(2027, 1, 1)}} {
		if got, ok := ParseSpan(s); !ok || got != want {
			t.Errorf("%s is %v %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "26", "2026-", "2026-13", "2026-00", "2026-1", "+026", "1969", "2026-11-01", "-026"} {
		if got, ok := ParseSpan(s); ok {
			t.Errorf("%q is %v", s, got)
		}
	}
	if got := MonthOf(Date(2026, 3, 31)); got != "2026-03" {
		t.Error(got)
	}
}
