package official

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const numerals = "一二三四五六七八九十百零〇"

// Paragraphs cuts what a clerk typed into paragraphs, one a line, without the blanks that were typed to indent or to
// part them; how deep each heading is follows from its number (GB/T 9704 §7.3.3).
func Paragraphs(s string) []Block {
	var all []Block
	for line := range strings.Lines(s) {
		if line = strings.TrimFunc(line, unicode.IsSpace); line != "" {
			all = append(all, Block{Text: line, Level: LevelOf(line)})
		}
	}
	return all
}

// LevelOf is the depth of the heading that a paragraph begins with, Text for none; Heading says how much is heading.
func LevelOf(line string) Level {
	switch {
	case numbered(line, "", numerals, "、"):
		return First
	case numbered(line, "（", numerals, "）"), numbered(line, "(", numerals, ")"):
		return Second
	case numbered(line, "", "0123456789", "."), numbered(line, "", "0123456789", "．"):
		return Third
	case numbered(line, "（", "0123456789", "）"), numbered(line, "(", "0123456789", ")"):
		return Fourth
	}
	return Text
}

// numbered says whether s begins with open, at least one and at most four characters of digits, and then shut. What
// goes on with a digit is a figure (“1.5亿元”) and no number of a paragraph.
func numbered(s, open, digits, shut string) bool {
	rest, ok := strings.CutPrefix(s, open)
	if !ok {
		return false
	}
	inner := strings.TrimLeft(rest, digits)
	n := utf8.RuneCountInString(rest[:len(rest)-len(inner)])
	after, ok := strings.CutPrefix(inner, shut)
	return ok && n >= 1 && n <= 4 && (after == "" || after[0] < '0' || after[0] > '9')
}

// Heading is how much of a paragraph is its heading, in bytes: of First and Second all up to and with the first full
// stop, or the whole of it where there is none; nothing of other levels.
func Heading(b Block) int {
	if b.Level != First && b.Level != Second {
		return 0
	}
	if i := strings.Index(b.Text, "。"); i >= 0 {
		return i + len("。")
	}
	return len(b.Text)
}
