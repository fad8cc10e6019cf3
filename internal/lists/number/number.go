// Package number names problems, orders and letters: at least four digits,
// restarting each year per kind, without gaps; a cancelled number stays
// cancelled (spec 2, [D]).
package number

import (
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

var documentForm = regexp.MustCompile(`^(\p{Han}{1,12})[〔\[［(（【](\d{4})[〕\]］)）】](\d{1,9})号?$`)

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

// Number is one number of a series. No 0 means not numbered yet.
type Number struct {
	Series Series
	Year   int
	No     int64
}

// String writes WT2025-0001; a draft has no number and writes "".
func (n Number) String() string {
	if n.No == 0 {
		return ""
	}
	return fmt.Sprintf("%s%d-%04d", n.Series, n.Year, n.No)
}

// Parse reads a number as written; ok is false for anything else.
func Parse(s string) (n Number, ok bool) {
	s = strings.ToUpper(strings.TrimSpace(text.Half(text.Tidy(s))))
	if len(s) < 8 {
		return n, false
	}
	year, err := strconv.Atoi(s[2:6])
	rest, found := strings.CutPrefix(s[6:], "-")
	no, err2 := strconv.ParseInt(rest, 10, 64)
	if err != nil || err2 != nil || !found || no < 1 || len(rest) < 4 {
		return n, false
	}
	return Number{Series(s[:2]), year, no}, true
}
