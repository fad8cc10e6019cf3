package sheet

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"shuangze/internal/text"
)

// Kind says what a cell holds, not how it looks.
type Kind uint8

// The kinds of a cell.
const (
	Empty   Kind = iota
	Text         // words, also figures typed as words
	Number       // a figure without a date style
	Date         // a serial with a date style; Serial counts days since 1899-12-30
	Bool         // TRUE or FALSE
	Formula      // its stored value is another program's claim and is never used
	Broken       // #REF!, #N/A and their kin
	pending      // a shared string not yet looked up; never leaves Open
)

// Cell is one value of a table.
type Cell struct {
	Raw    string  // as stored in the file
	Text   string  // trimmed; U+3000 and other blanks made plain spaces
	Kind   Kind    //
	Serial float64 // of Number and Date, in the 1900 system
	Filled bool    // taken over from a merged cell above
	Aside  bool    // taken over from a merged cell beside it
	format *format // how a figure is shown in the file; nil: as Text
}

// None says whether the cell says "nothing": empty, a dash, a slash, 无.
func (c Cell) None() bool { return c.Kind == Empty || c.Kind == Text && none(c.Text) }

func none(s string) bool {
	switch strings.TrimSpace(fold(s)) {
	case "", "-", "--", "—", "——", "–", "―", "─", "/", "\\", "无", "没有", "不设", "未设", "未设立", "暂无", "N/A", "n/a":
		return true
	}
	return false
}

// clean trims a text, makes every odd blank a plain one and look-alikes the same
// (text.Tidy). Line breaks stay.
func clean(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c >= 0x7f {
			plain = false
			break
		}
	}
	if plain {
		return strings.TrimSpace(s)
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r':
			return '\n'
		case r == '\t', r == 0x3000, r == 0xa0, unicode.Is(unicode.Zs, r):
			return ' '
		case r == 0x200b, r == 0xfeff, unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text.Tidy(s))
	return strings.TrimSpace(s)
}

// fold makes full-width signs and figures half-width.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			return r - 0xfee0
		case r == 0x3000, r == 0xa0:
			return ' '
		}
		return r
	}, s)
}

// tight drops blanks that stand between Chinese characters (党 委, 胡　旻) and
// leaves one between Latin words.
func tight(s string) string {
	parts := strings.Fields(s)
	var b strings.Builder
	last := ' '
	for i, p := range parts {
		first := []rune(p)[0]
		if i > 0 && !wide(last) && !wide(first) {
			b.WriteByte(' ')
		}
		b.WriteString(p)
		r := []rune(p)
		last = r[len(r)-1]
	}
	return b.String()
}

// wide: Chinese characters and the marks written with them.
func wide(r rune) bool { return unicode.Is(unicode.Han, r) || r == '·' || r >= 0x3000 }

// label is the bare meaning of a heading: no blanks, no notes in brackets, no
// punctuation, half width, lower case.
func label(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range fold(s) {
		switch r {
		case '(', '[', '【', '〔', '{', '〈', '<':
			depth++
			continue
		case ')', ']', '】', '〕', '}', '〉', '>':
			if depth > 0 {
				depth--
			}
			continue
		}
		if depth == 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// figure writes a number as Excel shows it in a plain cell: 15 digits, no noise
// from binary fractions. Two fixed places matter for months: 1980.10.
func figure(f float64, places int) string {
	if places > 0 {
		return strconv.FormatFloat(f, 'f', places, 64)
	}
	if math.Abs(f) >= 1e15 || f != 0 && math.Abs(f) < 1e-9 {
		return strconv.FormatFloat(f, 'g', 15, 64)
	}
	s := strconv.FormatFloat(f, 'g', 15, 64)
	if v, err := strconv.ParseFloat(s, 64); err == nil {
		f = v
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// Letter is the column's letters: 1 is A, 27 is AA.
func Letter(col int) string {
	s := ""
	for ; col > 0; col = (col - 1) / 26 {
		s = string(rune('A'+(col-1)%26)) + s
	}
	return s
}

// place reads a reference such as "B12"; ok is false for anything else.
func place(ref string) (col, row int, ok bool) {
	i := 0
	for ; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && i < 4; i++ {
		col = col*26 + int(ref[i]-'A') + 1
	}
	if i == 0 || i > 3 || i == len(ref) {
		return 0, 0, false
	}
	row, err := strconv.Atoi(ref[i:])
	return col, row, err == nil && row >= 1 && row <= maxRowNumber && col <= 16384
}

const maxRowNumber = 1 << 20
