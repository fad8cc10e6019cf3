package problem

import (
	"errors"
	"testing"

	"shuangze/internal/text"
	"shuangze/internal/when"
)

func changeRules() Rules {
	return Rules{Categories: map[string]bool{"funds": true}, Limit: func(_ Level, d when.Day) when.Deadline { return when.Deadline{Due: d + 15} }}
}

// field is the first wrong field, or the key of a refusal, or "".
func field(err error) string {
	var in text.InputErrors
	var no *text.Refusal
	switch {
	case errors.As(err, &in):
		return in[0].Field
	case errors.As(err, &no):
		return no.Key
	}
	return ""
}

func TestCorrect(t *testing.T) {
	p := Problem{State: Registered, Facts: "未公示", Category: "funds", Leader: 1, Handler: 2, Found: 100}
	with := func(f func(*Correction)) Correction {
		c := p.CorrectionOf()
		c.Facts, c.Reason = "三季度未公示", "写漏季度"
		f(&c)
		return c
	}
	for name, x := range map[string]struct {
		c     Correction
		state State
		want  string
	}{
		"corrected":           {with(func(*Correction) {}), Registered, ""},
		"under an order":      {with(func(*Correction) {}), Ordered, ""},
		"closed":              {with(func(*Correction) {}), Closed, "problem.state-forbids"},
		"withdrawn":           {with(func(*Correction) {}), Withdrawn, "problem.state-forbids"},
		"no reason":           {with(func(c *Correction) { c.Reason = "" }), Registered, "reason"},
		"no facts":            {with(func(c *Correction) { c.Facts = "" }), Registered, "facts"},
		"nothing changed":     {with(func(c *Correction) { c.Facts = p.Facts }), Registered, "facts"},
		"an unknown category": {with(func(c *Correction) { c.Category = "x" }), Registered, "category"},
		"found tomorrow":      {with(func(c *Correction) { c.Found = 121 }), Registered, "found"},
		"nobody leads":        {with(func(c *Correction) { c.Leader = 0 }), Registered, "leader"},
		"nobody handles":      {with(func(c *Correction) { c.Handler = 0 }), Registered, "handler"},
	} {
		q := p
		q.State = x.state
		next, err := q.Correct(x.c, changeRules(), 120)
		if got := field(err); got != x.want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, x.want)
		}
		if err == nil && (next.Facts != "三季度未公示" || next.State != x.state) {
			t.Errorf("%s: %+v", name, next)
		}
	}
	facts := with(func(c *Correction) { c.Leader = 3 }).changes(p)
	if len(facts) != 5 { // facts and leader, each twice, and the reason
		t.Errorf("the entry says %d facts of it: %v", len(facts), facts)
	}
}

func TestWithdrawAndReopen(t *testing.T) {
	for name, x := range map[string]struct {
		p      Problem
		reason string
		want   string
	}{
		"registered": {Problem{State: Registered}, "重复登记", ""},
		"reported":   {Problem{State: Rectified}, "重复登记", ""},
		"ordered":    {Problem{State: Ordered, Order: 5}, "重复登记", "problem.withdraw-ordered"},
		"closed":     {Problem{State: Closed}, "重复登记", "problem.state-forbids"},
		"no reason":  {Problem{State: Registered}, "", "reason"},
	} {
		next, err := x.p.Withdraw(x.reason)
		if got := field(err); got != x.want || err == nil && (next.State != Withdrawn || next.State.Open()) {
			t.Errorf("withdraw %s: %q, %+v", name, got, next)
		}
	}
	for name, x := range map[string]struct {
		p    Problem
		due  when.Day
		want string
	}{
		"closed":            {Problem{State: Closed, Level: Slight, ClosedAt: 7}, 110, ""},
		"open":              {Problem{State: Registered}, 110, "problem.state-forbids"},
		"withdrawn":         {Problem{State: Withdrawn}, 110, "problem.state-forbids"},
		"with its order":    {Problem{State: Closed, Order: 5}, 110, "problem.reopen-order"},
		"before the system": {Problem{State: Closed, History: true}, 110, "problem.reopen-history"},
		"no day":            {Problem{State: Closed, Level: Slight}, 0, "due"},
		"today":             {Problem{State: Closed, Level: Slight}, 100, "due"},
		"beyond the level":  {Problem{State: Closed, Level: Slight}, 116, "due"},
	} {
		next, err := x.p.Reopen("反弹", x.due, changeRules(), 100)
		if got := field(err); got != x.want || err == nil && (next.State != Registered || next.ClosedAt != 0 || next.Due != x.due) {
			t.Errorf("reopen %s: %q, %+v", name, got, next)
		}
	}
}
