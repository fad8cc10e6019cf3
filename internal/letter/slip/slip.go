// Package slip is what one unit is asked about what an office issues: to countersign 会签 or to receive 签收. It is an
// object of its own, so that it waits on that unit’s workbench, stands in its list and has its own course.
package slip

import (
	"cmp"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// What a slip asks for.
const (
	Countersign = "countersign"
	Receive     = "receive"
	Copy        = "copy" // to be received too: 抄送
)

// The states of a slip. An opinion may be given anew until the document is signed.
const (
	Open      = "open"
	Agreed    = "agreed"
	Objected  = "objected"
	Received  = "received"
	Forgotten = "lapsed" // nobody asks any more
)

const (
	subjectMost = 200
	opinionMost = 500
)

// Slip is what one unit is asked about a document.
type Slip struct {
	noun.Base
	Dispatch   ref.ID
	Matter     string // of which kind that is; "" = an office document: older slips
	Role       string
	Subject    string // the title of the document
	Document   string // its 文号
	Body       ref.ID // that is asked to countersign
	Sender     ref.ID // the organ whose document it is
	AskedOn    when.Day
	Due        when.Day // by which a receipt is expected
	Urged      when.Day // when it was asked for again last
	Opinion    string
	AnsweredBy ref.ID
	AnsweredOn when.Day
}

// Fields are what is known of one.
var Fields = field.Fields{
	field.Object("dispatch", func(s *Slip) *ref.ID { return &s.Dispatch }).Silent(),
	field.Line("matter", 0, 30, func(s *Slip) *string { return &s.Matter }).Open().Silent().Within().Unfound(),
	field.Code("role", true, []string{Countersign, Receive, Copy}, "slip.role.",
		func(s *Slip) *string { return &s.Role }).Silent(),
	field.Line("document", 0, 60, func(s *Slip) *string { return &s.Document }).Open().Silent(),
	field.Line("subject", 0, subjectMost, func(s *Slip) *string { return &s.Subject }).Silent(),
	field.Body("body", false, func(s *Slip) *ref.ID { return &s.Body }).Silent(),
	field.Body("sender", false, func(s *Slip) *ref.ID { return &s.Sender }).Silent(),
	field.Day("askedOn", false, func(s *Slip) *when.Day { return &s.AskedOn }).Silent(),
	field.Day("due", false, func(s *Slip) *when.Day { return &s.Due }).Silent(),
	field.Day("urged", false, func(s *Slip) *when.Day { return &s.Urged }).Silent(),
	field.Text("opinion", 0, opinionMost, func(s *Slip) *string { return &s.Opinion }).Silent(),
	field.Person("answeredBy", false, func(s *Slip) *ref.ID { return &s.AnsweredBy }).Silent(),
	field.Day("answeredOn", false, func(s *Slip) *when.Day { return &s.AnsweredOn }).Silent(),
}

// Shape is what a slip is made of.
var Shape = noun.Shape{Of: ref.Slip, Name: "slips", Word: "slip", Table: "slip",
	New: func() noun.Value { return &Slip{} }, Fields: Fields, Title: "subject",
	States: []string{Open, Agreed, Objected, Received, Forgotten}}

// Called is the 文号 of the document, and its title.
func (s *Slip) Called() (number, title string) { return s.Document, s.Subject }

// About is what it is asked about.
func (s *Slip) About() ref.Ref {
	return ref.Ref{Kind: cmp.Or(ref.Kind(s.Matter), ref.Dispatch), ID: s.Dispatch}
}

// Object is what access asks of one.
func (s *Slip) Object() access.Object {
	return access.Object{Jurisdiction: s.Jurisdiction, Kind: ref.Slip, ID: s.ID, Unit: s.Unit, Side: s.Side}
}

// MayAnswer refuses an opinion on what is signed, and where none was asked for.
func (s *Slip) MayAnswer() error {
	if s.Role != Countersign || s.State == Forgotten {
		return text.Refuse(text.Conflict, "slip.no-opinion")
	}
	return nil
}

// Answer says whether the body agrees; the same answer with the same words again is none.
func (s *Slip) Answer(state, opinion string, by ref.ID, today when.Day) error {
	if err := s.MayAnswer(); err != nil {
		return err
	}
	if s.State == state && s.Opinion == opinion {
		return text.InputErrors{{Message: text.M("field.unchanged")}}
	}
	s.State, s.Opinion, s.AnsweredBy, s.AnsweredOn = state, opinion, by, today
	return nil
}

// MayReceive refuses what was received, and what is to be countersigned.
func (s *Slip) MayReceive() error {
	switch {
	case s.Role == Countersign || s.State == Forgotten:
		return text.Refuse(text.Conflict, "slip.no-receipt")
	case s.State == Received:
		return text.Refuse(text.Conflict, "slip.received", "on", s.AnsweredOn)
	}
	return nil
}

// Take says that the unit has it.
func (s *Slip) Take(by ref.ID, today when.Day) error {
	if err := s.MayReceive(); err != nil {
		return err
	}
	s.State, s.AnsweredBy, s.AnsweredOn = Received, by, today
	return nil
}

// Ask puts a slip on record in the transaction of the act that asks: s says what about, and of whom.
func Ask(tx noun.Tx, s Slip, jurisdiction int32, unit ref.ID) error {
	s.AskedOn = tx.Now().Day()
	b := s.Head()
	b.ID, b.Jurisdiction, b.Unit, b.State = tx.NewID(), jurisdiction, unit, Open
	b.MadeBy, b.MadeAt = tx.Actor().Person, tx.Now()
	if err := tx.Keep(ref.Slip, &s); err != nil {
		return err
	}
	return tx.Record("slip.made.v1", Shape.Ref(&s), act.Id("dispatch", s.Dispatch), act.Code("role", s.Role))
}

// Of are those about something, in the order in which they were asked.
func Of(tx noun.Tx, about ref.ID) (out []*Slip, err error) {
	ids, err := tx.Find(ref.Slip, noun.Cond{Column: "dispatch", Num: []int64{int64(about)}})
	for _, id := range ids {
		v, err := tx.One(ref.Slip, id)
		if err != nil {
			return nil, err
		}
		out = append(out, v.(*Slip))
	}
	return out, err
}

// Forget asks nobody any more to countersign.
func Forget(tx noun.Tx, about ref.ID) error {
	all, err := Of(tx, about)
	for _, s := range all {
		if s.Role != Countersign || s.State == Forgotten {
			continue
		}
		s.State = Forgotten
		if err := tx.Keep(ref.Slip, s); err != nil {
			return err
		}
		if err := tx.Record("slip.lapsed.v1", Shape.Ref(s)); err != nil {
			return err
		}
	}
	return err
}

// Urge asks again for the receipts about something that are missing, and says how many they are.
func Urge(tx noun.Tx, about ref.ID) (n int, err error) {
	all, err := Of(tx, about)
	for _, s := range all {
		if s.Role == Countersign || s.State != Open {
			continue
		}
		s.Urged = tx.Now().Day()
		if err := tx.Keep(ref.Slip, s); err != nil {
			return n, err
		}
		if err := tx.Record("slip.urged.v1", Shape.Ref(s)); err != nil {
			return n, err
		}
		n++
	}
	return n, err
}

// Tally is what the slips about something say.
type Tally struct{ Unanswered, Objected, Received int64 }

// Count counts them; now is one that was just answered.
func Count(tx noun.Tx, now *Slip) (n Tally, err error) {
	all, err := Of(tx, now.Dispatch)
	for _, s := range all {
		if s.ID == now.ID {
			s = now
		}
		switch {
		case s.Role == Countersign && s.State == Open:
			n.Unanswered++
		case s.Role == Countersign && s.State == Objected:
			n.Objected++
		case s.State == Received:
			n.Received++
		}
	}
	return n, err
}
