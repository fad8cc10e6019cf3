// Package ref names the things the county's record speaks of. An identifier
// is given once and never reused, and neither is a kind.
package ref

import "strconv"

// ID identifies one object. It is (jurisdiction-1)<<40 | n with n counted from
// 1 in each jurisdiction, so that the first county of a database has short
// numbers and many counties can share one database. 0 means none.
type ID int64

// shift leaves room for 10^12 objects per jurisdiction; 2^13 jurisdictions
// still fit the integers that JSON readers hold exactly.
const shift = 40

// Make returns the n-th identifier of a jurisdiction; both count from 1.
func Make(jurisdiction int32, n int64) ID { return ID(int64(jurisdiction-1)<<shift | n) }

// Jurisdiction says to which jurisdiction the identifier belongs.
func (id ID) Jurisdiction() int32 { return int32(id>>shift) + 1 }

// N is the identifier's number within its jurisdiction.
func (id ID) N() int64 { return int64(id) & (1<<shift - 1) }

func (id ID) String() string { return strconv.FormatInt(int64(id), 10) }

// Parse reads an identifier as it stands in an address; anything else is 0.
func Parse(s string) ID {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return ID(n)
}

// Kind is the sort of thing an identifier names.
type Kind string

// The kinds in use. A kind that is given up stays here, unused.
const (
	Jurisdiction   Kind = "jurisdiction"
	Unit           Kind = "unit"
	Body           Kind = "body"
	Person         Kind = "person"
	Appointment    Kind = "appointment"
	Assignment     Kind = "assignment"
	Account        Kind = "account"
	Token          Kind = "token"
	Problem        Kind = "problem"
	Order          Kind = "order"
	Letter         Kind = "letter"
	Evidence       Kind = "evidence"
	File           Kind = "file"
	List           Kind = "list"
	Power          Kind = "power"
	Responsibility Kind = "responsibility"
	Duty           Kind = "duty"
	Passkey        Kind = "passkey"
	Document       Kind = "document"
	Task           Kind = "task"
	Signoff        Kind = "signoff" // a paper that is signed
	Feed           Kind = "feed"    // a secret address of a calendar
	Outlet         Kind = "outlet"  // another system that is called
	Record         Kind = "record"
	Handover       Kind = "handover"
	Delegation     Kind = "delegation"
	Draw           Kind = "draw"         // a sample of what was closed
	Recheck        Kind = "recheck"      // one drawn matter
	Announcement   Kind = "announcement" // of an inspection
	Remark         Kind = "remark"       // on how a record came about
	Dispatch       Kind = "dispatch"     // an office document
	Slip           Kind = "slip"         // what one unit is asked about an office document
	Comment        Kind = "comment"      // on any matter
	Charge         Kind = "charge"       // that somebody of an office took a matter up
	Pledge         Kind = "pledge"       // one thing that a head pledges for the team
	Statement      Kind = "statement"    // of a first responsible person, once a year
	Vote           Kind = "vote"         // by phone, on those who state at a meeting
	Inquiry        Kind = "inquiry"      // a question that was put to one
	Report         Kind = "report"       // what a body, or its first responsible person, reports of a year
	Special        Kind = "special"      // what a discipline body reports of a matter
	Circular       Kind = "circular"     // that commends or criticises
	Mention        Kind = "mention"      // who is named in a circular, and for what
	Round          Kind = "round"        // a quarter's round of inspections
	Nominee        Kind = "nominee"      // a unit that a round may go to
	Link           Kind = "link"         // who of the county's standing bodies links a unit
	Visit          Kind = "visit"        // of a linked unit
	Screening      Kind = "screening"    // of a body and a year
	Education      Kind = "education"    // an activity of preventive education
	Attempt        Kind = "attempt"      // what somebody answered to its quiz
	Concern        Kind = "concern"      // what a screening found
	Risk           Kind = "risk"         // a risk point
	RiskCheck      Kind = "riskcheck"    // of a risk point
	Affair         Kind = "affair"       // an item that a unit makes known
	Disclosure     Kind = "disclosure"   // what was made known of one
	Policy         Kind = "policy"       // a version of the policy pack
	Inspection     Kind = "inspection"   // of one unit
	Finding        Kind = "finding"      // what one found
	Checkup        Kind = "checkup"      // a line of its checklist
	Talk           Kind = "talk"         // one of the three talks
	Case           Kind = "case"         // outcome of a discipline case
	Measure        Kind = "measure"      // a decision on a person
	Clearance      Kind = "clearance"    // a check of people before they are used for something
	Dossier        Kind = "dossier"      // of diligence and integrity, of an official
	Declaration    Kind = "declaration"  // what only the official knows, or the discipline body keeps, in one
	DossierAccess  Kind = "dossieraccess"
	Appraisal      Kind = "appraisal"  // a scheme applied to a year
	Scoresheet     Kind = "scoresheet" // one body in an assessment
	Mark           Kind = "mark"       // what assessors give a body for one item
	Tally          Kind = "tally"      // what was counted of one class of voters about a body
	Objection      Kind = "objection"  // of a body, to one thing on its sheet

	Matter  Kind = "matter"  // of accountability, as its organ knows it
	Hearing Kind = "hearing" // the facts of a matter, before whom they are about
	Ruling  Kind = "ruling"  // what was decided of a matter, as it is served
	Appeal  Kind = "appeal"  // against a ruling

	Opinion     Kind = "opinion"     // a request for integrity opinions, and its letter
	Candidate   Kind = "candidate"   // one person in such a request
	Consequence Kind = "consequence" // what follows from a decision on a person, or from a grade
	Honour      Kind = "honour"      // 勤廉兼优
	Protest     Kind = "protest"     // against an honour that is public
	Comparison  Kind = "comparison"  // of people or bodies, side by side
)

// Kinds lists them all.
func Kinds() []Kind {
	// One a line: every noun adds its own.
	return []Kind{
		Jurisdiction,
		Unit,
		Body,
		Person,
		Appointment,
		Assignment,
		Account,
		Token,
		Problem,
		Order,
		Letter,
		Evidence,
		File,
		List,
		Power,
		Responsibility,
		Duty,
		Passkey,
		Document,
		Task,
		Signoff,
		Feed,
		Outlet,
		Record,
		Handover,
		Delegation,
		Draw,
		Recheck,
		Announcement,
		Remark,
		Dispatch,
		Slip,
		Comment,
		Charge,
		Pledge,
		Statement,
		Vote,
		Inquiry,
		Report,
		Special,
		Circular,
		Mention,
		Round,
		Nominee,
		Link,
		Visit,
		Screening,
		Education,
		Attempt,
		Concern,
		Risk,
		RiskCheck,
		Affair,
		Disclosure,
		Policy,
		Inspection,
		Finding,
		Checkup,
		Talk,
		Case,
		Measure,
		Clearance,
		Dossier,
		Declaration,
		DossierAccess,
		Appraisal,
		Scoresheet,
		Mark,
		Tally,
		Objection,
		Matter,
		Hearing,
		Ruling,
		Appeal,
		Opinion,
		Candidate,
		Consequence,
		Honour,
		Protest,
		Comparison,
	}
}

// Ref names one object of one kind.
type Ref struct {
	Kind Kind
	ID   ID
}

func (r Ref) String() string { return string(r.Kind) + "/" + r.ID.String() }
