package consequences

import (
	"shuangze/internal/access"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of what follows.
const (
	Open  = "open" // somebody is to carry it out
	Done  = "done" // with proof; it goes on until its last day, where it has one
	Ended = "ended"
	Void  = "void" // what it rests on was revoked or changed; it stays, with its correction
)

const (
	lineMost   = 120
	titleMost  = 200
	textMost   = 1000
	reasonMost = 500
	yearLeast  = 1990
)

// Consequence is one thing that follows from one decision or grade for one person or body.
type Consequence struct {
	noun.Base
	Title   string // what it is, and what it rests on; it names nobody
	Hand    string // Reward or Sanction
	Kind    string // a code of KindTable
	Year    int64  // that was assessed, or in which it was decided
	Person  ref.ID // whom it is about; 0 = the body
	Body    ref.ID
	Place   ref.ID // the unit that it is counted of
	Measure ref.ID // that it rests on
	Sheet   ref.ID // or the result of an assessment
	Ruling  ref.ID // or a ruling on a body
	Rests   string // number of the decision, or which assessment and grade
	Decided when.Day
	What    string
	Carrier string // a code of CarrierTable
	Agency  ref.ID // the unit that carries it out; 0 = an office
	Taker   ref.ID // who heads that
	Due     when.Day
	Begins  when.Day
	Ends    when.Day // the last day; 0 = none
	Use     string   // asked before it is carried out
	Clause  string
	Done    string
	DoneOn  when.Day
	DoneBy  ref.ID
	Told    ref.ID // the person, once told
	EndedOn when.Day
	Undone  string // the number of the decision by which it became void
	Why     string
}

// Fields are what is known of one; nobody types any of them.
var Fields = field.Fields{
	noun.NumberField[Consequence](),
	field.Line("title", 0, titleMost, func(x *Consequence) *string { return &x.Title }).Silent(),
	field.Code("hand", false, []string{Reward, Sanction}, "consequence.hand.",
		func(x *Consequence) *string { return &x.Hand }).Silent(),
	field.Policy("kind", false, KindTable, func(x *Consequence) *string { return &x.Kind }).Silent(),
	field.Year("year", false, yearLeast, func(x *Consequence) *int64 { return &x.Year }).Silent(),
	field.Person("person", false, func(x *Consequence) *ref.ID { return &x.Person }).Silent(),
	field.Body("body", false, func(x *Consequence) *ref.ID { return &x.Body }).Silent(),
	field.Unit("place", false, func(x *Consequence) *ref.ID { return &x.Place }).Silent(),
	field.Object("measure", func(x *Consequence) *ref.ID { return &x.Measure }),
	field.Object("sheet", func(x *Consequence) *ref.ID { return &x.Sheet }),
	field.Object("ruling", func(x *Consequence) *ref.ID { return &x.Ruling }),
	field.Line("rests", 0, titleMost, func(x *Consequence) *string { return &x.Rests }).Silent(),
	field.Day("decided", false, func(x *Consequence) *when.Day { return &x.Decided }).Silent(),
	field.Line("what", 0, titleMost, func(x *Consequence) *string { return &x.What }).Silent(),
	field.Policy("carrier", false, CarrierTable, func(x *Consequence) *string { return &x.Carrier }).Silent(),
	field.Unit("agency", false, func(x *Consequence) *ref.ID { return &x.Agency }).Silent(),
	field.Person("taker", false, func(x *Consequence) *ref.ID { return &x.Taker }).Silent(),
	field.Day("due", false, func(x *Consequence) *when.Day { return &x.Due }).Silent(),
	field.Day("begins", false, func(x *Consequence) *when.Day { return &x.Begins }).Silent(),
	field.Day("ends", false, func(x *Consequence) *when.Day { return &x.Ends }).Silent(),
	field.Policy("use", false, effect.UseTable, func(x *Consequence) *string { return &x.Use }).Silent(),
	field.Line("clause", 0, titleMost, func(x *Consequence) *string { return &x.Clause }).Silent(),
	field.Text("done", 0, textMost, func(x *Consequence) *string { return &x.Done }).Silent(),
	field.Day("doneOn", false, func(x *Consequence) *when.Day { return &x.DoneOn }).Silent(),
	field.Person("doneBy", false, func(x *Consequence) *ref.ID { return &x.DoneBy }).Silent(),
	field.Person("told", false, func(x *Consequence) *ref.ID { return &x.Told }).Silent().Within(),
	field.Day("endedOn", false, func(x *Consequence) *when.Day { return &x.EndedOn }).Silent(),
	field.Line("undone", 0, lineMost, func(x *Consequence) *string { return &x.Undone }).Silent(),
	field.Text("why", 0, reasonMost, func(x *Consequence) *string { return &x.Why }).Silent(),
}

// Shape is what one is made of. Nobody talks about one, and no search finds whom it is about.
var Shape = noun.Shape{Of: ref.Consequence, Name: "consequences", Word: "consequence", Table: "consequence",
	Mute: true, Unsung: true, New: func() noun.Value { return &Consequence{} }, Fields: Fields, Code: "number",
	Title: "title", Person: "told", Taker: "taker", States: []string{Open, Done, Ended, Void},
	Series: &noun.Series{Code: "consequence"},
	Attach: &noun.Attachments{Verb: "consequence.attach", Of: []string{"proof", "other"}, Most: 10,
		States: []string{Open, Done}}}

// Object is what access asks of one. What is about a person is of no unit: who carries it out, the discipline side, the
// leading group and, once told, the person see it. What is about a body is its unit's too.
func (x *Consequence) Object() access.Object {
	return access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Consequence, ID: x.ID, Unit: x.Unit, Side: x.Side,
		Person: x.Told, Successor: x.Taker}
}

// Called is its number and what it is.
func (x *Consequence) Called() (number, title string) { return x.Number, x.Title }

func (x *Consequence) in(states ...string) error { return Shape.In(x, states...) }

// Carry notes that it was carried out. What has a last day that is over has ended with it.
func (x *Consequence) Carry(how string, by ref.ID, today when.Day) error {
	if err := x.in(Open); err != nil {
		return err
	}
	x.State, x.Done, x.DoneOn, x.DoneBy = Done, how, today, by
	x.End(today)
	return nil
}

// Over says whether its last day is over without that having been noted: by what was carried out alone.
func (x *Consequence) Over(today when.Day) bool {
	return x.State == Done && x.Ends != 0 && x.Ends < today
}

// End notes that its last day is over.
func (x *Consequence) End(today when.Day) bool {
	if !x.Over(today) {
		return false
	}
	x.State, x.EndedOn = Ended, x.Ends+1
	return true
}

// Move puts another last day; what had ended and goes on after all is done and not ended.
func (x *Consequence) Move(ends, today when.Day) {
	x.Ends = ends
	if x.State == Ended && (ends == 0 || ends >= today) {
		x.State, x.EndedOn = Done, 0
	}
	x.End(today)
}

// Undo makes it void, with the number of the decision that did, and why. It stays as it was carried out.
func (x *Consequence) Undo(number, why string) error {
	if err := x.in(Open, Done, Ended); err != nil {
		return err
	}
	x.State, x.Undone, x.Why = Void, number, why
	return nil
}

// late says that it is still open after its day.
func (x *Consequence) late(today when.Day) bool { return x.State == Open && today > x.Due }

// notes say what is to be known of one on a day.
func notes(v noun.Value, on when.Day) (out []text.Message) {
	x := v.(*Consequence)
	switch {
	case x.State == Void:
		return []text.Message{text.M("consequence.note.void", "number", x.Undone, "why", x.Why)}
	case x.late(on):
		out = append(out, text.M("consequence.note.late", "due", x.Due))
	}
	if x.Hand == Reward {
		out = append(out, text.M("consequence.note.equal"))
	}
	switch {
	case x.Ends == 0:
	case on > x.Ends:
		out = append(out, text.M("consequence.note.over", "until", x.Ends))
	default:
		out = append(out, text.M("consequence.note.until", "until", x.Ends))
	}
	return out
}
