package circulars

import (
	"errors"
	"strings"
	"testing"
	"time"

	"shuangze/internal/letter"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func TestDaysCovered(t *testing.T) {
	for term, want := range map[string]string{"h1": "2026-01-01 2026-07-01", "h2": "2026-07-01 2027-01-01",
		"q1": "2026-01-01 2026-04-01", "q2": "2026-04-01 2026-07-01", "q4": "2026-10-01 2027-01-01"} {
		d := (&Circular{Covers: 2026, Term: term}).Days()
		if got := d.From.String() + " " + d.To.String(); got != want {
			t.Errorf("%s: %s", term, got)
		}
	}
}

// A commendation adds and a criticism deducts, and nothing counts that was not sent, or was cancelled.
func TestEffect(t *testing.T) {
	for _, x := range []struct {
		verdict, state string
		want           int64
	}{{Commend, Issued, 150}, {Criticise, Issued, -150}, {Criticise, Drafted, 0}, {Commend, Void, 0},
		{Criticise, Dropped, 0}} {
		if got := (&Mention{Verdict: x.verdict, Points: 150, Base: noun.Base{State: x.state}}).Effect(); got != x.want {
			t.Errorf("%s %s: %d", x.verdict, x.state, got)
		}
	}
}

func TestTakes(t *testing.T) {
	for kind, want := range map[string]string{Commendation: "true false", Criticism: "false true", Both: "true true"} {
		x := &Circular{Kind: kind}
		if got := yes(x.takes(Commend)) + " " + yes(x.takes(Criticise)); got != want {
			t.Errorf("%s: %s", kind, got)
		}
	}
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func TestReplyOnce(t *testing.T) {
	today := when.Date(2026, time.November, 30)
	m := &Mention{}
	m.State = Drafted
	for _, want := range []string{"mention.not-now", "", "mention.answered"} {
		err, got := m.Answer("情况属实", 7, today), ""
		var no *text.Refusal
		if errors.As(err, &no) {
			got = no.Key
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
		m.State = Issued
	}
	if m.Reply != "情况属实" || m.RepliedBy != 7 || m.RepliedOn != today {
		t.Errorf("%+v", m)
	}
}

// Red cards weigh more than yellow ones; the good are those of whom nothing was late, and a criticism is offered none.
func TestOffers(t *testing.T) {
	all := []Figures{{Unit: 1, Duties: 9}, {Unit: 2, Duties: 12}, {Unit: 3, Duties: 5, Late: 2, Yellow: 2},
		{Unit: 4, Duties: 5, Late: 2, Red: 2}, {Unit: 5}, {Unit: 6, Orders: 1}}
	for _, x := range []struct {
		kind string
		most int
		want string
	}{{Both, 10, "4 3 6 2 1"}, {Both, 1, "4 2"}, {Criticism, 10, "4 3 6"}, {Commendation, 10, "2 1"}} {
		var got []string
		c := &Circular{Kind: x.kind}
		for _, o := range c.Offers(all, x.most) {
			got = append(got, o.Unit.String())
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s %d: %s, want %s", x.kind, x.most, s, x.want)
		}
	}
	days := (&Circular{Covers: 2026, Term: "h1"}).Days()
	if got := (Offer{Figures: all[3], Verdict: Criticise}).Fact(days); got != "2026年1月至6月应履责5项，履责逾期2项，红牌2张" {
		t.Error(got)
	}
}

// The paper numbers the commended and the criticised each by themselves, and ends with what is asked.
func TestPaper(t *testing.T) {
	x := &Circular{Cases: headed + "表扬\n1.甲。好。\n" + headed + "批评\n1.乙。迟。", Demands: "举一反三。",
		Life: letter.Life{Title: "关于履责情况的通报"}}
	var d official.Document
	says(x, nil, &d)
	var got []string
	for _, b := range d.Body {
		got = append(got, b.Text)
	}
	want := "一、表扬|1.甲。好。|二、批评|1.乙。迟。|三、有关要求|举一反三。"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
	if sentence("甲\n乙") != "甲乙。" || sentence("甲。") != "甲。" {
		t.Error("a sentence ends once")
	}
}
