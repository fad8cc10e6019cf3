package course

import (
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Counting is what one person enters of a class of voters.
type Counting struct{ Paper }

// Recounting is what stands in the place of a tally that was wrong, and why.
type Recounting struct {
	Paper
	Reason string
}

// polls makes the tallies of an indicator: one for each class of voters that the scheme weighs in it.
func (d Commands) polls(tx noun.Tx, sheet *Scoresheet, m *scheme.Sound, i scheme.Indicator) error {
	for _, v := range m.Polled(i.No) {
		x := &Tally{Title: i.No + " " + i.Zh + " · " + d.Class(v.Class) + " · " + sheet.Title, Appraisal: sheet.Appraisal,
			Sheet: sheet.ID, Year: sheet.Year, Scheme: sheet.Scheme, Body: sheet.Body, Item: i.No, Class: v.Class,
			Least: m.Least}
		x.ID, x.Jurisdiction, x.Unit, x.Side, x.State = tx.NewID(), sheet.Jurisdiction, sheet.Unit, sheet.Side, Open
		x.MadeBy, x.MadeAt = tx.Actor().Person, tx.Now()
		if err := tx.Keep(ref.Tally, x); err != nil {
			return err
		}
	}
	return nil
}

// tallies are those of an assessment.
func tallies(tx noun.Tx, conds ...noun.Cond) (out []*Tally, err error) {
	list, err := tx.Those(ref.Tally, conds...)
	for _, v := range list {
		out = append(out, v.(*Tally))
	}
	slices.SortFunc(out, func(a, b *Tally) int { return int(a.ID - b.ID) })
	return out, err
}

// turnTallies changes all tallies of an assessment that still stand; they have no entries of their own for it.
func turnTallies(tx noun.Tx, id ref.ID, change func(*Tally)) error {
	list, err := tallies(tx, of(id), noun.StateIs(Open, Entered, Confirmed))
	for _, x := range list {
		if err == nil {
			change(x)
			err = tx.Keep(ref.Tally, x)
		}
	}
	return err
}

// told ends the counting: what was confirmed is in the result, and what nobody counted is not.
func (x *Tally) told() {
	if x.State = Told; x.ConfirmedOn == 0 {
		x.State = Unpolled
	}
}

// asked are the voters of a tally by the scheme of its year.
func (d Commands) asked(x *Tally) (scheme.Voters, error) {
	m := d.Scheme(x.Scheme, int(x.Year))
	if m == nil {
		return scheme.Voters{}, text.Refuse(text.Conflict, "appraisal.scheme.gone")
	}
	v, ok := m.Asked(x.Item, x.Class)
	if !ok {
		return v, text.Refuse(text.Conflict, "tally.unweighed")
	}
	return v, nil
}

// answers leaves of the fields those that the class of a tally is asked.
func (d Commands) answers(v noun.Value, fs field.Fields) field.Fields {
	asked, err := d.asked(v.(*Tally))
	return slices.DeleteFunc(slices.Clone(fs), func(f field.Field) bool {
		return err == nil && slices.Contains(scheme.Answers[:], scheme.Answer(f.Name)) && !asked.Asks(scheme.Answer(f.Name))
	})
}

func numbers(p Paper) []act.Fact {
	return []act.Fact{act.Number("issued", p.Issued), act.Number("returned", p.Returned), act.Number("valid", p.Valid),
		act.Code("way", p.Way), act.Date("counted-on", p.CountedOn)}
}

// count enters what was counted of one class of voters.
func (d Commands) count() noun.Act {
	fs := append(paper(func(c *Counting) *Paper { return &c.Paper }), field.Files("file", false))
	a := noun.Further(d.life(TallyShape), "count", "counted",
		"Enter what was counted of the ballots of one class of voters", fs,
		func(x *Tally) error { return x.in(Open, Entered) },
		func(tx Tx, x *Tally, in *Counting) ([]act.Fact, error) {
			asked, err := d.asked(x)
			if err != nil {
				return nil, err
			}
			return numbers(in.Paper), x.Enter(in.Paper, asked, tx.Actor().Person, tx.Now().Day())
		})
	a.Kept, a.Fit = true, d.answers
	a.Fill = func(v noun.Value) any { return &Counting{v.(*Tally).Paper} }
	return a
}

// confirm has it count, in person, by another than who entered it.
func (d Commands) confirm() noun.Act {
	a := noun.Further[*Tally, struct{}](d.life(TallyShape), "confirm", "confirmed",
		"Confirm what another entered, against the counting sheet", nil, func(x *Tally) error { return x.in(Entered) },
		func(tx Tx, x *Tally, _ *struct{}) ([]act.Fact, error) {
			if err := x.Confirm(tx.Actor().Person, tx.Now().Day()); err != nil {
				return nil, err
			}
			_, err := noun.Stands(tx, act.Command{Actor: tx.Actor()}, TallyShape, x)
			return numbers(x.Paper), err
		})
	a.For = func(who actor.Actor, v noun.Value) bool { return who.Person != v.(*Tally).EnteredBy }
	return a
}

// correct writes another in the place of a confirmed one; the old one counts until another person confirms the new.
func (d Commands) correct() noun.Act {
	fs := append(paper(func(c *Recounting) *Paper { return &c.Paper }),
		field.Text("reason", 1, reasonMost, func(c *Recounting) *string { return &c.Reason }))
	a := noun.Further(d.life(TallyShape), "correct", "succeeded",
		"Correct a confirmed tally by another, with the reason", fs, (*Tally).mayCorrect,
		func(tx Tx, x *Tally, in *Recounting) ([]act.Fact, error) {
			asked, err := d.asked(x)
			if err != nil {
				return nil, err
			}
			next, err := x.Anew(in.Paper, asked, in.Reason, tx.Actor().Person, tx.Now().Day())
			if err != nil {
				return nil, err
			}
			err = noun.Make(tx, act.Command{Verb: "tally.correct"}, TallyShape, next, nil, "tally.added.v1",
				numbers(in.Paper)...)
			x.CorrectedBy = next.ID
			return []act.Fact{act.Id("by", next.ID), act.Words("reason", in.Reason)}, err
		})
	a.Main, a.Kept, a.Fit = false, true, d.answers
	a.Fill = func(v noun.Value) any {
		x := v.(*Tally)
		in := &Recounting{Paper: x.Paper}
		if x.few() {
			in.Answers = [scheme.AnswersMost]int64{} // nobody reads them any more
		}
		return in
	}
	return a
}

// drop takes back what is not confirmed yet.
func (d Commands) dropTally() noun.Act {
	a := noun.Further(d.life(TallyShape), "drop", "dropped", "Take back what was entered, before it is confirmed",
		noun.Saying("why", reasonMost), func(x *Tally) error { return x.in(Entered) },
		func(tx Tx, x *Tally, in *noun.Said) ([]act.Fact, error) {
			x.forget()
			facts := []act.Fact{act.Words("why", in.Text)}
			if x.Corrects == 0 {
				return facts, nil
			}
			x.Why = in.Text
			return facts, noun.Dropped(tx, act.Command{Actor: tx.Actor()}, TallyShape, x)
		})
	a.Main, a.Danger = false, true
	return a
}

// Tallies is the whole declaration of tallies.
func (d Commands) Tallies() *noun.Noun {
	return &noun.Noun{Shape: TallyShape, See: "tally.see", List: "tally.list", Tables: d.Tables,
		Columns: []string{"title", "issued", "returned", "valid", "countedOn", "confirmedOn", "state"},
		Filters: []string{"year", "scheme", "class", "unit", "body", "side"},
		Tabs: []noun.Tab{
			{Name: "open", Where: []noun.Cond{noun.StateIs(Open)}},
			{Name: "entered", Where: []noun.Cond{noun.StateIs(Entered)}},
			{Name: "confirmed", Where: []noun.Cond{noun.StateIs(Confirmed, Told)}},
			{Name: "all"},
		},
		Sorts:   []noun.Sort{{Name: "new", Column: "id", Down: true}},
		Acts:    []noun.Act{d.count(), d.confirm(), d.correct(), d.dropTally()},
		Inside:  answered,
		Insight: "tally.know",
		Outer: []journal.Kind{"tally.added.v1", "tally.counted.v1", "tally.confirmed.v1", "tally.succeeded.v1",
			"tally.corrected.v1", "tally.kept.v1", "tally.dropped.v1"},
		Links: func(v noun.Value, _ actor.Actor, _ when.Day) []noun.Link {
			x := v.(*Tally)
			return append([]noun.Link{{Label: "mark.sheet", Href: "/scoresheets/" + x.Sheet.String()}},
				TallyShape.ChainLinks(x, "tally.corrects", "tally.corrected-by")...)
		},
		Beside: []noun.Link{{Label: "appraisal.list", Href: "/appraisals"}},
		Waits: []noun.Wait{{Acts: []string{"confirm"}, Of: noun.OfRoles([]noun.Cond{noun.StateIs(Entered)}, rooms...),
			Act: func(who actor.Actor, v noun.Value) (string, []text.Message) {
				x := v.(*Tally)
				if !ofSide(who, x.Side) || who.Person == x.EnteredBy || who.StandsIn(x.Unit) {
					return "", nil
				}
				return "confirm", []text.Message{text.M("tally.why.confirm", "on", x.CountedOn)}
			}}},
	}
}
