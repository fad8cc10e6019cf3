// Package opinions is the integrity opinions (党风廉政意见回复, spec 5.4): an office that promotes, honours or elects asks
// the discipline body about people; the system assembles what is on record and proposes one of six answers; sections
// (室) say where they differ, another reviews, two sign, and a numbered letter goes out. What rests on leads is entered
// as an answer and a letter number: no lead is stored.
package opinions

import (
	"encoding/json"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/issued"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The tables of the policy pack.
const (
	PurposeTable = "opinion-purpose"
	SectionTable = "opinion-section"
)

// The states of a request.
const (
	Registered = "registered" // nobody is named yet
	Working    = "working"    // answers are proposed; sections say where they differ
	Reviewing  = "reviewing"  // waits for another to review it
	Signing    = "signing"    // waits for who signs
	Issued     = "issued"     // signed by both and numbered: the letter is out
	Void       = "void"       // the letter was out and was cancelled
	Withdrawn  = "withdrawn"
)

// Most is how many people one request may name [spec 5.4].
const Most = 500

const (
	lineMost   = 60
	titleMost  = 200
	reasonMost = 500
	signersMax = 6
	frozenMost = 400_000 // characters of a letter about 500 people
	yearLeast  = 2000
)

// Opinion is one request and what became of it.
type Opinion struct {
	noun.Base
	Title      string // what is asked, in one line, without names
	Office     ref.ID // the unit of the county that asks; 0 = From stands
	From       string // that asks, of no unit of the county
	LetterNo   string // of its letter
	ReceivedOn when.Day
	Purpose    string // a code of PurposeTable
	Contact    string
	Due        when.Day
	People     int64

	Sections               string // that are asked: codes between blanks
	Said                   string // what sections said, packed: see Heard
	ProposedOn             when.Day
	Submitter, SubmitterBy ref.ID // who asked for the review, and for whom
	Reviewer, ReviewerBy   ref.ID
	ReviewedOn             when.Day
	View                   string // of the reviewer
	Back                   string // why it was sent back last
	Signers                string // who sign, as ids between blanks
	Signed                 string // who have
	Document               string // number of the letter
	IssuedOn               when.Day
	issued.File
	Code   string // verification code
	Digest string // SHA-256 of Frozen, in hex
	Frozen string // the letter as signed: official.Document as JSON
	Why    string // it was withdrawn
	Cancelling
}

// Fields are what is known of one, in the order of the form. What the asking office does not learn is confined.
var Fields = field.Fields{
	noun.NumberField[Opinion](),
	field.Line("title", 1, titleMost, func(x *Opinion) *string { return &x.Title }),
	field.Unit("office", false, func(x *Opinion) *ref.ID { return &x.Office }),
	field.Line("sender", 0, lineMost, func(x *Opinion) *string { return &x.From }),
	field.Line("letterNo", 1, lineMost, func(x *Opinion) *string { return &x.LetterNo }),
	field.Day("receivedOn", true, func(x *Opinion) *when.Day { return &x.ReceivedOn }),
	field.Policy("purpose", true, PurposeTable, func(x *Opinion) *string { return &x.Purpose }),
	field.Line("contact", 0, lineMost, func(x *Opinion) *string { return &x.Contact }),
	field.Day("due", false, func(x *Opinion) *when.Day { return &x.Due }).Silent(),
	field.Count("people", 0, Most, func(x *Opinion) *int64 { return &x.People }).Silent(),
	field.Line("sections", 0, titleMost*2, func(x *Opinion) *string { return &x.Sections }).Silent().Within().Inside(),
	field.Text("said", 0, 20_000, func(x *Opinion) *string { return &x.Said }).Silent().Within().Inside(),
	field.Day("proposedOn", false, func(x *Opinion) *when.Day { return &x.ProposedOn }).Silent().Inside(),
	field.Person("submitter", false, func(x *Opinion) *ref.ID { return &x.Submitter }).Silent().Inside(),
	field.Person("submitterFor", false, func(x *Opinion) *ref.ID { return &x.SubmitterBy }).Silent().Inside(),
	field.Person("reviewer", false, func(x *Opinion) *ref.ID { return &x.Reviewer }).Silent().Inside(),
	field.Person("reviewerFor", false, func(x *Opinion) *ref.ID { return &x.ReviewerBy }).Silent().Inside(),
	field.Day("reviewedOn", false, func(x *Opinion) *when.Day { return &x.ReviewedOn }).Silent().Inside(),
	field.Text("view", 0, reasonMost, func(x *Opinion) *string { return &x.View }).Silent().Inside(),
	field.Text("back", 0, reasonMost, func(x *Opinion) *string { return &x.Back }).Silent().Inside(),
	field.Line("signers", 0, 20*signersMax, func(x *Opinion) *string { return &x.Signers }).Open().Silent().Within().
		Unfound(),
	field.Line("signed", 0, 20*signersMax, func(x *Opinion) *string { return &x.Signed }).Open().Silent().Within().
		Unfound(),
	field.Line("document", 0, lineMost, func(x *Opinion) *string { return &x.Document }).Open().Silent(),
	field.Day("issuedOn", false, func(x *Opinion) *when.Day { return &x.IssuedOn }).Silent(),
	field.Line("pdf", 0, 64, func(x *Opinion) *string { return &x.Pdf }).Open().Silent().Unfound(),
	field.Line("certificate", 0, titleMost, func(x *Opinion) *string { return &x.Certificate }).Open().Silent().Unfound(),
	field.Line("code", 0, 20, func(x *Opinion) *string { return &x.Code }).Open().Silent().Within().Unfound(),
	field.Line("fingerprint", 0, 64, func(x *Opinion) *string { return &x.Digest }).Open().Silent().Unfound(),
	field.Text("frozen", 0, frozenMost, func(x *Opinion) *string { return &x.Frozen }).Silent().Within().Unfound(),
	field.Text("why", 0, reasonMost, func(x *Opinion) *string { return &x.Why }).Silent(),
	field.Person("canceller", false, func(x *Opinion) *ref.ID { return &x.Canceller }).Silent().Inside(),
	field.Person("cancellerFor", false, func(x *Opinion) *ref.ID { return &x.CancellerFor }).Silent().Inside(),
	field.Text("cancelWhy", 0, reasonMost, func(x *Opinion) *string { return &x.CancelWhy }).Silent().Inside(),
	field.Person("cancelledBy", false, func(x *Opinion) *ref.ID { return &x.CancelledBy }).Silent().Inside(),
	field.Day("voidOn", false, func(x *Opinion) *when.Day { return &x.VoidOn }).Silent(),
	field.Text("voidWhy", 0, reasonMost, func(x *Opinion) *string { return &x.VoidWhy }).Silent(),
}

// Shape is what a request is made of. Nobody talks about one and no search finds it; its files are the letter that came
// and the one that went out.
var Shape = noun.Shape{Of: ref.Opinion, Name: "opinions", Word: "opinion", Table: "opinion", Mute: true, Unsung: true,
	New: func() noun.Value { return &Opinion{} }, Fields: Fields, Code: "number", Title: "title", Team: "signers",
	States: []string{Registered, Working, Reviewing, Signing, Issued, Void, Withdrawn},
	Series: &noun.Series{Code: "opinion"},
	Attach: &noun.Attachments{Verb: "opinion.attach", Of: []string{"request", "roster"},
		Made: []string{string(issued.Phase)},
		Most: 10, States: []string{Registered, Working}}}

// Object is what access asks of one: its unit is the office that asks, and whoever signs was sent to it.
func (x *Opinion) Object() access.Object {
	o := access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Opinion, ID: x.ID, Unit: x.Unit, Side: x.Side,
		Team: ids(x.Signers), Requester: actor.Hands{By: x.Submitter, For: x.SubmitterBy}}
	if x.Canceller != 0 {
		o.Requester = x.asker()
	}
	return o
}

// Called is its number, or that of the letter once it is out, and what was asked.
func (x *Opinion) Called() (number, title string) {
	if x.Document != "" {
		return x.Document, x.Title
	}
	return x.Number, x.Title
}

func (x *Opinion) in(states ...string) error { return Shape.In(x, states...) }

// settle judges what was typed. It is due so many working days after it came.
func (x *Opinion) settle(c *bodies.County, rules Rules, others []ref.ID, errs *text.InputErrors) {
	x.Unit, x.Side = x.Office, actor.Supervisory
	switch {
	case x.Office == 0 && x.From == "":
		errs.Add("office", "opinion.from.none")
	case x.Office != 0 && x.From != "":
		errs.Add("sender", "opinion.from.both")
	case x.Office != 0 && c.Takes(x.Office) != nil:
		errs.Add("office", "case.place.none")
	}
	switch {
	case x.ReceivedOn == 0:
	case x.ReceivedOn > c.Day():
		errs.Add("receivedOn", "opinion.received.later", "today", c.Day())
	case x.ReceivedOn.Year() < yearLeast:
		errs.Add("receivedOn", "record.on.early", "year", yearLeast)
	default:
		x.Due = rules.Due(x.ReceivedOn)
	}
	if slices.ContainsFunc(others, func(id ref.ID) bool { return id != x.ID }) {
		errs.Add("letterNo", "opinion.twice")
	}
	x.Sections = strings.Join(rules.Asks(x.Purpose), " ")
}

// Heard is what a section said of a request.
type Heard struct {
	Section string   `json:"section"`
	By      ref.ID   `json:"by"`
	On      when.Day `json:"on"`
	Text    string   `json:"text,omitempty"`
}

// Voices are what sections said, in the order in which they did.
func (x *Opinion) Voices() (out []Heard) {
	if x.Said != "" && json.Unmarshal([]byte(x.Said), &out) != nil {
		return nil
	}
	return out
}

// Left are the sections that have said nothing yet.
func (x *Opinion) Left() []string {
	said := x.Voices()
	return slices.DeleteFunc(strings.Fields(x.Sections), func(code string) bool {
		return slices.ContainsFunc(said, func(h Heard) bool { return h.Section == code })
	})
}

// hear takes what a section says, once; a section that was not asked is refused.
func (x *Opinion) hear(h Heard) error {
	switch {
	case !slices.Contains(strings.Fields(x.Sections), h.Section):
		return text.InputErrors{{Field: "section", Message: text.M("opinion.section.none")}}
	case !slices.Contains(x.Left(), h.Section):
		return text.InputErrors{{Field: "section", Message: text.M("opinion.section.twice")}}
	}
	b, _ := json.Marshal(append(x.Voices(), h)) // words and numbers only: it cannot fail
	x.Said = string(b)
	return nil
}

// back puts a request before the sections' case office again; signatures and review do not stand any more.
func (x *Opinion) back(reason string) {
	x.State, x.Back, x.Signers, x.Signed = Working, reason, "", ""
	x.Submitter, x.SubmitterBy, x.Reviewer, x.ReviewerBy, x.ReviewedOn, x.View = 0, 0, 0, 0, 0, ""
}

// maySign refuses who does not sign, or has.
func (x *Opinion) maySign(who ref.ID) error {
	switch {
	case !slices.Contains(ids(x.Signers), who):
		return text.Refuse(text.Forbidden, "opinion.sign.other")
	case slices.Contains(ids(x.Signed), who):
		return text.Refuse(text.Conflict, "opinion.sign.twice")
	}
	return nil
}

// All says whether everybody who signs has.
func (x *Opinion) all() bool { return len(ids(x.Signed)) == len(ids(x.Signers)) }

func ids(s string) (out []ref.ID) {
	for _, f := range strings.Fields(s) {
		out = append(out, ref.Parse(f))
	}
	return out
}

// with adds one of those who sign or have signed: each between blanks, as lists find whose an object is (Shape.Team).
func with(s string, id ref.ID) string {
	return " " + strings.TrimSpace(s+id.String()) + " "
}
