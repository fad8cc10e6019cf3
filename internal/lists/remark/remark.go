// Package remark is the remarks on how records came about 痕迹提示 (spec 2.6, 8 #6): what
// was registered after an inspection was announced, much at once just before a check, one
// file as proof for many duties, a file that is younger than what it proves, text like
// another unit's. A remark is a note to a person. It costs nothing by itself and enters
// no score: the unit answers, and a reviewer decides whether it counts.
package remark

import (
	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Kind is what is remarked.
type Kind string

const (
	Announced Kind = "announced" // registered after an inspection was announced
	Bulk      Kind = "bulk"      // many registered on a day just before a check
	SameFile  Kind = "same-file" // one file proves many
	FileDate  Kind = "file-date" // a file is younger than what it proves
	Alike     Kind = "alike"     // the text is like another unit's
)

// Kinds are all of them.
var Kinds = []Kind{Announced, Bulk, SameFile, FileDate, Alike}

// The states of a remark.
const (
	Open      = "open"
	Counts    = "counts"    // a reviewer decided that it counts
	Dismissed = "dismissed" // or that it does not
)

const (
	lineMost = 200
	saidMost = 500
)

// Remark is one of them.
type Remark struct {
	noun.Base
	Kind         Kind
	RecordNumber string
	Subject      string // of the record
	Record       ref.ID
	Person       ref.ID // whom the record is about
	Recorder     ref.ID // who wrote it down
	RecorderFor  ref.ID // for whom a deputy did
	Other        ref.ID // the record that it was compared with
	Announcement ref.ID
	Count        int64    // of records; of likeness in hundredths; 1 = the day stands in the file itself
	Day          when.Day // of the file; of what was registered at once; of the announcement
	About        string   // the file's name, or what the inspection is about
	Mark         string   // what makes it one remark: the same is made once
	Reply        string
	RepliedBy    ref.ID
	RepliedOn    when.Day
	Decision     string
	DecidedBy    ref.ID
	DecidedOn    when.Day
}

// Fields are what is known of one; nobody types them.
var Fields = field.Fields{
	field.Code("kind", true, Kinds, "remark.kind.", func(r *Remark) *Kind { return &r.Kind }).Silent(),
	field.Line("recordNumber", 0, lineMost, func(r *Remark) *string { return &r.RecordNumber }).Silent().Open(),
	field.Line("subject", 0, lineMost, func(r *Remark) *string { return &r.Subject }).Silent(),
	field.Object("record", func(r *Remark) *ref.ID { return &r.Record }),
	field.Person("person", false, func(r *Remark) *ref.ID { return &r.Person }).Silent(),
	field.Person("recorder", false, func(r *Remark) *ref.ID { return &r.Recorder }).Silent(),
	field.Person("recorderFor", false, func(r *Remark) *ref.ID { return &r.RecorderFor }).Silent(),
	field.Object("other", func(r *Remark) *ref.ID { return &r.Other }),
	field.Object("announcement", func(r *Remark) *ref.ID { return &r.Announcement }),
	field.Count("count", 0, 1_000_000, func(r *Remark) *int64 { return &r.Count }).Silent(),
	field.Day("day", false, func(r *Remark) *when.Day { return &r.Day }).Silent(),
	field.Line("about", 0, lineMost, func(r *Remark) *string { return &r.About }).Silent(),
	field.Line("mark", 0, lineMost, func(r *Remark) *string { return &r.Mark }).Silent().Open().Within(),
	field.Text("reply", 0, saidMost, func(r *Remark) *string { return &r.Reply }).Silent(),
	field.Person("repliedBy", false, func(r *Remark) *ref.ID { return &r.RepliedBy }).Silent(),
	field.Day("repliedOn", false, func(r *Remark) *when.Day { return &r.RepliedOn }).Silent(),
	field.Text("decision", 0, saidMost, func(r *Remark) *string { return &r.Decision }).Silent(),
	field.Person("decidedBy", false, func(r *Remark) *ref.ID { return &r.DecidedBy }).Silent(),
	field.Day("decidedOn", false, func(r *Remark) *when.Day { return &r.DecidedOn }).Silent(),
}

// Shape is what a remark is made of.
var Shape = noun.Shape{Of: ref.Remark, Name: "remarks", Word: "remark", Table: "remark",
	New: func() noun.Value { return &Remark{} }, Fields: Fields, Code: "recordNumber", Title: "subject",
	Person: "person",
	States: []string{Dismissed, Open, Counts}} // pages show the first as settled

// wrote says whose hands wrote the record down.
func (r *Remark) wrote() actor.Hands { return actor.Hands{By: r.Recorder, For: r.RecorderFor} }

// Object is what access asks of one.
func (r *Remark) Object() access.Object {
	return access.Object{Jurisdiction: r.Jurisdiction, Kind: ref.Remark, ID: r.ID, Unit: r.Unit, Side: r.Side,
		Person: r.Person, Requester: r.wrote()}
}

// Called is the number of the record, and what that was about.
func (r *Remark) Called() (number, title string) { return r.RecordNumber, r.Subject }
