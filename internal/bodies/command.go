package bodies

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Mint gives the next free identifier of the jurisdiction.
type Mint func() ref.ID

// Command is one act on the organisation. Do answers with the rows to write,
// or with text.InputErrors (everything wrong with the form at once), or with a
// *text.Refusal. It takes identifiers only when it succeeds.
type Command interface {
	Do(r *Register, mint Mint) (Change, error)
}

// Limits of what is typed, in characters.
const (
	NameMost      = 60
	DocumentMost  = 120
	CodeMost      = 20
	PersonMost    = 40
	TitleMost     = 60
	RankMost      = 40
	PortfolioMost = 300
	NoteMost      = 60
)

// Seen is the row a form was filled in from. When it is given and the row is no
// longer the one in force, the command answers Stale.
type Seen struct {
	Row     ref.ID
	Version int64
}

func (s Seen) check(row ref.ID, version int64) error {
	if s.Row != 0 && (s.Row != row || s.Version != version) {
		return text.Refuse(text.Stale, "bodies.stale")
	}
	return nil
}

// form gathers what is wrong with a command's values.
type form struct{ text.InputErrors }

// line checks one line of text: trimmed, without control characters, at most
// limit characters. Keys are kind.field.required, .long and .control.
func (f *form) line(kind, field string, s *string, limit int, required bool) {
	*s = strings.TrimFunc(text.Tidy(*s), unicode.IsSpace)
	key := kind + "." + field
	switch {
	case *s == "":
		if required {
			f.Add(field, key+".required")
		}
	case !utf8.ValidString(*s) || strings.ContainsFunc(*s, control):
		f.Add(field, key+".control")
	case utf8.RuneCountInString(*s) > limit:
		f.Add(field, key+".long", "limit", limit)
	case strings.ContainsFunc(*s, text.Lost), field == "name" && text.Gap(*s):
		f.Add(field, "input.lost")
	}
}

// control finds what has no place in one line of text; direction marks could
// make a name read as another.
func control(r rune) bool {
	return unicode.IsControl(r) || text.Turns(r)
}

// Days outside this range are slips of the pen.
var earliest, latest = when.Date(1900, time.January, 1), when.Date(2200, time.January, 1)

// day checks a required day; the zero day stands for "not given".
func (f *form) day(kind, field string, d when.Day) {
	switch {
	case d == 0:
		f.Add(field, kind+"."+field+".required")
	case d < earliest || d >= latest:
		f.Add(field, kind+"."+field+".range")
	}
}

// period checks a start and an end that may be left open (0 or when.Open).
func (f *form) period(kind string, from when.Day, to *when.Day) {
	f.day(kind, "from", from)
	if *to == 0 {
		*to = when.Open
	}
	if *to == when.Open {
		return
	}
	switch {
	case *to < earliest || *to >= latest:
		f.Add("to", kind+".to.range")
	case *to <= from:
		f.Add("to", kind+".to.before", "from", from)
	}
}

// one checks that a code is one of those allowed.
func one[T ~string](f *form, kind, field string, v T, all []T) {
	for _, x := range all {
		if v == x {
			return
		}
	}
	if v == "" {
		f.Add(field, kind+"."+field+".required")
		return
	}
	f.Add(field, kind+"."+field+".unknown")
}

// Starting and ending of rows.

// share says whether two periods share a day; an empty one (a row that was
// changed again on its first day) shares none.
func share(a, b when.Period) bool {
	return a.From < a.To && b.From < b.To && a.Overlaps(b)
}

// cut ends a period on a day: the day is the first it no longer holds. A row
// that would only have started later never takes effect.
func cut(p when.Period, day when.Day) when.Period {
	return when.Period{From: p.From, To: max(p.From, min(p.To, day))}
}

// live says whether ending on the day changes the row.
func live(p when.Period, day when.Day) bool { return p.To > day && p.From < p.To }
