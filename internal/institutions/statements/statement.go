// Package statements is the three statements (三述, spec 3.5): in December the first
// responsible persons state duty, integrity and results at a meeting, answer questions and
// are rated by ballot. The ballots bear no voter: what is kept is how many were issued, came
// back and said what.
package statements

import (
	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// The states of a statement.
const (
	Called    = "called" // the meeting and its day are set
	Written   = "written"
	Held      = "held"
	Counted   = "counted" // by one, and waits for the second
	Rated     = "rated"
	Published = "published"
	Closed    = "closed"
	Cancelled = "cancelled"
)

// Standing are the states of what was not cancelled: a body states once a year.
var Standing = []string{Called, Written, Held, Counted, Rated, Published, Closed}

// Grades are what a ballot may say [R], the best first; the pack weighs them.
var Grades = []string{"good", "fairly", "fair", "poor"}

const (
	yearLeast  = 2000
	lineMost   = 100
	partMost   = 6000
	textMost   = 1000
	answerMost = 3000
	reasonMost = 500
	peopleMost = 10_000
)

// Tally is what was counted of the ballots.
type Tally struct {
	Issued, Returned         int64
	Good, Fairly, Fair, Poor int64
	Invalid                  int64
}

// Statement is one person's of one year.
type Statement struct {
	noun.Base
	Title   string // whose and of which meeting, as the list calls it
	Year    int64
	Body    ref.ID
	Person  ref.ID // the body's first responsible person on the day it was called
	Post    string // of that person, from the register
	Meeting string
	// MeetingOn is the day that is set; HeldOn that on which it was held.
	MeetingOn, HeldOn   when.Day
	Clock, Place, Chair string
	Expected, Present   int64
	Participants        string

	OnDuty, OnIntegrity, OnResults string
	WrittenOn                      when.Day
	Remark                         string // of the superior: 点评
	Asked                          int64  // how many questions were recorded and stand

	Due                 when.Day // of what comes next
	Ballots             Tally
	Score               int64  // hundredths of a point
	Counter, Second     ref.ID // who counted, and who counted again
	CountedOn, RatedOn  when.Day
	PublishedOn         when.Day
	Reply               string
	RepliedOn, ClosedOn when.Day
	Why                 string // it was cancelled
	Vote                ref.ID // by phone, on those who state at the meeting
}

func tally(name string, at func(*Tally) *int64) field.Field {
	return field.Count(name, 0, peopleMost, func(s *Statement) *int64 { return at(&s.Ballots) }).Silent().Inside()
}

// ballots are what is said when they are counted; of the statement they are confined until
// the result is published.
var ballots = []struct {
	name string
	at   func(*Tally) *int64
}{
	{"issued", func(t *Tally) *int64 { return &t.Issued }},
	{"returned", func(t *Tally) *int64 { return &t.Returned }},
	{"good", func(t *Tally) *int64 { return &t.Good }},
	{"fairly", func(t *Tally) *int64 { return &t.Fairly }},
	{"fair", func(t *Tally) *int64 { return &t.Fair }},
	{"poor", func(t *Tally) *int64 { return &t.Poor }},
	{"invalid", func(t *Tally) *int64 { return &t.Invalid }},
}

// Fields are what is known of a statement, in the order of the form.
var Fields = fields()

func fields() field.Fields {
	out := field.Fields{
		field.Line("title", 0, 300, func(s *Statement) *string { return &s.Title }).Silent(),
		field.Year("year", true, yearLeast, func(s *Statement) *int64 { return &s.Year }),
		field.Body("body", true, func(s *Statement) *ref.ID { return &s.Body }),
		field.Person("person", false, func(s *Statement) *ref.ID { return &s.Person }),
		field.Line("post", 0, lineMost, func(s *Statement) *string { return &s.Post }).Silent(),
		field.Line("meeting", 1, lineMost, func(s *Statement) *string { return &s.Meeting }),
		field.Day("meetingOn", true, func(s *Statement) *when.Day { return &s.MeetingOn }),
		field.Line("clock", 0, 5, func(s *Statement) *string { return &s.Clock }),
		field.Line("place", 1, lineMost, func(s *Statement) *string { return &s.Place }),
		field.Line("chair", 1, lineMost, func(s *Statement) *string { return &s.Chair }),
		field.Count("expected", 1, peopleMost, func(s *Statement) *int64 { return &s.Expected }),
		field.Text("participants", 0, textMost, func(s *Statement) *string { return &s.Participants }),
		field.Text("onDuty", 0, partMost, func(s *Statement) *string { return &s.OnDuty }).Silent(),
		field.Text("onIntegrity", 0, partMost, func(s *Statement) *string { return &s.OnIntegrity }).Silent(),
		field.Text("onResults", 0, partMost, func(s *Statement) *string { return &s.OnResults }).Silent(),
		field.Day("writtenOn", false, func(s *Statement) *when.Day { return &s.WrittenOn }).Silent(),
		field.Day("heldOn", false, func(s *Statement) *when.Day { return &s.HeldOn }).Silent(),
		field.Count("present", 0, peopleMost, func(s *Statement) *int64 { return &s.Present }).Silent(),
		field.Text("remark", 0, textMost, func(s *Statement) *string { return &s.Remark }).Silent(),
		field.Count("asked", 0, peopleMost, func(s *Statement) *int64 { return &s.Asked }).Silent(),
		field.Day("due", false, func(s *Statement) *when.Day { return &s.Due }).Silent(),
	}
	for _, b := range ballots {
		out = append(out, tally(b.name, b.at))
	}
	return append(out,
		field.Points("score", 100, func(s *Statement) *int64 { return &s.Score }).Silent().Inside(),
		field.Person("counter", false, func(s *Statement) *ref.ID { return &s.Counter }).Silent(),
		field.Person("second", false, func(s *Statement) *ref.ID { return &s.Second }).Silent(),
		field.Day("countedOn", false, func(s *Statement) *when.Day { return &s.CountedOn }).Silent(),
		field.Day("ratedOn", false, func(s *Statement) *when.Day { return &s.RatedOn }).Silent(),
		field.Day("publishedOn", false, func(s *Statement) *when.Day { return &s.PublishedOn }).Silent(),
		field.Text("reply", 0, textMost, func(s *Statement) *string { return &s.Reply }).Silent(),
		field.Day("repliedOn", false, func(s *Statement) *when.Day { return &s.RepliedOn }).Silent(),
		field.Day("closedOn", false, func(s *Statement) *when.Day { return &s.ClosedOn }).Silent(),
		field.Text("why", 0, reasonMost, func(s *Statement) *string { return &s.Why }).Silent(),
		field.Object("vote", func(s *Statement) *ref.ID { return &s.Vote }).Silent())
}

// Shape is what a statement is made of.
var Shape = noun.Shape{Of: ref.Statement, Name: "statements", Word: "statement", Table: "statement",
	New: func() noun.Value { return &Statement{} }, Fields: Fields, Title: "title", Person: "person",
	States: append(append([]string{}, Standing...), Cancelled),
	Attach: &noun.Attachments{Verb: "statement.attach", Of: []string{"text", "minutes", "count", "other"}, Most: 50,
		States: []string{Called, Written, Held, Counted, Rated, Published}}}

// Object is what access asks of a statement. Who counted the ballots does not count them again.
func (s *Statement) Object() access.Object {
	o := access.Object{Jurisdiction: s.Jurisdiction, Kind: ref.Statement, ID: s.ID, Unit: s.Unit, Side: s.Side,
		Person: s.Person}
	if s.State == Counted {
		o.Requester = actor.Hands{By: s.Counter}
	}
	return o
}

// Called names a statement in a line.
func (s *Statement) Called() (number, title string) { return "", s.Title }

// inside is what access asks before the ballots are read: until the result is published the
// unit's own people, the person among them, do not know them.
func inside(v noun.Value) access.Object {
	s := v.(*Statement)
	o := s.Object()
	if s.State != Published && s.State != Closed {
		o.Apart = s.Unit
	}
	return o
}
