package dossiers

import (
	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of a declaration.
const (
	Filed     = "filed" // in the dossier
	Drafted   = "drafted"
	Signed    = "signed"  // by the person in person: waits for the head of the unit
	Checked   = "checked" // by the head: waits for the discipline body
	Returned  = "returned"
	Replaced  = "replaced" // a correction took its place; it stays
	Withdrawn = "withdrawn"
)

// Declaration is what only the person knows of one matter, or an entry of the discipline body in a part that it keeps.
// Its words are sealed: no list, search or export has them.
type Declaration struct {
	noun.Base
	Dossier   ref.ID
	Person    ref.ID // whose dossier
	Owner     ref.ID // who sees it as their own: the person; 0 of what the discipline body keeps
	Hidden    ref.ID // from whom it is kept: the person, of that
	Title     string // the part, as it is called
	Part      string
	On        when.Day // of the matter
	Content   string   // sealed
	Kin       string   // sealed: the identifier of the relative, where they are in the register
	Reader    ref.ID   // the head of the unit, while it waits for them
	SignedOn  when.Day
	CheckedBy ref.ID
	CheckedOn when.Day
	FiledBy   ref.ID
	FiledOn   when.Day
	Corrects  ref.ID // the one in whose place it is to be put
	Why       string // it was sent back or withdrawn, or is to be corrected
}

// sealed is a text that is encrypted at rest, read by those inside alone, and by no search.
func sealed(f field.Field) field.Field {
	f.Sealed = true
	return f.Inside().Silent()
}

// DeclarationFields are what is known of one.
var DeclarationFields = field.Fields{
	field.Object("dossier", func(d *Declaration) *ref.ID { return &d.Dossier }),
	field.Person("person", false, func(d *Declaration) *ref.ID { return &d.Person }).Silent(),
	field.Person("owner", false, func(d *Declaration) *ref.ID { return &d.Owner }).Silent().Within(),
	field.Person("hidden", false, func(d *Declaration) *ref.ID { return &d.Hidden }).Silent().Within(),
	field.Line("title", 0, lineMost, func(d *Declaration) *string { return &d.Title }).Silent().Open(),
	field.Policy("part", false, PartTable, func(d *Declaration) *string { return &d.Part }).Silent(),
	field.Day("matterOn", false, func(d *Declaration) *when.Day { return &d.On }).Silent(),
	sealed(field.Text("content", 0, textMost, func(d *Declaration) *string { return &d.Content })),
	sealed(field.Line("kin", 0, lineMost, func(d *Declaration) *string { return &d.Kin })).Within(),
	field.Person("reader", false, func(d *Declaration) *ref.ID { return &d.Reader }).Silent().Within(),
	field.Day("signedOn", false, func(d *Declaration) *when.Day { return &d.SignedOn }).Silent(),
	field.Person("checkedBy", false, func(d *Declaration) *ref.ID { return &d.CheckedBy }).Silent(),
	field.Day("checkedOn", false, func(d *Declaration) *when.Day { return &d.CheckedOn }).Silent(),
	field.Person("filedBy", false, func(d *Declaration) *ref.ID { return &d.FiledBy }).Silent(),
	field.Day("filedOn", false, func(d *Declaration) *when.Day { return &d.FiledOn }).Silent(),
	field.Object("corrects", func(d *Declaration) *ref.ID { return &d.Corrects }),
	sealed(field.Text("why", 0, reasonMost, func(d *Declaration) *string { return &d.Why })),
}

// DeclarationShape is what one is made of.
var DeclarationShape = noun.Shape{Of: ref.Declaration, Name: "declarations", Word: "declaration", Table: "declaration",
	Mute: true, Unsung: true, New: func() noun.Value { return &Declaration{} }, Fields: DeclarationFields, Title: "title",
	Person: "owner", Taker: "reader", Hidden: "hidden",
	States:   []string{Filed, Drafted, Signed, Checked, Returned, Replaced, Withdrawn},
	Personal: &noun.Personal{Whose: []string{"person"}, Fields: []string{"content", "kin", "why"}}}

// Object is what access asks of one: the person sees their own, the head of the unit while it waits for them.
func (d *Declaration) Object() access.Object {
	o := access.Object{Jurisdiction: d.Jurisdiction, Kind: ref.Declaration, ID: d.ID, Unit: d.Unit, Side: d.Side,
		Person: d.Owner, Successor: d.Reader, Hidden: d.Hidden, Requester: actor.Hands{By: d.Person, For: d.MadeBy}}
	if d.Hidden != 0 { // an entry of the discipline body: nothing of it is the person's to know
		o.Requester = actor.Hands{By: d.MadeBy}
	}
	return o
}

// Called is the part that it is of.
func (d *Declaration) Called() (number, title string) { return "", d.Title }

// inside is who reads its words besides the person: who it waits for. Once it is in the dossier nobody does but through
// an access that was given.
func inside(v noun.Value) access.Object {
	d := v.(*Declaration)
	o := d.Object()
	if d.State != Checked {
		o.Side = "filed" // no office is of it
	}
	return o
}

// write takes what was typed.
func (d *Declaration) write(in *Writing, today when.Day, errs *text.InputErrors) {
	if in.On > today {
		errs.Add("matterOn", "declaration.on.later", "today", today)
	}
	if in.Kin != 0 && d.Part != Family {
		errs.Add("kin", "declaration.kin.part")
	}
	if in.Kin == d.Person && in.Kin != 0 {
		errs.Add("kin", "declaration.kin.own")
	}
	d.On, d.Content, d.Kin = in.On, in.Content, ""
	if in.Kin != 0 {
		d.Kin = in.Kin.String()
	}
}

// Relative is who of the register is declared a relative; 0 = nobody.
func (d *Declaration) Relative() ref.ID { return ref.Parse(d.Kin) }
