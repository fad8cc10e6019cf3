package duty

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func day(s string) when.Day {
	d, err := when.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func run(code, from, to string) when.Holiday {
	return when.Holiday{Code: code, Period: when.Period{From: day(from), To: day(to) + 1}}
}

// calendar is that of 2026 as announced: 春节 from 15 to 23 February, worked on 14 and
// 28 February for it; 国庆 from 1 to 7 October, worked on 20 September and 10 October.
func calendar() *when.Calendar {
	return when.NewCalendar([]when.Year{{Year: 2026,
		Holidays: []when.Holiday{run("spring-festival", "2026-02-15", "2026-02-23"),
			run("national-day", "2026-10-01", "2026-10-07")},
		Makeups: []when.Makeup{{Code: "spring-festival", Day: day("2026-02-14")},
			{Code: "spring-festival", Day: day("2026-02-28")}, {Code: "national-day", Day: day("2026-09-20")},
			{Code: "national-day", Day: day("2026-10-10")}}}})
}

func bandsOf() Bands {
	c := calendar()
	return Bands{Notice: 3, Yellow: 1, Red: 3, Calendar: c,
		Backfill: func(on when.Day) when.Day { return c.AddWorking(on, 3).Due }}
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

// Periods of a cadence follow on from each other without gap or overlap, each with a
// key of its own, and none that began before is forgotten.
func TestPeriods(t *testing.T) {
	for cadence, want := range map[Cadence]string{
		Yearly:     "2025 2026",
		HalfYearly: "2025-H1 2025-H2 2026-H1 2026-H2",
		Quarterly:  "2025-Q1 2025-Q2 2025-Q3 2025-Q4 2026-Q1 2026-Q2 2026-Q3",
		Monthly: "2025-01 2025-02 2025-03 2025-04 2025-05 2025-06 2025-07 2025-08 2025-09 2025-10 2025-11 2025-12 " +
			"2026-01 2026-02 2026-03 2026-04 2026-05 2026-06 2026-07 2026-08",
		Appointed: "",
	} {
		var got []string
		ps := cadence.Periods(day("2025-01-01"), day("2026-08-31"))
		for i, p := range ps {
			got = append(got, p.Key)
			if i > 0 && p.From != ps[i-1].To || p.Last() != p.To-1 {
				t.Errorf("%s does not follow on", p.Key)
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", cadence, s, want)
		}
	}
	if ps := Quarterly.Periods(day("2025-02-15"), day("2025-04-01")); len(ps) != 1 || ps[0].Key != "2025-Q2" {
		t.Errorf("began within: %v", ps)
	}
}

// Where a due day lies, with how it was reached.
func TestAnchors(t *testing.T) {
	year, quarter := Yearly.period(2026, 1), Quarterly.period(2026, 7)
	for _, c := range []struct {
		a    Anchor
		p    Period
		want string
	}{
		{Anchor{}, quarter, "2026-09-30 period-end"},
		{Anchor{}, Quarterly.period(2026, 1), "2026-03-31 period-end"},
		{Anchor{Month: 2, Day: 28}, year, "2026-02-28 named"}, // a Saturday that is worked
		{Anchor{Month: 2, Day: 30}, year, "2026-02-28 named"},
		{Anchor{Month: 2, Day: 21}, year, "2026-02-21 named day-off"},
		{Anchor{N: -5, Working: true}, quarter, "2026-09-23 before"},
		{Anchor{N: 10}, Period{Key: "", Period: quarter.Period}, "2026-10-10 started natural"},
		{Anchor{N: 1, Working: true}, quarter, "2026-10-08 started working festival"},
		{Anchor{N: 10, FromStart: true, Working: true}, Monthly.period(2026, 10),
			"2026-10-20 started working festival swapped weekend weekend"},
		{Anchor{FromStart: true}, quarter, "2026-07-01 named"},
		{Anchor{N: -3}, quarter, "2026-09-27 named day-off"},
	} {
		d := c.a.Deadline(calendar(), c.p)
		got := d.Due.String()
		for _, s := range d.Steps {
			got += " " + string(s.Reason)
		}
		if got != c.want {
			t.Errorf("%+v in %s: %s, want %s", c.a, c.p.Key, got, c.want)
		}
	}
}

// Cards fall on the first and the third working day over the due day, around 国庆 and
// 调休 too; whoever was overdue before gets the red one at once.
func TestCardsFall(t *testing.T) {
	b := bandsOf()
	for _, c := range []struct {
		due, today string
		carded     int64
		want       string
	}{
		{"2026-06-30", "2026-06-30", 0, ""},
		{"2026-06-30", "2026-07-01", 0, "yellow 2026-07-01"},
		{"2026-06-30", "2026-07-02", 0, "yellow 2026-07-01"},
		{"2026-06-30", "2026-07-03", 0, "red 2026-07-03"},
		{"2026-06-30", "2026-08-03", 0, "red 2026-07-03"},
		{"2026-09-30", "2026-10-07", 0, ""}, // the holiday is not worked
		{"2026-09-30", "2026-10-08", 0, "yellow 2026-10-08"},
		{"2026-09-30", "2026-10-10", 0, "red 2026-10-10"}, // a Saturday worked for the holiday
		{"2026-02-13", "2026-02-14", 0, "yellow 2026-02-14"},
		{"2026-02-13", "2026-02-24", 0, "yellow 2026-02-14"},
		{"2026-02-13", "2026-02-25", 0, "red 2026-02-25"},
		{"2026-02-27", "2026-03-02", 0, "yellow 2026-02-28"},
		{"2026-02-27", "2026-03-03", 0, "red 2026-03-03"},
		{"2026-06-30", "2026-07-01", 1, "red 2026-07-01"},
	} {
		d := &Duty{Base: noun.Base{State: Open}, Due: day(c.due), Carded: c.carded}
		if c.carded > 0 {
			d.Card, d.CardOn = Yellow, day(c.due)-3
		}
		card, on := b.Falls(d, day(c.today))
		got := card
		if card != "" {
			got += " " + on.String()
		}
		if got != c.want {
			t.Errorf("due %s, on %s: %q, want %q", c.due, c.today, got, c.want)
		}
		for _, state := range []string{Paused, Done, Waived} {
			d.State = state
			if card, _ := b.Falls(d, day(c.today)); card != "" {
				t.Errorf("a card for what is %s", state)
			}
		}
	}
}

// A card is raised once; days that pass make it graver and never milder, and it
// counts how often the duty was overdue.
func TestRaise(t *testing.T) {
	b := bandsOf()
	d := &Duty{Base: noun.Base{State: Open}, Due: day("2026-06-30")}
	raise := func(on, want string, carded int64) {
		t.Helper()
		_, err := d.Raise(b, day(on))
		got := wrong(err)
		if err == nil {
			got = d.Card + " " + d.CardOn.String()
		}
		if got != want || d.Carded != carded {
			t.Errorf("%s: %s, overdue %d times, want %s, %d", on, got, d.Carded, want, carded)
		}
	}
	raise("2026-06-30", "duty.no-card", 0)
	raise("2026-07-01", "yellow 2026-07-01", 1)
	raise("2026-07-02", "duty.no-card", 1)
	raise("2026-07-06", "red 2026-07-03", 1)
	raise("2026-07-07", "duty.no-card", 1)
	if _, err := d.Extend(Extension{day("2026-07-20"), "另行安排"}, day("2026-07-07")); err != nil {
		t.Fatal(err)
	}
	raise("2026-07-20", "duty.no-card", 1)
	raise("2026-07-21", "red 2026-07-21", 2)
	raise("2026-07-22", "duty.no-card", 2)
}

// A duty is done when it was done as often as is asked; late by the day of its last
// time, and marked when it was written down long after.
func TestDo(t *testing.T) {
	b := bandsOf()
	for name, c := range map[string]struct {
		d          Duty
		in         Discharge
		today      string
		want       string
		state      string
		late, back bool
	}{
		"in time":    {Duty{Times: 1}, Discharge{day("2026-06-30"), "会议"}, "2026-06-30", "", Done, false, false},
		"late":       {Duty{Times: 1}, Discharge{day("2026-07-01"), "会议"}, "2026-07-01", "", Done, true, false},
		"said later": {Duty{Times: 1}, Discharge{day("2026-06-30"), "会议"}, "2026-07-03", "", Done, false, false},
		"backfilled": {Duty{Times: 1}, Discharge{day("2026-06-29"), "会议"}, "2026-07-03", "", Done, false, true},
		"first of 2": {Duty{Times: 2}, Discharge{day("2026-06-30"), "谈话"}, "2026-06-30", "", Open, false, false},
		"last of 2":  {Duty{Times: 2, Count: 1}, Discharge{day("2026-06-30"), "谈话"}, "2026-06-30", "", Done, false, false},
		"future": {Duty{Times: 1}, Discharge{day("2026-07-01"), "会议"}, "2026-06-30", "on duty.on.later",
			Open, false, false},
		"before": {Duty{Times: 1}, Discharge{day("2026-03-31"), "会议"}, "2026-06-30", "on duty.on.before",
			Open, false, false},
		"no day": {Duty{Times: 1}, Discharge{0, "会议"}, "2026-06-30", "on input.required", Open, false, false},
		"no words": {Duty{Times: 1}, Discharge{day("2026-06-30"), ""}, "2026-06-30", "how input.required",
			Open, false, false},
	} {
		d := c.d
		d.State, d.BeginsOn, d.Due = Open, day("2026-04-01"), day("2026-06-30")
		_, err := d.Do(c.in, b, day(c.today))
		if wrong(err) != c.want || d.State != c.state || d.Late != c.late || d.Backfilled != c.back {
			t.Errorf("%s: %v, %+v", name, err, d)
		}
		if err != nil && d.Count != c.d.Count {
			t.Errorf("%s: refused and counted", name)
		}
	}
	for state, want := range map[string]string{Done: "duty.done", Waived: "duty.waived", Lapsed: "duty.lapsed"} {
		d := Duty{Base: noun.Base{State: state}, Times: 1, Due: day("2026-06-30")}
		if _, err := d.Do(Discharge{day("2026-06-30"), "会议"}, b, day("2026-06-30")); wrong(err) != want {
			t.Errorf("%s: %v", state, err)
		}
	}
}

// The clock stands still for the working days of a pause, whenever they lie; what was
// over before is not given its day back.
func TestPause(t *testing.T) {
	c := calendar()
	for _, x := range []struct{ due, from, to, want string }{
		{"2026-06-30", "2026-06-01", "2026-06-08", "2026-07-07"},
		{"2026-10-09", "2026-09-30", "2026-10-08", "2026-10-10"}, // one working day in a week of holidays
		{"2026-06-30", "2026-06-06", "2026-06-07", "2026-06-30"}, // a weekend
		{"2026-06-30", "2026-07-02", "2026-07-20", "2026-06-30"},
	} {
		d := &Duty{Base: noun.Base{State: Open}, Due: day(x.due)}
		if _, err := d.Pause("换届", day(x.from)); err != nil || d.State != Paused {
			t.Fatal(err)
		}
		if _, err := d.Resume("完成", c, day(x.to)); err != nil || d.State != Open || d.Due.String() != x.want {
			t.Errorf("due %s, paused %s to %s: %s, want %s (%v)", x.due, x.from, x.to, d.Due, x.want, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		due := when.Day(rapid.IntRange(20454, 20818).Draw(t, "due"))
		from := due - when.Day(rapid.IntRange(0, 60).Draw(t, "ahead"))
		to := from + when.Day(rapid.IntRange(0, 60).Draw(t, "long"))
		d := &Duty{Base: noun.Base{State: Open}, Due: due}
		left := c.WorkingBetween(from, due)
		if _, err := d.Pause("停", from); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Resume("续", c, to); err != nil {
			t.Fatal(err)
		}
		if got := c.WorkingBetween(to, d.Due); got < left {
			t.Fatalf("%d working days were left, %d are", left, got)
		}
	})
}

// What can be done in which state, with what is asked.
func TestStates(t *testing.T) {
	today := day("2026-06-15")
	acts := map[string]func(*Duty) error{
		"extend": func(d *Duty) error { _, err := d.Extend(Extension{day("2026-07-15"), "延"}, today); return err },
		"pause":  func(d *Duty) error { _, err := d.Pause("停", today); return err },
		"resume": func(d *Duty) error { _, err := d.Resume("续", calendar(), today); return err },
		"waive":  func(d *Duty) error { _, err := d.Waive("不适用"); return err },
		"reopen": func(d *Duty) error { _, err := d.Reopen("误"); return err },
	}
	allowed := map[string]string{Open: "extend pause waive", Paused: "resume waive", Done: "reopen", Waived: "reopen"}
	for state, may := range allowed {
		for name, f := range acts {
			d := &Duty{Base: noun.Base{State: state}, Due: day("2026-06-30"), Times: 1, Count: 1, PausedOn: today}
			was := *d
			err := f(d)
			if ok := strings.Contains(may, name); ok != (err == nil) {
				t.Errorf("%s when %s: %v", name, state, err)
			}
			if err != nil && *d != was {
				t.Errorf("%s when %s refused and changed", name, state)
			}
		}
	}
	for name, err := range map[string]error{
		"reason input.required": func() error { _, err := (&Duty{Base: noun.Base{State: Open}}).Waive(""); return err }(),
		"to duty.to.earlier": func() error {
			_, err := (&Duty{Base: noun.Base{State: Open}, Due: today}).Extend(Extension{today, "延"}, today)
			return err
		}(),
		"to duty.to.past": func() error {
			_, err := (&Duty{Base: noun.Base{State: Open}, Due: today - 9}).Extend(Extension{today - 1, "延"}, today)
			return err
		}(),
	} {
		if wrong(err) != name {
			t.Errorf("%v, want %s", err, name)
		}
	}
	d := &Duty{Base: noun.Base{State: Done}, Times: 2, Count: 2, Late: true, DoneOn: today}
	if _, err := d.Reopen("误"); err != nil || d.State != Open || d.Count != 1 || d.Late {
		t.Errorf("put back: %+v, %v", d, err)
	}
}

// county has a committee with its secretary, a deputy and a member, another without
// anybody, and a unit that takes no matters.
func county(today when.Day) *bodies.County {
	always := when.Period{From: 1, To: when.Open}
	post := func(id, person, unit, body ref.ID, p bodies.Post, from when.Day) bodies.Appointment {
		return bodies.Appointment{ID: id, Person: person, Unit: unit, Body: body, Post: p,
			Period: when.Period{From: from, To: when.Open}}
	}
	var people []bodies.Person
	for i := ref.ID(21); i < 27; i++ {
		people = append(people, bodies.Person{ID: i, Name: fmt.Sprint("某", i)})
	}
	return bodies.Snapshot(today, bodies.Rows{
		Units: []bodies.Unit{{ID: 1, When: always}, {ID: 2, When: always}},
		Facts: []bodies.UnitFacts{{ID: 41, Unit: 1, Name: "甲镇", Period: always},
			{ID: 42, Unit: 2, Name: "乙镇", Period: always}},
		Bodies: []bodies.Body{{ID: 11, Kind: bodies.PartyCommittee, Name: "甲镇党委", Unit: 1, Period: always},
			{ID: 12, Kind: bodies.DisciplineCommittee, Name: "甲镇纪委", Unit: 1, Period: always},
			{ID: 13, Kind: bodies.PartyCommittee, Name: "乙镇党委", Unit: 2, Period: always}},
		Persons: people,
		Appointments: []bodies.Appointment{
			post(31, 21, 1, 11, bodies.Secretary, day("2020-03-01")),
			post(32, 22, 1, 11, bodies.DeputySecretary, day("2020-03-01")),
			post(33, 23, 1, 11, bodies.TeamMember, day("2026-05-06")),
			post(34, 23, 1, 11, bodies.TeamMember, day("2026-05-06")),
			post(35, 24, 1, 11, bodies.StaffPost, day("2020-03-01")),
			post(36, 25, 1, 12, bodies.Secretary, day("2026-05-06")),
		}})
}

// What a body or a person owed lapses when the body has ended or the person has left
// it, and not before; a post's duty stays with the post.
func TestLapse(t *testing.T) {
	c := county(day("2026-06-01"))
	for name, x := range map[string]struct {
		d    Duty
		want string
	}{
		"a body's":          {Duty{Body: 11}, "duty.not-now"},
		"a member's":        {Duty{Body: 11, Person: 22}, "duty.not-now"},
		"who is elsewhere":  {Duty{Body: 11, Person: 25}, ""},
		"a body that ended": {Duty{Body: 19}, ""},
	} {
		for _, state := range []string{Open, Paused, Done, Waived} {
			d, want := x.d, x.want
			if d.State = state; state == Done || state == Waived {
				want = "duty.not-now"
			}
			_, err := d.Lapse(c)
			if wrong(err) != want || (d.State == Lapsed) != (want == "") {
				t.Errorf("%s, %s: %v, then %s", name, state, err, d.State)
			}
		}
	}
}

// A rule asks each body of its scope once, or each member of its team; of those who
// take a post, once each from the day on which they hold it.
func TestWhoIsAsked(t *testing.T) {
	c, cal := county(day("2026-06-01")), calendar()
	rule := Rule{Code: "r", What: "研究", Bodies: []bodies.BodyKind{bodies.PartyCommittee}, Times: 2, Points: 150,
		In: when.Period{From: day("2026-01-01"), To: when.Open}}
	of := func(list []*Duty) string {
		var out []string
		for _, d := range list {
			out = append(out, fmt.Sprintf("%d/%d %s %s", d.Body, d.Person, d.Period, d.Due))
		}
		return strings.Join(out, ", ")
	}
	p := HalfYearly.period(2026, 1)
	rule.Who = Team
	list := rule.Duties(c, cal, p)
	if got := of(list); got != "11/0 2026-H1 2026-06-30, 13/0 2026-H1 2026-06-30" {
		t.Error("team:", got)
	}
	if d := list[0]; d.Unit != 1 || d.Side != "principal" || d.Times != 2 || d.Points != 150 || d.What != "研究" ||
		d.State != Open || d.EndsOn != day("2026-06-30") {
		t.Errorf("%+v", d)
	}
	rule.Who = Member
	if got := of(rule.Duties(c, cal, p)); got != "11/22 2026-H1 2026-06-30, 11/23 2026-H1 2026-06-30" {
		t.Error("members:", got)
	}
	rule.Cadence, rule.Due = Appointed, Anchor{N: 10, FromStart: true, Working: true}
	if got := of(rule.Appointments(c, cal, day("2026-01-01"), day("2026-06-01"))); got != "11/23 2026-05-06 2026-05-20" {
		t.Error("new members:", got)
	}
	rule.Who, rule.Bodies = First, append(rule.Bodies, bodies.DisciplineCommittee)
	if got := of(rule.Appointments(c, cal, day("2026-01-01"), day("2026-06-01"))); got != "12/25 2026-05-06 2026-05-20" {
		t.Error("new heads:", got)
	}
	for name, got := range map[string]string{
		"not yet":      of(rule.Appointments(c, cal, day("2026-01-01"), day("2026-05-05"))),
		"known before": of(rule.Appointments(c, cal, day("2026-05-07"), day("2026-06-01"))),
	} {
		if got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
	rule.In.From = day("2026-05-07")
	if got := of(rule.Appointments(c, cal, day("2026-01-01"), day("2026-06-01"))); got != "" {
		t.Error("before the rule:", got)
	}
}
