// Package dispatch is the office document 公文 of every kind (文种), as plain as the life of such a thing allows.
package dispatch

import (
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/letter"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
)

// Report is the kind that goes to a superior: its signer stands on the paper.
const Report = "report"

// forms are layouts. As a letter it has the mark of its organ alone.
var forms = []string{"general", "letter"}

// Dispatch is one office document.
type Dispatch struct {
	letter.Life
	Kind string // 文种
	Form string
}

// Shape is what a document is made of. Units see it by what they are asked about it.
var Shape = noun.Shape{Of: ref.Dispatch, Name: "dispatches", Word: "dispatch", Table: "dispatch",
	New: func() noun.Value { return &Dispatch{} }, Title: "title", Person: "signer",
	Fields: letter.Fields(map[string]field.Field{
		"word": field.Policy("kind", true, letter.KindTable, func(d *Dispatch) *string { return &d.Kind }),
		"urgency": field.Code("form", true, forms, "dispatch.form.",
			func(d *Dispatch) *string { return &d.Form }),
	}),
	States: letter.States, Shared: letter.Shared, Attach: letter.Attached("dispatch.attach")}

// Kind is how its life is its own.
var Kind = letter.Kind{Shape: Shape, Says: says}

// Object is what access asks of one.
func (d *Dispatch) Object() access.Object { return d.Asks(ref.Dispatch) }

func says(v letter.Value, c *bodies.County, paper *official.Document) {
	d := v.(*Dispatch)
	if d.Form == "letter" {
		paper.Form, paper.Mark = official.Letter, paper.Organ
	}
	if signer, ok := c.Person(d.Signer); ok && d.Kind == Report {
		paper.Signers = []string{signer.Name}
	}
}

// Noun is the whole declaration of documents.
func Noun(d letter.Commands) *noun.Noun {
	n := d.Noun()
	n.Columns = slices.Insert(n.Columns, 3, "kind")
	n.Filters = slices.Insert(n.Filters, 1, "kind")
	return n
}
