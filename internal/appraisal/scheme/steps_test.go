package scheme

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func stepped(points ...int64) *Sound {
	m := &Sound{}
	for i, p := range points {
		m.Indicators = append(m.Indicators, Indicator{No: string(rune('1' + i)), Points: p})
	}
	return m
}

func TestSteps(t *testing.T) {
	m := stepped(3000, 3000, 4000)
	s := Sheet{Lines: []Line{{No: "1", Counts: 3000, Gained: 2000}, {No: "2", Counts: 3000, Gained: 3000}, {No: "3"}},
		Raw: 5000, Applicable: 6000, Normal: 8333, Added: 100, Deducted: 200, ForCases: 9000}
	want := []Step{{Lost, "1", -1667, 8333}, {Addition, "", 100, 8433}, {Deducted, "", -200, 8233},
		{ForCase, "", -9000, -767}, {Floor, "", 767, 0}}
	if got := m.Steps(s); !slices.Equal(got, want) {
		t.Errorf("%+v, not %+v", got, want)
	}
	if got := m.Steps(Sheet{Lines: s.Lines}); got != nil {
		t.Errorf("of no score: %+v", got)
	}
}

// From 100 the steps lead to the total without a hundredth lost, each from where the last one stood, and an indicator
// never adds.
func TestStepsReachTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		m := stepped(make([]int64, n)...)
		s := Sheet{}
		for _, i := range m.Indicators {
			counts := rapid.Int64Range(0, 2000).Draw(t, "counts")
			l := Line{No: i.No, Counts: counts, Gained: rapid.Int64Range(0, counts).Draw(t, "gained")}
			s.Lines, s.Raw, s.Applicable = append(s.Lines, l), s.Raw+l.Gained, s.Applicable+counts
		}
		if !s.Known() {
			return
		}
		s.Normal = divided(s.Raw*Full, s.Applicable)
		s.Added, s.Deducted = rapid.Int64Range(0, 500).Draw(t, "added"), rapid.Int64Range(0, 2000).Draw(t, "deducted")
		s.ForCases = rapid.Int64Range(0, 4000).Draw(t, "cases")
		s.Total = max(0, s.Normal+s.Added-s.Deducted-s.ForCases)
		at := Full
		for _, x := range m.Steps(s) {
			if at += x.By; at != x.At || x.By == 0 || x.Why == Lost && x.By > 0 {
				t.Fatalf("%+v after %d", x, at-x.By)
			}
		}
		if at != s.Total {
			t.Fatalf("the steps lead to %d, not to %d", at, s.Total)
		}
	})
}
