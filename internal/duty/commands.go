package duty

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

const (
	howMost    = 1000
	reasonMost = 500
)

// Reason is why an office does something to a duty.
type Reason struct{ Reason string }

var (
	giving      = field.Fields{field.Text("reason", 1, reasonMost, func(r *Reason) *string { return &r.Reason })}
	discharging = field.Fields{
		field.Day("on", true, func(d *Discharge) *when.Day { return &d.On }),
		field.Text("how", 1, howMost, func(d *Discharge) *string { return &d.How }),
	}
	extending = field.Fields{
		field.Day("to", true, func(e *Extension) *when.Day { return &e.To }),
		field.Text("reason", 1, reasonMost, func(e *Extension) *string { return &e.Reason }),
	}
)

// Commands performs the commands of duties.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	Bands  Bands
	// Rule finds a rule as it stood on a day; false when the pack of that day has none.
	Rule func(code string, on when.Day) (Rule, bool)
	// Rules are all of a day.
	Rules func(on when.Day) []Rule
	// Before finds what was done ahead of a duty that is being made, since a day, and says when; nil = nothing is.
	Before func(tx noun.Tx, d *Duty, form string, since when.Day) (by ref.Ref, in Discharge, err error)
	// Lacks says of the duties of a form (用表) what is still to be done, where one act alone does not do them.
	Lacks map[string]Lacking
}

// beforehand is for how many days before somebody takes a post what the post asks for may be done [D].
const beforehand = 30

// ahead is the first day on which what the rule asks for may be done.
func (r Rule) ahead(begins when.Day) when.Day {
	if r.Cadence == Appointed {
		return begins - beforehand
	}
	return begins
}

// Make puts the duties of one rule and one period on record, all or none; those that
// are there already are left as they are, so that it can be asked again. It says how
// many it made. Only the tick makes duties.
func (d Commands) Make(ctx context.Context, c act.Command, rule string, wanted []*Duty) (made int, err error) {
	c.Verb, c.Input = "duty.make", rule
	_, err = d.Door.Do(ctx, c, func(tx noun.Tx) error {
		made, err = d.makeIn(tx, c, rule, wanted, func(v *Duty, facts ...act.Fact) error {
			return noun.Make(tx, c, Shape, v, nil, "duty.made.v1", facts...)
		})
		if err == nil && made == 0 {
			return text.Refuse(text.Conflict, "duty.made")
		}
		return err
	})
	return made, err
}

// makeIn makes those of a rule that are not there yet, in a transaction, and says how many they were.
func (d Commands) makeIn(tx noun.Tx, c act.Command, rule string, wanted []*Duty,
	put func(v *Duty, facts ...act.Fact) error) (made int, err error) {
	there, err := Made(tx, rule, periodsOf(wanted))
	if err != nil {
		return 0, err
	}
	for _, w := range wanted {
		if there[KeyOf(w)] {
			continue
		}
		v := *w
		if err := put(&v, act.Code("rule", v.Rule), act.Code("period", v.Period), act.Date("due", v.Due)); err != nil {
			return made, err
		}
		if err := d.early(tx, c, &v); err != nil {
			return made, err
		}
		there[KeyOf(w)] = true
		made++
	}
	return made, nil
}

// MakeAfter makes, in the transaction of the act by which something happened today, what the rules ask for after it,
// so that it need not wait for the tick; what the tick would make is the same, and is made once. Who does the act need
// not be one who may make duties: they follow.
func (d Commands) MakeAfter(tx noun.Tx, e Event) error {
	for _, r := range d.Rules(e.On) {
		if r.Cadence != e.What {
			continue
		}
		wanted, err := r.Follows(d.Bands.Calendar, []Event{e}, func(when.Day) (*bodies.County, error) {
			return tx.CountyToday()
		})
		if err != nil {
			return err
		}
		if _, err := d.makeIn(tx, act.Command{Actor: tx.Actor()}, r.Code, wanted, func(v *Duty, facts ...act.Fact) error {
			return noun.Follow(tx, Shape, v, "duty.made.v1", facts...)
		}); err != nil {
			return err
		}
	}
	return nil
}

// early discharges a duty that was just made by what was done ahead of it.
func (d Commands) early(tx noun.Tx, c act.Command, v *Duty) error {
	r, ok := d.Rule(v.Rule, v.BeginsOn)
	first := r.ahead(v.BeginsOn)
	if !ok || d.Before == nil || first == v.BeginsOn {
		return nil
	}
	by, in, err := d.Before(tx, v, r.Form, first)
	if err != nil || by.ID == 0 {
		return err
	}
	return d.follow(tx, c, v.ID, r, in, by)
}

// follow discharges a duty by what an act of another noun did: who may do that act need not be one who may discharge
// duties.
func (d Commands) follow(tx noun.Tx, c act.Command, id ref.ID, r Rule, in Discharge, by ref.Ref) error {
	c.Verb = "duty.discharge"
	return noun.Take(tx, c, Shape, noun.At{ID: id, Follows: true}, "duty.discharged.v1",
		func(tx noun.Tx, v *Duty) ([]act.Fact, error) {
			facts, err := v.doSince(r.ahead(v.BeginsOn), in, d.Bands, tx.Now().Day())
			return append(facts, act.Id("by", by.ID)), err
		})
}

// DropCase takes off, in the transaction of another act, what was asked for after a case that was not so.
func (d Commands) DropCase(tx noun.Tx, c act.Command, key, why string) error {
	ids, err := tx.Find(ref.Duty, noun.Cond{Column: "period", Text: []string{key}},
		noun.Cond{Column: "state", Text: []string{Open, Paused}})
	if err != nil {
		return err
	}
	c.Verb = "duty.waive"
	for _, id := range ids {
		v, err := tx.One(ref.Duty, id)
		if err != nil {
			return err
		}
		x := v.(*Duty)
		if r, ok := d.Rule(x.Rule, x.BeginsOn); !ok || !r.Cadence.OfCase() {
			continue
		}
		if err := noun.Take(tx, c, Shape, noun.At{ID: id, Follows: true}, "duty.waived.v1",
			func(_ noun.Tx, v *Duty) ([]act.Fact, error) { return v.Waive(why) }); err != nil {
			return err
		}
	}
	return nil
}

// Key is what a duty is once of, within its county.
type Key struct {
	Rule, Period string
	Body, Person ref.ID
}

// KeyOf is the key of a duty.
func KeyOf(d *Duty) Key { return Key{d.Rule, d.Period, d.Body, d.Person} }

func periodsOf(list []*Duty) (out []string) {
	seen := map[string]bool{}
	for _, d := range list {
		if !seen[d.Period] {
			seen[d.Period] = true
			out = append(out, d.Period)
		}
	}
	return out
}

// Made are the duties of a rule in some periods that are on record.
func Made(tx noun.Tx, rule string, periods []string) (map[Key]bool, error) {
	out := map[Key]bool{}
	if len(periods) == 0 {
		return out, nil
	}
	ids, err := tx.Find(ref.Duty, noun.Cond{Column: "rule", Text: []string{rule}},
		noun.Cond{Column: "period", Text: periods})
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		v, err := tx.One(ref.Duty, id)
		if err != nil {
			return nil, err
		}
		out[KeyOf(v.(*Duty))] = true
	}
	return out, nil
}

// Raise puts a card on record that has fallen by today. Only the tick raises cards.
func (d Commands) Raise(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "duty.raise", id
	return noun.Step(ctx, d.Door, c, Shape, noun.At{ID: id}, "duty.carded.v1",
		func(tx noun.Tx, v *Duty) ([]act.Fact, error) { return v.Raise(d.Bands, tx.Now().Day()) })
}

// Recount moves a duty's day after the calendar has changed. Only the tick does so.
func (d Commands) Recount(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "duty.recount", id
	return noun.Step(ctx, d.Door, c, Shape, noun.At{ID: id}, "duty.recounted.v1",
		func(tx noun.Tx, v *Duty) ([]act.Fact, error) {
			r, ok := d.Rule(v.Rule, v.BeginsOn)
			if !ok {
				return nil, text.Refuse(text.Conflict, "duty.not-now")
			}
			return v.Recount(r, d.Bands)
		})
}

// Lapse ends a duty whose body has ended or whose person has left it. Only the tick
// does so.
func (d Commands) Lapse(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "duty.lapse", id
	return noun.Step(ctx, d.Door, c, Shape, noun.At{ID: id}, "duty.lapsed.v1",
		func(tx noun.Tx, v *Duty) ([]act.Fact, error) {
			county, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			return v.Lapse(county)
		})
}

// Discharge notes in the transaction of another act, of any noun, that a duty was
// done once by it.
func (d Commands) Discharge(tx noun.Tx, c act.Command, id ref.ID, in Discharge, by ref.Ref) error {
	c.Verb = "duty.discharge"
	return noun.Take(tx, c, Shape, noun.At{ID: id}, "duty.discharged.v1",
		func(tx noun.Tx, v *Duty) ([]act.Fact, error) {
			if err := d.inPerson(tx, v); err != nil {
				return nil, err
			}
			facts, err := v.Do(in, d.Bands, tx.Now().Day())
			return append(facts, act.Id("by", by.ID)), err
		})
}

// inPerson refuses where only the first responsible person may say that it was done.
func (d Commands) inPerson(tx noun.Tx, v *Duty) error {
	if !v.InPerson {
		return nil
	}
	c, err := tx.CountyToday()
	if err != nil {
		return err
	}
	return v.alone(c, tx.Actor())
}

func (v *Duty) alone(c *bodies.County, who actor.Actor) error {
	if first := c.FirstResponsible(v.Body); first.Vacant() || first.Person != who.Person || !who.InPerson() {
		return text.Refuse(text.Forbidden, "duty.in-person")
	}
	return nil
}

// reasoned declares one act of an office with its reason.
func (d Commands) reasoned(name, past, summary string, rule func(*Duty) error,
	decide func(v *Duty, reason string, today when.Day) ([]act.Fact, error)) noun.Act {
	verb, kind := "duty."+name, "duty."+past+".v1"
	return noun.Act{Name: name, Verb: verbOf(verb), Records: kindOf(kind), Summary: summary, Fields: giving,
		New:  func() any { return &Reason{} },
		Many: true, Danger: name == "waive",
		Rule: noun.MayDo(func(v noun.Value) error { return rule(v.(*Duty)) }),
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in := c.In.(*Reason)
			c.Command.Verb, c.Command.Input = verbOf(verb), []any{c.ID, in.Reason}
			return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, kindOf(kind),
				func(tx noun.Tx, v *Duty) ([]act.Fact, error) { return decide(v, in.Reason, tx.Now().Day()) })
		}}
}

// dischargeAct says by hand that a duty was done, with what proves it.
func (d Commands) dischargeAct() noun.Act {
	return noun.Act{Name: "discharge", Verb: "duty.discharge", Records: "duty.discharged.v1", Main: true,
		Summary: "Say that a duty was done, with what proves it",
		Fields:  append(append(field.Fields{}, discharging...), field.Files("file", false)),
		New:     func() any { return &Discharge{} },
		Rule:    noun.MayDo(func(v noun.Value) error { return v.(*Duty).MayDischarge() }),
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in, files := *c.In.(*Discharge), evidence.Came(c.Files)
			c.Command.Verb, c.Command.Input = "duty.discharge", evidence.Input(files, []any{c.ID, in})
			return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID, Files: files}, "duty.discharged.v1",
				func(tx noun.Tx, v *Duty) ([]act.Fact, error) {
					if err := d.inPerson(tx, v); err != nil {
						return nil, err
					}
					return v.Do(in, d.Bands, tx.Now().Day())
				})
		}}
}

// extendAct moves the day.
func (d Commands) extendAct() noun.Act {
	return noun.Act{Name: "extend", Verb: "duty.extend", Records: "duty.extended.v1", Many: true,
		Summary: "Move the day on which a duty is due", Fields: extending, New: func() any { return &Extension{} },
		Rule: noun.MayDo(func(v noun.Value) error { return v.(*Duty).in(Open) }),
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in := *c.In.(*Extension)
			c.Command.Verb, c.Command.Input = "duty.extend", []any{c.ID, in}
			return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, "duty.extended.v1",
				func(tx noun.Tx, v *Duty) ([]act.Fact, error) { return v.Extend(in, tx.Now().Day()) })
		}}
}
