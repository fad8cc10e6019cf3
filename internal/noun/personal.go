package noun

import (
	"shuangze/internal/field"
	"shuangze/internal/journal"
)

// Erased is the kind of the entry that says what was erased of an object by law (package erasure). Whoever may see the
// object may know it.
const Erased journal.Kind = "personal.erased.v1"

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
