package when

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Window is the time a task has. Period is half-open, so the last day that
// still counts is Period.To-1. Every is "" for once, or "month", "quarter",
// "half" for what falls due again at the end of each.
type Window struct {
	Period Period
	Every  string
}

// Due is the last day of the window.
func (w Window) Due() Day { return w.Period.To - 1 }

// Dues are the days on which something falls due, the last of them Due.
func (w Window) Dues() (out []Day) {
	step := map[string]int{"month": 1, "quarter": 3, "half": 6}[w.Every]
	if step == 0 {
		return []Day{w.Due()}
	}
	y, m, _ := w.Period.From.Date()
	for to := Date(y, m+time.Month(step), 1); to <= w.Period.To; to = Date(y, m+time.Month(step), 1) {
		out = append(out, to-1)
		m += time.Month(step)
	}
	return out
}

var (
	limitRange = regexp.MustCompile(`^(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})[日号])?(?:至|到|-|—|–|~|～)` +
		`(?:(\d{4})年|(当年|年内|同年))?(\d{1,2})月(?:(\d{1,2})[日号])?(?:底|末)?(?:前)?$`)
	limitPoint = regexp.MustCompile(`^(?:(\d{4})年|当年|年内)?(\d{1,2})月(?:份)?(?:(\d{1,2})[日号]|(上旬|中旬|下旬))?` +
		`(?:底|末)?(?:之?以?前)?(?:完成|办结)?$`)
	halfForm  = regexp.MustCompile(`^(?:(\d{4})年)?(上半年|下半年)(?:底|末)?(?:前)?$`)
	quarterAt = regexp.MustCompile(`^(?:(\d{4})年)?第?([一二三四1-4])季度(?:底|末)?(?:前)?$`)
	yearForm  = regexp.MustCompile(`^(?:(\d{4})年)?(全年|年底|年末|年内|长期|常年|贯穿全年|全年坚持|年度内)(?:前)?$`)
	everyForm = regexp.MustCompile(`^(?:每个?|按)(月|季度|季|半年)(?:底|末|度)?(?:前)?(?:\d{1,2}[日号])?(?:一次|1次)?$`)
	monthsSay = strings.NewReplacer(" ", "", "元月", "1月", "十一月", "11月", "十二月", "12月", "十月", "10月", "一月", "1月",
		"二月", "2月", "三月", "3月", "四月", "4月", "五月", "5月", "六月", "6月", "七月", "7月", "八月", "8月", "九月", "9月")
)

// ParseWindow reads a time as county papers write it: 3月底前, 元月底前, 全年,
// 每季度末, 每半年, 2月至12月, 6月30日前, 10月底, 上半年, 二季度, 2025年9月30日 or
// 2025-09-30. 前 includes the day named. Without a start the window opens on
// 1 January. A year that is not written is the one given; 0 gives none. Months and
// days that do not exist are none (13月底前).
func ParseWindow(s string, year int) (Window, bool) {
	s = strings.TrimSuffix(strings.Trim(monthsSay.Replace(s), "。;；"), "完成")
	if d, err := ParseDay(s); err == nil {
		return Opening(d), true
	}
	yearOf := func(v string) int {
		if n, err := strconv.Atoi(v); err == nil {
			return n
		}
		return year
	}
	if m := everyForm.FindStringSubmatch(s); m != nil && year > 0 {
		every := map[string]string{"月": "month", "季度": "quarter", "季": "quarter", "半年": "half"}[m[1]]
		return Window{months(year, 1, 12), every}, true
	}
	if m := yearForm.FindStringSubmatch(s); m != nil && yearOf(m[1]) > 0 {
		return Window{Period: months(yearOf(m[1]), 1, 12)}, true
	}
	if m := halfForm.FindStringSubmatch(s); m != nil && yearOf(m[1]) > 0 {
		if m[2] == "上半年" {
			return Window{Period: months(yearOf(m[1]), 1, 6)}, true
		}
		return Window{Period: months(yearOf(m[1]), 7, 12)}, true
	}
	if m := quarterAt.FindStringSubmatch(s); m != nil && yearOf(m[1]) > 0 {
		q := map[string]int{"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}[m[2]]
		return Window{Period: months(yearOf(m[1]), 3*q-2, 3*q)}, true
	}
	if m := limitRange.FindStringSubmatch(s); m != nil {
		y1 := yearOf(m[1])
		y2 := y1
		if m[4] != "" {
			y2 = yearOf(m[4])
		}
		from, ok1 := span(y1, m[2], m[3])
		to, ok2 := span(y2, m[6], m[7])
		return Window{Period: Period{From: from.From, To: to.To}}, ok1 && ok2 && to.To > from.From
	}
	if m := limitPoint.FindStringSubmatch(s); m != nil {
		p, ok := span(yearOf(m[1]), m[2], m[3])
		switch m[4] {
		case "上旬":
			p.To = p.From + 10
		case "中旬":
			p.To = p.From + 20
		}
		return Opening(p.To - 1), ok
	}
	return Window{}, false
}

// Opening is the window from 1 January to a day.
func Opening(d Day) Window {
	return Window{Period: Period{From: Date(d.Year(), time.January, 1), To: d + 1}}
}

// months is whole months of a year, both included.
func months(year, from, to int) Period {
	return Period{From: Date(year, time.Month(from), 1), To: Date(year, time.Month(to+1), 1)}
}

// span is the month, or the day of it; ok is false when there is none.
func span(year int, month, day string) (p Period, ok bool) {
	m, _ := strconv.Atoi(month)
	if year < 1900 || year > 2100 || m < 1 || m > 12 {
		return p, false
	}
	p = months(year, m, m)
	if day == "" {
		return p, true
	}
	n, _ := strconv.Atoi(day)
	d := p.From + Day(n) - 1
	return one(d), p.Holds(d)
}
