package pledges

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of pledges.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	Duties duty.Commands // a pledge made in public fulfils the duty that asked for it
	// Within is until when something must be heard of a pledge after it was heard of last
	// (policy: 三个月 [D]).
	Within func(when.Day) when.Day
}

// Pledges says whether the head of a body pledges for its team: those of the principal
// responsibility do.
func Pledges(k bodies.BodyKind) bool { return k.Side() == bodies.Principal && !k.Single() }

func (d Commands) life() noun.Life { return noun.Life{Door: d.Door, Shape: Shape, Tables: d.Tables} }

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Door, Tables: d.Tables, Settle: settle,
		May: func(v noun.Value) error { return v.(*Pledge).in(Drafted) }}
}

// settle finds out whose a pledge is, and that it is of its year.
func settle(c *bodies.County, v noun.Value, _ []ref.ID, errs *text.InputErrors) {
	p := v.(*Pledge)
	body, ok := c.Body(p.Body)
	switch {
	case p.Body != 0 && !ok:
		errs.Add("body", "input.choose")
	case ok && !Pledges(body.Kind):
		errs.Add("body", "pledge.body.none", "body", body.Name)
	}
	p.Unit, p.Side = body.Unit, actor.Side(body.Kind.Side())
	if next := int64(c.Day().Year()) + 1; p.Year > next {
		errs.Add("year", "responsibility.year.later", "year", next)
	}
	if p.Due != 0 && p.Year >= yearLeast && p.Due.Year() != int(p.Year) {
		errs.Add("due", "pledge.due.year", "year", p.Year)
	}
}

var publishing = field.Fields{
	field.Day("on", true, func(p *Publishing) *when.Day { return &p.On }),
	field.Policy("place", true, PlaceTable, func(p *Publishing) *string { return &p.Place }),
	field.Files("file", true),
}

var reviewing = field.Fields{
	field.Day("on", true, func(r *Reviewing) *when.Day { return &r.On }),
	field.Text("done", 1, textMost, func(r *Reviewing) *string { return &r.Done }),
	field.Policy("grade", true, GradeTable, func(r *Reviewing) *string { return &r.Grade }),
	field.Files("file", false),
}

var rating = field.Fields{
	field.Day("on", true, func(b *Ballots) *when.Day { return &b.On }),
	field.Count("returned", 1, votesMost, func(b *Ballots) *int64 { return &b.Returned }),
	field.Count("satisfied", 0, votesMost, func(b *Ballots) *int64 { return &b.Satisfied }),
	field.Count("mostly", 0, votesMost, func(b *Ballots) *int64 { return &b.Mostly }),
	field.Count("unsatisfied", 0, votesMost, func(b *Ballots) *int64 { return &b.Unsatisfied }),
	field.Files("file", false),
}

var judging = field.Fields{
	field.Policy("grade", true, GradeTable, func(j *Judging) *string { return &j.Grade }),
	field.Text("opinion", 1, textMost, func(j *Judging) *string { return &j.Opinion }),
}

// makeAct makes a pledge public; the duty that asked for it is fulfilled with it.
func (d Commands) makeAct() noun.Act {
	a := noun.Further(d.life(), "make", "made", "Say where and when a pledge was made in public, with its proof",
		publishing, func(p *Pledge) error { return p.in(Drafted) },
		func(tx noun.Tx, p *Pledge, in *Publishing) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			who, today := c.FirstResponsible(p.Body).Person, tx.Now().Day()
			if err := p.Make(*in, who, d.Within, today); err != nil {
				return nil, err
			}
			_, err = d.Duties.Fulfil(tx, act.Command{Actor: tx.Actor()}, duty.Fulfilled{Form: Shape.Word, Body: p.Body,
				Person: p.Person, On: in.On, How: p.Item, By: Shape.Ref(p)})
			return []act.Fact{act.Date("on", in.On), act.Code("place", in.Place), act.Id("person", p.Person)}, err
		})
	a.ID, a.Body = "makePledge", "PledgeMaking"
	return a
}

func (d Commands) tell() noun.Act {
	fs := append(noun.Saying("going", textMost), field.Files("file", false))
	a := noun.Further(d.life(), "tell", "told", "Tell how a pledge goes", fs,
		func(p *Pledge) error { return p.in(Made) },
		func(tx noun.Tx, p *Pledge, in *noun.Said) ([]act.Fact, error) {
			p.Tell(in.Text, d.Within, tx.Now().Day())
			return []act.Fact{act.Words("going", in.Text)}, nil
		})
	a.Kept = true
	return a
}

func (d Commands) review() noun.Act {
	return noun.Further(d.life(), "review", "reviewed", "Say how a pledge was kept, by the unit's own word",
		reviewing, func(p *Pledge) error { return p.in(Made) },
		func(tx noun.Tx, p *Pledge, in *Reviewing) ([]act.Fact, error) {
			return []act.Fact{act.Date("on", in.On), act.Words("done", in.Done), act.Code("grade", in.Grade)},
				p.Review(*in, tx.Now().Day())
		})
}

func (d Commands) rate() noun.Act {
	return noun.Further(d.life(), "rate", "rated", "Take up what the public said of a pledge, counted", rating,
		func(p *Pledge) error { return p.in(Reviewed, Rated) },
		func(tx noun.Tx, p *Pledge, in *Ballots) ([]act.Fact, error) {
			err := p.Rate(*in, tx.Now().Day())
			return []act.Fact{act.Date("on", in.On), act.Number("returned", in.Returned),
				act.Number("satisfied", in.Satisfied), act.Number("mostly", in.Mostly),
				act.Number("unsatisfied", in.Unsatisfied), act.Number("rating", p.Rating)}, err
		})
}

// judge is not the unit's own: neither the hands that reviewed it nor its people.
func (d Commands) judge() noun.Act {
	return noun.Further(d.life(), "judge", "judged", "Judge how a pledge was kept, by self-review and public rating",
		judging, func(p *Pledge) error { return p.in(Rated) },
		func(tx noun.Tx, p *Pledge, in *Judging) ([]act.Fact, error) {
			p.Judge(*in, tx.Now().Day())
			return []act.Fact{act.Code("grade", in.Grade), act.Words("opinion", in.Opinion)}, nil
		})
}

// withdraw takes off what is not public yet, or what cannot be kept for a reason that an
// office finds good.
func (d Commands) withdraw(name, past, summary string, states ...string) noun.Act {
	fs := noun.Saying("why", reasonMost)
	a := noun.Further(d.life(), name, past, summary, fs, func(p *Pledge) error { return p.in(states...) },
		func(_ noun.Tx, p *Pledge, in *noun.Said) ([]act.Fact, error) {
			p.State, p.Why, p.Card, p.CardOn = Withdrawn, in.Text, "", 0
			return []act.Fact{act.Words("why", in.Text)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}

// Raise puts the card for silence on record; the house does it.
func (d Commands) Raise(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "pledge.card", id
	return noun.Step(ctx, d.Door, c, Shape, noun.At{ID: id}, "pledge.carded.v1",
		func(tx noun.Tx, p *Pledge) ([]act.Fact, error) {
			err := p.Raise(tx.Now().Day())
			return []act.Fact{act.Code("card", p.Card), act.Date("on", p.CardOn)}, err
		})
}
