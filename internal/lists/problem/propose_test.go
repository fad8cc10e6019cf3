package problem

import (
	"slices"
	"testing"

	"shuangze/internal/when"
)

var twice = map[Cause]int{OverdueAgain: 2, RejectedAgain: 2, Recurred: 2}

func causes(list []Proposal) (out []Cause) {
	for _, x := range list {
		out = append(out, x.Cause)
	}
	return out
}

func TestWeigh(t *testing.T) {
	p := Problem{State: Registered, Level: Slight}
	closed, top, sent := p, p, p
	closed.State, top.Level = Closed, Serious
	sent.Rejections = 1
	for name, c := range map[string]struct {
		p    Problem
		past Past
		on   when.Day
		want []Cause
	}{
		"nothing happened":          {p, Past{}, 100, nil},
		"once of each":              {p, Past{[]when.Day{90}, 1}, 100, nil},
		"overdue twice":             {p, Past{[]when.Day{95, 90}, 0}, 100, []Cause{OverdueAgain}},
		"the second date is today":  {p, Past{[]when.Day{90, 100}, 0}, 100, nil},
		"and passes with the clock": {p, Past{[]when.Day{90, 100}, 0}, 101, []Cause{OverdueAgain}},
		"rejected twice":            {p, Past{nil, 2}, 100, []Cause{RejectedAgain}},
		"here and under its order":  {sent, Past{nil, 1}, 100, []Cause{RejectedAgain}},
		"all": {p.Recur(1, twice, 100), Past{[]when.Day{90, 95}, 2}, 100,
			[]Cause{OverdueAgain, Recurred, RejectedAgain}},
		"second of a year":            {p.Recur(1, twice, 100), Past{}, 100, []Cause{Recurred}},
		"the first of a year":         {p.Recur(0, twice, 100), Past{}, 100, nil},
		"another category after all":  {p.Recur(1, twice, 100).Recur(0, twice, 100), Past{}, 100, nil},
		"what is closed":              {closed.Recur(1, twice, 100), Past{[]when.Day{90, 95}, 2}, 100, nil},
		"serious is highest":          {top.Recur(1, twice, 100), Past{[]when.Day{90, 95}, 2}, 100, nil},
		"a date that is not set":      {p, Past{[]when.Day{0, 90}, 0}, 100, nil},
		"nothing is asked of a cause": {Problem{State: Registered}, Past{[]when.Day{90, 95}, 2}, 100, nil},
	} {
		next := c.p.Weigh(c.past, twice, min(c.on, 100))
		if got := causes(next.Standing(c.on)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if on := next.ProposeOn(); (on != 0 && on <= c.on) != (len(c.want) > 0) {
			t.Errorf("%s: found by day %d", name, on)
		}
	}
	x := p.Weigh(Past{[]when.Day{90, 95, 110}, 0}, twice, 100).Proposals[0]
	if x.On != 96 || x.Count(100) != 2 || x.Count(111) != 3 {
		t.Errorf("%+v: %d, then %d", x, x.Count(100), x.Count(111))
	}
	again := UnpackProposals(PackProposals([]Proposal{x}))
	if len(again) != 1 || again[0].On != x.On || !slices.Equal(again[0].Dates, x.Dates) || PackProposals(nil) != "" {
		t.Errorf("stored and read: %+v", again)
	}
}

// What an office decided about does not come again; what happens anew does.
func TestDecided(t *testing.T) {
	p := Problem{State: Ordered, Level: Slight}.Recur(1, twice, 80).Weigh(Past{[]when.Day{90, 95}, 2}, twice, 100)
	if _, err := p.KeepLevel("", 100); wrongIn(err) != "reason" {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := p.KeepLevel("已有改观", 79); wrongIn(err) != "problem.no-proposal" {
		t.Errorf("before it stands: %v", err)
	}
	kept, err := p.KeepLevel("已有改观", 100)
	if err != nil || kept.Level != Slight || kept.ProposeOn() != 0 {
		t.Errorf("%+v %v", kept, err)
	}
	raised, err := p.Raise("两次逾期", rules, 100)
	if err != nil || raised.Level != Ordinary || raised.ProposeOn() != 0 {
		t.Errorf("%+v %v", raised, err)
	}
	for name, q := range map[string]Problem{"kept": kept, "raised": raised} {
		for what, c := range map[string]struct {
			past Past
			want []Cause
		}{
			"the same":          {Past{[]when.Day{90, 95}, 2}, nil},
			"one more of each":  {Past{[]when.Day{90, 95, 105}, 3}, nil},
			"two more, missed":  {Past{[]when.Day{90, 95, 105, 110}, 2}, []Cause{OverdueAgain}},
			"two more rejected": {Past{[]when.Day{90, 95}, 4}, []Cause{RejectedAgain}},
		} {
			if got := causes(q.Weigh(c.past, twice, 120).Standing(120)); !slices.Equal(got, c.want) {
				t.Errorf("%s, %s: %v, want %v", name, what, got, c.want)
			}
		}
	}
	ahead := Problem{State: Ordered, Level: Slight}.Weigh(Past{[]when.Day{90, 110}, 2}, twice, 100)
	if ahead, err = ahead.KeepLevel("已有改观", 100); err != nil || len(ahead.Standing(110)) != 0 ||
		len(ahead.Standing(111)) != 1 {
		t.Errorf("what lies ahead was decided with what stood: %+v %v", ahead.Proposals, err)
	}
	if top, err := raised.Weigh(Past{[]when.Day{90, 130}, 2}, twice, 100).Raise("再次", rules, 100); err != nil ||
		len(top.Proposals) != 0 {
		t.Errorf("above the highest: %+v %v", top.Proposals, err)
	}
	closed := p
	closed.State = Closed
	if _, err := closed.KeepLevel("x", 100); wrongIn(err) != "problem.state-forbids" || closed.ProposeOn() != 0 {
		t.Errorf("closed: %v", err)
	}
}
