package text

import (
	"strings"
	"unicode"
)

// Clip is a text of at most so many characters; what is longer ends in an
// ellipsis. It is never cut inside a figure or before its unit (3.2万 is not
// 3.2…), nor between a character and what is written on it.
func Clip(s string, most int) string {
	r := []rune(s)
	if most < 2 || len(r) <= most {
		return s
	}
	cut := most - 1
	for cut > 0 && joined(r[cut-1], r[cut]) {
		cut--
	}
	if cut == 0 { // one long figure: better cut than gone
		cut = most - 1
	}
	return strings.TrimRightFunc(string(r[:cut]), unicode.IsSpace) + "…"
}

const (
	units    = "%％‰°℃"
	inside   = ".,，．:：/-–—·" // between the digits of a figure, a time or a date
	numerals = "〇零一二三四五六七八九十百千万亿两"
)

// joined says whether two neighbours belong together.
func joined(a, b rune) bool {
	figure := func(x rune) bool { return unicode.IsDigit(x) || strings.ContainsRune(numerals, x) }
	switch {
	case unicode.In(b, unicode.M, unicode.Variation_Selector), a == '\u200d', b == '\u200d':
		return true
	case figure(a):
		return figure(b) || strings.ContainsRune(units+inside, b) || unicode.IsDigit(a) && strings.ContainsRune("元年月日时分", b)
	case strings.ContainsRune(inside, a):
		return unicode.IsDigit(b)
	case a == '+' || a == '-' || a == '¥' || a == '￥' || a == '$':
		return unicode.IsDigit(b)
	}
	return unicode.Is(unicode.Latin, a) && (unicode.IsDigit(b) || unicode.Is(unicode.Latin, b))
}
