// Package power is the power list 权力清单: the powers of the two responsible
// bodies, each with its basis and its limit (spec 2.1).
package power

import (
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Tables of the policy pack that a power's codes stand in.
const (
	CategoryTable   = "power-category"
	DisclosureTable = "disclosure"
)

// The states of a power.
const (
	InForce = "in-force"
	Ended   = "ended"
)

// What a file of a power may be.
const (
	FlowChart = "flow-chart" // 权力运行流程图
	OtherFile = "other"
)

// Power is one power of a responsible body.
type Power struct {
	noun.Base
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
	EndedOn        when.Day // the first day on which it is no more; 0 = in force
	EndReason      string
}

// Fields are what is known of a power.
var Fields = field.Fields{
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
	field.Day("endedOn", false, func(p *Power) *when.Day { return &p.EndedOn }).Silent(),
	field.Text("endReason", 0, 500, func(p *Power) *string { return &p.EndReason }).Silent(),
}

// Shape is what a power is made of.
var Shape = noun.Shape{Of: ref.Power, Name: "powers", Word: "power", Table: "power",
	New: func() noun.Value { return &Power{} }, Fields: Fields, Code: "code", Title: "name",
	States: []string{InForce, Ended},
	Attach: &noun.Attachments{Verb: "power.attach", Of: []string{FlowChart, OtherFile}, Most: 20,
		States: []string{InForce}}}

// Ending is what is said when a power ends.
type Ending struct {
	On     when.Day
	Reason string
}

var ending = field.Fields{
	field.Day("on", true, func(e *Ending) *when.Day { return &e.On }),
	field.Text("reason", 1, 500, func(e *Ending) *string { return &e.Reason }),
}

// MayChange refuses to rewrite what has ended: the list of that time stays as it
// was.
func (p *Power) MayChange() error {
	if p.State == Ended {
		return text.Refuse(text.Conflict, "power.ended", "on", p.EndedOn)
	}
	return nil
}

// End takes the power off the list from a day on. Today is the last day that can
// be said: what ends later is ended then.
func (p *Power) End(e Ending, today when.Day) error {
	if err := p.MayChange(); err != nil {
		return err
	}
	var errs text.InputErrors
	ending.Check(&e, nil, &errs)
	switch {
	case e.On == 0:
	case e.On > today:
		errs.Add("on", "power.end.later")
	case e.On < p.Since:
		errs.Add("on", "power.end.before", "since", p.Since)
	}
	if err := errs.Err(); err != nil {
		return err
	}
	p.State, p.EndedOn, p.EndReason = Ended, e.On, e.Reason
	return nil
}

// MayResume refuses to put back what is on the list.
func (p *Power) MayResume() error {
	if p.State != Ended {
		return text.Refuse(text.Conflict, "power.not-ended")
	}
	return nil
}

// Resume puts a power that was ended by mistake back on the list.
func (p *Power) Resume(reason string) error {
	if err := p.MayResume(); err != nil {
		return err
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, 500)
	if err := errs.Err(); err != nil {
		return err
	}
	p.State, p.EndedOn, p.EndReason = InForce, 0, ""
	return nil
}
