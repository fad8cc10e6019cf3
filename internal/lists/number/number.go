// Package number names problems, orders and letters: at least four digits,
// restarting each year per kind, without gaps; a cancelled number stays
// cancelled (spec 2, [D]).
package number

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"shuangze/internal/text"
)

// Series is a prefix whose numbers restart each year.
type Series string

// The series in use.
const (
	Problem  Series = "WT" // 问题
	Order    Series = "DB" // 督办单
	Notice   Series = "TZ" // 督办通知书
	Reminder Series = "TX" // 提醒书
	Urging   Series = "CB" // 催办通知书
	Warning  Series = "GJ" // 告诫书
	Transfer Series = "YS" // 移送建议

	Principal   Series = "ZT" // 主体责任履责台账
	Supervisory Series = "JD" // 监督责任履责台账
)

// Word is the series of the letters that go out under one 代字, whatever their
// kind (GB/T 9704: 发文机关代字, year and number).
func Word(word string) Series { return Series("word/" + word) }

// Document writes 镇纪督〔2026〕3号; without a 代字 or a number it is "".
func Document(word string, year int, no int64) string {
	if word == "" || no == 0 {
		return ""
	}
	return word + "〔" + strconv.Itoa(year) + "〕" + strconv.FormatInt(no, 10) + "号"
}

var documentForm = regexp.MustCompile(`^(\p{Han}{1,20})[〔\[［(（【](\d{4})[〕\]］)）】](\d{1,9})号?$`)

// ParseDocument reads a 文号 as people type it: any brackets do, and 号 may be
// missing. ok is false for anything else.
func ParseDocument(s string) (word string, year int, no int64, ok bool) {
	m := documentForm.FindStringSubmatch(strings.Join(strings.Fields(text.Half(text.Tidy(s))), ""))
	if m == nil {
		return "", 0, 0, false
	}
	year, _ = strconv.Atoi(m[2])
	no, _ = strconv.ParseInt(m[3], 10, 64)
	return m[1], year, no, no > 0
}

// Style is how a county writes the numbers of a series: its prefix, and at least
// how many digits, and whether a unit's code stands between. The zero style is the
// series' own prefix and four digits. A number keeps the style in which it was given.
type Style struct {
	Prefix string
	Digits int
	Unit   bool
}

// Styles are a county's, by series.
type Styles map[Series]Style

// Of is a number in the county's style.
func (s Styles) Of(n Number) Number {
	n.Style = s[n.Series]
	return n
}

// Number is one number of a series, or of the part of it that is a unit's. No 0 means
// not numbered yet.
type Number struct {
	Series Series
	Year   int
	No     int64
	Style  Style
	Part   string // the unit's code; "" = the county counts as one
}

// Within is what a unit counts by itself of a series; "" = the county as one.
func Within(s Series, part string) Series {
	if part == "" {
		return s
	}
	return s + "/" + Series(part)
}

// PerYear is how many numbers a year has room for in a Serial.
const PerYear = 1_000_000_000

// Serial is the place of a number among all of its series: years first, and numbers
// as numbers.
func (n Number) Serial() int64 { return int64(n.Year)*PerYear + n.No }

// Prefix and Digits are those in which the number is written.
func (n Number) Prefix() string { return cmp.Or(n.Style.Prefix, string(n.Series)) }
func (n Number) Digits() int    { return cmp.Or(n.Style.Digits, 4) }

// String writes WT2025-0001, with a unit's code ZT-2025-U03-0001; a draft has no
// number and writes "".
func (n Number) String() string {
	if n.No == 0 {
		return ""
	}
	if n.Part != "" {
		return fmt.Sprintf("%s-%d-%s-%0*d", n.Prefix(), n.Year, n.Part, n.Digits(), n.No)
	}
	return fmt.Sprintf("%s%d-%0*d", n.Prefix(), n.Year, n.Digits(), n.No)
}

var numberForm = regexp.MustCompile(`^([A-Z]{1,6})(\d{4})-(\d{4,9})$`)

// Parse reads a number as written, in any style; ok is false for anything else.
// Which series it is of the prefix alone does not say where a county has its own.
func Parse(s string) (n Number, ok bool) {
	m := numberForm.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(text.Half(text.Tidy(s)))))
	if m == nil {
		return n, false
	}
	n.Series, n.Style.Digits = Series(m[1]), len(m[3])
	n.Year, _ = strconv.Atoi(m[2])
	n.No, _ = strconv.ParseInt(m[3], 10, 64)
	return n, n.No > 0
}
