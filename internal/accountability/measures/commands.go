package measures

import (
	"context"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of decisions on people.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	Rules  func() *effect.Rules // of the policy in force; each has its days of decision
	Style  func(number.Series) number.Style
	// Follow does what follows elsewhere from a decision as it stands after an act on it, in its transaction;
	// nil = nothing.
	Follow func(tx noun.Tx, m *Measure) error
}

// follow does it.
func (d Commands) follow(tx noun.Tx, m *Measure) error {
	if d.Follow == nil {
		return nil
	}
	return d.Follow(tx, m)
}

// reckonAll reckons a decision with the others of its person, and then does what follows from it.
func (d Commands) reckonAll(tx noun.Tx, m *Measure) error {
	if err := d.reckon(tx, m, true); err != nil {
		return err
	}
	return d.follow(tx, m)
}

// Undoing is the decision by which another is revoked or changed: what the organ that decides on the appeal issues.
type Undoing struct {
	Organ string
	No    string // its number
	On    when.Day
	Why   string
}

// Varying is what stands in the place of a decision that was changed on appeal.
type Varying struct {
	Undoing
	Kind   string
	Months int64
	Ground string
}

// Restoring is the day on which the rights of a member were restored after a probation.
type Restoring struct{ On when.Day }

func (d Commands) shape() noun.Shape {
	s, series := Shape, *Shape.Series
	series.Style, s.Series = d.Style, &series
	return s
}

func (d Commands) life() noun.Life {
	return noun.Life{Door: d.Door, Shape: d.shape(), Tables: d.Tables}
}

// alike are the decisions of the same number and kind on the same person that stand.
func alike(m *Measure) []noun.Cond {
	if m.Decision == "" || m.Person == 0 || m.Kind == "" {
		return nil
	}
	return []noun.Cond{{Column: "person", Num: []int64{int64(m.Person)}}, {Column: "decision", Text: []string{m.Decision}},
		{Column: "kind", Text: []string{m.Kind}}, noun.StateIs(Registered, InForce)}
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: d.shape(), Door: d.Door, Tables: d.Tables,
		Settle: func(r *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
			m := v.(*Measure)
			for _, id := range others {
				if id != m.ID {
					errs.Add("decision", "measure.twice", "decision", m.Decision)
				}
			}
			m.settle(r, d.Rules(), errs)
		},
		Alike: func(v noun.Value) []noun.Cond { return alike(v.(*Measure)) },
		May:   func(v noun.Value) error { return Shape.In(v, Registered) },
		Carry: func(to, from noun.Value) {
			m, of := to.(*Measure), from.(*Measure)
			m.Ruling, m.Origin, m.OriginFrom = of.Ruling, of.Origin, of.OriginFrom
		},
		Look: func(tx noun.Tx, v noun.Value, _ *text.InputErrors) error {
			m := v.(*Measure)
			if m.ID == 0 {
				m.MadeFor = tx.Actor().OnBehalf
			}
			return d.reckon(tx, m, false)
		}}
}

// reckon puts the last day of the period of a decision, together with those of the same person that stand; with others,
// theirs too, where it moved.
func (d Commands) reckon(tx noun.Tx, m *Measure, others bool) error {
	all, err := tx.Those(ref.Measure, noun.Cond{Column: "person", Num: []int64{int64(m.Person)}},
		noun.StateIs(Registered, InForce))
	if err != nil {
		return err
	}
	list := []effect.Decision{m.Counts()}
	of := map[ref.ID]*Measure{}
	for _, v := range all {
		if o := v.(*Measure); o.ID != m.ID {
			list, of[o.ID] = append(list, o.Counts()), o
		}
	}
	ends := map[ref.ID]when.Day{}
	for _, s := range d.Rules().Stretches(list) {
		if !s.None && !s.Absorbed && s.End != effect.Forever {
			ends[s.ID] = s.End
		}
	}
	m.ends(ends[m.ID], tx.Now().Day())
	if !others {
		return nil
	}
	for _, v := range all {
		o := of[v.Head().ID]
		if o == nil || o.Ends == ends[o.ID] {
			continue
		}
		err := noun.Take(tx, act.Command{Verb: "measure.confirm"}, d.shape(), noun.At{ID: o.ID, Follows: true},
			"measure.reckoned.v1", func(tx noun.Tx, o *Measure) ([]act.Fact, error) {
				was := o.Ends
				o.ends(ends[o.ID], tx.Now().Day())
				return []act.Fact{act.Number("ends-was", int64(was)), act.Number("ends", int64(o.Ends))}, d.follow(tx, o)
			})
		if err != nil {
			return err
		}
	}
	return nil
}

// ends puts the last day; a period that goes on after all was not over.
func (m *Measure) ends(day, today when.Day) {
	if m.Ends = day; day == 0 || day >= today {
		m.EndedOn = 0
	}
}

// confirm is another person's: who compared what was registered with the decision itself.
func (d Commands) confirm() noun.Act {
	a := noun.Further[*Measure, noun.Said](d.life(), "confirm", "confirmed",
		"Confirm that a decision is registered as it reads", nil,
		func(m *Measure) error { return Shape.In(m, Registered) },
		func(tx noun.Tx, m *Measure, _ *noun.Said) ([]act.Fact, error) {
			m.confirmed(tx.Actor().Person, tx.Now().Day())
			return []act.Fact{act.Code("kind", m.Kind)}, d.reckonAll(tx, m)
		})
	a.Many = true
	return a
}

// again sends what was confirmed back to be corrected; it counts on, and is confirmed anew.
func (d Commands) again() noun.Act {
	a := noun.Further(d.life(), "again", "sent-back", "Send a decision back to be corrected: it is confirmed anew",
		noun.Saying("why", reasonMost), func(m *Measure) error { return Shape.In(m, Registered, InForce) },
		func(_ noun.Tx, m *Measure, in *noun.Said) ([]act.Fact, error) {
			m.State, m.Why, m.Confirmer, m.ConfirmedOn = Registered, in.Text, 0, 0
			return []act.Fact{act.Words("why", in.Text)}, nil
		})
	a.Main = false
	return a
}

func (d Commands) withdraw() noun.Act {
	a := noun.Further(d.life(), "withdraw", "withdrawn", "Withdraw what was registered by mistake, before it is confirmed",
		noun.Saying("why", reasonMost), func(m *Measure) error { return Shape.In(m, Registered) },
		func(tx noun.Tx, m *Measure, in *noun.Said) ([]act.Fact, error) {
			m.State, m.Why = Withdrawn, in.Text
			return []act.Fact{act.Words("why", in.Text)}, d.reckonAll(tx, m)
		})
	a.Main, a.Danger = false, true
	return a
}

func (d Commands) inform() noun.Act {
	return noun.Further(d.life(), "inform", "informed", "Make a decision known to the head of the unit",
		noun.Saying("how", lineMost), func(m *Measure) error { return Shape.In(m, InForce, Revoked, Varied) },
		func(tx noun.Tx, m *Measure, in *noun.Said) ([]act.Fact, error) {
			r, err := tx.CountyToday()
			if err == nil {
				err = m.inform(r)
			}
			return []act.Fact{act.Id("chief", m.Chief), act.Words("how", in.Text)}, err
		})
}

// notify is the service of the decision on the person, who sees it from then on.
func (d Commands) notify() noun.Act {
	return noun.Further(d.life(), "notify", "notified", "Note that the decision was served on the person",
		noun.Saying("how", lineMost), func(m *Measure) error {
			if m.Told != 0 {
				return text.Refuse(text.Conflict, "measure.told")
			}
			return Shape.In(m, InForce, Revoked, Varied)
		},
		func(tx noun.Tx, m *Measure, in *noun.Said) ([]act.Fact, error) {
			m.Told, m.ToldOn = m.Person, tx.Now().Day()
			return []act.Fact{act.Id("told", m.Told), act.Words("how", in.Text)}, d.follow(tx, m)
		})
}

// restore notes that rights were restored after a probation: from then on its two years count.
func (d Commands) restore() noun.Act {
	fs := field.Fields{field.Day("restoredOn", true, func(r *Restoring) *when.Day { return &r.On })}
	a := noun.Further(d.life(), "restore", "restored", "Note that rights were restored after a probation", fs,
		func(m *Measure) error {
			if p, ok := d.Rules().Period(m.Kind, m.DecidedOn); !ok || p.Probation == 0 {
				return text.Refuse(text.Conflict, "measure.restored.none")
			}
			return Shape.In(m, InForce)
		},
		func(tx noun.Tx, m *Measure, in *Restoring) ([]act.Fact, error) {
			var errs text.InputErrors
			if today := tx.Now().Day(); in.On > today {
				errs.Add("restoredOn", "measure.restored.later", "today", today)
			}
			m.RestoredOn = in.On
			for _, f := range d.Rules().Faults(m.Counts()) {
				errs.Add("restoredOn", f.Key, "months", f.Months, "most", f.Most)
			}
			if err := errs.Err(); err != nil {
				return nil, err
			}
			return []act.Fact{act.Number("restored-on", int64(in.On))}, d.reckonAll(tx, m)
		})
	a.Offer = func(v noun.Value) bool {
		p, ok := d.Rules().Period(v.(*Measure).Kind, v.(*Measure).DecidedOn)
		return ok && p.Probation > 0
	}
	return a
}

func undoing[T any](at func(*T) *Undoing) field.Fields {
	return field.Fields{
		field.Line("undoneBy", 1, lineMost, func(t *T) *string { return &at(t).Organ }),
		field.Line("undoneNo", 1, lineMost, func(t *T) *string { return &at(t).No }),
		field.Day("undoneOn", true, func(t *T) *when.Day { return &at(t).On }),
		field.Text("why", 1, reasonMost, func(t *T) *string { return &at(t).Why }),
	}
}

func (d Commands) revoke() noun.Act {
	a := noun.Further(d.life(), "revoke", "revoked",
		"Record that a decision was revoked, with the number of that decision",
		undoing(func(u *Undoing) *Undoing { return u }), func(m *Measure) error { return Shape.In(m, InForce) },
		func(tx noun.Tx, m *Measure, in *Undoing) ([]act.Fact, error) { return d.undo(tx, m, Revoked, *in) })
	a.Main, a.Danger = false, true
	return a
}

func (d Commands) undo(tx noun.Tx, m *Measure, state string, in Undoing) ([]act.Fact, error) {
	if err := m.undo(state, in, tx.Now().Day()); err != nil {
		return nil, err
	}
	return []act.Fact{act.Words("number-undone", in.No), act.Words("why", in.Why)}, d.reckonAll(tx, m)
}

// vary records that a decision was changed on appeal: it stays as it was, and another takes its place, which is
// confirmed as any other. The period of that runs from where the first took effect.
func (d Commands) vary() noun.Act {
	fs := append(undoing(func(v *Varying) *Undoing { return &v.Undoing }),
		field.Policy("kind", true, effect.KindTable, func(v *Varying) *string { return &v.Kind }),
		field.Count("months", 0, monthsMost, func(v *Varying) *int64 { return &v.Months }).OrNone(),
		field.Line("ground", 1, groundMost, func(v *Varying) *string { return &v.Ground }))
	a := noun.Further(d.life(), "vary", "varied",
		"Record that a decision was changed on appeal: another takes its place", fs,
		func(m *Measure) error { return Shape.In(m, InForce) },
		func(tx noun.Tx, m *Measure, in *Varying) ([]act.Fact, error) {
			facts, err := d.undo(tx, m, Varied, in.Undoing)
			if err != nil {
				return nil, err
			}
			n := &Measure{Decision: in.No, Organ: in.Organ, Person: m.Person, Place: m.Place, Post: m.Post, Kind: in.Kind,
				DecidedOn: in.On, Months: in.Months, FactsOn: m.FactsOn, Ground: in.Ground, Fact: m.Fact,
				MadeFor: tx.Actor().OnBehalf, Origin: m.ID, OriginFrom: m.Counts().Start()}
			n.State, n.Unit, n.Side = Registered, m.Unit, m.Side
			var errs text.InputErrors
			for _, f := range d.Rules().Faults(n.Counts()) {
				errs.Add(f.Field, f.Key, "months", f.Months, "most", f.Most)
			}
			if err := errs.Err(); err != nil {
				return nil, err
			}
			// What is changed is kept by this act itself: the one in its place is reckoned with the others, without it.
			if err := d.reckonWithout(tx, n, m.ID); err != nil {
				return nil, err
			}
			err = noun.Make(tx, act.Command{Verb: "measure.vary"}, d.shape(), n, nil, "measure.added.v1")
			return append(facts, act.Id("by", n.ID)), err
		})
	a.Main = false
	return a
}

// reckonWithout reckons a decision while that in whose place it is put still stands in the tables.
func (d Commands) reckonWithout(tx noun.Tx, n *Measure, gone ref.ID) error {
	all, err := tx.Those(ref.Measure, noun.Cond{Column: "person", Num: []int64{int64(n.Person)}},
		noun.StateIs(Registered, InForce))
	if err != nil {
		return err
	}
	list := []effect.Decision{n.Counts()}
	for _, v := range all {
		if o := v.(*Measure); o.ID != gone {
			list = append(list, o.Counts())
		}
	}
	for _, s := range d.Rules().Stretches(list) {
		if s.ID == 0 && !s.None && !s.Absorbed && s.End != effect.Forever {
			n.Ends = s.End
		}
	}
	return nil
}

// End notes that the period of a decision is over; it is the program's, on the day after the last.
func (d Commands) End(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "measure.end", id
	return noun.Step(ctx, d.Door, c, d.shape(), noun.At{ID: id}, "measure.ended.v1",
		func(tx noun.Tx, m *Measure) ([]act.Fact, error) {
			if today := tx.Now().Day(); m.State != InForce || m.Ends == 0 || m.Ends >= today || m.EndedOn != 0 {
				return nil, text.Refuse(text.Conflict, "measure.ended")
			}
			m.EndedOn = m.Ends + 1
			return []act.Fact{act.Number("ends", int64(m.Ends))}, nil
		})
}

// Over are the conditions of decisions whose period is over on a day without that having been noted.
func Over(today when.Day) []noun.Cond {
	return []noun.Cond{noun.StateIs(InForce), {Column: "ends", Below: int64(today)}, {Column: "ended_on", Num: []int64{0}}}
}
