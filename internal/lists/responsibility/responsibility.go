// Package responsibility is the responsibility list 责任清单: the duties of each
// level of a responsible body in a year, each with what is required, how often, by
// whom and what proves it (spec 2.2).
package responsibility

import (
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Tables of the policy pack that a duty's codes stand in.
const (
	LevelTable     = "duty-level"
	HeadingTable   = "duty-heading"
	FrequencyTable = "duty-frequency"
)

// The states of a duty.
const (
	InForce = noun.InForce
	Ended   = noun.Ended
)

const (
	yearLeast  = 2000
	pointsMost = 1000
)

// Duty is one row of the responsibility list of a body.
type Duty struct {
	noun.Base
	noun.Term
	Number      string
	Year        int64
	Level       string // 班子, 第一责任人, 班子成员, 科室人员 [D]
	Heading     string
	Duty        string
	Requirement string
	Frequency   string
	Due         when.Day // 0 = none
	Body        ref.ID   // whose list it stands on
	Person      ref.ID   // 0 = whoever is of the level
	Supervisor  ref.ID   // the body that supervises; 0 = none named
	Proof       string
	Points      int64 // hundredths of a point; 0 = none
	Document    string
	Clause      string
}

// Fields are what is known of a duty.
var Fields = append(field.Fields{
	field.Line("number", 0, 30, func(d *Duty) *string { return &d.Number }).Open(),
	field.Year("year", true, yearLeast, func(d *Duty) *int64 { return &d.Year }),
	field.Body("body", true, func(d *Duty) *ref.ID { return &d.Body }),
	field.Policy("level", true, LevelTable, func(d *Duty) *string { return &d.Level }),
	field.Policy("heading", true, HeadingTable, func(d *Duty) *string { return &d.Heading }),
	field.Line("duty", 1, 200, func(d *Duty) *string { return &d.Duty }),
	field.Text("requirement", 0, 1000, func(d *Duty) *string { return &d.Requirement }),
	field.Policy("frequency", false, FrequencyTable, func(d *Duty) *string { return &d.Frequency }),
	field.Day("due", false, func(d *Duty) *when.Day { return &d.Due }),
	field.Person("person", false, func(d *Duty) *ref.ID { return &d.Person }),
	field.Body("supervisor", false, func(d *Duty) *ref.ID { return &d.Supervisor }),
	field.Text("proof", 0, 500, func(d *Duty) *string { return &d.Proof }),
	field.Points("points", pointsMost, func(d *Duty) *int64 { return &d.Points }),
	field.Line("document", 0, 100, func(d *Duty) *string { return &d.Document }),
	field.Line("clause", 0, 60, func(d *Duty) *string { return &d.Clause }),
}, noun.TermFields(func(d *Duty) *noun.Term { return &d.Term })...)

// Shape is what a duty is made of.
var Shape = noun.Shape{Of: ref.Responsibility, Name: "responsibilities", Word: "responsibility",
	Table: "responsibility", New: func() noun.Value { return &Duty{} }, Fields: Fields, Code: "number", Title: "duty",
	States: []string{InForce, Ended}, Cites: noun.Citing{In: "document", At: "clause"}}

// begins is the first day of the year that the duty is of.
func (d *Duty) begins() when.Day { return when.Date(int(d.Year), 1, 1) }
