package policy

import (
	"regexp"
	"strconv"

	"shuangze/internal/when"
)

// Span is what a limit is counted in.
type Span string

const (
	// WorkingDays skip weekends and holidays and count make-up days.
	WorkingDays Span = "working-day"
	// Days are natural days.
	Days Span = "day"
	// Months end on the same day of the month, or its last day.
	Months Span = "month"
)

// Limit is a time limit such as 15 working days. The zero limit sets none: the
// date is given case by case.
type Limit struct {
	N    int
	Span Span
}

var limitForm = regexp.MustCompile(`^([1-9][0-9]{0,3}) *(个?工作日|天|日|个月|年)$`)

// ParseLimit reads 15个工作日, 3天 (natural days), 1个月 or 1年 (twelve months).
func ParseLimit(s string) (Limit, bool) {
	m := limitForm.FindStringSubmatch(s)
	if m == nil {
		return Limit{}, false
	}
	n, _ := strconv.Atoi(m[1])
	switch m[2] {
	case "天", "日":
		return Limit{n, Days}, true
	case "个月":
		return Limit{n, Months}, true
	case "年":
		return Limit{12 * n, Months}, true
	}
	return Limit{n, WorkingDays}, true
}

// None says that the limit sets no time.
func (l Limit) None() bool { return l.N == 0 }

// From is the deadline of something that began on the day, with its steps.
// A limit that sets no time must not be asked: its deadline is the day itself.
func (l Limit) From(c *when.Calendar, day when.Day) when.Deadline {
	switch l.Span {
	case WorkingDays:
		return c.AddWorking(day, l.N)
	case Months:
		return c.AddMonths(day, l.N)
	}
	return c.AddDays(day, l.N)
}
