package affairs

import (
	"context"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of items and of what is made known of them.
type Commands struct {
	Door    act.Door[noun.Tx] // its transactions are Tx too
	Tables  field.Tables
	Working Working
	Presets func() []Preset // of the policy in force
}

func (d Commands) life(s noun.Shape) noun.Life {
	return noun.Life{Door: d.Door, Shape: s, Tables: d.Tables}
}

func (d Commands) items() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables, Settle: settle,
		Look: func(tx noun.Tx, v noun.Value, _ *text.InputErrors) error { return d.reckon(tx, v.(*Affair), nil) },
		Alike: func(v noun.Value) []noun.Cond {
			a := v.(*Affair)
			return []noun.Cond{{Column: "unit", Num: []int64{int64(a.Publisher)}}, {Column: "kind", Text: []string{a.Kind}},
				{Column: "item", Text: []string{a.Item}}, noun.StateIs(noun.InForce)}
		},
		Begins: func(v noun.Value) (when.Day, text.Message) {
			since := v.(*Affair).Since
			return since, text.M("affair.end.before", "since", since)
		}}
}

// reckon looks at all that was made known of an item; changed is one of them as it is about to stand.
func (d Commands) reckon(tx noun.Tx, a *Affair, changed *Disclosure) error {
	var list []*Disclosure
	if a.ID != 0 {
		all, err := tx.Those(ref.Disclosure, noun.Cond{Column: "affair", Num: []int64{int64(a.ID)}},
			noun.StateIs(Public, Down))
		if err != nil {
			return err
		}
		for _, v := range all {
			if x := v.(*Disclosure); changed == nil || x.ID != changed.ID {
				list = append(list, x)
			}
		}
	}
	if changed != nil {
		list = append(list, changed)
	}
	a.reckon(list, tx.Now().Day(), d.Working)
	return nil
}

// follow takes an item along with what happened to a disclosure of it.
func (d Commands) follow(tx noun.Tx, x *Disclosure, kind journal.Kind) error {
	return noun.Take(tx, act.Command{Actor: tx.Actor()}, Shape, noun.At{ID: x.Affair, Follows: true},
		kind, func(tx noun.Tx, a *Affair) ([]act.Fact, error) {
			if a.Draft == x.ID {
				a.Draft = 0
			}
			return []act.Fact{act.Id("disclosure", x.ID)}, d.reckon(tx, a, x)
		})
}

// Recounted is by when an item's first missing period must be public, as the calendar has it now; ok says that it is
// another day than was reckoned before.
func (d Commands) Recounted(a *Affair) (next when.Day, ok bool) {
	if a.State != noun.InForce || a.Next == 0 {
		return 0, false
	}
	next = a.dueOf(a.Gap, d.Working)
	return next, next != a.Next
}

// Redue does the same for what is being prepared of an item: what was made public is judged by the day that held then.
func (d Commands) Redue(a *Affair, x *Disclosure) (due when.Day, ok bool) {
	if x.in(Drafted, Submitted, Approved) != nil {
		return 0, false
	}
	due = a.dueOf(x.About, d.Working)
	return due, due != x.Due
}

// Recount moves the day of an item after the calendar has changed. Only the tick does so.
func (d Commands) Recount(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "affair.recount", id
	return noun.Step(ctx, d.Door, c, Shape, noun.At{ID: id}, "affair.recounted.v1",
		func(_ noun.Tx, a *Affair) ([]act.Fact, error) {
			next, ok := d.Recounted(a)
			if !ok {
				return nil, text.Refuse(text.Conflict, "affair.recounted")
			}
			facts := []act.Fact{act.Date("from", a.Next), act.Date("to", next)}
			a.Next = next
			return facts, nil
		})
}

// RecountDisclosure does so for what is being prepared.
func (d Commands) RecountDisclosure(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "disclosure.recount", id
	return noun.Step(ctx, d.Door, c, DisclosureShape, noun.At{ID: id}, "disclosure.recounted.v1",
		func(tx noun.Tx, x *Disclosure) ([]act.Fact, error) {
			a, err := tx.One(ref.Affair, x.Affair)
			if err != nil {
				return nil, err
			}
			due, ok := d.Redue(a.(*Affair), x)
			if !ok {
				return nil, text.Refuse(text.Conflict, "affair.recounted")
			}
			facts := []act.Fact{act.Date("from", x.Due), act.Date("to", due)}
			x.Due = due
			return facts, nil
		})
}

// TakeMost is how many items are taken from the catalogue at once [D].
const TakeMost = 100

// Take puts items of the catalogue on a unit's list, all of them or none.
func (d Commands) Take(ctx context.Context, c act.Command, unit, person ref.ID, since when.Day, codes []string) (
	act.Receipt, error) {
	c.Verb, c.Input = "affair.add", []any{unit, person, since, codes}
	return d.Door.Do(ctx, c, func(tx noun.Tx) error {
		if len(codes) == 0 || len(codes) > TakeMost {
			return text.InputErrors{{Field: "take", Message: text.M("affair.take.none")}}
		}
		all, k := d.Presets(), d.items()
		for _, code := range codes {
			i := slices.IndexFunc(all, func(p Preset) bool { return p.Code == code })
			if i < 0 {
				return text.InputErrors{{Field: "take", Message: text.M("input.choose")}}
			}
			if err := k.Add(tx, c, all[i].Affair(unit, person, since)); err != nil {
				return err
			}
		}
		return nil
	})
}

// prepare begins what is to be made known of a period or a matter.
func (d Commands) prepare() noun.Act {
	fs := DisclosureFields.Asked()
	a := noun.Further(d.life(Shape), "prepare", "prepared", "Write what is to be made known of a period or a matter", fs,
		func(a *Affair) error { return Shape.In(a, noun.InForce) },
		func(tx noun.Tx, a *Affair, in *Disclosure) ([]act.Fact, error) {
			x := &Disclosure{}
			fs.Copy(x, in)
			var errs text.InputErrors
			x.of(a, tx.Now().Day(), d.Working, &errs)
			if err := d.once(tx, x, &errs); err != nil {
				return nil, err
			}
			if err := errs.Err(); err != nil {
				return nil, err
			}
			x.State = Drafted
			err := noun.Make(tx, act.Command{Verb: "affair.prepare"}, DisclosureShape, x, nil, "disclosure.added.v1",
				act.Date("about", x.About))
			a.Draft = x.ID
			return []act.Fact{act.Id("disclosure", x.ID), act.Date("about", x.About)}, err
		})
	a.Kept = true
	a.Fill = func(v noun.Value) any {
		a := v.(*Affair)
		return &Disclosure{About: a.Gap, Title: a.Item, Form: a.Form}
	}
	return a
}

// once refuses a second disclosure of one period.
func (d Commands) once(tx noun.Tx, x *Disclosure, errs *text.InputErrors) error {
	if x.Period == Prompt {
		return nil
	}
	all, err := tx.Those(ref.Disclosure, noun.Cond{Column: "affair", Num: []int64{int64(x.Affair)}},
		noun.Cond{Column: "about", Num: []int64{int64(x.About)}}, noun.StateIs(Drafted, Submitted, Approved, Public, Down))
	for _, v := range all {
		if y := v.(*Disclosure); y.ID != x.ID && !y.Again {
			errs.Add("about", "disclosure.twice", "title", y.Title)
			break
		}
	}
	return err
}

func (d Commands) disclosures() noun.Keeper {
	return noun.Keeper{Shape: DisclosureShape, Door: d.Door, Tables: d.Tables,
		Settle: func(*bodies.County, noun.Value, []ref.ID, *text.InputErrors) {},
		Look: func(tx noun.Tx, v noun.Value, errs *text.InputErrors) error {
			x := v.(*Disclosure)
			a, err := tx.One(ref.Affair, x.Affair)
			if err != nil {
				return err
			}
			x.of(a.(*Affair), tx.Now().Day(), d.Working, errs)
			return d.once(tx, x, errs)
		},
		May: func(v noun.Value) error { return v.(*Disclosure).in(Drafted) }}
}

func (d Commands) submit() noun.Act {
	return noun.Further(d.life(DisclosureShape), "submit", "submitted", "Hand it in to be approved", nil,
		func(x *Disclosure) error { return x.in(Drafted) },
		func(tx noun.Tx, x *Disclosure, _ *struct{}) ([]act.Fact, error) {
			hands := tx.Actor().Hands()
			x.State, x.Submitter, x.SubmitterFor = Submitted, hands.By, hands.For
			return nil, nil
		})
}

var approving = field.Fields{
	field.Flag("privacy", func(a *Approval) *bool { return &a.Privacy }),
	field.Text("opinion", 1, reasonMost, func(a *Approval) *string { return &a.Opinion }),
}

func (d Commands) approve() noun.Act {
	return noun.Further(d.life(DisclosureShape), "approve", "approved",
		"Approve what is to be made known, personal data having been looked for", approving,
		func(x *Disclosure) error { return x.in(Submitted) },
		func(tx noun.Tx, x *Disclosure, in *Approval) ([]act.Fact, error) {
			if !in.Privacy {
				return nil, text.InputErrors{{Field: "privacy", Message: text.M("disclosure.privacy")}}
			}
			x.State, x.Approver, x.ApprovedOn = Approved, tx.Actor().Hands().By, tx.Now().Day()
			x.Opinion, x.Back = in.Opinion, ""
			return []act.Fact{act.Words("opinion", in.Opinion)}, nil
		})
}

func (d Commands) back() noun.Act {
	a := noun.Further(d.life(DisclosureShape), "return", "returned", "Send it back with the reason",
		noun.Saying("why", reasonMost), func(x *Disclosure) error { return x.in(Submitted) },
		func(_ noun.Tx, x *Disclosure, in *noun.Said) ([]act.Fact, error) {
			x.State, x.Back, x.Submitter, x.SubmitterFor = Drafted, in.Text, 0, 0
			return []act.Fact{act.Words("why", in.Text)}, nil
		})
	a.Danger = true
	return a
}

var publishing = field.Fields{
	field.Day("on", true, func(p *Publishing) *when.Day { return &p.On }),
	field.Policy("form", true, FormTable, func(p *Publishing) *string { return &p.Form }),
	field.Line("place", 1, lineMost, func(p *Publishing) *string { return &p.Place }),
	field.Day("until", false, func(p *Publishing) *when.Day { return &p.Until }),
	field.Files("file", true),
}

func (d Commands) publish() noun.Act {
	a := noun.Further(d.life(DisclosureShape), "publish", "published",
		"Say where and when it was made public, with the proof", publishing,
		func(x *Disclosure) error { return x.in(Approved) },
		func(tx noun.Tx, x *Disclosure, in *Publishing) ([]act.Fact, error) {
			if err := x.publish(*in, tx.Now().Day()); err != nil {
				return nil, err
			}
			return []act.Fact{act.Date("on", in.On), act.Code("form", in.Form), act.Date("until", in.Until)},
				d.follow(tx, x, "affair.disclosed.v1")
		})
	a.Kept = true
	a.Fill = func(v noun.Value) any {
		x := v.(*Disclosure)
		return &Publishing{Form: x.Form, Place: x.Place}
	}
	return a
}

var taking = field.Fields{
	field.Text("why", 1, reasonMost, func(t *Taking) *string { return &t.Why }),
	field.Flag("again", func(t *Taking) *bool { return &t.Again }),
}

func (d Commands) takeDown() noun.Act {
	a := noun.Further(d.life(DisclosureShape), "take-down", "taken-down", "Take down what is public, with the reason",
		taking, func(x *Disclosure) error { return x.in(Public) },
		func(tx noun.Tx, x *Disclosure, in *Taking) ([]act.Fact, error) {
			x.State, x.DownOn, x.DownBy = Down, tx.Now().Day(), tx.Actor().Hands().By
			// What always stands is missing once it is down.
			x.Why, x.Again = in.Why, in.Again || x.Period == Standing
			return []act.Fact{act.Words("why", in.Why)}, d.follow(tx, x, "affair.reopened.v1")
		})
	a.Main, a.Danger, a.ID, a.Body = false, true, "takeDownDisclosure", "DisclosureTakingDown"
	return a
}

func (d Commands) withdraw() noun.Act {
	a := noun.Further(d.life(DisclosureShape), "withdraw", "withdrawn", "Withdraw what was not made public",
		noun.Saying("why", reasonMost), func(x *Disclosure) error { return x.in(Drafted, Approved) },
		func(tx noun.Tx, x *Disclosure, in *noun.Said) ([]act.Fact, error) {
			x.State, x.Why = Withdrawn, in.Text
			return []act.Fact{act.Words("why", in.Text)}, d.follow(tx, x, "affair.dropped.v1")
		})
	a.Main, a.Danger = false, true
	return a
}

// leads says that somebody approves what a unit makes known: its responsible leader, or who heads it.
func leads(who actor.Actor, x *Disclosure) bool {
	return slices.ContainsFunc(who.Grants, func(g actor.Grant) bool {
		return g.Acts(x.Unit) && (g.Role == actor.FirstResponsible || g.Role == actor.TeamMember && who.Person == x.Person)
	})
}
