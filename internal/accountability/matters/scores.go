package matters

import (
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/field"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Rests is on what a matter rests that cost its unit points of the assessment.
type Rests struct {
	Unit      ref.ID
	Case      string   // the number of a case; "" = none
	Circulars []string // the numbers of circulars
}

// None says that a matter rests on nothing that costs points.
func (r Rests) None() bool { return r.Case == "" && len(r.Circulars) == 0 }

// Scores gives points back that were deducted for what a matter rests on. It is called in the transaction of the
// decision on an appeal.
type Scores interface {
	// Restore gives back so many hundredths, or all (0), and corrects every result that was made of them. It refuses more
	// than was deducted beside the field "back".
	Restore(tx noun.Tx, of Rests, by Undoing, points int64) error
}

// Rests is on what the matter rests.
func (x *Matter) Rests() Rests { return Rests{x.Unit, x.Case, documents(x.Circulars)} }

// documents are the numbers in a line, between commas of any kind.
func documents(line string) (out []string) {
	for _, s := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune("、，,；; ", r) }) {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// restored gives points back by an appeal: what is upheld undoes all that was deducted, what is changed as much as the
// decision says (spec 4.3: an upheld appeal undoes every consequence).
func (d Commands) restored(tx noun.Tx, m *Matter, by Undoing, points int64) error {
	switch {
	case by.Changed && points == 0:
		return nil
	case by.Changed && m.Rests().None():
		return text.InputErrors{{Field: "back", Message: text.M("appeal.back.nothing")}}
	case m.Rests().None() || d.Scores == nil:
		return nil
	}
	return d.Scores.Restore(tx, m.Rests(), by, points)
}

// cited refuses circulars that are not on record, or took no points from the unit.
func cited(tx noun.Tx, x *Matter, errs *text.InputErrors) error {
	numbers := documents(x.Circulars)
	list, err := circulars.Cited(tx, x.Unit, numbers)
	if err != nil {
		return err
	}
	for _, no := range numbers {
		if !slices.ContainsFunc(list, func(m *circulars.Mention) bool { return m.Document == no }) {
			errs.Add("circulars", "matter.circulars.none", "number", no)
			return nil
		}
	}
	return nil
}

// Citing names circulars on which a matter rests.
type Citing struct{ Circulars string }

// cite names them later on too: a circular about a ruling is sent after it.
func (d Commands) cite() noun.Act {
	fs := field.Fields{field.Line("circulars", 1, titleMost, func(c *Citing) *string { return &c.Circulars })}
	a := noun.Further(d.life(d.shape()), "cite", "cited",
		"Name the circulars that deducted points for what the matter is about", fs,
		func(x *Matter) error {
			return x.in(Opened, Shown, Answered, Reported, Signed, Asked, Approved, Decided)
		},
		func(tx noun.Tx, x *Matter, in *Citing) ([]act.Fact, error) {
			was := x.Circulars
			x.Circulars = in.Circulars
			var errs text.InputErrors
			if err := cited(tx, x, &errs); err != nil {
				return nil, err
			}
			return []act.Fact{act.Words("circulars-was", was), act.Words("circulars", in.Circulars)}, errs.Err()
		})
	a.Main = false
	a.Fill = func(v noun.Value) any { return &Citing{v.(*Matter).Circulars} }
	return a
}
