package liaison

import (
	"context"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Source and Subsource are where a problem that a visit found comes from, codes of the
// pack's 问题来源 and 二级来源.
const (
	Source    = "daily-check"
	Subsource = "own-liaison"
)

// Commands performs the commands of links and visits.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	Duties duty.Commands // a visit that was confirmed fulfils the duty that asked for it
	// Register puts a problem that a visit found on the problem list.
	Register func(tx noun.Tx, in problem.Input, origin ref.Ref) (ref.ID, error)
	County   func(ctx context.Context, jurisdiction int32, day when.Day) (*bodies.County, error)
}

func (d Commands) life(s noun.Shape) noun.Life {
	return noun.Life{Door: d.Door, Shape: s, Tables: d.Tables}
}

func (d Commands) links() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables, Settle: settle, Look: look,
		Begins: func(v noun.Value) (when.Day, text.Message) {
			since := v.(*Link).Since
			return since, text.M("link.end.before", "since", since)
		}}
}

func (d Commands) visits() noun.Keeper {
	return noun.Keeper{Shape: VisitShape, Door: d.Door, Tables: d.Tables,
		Settle: func(*bodies.County, noun.Value, []ref.ID, *text.InputErrors) {},
		Look: func(tx noun.Tx, x noun.Value, errs *text.InputErrors) error {
			v := x.(*Visit)
			found, err := tx.One(ref.Link, v.Link)
			if err != nil {
				return err
			}
			v.paid(found.(*Link), tx.Now().Day(), errs)
			return nil
		},
		May: func(v noun.Value) error { return VisitShape.In(v, Recorded) }}
}

// Chosen is one line of what was proposed, as the office takes it.
type Chosen struct {
	Unit ref.ID
	Seat
}

// TakeMost is how many lines are taken at once [D].
const TakeMost = 200

// Assign makes links of what was proposed, all of them or none; from the day on. Who each
// line is refused for stands in its words.
func (d Commands) Assign(ctx context.Context, c act.Command, year int, lines []Chosen) (act.Receipt, error) {
	c.Verb, c.Input = "link.add", []any{year, lines}
	return d.Door.Do(ctx, c, func(tx noun.Tx) error {
		if len(lines) == 0 {
			return text.InputErrors{{Message: text.M("link.assign.none")}}
		}
		county, err := tx.CountyToday()
		if err != nil {
			return err
		}
		since := tx.Now().Day()
		if since.Year() != year {
			since = when.Date(year, 1, 1)
		}
		var wrong text.InputErrors
		for _, x := range lines {
			l := &Link{Year: int64(year), Member: x.Person, Body: x.Body, Point: x.Unit, Since: since}
			err := d.links().Add(tx, c, l)
			if in, is := err.(text.InputErrors); is {
				who, _ := county.Person(x.Person)
				for _, e := range in {
					wrong.Add("", "link.assign.wrong", "member", who.Name, "unit", county.Name(x.Unit), "why", e.Message)
				}
			} else if err != nil {
				return err
			}
		}
		return wrong.Err()
	})
}

// addVisit can wait in the browser of who is in a village.
func (d Commands) addVisit() noun.Act {
	k := d.visits()
	a := k.AddAct("Write down a visit that was paid to a linked unit")
	a.Kept = true
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		v, files := c.In.(*Visit), evidence.Came(c.Files)
		c.Command.Verb, c.Command.Input = "visit.add", evidence.Input(files, v)
		return d.Door.Do(ctx, c.Command, func(tx noun.Tx) error {
			// Whose it is follows from the link: who has no business here learns nothing of links.
			if err := tx.Allow("visit.list", access.Object{Jurisdiction: tx.Actor().Jurisdiction}); err != nil {
				return err
			}
			return k.Add(tx, c.Command, v, files...)
		})
	}
	return a
}

// confirm is the member's own word: the link counts the visit, the duty that asked for it is
// done, and what was found goes to the problem list.
func (d Commands) confirm() noun.Act {
	return noun.Further(d.life(VisitShape), "confirm", "confirmed", "Confirm, as the member, a visit that one paid", nil,
		visitIn(Recorded), func(tx noun.Tx, v *Visit, _ *struct{}) ([]act.Fact, error) {
			c := act.Command{Actor: tx.Actor(), Verb: "visit.confirm"}
			today := tx.Now().Day()
			county, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			before, err := noun.Stands(tx, c, VisitShape, v)
			if err != nil {
				return nil, err
			}
			err = noun.Take(tx, c, Shape, noun.At{ID: v.Link, Follows: true}, "link.visited.v1",
				func(_ noun.Tx, l *Link) ([]act.Fact, error) {
					l.Visited(v.PaidOn)
					return []act.Fact{act.Date("on", v.PaidOn), act.Id("visit", v.ID)}, nil
				})
			if err != nil {
				return nil, err
			}
			if err := d.found(tx, county, v, before); err != nil {
				return nil, err
			}
			v.State, v.ConfirmedOn = Confirmed, today
			level := duty.Member
			if county.FirstResponsible(v.Body).Person == v.Member {
				level = duty.First
			}
			err = d.fulfil(tx, c, v, duty.Fulfilled{Form: VisitShape.Word, Body: v.Body, Person: v.Member,
				On: v.PaidOn, How: text.Cut(v.Checked, problemMost), By: VisitShape.Ref(v), Level: level})
			return []act.Fact{act.Date("on", v.PaidOn), act.Id("person", v.Member)}, err
		})
}

// found puts the problems of a visit on the list, but those of the one before, if any: they are there.
func (d Commands) found(tx noun.Tx, c *bodies.County, v, before *Visit) error {
	first, _ := c.FirstOf(v.Unit)
	in := problem.Input{Side: v.Side, Source: Source, Subsource: Subsource, Level: problem.Slight, Unit: v.Unit,
		Leader: first.Person, Handler: first.Person, Found: v.PaidOn,
		Measures: measure.List{{Text: strings.TrimRight(text.Cut(v.Steps, measure.TextMost), "。.")}}}
	if first.Vacant() {
		in.LeaderName, in.HandlerName = c.Name(v.Unit), c.Name(v.Unit)
	}
	if before == nil {
		before = &Visit{}
	}
	for i, p := range v.Problems {
		if p == "" {
			continue
		}
		for j, old := range before.Problems {
			if old == p {
				v.Found[i] = before.Found[j]
			}
		}
		if v.Found[i] != 0 {
			continue
		}
		in.Facts = p
		var err error
		if v.Found[i], err = d.Register(tx, in, VisitShape.Ref(v)); err != nil {
			return err
		}
	}
	return nil
}

// withdraw takes off what was not confirmed: by who wrote it, or by the member who was not there.
func (d Commands) withdraw() noun.Act {
	fs := noun.Saying("why", reasonMost)
	a := noun.Further(d.life(VisitShape), "withdraw", "withdrawn", "Take off a visit that was not confirmed", fs,
		visitIn(Recorded), func(tx noun.Tx, v *Visit, in *noun.Said) ([]act.Fact, error) {
			v.State, v.Why = Withdrawn, in.Text
			c := act.Command{Actor: tx.Actor(), Verb: "visit.withdraw"}
			return []act.Fact{act.Words("reason", in.Text)}, noun.Dropped(tx, c, VisitShape, v)
		})
	a.Main, a.Danger = false, true
	return a
}

// correct writes a new visit in the place of one that was confirmed, which counts until the
// member confirms the new one.
func (d Commands) correct() noun.Act {
	return noun.CorrectAct(d.visits(), noun.Correction[*Visit]{Keeps: []string{"link"}, Later: true,
		May:     (*Visit).mayCorrect,
		Summary: "Write a new visit in the place of one that was wrong; the old one stays, marked"})
}
