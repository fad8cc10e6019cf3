package course

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of an objection.
const (
	Raised   = "raised"
	Upheld   = "upheld" // wholly or in part: Points count
	Rejected = "rejected"
	Dropped  = "dropped" // its body took it back
)

// Objection is what a body says against one thing on its sheet (复核申请, spec 4.1; the right of reply per deduction,
// spec 8.8). It is answered by somebody who gave none of the marks; both texts stay.
type Objection struct {
	noun.Base
	Title     string
	Appraisal ref.ID
	Sheet     ref.ID
	Year      int64
	Scheme    string
	Body      ref.ID
	Item      string // see Item
	Had       int64  // what the sheet said of it
	Most      int64
	Claim     string
	RaisedBy  ref.ID
	Due       when.Day // it is answered by
	Points    int64    // that count from the decision on
	Reason    string
	DecidedBy ref.ID
	DecidedOn when.Day
}

// ObjectionShape is what an objection is made of.
var ObjectionShape = noun.Shape{Of: ref.Objection, Name: "objections", Word: "objection", Table: "objection",
	New: func() noun.Value { return &Objection{} }, Title: "title",
	States: []string{Raised, Upheld, Rejected, Dropped},
	Attach: &noun.Attachments{Verb: "objection.attach", Of: []string{"proof", "other"}, Most: 20,
		States: []string{Raised}},
	Fields: field.Fields{
		field.Line("title", 0, titleMost, func(x *Objection) *string { return &x.Title }).Silent(),
		field.Object("appraisal", func(x *Objection) *ref.ID { return &x.Appraisal }),
		field.Object("sheet", func(x *Objection) *ref.ID { return &x.Sheet }),
		field.Year("year", false, yearLeast, func(x *Objection) *int64 { return &x.Year }).Silent(),
		field.Policy("scheme", false, SchemeTable, func(x *Objection) *string { return &x.Scheme }).Silent(),
		field.Body("body", false, func(x *Objection) *ref.ID { return &x.Body }).Silent(),
		field.Line("item", 0, lineMost, func(x *Objection) *string { return &x.Item }).Silent().Open(),
		field.Points("had", pointsMost, func(x *Objection) *int64 { return &x.Had }).Silent(),
		field.Points("most", pointsMost, func(x *Objection) *int64 { return &x.Most }).Silent(),
		field.Text("claim", 1, textMost, func(x *Objection) *string { return &x.Claim }).Silent(),
		field.Person("raisedBy", false, func(x *Objection) *ref.ID { return &x.RaisedBy }).Silent(),
		field.Day("due", false, func(x *Objection) *when.Day { return &x.Due }).Silent(),
		field.Points("points", pointsMost, func(x *Objection) *int64 { return &x.Points }).Silent(),
		field.Text("reason", 0, reasonMost, func(x *Objection) *string { return &x.Reason }).Silent(),
		field.Person("decidedBy", false, func(x *Objection) *ref.ID { return &x.DecidedBy }).Silent(),
		field.Day("decidedOn", false, func(x *Objection) *when.Day { return &x.DecidedOn }).Silent(),
	}}

// Object is what access asks of an objection.
func (x *Objection) Object() access.Object {
	return access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Objection, ID: x.ID, Unit: x.Unit, Side: x.Side}
}

// Called names an objection in a line.
func (x *Objection) Called() (number, title string) { return "", x.Title }

func (x *Objection) in(states ...string) error { return ObjectionShape.In(x, states...) }

// Deciding is how an objection was decided: what the item gives, or takes, from now on.
type Deciding struct {
	Answer string // Upheld or Rejected
	Points int64
	Reason string
}

// Decide takes the decision. markers are those who gave marks for the item: nobody judges their own.
func (x *Objection) Decide(in Deciding, markers []ref.ID, who ref.ID, today when.Day) error {
	if err := x.in(Raised); err != nil {
		return err
	}
	if who != 0 && (who == x.RaisedBy || slices.Contains(markers, who)) {
		return text.Refuse(text.Forbidden, "objection.own-mark")
	}
	switch {
	case in.Answer == Upheld && in.Points > x.Most:
		return text.InputErrors{{Field: "points", Message: text.M("mark.most", "most", field.Mark(x.Most))}}
	case in.Answer == Upheld && in.Points == x.Had:
		return text.InputErrors{{Field: "points", Message: text.M("objection.points.same", "had", field.Mark(x.Had))}}
	}
	x.State, x.Points = Rejected, x.Had
	if in.Answer == Upheld {
		x.State, x.Points = Upheld, in.Points
	}
	x.Reason, x.DecidedBy, x.DecidedOn = in.Reason, who, today
	return nil
}
