package power

import (
	"errors"
	"slices"
	"testing"

	"shuangze/internal/noun"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

var laws = []Statute{
	{Code: "old", Names: []string{"中华人民共和国行政监察法", "行政监察法"}, From: when.Date(1997, 5, 9),
		To: when.Date(2018, 3, 20), By: "中华人民共和国监察法"},
	{Code: "new", Names: []string{"中华人民共和国监察法", "监察法"}, From: when.Date(2018, 3, 20)},
	{Code: "gone", Names: []string{"旧规定"}, To: when.Date(2020, 1, 1)},
}

// A longer title is read before one it holds; short names count; each once.
func TestNamed(t *testing.T) {
	for basis, want := range map[string][]string{
		"《中华人民共和国行政监察法》第十八条":    {"old"},
		"依据《监察法》及《行政监察法》、行政监察法": {"old", "new"},
		"《监察法》第十一条":             {"new"},
		"县委文件":                  nil,
		"":                      nil,
	} {
		var got []string
		for _, s := range Named(laws, basis) {
			got = append(got, s.Code)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", basis, got, want)
		}
	}
}

// A law is said to be repealed from its last day on, and not before (domain.md: any
// list dated after 2018-03-20).
func TestRepealed(t *testing.T) {
	for _, c := range []struct {
		basis string
		on    when.Day
		key   string
	}{
		{"《行政监察法》", when.Date(2018, 3, 19), ""},
		{"《行政监察法》", when.Date(2018, 3, 20), "power.superseded"},
		{"《监察法》", when.Date(2026, 1, 1), ""},
		{"旧规定", when.Date(2026, 1, 1), "power.repealed"},
	} {
		key := ""
		if list := Repealed(laws, c.basis, c.on); len(list) > 0 {
			key = list[0].Key
		}
		if key != c.key {
			t.Errorf("%s on %s: %q, want %q", c.basis, c.on, key, c.key)
		}
	}
}

func wrong(err error) string {
	var in text.InputErrors
	var refused *text.Refusal
	switch {
	case errors.As(err, &in):
		return in[0].Field + " " + in[0].Key
	case errors.As(err, &refused):
		return refused.Key
	}
	return ""
}

// A power ends on a day that is over or today, not before it began, with a reason;
// what has ended is neither changed nor ended again, and only that is put back.
func TestLife(t *testing.T) {
	keep := Commands{}.keeper()
	today, since := when.Date(2026, 11, 29), when.Date(2016, 1, 1)
	for _, c := range []struct {
		state string
		e     noun.Ending
		want  string
	}{
		{InForce, noun.Ending{On: today, Reason: "撤并"}, ""},
		{InForce, noun.Ending{On: since, Reason: "撤并"}, ""},
		{InForce, noun.Ending{On: today + 1, Reason: "撤并"}, "on term.later"},
		{InForce, noun.Ending{On: since - 1, Reason: "撤并"}, "on power.end.before"},
		{InForce, noun.Ending{On: 0, Reason: "撤并"}, "on input.required"},
		{InForce, noun.Ending{On: today, Reason: ""}, "reason input.required"},
		{Ended, noun.Ending{On: today, Reason: "撤并"}, "term.ended"},
	} {
		p := &Power{Base: noun.Base{State: c.state}, Since: since}
		err := keep.End(p, c.e, today)
		if wrong(err) != c.want {
			t.Errorf("%s ends %+v: %v, want %q", c.state, c.e, err, c.want)
		}
		if (p.EndedOn != 0) != (err == nil) {
			t.Errorf("%+v: ended on %s", c.e, p.EndedOn)
		}
	}
	p := &Power{Base: noun.Base{State: InForce}}
	if wrong(keep.Resume(p, "误")) != "term.not-ended" {
		t.Error("what is in force was put back")
	}
	p.State, p.EndedOn, p.EndReason = Ended, today, "撤并"
	if got := wrong(keep.Resume(p, "")); got != "reason input.required" || p.State != Ended {
		t.Errorf("put back without a reason: %s, %+v", got, p)
	}
	if err := keep.Resume(p, "误"); err != nil || p.State != InForce || p.EndedOn != 0 || p.EndReason != "" {
		t.Errorf("put back: %v, %+v", err, p)
	}
}
