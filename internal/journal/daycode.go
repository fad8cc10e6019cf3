package journal

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// DayCode is the last signed checkpoint of a county's acts as papers print it:
// which county, how many entries, and the short code of the tree's root. A sheet
// of paper in a drawer is so a witness outside the house: a journal cut or
// rewritten since then does not give the same code (spec 6.2).
type DayCode struct {
	County string
	Size   int64
	Code   string // as ShortCode writes it
}

// DayCodeOf is the code of a checkpoint; ok is false for one of another journal
// than a county's acts.
func DayCodeOf(c Checkpoint) (d DayCode, ok bool) {
	book, county, ok := strings.Cut(c.Journal, "/")
	if !ok || !strings.HasSuffix(book, "acts") {
		return d, false
	}
	return DayCode{county, c.Size, ShortCode(c.Root, c.Size)}, true
}

// String writes 610927-5407-K7QM-3F2A.
func (d DayCode) String() string {
	return d.County + "-" + strconv.FormatInt(d.Size, 10) + "-" + d.Code
}

var dayCodeForm = regexp.MustCompile(`^([0-9]{6})-([0-9]{1,15})-([0-9A-HJKMNP-TV-Z]{4})-?([0-9A-HJKMNP-TV-Z]{4})$`)

// ParseDayCode reads a code as printed; small letters, and blanks in the place of
// dashes, do.
func ParseDayCode(s string) (DayCode, error) {
	m := dayCodeForm.FindStringSubmatch(strings.ToUpper(strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r == ' ' || r == '-' || r == '\n'
	}), "-")))
	if m == nil {
		return DayCode{}, fmt.Errorf("%q is no day code", s)
	}
	size, err := strconv.ParseInt(m[2], 10, 64)
	return DayCode{m[1], size, m[3] + "-" + m[4]}, err
}

// of says whether the code is of this journal.
func (d DayCode) of(name string) bool { return strings.HasSuffix(name, "acts/"+d.County) }
