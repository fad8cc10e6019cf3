package liaison

import (
	"fmt"

	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a visit.
const (
	Recorded  = "recorded"  // written down; the member has not confirmed it
	Confirmed = "confirmed" // by the member in person
	Withdrawn = "withdrawn" // was not confirmed
)

// ProblemsMost is how many problems one visit registers at most [D].
const ProblemsMost = 5

const (
	textMost    = 1000
	problemMost = 200
	reasonMost  = 500
)

// Visit is one that a member paid to a linked unit.
type Visit struct {
	noun.Base
	noun.Correcting
	Link     ref.ID
	Member   ref.ID
	Body     ref.ID
	PaidOn   when.Day
	Place    string
	Checked  string
	Problems [ProblemsMost]string // found, one a line
	Help     string               // what was done for the unit there and then
	Steps    string               // what is to be done next

	Found       [ProblemsMost]ref.ID // the entries of the problem list, as Problems
	ConfirmedOn when.Day
	Why         string // it was withdrawn
}

// VisitFields are what is known of a visit, in the order of the form.
var VisitFields = func() field.Fields {
	link := field.Object("link", func(v *Visit) *ref.ID { return &v.Link })
	link.Set, link.Must = false, true
	fs := field.Fields{link,
		field.Person("member", false, func(v *Visit) *ref.ID { return &v.Member }).Silent(),
		field.Body("body", false, func(v *Visit) *ref.ID { return &v.Body }).Silent(),
		field.Day("paidOn", true, func(v *Visit) *when.Day { return &v.PaidOn }),
		field.Line("place", 1, 100, func(v *Visit) *string { return &v.Place }),
		field.Text("checked", 1, textMost, func(v *Visit) *string { return &v.Checked }),
	}
	for i := range ProblemsMost {
		f := field.Line(fmt.Sprintf("problem%d", i+1), 0, problemMost, func(v *Visit) *string { return &v.Problems[i] })
		if i > 0 {
			f = f.Folded()
		}
		fs = append(fs, f)
	}
	fs = append(fs, field.Text("help", 0, textMost, func(v *Visit) *string { return &v.Help }),
		field.Text("steps", 1, textMost, func(v *Visit) *string { return &v.Steps }))
	for i := range ProblemsMost {
		fs = append(fs, field.Object(fmt.Sprintf("found%d", i+1), func(v *Visit) *ref.ID { return &v.Found[i] }))
	}
	fs = append(fs, field.Day("confirmedOn", false, func(v *Visit) *when.Day { return &v.ConfirmedOn }).Silent())
	return append(append(fs, noun.CorrectingFields(func(v *Visit) *noun.Correcting { return &v.Correcting })...),
		field.Text("why", 0, reasonMost, func(v *Visit) *string { return &v.Why }).Silent())
}()

// VisitShape is what a visit is made of.
var VisitShape = noun.Shape{Of: ref.Visit, Name: "visits", Word: "visit", Table: "visit",
	New: func() noun.Value { return &Visit{} }, Fields: VisitFields, Title: "checked", Person: "member",
	States: []string{Recorded, Confirmed, noun.Corrected, Withdrawn},
	Attach: &noun.Attachments{Verb: "visit.attach", Of: []string{"photo", "other"}, Most: 50,
		States: []string{Recorded, Confirmed}}}

func visitIn(states ...string) func(*Visit) error {
	return func(v *Visit) error { return VisitShape.In(v, states...) }
}

// mayCorrect: once, what the member confirmed.
func (v *Visit) mayCorrect() error {
	if v.CorrectedBy != 0 {
		return text.Refuse(text.Conflict, "visit.corrected-already")
	}
	return VisitShape.In(v, Confirmed)
}

// paid takes from the link whose a visit is, and looks at the day.
func (v *Visit) paid(l *Link, today when.Day, errs *text.InputErrors) {
	v.Unit, v.Side, v.Member, v.Body = l.Unit, l.Side, l.Member, l.Body
	switch {
	case v.PaidOn == 0:
	case v.PaidOn > today:
		errs.Add("paidOn", "record.on.later", "today", today)
	case !l.Holds(v.PaidOn):
		errs.Add("paidOn", "visit.on.link", "since", l.Since, "year", l.Year)
	}
}
