package policy

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"shuangze/internal/when"
)

// CalendarYear is one year's announced arrangement with the notice it rests
// on [R].
type CalendarYear struct {
	when.Year
	Announced when.Day
	Rule
}

func (p *Pack) readCalendar(r *parser) {
	const file = "calendar.txt"
	years := map[int]*CalendarYear{}
	r.table(file, "日历年度", "年", "公布日期").each(func(c cursor) {
		y := c.number("年", 1949, 2999)
		c.once("年", strconv.Itoa(y), "policy.code-repeated")
		day, _ := c.day("公布日期")
		years[y] = &CalendarYear{Year: when.Year{Year: y}, Announced: day, Rule: c.rule()}
	})
	p.plain(r, file, Holiday)

	off := map[when.Day]int{} // a day off -> its line
	holidays := r.table(file, "放假", "年", "节日", "起", "止")
	holidays.each(func(c cursor) {
		year, code := c.year(years), c.of("节日", p, Holiday)
		from, ok := c.day("起")
		to, ok2 := c.day("止")
		c.rule()
		switch {
		case year == nil || !ok || !ok2:
			return
		case to < from:
			c.fault("policy.period-reversed", "from", from.String(), "to", to.String())
			return
		case !c.within(year.Year.Year, from) || !c.within(year.Year.Year, to):
			return
		}
		for d := from; d <= to; d++ {
			if first := off[d]; first != 0 {
				c.fault("policy.holiday-overlap", "value", d.String(), "first", first)
				return
			}
			off[d] = c.line
		}
		year.Holidays = append(year.Holidays, when.Holiday{Code: code, Period: when.Period{From: from, To: to + 1}})
	})

	r.table(file, "调休上班", "年", "节日", "日期").each(func(c cursor) {
		year, code := c.year(years), c.of("节日", p, Holiday)
		d, ok := c.day("日期")
		c.rule()
		if year == nil || !ok || !c.within(year.Year.Year, d) || !c.once("日期", d.String(), "policy.code-repeated") {
			return
		}
		if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
			c.fault("policy.makeup-weekday", "value", d.String(), "weekday", weekdays[w])
			return
		}
		if first := off[d]; first != 0 {
			c.fault("policy.makeup-holiday", "value", d.String(), "first", first)
			return
		}
		year.Makeups = append(year.Makeups, when.Makeup{Day: d, Code: code})
	})

	var fixed []when.Fixed
	r.table(file, "固定假日", "节日", "起", "天数").each(func(c cursor) {
		code := c.of("节日", p, Holiday)
		month, day, ok := monthDay(c.text("起"))
		days := c.number("天数", 1, 7)
		c.rule()
		if !ok {
			c.fault("policy.month-day", "value", c.may("起"))
			return
		}
		c.once("节日", code, "policy.code-repeated")
		fixed = append(fixed, when.Fixed{Code: code, Month: month, Day: day, Days: days})
	})

	plain := make([]when.Year, 0, len(years))
	for _, y := range slices.Sorted(maps.Keys(years)) {
		p.Years = append(p.Years, *years[y])
		plain = append(plain, years[y].Year)
	}
	p.Calendar = when.NewCalendar(plain, fixed...)
}

// monthDay reads 05-01.
func monthDay(s string) (time.Month, int, bool) {
	t, err := time.Parse("01-02", s)
	return t.Month(), t.Day(), err == nil
}

// year is the announced year a row belongs to.
func (c cursor) year(years map[int]*CalendarYear) *CalendarYear {
	s := c.text("年")
	n, _ := strconv.Atoi(s)
	if years[n] == nil && s != "" {
		c.fault("policy.year-unknown", "value", s)
	}
	return years[n]
}

// within says whether a day can belong to a year's arrangement: from the
// December before (a New Year holiday may begin there) to its end.
func (c cursor) within(year int, d when.Day) bool {
	if d >= when.Date(year-1, time.December, 1) && d < when.Date(year+1, time.January, 1) {
		return true
	}
	c.fault("policy.year-outside", "value", d.String(), "year", year)
	return false
}
