package when

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func day(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func run(code, from, to string) Holiday {
	return Holiday{code, Period{day(from), day(to) + 1}}
}

// years are China's holidays of 2025 and part of 2026, as announced.
func years() []Year {
	return []Year{
		{Year: 2025, Holidays: []Holiday{
			run("new-year", "2025-01-01", "2025-01-01"), run("spring", "2025-01-28", "2025-02-04"),
			run("qingming", "2025-04-04", "2025-04-06"), run("labour", "2025-05-01", "2025-05-05"),
			run("dragon", "2025-05-31", "2025-06-02"), run("national", "2025-10-01", "2025-10-08"),
		}, Makeups: []Makeup{
			{day("2025-01-26"), "spring"}, {day("2025-02-08"), "spring"}, {day("2025-04-27"), "labour"},
			{day("2025-09-28"), "national"}, {day("2025-10-11"), "national"},
		}},
		{Year: 2026, Holidays: []Holiday{run("new-year", "2026-01-01", "2026-01-03")},
			Makeups: []Makeup{{day("2026-01-04"), "new-year"}}},
	}
}

// tell writes a deadline in one line, so that a table can hold it.
func tell(l Deadline) string {
	var b strings.Builder
	fmt.Fprint(&b, l.Due)
	for _, s := range l.Steps {
		fmt.Fprintf(&b, "; %s", s.Reason)
		if s.N != 0 {
			fmt.Fprintf(&b, " %d", s.N)
		}
		if s.Code != "" {
			fmt.Fprintf(&b, " %s", s.Code)
		}
		switch s.Reason {
		case Festival, Weekend, Swapped, DayOff:
			fmt.Fprintf(&b, " %s", s.From.String()[5:])
		}
	}
	if l.Assumed {
		b.WriteString("; assumed")
	}
	return b.String()
}

func TestAddWorking(t *testing.T) {
	c := NewCalendar(years())
	for _, x := range []struct {
		why, from string
		n         int
		want      string
	}{
		{"within a week", "2025-03-03", 2, "2025-03-05; started; working 2"},
		{"over a weekend", "2025-03-06", 2, "2025-03-10; started; working 2; weekend 2 03-08"},
		{"from a Saturday", "2025-03-08", 1, "2025-03-10; started; working 1; weekend 1 03-09"},
		{"fifteen", "2025-03-03", 15, "2025-03-24; started; working 15; weekend 2 03-08; weekend 2 03-15; weekend 2 03-22"},
		{"a make-up Sunday counts, the festival does not", "2025-01-24", 3,
			"2025-02-05; started; working 3; weekend 1 01-25; swapped 1 spring 01-26; festival 8 spring 01-28"},
		{"it can end on a make-up day", "2025-02-07", 1, "2025-02-08; started; working 1; swapped 1 spring 02-08"},
		{"a festival beside a weekend day keeps its own days", "2025-04-03", 1,
			"2025-04-07; started; working 1; festival 3 qingming 04-04"},
		{"over the new year", "2025-12-31", 1,
			"2026-01-04; started; working 1; festival 3 new-year 01-01; swapped 1 new-year 01-04"},
		{"nothing to count", "2025-03-08", 0, "2025-03-08; started; working"},
		{"less than nothing", "2025-03-08", -4, "2025-03-08; started; working"},
		{"before any known year", "2024-09-30", 1, "2024-10-01; started; working 1; unannounced 2024; assumed"},
		{"out of the known years", "2026-12-31", 1, "2027-01-01; started; working 1; unannounced 2027; assumed"},
		{"into the known years", "2024-12-31", 1, "2025-01-02; started; working 1; festival 1 new-year 01-01"},
	} {
		if got := tell(c.AddWorking(day(x.from), x.n)); got != x.want {
			t.Errorf("%s:\n got %s\nwant %s", x.why, got, x.want)
		}
	}
}

func TestNaturalTime(t *testing.T) {
	c := NewCalendar(years())
	for _, x := range []struct {
		why  string
		got  Deadline
		want string
	}{
		{"same day of the month", c.AddMonths(day("2025-03-10"), 1), "2025-04-10; started; months 1"},
		{"the last day where there is no such day", c.AddMonths(day("2025-01-31"), 1),
			"2025-02-28; started; months 1; month-end 31"},
		{"over a year's end", c.AddMonths(day("2025-11-30"), 3),
			"2026-02-28; started; months 3; month-end 30; day-off 1 02-28"},
		{"a festival stands and says so", c.AddMonths(day("2025-09-03"), 1),
			"2025-10-03; started; months 1; day-off 1 national 10-03"},
		{"a weekend stands and says so", c.AddMonths(day("2025-02-15"), 1), "2025-03-15; started; months 1; day-off 1 03-15"},
		{"a make-up day is no day off", c.AddMonths(day("2025-08-28"), 1), "2025-09-28; started; months 1"},
		{"a leap day", c.AddMonths(day("2024-01-31"), 1),
			"2024-02-29; started; months 1; month-end 31; unannounced 2024; assumed"},
		{"backwards", c.AddMonths(day("2025-03-31"), -1), "2025-02-28; started; months -1; month-end 31"},
		{"days", c.AddDays(day("2025-03-03"), 3), "2025-03-06; started; natural 3"},
		{"days onto a day off", c.AddDays(day("2025-05-01"), 3), "2025-05-04; started; natural 3; day-off 1 labour 05-04"},
		{"days into an unknown year", c.AddDays(day("2026-12-31"), 1),
			"2027-01-01; started; natural 1; unannounced 2027; assumed"},
	} {
		if got := tell(x.got); got != x.want {
			t.Errorf("%s:\n got %s\nwant %s", x.why, got, x.want)
		}
	}
}

func TestCalendarDays(t *testing.T) {
	c := NewCalendar(years())
	for _, x := range []struct {
		day             string
		works           bool
		holiday, makeup string
	}{
		{"2025-01-01", false, "new-year", ""}, {"2025-01-02", true, "", ""},
		{"2025-01-26", true, "", "spring"}, {"2025-02-02", false, "spring", ""},
		{"2025-03-08", false, "", ""}, {"2025-10-11", true, "", "national"},
		{"2026-01-04", true, "", "new-year"}, {"1969-12-29", true, "", ""}, {"1969-12-28", false, "", ""},
	} {
		d := day(x.day)
		if c.IsWorking(d) != x.works || c.Holiday(d) != x.holiday || c.Makeup(d) != x.makeup {
			t.Errorf("%s: works %v, holiday %q, make-up %q", x.day, c.IsWorking(d), c.Holiday(d), c.Makeup(d))
		}
	}
	// The known figure for 2025: 365 days - 104 of weekends - 18 weekdays off
	// + 5 make-up days.
	if got := c.WorkingBetween(day("2024-12-31"), day("2025-12-31")); got != 248 {
		t.Errorf("2025 has %d working days", got)
	}
	if got := c.WorkingBetween(day("2025-03-10"), day("2025-03-07")); got != -1 {
		t.Errorf("backwards: %d", got)
	}
	if got := c.Working(day("2025-02-06"), -3); got != day("2025-01-26") {
		t.Errorf("three before: %s", got)
	}
	if got := c.Working(Open-3, 10); got != Open {
		t.Errorf("beyond the last day: %d", got)
	}
	if !c.Known(2025) || c.Known(2024) {
		t.Error("known years")
	}
	var none Calendar
	if got := tell(none.AddWorking(day("2025-09-30"),
		1)); got != "2025-10-01; started; working 1; unannounced 2025; assumed" {
		t.Errorf("the zero calendar: %s", got)
	}
}

// anyCalendar draws arrangements that need not be sensible.
func anyCalendar(t *rapid.T) *Calendar {
	var ys []Year
	for y := 2020; y < 2020+rapid.IntRange(0, 6).Draw(t, "years"); y++ {
		if rapid.IntRange(0, 4).Draw(t, "gap") == 0 {
			continue
		}
		year := Year{Year: y}
		for i := rapid.IntRange(0, 6).Draw(t, "holidays"); i > 0; i-- {
			from := Date(y, 1, 1) + Day(rapid.IntRange(-3, 360).Draw(t, "from"))
			year.Holidays = append(year.Holidays,
				Holiday{fmt.Sprint("h", i), Period{from, from + Day(rapid.IntRange(1, 9).Draw(t, "long"))}})
		}
		for i := rapid.IntRange(0, 6).Draw(t, "make-ups"); i > 0; i-- {
			d := Date(y, 1, 1) + Day(rapid.IntRange(0, 364).Draw(t, "make-up"))
			year.Makeups = append(year.Makeups, Makeup{d, fmt.Sprint("h", i)})
		}
		ys = append(ys, year)
	}
	return NewCalendar(ys)
}

func anyDay(t *rapid.T, name string) Day {
	return Day(rapid.IntRange(int(Date(2018, 1, 1)), int(Date(2028, 1, 1))).Draw(t, name))
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, from, n := anyCalendar(t), anyDay(t, "day"), rapid.IntRange(1, 400).Draw(t, "n")
		l := c.AddWorking(from, n)
		if !c.IsWorking(l.Due) || l.Due <= from {
			t.Fatalf("%s + %d is %s, not a working day after it", from, n, l.Due)
		}
		if got := c.WorkingBetween(from, l.Due); got != n {
			t.Fatalf("between %s and %s: %d, want %d", from, l.Due, got, n)
		}
		if back := c.Working(l.Due, -n); back > from || c.WorkingBetween(back, l.Due) != n {
			t.Fatalf("%s back %d is %s", l.Due, n, back)
		}
		if next := c.AddWorking(from+1, n).Due; next < l.Due {
			t.Fatalf("a later start is due earlier: %s then %s", l.Due, next)
		}
		if more := c.AddWorking(from, n+1).Due; more <= l.Due {
			t.Fatalf("one more day is not later: %s then %s", l.Due, more)
		}
		// The explanation accounts for every day that passed.
		skipped, assumed := 0, false
		for _, s := range l.Steps {
			switch s.Reason {
			case Weekend, Festival:
				skipped += s.N
				if int(s.To-s.From) != s.N {
					t.Fatalf("step %+v has not %d days", s, s.N)
				}
			case Unannounced:
				assumed = true
			}
		}
		if n+skipped != int(l.Due-from) || assumed != l.Assumed {
			t.Fatalf("%d worked and %d skipped of %d days: %s", n, skipped, l.Due-from, tell(l))
		}
	})
}

// The prefix counts say what counting day by day says.
func TestCountsByHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, a := anyCalendar(t), anyDay(t, "a")
		b, n := a+Day(rapid.IntRange(0, 800).Draw(t, "long")), 0
		for d := a + 1; d <= b; d++ {
			if c.IsWorking(d) {
				n++
			}
		}
		if got := c.WorkingBetween(a, b); got != n {
			t.Fatalf("(%s, %s]: %d, by hand %d", a, b, got, n)
		}
		if a.weekday() != a.Weekday() {
			t.Fatalf("%s is a %s", a, a.Weekday())
		}
	})
}

func TestMonthsKeepTheirMonth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, n := anyDay(t, "day"), rapid.IntRange(0, 40).Draw(t, "n")
		y, m, d := from.Date()
		gy, gm, gd := new(Calendar).AddMonths(from, n).Due.Date()
		if want := y*12 + int(m) + n; gy*12+int(gm) != want || gd > d || gd < d && Date(gy, gm+1, 0) != Date(gy, gm, gd) {
			t.Fatalf("%s + %d months is %d-%d-%d", from, n, gy, gm, gd)
		}
	})
}

func BenchmarkWorking(b *testing.B) {
	c, from := NewCalendar(years()), Date(2025, time.January, 6)
	for b.Loop() {
		c.Working(from, 15)
	}
}
