package risks

import (
	"context"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func (d Commands) checks() noun.Keeper {
	return noun.Keeper{Shape: CheckShape, Door: d.Door, Tables: d.Tables,
		Settle: func(c *bodies.County, v noun.Value, _ []ref.ID, errs *text.InputErrors) { v.(*Check).settle(c, errs) },
		Look: func(tx noun.Tx, v noun.Value, errs *text.InputErrors) error {
			x := v.(*Check)
			r, err := tx.One(ref.Risk, x.Risk)
			if err != nil {
				return err
			}
			c, err := tx.CountyToday()
			if err == nil {
				x.of(c, r.(*Risk), errs)
			}
			return err
		},
		Carry: func(to, from noun.Value) { to.(*Check).Problem = from.(*Check).Problem }}
}

// addCheck writes down a check; a problem that it found goes to the problem list of the unit.
func (d Commands) addCheck() noun.Act {
	k := d.checks()
	a := k.AddAct("Write down a check of a risk point")
	a.Kept = true
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		x, files := c.In.(*Check), evidence.Came(c.Files)
		c.Command.Verb, c.Command.Input = "riskcheck.add", evidence.Input(files, x)
		return d.Door.Do(ctx, c.Command, func(tx noun.Tx) error {
			// Whose it is follows from the risk point: who has no business here learns nothing of any.
			err := tx.Allow("riskcheck.list", access.Object{Jurisdiction: tx.Actor().Jurisdiction})
			if err != nil {
				return err
			}
			if err := k.Add(tx, c.Command, x, files...); err != nil {
				return err
			}
			return d.checked(tx, c.Command, x)
		})
	}
	return a
}

// correct writes a new check in the place of one that was wrong. A problem that the old one put on the list stays that
// of the new one: what is wrong with it is put right there.
func (d Commands) correct() noun.Act {
	return noun.CorrectAct(d.checks(), noun.Correction[*Check]{Keeps: []string{"risk", "problem"},
		Summary: "Write a new check in the place of one that was wrong; the old one stays, marked",
		May:     (*Check).standing,
		For:     func(who actor.Actor, x *Check) bool { return x.own(who) },
		Then: func(tx noun.Tx, c act.Command, old, next *Check, reason string) error {
			old.Why = reason
			return d.checked(tx, c, next)
		}})
}

// withdrawCheck takes a check back that should not have been written. What it put on the problem list, and a duty that
// it discharged, stay: they are put right where they stand.
func (d Commands) withdrawCheck() noun.Act {
	a := noun.Further(noun.Life{Door: d.Door, Shape: CheckShape, Tables: d.Tables}, "withdraw", "withdrawn",
		"Withdraw a check that should not have been written down", noun.Saying("why", reasonMost),
		(*Check).standing,
		func(tx noun.Tx, x *Check, in *noun.Said) ([]act.Fact, error) {
			if !x.own(tx.Actor()) {
				return nil, text.Refuse(text.Conflict, "riskcheck.not-yours")
			}
			x.State, x.Why = Withdrawn, in.Text
			c := act.Command{Actor: tx.Actor(), Verb: "riskcheck.withdraw"}
			return []act.Fact{act.Words("why", in.Text)}, d.count(tx, c, x, "risk.unchecked.v1")
		})
	a.For = func(who actor.Actor, v noun.Value) bool { return v.(*Check).own(who) }
	a.Main, a.Danger = false, true
	return a
}

// count counts a risk point's checks, and finds the last: x as it is now, of others those that stand.
func (d Commands) count(tx noun.Tx, c act.Command, x *Check, kind journal.Kind) error {
	all, err := tx.Those(ref.RiskCheck, noun.Cond{Column: "risk", Num: []int64{int64(x.Risk)}}, noun.StateIs(Recorded))
	if err != nil {
		return err
	}
	var n int64
	var last when.Day
	for _, v := range all {
		o := v.(*Check)
		if o.ID == x.ID && x.State == Withdrawn || o.ID == x.Corrects {
			continue
		}
		n, last = n+1, max(last, o.On)
	}
	return noun.Take(tx, c, Shape, noun.At{ID: x.Risk, Follows: true}, kind,
		func(_ noun.Tx, r *Risk) ([]act.Fact, error) {
			r.CheckedOn, r.Checks = last, n
			return []act.Fact{act.Date("on", x.On), act.Id("check", x.ID)}, nil
		})
}

// checked is what follows from a check: the risk point knows of it, what was found is listed, the duty is done.
func (d Commands) checked(tx noun.Tx, c act.Command, x *Check) error {
	if err := d.count(tx, c, x, "risk.checked.v1"); err != nil {
		return err
	}
	of, err := tx.One(ref.Risk, x.Risk)
	if err != nil {
		return err
	}
	if r := of.(*Risk); x.Found != "" && x.Problem == 0 {
		err := noun.Take(tx, c, CheckShape, noun.At{ID: x.ID, Follows: true}, "riskcheck.listed.v1",
			func(tx noun.Tx, x *Check) (_ []act.Fact, err error) {
				x.Problem, err = d.Register(tx, problem.Input{Side: x.Side, Source: Source, Subsource: Subsource,
					Level: problem.Slight, Unit: r.Unit, Leader: r.Leader, Handler: r.SectionHead, Found: x.On, Facts: x.Found,
					Measures: measure.List{{Text: strings.TrimRight(x.Remedy, "。.")}}}, CheckShape.Ref(x))
				return []act.Fact{act.Id("problem", x.Problem)}, err
			})
		if err != nil {
			return err
		}
	}
	return d.discharge(tx, c, x, of.Head().Unit)
}

// discharge does the year's duty of who checks, once no high risk of the unit is left unchecked in the year.
func (d Commands) discharge(tx noun.Tx, c act.Command, x *Check, unit ref.ID) error {
	rest, err := tx.Find(ref.Risk, noun.Cond{Column: "unit", Num: []int64{int64(unit)}}, noun.StateIs(InForce),
		noun.Cond{Column: "level", Text: []string{High}},
		noun.Cond{Column: "checked_on", Below: int64(when.Date(x.On.Year(), 1, 1))})
	if err != nil || slices.ContainsFunc(rest, func(id ref.ID) bool { return id != x.Risk }) {
		return err
	}
	_, err = d.Duties.Fulfil(tx, c, duty.Fulfilled{Form: CheckShape.Word, Body: x.Body, On: x.On,
		How: text.Cut(x.Seen, foundMost), By: CheckShape.Ref(x)})
	return err
}
