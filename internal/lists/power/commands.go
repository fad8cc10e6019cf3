package power

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
)

// Desk performs the commands of powers.
type Desk struct {
	Door     act.Door[noun.Tx]
	Tables   field.Tables
	Statutes []Statute
}

// Changed is a power as it is to read, and why.
type Changed struct {
	Power
	Reason string
}

var (
	asked   = Fields.Asked()
	reason  = field.Fields{field.Text("reason", 1, 500, func(c *Changed) *string { return &c.Reason })}
	changed = append(field.Within(asked, func(c *Changed) *Power { return &c.Power }), reason...)
	// listed is what a table must say: limits and bases that a county has not
	// written down yet are found by the tab that lists them.
	listed = asked.Lax(lax...)
	lax    = []string{"basis", "boundary"}
)

// Exercises says that bodies of a kind have powers of their own: the responsible
// bodies and the leading group, and not the offices that work for them [D].
func Exercises(k bodies.BodyKind) bool { return k.Side() != "" || k == bodies.LeadingGroup }

// settle checks what was said and finds out whose the power is: its body's. other
// is one in force with the same code; 0 = none.
func (d Desk) settle(c *bodies.County, p *Power, fields field.Fields, other ref.ID) error {
	var errs text.InputErrors
	fields.Check(p, d.Tables, &errs)
	body, ok := c.Body(p.Body)
	switch {
	case p.Body != 0 && !ok:
		errs.Add("body", "input.choose")
	case ok && !Exercises(body.Kind):
		errs.Add("body", "power.body.none", "body", body.Name)
	}
	p.Unit, p.Side = body.Unit, actor.Side(body.Kind.Side())
	if p.Since > c.Day() {
		errs.Add("since", "power.since.later")
	}
	if other != 0 && other != p.ID {
		errs.Add("code", "power.code.taken", "code", p.Code)
	}
	return errs.Err()
}

func (d Desk) settleIn(tx noun.Tx, p *Power, fields field.Fields) error {
	c, err := tx.CountyToday()
	if err != nil {
		return err
	}
	var other ref.ID
	if p.Code != "" {
		same, err := tx.Find(ref.Power, noun.Cond{Column: "code", Text: []string{p.Code}},
			noun.Cond{Column: "state", Text: []string{InForce}})
		if err != nil {
			return err
		}
		if len(same) > 0 {
			other = same[0]
		}
	}
	return d.settle(c, p, fields, other)
}

// Add puts a power on the list.
func (d Desk) Add(ctx context.Context, c noun.Call) (act.Receipt, error) {
	in := *c.In.(*Power)
	c.Command.Verb, c.Command.Input = "power.add", evidence.Input(c.Files, in)
	return d.Door.Do(ctx, c.Command, func(tx noun.Tx) error { return d.add(tx, c.Command, &in, c.Files, asked) })
}

func (d Desk) add(tx noun.Tx, c act.Command, p *Power, files []evidence.Evidence, fields field.Fields) error {
	p.State = InForce
	if err := d.settleIn(tx, p, fields); err != nil {
		return err
	}
	return noun.MakeWith(tx, c, Shape, p, files, "power.added.v1", act.Code("code", p.Code), act.Id("body", p.Body))
}

// Change says anew what the list says of a power; something must differ.
func (d Desk) Change(ctx context.Context, c noun.Call) (act.Receipt, error) {
	in := *c.In.(*Changed)
	c.Command.Verb, c.Command.Input = "power.change", []any{c.ID, c.Version, in}
	return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID, Version: c.Version}, "power.changed.v1",
		func(tx noun.Tx, p *Power) ([]act.Fact, error) {
			var errs text.InputErrors
			reason.Check(&in, d.Tables, &errs)
			facts, err := d.rewrite(tx, p, &in.Power, asked)
			if err == nil {
				err = errs.Err()
			}
			return append(facts, act.Words("reason", in.Reason)), err
		})
}

func (d Desk) rewrite(tx noun.Tx, p, in *Power, fields field.Fields) ([]act.Fact, error) {
	if err := p.MayChange(); err != nil {
		return nil, err
	}
	was := *p
	Fields.Copy(p, in)
	if err := d.settleIn(tx, p, fields); err != nil {
		return nil, err
	}
	if Fields.Same(&was, p) {
		return nil, text.InputErrors{{Message: text.M("field.unchanged")}}
	}
	return noun.Differences(Fields, &was, p), nil
}

// End takes a power off the list.
func (d Desk) End(ctx context.Context, c noun.Call) (act.Receipt, error) {
	in := *c.In.(*Ending)
	c.Command.Verb, c.Command.Input = "power.end", []any{c.ID, in}
	return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, "power.ended.v1",
		func(tx noun.Tx, p *Power) ([]act.Fact, error) {
			return []act.Fact{act.Date("on", in.On), act.Words("reason", in.Reason)}, p.End(in, tx.Now().Day())
		})
}

// Resume puts a power back on the list.
func (d Desk) Resume(ctx context.Context, c noun.Call) (act.Receipt, error) {
	in := c.In.(*Ending)
	c.Command.Verb, c.Command.Input = "power.resume", []any{c.ID, in.Reason}
	return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, "power.resumed.v1",
		func(tx noun.Tx, p *Power) ([]act.Fact, error) {
			if err := p.Resume(in.Reason); err != nil {
				return nil, err
			}
			return []act.Fact{act.Words("reason", in.Reason)}, d.settleIn(tx, p, listed)
		})
}
