package affairs

import (
	"testing"
	"time"

	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func plain(from when.Day, days int) when.Day { return from + when.Day(days) }

func item(period string, since when.Day) *Affair {
	return &Affair{Base: noun.Base{ID: 1, State: noun.InForce}, Kind: "public", Period: period, Days: 10, Since: since}
}

func public(about, on when.Day) *Disclosure {
	return &Disclosure{Base: noun.Base{ID: ref.ID(about), State: Public}, About: about, PublicOn: on}
}

// What article 30 says of village affairs, and nothing of others.
func TestLawful(t *testing.T) {
	for _, x := range []struct {
		kind, period string
		many         bool
		want         string
	}{
		{Village, Quarterly, false, ""}, {Village, Monthly, true, ""}, {Village, Prompt, false, ""},
		{Village, HalfYear, false, "affair.period.quarter"}, {Village, Yearly, false, "affair.period.quarter"},
		{Village, Quarterly, true, "affair.period.month"}, {"public", Yearly, false, ""},
		{"unit", Monthly, true, "affair.many.kind"},
	} {
		var errs text.InputErrors
		(&Affair{Kind: x.kind, Period: x.period, Many: x.many}).lawful(&errs)
		got := ""
		if len(errs) > 0 {
			got = errs[0].Key
		}
		if got != x.want {
			t.Errorf("%+v: %q", x, got)
		}
		if un := (Preset{Kind: x.kind, Period: x.period, Many: x.many}).Unlawful(); un != x.want {
			t.Errorf("of the catalogue %+v: %q", x, un)
		}
	}
}

// The periods of a year as they stand on a day, and which is missing first.
func TestCells(t *testing.T) {
	year := when.Period{From: when.Date(2026, 1, 1), To: when.Date(2027, 1, 1)}
	today := when.Date(2026, 11, 15)
	q := func(n int) when.Day { return when.Date(2026, time.Month(3*n-2), 1) }
	a := item(Quarterly, when.Date(2026, 2, 20))
	list := []*Disclosure{public(q(1), when.Date(2026, 4, 10)), public(q(2), when.Date(2026, 7, 11))}
	stands := func(a *Affair, list []*Disclosure) (out string) {
		for _, c := range a.Cells(list, year, today, plain) {
			out += " " + c.Stand
		}
		return out
	}
	if got := stands(a, list); got != " done done-late late due" {
		t.Errorf("%s", got)
	}
	a.reckon(list, today, plain)
	if a.Gap != q(3) || a.Next != when.Date(2026, 10, 10) || a.LastOn != when.Date(2026, 7, 11) || !a.Late(today) {
		t.Errorf("%+v", a)
	}
	list = append(list, public(q(3), when.Date(2026, 10, 10)))
	a.reckon(list, today, plain)
	if a.Gap != q(4) || a.Next != when.Date(2027, 1, 10) || a.Late(today) {
		t.Errorf("all is done: %+v", a)
	}
	list = append(list, public(q(4), today)) // before the period is over
	if a.reckon(list, today, plain); a.Gap != when.Date(2027, 1, 1) {
		t.Errorf("the next period: %+v", a)
	}
	list[0].State, list[0].Again = Down, true
	if got := stands(a, list); got != " late done-late done done" {
		t.Errorf("taken down: %s", got)
	}
	a.State, a.EndedOn = noun.Ended, when.Date(2026, 5, 1)
	if got := stands(a, list); got != " late done-late" || a.Late(today) {
		t.Errorf("ended: %s", got)
	}
	always := item(Standing, when.Date(2025, 3, 1))
	if got := stands(always, nil); got != " late" {
		t.Errorf("standing: %s", got)
	}
	shown := public(always.Since, when.Date(2025, 3, 11))
	always.reckon([]*Disclosure{shown}, today, plain)
	if stands(always, []*Disclosure{shown}) != " done" || always.Next != 0 {
		t.Errorf("standing: %+v", always)
	}
	matter := public(when.Date(2026, 6, 1), 0)
	matter.State, matter.Due = Approved, when.Date(2026, 6, 11)
	if prompt := item(Prompt, year.From); stands(prompt, []*Disclosure{matter}) != " late" || stands(prompt, nil) != "" {
		t.Error("a matter")
	}
	if n := len(item(Monthly, when.Date(2020, 1, 1)).Cells(nil, Window(today), today, plain)); n != 23 {
		t.Errorf("%d months of two years", n)
	}
}

// A disclosure is of a whole period, not of one before its item nor of one to come.
func TestOf(t *testing.T) {
	today := when.Date(2026, 11, 15)
	for _, x := range []struct {
		about, want when.Day
		key         string
	}{
		{when.Date(2026, 8, 30), when.Date(2026, 7, 1), ""},
		{when.Date(2026, 3, 31), when.Date(2026, 1, 1), "disclosure.about.before"},
		{when.Date(2026, 11, 16), when.Date(2026, 10, 1), "record.on.later"},
	} {
		d, errs := &Disclosure{About: x.about}, text.InputErrors{}
		d.of(item(Quarterly, when.Date(2026, 4, 1)), today, plain, &errs)
		key := ""
		if len(errs) > 0 {
			key = errs[0].Key
		}
		if d.About != x.want || key != x.key {
			t.Errorf("%v: %v %q", x, d.About, key)
		}
	}
}
