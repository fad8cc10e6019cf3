// Package handover is the sheet of everything open when a leader changes (spec 8 #14):
// what the one who leaves answered for, frozen with a digest when it is made, signed by
// both, each with what they reserve.
package handover

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The acts that sign.
const (
	SignOut = "sign-out" // as the one who leaves, or for them
	SignIn  = "sign-in"  // as the one who takes over
)

// The states of a sheet.
const (
	Open   = "open"
	Signed = "signed" // by both
)

const (
	noteMost   = 300
	reasonMost = 500
	rowsMost   = 2000
)

// Sheet is one handover.
type Sheet struct {
	noun.Base
	Leaver      ref.ID
	Successor   ref.ID
	Post        string // that was left, as its title reads
	Body        ref.ID // 0 = the unit itself
	Appointment ref.ID // that ended
	EndedOn     when.Day
	Due         when.Day // until when both sign
	Matters     int64    // how many rows it lists
	Digest      string   // of the rows, when they were frozen
	Gone        bool     // the leaver held no post in the county when it was made

	OutBy     ref.ID // who signed for the leaver
	OutOn     when.Day
	OutMeans  string // by which means they said who they are
	OutReason string // why somebody of an office signed in the leaver's place
	InBy      ref.ID
	InOn      when.Day
	InMeans   string
}

// Fields are what is known of a sheet; nobody types any of them.
var Fields = field.Fields{
	field.Person("leaver", false, func(s *Sheet) *ref.ID { return &s.Leaver }).Silent(),
	field.Person("successor", false, func(s *Sheet) *ref.ID { return &s.Successor }).Silent(),
	field.Line("post", 0, 200, func(s *Sheet) *string { return &s.Post }).Silent(),
	field.Body("body", false, func(s *Sheet) *ref.ID { return &s.Body }).Silent(),
	field.Object("appointment", func(s *Sheet) *ref.ID { return &s.Appointment }),
	field.Day("endedOn", false, func(s *Sheet) *when.Day { return &s.EndedOn }).Silent(),
	field.Day("due", false, func(s *Sheet) *when.Day { return &s.Due }).Silent(),
	field.Count("matters", 0, rowsMost, func(s *Sheet) *int64 { return &s.Matters }).Silent(),
	field.Line("frozen", 0, 64, func(s *Sheet) *string { return &s.Digest }).Silent().Open(),
	field.Flag("gone", func(s *Sheet) *bool { return &s.Gone }).Silent(),
	field.Person("outBy", false, func(s *Sheet) *ref.ID { return &s.OutBy }).Silent(),
	field.Day("outOn", false, func(s *Sheet) *when.Day { return &s.OutOn }).Silent(),
	field.Code("outMeans", false, means, "handover.means.", func(s *Sheet) *string { return &s.OutMeans }).Silent(),
	field.Text("outReason", 0, reasonMost, func(s *Sheet) *string { return &s.OutReason }).Silent(),
	field.Person("inBy", false, func(s *Sheet) *ref.ID { return &s.InBy }).Silent(),
	field.Day("inOn", false, func(s *Sheet) *when.Day { return &s.InOn }).Silent(),
	field.Code("inMeans", false, means, "handover.means.", func(s *Sheet) *string { return &s.InMeans }).Silent(),
}

// means are by which somebody said who they are: a passkey, or password and code.
var means = []string{"passkey", "code"}

// Shape is what a sheet is made of.
var Shape = noun.Shape{Of: ref.Handover, Name: "handovers", Word: "handover", Table: "handover",
	New: func() noun.Value { return &Sheet{} }, Fields: Fields, Title: "post", Person: "leaver",
	States: []string{Signed, Open}} // pages show the first as settled

// Object is what access asks of a sheet.
func (s *Sheet) Object() access.Object {
	return access.Object{Jurisdiction: s.Jurisdiction, Kind: ref.Handover, ID: s.ID, Unit: s.Unit, Side: s.Side,
		Person: s.Leaver, Successor: s.Successor}
}

// Called is what a sheet is called by itself.
func (s *Sheet) Called() (number, title string) { return s.EndedOn.String(), s.Post }

// Row is one open matter as it stood when the sheet was made. It leads to the matter
// as it stands.
type Row struct {
	ID, Sheet    ref.ID
	Version      int64
	Jurisdiction int32
	Place        int64 // from 1
	Of           ref.Kind
	Matter       ref.ID
	Number       string
	Title        string
	State        string
	Due          when.Day
	Waits        bool   // for an approval of the one who leaves
	OutNote      string // what the leaver reserves
	InNote       string // what the successor reserves
}

// Asked is whose open matters a sheet lists: all of a unit and side, or what names one
// person in it.
type Asked struct {
	Unit   ref.ID
	Side   bodies.Side
	Person ref.ID // 0 = all of the unit
}

// digest says in short what was frozen: who hands over to whom, and every row without
// what is reserved later.
func digest(s *Sheet, rows []Row) string {
	h := sha256.New()
	put := func(values ...any) {
		for _, v := range values {
			b := fmt.Append(nil, v)
			var n [8]byte
			binary.BigEndian.PutUint64(n[:], uint64(len(b)))
			h.Write(n[:])
			h.Write(b)
		}
	}
	put("handover.v1", int64(s.Unit), int64(s.Leaver), int64(s.Successor), int64(s.Appointment), s.Post, int64(s.EndedOn),
		len(rows))
	for _, r := range rows {
		put(r.Place, r.Of, int64(r.Matter), r.Number, r.Title, r.State, int64(r.Due), r.Waits)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Frozen says whether rows are those that the sheet was made with.
func (s *Sheet) Frozen(rows []Row) bool { return digest(s, rows) == s.Digest }

// freeze puts rows in their order and under the digest.
func (s *Sheet) freeze(rows []Row) []Row {
	for i := range rows {
		rows[i].Place = int64(i + 1)
	}
	s.Matters, s.Digest = int64(len(rows)), digest(s, rows)
	return rows
}

// MayOut refuses what was signed for the leaver already; MayIn for the successor.
func (s *Sheet) MayOut() error { return once(s.OutOn) }
func (s *Sheet) MayIn() error  { return once(s.InOn) }

func once(on when.Day) error {
	if on != 0 {
		return text.Refuse(text.Conflict, "handover.signed", "on", on)
	}
	return nil
}

// Reasoned judges why somebody signs for the leaver: the leaver themselves says
// nothing; somebody of an office signs for who holds no post here any more, and says why.
func (s *Sheet) Reasoned(by ref.ID, here bool, reason string) error {
	var errs text.InputErrors
	signing.Check(&Signing{reason}, nil, &errs)
	switch {
	case by == s.Leaver && reason != "":
		errs.Add("reason", "handover.reason-own")
	case by == s.Leaver:
	case here:
		return text.Refuse(text.Conflict, "handover.leaver-here")
	case reason == "":
		errs.Add("reason", "input.required")
	}
	return errs.Err()
}

// SignOut signs for the one who leaves.
func (s *Sheet) SignOut(by ref.ID, here bool, reason, means string, today when.Day) error {
	if err := s.MayOut(); err != nil {
		return err
	}
	if err := s.Reasoned(by, here, reason); err != nil {
		return err
	}
	s.OutBy, s.OutOn, s.OutMeans, s.OutReason = by, today, means, reason
	s.both()
	return nil
}

// SignIn signs for the one who takes over; access lets nobody else.
func (s *Sheet) SignIn(by ref.ID, means string, today when.Day) error {
	if err := s.MayIn(); err != nil {
		return err
	}
	s.InBy, s.InOn, s.InMeans = by, today, means
	s.both()
	return nil
}

// SignedBy says whether somebody gave the signature of an act already.
func (s *Sheet) SignedBy(act string, by ref.ID) bool {
	return act == SignOut && s.OutOn != 0 && s.OutBy == by || act == SignIn && s.InOn != 0 && s.InBy == by
}

func (s *Sheet) both() {
	if s.OutOn != 0 && s.InOn != 0 {
		s.State = Signed
	}
}

// Reserve notes what one of the two reserves about a row, as long as they have not signed.
func (s *Sheet) Reserve(r Row, by ref.ID, note string) (Row, error) {
	switch {
	case by == s.Leaver && s.OutOn == 0:
		r.OutNote = note
	case by == s.Successor && s.InOn == 0:
		r.InNote = note
	case by == s.Leaver:
		return r, s.MayOut()
	default:
		return r, s.MayIn()
	}
	return r, nil
}
