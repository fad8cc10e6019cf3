package course

import (
	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a mark; Asked, Told and Withdrawn are those of sheets.
const (
	Open    = "open"    // nobody marked it yet
	One     = "one"     // one did; what, only they know
	Differ  = "differ"  // two did and are too far apart: a third decides
	Settled = "settled" // the points are known to the offices; to the body from the feedback on
)

// Mark is what one body is given for one indicator, or for one addition or deduction, by assessors (spec 4.1 [R]: two,
// and a third where they differ by more than the limit).
type Mark struct {
	noun.Base
	Title     string // which item, whose
	Appraisal ref.ID
	Sheet     ref.ID
	Year      int64
	Scheme    string
	Body      ref.ID
	Item      string // number of the indicator, or code of the addition or deduction
	Team      string
	Most      int64 // hundredths that it may be given; of a survey those of its result out of a hundred
	Apart     int64 // hundredths by which two assessors may differ
	// What the body itself says of it.
	Claim     int64
	Statement string
	ClaimedOn when.Day
	Claimant  ref.ID

	First, Second, Third          int64
	FirstBy, SecondBy, ThirdBy    ref.ID
	FirstWhy, SecondWhy, ThirdWhy string
	Points                        int64
	SettledOn                     when.Day
}

// given are the points and the words of one of the three.
func given(name string, n func(*Mark) *int64, who func(*Mark) *ref.ID, why func(*Mark) *string) field.Fields {
	return field.Fields{field.Points(name, pointsMost, n).Silent().Inside(),
		field.Person(name+"By", false, who).Silent().Inside(),
		field.Text(name+"Why", 0, reasonMost, why).Silent().Inside()}
}

// MarkShape is what a mark is made of.
var MarkShape = noun.Shape{Of: ref.Mark, Name: "marks", Word: "mark", Table: "mark",
	New: func() noun.Value { return &Mark{} }, Title: "title", Team: "team",
	States: []string{Asked, Open, One, Differ, Settled, Told, Withdrawn},
	Attach: &noun.Attachments{Verb: "mark.attach", Of: []string{"proof", "basis", "other"}, Most: 30,
		States: []string{Asked, Open, One, Differ}},
	Fields: markFields()}

func markFields() field.Fields {
	out := field.Fields{
		field.Line("title", 0, titleMost, func(x *Mark) *string { return &x.Title }).Silent(),
		field.Object("appraisal", func(x *Mark) *ref.ID { return &x.Appraisal }),
		field.Object("sheet", func(x *Mark) *ref.ID { return &x.Sheet }),
		field.Year("year", false, yearLeast, func(x *Mark) *int64 { return &x.Year }).Silent(),
		field.Policy("scheme", false, SchemeTable, func(x *Mark) *string { return &x.Scheme }).Silent(),
		field.Body("body", false, func(x *Mark) *ref.ID { return &x.Body }).Silent(),
		field.Line("item", 0, lineMost, func(x *Mark) *string { return &x.Item }).Silent().Open(),
		teamField(func(x *Mark) *string { return &x.Team }),
		field.Points("most", pointsMost, func(x *Mark) *int64 { return &x.Most }).Silent(),
		field.Points("apart", pointsMost, func(x *Mark) *int64 { return &x.Apart }).Silent(),
		field.Points("claim", pointsMost, func(x *Mark) *int64 { return &x.Claim }).Silent(),
		field.Text("statement", 0, textMost, func(x *Mark) *string { return &x.Statement }).Silent(),
		field.Day("claimedOn", false, func(x *Mark) *when.Day { return &x.ClaimedOn }).Silent(),
		field.Person("claimant", false, func(x *Mark) *ref.ID { return &x.Claimant }).Silent(),
	}
	out = append(out, given("first", func(x *Mark) *int64 { return &x.First },
		func(x *Mark) *ref.ID { return &x.FirstBy }, func(x *Mark) *string { return &x.FirstWhy })...)
	out = append(out, given("second", func(x *Mark) *int64 { return &x.Second },
		func(x *Mark) *ref.ID { return &x.SecondBy }, func(x *Mark) *string { return &x.SecondWhy })...)
	out = append(out, given("third", func(x *Mark) *int64 { return &x.Third },
		func(x *Mark) *ref.ID { return &x.ThirdBy }, func(x *Mark) *string { return &x.ThirdWhy })...)
	return append(out,
		field.Points("points", pointsMost, func(x *Mark) *int64 { return &x.Points }).Silent().Inside(),
		field.Day("settledOn", false, func(x *Mark) *when.Day { return &x.SettledOn }).Silent().Inside())
}

// Object is what access asks of a mark.
func (x *Mark) Object() access.Object {
	return access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Mark, ID: x.ID, Unit: x.Unit, Side: x.Side,
		Team: sent(x.Team)}
}

// Called names a mark in a line.
func (x *Mark) Called() (number, title string) { return "", x.Title }

func (x *Mark) in(states ...string) error { return MarkShape.In(x, states...) }

// sealed is a side that no office is of: what is of it is nobody's by their post.
const sealed actor.Side = "-"

// inside is what access asks before what was given is read. Until it is settled, each assessor knows their own alone,
// so that the second does not write the first's mark again; then the offices and the assessors know it, and the body
// from the feedback on.
func inside(v noun.Value) access.Object {
	x := v.(*Mark)
	o := x.Object()
	switch x.State {
	case Told:
	case Settled:
		o.Unit = 0
	default:
		o.Unit, o.Side, o.Team = 0, sealed, x.Markers()
	}
	return o
}

// Assessors are the people beside the office who may give one.
func (x *Mark) Assessors() []ref.ID { return sent(x.Team) }

// Markers are those who gave a mark.
func (x *Mark) Markers() (out []ref.ID) {
	for _, id := range []ref.ID{x.FirstBy, x.SecondBy, x.ThirdBy} {
		if id != 0 {
			out = append(out, id)
		}
	}
	return out
}

// Giving is a mark with its reason.
type Giving struct {
	Points int64
	Why    string
}

// Give takes the mark of one assessor: of two that are close enough the mean counts, half up, else the third's.
func (x *Mark) Give(in Giving, who ref.ID, today when.Day) error {
	if err := x.in(Open, One, Differ); err != nil {
		return err
	}
	if who != 0 && (who == x.FirstBy || who == x.SecondBy) {
		return text.Refuse(text.Forbidden, "mark.same")
	}
	if in.Points > x.Most {
		return text.InputErrors{{Field: "points", Message: text.M("mark.most", "most", field.Mark(x.Most))}}
	}
	switch x.State {
	case Open:
		x.State, x.First, x.FirstBy, x.FirstWhy = One, in.Points, who, in.Why
		return nil
	case One:
		x.Second, x.SecondBy, x.SecondWhy = in.Points, who, in.Why
		if max(x.First-x.Second, x.Second-x.First) > x.Apart {
			x.State = Differ
			return nil
		}
		x.Points = (x.First + x.Second + 1) / 2
	default:
		x.Third, x.ThirdBy, x.ThirdWhy = in.Points, who, in.Why
		x.Points = x.Third
	}
	x.State, x.SettledOn = Settled, today
	return nil
}

// forget begins anew: all that was given stays in the journal and on no page.
func (x *Mark) forget() {
	x.State, x.Points, x.SettledOn = Open, 0, 0
	x.First, x.FirstBy, x.FirstWhy = 0, 0, ""
	x.Second, x.SecondBy, x.SecondWhy = 0, 0, ""
	x.Third, x.ThirdBy, x.ThirdWhy = 0, 0, ""
}

// Claiming is what a body says of one item itself.
type Claiming struct {
	Claim     int64
	Statement string
}

// Say takes the body's own view.
func (x *Mark) Say(in Claiming, who ref.ID, today when.Day) error {
	if err := x.in(Asked); err != nil {
		return err
	}
	if in.Claim > x.Most {
		return text.InputErrors{{Field: "claim", Message: text.M("mark.most", "most", field.Mark(x.Most))}}
	}
	x.Claim, x.Statement, x.Claimant, x.ClaimedOn = in.Claim, in.Statement, who, today
	return nil
}
