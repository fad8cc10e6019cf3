// Package document is the registered documents 登记文件: laws, rules and the county's
// own papers with their numbered clauses, which rows and rules cite (spec 2.2).
package document

import (
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Tables of the policy pack that a document's codes stand in.
const (
	KindTable  = "document-kind"
	LevelTable = "document-level"
)

// The states of a document.
const (
	InForce = noun.InForce
	Ended   = noun.Ended
)

// What a file of a document may be.
const (
	Paper     = "paper" // the document itself
	OtherFile = "other"
)

// Document is one registered document. Its unit is whose paper it is; 0 = it holds
// for the whole county.
type Document struct {
	noun.Base
	noun.Term
	Title     string
	Short     string // what it is called for short; several are parted by 、
	Number    string // 文号
	Organ     string // who issued it
	Kind      string
	Level     string
	Issued    when.Day
	Since     when.Day // in force from; 0 = since it was issued
	Owner     ref.ID   // the unit whose own paper it is; 0 = the county's
	Note      string
	Successor string // the title or number of what took its place; "" = nothing did
}

// Fields are what is known of a document.
var Fields = append(field.Fields{
	field.Line("title", 1, 100, func(d *Document) *string { return &d.Title }),
	field.Line("short", 0, 100, func(d *Document) *string { return &d.Short }),
	field.Line("number", 0, 40, func(d *Document) *string { return &d.Number }).Open(),
	field.Line("organ", 0, 60, func(d *Document) *string { return &d.Organ }),
	field.Policy("kind", true, KindTable, func(d *Document) *string { return &d.Kind }),
	field.Policy("level", true, LevelTable, func(d *Document) *string { return &d.Level }),
	field.Day("issued", false, func(d *Document) *when.Day { return &d.Issued }),
	field.Day("since", false, func(d *Document) *when.Day { return &d.Since }),
	field.Unit("owner", false, func(d *Document) *ref.ID { return &d.Owner }).Bears(),
	field.Text("note", 0, 500, func(d *Document) *string { return &d.Note }),
	field.Line("successor", 0, 100, func(d *Document) *string { return &d.Successor }).Silent(),
}, noun.TermFields(func(d *Document) *noun.Term { return &d.Term })...)

// Shape is what a document is made of.
var Shape = noun.Shape{Of: ref.Document, Name: "documents", Word: "document", Table: "document",
	New: func() noun.Value { return &Document{} }, Fields: Fields, Code: "number", Title: "title",
	States: []string{InForce, Ended},
	Attach: &noun.Attachments{Verb: "document.attach", Of: []string{Paper, OtherFile}, Most: 10}}

// begins is the first day on which the document held; 0 = nobody said.
func (d *Document) begins() when.Day {
	if d.Since != 0 {
		return d.Since
	}
	return d.Issued
}
