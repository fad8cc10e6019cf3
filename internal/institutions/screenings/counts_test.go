package screenings

import "testing"

// The overdue rate is exact to hundredths of a percent, and nothing where nothing fell due.
func TestOverdue(t *testing.T) {
	for figures, want := range map[string]int64{
		"": -1, ":duties=0\n:duties-open=0\n": -1,
		":duties=3\n:duties-late=1\n":                 3333,
		":duties=3\n:duties-late=1\n:duties-open=1\n": 6667,
		":duties=8\n:duties-open=1\n":                 1250,
		":duties=20000\n:duties-open=1\n":             1,
		":duties=20001\n:duties-open=1\n":             0,
		":duties=5\n:duties-late=2\n:duties-open=3\n": 10_000,
		":duties=7\nlevel:duties=1\n:duties-late=0\n": 0,
		"category:duties-open=4\n:duties=4\n":         0,
	} {
		s := &Screening{Figures: figures}
		got, ok := s.Overdue()
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q: %d, %t", figures, got, ok)
		}
	}
}
