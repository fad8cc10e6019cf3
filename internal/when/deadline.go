package when

import "time"

// Deadline is a due day together with how it was reached, as data: the edge
// phrases the steps. The day itself still counts; what is done on Due is in
// time.
type Deadline struct {
	Due   Day
	Steps []Step
	// Assumed: a day that mattered lies in a year whose holidays have not been
	// announced, so only weekends were taken out. The deadline may move when
	// the calendar of that year is added.
	Assumed bool
}

// Reason is what one step of a deadline says.
type Reason string

const (
	// Started: From is the day of the event; the next day counts first. [V] the
	// day on which a period begins is not counted (民法典 art. 201).
	Started Reason = "started"
	// Working: N working days were counted.
	Working Reason = "working"
	// Natural: N natural days were counted.
	Natural Reason = "natural"
	// Months: N months were counted, to the same day of the month.
	Months Reason = "months"
	// MonthEnd: that month has no such day, so its last day (From) stands. N is
	// the day of the month that was looked for.
	MonthEnd Reason = "month-end"
	// Weekend: the N days of Period were skipped as a weekend.
	Weekend Reason = "weekend"
	// Festival: the N days of Period were skipped as the holiday named by Code.
	Festival Reason = "festival"
	// Swapped: the day From, a weekend day, was counted as worked for the
	// holiday named by Code (调休).
	Swapped Reason = "swapped"
	// Named: the rule names the day From itself.
	Named Reason = "named"
	// PeriodEnd: From is the last day of the period in which it is to be done.
	PeriodEnd Reason = "period-end"
	// Before: N working days were counted back from the day after Period.
	Before Reason = "before"
	// DayOff: the due day From is not worked, and stands all the same because
	// natural days and months do not move [D]. Code names the holiday, or is
	// empty for a weekend.
	DayOff Reason = "day-off"
	// Unannounced: the year N has no announced calendar; only its weekends and
	// the fixed holidays were taken out.
	Unannounced Reason = "unannounced"
)

// Step is one line of a deadline's explanation. Period is half-open.
type Step struct {
	Reason Reason
	Period
	N    int
	Code string
}

// AddWorking gives the n-th working day after the day, and how it was reached:
// the steps account for every day in (from, Due], so that working days plus
// days skipped are the days that passed. For n <= 0 the day itself is due.
func (c *Calendar) AddWorking(from Day, n int) Deadline {
	n = max(n, 0)
	due := from
	if n > 0 {
		due = c.Working(from, n)
	}
	l := Deadline{Due: due, Steps: []Step{
		{Reason: Started, Period: one(from)},
		{Reason: Working, Period: Period{from + 1, due + 1}, N: n},
	}}
	if due == Open { // no such day: nothing to walk through
		l.Steps = l.Steps[:1]
		l.Assumed = true
		return l
	}
	for d := from + 1; d <= due; d++ {
		switch holiday, makeup := c.Holiday(d), c.Makeup(d); {
		case holiday != "":
			l.skip(Festival, d, holiday)
		case makeup != "":
			l.Steps = append(l.Steps, Step{Reason: Swapped, Period: one(d), N: 1, Code: makeup})
		case weekend(d):
			l.skip(Weekend, d, "")
		}
	}
	c.assume(&l, from+1)
	return l
}

// AddDays gives the n-th natural day after the day. It does not move when it
// falls on a day off, but says so [D].
func (c *Calendar) AddDays(from Day, n int) Deadline {
	due := from + Day(n)
	l := Deadline{Due: due, Steps: []Step{
		{Reason: Started, Period: one(from)},
		{Reason: Natural, Period: Period{from + 1, due + 1}, N: n},
	}}
	c.sayDayOff(&l)
	return l
}

// AddMonths gives the same day of the month n months later, or the last day of
// that month where it has no such day. It does not move when it falls on a day
// off, but says so: limits in months are natural time [D].
func (c *Calendar) AddMonths(from Day, n int) Deadline {
	y, m, day := from.Date()
	last := Date(y, m+time.Month(n)+1, 0)
	due := last
	if _, _, most := last.Date(); day <= most {
		due = Date(y, m+time.Month(n), day)
	}
	l := Deadline{Due: due, Steps: []Step{
		{Reason: Started, Period: one(from)},
		{Reason: Months, Period: Period{from + 1, due + 1}, N: n},
	}}
	if _, _, got := due.Date(); got != day {
		l.Steps = append(l.Steps, Step{Reason: MonthEnd, Period: one(due), N: day})
	}
	c.sayDayOff(&l)
	return l
}

// On gives a day that stands by itself, for the reason; it does not move when it
// is a day off, but says so [D].
func (c *Calendar) On(d Day, why Reason) Deadline {
	l := Deadline{Due: d, Steps: []Step{{Reason: why, Period: one(d)}}}
	c.sayDayOff(&l)
	return l
}

// BeforeWorking gives the n-th working day before the day; for n <= 0 the last
// working day on or before it.
func (c *Calendar) BeforeWorking(d Day, n int) Deadline {
	n = max(n, 0)
	due := c.Working(d, -n)
	l := Deadline{Due: due, Steps: []Step{{Reason: Before, Period: Period{due, d}, N: n}}}
	c.assume(&l, due)
	return l
}

// skip notes a day off, joined to the run before it where it is the same one.
func (l *Deadline) skip(why Reason, d Day, code string) {
	if last := &l.Steps[len(l.Steps)-1]; last.Reason == why && last.Code == code && last.To == d {
		last.To++
		last.N++
		return
	}
	l.Steps = append(l.Steps, Step{Reason: why, Period: one(d), N: 1, Code: code})
}

// sayDayOff notes a due day that is not worked; in a year without a calendar
// it can only tell of weekends, and says that.
func (c *Calendar) sayDayOff(l *Deadline) {
	if !c.IsWorking(l.Due) {
		l.Steps = append(l.Steps, Step{Reason: DayOff, Period: one(l.Due), N: 1, Code: c.Holiday(l.Due)})
	}
	c.assume(l, l.Due)
}

// assume notes each year from the given day to the due day that has no
// calendar.
func (c *Calendar) assume(l *Deadline, from Day) {
	for y := from.Year(); y <= l.Due.Year(); y++ {
		if !c.Known(y) && from <= l.Due {
			l.Assumed = true
			l.Steps = append(l.Steps, Step{Reason: Unannounced, N: y})
		}
	}
}

func one(d Day) Period { return Period{d, d + 1} }
