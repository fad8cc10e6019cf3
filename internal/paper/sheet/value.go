package sheet

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Fault is what is wrong with a cell; nil when nothing is.
type Fault = *text.Message

func fault(key string, kv ...any) Fault {
	m := text.M(key, kv...)
	return &m
}

// sound refuses cells whose value cannot be read at all.
func sound(c Cell) Fault {
	switch {
	case c.Kind == Formula:
		return fault("sheet.cell.formula")
	case c.Kind == Broken:
		return fault("sheet.cell.broken", "value", c.Text)
	case c.Kind == Empty:
		return fault("sheet.cell.required")
	case c.Kind == Number && math.Abs(c.Serial) >= 1e15, c.Kind == Text && scientific.MatchString(fold(c.Text)):
		return fault("sheet.cell.digits", "value", c.Text)
	case strings.ContainsFunc(c.Text, text.Lost):
		return fault("input.lost")
	}
	return nil
}

// scientific is how a long figure looks once a program has cut its last digits.
var scientific = regexp.MustCompile(`^-?\d(\.\d+)?[eE]\+\d{2,}$`)

// Serials of Excel that can be a day of this county: 1920 to 2100.
const (
	serialEpoch = 25569 // 1970-01-01
	firstSerial = 7306
	lastSerial  = 73415
)

func serial(c Cell) (when.Day, bool) {
	if (c.Kind == Date || c.Kind == Number) && c.Serial >= firstSerial && c.Serial < lastSerial {
		d, _ := moment(c.Serial)
		return when.Day(d - serialEpoch), true
	}
	return 0, false
}

// short is the time of day that a library of the web leaves of a midnight in
// Shanghai: it counts the 43 seconds of the city's local time before 1901.
const short = 86_400 - 43

// moment is the day of a serial, which is rounded to the second because binary
// figures fall a hair short, and the second of that day. What is short by those 43
// seconds is the day after. Any other time, 23:59:59 too, is a time of its own day.
func moment(serial float64) (day, second int32) {
	n := int64(math.Round(serial * 86_400))
	day, second = int32(n/86_400), int32(n%86_400)
	if second >= short-1 && second <= short+1 {
		day++
	}
	return day, second
}

// late says that a cell holds the last minute of a day: of which day it speaks is
// said in the notices.
func late(c Cell) bool {
	if c.Kind != Date && c.Kind != Number || c.Serial < firstSerial || c.Serial >= lastSerial {
		return false
	}
	_, second := moment(c.Serial)
	return second >= 86_340
}

var (
	weekday  = regexp.MustCompile(`\s*[(\[]?(?:星期|礼拜|周)[一二三四五六日天末][)\]]?\s*`)
	years    = regexp.MustCompile(`\s*[(\[]\s*(?:现年)?\d{1,3}\s*周?岁\s*[)\]]\s*`)
	typedDot = regexp.MustCompile(`(\d)\s*[。．]\s*(\d)`)
)

// dayWords is what a cell says of a day without what stands beside it: the weekday
// (2026年12月31日（星期四）), the age (1975.03（51岁）). A 。 between figures was meant for a
// point.
func dayWords(s string) string {
	s = typedDot.ReplaceAllString(typedDot.ReplaceAllString(s, "$1.$2"), "$1.$2")
	return strings.TrimSpace(years.ReplaceAllString(weekday.ReplaceAllString(fold(s), ""), ""))
}

var (
	dayForm   = regexp.MustCompile(`^(\d+)\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*[日号]?$`)
	monthForm = regexp.MustCompile(`^(\d+)\s*(?:[-/.]|年)\s*(\d{1,2})\s*月?(?:份|生)?$`)
	clockTail = regexp.MustCompile(`[ T]\d{1,2}:\d\d(:\d\d(\.\d+)?)?Z?$`)
)

// Day reads a date in the five forms counties write (2025-03-01, 2025/3/1,
// 2025.3.1, 2025年3月1日, an Excel serial) and 20250301. It refuses days that do
// not exist and years of two figures, which could be either century.
func Day(c Cell) (when.Day, Fault) {
	if f := sound(c); f != nil {
		return 0, f
	}
	if d, ok := serial(c); ok {
		return d, nil
	}
	s := strings.TrimSpace(clockTail.ReplaceAllString(dayWords(c.Text), ""))
	if len(s) == 8 && digits(s) {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	if n, err := strconv.Atoi(s); err == nil && len(s) == 5 && digits(s) && n > 20999 && n < lastSerial {
		return when.Day(n - serialEpoch), nil // a serial that a CSV wrote out; 20201 might be a month
	}
	m := dayForm.FindStringSubmatch(s)
	if m == nil {
		if monthForm.MatchString(s) {
			return 0, fault("sheet.day.no-day", "value", c.Text)
		}
		return 0, fault("sheet.day.form", "value", c.Text)
	}
	if len(m[1]) == 2 {
		return 0, fault("sheet.day.two-digit-year", "value", c.Text)
	}
	d, ok := day(m[1], m[2], m[3])
	if !ok {
		return 0, fault("sheet.day.none", "value", c.Text)
	}
	return d, nil
}

var (
	byDay   = regexp.MustCompile(`(?:之前|以前|前)$`)
	byMonth = regexp.MustCompile(`^(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*月?\s*(?:份)?(?:底|末)$`)
	yearEnd = regexp.MustCompile(`^(\d{4})\s*年(?:底|末)$`)
	noYear  = regexp.MustCompile(`^\d{1,2}\s*(?:月|[-/.])\s*(?:\d{1,2}\s*[日号]?|底|末)?$`)
)

// Deadline reads the last day of a limit: a day, 2025年6月30日前 (the day named
// is included), 2025年6月底, 2025年底. A limit without its year or without an end
// is refused: which day it ends on is not for us to guess.
func Deadline(c Cell) (when.Day, Fault) {
	d, f := Day(c)
	if f == nil || c.Kind != Text {
		return d, f
	}
	s := strings.TrimSpace(byDay.ReplaceAllString(strings.TrimSuffix(dayWords(c.Text), "完成"), ""))
	if m := yearEnd.FindStringSubmatch(s); m != nil {
		s = m[1] + "年12月底"
	}
	if m := byMonth.FindStringSubmatch(s); m != nil {
		first, ok := day(m[1], m[2], "1")
		if !ok {
			return 0, fault("sheet.month.none", "value", c.Text)
		}
		y, mon, _ := first.Date()
		return when.Date(y, mon+1, 1) - 1, nil
	}
	if noYear.MatchString(s) {
		return 0, fault("sheet.day.no-year", "value", c.Text)
	}
	if d, inner := Day(Cell{Kind: Text, Raw: s, Text: s}); inner == nil {
		return d, nil
	}
	return 0, f
}

// since reads the day from which something counts. Rolls often state it as a
// month only, which counts from its first day; the table says for which rows.
func (r *reader) since(key string) func(Cell) (when.Day, Fault) {
	return func(c Cell) (when.Day, Fault) {
		d, f := Day(c)
		if f == nil {
			return d, nil
		}
		m, no := Month(c)
		if no != nil {
			if no.Key == "sheet.month.ambiguous" || no.Key == "sheet.month.none" {
				f = no
			}
			return 0, f
		}
		if r.table.monthOnly == nil {
			r.table.monthOnly = map[string][]int{}
		}
		r.table.monthOnly[key] = append(r.table.monthOnly[key], r.row.Number)
		return when.Date(m.Year, m.Month, 1), nil
	}
}

// day makes a day of figures if there is such a day between 1900 and 2100.
func day(year, month, dayOf string) (when.Day, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(dayOf)
	if y < 1900 || y > 2100 {
		return 0, false
	}
	v, err := when.ParseDay(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	return v, err == nil
}

// BirthMonth is a year and a month, all that a roll of officials states.
type BirthMonth struct {
	Year  int
	Month time.Month
}

func (m BirthMonth) String() string { return fmt.Sprintf("%04d-%02d", m.Year, int(m.Month)) }

// Month reads 1969.06, 1969-06, 1969年6月, 196906, a full date or an Excel date.
// A figure like 1980.1 is refused: Excel drops the nought of 1980.10, so it may
// be January or October.
func Month(c Cell) (BirthMonth, Fault) {
	if f := sound(c); f != nil {
		return BirthMonth{}, f
	}
	if d, ok := serial(c); ok {
		y, m, _ := d.Date()
		return BirthMonth{y, m}, nil
	}
	s := strings.TrimSpace(clockTail.ReplaceAllString(dayWords(c.Text), ""))
	if digits(s) && (len(s) == 6 || len(s) == 8) {
		if len(s) == 8 {
			if _, f := Day(c); f != nil {
				return BirthMonth{}, f
			}
		}
		s = s[:4] + "-" + s[4:6]
	}
	m := monthForm.FindStringSubmatch(s)
	if m == nil {
		if dayForm.MatchString(s) {
			d, f := Day(c)
			y, mon, _ := d.Date()
			if f != nil {
				return BirthMonth{}, f
			}
			return BirthMonth{y, mon}, nil
		}
		return BirthMonth{}, fault("sheet.month.form", "value", c.Text)
	}
	if len(m[1]) == 2 {
		return BirthMonth{}, fault("sheet.day.two-digit-year", "value", c.Text)
	}
	if c.Kind == Number && m[2] == "1" {
		return BirthMonth{}, fault("sheet.month.ambiguous", "value", c.Text, "year", m[1])
	}
	d, ok := day(m[1], m[2], "1")
	if !ok {
		return BirthMonth{}, fault("sheet.month.none", "value", c.Text)
	}
	y, mon, _ := d.Date()
	return BirthMonth{y, mon}, nil
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// Name reads a person's name: padding inside a Chinese name goes, the blank in
// a Latin name stays, the middle dot of minority names is made one sign.
func Name(c Cell) (string, Fault) {
	if f := sound(c); f != nil {
		return "", f
	}
	return name(c.Text)
}

func name(s string) (string, Fault) {
	s = text.Name(strings.ReplaceAll(s, "．", "·"))
	switch {
	case text.Gap(s):
		return "", fault("input.lost")
	case none(s):
		return "", fault("sheet.cell.required")
	case len([]rune(s)) > 50:
		return "", fault("sheet.cell.too-long", "limit", 50)
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsControl(r) }):
		return "", fault("sheet.name.form", "value", s)
	}
	return s, nil
}

// Words reads plain words of at most limit characters, blanks between Chinese
// characters removed when squeeze is set (unit names, codes).
func Words(limit int, squeeze bool) func(Cell) (string, Fault) {
	return func(c Cell) (string, Fault) {
		if f := sound(c); f != nil {
			return "", f
		}
		s := c.shown()
		if squeeze {
			s = tight(strings.Join(strings.Fields(s), " "))
		}
		if n := len([]rune(s)); n > limit {
			return "", fault("sheet.cell.too-long", "limit", limit, "count", n)
		}
		return s, nil
	}
}

// Int reads a whole number: 136, 136.0, １３６, 1,200; a unit of count after it
// (人, 份, 票, 个, 次) is dropped.
func Int(c Cell) (int, Fault) {
	if f := sound(c); f != nil {
		return 0, f
	}
	if c.Kind == Date || c.Kind == Bool {
		return 0, fault("sheet.int.form", "value", c.Text)
	}
	s := strings.TrimRight(strings.TrimSpace(fold(c.Text)), "人份票个次张户件 ")
	if grouped.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	if whole, rest, cut := strings.Cut(s, "."); cut && strings.Trim(rest, "0") == "" {
		s = whole
	}
	n, err := strconv.Atoi(s)
	if err != nil || n > 1_000_000_000 || n < -1_000_000_000 {
		return 0, fault("sheet.int.form", "value", c.Text)
	}
	return n, nil
}

// Year reads a year: 2026, 2026年, 2026年度.
func Year(c Cell) (int, Fault) {
	c.Text = strings.TrimRight(strings.TrimSpace(fold(c.Text)), "年度 ")
	return Int(c)
}

var grouped = regexp.MustCompile(`^\d{1,3}(,\d{3})+$`)

var pointsForm = regexp.MustCompile(`^(\d{1,4})(?:\.(\d{1,2}))?$`)

// Points reads a mark in figures: 5, 2.5, 5分. The result counts hundredths of
// a point. Marks in words (两分) are refused, for none can be guessed.
func Points(c Cell) (int64, Fault) {
	if f := sound(c); f != nil {
		return 0, f
	}
	if c.Kind == Number || c.Kind == Text {
		if m := pointsForm.FindStringSubmatch(strings.TrimSpace(strings.TrimSuffix(fold(c.Text), "分"))); m != nil {
			whole, _ := strconv.ParseInt(m[1], 10, 64)
			part, _ := strconv.ParseInt((m[2] + "00")[:2], 10, 64)
			return whole*100 + part, nil
		}
	}
	return 0, fault("sheet.points.form", "value", c.Text)
}
