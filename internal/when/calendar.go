package when

import "time"

// Year is one year's arrangement of public holidays, as the State Council's
// general office announces it each autumn for the next year. [R]
type Year struct {
	Year     int
	Holidays []Holiday
	Makeups  []Makeup
}

// Holiday is a named run of days off, half-open. Weekend days inside it belong
// to it. The code names it ("spring-festival"); words come from the policy.
type Holiday struct {
	Code string
	Period
}

// Makeup is a weekend day on which work is done (调休), in exchange for a day of
// the holiday named by the code.
type Makeup struct {
	Day  Day
	Code string
}

// Fixed is a holiday that falls on the same days each year, off whatever else is
// announced: New Year's Day, 1 and 2 May, 1 to 3 October (全国年节及纪念日放假办法,
// as revised with effect from 2025-01-01) [R].
type Fixed struct {
	Code  string
	Month time.Month
	Day   int
	Days  int
}

// fixedAhead is for how many years after the last announced one the fixed
// holidays are taken out.
const fixedAhead = 30

// Calendar knows which days are worked. In years it was given, it follows the
// announced arrangement; in those after it weekends and the fixed holidays, in all
// others weekends only, and deadlines that pass through them say so. The zero Calendar knows no year at all.
// A Calendar never changes, so everybody may share it.
type Calendar struct {
	lo, hi   Day     // the days with a mark are in [lo, hi)
	marks    []int16 // per day: 0 nothing said, +i off by codes[i-1], -i worked for codes[i-1]
	worked   []int32 // worked[i]: working days among the first i days from lo
	codes    []string
	years    map[int]bool
	shiftAll int // how much the arrangement changes the plain count of weekdays
}

// NewCalendar builds a calendar. Days of an arrangement may lie outside its
// year (a New Year holiday may begin in December). It does not judge the data:
// where days contradict each other the make-up day wins (the policy pack
// refuses such data with its line).
func NewCalendar(years []Year, fixed ...Fixed) *Calendar {
	c := &Calendar{years: make(map[int]bool, len(years))}
	last := 0
	for _, y := range years {
		c.years[y.Year] = true
		last = max(last, y.Year)
	}
	if last > 0 {
		years = append([]Year(nil), years...)
		for y := last + 1; y <= last+fixedAhead; y++ {
			var off Year
			for _, f := range fixed {
				from := Date(y, f.Month, f.Day)
				off.Holidays = append(off.Holidays, Holiday{f.Code, Period{from, from + Day(f.Days)}})
			}
			years = append(years, off)
		}
	}
	c.span(years)
	c.marks = make([]int16, c.hi-c.lo)
	index := map[string]int16{}
	mark := func(code string) int16 {
		if index[code] == 0 {
			c.codes = append(c.codes, code)
			index[code] = int16(len(c.codes))
		}
		return index[code]
	}
	for _, y := range years {
		for _, h := range y.Holidays {
			for d := h.From; d < h.To; d++ {
				c.marks[d-c.lo] = mark(h.Code)
			}
		}
	}
	for _, y := range years {
		for _, m := range y.Makeups {
			c.marks[m.Day-c.lo] = -mark(m.Code)
		}
	}
	c.worked = make([]int32, len(c.marks)+1)
	for i, m := range c.marks {
		w := int32(0)
		if m < 0 || m == 0 && !weekend(c.lo+Day(i)) {
			w = 1
		}
		c.worked[i+1] = c.worked[i] + w
	}
	c.shiftAll = int(c.worked[len(c.marks)]) - (weekdays(c.hi-1) - weekdays(c.lo-1))
	return c
}

// span notes the range of days that must be held.
func (c *Calendar) span(years []Year) {
	first := true
	hold := func(from, to Day) {
		if to <= from {
			return
		}
		if first {
			c.lo, c.hi, first = from, to, false
		}
		c.lo, c.hi = min(c.lo, from), max(c.hi, to)
	}
	for _, y := range years {
		for _, h := range y.Holidays {
			hold(h.From, h.To)
		}
		for _, m := range y.Makeups {
			hold(m.Day, m.Day+1)
		}
	}
}

// Known says whether the year's arrangement was given.
func (c *Calendar) Known(year int) bool { return c.years[year] }

// IsWorking says whether the day is worked.
func (c *Calendar) IsWorking(d Day) bool {
	if m := c.mark(d); m != 0 {
		return m < 0
	}
	return !weekend(d)
}

// Holiday names the holiday the day belongs to, or "" if it belongs to none.
func (c *Calendar) Holiday(d Day) string {
	if m := c.mark(d); m > 0 {
		return c.codes[m-1]
	}
	return ""
}

// Makeup names the holiday for which the weekend day is worked, or "".
func (c *Calendar) Makeup(d Day) string {
	if m := c.mark(d); m < 0 {
		return c.codes[-m-1]
	}
	return ""
}

// WorkingBetween counts the working days in (a, b]: those after a, up to and
// including b. It is negative when b lies before a, so that
// WorkingBetween(due, today) says how many working days something is overdue.
func (c *Calendar) WorkingBetween(a, b Day) int { return c.count(b) - c.count(a) }

// Working finds the day from which n working days have passed since the given
// day: the n-th working day after it, or before it when n is negative (the
// third working day before a due day is Working(due, -3)). It is a working day;
// for n = 0 it is the last one on or before the given day. It costs the same
// for any n; AddWorking explains the same answer.
func (c *Calendar) Working(from Day, n int) Day {
	target := c.count(from) + n
	// A step that doubles finds a bracket, halving finds the day.
	lo, hi := int(from), int(from)
	for step := 8; c.count(Day(lo)) >= target; step *= 2 {
		lo = int(from) - step
	}
	for step := 8; c.count(Day(hi)) < target; step *= 2 {
		if hi = int(from) + step; hi >= int(Open) {
			return Open
		}
	}
	for hi-lo > 1 { // count(lo) < target <= count(hi)
		if mid := lo + (hi-lo)/2; c.count(Day(mid)) < target {
			lo = mid
		} else {
			hi = mid
		}
	}
	return Day(hi)
}

func (c *Calendar) mark(d Day) int16 {
	if d < c.lo || d >= c.hi {
		return 0
	}
	return c.marks[d-c.lo]
}

// count is the number of working days up to and including d, from a fixed day
// long ago; only differences mean anything.
func (c *Calendar) count(d Day) int {
	switch {
	case d < c.lo:
		return weekdays(d)
	case d < c.hi:
		return weekdays(c.lo-1) + int(c.worked[d-c.lo+1])
	}
	return weekdays(d) + c.shiftAll
}

// weekend holds for Saturday and Sunday.
func weekend(d Day) bool {
	w := d.weekday()
	return w == time.Saturday || w == time.Sunday
}

// weekday is Weekday by arithmetic: 1970-01-01 was a Thursday.
func (d Day) weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// weekdays counts Mondays to Fridays from Monday 1969-12-29 up to and
// including d; negative before.
func weekdays(d Day) int {
	n := int(d) + 4 // days from that Monday to the day after d
	weeks := n / 7
	if n%7 < 0 {
		weeks--
	}
	return weeks*5 + min(n-weeks*7, 5)
}
