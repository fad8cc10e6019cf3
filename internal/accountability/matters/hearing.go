package matters

import (
	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// What whom the facts are about says of them.
const (
	Agrees    = "agrees"
	Disagrees = "disagrees"
)

// Unsigned is a hearing whose person refused to sign.
const Unsigned = "unsigned"

// Hearing is the facts of a matter before whom they are about (事实材料见面, art. 11): their own account and signature.
type Hearing struct {
	noun.Base
	Title      string
	Matter     ref.ID
	Told       ref.ID // the person, or who heads the body
	Facts      string
	ShownOn    when.Day
	View       string // Agrees or Disagrees
	Account    string
	AnsweredOn when.Day
	Refusal    string // how they refused to sign
	Witness    ref.ID // two of the panel saw it
	Second     ref.ID
	Approver   ref.ID
	Team       string
}

// HearingShape is what a hearing is made of.
var HearingShape = noun.Shape{Of: ref.Hearing, Name: "hearings", Word: "hearing", Table: "hearing", Mute: true,
	Unsung: true, New: func() noun.Value { return &Hearing{} }, Title: "title", Person: "told", Taker: "approver",
	Team: "team", Apart: true, Parties: true, States: []string{Shown, Answered, Unsigned},
	Fields: field.Fields{
		field.Line("title", 0, titleMost, func(x *Hearing) *string { return &x.Title }).Silent(),
		field.Object("matter", func(x *Hearing) *ref.ID { return &x.Matter }),
		field.Person("told", false, func(x *Hearing) *ref.ID { return &x.Told }).Silent(),
		field.Text("facts", 0, textMost, func(x *Hearing) *string { return &x.Facts }).Silent(),
		field.Day("shownOn", false, func(x *Hearing) *when.Day { return &x.ShownOn }).Silent(),
		field.Code("view", false, []string{Agrees, Disagrees}, "hearing.view.",
			func(x *Hearing) *string { return &x.View }).Silent(),
		field.Text("account", 0, textMost, func(x *Hearing) *string { return &x.Account }).Silent(),
		field.Day("answeredOn", false, func(x *Hearing) *when.Day { return &x.AnsweredOn }).Silent(),
		field.Text("refusal", 0, reasonMost, func(x *Hearing) *string { return &x.Refusal }).Silent(),
		field.Person("witness", false, func(x *Hearing) *ref.ID { return &x.Witness }).Silent(),
		field.Person("second", false, func(x *Hearing) *ref.ID { return &x.Second }).Silent(),
		field.Person("approver", false, func(x *Hearing) *ref.ID { return &x.Approver }).Silent().Within(),
		team("team", func(x *Hearing) *string { return &x.Team }),
	}}

// Object is what access asks of a hearing.
func (x *Hearing) Object() access.Object {
	return access.Object{Jurisdiction: x.Jurisdiction, Kind: ref.Hearing, ID: x.ID, Unit: x.Unit, Side: x.Side,
		Person: x.Told, Successor: x.Approver, Team: sent(x.Team), Apart: x.Unit, Parties: true}
}

// Called names a hearing in a line.
func (x *Hearing) Called() (number, title string) { return "", x.Title }

func (x *Hearing) in(states ...string) error { return HearingShape.In(x, states...) }

// Account is what somebody says of the facts.
type Account struct{ View, Text, Stated string }

var accounting = field.Fields{
	field.Code("view", true, []string{Agrees, Disagrees}, "hearing.view.", func(a *Account) *string { return &a.View }),
	field.Text("account", 0, textMost, func(a *Account) *string { return &a.Text }),
	field.Line("stated", 0, titleMost, func(a *Account) *string { return &a.Stated }).Folded(),
}

// Answer takes the account and the signature; who disagrees says in what.
func (x *Hearing) Answer(in Account, on when.Day) error {
	if err := x.in(Shown); err != nil {
		return err
	}
	if in.View == Disagrees && in.Text == "" {
		return text.InputErrors{{Field: "account", Message: text.M("hearing.account.needed")}}
	}
	x.State, x.View, x.Account, x.AnsweredOn = Answered, in.View, in.Text, on
	return nil
}

func (d Commands) answer() noun.Act {
	a := noun.Further(d.life(HearingShape), "answer", "answered", "Give one's own account of the facts, and sign",
		accounting,
		func(x *Hearing) error { return x.in(Shown) },
		func(tx noun.Tx, x *Hearing, in *Account) ([]act.Fact, error) {
			var errs text.InputErrors
			d.Boundary().Hold("account", in.Text, in.Stated, &errs)
			if err := errs.Err(); err != nil {
				return nil, err
			}
			if err := x.Answer(*in, tx.Now().Day()); err != nil {
				return nil, err
			}
			return []act.Fact{act.Code("view", in.View), act.Words("account", in.Text)}, heard(tx, x)
		})
	a.Kept = true
	return a
}

// heard takes the matter on.
func heard(tx noun.Tx, x *Hearing) error {
	return take(tx, Shape, x.Matter, "matter.answered.v1", func(m *Matter) []act.Fact {
		m.State = Answered
		return nil
	})
}

// Refuse records a refusal to sign: the first of the panel says how it was, a second one confirms it.
func (x *Hearing) Refuse(who ref.ID, said string, on when.Day) error {
	if err := x.in(Shown); err != nil {
		return err
	}
	switch {
	case x.Witness == 0:
		x.Witness, x.Refusal = who, said
	case x.Witness == who:
		return text.Refuse(text.Forbidden, "hearing.refuse.twice")
	default:
		x.State, x.Second, x.AnsweredOn = Unsigned, who, on
		x.Refusal += "\n" + said
	}
	return nil
}

func (d Commands) refused() noun.Act {
	a := noun.Further(d.life(HearingShape), "refuse", "refused",
		"Record that the person refuses to sign: two of the panel do",
		noun.Saying("how", reasonMost/3), func(x *Hearing) error { return x.in(Shown) },
		func(tx noun.Tx, x *Hearing, in *noun.Said) ([]act.Fact, error) {
			m, err := matter(tx, x.Matter)
			if err != nil {
				return nil, err
			}
			if err := m.byPanel(tx); err != nil {
				return nil, err
			}
			if err := x.Refuse(tx.Actor().Person, in.Text, tx.Now().Day()); err != nil {
				return nil, err
			}
			if x.State == Unsigned {
				err = heard(tx, x)
			}
			return []act.Fact{act.Words("how", in.Text)}, err
		})
	a.Main, a.Danger = false, true
	a.For = func(who actor.Actor, v noun.Value) bool {
		x := v.(*Hearing)
		for _, id := range sent(x.Team) {
			if id == who.Person {
				return x.Witness != id
			}
		}
		return false
	}
	return a
}
