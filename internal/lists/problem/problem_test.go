package problem

import (
	"errors"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/lists/measure"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var four = actor.Hands{By: 4}

var (
	day   = when.Date(2026, 3, 2)
	cal   = when.NewCalendar(nil)
	rules = Rules{Orders: map[Level]bool{Ordinary: true, Serious: true}, Sources: map[string]bool{"spotcheck": true},
		Categories: map[string]bool{"work": true}, Limit: func(l Level, from when.Day) when.Deadline {
			switch l {
			case Slight:
				return cal.AddWorking(from, 15)
			case Ordinary:
				return cal.AddMonths(from, 1)
			}
			return cal.AddMonths(from, 3)
		}}
)

func fine() Input {
	return Input{Side: actor.Principal, Source: "spotcheck", Category: "work", Level: Slight, Unit: 3, Facts: "午间脱岗",
		Measures: measure.List{{Text: "轮岗"}},
		Leader:   1, HandlerName: "李四", Due: day + 5, Found: day}
}

func TestInput(t *testing.T) {
	if err := fine().Check(rules, day); err != nil {
		t.Fatal(err)
	}
	for field, spoil := range map[string]func(*Input){
		"facts": func(i *Input) { i.Facts = "" }, "unit": func(i *Input) { i.Unit = 0 },
		"source":   func(i *Input) { i.Source = "上级转办" },
		"category": func(i *Input) { i.Category = "x" }, "level": func(i *Input) { i.Level = "特别严重" },
		"side":     func(i *Input) { i.Side = "" },
		"measures": func(i *Input) { i.Measures = nil }, "leader": func(i *Input) { i.Leader = 0 },
		"handler": func(i *Input) { i.HandlerName = "" },
		"found":   func(i *Input) { i.Found = day + 1 }, "due": func(i *Input) { i.Due = day + 60 },
	} {
		in := fine()
		spoil(&in)
		var errs text.InputErrors
		if err := in.Check(rules, day); !errors.As(err, &errs) || errs[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestLimitsOfLevels(t *testing.T) {
	for l, last := range map[Level]when.Day{Slight: when.Date(2026, 3, 23), Ordinary: when.Date(2026, 4, 2),
		Serious: when.Date(2026, 6, 2)} {
		in := fine()
		in.Level, in.Due = l, last
		if err := in.Check(rules, day); err != nil {
			t.Errorf("%s on its last day %s: %v", l, last, err)
		}
		in.Due++
		if err := in.Check(rules, day); err == nil {
			t.Errorf("%s: %s is beyond its limit and was taken", l, in.Due)
		}
	}
}

func TestLife(t *testing.T) {
	p := Problem{State: Registered, Level: Slight, Evidence: 1}
	why := func(err error) string {
		var r *text.Refusal
		var i text.InputErrors
		if errors.As(err, &r) {
			return r.Key
		}
		if errors.As(err, &i) {
			return i[0].Key
		}
		return ""
	}
	for name, c := range map[string]struct {
		do   func() (Problem, error)
		want string
	}{
		"rectified":     {func() (Problem, error) { return p.Report(four, "已轮岗", rules, 1) }, ""},
		"without words": {func() (Problem, error) { return p.Report(four, "", rules, 1) }, "input.required"},
		"without evidence": {func() (Problem, error) { q := p; q.Evidence = 0; return q.Report(four, "x", rules, 1) },
			"order.evidence-required"},
		"an ordinary one needs order": {func() (Problem, error) {
			q := p
			q.Level = Ordinary
			return q.Report(four, "x",
				rules, 1)
		}, "problem.needs-order"},
		"with an order": {func() (Problem, error) { q := p; q.Order = 9; return q.Report(four, "x", rules, 1) },
			"problem.state-forbids"},
		"close what is not reported": {func() (Problem, error) { return p.Close("同意", rules, 1) }, "problem.state-forbids"},
		"raise the highest": {func() (Problem, error) {
			q := p
			q.Level = Serious
			return q.Raise("x", rules,
				day)
		}, "problem.state-forbids"},
		"raise without a reason": {func() (Problem, error) { return p.Raise("", rules, day) }, "input.required"},
		"reject in nine characters": {func() (Problem, error) {
			q := p
			q.State = Rectified
			return q.Reject("一二三四五六七八九", rules)
		}, "input.too-short"},
	} {
		if _, err := c.do(); why(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	q, _ := p.Report(four, "已轮岗", rules, 1)
	if q.State != Rectified || q.Requester != 4 {
		t.Errorf("%+v", q)
	}
	if r, err := p.Raise("再次发生", rules, day); err != nil || r.Level != Ordinary {
		t.Error(r.Level, err)
	}
}
