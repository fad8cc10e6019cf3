// Package responsibility is the responsibility list 责任清单: the duties of each
// level of a responsible body in a year, each with what is required, how often, by
// whom and what proves it (spec 2.2).
package responsibility

import (
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
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
	InForce = "in-force"
	Ended   = "ended"
)

const (
	yearLeast  = 2000
	pointsMost = 1000
)

// Duty is one row of the responsibility list of a body.
type Duty struct {
	noun.Base
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
	EndedOn     when.Day // the first day on which it binds no more; 0 = in force
	EndReason   string
}

// Fields are what is known of a duty.
var Fields = field.Fields{
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
	field.Day("endedOn", false, func(d *Duty) *when.Day { return &d.EndedOn }).Silent(),
	field.Text("endReason", 0, 500, func(d *Duty) *string { return &d.EndReason }).Silent(),
}

// Shape is what a duty is made of.
var Shape = noun.Shape{Of: ref.Responsibility, Name: "responsibilities", Word: "responsibility",
	Table: "responsibility", New: func() noun.Value { return &Duty{} }, Fields: Fields, Code: "number", Title: "duty",
	States: []string{InForce, Ended}}

// Ending is what is said when a duty ends.
type Ending struct {
	On     when.Day
	Reason string
}

var ending = field.Fields{
	field.Day("on", true, func(e *Ending) *when.Day { return &e.On }),
	field.Text("reason", 1, 500, func(e *Ending) *string { return &e.Reason }),
}

// begins is the first day of the year that the duty is of.
func (d *Duty) begins() when.Day { return when.Date(int(d.Year), 1, 1) }

// MayChange refuses to rewrite what has ended: the list of that time stays as it
// was.
func (d *Duty) MayChange() error {
	if d.State == Ended {
		return text.Refuse(text.Conflict, "responsibility.ended", "on", d.EndedOn)
	}
	return nil
}

// End takes the duty off the list from a day on, of its year or later. Today is the
// last day that can be said: what ends later is ended then.
func (d *Duty) End(e Ending, today when.Day) error {
	if err := d.MayChange(); err != nil {
		return err
	}
	var errs text.InputErrors
	ending.Check(&e, nil, &errs)
	switch {
	case e.On == 0:
	case e.On > today:
		errs.Add("on", "responsibility.end.later")
	case e.On < d.begins():
		errs.Add("on", "responsibility.end.before", "year", d.Year)
	}
	if err := errs.Err(); err != nil {
		return err
	}
	d.State, d.EndedOn, d.EndReason = Ended, e.On, e.Reason
	return nil
}

// MayResume refuses to put back what is on the list.
func (d *Duty) MayResume() error {
	if d.State != Ended {
		return text.Refuse(text.Conflict, "responsibility.not-ended")
	}
	return nil
}

// Resume puts a duty that was ended by mistake back on the list.
func (d *Duty) Resume(reason string) error {
	if err := d.MayResume(); err != nil {
		return err
	}
	var errs text.InputErrors
	ending[1:].Check(&Ending{Reason: reason}, nil, &errs)
	if err := errs.Err(); err != nil {
		return err
	}
	d.State, d.EndedOn, d.EndReason = InForce, 0, ""
	return nil
}
