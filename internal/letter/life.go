// Package letter is the life of what an office issues 公文: drafted, checked, countersigned, signed in person, numbered
// by 代字 and year without gaps, sealed, distributed, received and archived (spec 6.4). What was signed is kept word for
// word. A noun embeds Life and declares a Kind; fields, acts, tabs and waits are here for all of them, and what units
// are asked is in slip. A letter about an order is another thing (lists/order); all share their numbers and codes.
package letter

import (
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/issued"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The tables of the policy pack that hold 代字, and the kinds of documents.
const (
	KindTable = "letter-kind"
	WordTable = "letter-word"
)

// The states, in their order; Withdrawn is given up before it was signed, Void cancelled after.
const (
	Draft     = "draft"
	Checking  = "checking" // waits for somebody else to check it
	Signing   = "signing"  // waits for its signer, and for who countersigns
	Withdrawn = "withdrawn"
	Signed    = "signed" // and numbered
	Sealed    = "sealed"
	Sent      = "sent"
	Archived  = "archived"
	Void      = "void"
)

// States are all of them.
var States = []string{Draft, Checking, Signing, Withdrawn, Signed, Sealed, Sent, Archived, Void}

// How long it is kept 保管期限.
var retentions = []string{"permanent", "thirty-years", "ten-years"}

const (
	titleMost  = 200
	namesMost  = 2000
	textMost   = 20_000
	reasonMost = 500
)

// Kind is what a noun declares to live so. Its refusals and states are said in the words of 公文, whatever it is.
type Kind struct {
	Shape noun.Shape // with States; Fields made by Fields
	// Says writes what of its paper is its own on what is common to all; nil = nothing is.
	Says func(v Value, c *bodies.County, d *official.Document)
	// Settle says what of a draft is its own to settle, before what is common to all; nil = nothing is.
	Settle func(c *bodies.County, v Value, errs *text.InputErrors)
	// Also is what follows from an act on one, in its transaction and before it is kept: it may refuse the act.
	// nil = nothing does.
	Also func(tx noun.Tx, act string, v Value) error
	// Carry takes over what another act knows of a draft that it makes (Commands.Begin) and nobody types. nil = nothing.
	Carry func(to, from noun.Value)
}

// Value is one of a noun that lives so: a pointer to a type that embeds Life.
type Value interface {
	noun.Value
	noun.Known
	Course() *Life
}

// Life is embedded by what an office issues.
type Life struct {
	noun.Base
	Organ         ref.ID // that signs below
	Word          string // the code of its 代字
	Urgency       string
	Title         string // its lines as the clerk broke them
	Recipients    string // units and groups of units, by their names
	Outside       string // addressees that are no unit of the county
	Text          string
	Annexed       string // names of what is attached, one a line
	Copies        string // units and groups of units
	CopiesOutside string
	Note          string
	Cosigners     string // bodies that are asked to countersign

	Document               string // 文号 once it is signed
	Mark                   string // 代字 as it is written
	Year, No               int64
	Drafter, DrafterFor    ref.ID
	Writers                string // all who wrote at it, as ids: none of them checks or signs
	Checker, CheckerFor    ref.ID
	CheckedOn              when.Day
	Opinion                string // of the checker
	Signer                 ref.ID // whom it was sent to, and who signed
	SignedOn               when.Day
	Overruled              string // why it was signed though somebody had not agreed
	Unanswered, Objected   int64  // of those asked to countersign
	Back                   string // why it was sent back last
	SealedBy               ref.ID
	SealedOn, SentOn       when.Day
	SealedAt               int64    // the moment of it, which the file names; 0 of older ones
	Due                    when.Day // by which the receipts are expected
	Missing                int64    // receipts, once it is sent
	Asked, Received        int64    // units it went to, and those that said so
	Oa                     string   // number given by the county's OA
	FileNumber, Item       string
	Retention              string
	ArchivedOn             when.Day
	Why                    string // it was withdrawn, or is to be cancelled
	Canceller, CancelledBy ref.ID // who asked, and who agreed
	CancellerFor           ref.ID
	VoidOn                 when.Day
	Annexes                int64  // files that were attached when it was signed
	AnnexesSum             string // SHA-256 over them, in hex
	issued.File                   // of the file that is kept of what was issued
	Code                   string // verification code
	Digest                 string // SHA-256 of Frozen, in hex
	Frozen                 string // the words as signed: official.Document as JSON
	To, Cc                 string // units that get it, as ids: found at signing
	Circle                 string // units that see it besides its own, as ids
}

// Course is the life of one.
func (l *Life) Course() *Life { return l }

// what is known of a life, in the order of the form and of the table.
var common = field.Fields{
	field.Line("document", 0, 60, func(l *Life) *string { return &l.Document }).Open().Silent(),
	field.Body("organ", true, func(l *Life) *ref.ID { return &l.Organ }),
	field.Policy("word", true, WordTable, func(l *Life) *string { return &l.Word }),
	field.Code("urgency", false, []string{"flash", "urgent"}, "dispatch.urgency.",
		func(l *Life) *string { return &l.Urgency }),
	field.Text("title", 1, titleMost, func(l *Life) *string { return &l.Title }),
	field.Text("recipients", 0, namesMost, func(l *Life) *string { return &l.Recipients }),
	field.Line("outside", 0, titleMost, func(l *Life) *string { return &l.Outside }),
	field.Text("text", 1, textMost, func(l *Life) *string { return &l.Text }),
	field.Text("annexed", 0, namesMost, func(l *Life) *string { return &l.Annexed }),
	field.Text("copies", 0, namesMost, func(l *Life) *string { return &l.Copies }),
	field.Line("copiesOutside", 0, titleMost, func(l *Life) *string { return &l.CopiesOutside }),
	field.Line("note", 0, titleMost, func(l *Life) *string { return &l.Note }),
	field.Text("cosigners", 0, namesMost, func(l *Life) *string { return &l.Cosigners }).Inside(),
	field.Line("mark", 0, 60, func(l *Life) *string { return &l.Mark }).Open().Silent().Within(),
	field.Count("year", 0, 9999, func(l *Life) *int64 { return &l.Year }).Silent().Within(),
	field.Count("no", 0, 1<<30, func(l *Life) *int64 { return &l.No }).Silent().Within(),
	field.Person("drafter", false, func(l *Life) *ref.ID { return &l.Drafter }).Silent().Inside(),
	field.Person("drafterFor", false, func(l *Life) *ref.ID { return &l.DrafterFor }).Silent().Inside(),
	field.Line("writers", 0, namesMost, func(l *Life) *string { return &l.Writers }).Open().Silent().Within().Unfound(),
	field.Person("checker", false, func(l *Life) *ref.ID { return &l.Checker }).Silent().Inside(),
	field.Person("checkerFor", false, func(l *Life) *ref.ID { return &l.CheckerFor }).Silent().Inside(),
	field.Day("checkedOn", false, func(l *Life) *when.Day { return &l.CheckedOn }).Silent().Inside(),
	field.Text("opinion", 0, reasonMost, func(l *Life) *string { return &l.Opinion }).Silent().Inside(),
	field.Person("signer", false, func(l *Life) *ref.ID { return &l.Signer }).Silent(),
	field.Day("signedOn", false, func(l *Life) *when.Day { return &l.SignedOn }).Silent(),
	field.Text("overruled", 0, reasonMost, func(l *Life) *string { return &l.Overruled }).Silent().Inside(),
	field.Count("unanswered", 0, 1<<30, func(l *Life) *int64 { return &l.Unanswered }).Silent().Inside(),
	field.Count("objected", 0, 1<<30, func(l *Life) *int64 { return &l.Objected }).Silent().Inside(),
	field.Text("back", 0, reasonMost, func(l *Life) *string { return &l.Back }).Silent().Inside(),
	field.Person("sealedBy", false, func(l *Life) *ref.ID { return &l.SealedBy }).Silent(),
	field.Day("sealedOn", false, func(l *Life) *when.Day { return &l.SealedOn }).Silent(),
	field.Day("sentOn", false, func(l *Life) *when.Day { return &l.SentOn }).Silent(),
	field.Count("asked", 0, 1<<30, func(l *Life) *int64 { return &l.Asked }).Silent(),
	field.Count("received", 0, 1<<30, func(l *Life) *int64 { return &l.Received }).Silent(),
	field.Count("sealedAt", 0, 1<<62, func(l *Life) *int64 { return &l.SealedAt }).Silent().Within(),
	field.Day("due", false, func(l *Life) *when.Day { return &l.Due }).Silent(),
	field.Count("missing", 0, 1<<30, func(l *Life) *int64 { return &l.Missing }).Silent(),
	field.Line("oa", 0, 60, func(l *Life) *string { return &l.Oa }).Silent(),
	field.Line("fileNumber", 0, 60, func(l *Life) *string { return &l.FileNumber }).Silent(),
	field.Line("item", 0, 30, func(l *Life) *string { return &l.Item }).Silent(),
	field.Code("retention", false, retentions, "dispatch.retention.",
		func(l *Life) *string { return &l.Retention }).Silent(),
	field.Day("archivedOn", false, func(l *Life) *when.Day { return &l.ArchivedOn }).Silent(),
	field.Text("why", 0, reasonMost, func(l *Life) *string { return &l.Why }).Silent(),
	field.Person("canceller", false, func(l *Life) *ref.ID { return &l.Canceller }).Silent().Inside(),
	field.Person("cancelledBy", false, func(l *Life) *ref.ID { return &l.CancelledBy }).Silent().Inside(),
	field.Person("cancellerFor", false, func(l *Life) *ref.ID { return &l.CancellerFor }).Silent().Inside(),
	field.Day("voidOn", false, func(l *Life) *when.Day { return &l.VoidOn }).Silent(),
	field.Count("annexes", 0, 1<<30, func(l *Life) *int64 { return &l.Annexes }).Silent(),
	field.Line("annexesSum", 0, 64, func(l *Life) *string { return &l.AnnexesSum }).Open().Silent().Unfound(),
	field.Line("pdf", 0, 64, func(l *Life) *string { return &l.Pdf }).Open().Silent().Unfound(),
	field.Line("certificate", 0, titleMost, func(l *Life) *string { return &l.Certificate }).Open().Silent().Unfound(),
	field.Line("code", 0, 20, func(l *Life) *string { return &l.Code }).Open().Silent().Within().Unfound(),
	field.Line("fingerprint", 0, 64, func(l *Life) *string { return &l.Digest }).Open().Silent().Unfound(),
	field.Text("frozen", 0, 4*textMost, func(l *Life) *string { return &l.Frozen }).Silent().Within().Unfound(),
	field.Line("receivers", 0, namesMost, func(l *Life) *string { return &l.To }).Open().Silent().Within().Unfound(),
	field.Line("copied", 0, namesMost, func(l *Life) *string { return &l.Cc }).Open().Silent().Within().Unfound(),
	field.Line("circle", 0, namesMost, func(l *Life) *string { return &l.Circle }).Open().Silent().Within().Unfound(),
}

// Fields are those of a noun: what is common, and its own put before some of them. Both have their place in the form
// and in the table.
func Fields(before map[string]field.Field) (out field.Fields) {
	for _, f := range field.Through(common, func(v any) any { return v.(Value).Course() }) {
		if own, ok := before[f.Name]; ok {
			out = append(out, own)
		}
		out = append(out, f)
	}
	return out
}

// Shared is how units see one: by what they are asked about it. It stands in the Shape.
var Shared = &noun.Shared{Of: ref.Slip, In: "dispatch"}

// Attached are the files of one, which come and go until it is sent to its signer; verb brings them.
func Attached(verb access.Verb) *noun.Attachments {
	return &noun.Attachments{Verb: verb, Of: []string{"annex", "basis"}, Made: []string{string(issued.Phase)}, Most: 30,
		States: []string{Draft, Checking}}
}

// Asks is what access asks of one. Who asked for the next step is the drafter, and after the signing whoever asked
// for the cancelling.
func (l *Life) Asks(of ref.Kind) access.Object {
	o := access.Object{Jurisdiction: l.Jurisdiction, Kind: of, ID: l.ID, Unit: l.Unit, Side: l.Side,
		Others: idsOf(l.Circle), Person: l.Signer, Requester: actor.Hands{By: l.Drafter, For: l.DrafterFor}}
	if l.SignedOn != 0 {
		o.Requester = actor.Hands{By: l.Canceller, For: l.CancellerFor}
	}
	return o
}

// Called is its 文号 and its title in one line.
func (l *Life) Called() (number, title string) {
	return l.Document, strings.ReplaceAll(l.Title, "\n", "")
}

// Wrote says whether one of somebody's hands wrote at it.
func (l *Life) Wrote(h actor.Hands) bool { return slices.ContainsFunc(idsOf(l.Writers), h.Has) }

// Checked says whether one of somebody's hands checked it.
func (l *Life) Checked(h actor.Hands) bool {
	return h.Share(actor.Hands{By: l.Checker, For: l.CheckerFor})
}

// Numbered says that it bears a number, which it keeps whatever comes.
func (l *Life) Numbered() bool { return l.No != 0 }

// Written notes who wrote at it.
func (l *Life) Written(h actor.Hands) {
	if l.Drafter == 0 {
		l.Drafter, l.DrafterFor = h.By, h.For
	}
	l.Writers = with(l.Writers, h.By, h.For)
}

// A list of ids in a row: 12 15.
func idsOf(s string) (out []ref.ID) {
	for _, f := range strings.Fields(s) {
		out = append(out, ref.Parse(f))
	}
	return out
}

func with(s string, ids ...ref.ID) string {
	all := idsOf(s)
	for _, id := range ids {
		if id != 0 && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	out := make([]string, len(all))
	for i, id := range all {
		out[i] = strconv.FormatInt(int64(id), 10)
	}
	return strings.Join(out, " ")
}
