package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fit says whether a text can be kept and read as it was written: valid UTF-8
// without lost characters, no control characters but tabs and ends of lines
// (PostgreSQL keeps no NUL), and no marks that turn the direction of writing, by
// which one name reads as another.
func Fit(s string) bool { return Unfit(s) == "" }

// Unfit is the key of what keeps a text from being kept, "" when nothing does.
func Unfit(s string) string {
	for _, r := range s {
		switch {
		case Lost(r): // what is no UTF-8 is read as U+FFFD
			return "input.lost"
		case r != '\t' && r != '\n' && r != '\r' && unicode.IsControl(r), Turns(r):
			return "input.unfit"
		}
	}
	return ""
}

// Turns says whether a character turns the direction of writing.
func Turns(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// ErasedMark begins what a row holds in the place of words that were erased by law; the day and the ground follow.
// It is no sentence of one language, and readable all the same where nobody says it in the reader's. Nobody may type
// it.
const ErasedMark = "依法删除 erased-by-law "

// Limits adds what is wrong with a text: missing, too short, too long, unfit.
func Limits(errs *InputErrors, field, s string, least, most int) {
	n := utf8.RuneCountInString(s)
	unfit := Unfit(s)
	switch {
	case n == 0 && least > 0:
		errs.Add(field, "input.required")
	case n < least:
		errs.Add(field, "input.too-short", "least", least, "n", n)
	case n > most:
		errs.Add(field, "input.too-long", "most", most, "n", n)
	case unfit != "":
		errs.Add(field, unfit)
	case strings.HasPrefix(s, ErasedMark):
		errs.Add(field, "input.erased")
	}
}

// Named is Limits for somebody's or something's name, in which no sign may stand
// for a lost character either.
func Named(errs *InputErrors, field, s string, least, most int) {
	had := len(*errs)
	if Limits(errs, field, s, least, most); len(*errs) == had && Gap(s) {
		errs.Add(field, "input.lost")
	}
}
