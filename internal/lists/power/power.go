// Package power is the power list 权力清单: the powers of the two responsible
// bodies, each with its basis and its limit (spec 2.1).
package power

import (
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Tables of the policy pack that a power's codes stand in.
const (
	CategoryTable   = "power-category"
	DisclosureTable = "disclosure"
)

// The states of a power.
const (
	InForce = noun.InForce
	Ended   = noun.Ended
)

// What a file of a power may be.
const (
	FlowChart = "flow-chart" // 权力运行流程图
	OtherFile = "other"
)

// Power is one power of a responsible body.
type Power struct {
	noun.Base
	noun.Term
	Code           string
	Name           string
	Category       string // decision, execution, supervision [T]; or of administration [D]
	Body           ref.ID // who exercises it
	Post           string // in which post
	Handler        string // the office that handles it
	Basis          string // statutes and articles
	Boundary       string // what it may not do: 权力边界 [T]
	Disclosure     string // how it is made known
	Since          when.Day
	Accountability string // what is answered for
	Remark         string
}

// Fields are what is known of a power.
var Fields = append(field.Fields{
	field.Line("code", 0, 30, func(p *Power) *string { return &p.Code }).Open(),
	field.Line("name", 1, 100, func(p *Power) *string { return &p.Name }),
	field.Policy("category", true, CategoryTable, func(p *Power) *string { return &p.Category }),
	field.Body("body", true, func(p *Power) *ref.ID { return &p.Body }),
	field.Line("post", 0, 60, func(p *Power) *string { return &p.Post }),
	field.Line("handler", 0, 100, func(p *Power) *string { return &p.Handler }),
	field.Text("basis", 1, 1000, func(p *Power) *string { return &p.Basis }),
	field.Text("boundary", 1, 1000, func(p *Power) *string { return &p.Boundary }),
	field.Policy("disclosure", false, DisclosureTable, func(p *Power) *string { return &p.Disclosure }),
	field.Day("since", false, func(p *Power) *when.Day { return &p.Since }),
	field.Text("accountability", 0, 1000, func(p *Power) *string { return &p.Accountability }),
	field.Text("remark", 0, 500, func(p *Power) *string { return &p.Remark }),
}, noun.TermFields(func(p *Power) *noun.Term { return &p.Term })...)

// Shape is what a power is made of.
var Shape = noun.Shape{Of: ref.Power, Name: "powers", Word: "power", Table: "power",
	New: func() noun.Value { return &Power{} }, Fields: Fields, Code: "code", Title: "name",
	States: []string{InForce, Ended}, Cites: noun.Citing{In: "basis"},
	Attach: &noun.Attachments{Verb: "power.attach", Of: []string{FlowChart, OtherFile}, Most: 20,
		States: []string{InForce}}}
