package honours

import (
	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of an objection.
const (
	Raised   = "raised"
	Upheld   = "upheld" // the honour is not given
	Rejected = "rejected"
)

// Protest is an objection to an honour that is public (公示异议). Who raised it is known to the offices and the leading
// group, and to nobody whom it is about.
type Protest struct {
	noun.Base
	Title        string
	Honour       ref.ID
	Year         int64
	Claim        string
	RaisedBy     ref.ID
	Nominator    ref.ID
	NominatedFor ref.ID
	Due          when.Day
	Reason       string
	AnsweredBy   ref.ID
	AnsweredOn   when.Day
}

// ProtestShape is what one is made of.
var ProtestShape = noun.Shape{Of: ref.Protest, Name: "protests", Word: "protest", Table: "protest", Mute: true,
	Unsung: true, New: func() noun.Value { return &Protest{} }, Title: "title", Person: "raisedBy",
	States: []string{Raised, Upheld, Rejected},
	Attach: &noun.Attachments{Verb: "protest.attach", Of: []string{"proof", "other"}, Most: 10, States: []string{Raised}},
	Fields: field.Fields{
		field.Line("title", 0, titleMost, func(p *Protest) *string { return &p.Title }).Silent(),
		field.Object("honour", func(p *Protest) *ref.ID { return &p.Honour }),
		field.Year("year", false, yearLeast, func(p *Protest) *int64 { return &p.Year }).Silent(),
		field.Text("claim", 0, textMost, func(p *Protest) *string { return &p.Claim }).Silent(),
		field.Person("raisedBy", false, func(p *Protest) *ref.ID { return &p.RaisedBy }).Silent(),
		field.Person("nominator", false, func(p *Protest) *ref.ID { return &p.Nominator }).Silent(),
		field.Person("nominatedFor", false, func(p *Protest) *ref.ID { return &p.NominatedFor }).Silent().Within(),
		field.Day("due", false, func(p *Protest) *when.Day { return &p.Due }).Silent(),
		field.Text("reason", 0, textMost, func(p *Protest) *string { return &p.Reason }).Silent(),
		field.Person("answeredBy", false, func(p *Protest) *ref.ID { return &p.AnsweredBy }).Silent(),
		field.Day("answeredOn", false, func(p *Protest) *when.Day { return &p.AnsweredOn }).Silent(),
	}}

// Object is what access asks of one: it is of no unit, so that nobody of the nominated unit finds it.
func (p *Protest) Object() access.Object {
	return access.Object{Jurisdiction: p.Jurisdiction, Kind: ref.Protest, ID: p.ID, Side: p.Side, Person: p.RaisedBy,
		Requester: p.by()}
}

// Called names it in a line.
func (p *Protest) Called() (number, title string) { return "", p.Title }

func (p *Protest) by() actor.Hands { return actor.Hands{By: p.Nominator, For: p.NominatedFor} }

// Deciding is the answer to an objection.
type Deciding struct{ Answer, Reason string }

// Decide answers it: another than who nominated the honour, and not who raised it.
func (p *Protest) Decide(in Deciding, who actor.Actor, today when.Day) error {
	if err := ProtestShape.In(p, Raised); err != nil {
		return err
	}
	if who.Hands().Has(p.RaisedBy) {
		return text.Refuse(text.Forbidden, "protest.own")
	}
	p.State, p.Reason, p.AnsweredBy, p.AnsweredOn, p.Due = in.Answer, in.Reason, who.Person, today, 0
	return nil
}
