package screenings

import (
	"errors"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/field"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/sift"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Tx is what screenings ask of a transaction.
type Tx interface {
	problem.Tx
	noun.Tx
	// CountRows counts rows of the county, all by one statement.
	CountRows(list []sift.Count) ([]int64, error)
	// OpenProblems says how many of some problems are not struck off.
	OpenProblems(ids []ref.ID) (int64, error)
}

// Commands performs the commands of screenings.
type Commands struct {
	Door     act.Door[Tx]
	Plain    act.Door[noun.Tx] // the same, where nothing more is asked
	Tables   field.Tables
	Duties   duty.Commands // a screening that was held fulfils the duty that asked for it
	Problems func() problem.Commands
	Say      func(text.Message) string // in Chinese: what a screening is called
}

func (d Commands) life(s noun.Shape) noun.LifeOf[Tx] {
	return noun.LifeOf[Tx]{Door: d.Door, Shape: s, Tables: d.Tables}
}

// Screens says whether a body screens: those of the responsibilities, and the county's own two.
func Screens(k bodies.BodyKind) bool { return k.Side() != "" }

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Plain, Tables: d.Tables,
		Settle: d.settle, Look: d.prepare,
		Alike: func(v noun.Value) []noun.Cond {
			s := v.(*Screening)
			return []noun.Cond{{Column: "body", Num: []int64{int64(s.Body)}}, {Column: "year", Num: []int64{s.Year}},
				noun.StateIs(Drafted, Held, Closed)}
		},
		May: func(v noun.Value) error { return Shape.In(v, Drafted) }}
}

// settle finds out whose a screening is, and that its body has none of the year.
func (d Commands) settle(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
	s := v.(*Screening)
	body, ok := c.Body(s.Body)
	switch {
	case s.Body != 0 && (!ok || !Screens(body.Kind)):
		errs.Add("body", "screening.body.none")
	case ok && slices.ContainsFunc(others, func(id ref.ID) bool { return id != s.ID }):
		errs.Add("year", "screening.twice", "body", body.Name, "year", s.Year)
	}
	if next := int64(c.Day().Year()) + 1; s.Year > next {
		errs.Add("year", "responsibility.year.later", "year", next)
	}
	s.Unit, s.Side, s.Due = body.Unit, actor.Side(body.Kind.Side()), s.quarter()
	s.Title = d.Say(text.M("screening.title", "body", body.Name, "year", s.Year))
}

// prepare puts down what the record says of the year before.
func (d Commands) prepare(tx noun.Tx, v noun.Value, _ *text.InputErrors) error {
	s := v.(*Screening)
	list := s.Counts(d.Tables("category"), tx.Now().Day())
	counts := make([]sift.Count, len(list))
	for i, f := range list {
		counts[i] = f.Count
	}
	n, err := tx.(Tx).CountRows(counts)
	if err == nil {
		s.Figures = pack(list, n)
	}
	return err
}

// again prepares it anew: the year may have ended since.
func (d Commands) again() noun.Act {
	a := noun.Further(d.life(Shape), "prepare", "prepared", "Put down anew what the record says of the year before", nil,
		func(s *Screening) error { return Shape.In(s, Drafted) },
		func(tx Tx, s *Screening, _ *struct{}) ([]act.Fact, error) { return nil, d.prepare(tx, s, nil) })
	a.Main = false
	return a
}

// find notes one problem with its cause and what is to be done.
func (d Commands) find() noun.Act {
	fs := ConcernFields.Asked()
	a := noun.Further(d.life(Shape), "find", "found", "Note a problem with its cause and what is to be done about it", fs,
		func(s *Screening) error { return Shape.In(s, Drafted) },
		func(tx Tx, s *Screening, in *Concern) ([]act.Fact, error) {
			c, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			x := &Concern{Screening: s.ID}
			fs.Copy(x, in)
			if x.Target == 0 {
				x.Target = s.Unit
			}
			x.Unit, x.Side, x.State = s.Unit, s.Side, Noted
			switch err := c.Takes(x.Target); {
			case x.Target == 0:
				return nil, text.InputErrors{{Field: "target", Message: text.M("screening.target")}}
			case s.Unit != 0 && !c.Within(x.Target, s.Unit):
				return nil, text.InputErrors{{Field: "target", Message: text.M("screening.target.own")}}
			case err != nil:
				return nil, err
			}
			if err := x.fits(c.Team(x.Target).Works, d.Problems().Rules, tx.Now().Day()); err != nil {
				return nil, err
			}
			if s.Concerns >= concernsMost {
				return nil, text.Refuse(text.Conflict, "screening.concerns.many", "most", concernsMost)
			}
			s.Concerns++
			err = noun.Make(tx, act.Command{Verb: "screening.find"}, ConcernShape, x, nil, "concern.added.v1",
				act.Code("category", x.Category))
			return []act.Fact{act.Id("concern", x.ID)}, err
		})
	a.Kept = true
	// A body with a unit has its problems put right by its own people.
	a.Fit = func(v noun.Value, fs field.Fields) field.Fields {
		if v.Head().Unit == 0 {
			return fs
		}
		out := slices.Clone(fs)
		for i, f := range out {
			switch f.Name {
			case "leader":
				out[i] = f.From(field.Leaders)
			case "handler":
				out[i] = f.From(field.Team)
			}
		}
		return out
	}
	return a
}

var holding = field.Fields{
	field.Day("on", true, func(h *Holding) *when.Day { return &h.On }),
	field.Line("place", 1, lineMost, func(h *Holding) *string { return &h.Place }),
	field.Line("participants", 1, lineMost, func(h *Holding) *string { return &h.Participants }),
	field.Line("sought", 1, lineMost, func(h *Holding) *string { return &h.Sought }),
	field.Count("opinions", 0, opinionsMost, func(h *Holding) *int64 { return &h.Opinions }),
	field.Text("conclusion", 1, textMost, func(h *Holding) *string { return &h.Conclusion }),
	field.Files("file", false),
}

// hold says that it was held: what was found goes on the problem list, and the duty is fulfilled.
func (d Commands) hold() noun.Act {
	a := noun.Further(d.life(Shape), "hold", "held", "Say that the screening was held: its problems go on the list",
		holding,
		func(s *Screening) error { return Shape.In(s, Drafted) },
		func(tx Tx, s *Screening, in *Holding) ([]act.Fact, error) {
			if err := s.Hold(*in, tx.Now().Day()); err != nil {
				return nil, err
			}
			n, err := d.list(tx, s)
			if err != nil {
				return nil, err
			}
			_, err = d.Duties.Fulfil(tx, act.Command{Actor: tx.Actor()}, duty.Fulfilled{Form: Shape.Word, Body: s.Body,
				On: in.On, How: s.Title, By: Shape.Ref(s)})
			return []act.Fact{act.Date("on", in.On), act.Number("opinions", in.Opinions), act.Number("problems", n)}, err
		})
	a.Kept, a.ID, a.Body = true, "holdScreening", "ScreeningHolding"
	return a
}

// list puts on the problem list what a screening found.
func (d Commands) list(tx Tx, s *Screening) (int64, error) {
	all, err := tx.Those(ref.Concern, noun.Cond{Column: "screening", Num: []int64{int64(s.ID)}}, noun.StateIs(Noted))
	if err != nil {
		return 0, err
	}
	problems := d.Problems()
	for _, v := range all {
		err := noun.Take(tx, act.Command{Verb: "screening.hold"}, ConcernShape, noun.At{ID: v.Head().ID, Follows: true},
			"concern.listed.v1", func(tx Tx, c *Concern) (_ []act.Fact, err error) {
				c.State = Listed
				c.Problem, err = problems.RegisterIn(tx, c.input(s.Side, s.HeldOn, tx.Now().Day()), ConcernShape.Ref(c))
				var wrong text.InputErrors
				if errors.As(err, &wrong) {
					err = text.Refuse(text.Conflict, "screening.concern", "what", text.Clip(c.What, 30), "why", wrong[0].Message)
				}
				return []act.Fact{act.Id("problem", c.Problem)}, err
			})
		if err != nil {
			return 0, err
		}
	}
	return int64(len(all)), nil
}

// close ends the watching: what was found is struck off.
func (d Commands) close() noun.Act {
	return noun.Further(d.life(Shape), "close", "closed", "Close a screening whose problems are struck off",
		noun.Saying("outcome", textMost), func(s *Screening) error { return Shape.In(s, Held) },
		func(tx Tx, s *Screening, in *noun.Said) ([]act.Fact, error) {
			all, err := tx.Those(ref.Concern, noun.Cond{Column: "screening", Num: []int64{int64(s.ID)}}, noun.StateIs(Listed))
			if err != nil {
				return nil, err
			}
			ids := make([]ref.ID, len(all))
			for i, v := range all {
				ids[i] = v.(*Concern).Problem
			}
			open, err := tx.OpenProblems(ids)
			if err != nil {
				return nil, err
			}
			if open > 0 {
				return nil, text.Refuse(text.Conflict, "screening.open", "n", open)
			}
			s.State, s.ClosedOn, s.Outcome = Closed, tx.Now().Day(), in.Text
			return []act.Fact{act.Words("outcome", in.Text)}, nil
		})
}

func (d Commands) withdraw() noun.Act {
	a := noun.Further(d.life(Shape), "withdraw", "withdrawn", "Withdraw a screening that was not held",
		noun.Saying("why", reasonMost), func(s *Screening) error { return Shape.In(s, Drafted) },
		func(_ Tx, s *Screening, in *noun.Said) ([]act.Fact, error) {
			s.State, s.Why, s.Due = Withdrawn, in.Text, 0
			return []act.Fact{act.Words("why", in.Text)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}

// strike takes off a concern that was noted wrongly, before the screening is held.
func (d Commands) strike() noun.Act {
	a := noun.Further(d.life(ConcernShape), "strike", "struck", "Strike a problem that was noted wrongly",
		noun.Saying("why", reasonMost), func(c *Concern) error { return ConcernShape.In(c, Noted) },
		func(tx Tx, c *Concern, in *noun.Said) ([]act.Fact, error) {
			c.State, c.Why = Struck, in.Text
			return []act.Fact{act.Words("why", in.Text)}, noun.Take(tx, act.Command{Verb: "screening.find"}, Shape,
				noun.At{ID: c.Screening, Follows: true}, "screening.unfound.v1",
				func(_ Tx, s *Screening) ([]act.Fact, error) {
					s.Concerns--
					return []act.Fact{act.Id("concern", c.ID)}, Shape.In(s, Drafted)
				})
		})
	a.Danger = true
	return a
}
