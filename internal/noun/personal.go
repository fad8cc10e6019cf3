package noun

import (
	"strings"

	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Erased is the kind of the entry that says what was erased of an object by law (package erasure). Whoever may see the
// object may know it.
const Erased journal.Kind = "personal.erased.v1"

// Frozen is the field, where a noun has one in words, that holds the paper as it was signed: it repeats what
// the others say.
const Frozen = "frozen"

// Personal is what of a noun is erased when somebody's data are erased by law: the
// objects that name the person in a field of Whose, and of each the Fields.
type Personal struct {
	Whose  []string // fields that hold a person
	Fields []string // texts
}

// Erasable are the fields of a noun whose words the law may demand to be erased: texts
// of which the journal holds salted commitments alone. Codes, days, numbers and names
// of people as identifiers stand in the entries themselves and cannot be taken out.
func (s Shape) Erasable() (out field.Fields) {
	for _, f := range s.Fields {
		if (f.Type == field.ALine || f.Type == field.AText) && (f.Private || f.Sealed) {
			out = append(out, f)
		}
	}
	return out
}

// ErasedText is what a row holds in the place of erased words: the day and the ground, for Shown to say.
func ErasedText(on when.Day, basis string) string { return text.ErasedMark + on.String() + " " + basis }

// Shown is a text as somebody reads it: one that was erased by law is the sentence of their language that says when
// and on what ground, any other is itself. say translates (lang.Printer).
func Shown(say interface{ T(string, ...any) string }, s string) string {
	rest, ok := strings.CutPrefix(s, text.ErasedMark)
	if !ok {
		return s
	}
	day, basis, _ := strings.Cut(rest, " ")
	on, err := when.ParseDay(day)
	if err != nil {
		return s
	}
	return say.T("erasure.says", "day", on, "basis", basis)
}
