package responsibility

import (
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of duties.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
}

// Answers says that bodies of a kind have a list of their own: those that bear one
// of the two responsibilities.
func Answers(k bodies.BodyKind) bool { return k.Side() != "" }

// keeper writes duties down.
func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables, Settle: settle, Alike: alike,
		Begins: begins}
}

// settle finds out whose a duty is, its body's, and that the year, the days and the
// person fit it.
func settle(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
	d := v.(*Duty)
	body, ok := c.Body(d.Body)
	switch {
	case d.Body != 0 && !ok:
		errs.Add("body", "input.choose")
	case ok && !Answers(body.Kind):
		errs.Add("body", "responsibility.body.none", "body", body.Name)
	case ok && d.Person != 0 && !c.Stands(body, d.Person):
		errs.Add("person", "responsibility.person.elsewhere", "body", body.Name)
	}
	d.Unit, d.Side = body.Unit, actor.Side(body.Kind.Side())
	if _, ok := c.Body(d.Supervisor); d.Supervisor != 0 && !ok {
		errs.Add("supervisor", "input.choose")
	}
	if next := int64(c.Day().Year()) + 1; d.Year > next {
		errs.Add("year", "responsibility.year.later", "year", next)
	}
	if d.Due != 0 && d.Year >= yearLeast && d.Due < d.begins() {
		errs.Add("due", "responsibility.due.before", "year", d.Year)
	}
	if len(others) > 0 && others[0] != d.ID {
		errs.Add("number", "responsibility.number.taken", "number", d.Number, "body", body.Name)
	}
}

// alike finds duties in force of the same number, body and year: each year’s list
// counts anew.
func alike(v noun.Value) []noun.Cond {
	d := v.(*Duty)
	if d.Number == "" {
		return nil
	}
	return []noun.Cond{{Column: "body", Num: []int64{int64(d.Body)}}, {Column: "year", Num: []int64{int64(d.Year)}},
		{Column: "number", Text: []string{d.Number}}, {Column: "state", Text: []string{InForce}}}
}

// begins is the first day of the year that a duty is of.
func begins(v noun.Value) (when.Day, text.Message) {
	d := v.(*Duty)
	return d.begins(), text.M("responsibility.end.before", "year", d.Year)
}
