// Package letter is the life of an office document 公文: drafted, checked, countersigned, signed in person, numbered by
// 代字 and year without gaps, sealed, distributed, received and archived (spec 6.4). What was signed is kept word for
// word. A letter about an order is another thing (lists/order); both share their numbers and verification codes.
package letter

import (
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The tables of the policy pack that hold the kinds of documents, and 代字.
const (
	KindTable = "letter-kind"
	WordTable = "letter-word"
)

// Report is the kind that goes to a superior: its signer stands on the paper.
const Report = "report"

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

// How long it is kept 保管期限.
var retentions = []string{"permanent", "thirty-years", "ten-years"}

// reports are read by a superior, other documents have their layout chosen.
var forms = []string{"general", "letter"}

const (
	titleMost  = 200
	namesMost  = 2000
	textMost   = 20_000
	reasonMost = 500
)

// Letter is one office document.
type Letter struct {
	noun.Base
	Organ         ref.ID // that signs below
	Kind          string
	Word          string // the code of its 代字
	Form          string
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
	Asked, Received        int64  // units it went to, and those that said so
	Oa                     string // number given by the county's OA
	FileNumber, Item       string
	Retention              string
	ArchivedOn             when.Day
	Why                    string // it was withdrawn, or is to be cancelled
	Canceller, CancelledBy ref.ID // who asked, and who agreed
	CancellerFor           ref.ID
	VoidOn                 when.Day
	Code                   string // verification code
	Digest                 string // SHA-256 of Frozen, in hex
	Frozen                 string // the words as signed: official.Document as JSON
	To, Cc                 string // units that get it, as ids: found at signing
	Circle                 string // units that see it besides its own, as ids
}

// Fields are what is known of one.
var Fields = field.Fields{
	field.Line("document", 0, 60, func(l *Letter) *string { return &l.Document }).Open().Silent(),
	field.Body("organ", true, func(l *Letter) *ref.ID { return &l.Organ }),
	field.Policy("kind", true, KindTable, func(l *Letter) *string { return &l.Kind }),
	field.Policy("word", true, WordTable, func(l *Letter) *string { return &l.Word }),
	field.Code("form", true, forms, "dispatch.form.", func(l *Letter) *string { return &l.Form }),
	field.Code("urgency", false, []string{"flash", "urgent"}, "dispatch.urgency.",
		func(l *Letter) *string { return &l.Urgency }),
	field.Text("title", 1, titleMost, func(l *Letter) *string { return &l.Title }),
	field.Text("recipients", 0, namesMost, func(l *Letter) *string { return &l.Recipients }),
	field.Line("outside", 0, titleMost, func(l *Letter) *string { return &l.Outside }),
	field.Text("text", 1, textMost, func(l *Letter) *string { return &l.Text }),
	field.Text("annexed", 0, namesMost, func(l *Letter) *string { return &l.Annexed }),
	field.Text("copies", 0, namesMost, func(l *Letter) *string { return &l.Copies }),
	field.Line("copiesOutside", 0, titleMost, func(l *Letter) *string { return &l.CopiesOutside }),
	field.Line("note", 0, titleMost, func(l *Letter) *string { return &l.Note }),
	field.Text("cosigners", 0, namesMost, func(l *Letter) *string { return &l.Cosigners }).Inside(),
	field.Line("mark", 0, 60, func(l *Letter) *string { return &l.Mark }).Open().Silent().Within(),
	field.Count("year", 0, 9999, func(l *Letter) *int64 { return &l.Year }).Silent().Within(),
	field.Count("no", 0, 1<<30, func(l *Letter) *int64 { return &l.No }).Silent().Within(),
	field.Person("drafter", false, func(l *Letter) *ref.ID { return &l.Drafter }).Silent().Inside(),
	field.Person("drafterFor", false, func(l *Letter) *ref.ID { return &l.DrafterFor }).Silent().Inside(),
	field.Line("writers", 0, namesMost, func(l *Letter) *string { return &l.Writers }).Open().Silent().Within().Unfound(),
	field.Person("checker", false, func(l *Letter) *ref.ID { return &l.Checker }).Silent().Inside(),
	field.Person("checkerFor", false, func(l *Letter) *ref.ID { return &l.CheckerFor }).Silent().Inside(),
	field.Day("checkedOn", false, func(l *Letter) *when.Day { return &l.CheckedOn }).Silent().Inside(),
	field.Text("opinion", 0, reasonMost, func(l *Letter) *string { return &l.Opinion }).Silent().Inside(),
	field.Person("signer", false, func(l *Letter) *ref.ID { return &l.Signer }).Silent(),
	field.Day("signedOn", false, func(l *Letter) *when.Day { return &l.SignedOn }).Silent(),
	field.Text("overruled", 0, reasonMost, func(l *Letter) *string { return &l.Overruled }).Silent().Inside(),
	field.Count("unanswered", 0, 1<<30, func(l *Letter) *int64 { return &l.Unanswered }).Silent().Inside(),
	field.Count("objected", 0, 1<<30, func(l *Letter) *int64 { return &l.Objected }).Silent().Inside(),
	field.Text("back", 0, reasonMost, func(l *Letter) *string { return &l.Back }).Silent().Inside(),
	field.Person("sealedBy", false, func(l *Letter) *ref.ID { return &l.SealedBy }).Silent(),
	field.Day("sealedOn", false, func(l *Letter) *when.Day { return &l.SealedOn }).Silent(),
	field.Day("sentOn", false, func(l *Letter) *when.Day { return &l.SentOn }).Silent(),
	field.Count("asked", 0, 1<<30, func(l *Letter) *int64 { return &l.Asked }).Silent(),
	field.Count("received", 0, 1<<30, func(l *Letter) *int64 { return &l.Received }).Silent(),
	field.Line("oa", 0, 60, func(l *Letter) *string { return &l.Oa }).Silent(),
	field.Line("fileNumber", 0, 60, func(l *Letter) *string { return &l.FileNumber }).Silent(),
	field.Line("item", 0, 30, func(l *Letter) *string { return &l.Item }).Silent(),
	field.Code("retention", false, retentions, "dispatch.retention.",
		func(l *Letter) *string { return &l.Retention }).Silent(),
	field.Day("archivedOn", false, func(l *Letter) *when.Day { return &l.ArchivedOn }).Silent(),
	field.Text("why", 0, reasonMost, func(l *Letter) *string { return &l.Why }).Silent(),
	field.Person("canceller", false, func(l *Letter) *ref.ID { return &l.Canceller }).Silent().Inside(),
	field.Person("cancelledBy", false, func(l *Letter) *ref.ID { return &l.CancelledBy }).Silent().Inside(),
	field.Person("cancellerFor", false, func(l *Letter) *ref.ID { return &l.CancellerFor }).Silent().Inside(),
	field.Day("voidOn", false, func(l *Letter) *when.Day { return &l.VoidOn }).Silent(),
	field.Line("code", 0, 20, func(l *Letter) *string { return &l.Code }).Open().Silent().Within().Unfound(),
	field.Line("fingerprint", 0, 64, func(l *Letter) *string { return &l.Digest }).Open().Silent().Unfound(),
	field.Text("frozen", 0, 4*textMost, func(l *Letter) *string { return &l.Frozen }).Silent().Within().Unfound(),
	field.Line("receivers", 0, namesMost, func(l *Letter) *string { return &l.To }).Open().Silent().Within().Unfound(),
	field.Line("copied", 0, namesMost, func(l *Letter) *string { return &l.Cc }).Open().Silent().Within().Unfound(),
	field.Line("circle", 0, namesMost, func(l *Letter) *string { return &l.Circle }).Open().Silent().Within().Unfound(),
}

// Shape is what a document is made of. Units see it by what they are asked about it.
var Shape = noun.Shape{Of: ref.Dispatch, Name: "dispatches", Word: "dispatch", Table: "dispatch",
	New: func() noun.Value { return &Letter{} }, Fields: Fields, Title: "title", Person: "signer",
	States: []string{Draft, Checking, Signing, Withdrawn, Signed, Sealed, Sent, Archived, Void},
	Shared: &noun.Shared{Of: ref.Slip, In: "dispatch"},
	Attach: &noun.Attachments{Verb: "dispatch.attach", Of: []string{"annex", "basis"}, Most: 30,
		States: []string{Draft, Checking}}}

// Object is what access asks of one. Who asked for the next step is the drafter, and after the signing whoever asked
// for the cancelling.
func (l *Letter) Object() access.Object {
	o := access.Object{Jurisdiction: l.Jurisdiction, Kind: ref.Dispatch, ID: l.ID, Unit: l.Unit, Side: l.Side,
		Others: idsOf(l.Circle), Person: l.Signer, Requester: actor.Hands{By: l.Drafter, For: l.DrafterFor}}
	if l.SignedOn != 0 {
		o.Requester = actor.Hands{By: l.Canceller, For: l.CancellerFor}
	}
	return o
}

// Called is its 文号 and its title in one line.
func (l *Letter) Called() (number, title string) {
	return l.Document, strings.ReplaceAll(l.Title, "\n", "")
}

// Wrote says whether one of somebody's hands wrote at it.
func (l *Letter) Wrote(h actor.Hands) bool { return slices.ContainsFunc(idsOf(l.Writers), h.Has) }

// Checked says whether one of somebody's hands checked it.
func (l *Letter) Checked(h actor.Hands) bool {
	return h.Share(actor.Hands{By: l.Checker, For: l.CheckerFor})
}

// Numbered says that it bears a number, which it keeps whatever comes.
func (l *Letter) Numbered() bool { return l.No != 0 }

// written notes who wrote at it.
func (l *Letter) written(h actor.Hands) {
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

// Word is a 代字 as the policy has it.
type Word struct {
	Organ   bodies.BodyKind
	Text    string // 镇纪发
	Leaders bool   // all who lead the organ may sign, and not its first responsible person alone
}

// MaySign says whether somebody may sign for a body under the 代字 today.
func (w Word) MaySign(c *bodies.County, body, person ref.ID) bool {
	if person == 0 {
		return false
	}
	if c.FirstResponsible(body).Person == person {
		return true
	}
	return w.Leaders && slices.ContainsFunc(c.PostsAt(body), func(a bodies.Appointment) bool {
		return a.Person == person && (a.Level == bodies.Lead || a.Level == bodies.Deputy)
	})
}

// Signers are all who may.
func (w Word) Signers(c *bodies.County, body ref.ID) (out []ref.ID) {
	for _, a := range c.PostsAt(body) {
		if w.MaySign(c, body, a.Person) && !slices.Contains(out, a.Person) {
			out = append(out, a.Person)
		}
	}
	return out
}

// Names are the names in a text, by lines and 、.
func Names(s string) (out []string) {
	for _, name := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("\n\r、，,；;", r) }) {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// Units finds the units that a text names, each once; what names none is an error beside the field.
func Units(c *bodies.County, name, s string, errs *text.InputErrors) (out []ref.ID) {
	add := func(ids []ref.ID) {
		for _, id := range ids {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	for _, n := range Names(s) {
		if code, ok := bodies.GroupOf(n); ok {
			add(c.Group(code))
			continue
		}
		var found []ref.ID
		plain := bodies.PlainName(n)
		for _, u := range c.Units() {
			if bodies.PlainName(c.Name(u)) == plain {
				found = append(found, u)
			}
		}
		for _, b := range c.Bodies() {
			if len(found) == 0 && b.Unit != 0 && bodies.PlainName(b.Name) == plain {
				found = append(found, b.Unit)
			}
		}
		if len(found) == 0 {
			errs.Add(name, "dispatch.unit.unknown", "name", n)
		}
		add(found)
	}
	return out
}

// Bodies finds the bodies that a text names; a unit is its body with the principal responsibility.
func Bodies(c *bodies.County, name, s string, errs *text.InputErrors) (out []bodies.Body) {
	for _, n := range Names(s) {
		plain, found := bodies.PlainName(n), bodies.Body{}
		for _, b := range c.Bodies() {
			if bodies.PlainName(b.Name) == plain {
				found = b
			}
		}
		for _, u := range c.Units() {
			if found.ID == 0 && bodies.PlainName(c.Name(u)) == plain {
				half := c.Responsible(u).Principal
				found, _ = c.Body(half.Keeper())
			}
		}
		switch {
		case found.ID == 0:
			errs.Add(name, "dispatch.body.unknown", "name", n)
		case !slices.ContainsFunc(out, func(b bodies.Body) bool { return b.ID == found.ID }):
			out = append(out, found)
		}
	}
	return out
}
