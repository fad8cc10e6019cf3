package problem

import (
	"slices"
	"testing"
)

func TestPropose(t *testing.T) {
	times := map[Cause]int{OverdueAgain: 2, RejectedAgain: 2, Recurred: 2}
	p := Problem{State: Registered, Level: Slight}
	closed, top := p, p
	closed.State, top.Level = Closed, Serious
	for name, c := range map[string]struct {
		p    Problem
		past Past
		want []Cause
	}{
		"nothing happened":   {p, Past{}, nil},
		"once of each":       {p, Past{Missed: 1, Rejected: 1}, nil},
		"overdue twice":      {p, Past{Missed: 2}, []Cause{OverdueAgain}},
		"rejected twice":     {p, Past{Rejected: 2}, []Cause{RejectedAgain}},
		"second of a year":   {p, Past{Earlier: 1}, []Cause{Recurred}},
		"all":                {p, Past{2, 3, 1}, []Cause{OverdueAgain, Recurred, RejectedAgain}},
		"what is closed":     {closed, Past{2, 3, 1}, nil},
		"serious is highest": {top, Past{2, 3, 1}, nil},
	} {
		if got := c.p.Propose(c.past, times); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
