package risks

import (
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Source and Subsource are where a problem that a check found comes from, codes of the pack's 问题来源 and 二级来源.
const (
	Source    = "daily-check"
	Subsource = "own-supervision"
)

// Commands performs the commands of risk points and their checks.
type Commands struct {
	Door    act.Door[noun.Tx]
	Tables  field.Tables
	Duties  duty.Commands // what was reviewed and checked fulfils the duties that asked for it
	Grading func() Grading
	// Register puts a problem that a check found on the problem list.
	Register func(tx noun.Tx, in problem.Input, origin ref.Ref) (ref.ID, error)
}

func (d Commands) life() noun.Life { return noun.Life{Door: d.Door, Shape: Shape, Tables: d.Tables} }

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables,
		Settle: func(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
			r := v.(*Risk)
			r.settle(c, d.Grading(), errs)
			if slices.ContainsFunc(others, func(id ref.ID) bool { return id != r.ID }) {
				errs.Add("name", "risk.twice")
			}
		},
		Alike: func(v noun.Value) []noun.Cond {
			r := v.(*Risk)
			return []noun.Cond{{Column: "body", Num: []int64{int64(r.Body)}}, {Column: "section", Text: []string{r.Section}},
				{Column: "name", Text: []string{r.Name}}, noun.StateIs(Drafted, InForce)}
		},
		May: func(v noun.Value) error { return Shape.In(v, Drafted) }}
}

// like is the risk point that a row of a table is about.
func like(v noun.Value, all []noun.Value) noun.Value {
	r := v.(*Risk)
	for _, x := range all {
		o := x.(*Risk)
		if (o.State == Drafted || o.State == InForce) && o.Body == r.Body && o.Section == r.Section && o.Name == r.Name {
			return x
		}
	}
	return nil
}

func riskIn(states ...string) func(*Risk) error {
	return func(r *Risk) error { return Shape.In(r, states...) }
}

// confirm puts a risk point in force: done by whoever leads the unit, in person.
func (d Commands) confirm() noun.Act {
	a := noun.Further(d.life(), "confirm", "confirmed", "Confirm a risk point, as whoever leads its unit", nil,
		riskIn(Drafted), func(tx noun.Tx, r *Risk, _ *struct{}) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			first := c.Team(r.Unit).First
			if first.Person != tx.Actor().Person {
				who, _ := c.Person(first.Person)
				return nil, text.Refuse(text.Conflict, "risk.confirm.who", "who", who.Name)
			}
			var errs text.InputErrors // who answers for it may have left since
			if r.guard(c, r.Guard, d.Grading(), &errs); len(errs) > 0 {
				return nil, text.Refuse(text.Conflict, "risk.confirm.wrong", "why", errs[0].Message)
			}
			r.State, r.ConfirmedOn, r.ReviewedOn = InForce, c.Day(), c.Day()
			return []act.Fact{act.Number("value", r.Value), act.Code("level", r.Level)}, d.looked(tx, r)
		})
	a.Many = true
	return a
}

// Regraded is a risk point as it is to be graded, and why.
type Regraded struct {
	Guard
	Reason string
}

// regrade grades a risk point anew; how it was graded stays in the entry, with the reason.
func (d Commands) regrade() noun.Act {
	fs := append(guards(func(x *Regraded) *Guard { return &x.Guard }),
		field.Text("reason", 1, reasonMost, func(x *Regraded) *string { return &x.Reason }))
	a := noun.Further(d.life(), "regrade", "regraded", "Grade a risk point anew, with who answers for it and the measures",
		fs, riskIn(InForce), func(tx noun.Tx, r *Risk, in *Regraded) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			was := *r
			var errs text.InputErrors
			if r.guard(c, in.Guard, d.Grading(), &errs); was.Guard == r.Guard {
				errs.Add("", "field.unchanged")
			}
			if err := errs.Err(); err != nil {
				return nil, err
			}
			r.ReviewedOn = c.Day()
			return []act.Fact{act.Number("was", was.Value), act.Code("was-level", was.Level), act.Number("value", r.Value),
				act.Code("level", r.Level), act.Words("reason", in.Reason)}, d.looked(tx, r)
		})
	a.Fill = func(v noun.Value) any { return &Regraded{Guard: v.(*Risk).Guard} }
	return a
}

// Review is what a review came to when the grade stays.
type Review struct {
	Outcome string
	Next    when.Day
}

var reviewing = field.Fields{
	field.Text("outcome", 1, reasonMost, func(x *Review) *string { return &x.Outcome }),
	field.Day("review", true, func(x *Review) *when.Day { return &x.Next }),
}

// review says that a risk point was looked at and stays as it is.
func (d Commands) review() noun.Act {
	return noun.Further(d.life(), "review", "reviewed", "Say that a risk point was reviewed and stays as it is", reviewing,
		riskIn(InForce), func(tx noun.Tx, r *Risk, in *Review) ([]act.Fact, error) {
			var errs text.InputErrors
			today := tx.Now().Day()
			if reviewed(in.Next, today, &errs); len(errs) > 0 {
				return nil, errs
			}
			r.ReviewedOn, r.Review = today, in.Next
			return []act.Fact{act.Words("outcome", in.Outcome), act.Date("next", in.Next)}, d.looked(tx, r)
		})
}

// looked fulfils the team's duty of the year once all risk points of its body were looked at in the year.
func (d Commands) looked(tx noun.Tx, r *Risk) error {
	rest, err := tx.Find(ref.Risk, noun.Cond{Column: "body", Num: []int64{int64(r.Body)}}, noun.StateIs(InForce),
		noun.Cond{Column: "reviewed_on", Below: int64(when.Date(r.ReviewedOn.Year(), 1, 1))})
	if err != nil || slices.ContainsFunc(rest, func(id ref.ID) bool { return id != r.ID }) {
		return err
	}
	_, err = d.Duties.Fulfil(tx, act.Command{Actor: tx.Actor()}, duty.Fulfilled{Form: Shape.Word, Body: r.Body,
		On: r.ReviewedOn, How: r.Name, By: Shape.Ref(r)})
	return err
}

// leave takes a risk point off, for a reason: one in force ends, one that was not confirmed is withdrawn.
func (d Commands) leave(name, past, summary, from, to string) noun.Act {
	a := noun.Further(d.life(), name, past, summary, noun.Saying("why", reasonMost), riskIn(from),
		func(tx noun.Tx, r *Risk, in *noun.Said) ([]act.Fact, error) {
			if r.State, r.Why = to, in.Text; to == Ended {
				r.EndedOn = tx.Now().Day()
			}
			return []act.Fact{act.Words("why", in.Text)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}
