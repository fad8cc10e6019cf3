package sheet

import (
	"regexp"
	"strings"
)

// Says is a code with the words that mean it; the first is the one we write.
type Says struct {
	Code  string
	Words []string
}

// Choice reads a word of a list. Blanks, brackets and signs do not count;
// anything else is refused with the words that are known.
func Choice(c Cell, list []Says) (string, Fault) {
	if f := sound(c); f != nil {
		return "", f
	}
	bare := label(c.Text)
	var known []string
	for _, s := range list {
		for _, w := range s.Words {
			if w == c.Text || bare != "" && bareTitle(w) == bare {
				return s.Code, nil
			}
		}
		known = append(known, s.Words[0])
	}
	return "", fault("sheet.choice.unknown", "value", c.Text, "known", known)
}

func oneOf(list []Says) func(Cell) (string, Fault) {
	return func(c Cell) (string, Fault) { return Choice(c, list) }
}

var listMarks = regexp.MustCompile(`[、,;，；\n]+`)

// List splits at 、 , ; and line breaks. 无 and dashes are no members.
func List(c Cell) ([]string, Fault) {
	if c.None() {
		return nil, nil
	}
	if f := sound(c); f != nil {
		return nil, f
	}
	var out []string
	for _, s := range listMarks.Split(c.shown(), -1) {
		if s = tight(strings.Join(strings.Fields(s), " ")); !none(s) {
			out = append(out, s)
		}
	}
	return out, nil
}

// Names reads one person or several. A blank parts two people only if both
// sides could be names (张立川 李静); otherwise it is padding (胡　旻).
func Names(c Cell) ([]string, Fault) {
	if c.None() {
		return nil, nil
	}
	if f := sound(c); f != nil {
		return nil, f
	}
	var out []string
	for _, s := range listMarks.Split(c.Text, -1) {
		people := strings.Fields(fold(s))
		for _, p := range people {
			if r := []rune(p); len(r) < 2 || !wide(r[0]) {
				people = []string{s}
				break
			}
		}
		for _, p := range people {
			if none(p) {
				continue
			}
			n, f := name(p)
			if f != nil {
				return nil, f
			}
			out = append(out, n)
		}
	}
	return out, nil
}

// A mark opens an item at the start of a line or after 。；; — there only, so
// that 1.5万元 and 第2项 inside a measure stay whole. Circled figures are marks
// anywhere.
var itemMark = regexp.MustCompile(
	`(^|[\n；;。])\s*(?:[(（]?\d{1,2}\s*(?:[)）、，．]|\.(?:\D|$))|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)|[①-⑳]`)

// Numbered splits measures (1.召开…；\n2.…) into items without their marks.
// Without marks each line is an item.
func Numbered(c Cell) ([]string, Fault) {
	if c.None() {
		return nil, nil
	}
	if f := sound(c); f != nil {
		return nil, f
	}
	s := c.shown()
	var parts []string
	if marks := itemMark.FindAllStringSubmatchIndex(s, -1); marks == nil {
		parts = strings.Split(s, "\n")
	} else {
		from := 0
		for _, m := range marks {
			parts = append(parts, s[from:m[0]])
			from = m[1]
			// ".召" was matched to see that no figure follows; give it back.
			if tail := s[m[0]:m[1]]; strings.Contains(tail, ".") && !strings.HasSuffix(tail, ".") {
				from = m[0] + strings.LastIndexByte(tail, '.') + 1
			}
		}
		parts = append(parts, s[from:])
	}
	var out []string
	for _, p := range parts {
		p = strings.Trim(strings.TrimSpace(p), "；;。 \n")
		if !none(p) {
			out = append(out, p)
		}
	}
	return out, nil
}
