// Package talks is the three talks 三谈 (spec 3 (5)): the integrity talk with who takes a
// leading post, the admonition talk with who did a minor wrong, and the accountability talk
// with who heads a unit where a more serious case happened.
package talks

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// The kinds, codes of the pack's table KindTable.
const (
	Integrity      = "integrity"
	Admonition     = "admonition"
	Accountability = "accountability"
)

// The tables of the policy pack.
const (
	KindTable       = "talk-kind"
	DisciplineTable = "discipline"
)

// The states of a talk.
const (
	Asked     = "asked"     // waits for its approval
	Planned   = "planned"   // may go on: approved, or needs no approval
	Notified  = "notified"  // the person was given notice
	Held      = "held"      // the record is written
	Signed    = "signed"    // by both, or noted why not; a report may be due
	Reported  = "reported"  // the report waits to be checked
	Following = "following" // the formal admonition has effect and is looked at again
	Closed    = "closed"
	Refused   = "refused"
	Withdrawn = "withdrawn"
)

// By which means a signature was given, or what stands in its place.
const (
	OnPaper = "paper"
	Decline = "declined"
)

const (
	lineMost   = 200
	reasonMost = 500
	textMost   = 4000
	filesMost  = 10
)

// Talk is one of them.
type Talk struct {
	noun.Base
	Kind       string
	Formal     bool // of an admonition: it has effect and is approved; without, it reminds
	Body       ref.ID
	Person     ref.ID // with whom
	Talker     ref.ID
	Recorder   ref.ID
	Day        when.Day
	Clock      string
	Place      string
	Mode       string
	Reason     string
	Ground     string // in law
	Discipline string
	Besides    string // other disciplines
	Content    string
	Response   string
	Opinion    string
	Note       string
	Duty       ref.ID // that asks for it; 0 = none that was named

	Post       string // of the person, as the register had it
	TalkerPost string
	MadeFor    ref.ID // for whom it was proposed by a deputy
	Told       ref.ID // the person, once they may know of it
	Due        when.Day
	Approver   ref.ID
	ApprovedOn when.Day
	NoticedOn  when.Day
	Frozen     string // digest of the record that is signed
	TalkerBy   string // means
	TalkerOn   when.Day
	PersonBy   string
	PersonOn   when.Day
	Unsigned   string // why the person refused to sign
	Report     string
	Reporter   ref.ID
	ReportedOn when.Day
	Finding    string
	Checker    ref.ID
	Effect     when.Day // the last day of a formal admonition's effect
	Follow     string
	Mended     string
	ClosedOn   when.Day
	Why        string // it was refused or withdrawn
	Approval   string // the opinion of who approved it
}

var (
	means = []string{"passkey", "code", OnPaper, Decline}
	modes = []string{"single", "collective"}
	found = []string{"mended", "partly", "not"}
)

// Fields are what is known of one, in the order of the form.
var Fields = field.Fields{
	noun.NumberField[Talk](),
	field.Policy("kind", true, KindTable, func(t *Talk) *string { return &t.Kind }),
	field.Flag("formal", func(t *Talk) *bool { return &t.Formal }),
	field.Body("body", true, func(t *Talk) *ref.ID { return &t.Body }),
	field.Person("person", true, func(t *Talk) *ref.ID { return &t.Person }),
	field.Person("talker", true, func(t *Talk) *ref.ID { return &t.Talker }),
	field.Day("day", true, func(t *Talk) *when.Day { return &t.Day }),
	field.Line("clock", 1, 5, func(t *Talk) *string { return &t.Clock }),
	field.Line("place", 1, lineMost, func(t *Talk) *string { return &t.Place }),
	field.Text("subject", 1, reasonMost, func(t *Talk) *string { return &t.Reason }),
	field.Line("ground", 0, lineMost, func(t *Talk) *string { return &t.Ground }),
	field.Policy("discipline", false, DisciplineTable, func(t *Talk) *string { return &t.Discipline }),
	field.Line("besides", 0, lineMost, func(t *Talk) *string { return &t.Besides }).Folded(),
	field.Code("mode", false, modes, "talk.mode.", func(t *Talk) *string { return &t.Mode }).Folded(),
	field.Person("recorder", false, func(t *Talk) *ref.ID { return &t.Recorder }).Folded(),
	field.Text("content", 0, textMost, func(t *Talk) *string { return &t.Content }).Folded(),
	field.Text("response", 0, textMost, func(t *Talk) *string { return &t.Response }).Folded(),
	field.Text("opinion", 0, textMost, func(t *Talk) *string { return &t.Opinion }).Folded(),
	field.Text("note", 0, reasonMost, func(t *Talk) *string { return &t.Note }).Folded(),
	object("duty", func(t *Talk) *ref.ID { return &t.Duty }).Folded(),
	field.Line("post", 0, lineMost, func(t *Talk) *string { return &t.Post }).Silent(),
	field.Line("talkerPost", 0, lineMost, func(t *Talk) *string { return &t.TalkerPost }).Silent(),
	field.Person("madeFor", false, func(t *Talk) *ref.ID { return &t.MadeFor }).Silent(),
	field.Person("told", false, func(t *Talk) *ref.ID { return &t.Told }).Silent().Within(),
	field.Day("due", false, func(t *Talk) *when.Day { return &t.Due }).Silent(),
	field.Person("approver", false, func(t *Talk) *ref.ID { return &t.Approver }).Silent(),
	field.Day("approvedOn", false, func(t *Talk) *when.Day { return &t.ApprovedOn }).Silent(),
	field.Day("noticedOn", false, func(t *Talk) *when.Day { return &t.NoticedOn }).Silent(),
	field.Line("frozen", 0, 64, func(t *Talk) *string { return &t.Frozen }).Silent().Open().Unfound(),
	field.Code("talkerBy", false, means, "talk.means.", func(t *Talk) *string { return &t.TalkerBy }).Silent(),
	field.Day("talkerOn", false, func(t *Talk) *when.Day { return &t.TalkerOn }).Silent(),
	field.Code("personBy", false, means, "talk.means.", func(t *Talk) *string { return &t.PersonBy }).Silent(),
	field.Day("personOn", false, func(t *Talk) *when.Day { return &t.PersonOn }).Silent(),
	field.Text("unsigned", 0, reasonMost, func(t *Talk) *string { return &t.Unsigned }).Silent(),
	field.Text("report", 0, textMost, func(t *Talk) *string { return &t.Report }).Silent(),
	field.Person("reporter", false, func(t *Talk) *ref.ID { return &t.Reporter }).Silent(),
	field.Day("reportedOn", false, func(t *Talk) *when.Day { return &t.ReportedOn }).Silent(),
	field.Text("finding", 0, reasonMost, func(t *Talk) *string { return &t.Finding }).Silent(),
	field.Person("checker", false, func(t *Talk) *ref.ID { return &t.Checker }).Silent(),
	field.Day("effect", false, func(t *Talk) *when.Day { return &t.Effect }).Silent(),
	field.Text("follow", 0, reasonMost, func(t *Talk) *string { return &t.Follow }).Silent(),
	field.Code("mended", false, found, "talk.mended.", func(t *Talk) *string { return &t.Mended }).Silent(),
	field.Day("closedOn", false, func(t *Talk) *when.Day { return &t.ClosedOn }).Silent(),
	field.Text("why", 0, reasonMost, func(t *Talk) *string { return &t.Why }).Silent(),
	field.Text("approval", 0, reasonMost, func(t *Talk) *string { return &t.Approval }).Silent(),
}

// object is a field that names another object, which somebody chooses.
func object(name string, at func(*Talk) *ref.ID) field.Field {
	f := field.Object(name, at)
	f.Set = false
	return f
}

// Shape is what a talk is made of. It is numbered with its notice. Nobody talks about one
// beside its two sides: what is to be said stands in its own record.
var Shape = noun.Shape{Of: ref.Talk, Name: "talks", Word: "talk", Table: "talk", Mute: true,
	New: func() noun.Value { return &Talk{} }, Fields: Fields, Code: "number", Title: "subject",
	Person: "told", Taker: "talker",
	States: []string{Closed, Asked, Planned, Notified, Held, Signed, Reported, Following, Refused, Withdrawn},
	Attach: &noun.Attachments{Verb: "talk.attach", Of: []string{"scan", "report", "paper"}, Most: filesMost,
		States: []string{Planned, Notified, Held, Signed, Reported, Following, Closed}},
	Series: &noun.Series{Code: "talk", At: "talk.notify"}}

// Object is what access asks of a talk: its person is somebody from when they were told;
// the talker stands where takers stand.
func (t *Talk) Object() access.Object {
	return access.Object{Jurisdiction: t.Jurisdiction, Kind: ref.Talk, ID: t.ID, Unit: t.Unit, Side: t.Side,
		Person: t.Told, Successor: t.Talker, Requester: t.proposed()}
}

// Called is the number of its notice, and what it is about.
func (t *Talk) Called() (number, title string) { return t.Number, t.Reason }

func (t *Talk) proposed() actor.Hands { return actor.Hands{By: t.MadeBy, For: t.MadeFor} }

// Needs are the steps that a talk takes beside being held and signed.
type Needs struct{ Approval, Notice, Report, Effect bool }

// Needs says which: an integrity talk takes none; a reminder, which is an admonition that
// is not formal, no approval and has no effect.
func (t *Talk) Needs() Needs {
	switch {
	case t.Kind == Admonition:
		return Needs{Approval: t.Formal, Notice: true, Report: true, Effect: t.Formal}
	case t.Kind == Accountability:
		return Needs{Approval: true, Notice: true, Report: true}
	}
	return Needs{}
}

func (t *Talk) is(states ...string) bool { return slices.Contains(states, t.State) }
