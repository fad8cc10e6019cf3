package problem

import (
	"errors"
	"testing"

	"shuangze/internal/lists/measure"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func changeRules() Rules {
	return Rules{Sources: map[string]bool{"spotcheck": true, "public-report": true},
		Subsources: map[string]bool{"inspection": true}, Categories: map[string]bool{"funds": true},
		Limit: func(_ Level, d when.Day) when.Deadline { return when.Deadline{Due: d + 15} }}
}

// wrongIn is the first wrong field, or the key of a refusal, or "".
func wrongIn(err error) string {
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
	p := Problem{State: Registered, Source: "spotcheck", Facts: "未公示", Measures: measure.List{{Text: "公示", Done: 90},
		{Text: "培训"}}, Category: "funds", Leader: 1, Handler: 2, Found: 100}
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
		"another source": {with(func(c *Correction) {
			c.Source, c.Subsource, c.Facts = "public-report", "inspection", "三季度未公示"
		}), Ordered, ""},
		"an unknown source": {with(func(c *Correction) { c.Source = "x" }), Registered, "source"},
		"no source":         {with(func(c *Correction) { c.Source = "" }), Registered, "source"},
		"an unknown detail": {with(func(c *Correction) { c.Subsource = "x" }), Registered, "subsource"},
		"other measures":    {with(func(c *Correction) { c.Measures = measure.FromLines("公示\n公示并培训") }), Registered, ""},
		"of the order's":    {with(func(c *Correction) { c.Measures = measure.FromLines("公示并培训") }), Ordered, "measures"},
		"measures left out": {with(func(c *Correction) { c.Measures = nil }), Ordered, ""},
	} {
		q := p
		q.State = x.state
		next, err := q.Correct(x.c, changeRules(), 120)
		if got := wrongIn(err); got != x.want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, x.want)
		}
		if err == nil && (next.Facts != "三季度未公示" || next.State != x.state) {
			t.Errorf("%s: %+v", name, next)
		}
	}
	next, err := p.Correct(with(func(c *Correction) { c.Measures = measure.FromLines("1、公示\n公示并培训") }), changeRules(), 120)
	if err != nil || len(next.Measures) != 2 || next.Measures[0].Done != 90 || next.Measures[1].Text != "公示并培训" ||
		p.Measures[1].Text != "培训" {
		t.Errorf("measures: %+v, before %+v (%v)", next.Measures, p.Measures, err)
	}
	c := with(func(c *Correction) {
		c.Source, c.Subsource, c.Measures = "public-report", "inspection", measure.FromLines("公示")
	})
	if next, err = p.Correct(c, changeRules(), 120); err != nil || next.Source != "public-report" ||
		next.Subsource != "inspection" || len(c.changes(p, next)) != 9 {
		t.Errorf("%+v %v: %v", next, err, c.changes(p, next))
	}
	facts := with(func(c *Correction) { c.Leader = 3 }).changes(p, p)
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
		if got := wrongIn(err); got != x.want || err == nil && (next.State != Withdrawn || next.State.Open()) {
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
		if got := wrongIn(err); got != x.want || err == nil &&
			(next.State != Registered || next.ClosedAt != 0 || next.Due != x.due) {
			t.Errorf("reopen %s: %q, %+v", name, got, next)
		}
	}
}

func TestMarkMeasure(t *testing.T) {
	p := Problem{State: Registered, Measures: measure.List{{Text: "公示"}, {Text: "培训", Done: 100}}}
	ordered, reported := p, p
	ordered.State, ordered.Order = Ordered, 7
	reported.State = Rectified
	for name, x := range map[string]struct {
		p    Problem
		n    int
		done bool
		want string
	}{
		"done":                {p, 0, true, ""},
		"taken back":          {p, 1, false, ""},
		"done twice":          {p, 1, true, "measure.done-already"},
		"taken back unmarked": {p, 0, false, "measure.not-done"},
		"no such":             {p, 2, true, "measure"},
		"before the first":    {p, -1, true, "measure"},
		"under an order":      {ordered, 0, true, "problem.state-forbids"},
		"reported":            {reported, 0, true, "problem.state-forbids"},
	} {
		next, err := x.p.MarkMeasure(x.n, x.done, 120)
		if got := wrongIn(err); got != x.want {
			t.Errorf("%s: %q", name, got)
		}
		if err == nil && ((next.Measures[x.n].Done == 120) != x.done || x.p.Measures[0].Done != 0) {
			t.Errorf("%s: %+v, before %+v", name, next.Measures, x.p.Measures)
		}
	}
}
