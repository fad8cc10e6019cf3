// Package record is the duty records 履责纪实: one matter, one record, as it happens.
// Who did what, when and where, what it discharges and what proves it; the moment of
// registration is the server's. Nobody changes a record: a correction is a new one
// that refers to the old (spec 2.6).
package record

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Tables of the policy pack that a record's codes stand in.
const (
	FormTable  = "record-form"
	LevelTable = "duty-level"
)

// The states of a record.
const (
	Registered = "registered" // and waits for the person's own confirmation
	Confirmed  = "confirmed"
	Reviewed   = "reviewed"
)

// Standing are the states of what still counts.
var Standing = []string{Registered, Confirmed, Reviewed}

// What a file of a record may be.
var fileKinds = []string{"photo", "minutes", "sign-in", "paper"}

const (
	subjectMost = 200
	textMost    = 1000
	contentMost = 4000
	filesMost   = 50
	yearLeast   = 2000
)

// Record is one entry of a ledger: what somebody did for a responsible body.
type Record struct {
	noun.Base
	noun.Correcting
	Body    ref.ID // whose responsibility it is
	Person  ref.ID // who did it
	Duty    ref.ID // the scheduled duty that it discharges once; 0 = none
	Form    string
	DoneOn  when.Day // as claimed
	Subject string

	Clock          string // from when of that day, 14:30; "" = not said
	Place          string
	Participants   string
	Content        string
	Level          string // who of the body; where nobody says it the person's post does
	Responsibility ref.ID // the duty of the responsibility list that it counts for
	Task           ref.ID // the task of the year that it belongs to
	Problems       string // found on the occasion
	Measures       string

	Year         int64
	Quarter      int64
	Post         string   // of the person, on the day of registration
	RegisteredOn when.Day // the server's day
	Backfilled   bool     // registered later than the county allows without a mark (补录)
	ConfirmedOn  when.Day
	ReviewedOn   when.Day
	Reviewer     ref.ID
	Opinion      string
	WrittenFor   ref.ID // for whom a deputy wrote it down
	Announcement ref.ID // of an inspection, made between what was done and its registration; 0 = none
}

// object is a reference to another object that somebody chooses.
func object(name string, at func(*Record) *ref.ID) field.Field {
	f := field.Object(name, at)
	f.Set = false
	return f
}

// Fields are what is known of a record, those of the quick form first.
var Fields = slices.Concat(field.Fields{
	noun.NumberField[Record](),
	field.Body("body", true, func(r *Record) *ref.ID { return &r.Body }),
	field.Person("person", true, func(r *Record) *ref.ID { return &r.Person }),
	object("duty", func(r *Record) *ref.ID { return &r.Duty }),
	field.Policy("form", true, FormTable, func(r *Record) *string { return &r.Form }),
	field.Day("doneOn", true, func(r *Record) *when.Day { return &r.DoneOn }),
	field.Line("subject", 1, subjectMost, func(r *Record) *string { return &r.Subject }),
	field.Line("clock", 0, 5, func(r *Record) *string { return &r.Clock }).Folded(),
	field.Line("place", 0, 100, func(r *Record) *string { return &r.Place }).Folded(),
	field.Text("participants", 0, textMost, func(r *Record) *string { return &r.Participants }).Folded(),
	field.Text("content", 0, contentMost, func(r *Record) *string { return &r.Content }).Folded(),
	field.Policy("level", false, LevelTable, func(r *Record) *string { return &r.Level }).Folded(),
	object("responsibility", func(r *Record) *ref.ID { return &r.Responsibility }).Folded(),
	object("task", func(r *Record) *ref.ID { return &r.Task }).Folded(),
	field.Text("problems", 0, textMost, func(r *Record) *string { return &r.Problems }).Folded(),
	field.Text("measures", 0, textMost, func(r *Record) *string { return &r.Measures }).Folded(),
	field.Year("year", true, yearLeast, func(r *Record) *int64 { return &r.Year }).Silent(),
	field.Count("quarter", 1, 4, func(r *Record) *int64 { return &r.Quarter }).Silent(),
	field.Line("post", 0, 100, func(r *Record) *string { return &r.Post }).Silent(),
	field.Day("registeredOn", true, func(r *Record) *when.Day { return &r.RegisteredOn }).Silent(),
	field.Flag("backfilled", func(r *Record) *bool { return &r.Backfilled }).Silent(),
	field.Day("confirmedOn", false, func(r *Record) *when.Day { return &r.ConfirmedOn }).Silent(),
	field.Day("reviewedOn", false, func(r *Record) *when.Day { return &r.ReviewedOn }).Silent(),
	field.Person("reviewer", false, func(r *Record) *ref.ID { return &r.Reviewer }).Silent(),
	field.Text("opinion", 0, opinionMost, func(r *Record) *string { return &r.Opinion }).Silent(),
}, noun.CorrectingFields(func(r *Record) *noun.Correcting { return &r.Correcting }), field.Fields{
	field.Person("writtenFor", false, func(r *Record) *ref.ID { return &r.WrittenFor }).Silent(),
	field.Object("announcement", func(r *Record) *ref.ID { return &r.Announcement }),
})

// Shape is what a record is made of. Each unit numbers its two ledgers by itself where
// the county writes it so.
var Shape = noun.Shape{Of: ref.Record, Name: "records", Word: "record", Table: "record",
	New: func() noun.Value { return &Record{} }, Fields: Fields, Code: "number", Title: "subject", Person: "person",
	States: []string{Registered, Confirmed, Reviewed, noun.Corrected},
	Attach: &noun.Attachments{Verb: "record.attach", Of: fileKinds, Most: filesMost, States: Standing},
	Series: &noun.Series{Code: number.Principal,
		Sides: map[actor.Side]number.Series{actor.Principal: number.Principal, actor.Supervisory: number.Supervisory},
		Year:  func(v noun.Value, _ when.Day) int { return int(v.(*Record).Year) },
		Unit:  func(v noun.Value) ref.ID { return v.Head().Unit }}}

// Wrote is who wrote it down.
func (r *Record) Wrote() actor.Hands { return actor.Hands{By: r.MadeBy, For: r.WrittenFor} }

// Object is what access asks of a record. Whoever wrote it down does not review it.
func (r *Record) Object() access.Object {
	return access.Object{Jurisdiction: r.Jurisdiction, Kind: ref.Record, ID: r.ID, Unit: r.Unit, Side: r.Side,
		Person: r.Person, Requester: r.Wrote()}
}

// Called is a record's number, and what it was about.
func (r *Record) Called() (number, title string) { return r.Number, r.Subject }
