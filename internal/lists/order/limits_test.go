package order

import (
	"testing"
	"time"

	"shuangze/internal/lists/number"
	"shuangze/internal/when"
)

// The level's limit binds the order: counted from registration, or from today
// when that is over.
func TestLatestDue(t *testing.T) {
	r := rules
	r.LevelLimit = func(level string, from when.Day) when.Deadline {
		return r.Calendar.AddMonths(from, map[string]int{"ordinary": 1, "serious": 3}[level])
	}
	registered := when.Date(2026, 3, 2)
	for name, x := range map[string]struct {
		level string
		today when.Day
		want  when.Day
	}{
		"an ordinary one":       {"ordinary", registered + 3, when.Date(2026, 4, 2)},
		"a serious one":         {"serious", registered + 3, when.Date(2026, 6, 2)},
		"on its last day":       {"ordinary", when.Date(2026, 4, 2), when.Date(2026, 5, 2)},
		"a day before its last": {"ordinary", when.Date(2026, 4, 1), when.Date(2026, 4, 2)},
		"ordered far too late":  {"ordinary", when.Date(2026, 9, 1), when.Date(2026, 10, 1)},
		"of no problem":         {"", registered, 0},
	} {
		if got := r.LatestDue(x.level, registered, x.today).Due; got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
	o := in(InProgress)
	o.Level = "ordinary"
	far := r.LevelLimit("ordinary", o.Due).Due
	if _, err := o.AskExtension(seven, far, "塌方", "过半", r, now); err != nil {
		t.Error("one more time of the level", err)
	}
	if _, err := o.AskExtension(seven, far+1, "塌方", "过半", r, now); key(err) != "to order.extension-far" {
		t.Error("more than the level has:", key(err))
	}
}

// Limits of words come from the county's rules.
func TestCountysLimits(t *testing.T) {
	r := rules
	r.OpinionMost, r.MissingLeast = 6, 4
	if _, err := in(Confirmed).Close("同意销号结案了", r, now); key(err) != "opinion input.too-long" {
		t.Error("an opinion of seven characters where six are the most:", key(err))
	}
	if _, err := in(Confirmed).Reject("缺照片", r); key(err) != "missing input.too-short" {
		t.Error("three characters where four are the least:", key(err))
	}
	if _, err := in(Confirmed).Reject("缺照片吧", r); err != nil {
		t.Error(err)
	}
}

// The day for the signature is counted in working days: over a weekend, a
// holiday and a weekend day that is worked for it.
func TestAcknowledgeInWorkingDays(t *testing.T) {
	r := rules
	r.Calendar = when.NewCalendar([]when.Year{{Year: 2026,
		Holidays: []when.Holiday{{Code: "national", Period: when.Period{From: when.Date(2026, 10, 1),
			To: when.Date(2026, 10, 8)}}},
		Makeups: []when.Makeup{{Day: when.Date(2026, 10, 10), Code: "national"}}}})
	for name, x := range map[string]struct{ issued, want when.Day }{
		"on a Thursday":                    {when.Date(2026, 3, 5), when.Date(2026, 3, 9)},
		"before the holiday":               {when.Date(2026, 9, 30), when.Date(2026, 10, 9)},
		"before a Saturday that is worked": {when.Date(2026, 10, 9), when.Date(2026, 10, 12)},
	} {
		o := in(Awaiting)
		o.Due = x.issued + 90
		o, err := o.Issue(r, x.issued.Start())
		if err != nil || o.AcknowledgeBy != x.want {
			t.Errorf("%s: %s, want %s (%v)", name, o.AcknowledgeBy, x.want, err)
		}
		if o.AcknowledgedLate(x.want) || !o.AcknowledgedLate(x.want+1) {
			t.Errorf("%s: late on the day itself, or not on the next", name)
		}
		if _, moved := o.Recounted(r); moved {
			t.Errorf("%s: moved though the calendar is the same", name)
		}
		o.AcknowledgeBy-- // counted with an older calendar
		if next, moved := o.Recounted(r); !moved || next.AcknowledgeBy != x.want {
			t.Errorf("%s: not counted anew: %s", name, next.AcknowledgeBy)
		}
		o.State = Acknowledged
		if _, moved := o.Recounted(r); moved {
			t.Errorf("%s: what was signed for moved", name)
		}
	}
}

func TestLongTerm(t *testing.T) {
	for d, want := range map[when.Day]when.Day{
		when.Date(2026, 1, 1): when.Date(2026, 3, 31), when.Date(2026, 3, 31): when.Date(2026, 3, 31),
		when.Date(2026, 4, 1):   when.Date(2026, 6, 30),
		when.Date(2026, 11, 29): when.Date(2026, 12, 31),
	} {
		if got := QuarterEnd(d); got != want {
			t.Errorf("the quarter of %s ends on %s", d, got)
		}
	}
	o := in(InProgress)
	o.Due = day - 40 // long overdue
	o, err := o.MakeLongTerm("长期坚持", day)
	if err != nil || o.ReviewBy != when.Date(2026, 3, 31) || o.Binds() != 0 ||
		rules.Light(o.State, o.Binds(), day+400) != Clear {
		t.Fatalf("%+v %v", o, err)
	}
	if _, err := o.AskExtension(seven, day+30, "x", "x", rules, now); key(err) != "order.extension-long-term" {
		t.Error(key(err))
	}
	r, err := o.Review("仍在坚持", rules, when.Date(2026, 3, 20))
	if err != nil || r.ReviewBy != when.Date(2026, 6, 30) {
		t.Error("looked at in time:", r.ReviewBy, err)
	}
	if r, _ = o.Review("仍在坚持", rules, when.Date(2026, 8, 5)); r.ReviewBy != when.Date(2026, 9, 30) {
		t.Error("looked at two quarters late:", r.ReviewBy)
	}
	if _, err := o.Review("", rules, day); key(err) != "opinion input.required" {
		t.Error(key(err))
	}
	if _, err := in(InProgress).Review("x", rules, day); key(err) != "order.not-long-term" {
		t.Error(key(err))
	}
	if _, err := o.EndLongTerm("不再需要", day, day); key(err) != "due order.due-past" {
		t.Error("ended without a day to be done by:", key(err))
	}
	if o, err = o.EndLongTerm("不再需要", day+9, day); err != nil || o.Binds() != day+9 || o.ReviewBy != 0 {
		t.Errorf("%+v %v", o, err)
	}
	for today, want := range map[when.Day]when.Day{
		when.Date(2026, 3, 1): when.Date(2026, 3, 31), when.Date(2026, 2, 28): when.Date(2025, 12, 31),
		when.Date(2026, 12, 31): when.Date(2026, 12, 31),
	} {
		if got := ReviewsDue(today); got != want {
			t.Errorf("on %s looks are asked for that are due by %s", today, got)
		}
	}
}

// The day on which the unit asked decides, not the one on which it was reviewed.
func TestClosedLate(t *testing.T) {
	at := func(d when.Day) when.Instant { return d.Start() + when.Instant(time.Hour/time.Microsecond) }
	for name, x := range map[string]struct {
		asked, closed when.Day
		long          bool
		want          bool
	}{
		"in time":                       {day + 9, day + 10, false, false},
		"asked in time, reviewed later": {day + 10, day + 30, false, false},
		"asked a day late":              {day + 11, day + 11, false, true},
		"closed before that was kept":   {0, day + 11, false, true},
		"kept up for good":              {day + 60, day + 61, true, false},
	} {
		o := in(Closed)
		o.LongTerm, o.ClosedAt = x.long, at(x.closed)
		if x.asked != 0 {
			o.RequestedAt = at(x.asked)
		}
		if o.ClosedLate() != x.want {
			t.Errorf("%s: %v", name, o.ClosedLate())
		}
	}
}

func TestUnreadLetters(t *testing.T) {
	for name, x := range map[string]struct {
		l    Letter
		want bool
	}{
		"a reminder": {Letter{Writer: 3, Number: number.Number{Series: number.Reminder}}, true},
		"not sent yet": {Letter{Writer: 3, State: Written, Number: number.Number{Series: number.Reminder}},
			false},
		"read":                        {Letter{Writer: 3, ReadAt: 5, Number: number.Number{Series: number.Reminder}}, false},
		"the notice, which is signed": {Letter{Writer: 3, Number: number.Number{Series: number.Notice}}, false},
		"to another organ":            {Letter{Writer: 3, Number: number.Number{Series: number.Transfer}}, false},
		"sent before that was kept":   {Letter{Number: number.Number{Series: number.Reminder}}, false},
	} {
		if x.l.Unread() != x.want {
			t.Errorf("%s: %v", name, x.l.Unread())
		}
	}
}
