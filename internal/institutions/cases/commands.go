package cases

import (
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of cases.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	Duties duty.Commands // a case that was withdrawn asks for nothing any more
	Style  func(number.Series) number.Style
	// Triggers are the gravities of which it is to be weighed whether somebody is held to account (spec 4.3 (a)).
	Triggers func() []string
}

func (d Commands) shape() noun.Shape {
	s, series := Shape, *Shape.Series
	series.Style, s.Series = d.Style, &series
	return s
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: d.shape(), Door: d.Door, Tables: d.Tables,
		Settle: func(r *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
			c := v.(*Case)
			for _, id := range others {
				if id != c.ID {
					errs.Add("decision", "case.twice", "decision", c.Decision)
				}
			}
			c.settle(r, errs)
		},
		Alike: func(v noun.Value) []noun.Cond {
			c := v.(*Case)
			if c.Decision == "" {
				return nil
			}
			return []noun.Cond{{Column: "decision", Text: []string{c.Decision}},
				{Column: "person", Num: []int64{int64(c.Person)}}, {Column: "name", Text: []string{c.Name}},
				noun.StateIs(Registered, Informed)}
		},
		May: func(v noun.Value) error { return Shape.In(v, Registered, Informed) },
		Look: func(tx noun.Tx, v noun.Value, _ *text.InputErrors) error {
			if v.Head().ID == 0 {
				return nil
			}
			old, err := tx.One(ref.Case, v.Head().ID)
			if err != nil {
				return err
			}
			was, now := old.(*Case), v.(*Case)
			if was.Asks() == now.Asks() && was.With == now.With && was.Owes == now.Owes {
				return nil
			}
			if was.Asks() != "" {
				if err := d.drop(tx, was, "案件结果登记已更正"); err != nil {
					return err
				}
			}
			return d.ask(tx, now)
		},
		Then: func(tx noun.Tx, v noun.Value) error { return d.ask(tx, v.(*Case)) }}
}

// ask puts the duty of the talk on record that a case asks for from today on. One asked for on an earlier day is the
// tick's to make, of the register of that day.
func (d Commands) ask(tx noun.Tx, c *Case) error {
	if c.Asks() == "" || c.AskedOn != tx.Now().Day() {
		return nil
	}
	return d.Duties.MakeAfter(tx, c.Event())
}

// drop takes off the duty of a talk that a case asks for no more.
func (d Commands) drop(tx noun.Tx, c *Case, why string) error {
	return d.Duties.DropCase(tx, act.Command{Actor: tx.Actor()}, c.Number, why)
}

func (d Commands) life() noun.Life {
	return noun.Life{Door: d.Door, Shape: d.shape(), Tables: d.Tables}
}

// inform tells the head of the unit; of a slight case the admonition is asked for from then on.
func (d Commands) inform() noun.Act {
	return noun.Further(d.life(), "inform", "informed", "Make a case known to the head of its unit",
		noun.Saying("how", lineMost), func(c *Case) error { return Shape.In(c, Registered, Informed) },
		func(tx noun.Tx, c *Case, in *noun.Said) ([]act.Fact, error) {
			r, err := tx.CountyToday()
			if err == nil {
				err = c.inform(r)
			}
			if err == nil {
				err = d.ask(tx, c)
			}
			return []act.Fact{act.Id("told", c.Told), act.Words("how", in.Text)}, err
		})
}

func (d Commands) withdraw() noun.Act {
	a := noun.Further(d.life(), "withdraw", "withdrawn", "Withdraw a case that was registered by mistake",
		noun.Saying("why", reasonMost), func(c *Case) error { return Shape.In(c, Registered, Informed) },
		func(tx noun.Tx, c *Case, in *noun.Said) ([]act.Fact, error) {
			c.State, c.Why = Withdrawn, in.Text
			return []act.Fact{act.Words("why", in.Text)}, d.drop(tx, c, in.Text)
		})
	a.Main, a.Danger = false, true
	return a
}

// weigh ends the line that a case with serious consequences puts on the office’s workbench: no matter is proposed, and
// why. It opens nothing; a matter that is proposed of the case ends the line by itself.
func (d Commands) weigh() noun.Act {
	rule := func(c *Case) error { return c.MayWeigh(d.Triggers()) }
	a := noun.Further(d.life(), "weigh", "weighed", "Decide that no matter of accountability is proposed of a case",
		noun.Saying("reason", reasonMost), rule,
		func(tx noun.Tx, c *Case, in *noun.Said) ([]act.Fact, error) {
			c.Weigh(in.Text, tx.Actor().Person, tx.Now().Day())
			return []act.Fact{act.Words("reason", in.Text)}, nil
		})
	a.Main = false
	a.Offer = func(v noun.Value) bool { return rule(v.(*Case)) == nil }
	return a
}

// weighs are the cases that wait for it.
func (d Commands) weighs() noun.Wait {
	return noun.Wait{Acts: []string{"weigh"}, Page: "case.weighing",
		Of: func(who actor.Actor, _ when.Day) []noun.Cond {
			triggers := d.Triggers()
			if !who.Is(actor.SupervisoryOffice) || len(triggers) == 0 {
				return nil
			}
			return []noun.Cond{noun.StateIs(Registered, Informed), {Column: "gravity", Text: triggers},
				{Column: "weighed_on", Num: []int64{0}}}
		},
		Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
			if who.StandsIn(v.Head().Unit) {
				return "", nil
			}
			return "weigh", []text.Message{text.M("case.why.weigh")}
		},
		Since: func(v noun.Value) when.Day { return v.(*Case).DecidedOn }}
}

// Asked is what the talk is to be that a duty asks for; nil = it follows no case.
func Asked(tx noun.Tx, d *duty.Duty) (*talks.Talk, error) {
	ids, err := tx.Find(ref.Case, noun.Cond{Column: "number", Text: []string{d.Period}})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	v, err := tx.One(ref.Case, ids[0])
	if err != nil {
		return nil, err
	}
	return v.(*Case).Talk(), nil
}
