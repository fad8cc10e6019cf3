package lang

import (
	"strconv"
	"time"

	"shuangze/internal/when"
)

var (
	monthsEn   = [...]string{"", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	weekdaysEn = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	weekdaysZh = [...]string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"}
)

// Day is 2026年11月17日 or 17 Nov 2026; the open end of a period is 长期 or
// "no end".
func (p *Phraser) Day(d when.Day) string { var b [24]byte; return string(p.day(b[:0], d, true)) }

// DayShort is 11月17日 or 17 Nov.
func (p *Phraser) DayShort(d when.Day) string { var b [24]byte; return string(p.day(b[:0], d, false)) }

// DayIn leaves the year out when it is the given one: what a reader of that
// year expects, without ever hiding another year.
func (p *Phraser) DayIn(year int, d when.Day) string {
	var b [24]byte
	return string(p.day(b[:0], d, d.Year() != year))
}

// DayDue is a day by which something is due: 11月17日 周二 or Tue 17 Nov, with
// the year when it is another one.
func (p *Phraser) DayDue(year int, d when.Day) string {
	var b [32]byte
	if d == when.Open {
		return string(p.day(b[:0], d, false))
	}
	w := d.Weekday()
	if p.lang == English {
		return string(p.day(append(append(b[:0], weekdaysEn[w][:3]...), ' '), d, d.Year() != year))
	}
	out := append(p.day(b[:0], d, d.Year() != year), " 周"...)
	return string(append(out, weekdaysZh[w][len("星期"):]...))
}

// DayLong is 2026年11月17日 星期二 or Tuesday 17 Nov 2026.
func (p *Phraser) DayLong(d when.Day) string {
	if p.lang == English {
		return p.Weekday(d) + " " + p.Day(d)
	}
	return p.Day(d) + " " + p.Weekday(d)
}

// Month says a month written 1969-06 as 1969年6月 or Jun 1969; anything else as
// it is.
func (p *Phraser) Month(s string) string {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return s
	}
	if p.lang == English {
		return monthsEn[t.Month()] + " " + strconv.Itoa(t.Year())
	}
	return strconv.Itoa(t.Year()) + "年" + strconv.Itoa(int(t.Month())) + "月"
}

// Weekday is 星期二 or Tuesday.
func (p *Phraser) Weekday(d when.Day) string {
	if p.lang == English {
		return weekdaysEn[d.Weekday()]
	}
	return weekdaysZh[d.Weekday()]
}

// Instant is 11月12日 16:40 or 12 Nov 16:40, in the county's time.
func (p *Phraser) Instant(i when.Instant) string {
	var b [32]byte
	return string(p.instant(b[:0], i, false))
}

// InstantLong is Instant with its year.
func (p *Phraser) InstantLong(i when.Instant) string {
	var b [32]byte
	return string(p.instant(b[:0], i, true))
}

// InstantIn leaves the year out when it is the given one.
func (p *Phraser) InstantIn(year int, i when.Instant) string {
	var b [32]byte
	return string(p.instant(b[:0], i, i.Time().Year() != year))
}

// Period is 2026年1月1日至2026年3月31日: the last day is one the period holds.
func (p *Phraser) Period(x when.Period) string { var b [64]byte; return string(p.period(b[:0], x)) }

// Number is 1,024,330.
func (p *Phraser) Number(n int64) string { var b [24]byte; return string(group(b[:0], n)) }

// Size is a number of bytes for a reader: 1.2 MB.
func (p *Phraser) Size(n int64) string {
	switch {
	case n >= 1<<30:
		return tenths(n, 1<<30) + " GB"
	case n >= 1<<20:
		return tenths(n, 1<<20) + " MB"
	case n >= 1<<10:
		return strconv.FormatInt((n+1<<9)>>10, 10) + " KB"
	}
	return strconv.FormatInt(n, 10) + " B"
}

// List joins with 、 or a comma.
func (p *Phraser) List(items []string) string { return string(p.list(nil, items)) }

// Fixed is a scaled whole number written with its places: Fixed(8675, 2) is
// 86.75. Points and rates are kept that way.
func (p *Phraser) Fixed(n int64, places int) string {
	var b [32]byte
	out := b[:0]
	if n < 0 {
		out, n = append(out, "−"...), -n
	}
	unit := int64(1)
	for range places {
		unit *= 10
	}
	out = group(out, n/unit)
	if places > 0 {
		out = append(out, '.')
		for unit /= 10; unit > 0; unit /= 10 {
			out = append(out, byte('0'+n/unit%10))
		}
	}
	return string(out)
}

func tenths(n, unit int64) string {
	t := (n*10 + unit/2) / unit
	return strconv.FormatInt(t/10, 10) + "." + strconv.FormatInt(t%10, 10)
}

func (p *Phraser) day(b []byte, d when.Day, year bool) []byte {
	if d == when.Open {
		if p.lang == English {
			return append(b, "no end"...)
		}
		return append(b, "长期"...)
	}
	y, m, n := d.Date()
	return p.ymd(b, y, m, n, year)
}

func (p *Phraser) ymd(b []byte, y int, m time.Month, n int, year bool) []byte {
	if p.lang == English {
		b = strconv.AppendInt(b, int64(n), 10)
		b = append(append(b, ' '), monthsEn[m]...)
		if year {
			b = strconv.AppendInt(append(b, ' '), int64(y), 10)
		}
		return b
	}
	if year {
		b = append(strconv.AppendInt(b, int64(y), 10), "年"...)
	}
	b = append(strconv.AppendInt(b, int64(m), 10), "月"...)
	return append(strconv.AppendInt(b, int64(n), 10), "日"...)
}

func (p *Phraser) instant(b []byte, i when.Instant, year bool) []byte {
	t := i.Time()
	y, m, n := t.Date()
	b = append(p.ymd(b, y, m, n, year), ' ')
	h, min, _ := t.Clock()
	return append(b, byte('0'+h/10), byte('0'+h%10), ':', byte('0'+min/10), byte('0'+min%10))
}

func (p *Phraser) period(b []byte, x when.Period) []byte {
	b = p.day(b, x.From, true)
	if p.lang == English {
		b = append(b, " to "...)
	} else {
		b = append(b, "至"...)
	}
	if x.To == when.Open {
		return p.day(b, when.Open, true)
	}
	return p.day(b, x.To-1, true)
}

func (p *Phraser) comma() string {
	if p.lang == English {
		return ", "
	}
	return "、"
}

func (p *Phraser) list(b []byte, items []string) []byte {
	for i, s := range items {
		if i > 0 {
			b = append(b, p.comma()...)
		}
		b = append(b, s...)
	}
	return b
}

// group writes a number with commas between thousands.
func group(b []byte, n int64) []byte {
	if n < 0 {
		b = append(b, "−"...)
		n = -n
	}
	var d [20]byte
	s := strconv.AppendInt(d[:0], n, 10)
	for i, c := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b = append(b, ',')
		}
		b = append(b, c)
	}
	return b
}
