package rounds

import (
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Tx is what rounds ask of a transaction.
type Tx interface {
	noun.Tx
	// NoteFrom is the first checkpoint of the county's journal signed at a moment or later.
	NoteFrom(at when.Instant) (recheck.Note, bool, error)
	// Facts are what the record says of units in some days, of one side; a result of an assessment before a year is poor
	// that is below so many whole points.
	Facts(side actor.Side, days when.Period, year, below int64) ([]Facts, error)
}

// Commands performs the commands of rounds.
type Commands struct {
	Door    act.Door[Tx]
	Plain   act.Door[noun.Tx] // the same, where nothing more is asked
	Tables  field.Tables
	Weights func() Weights
	Say     func(text.Message) string // in Chinese: what an inspection is planned for
	// Inspect plans the inspection of a unit that a round goes to.
	Inspect func(tx Tx, c act.Command, p Planned) error
}

// Planned is an inspection that follows from a round.
type Planned struct {
	Round, Unit, Body ref.ID
	Side              actor.Side
	From, To          when.Day
	Basis, Why        string
}

func (d Commands) life(s noun.Shape) noun.LifeOf[Tx] {
	return noun.LifeOf[Tx]{Door: d.Door, Shape: s, Tables: d.Tables}
}

// inspects says whether a body has rounds: the county's own two.
func inspects(k bodies.BodyKind) bool {
	return k == bodies.CountyCommittee || k == bodies.CountyDiscipline
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: Shape, Door: d.Plain, Tables: d.Tables,
		Settle: func(c *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
			r := v.(*Round)
			body, ok := c.Body(r.Body)
			switch {
			case r.Body != 0 && (!ok || !inspects(body.Kind)):
				errs.Add("body", "input.choose")
			case ok:
				r.Unit, r.Side = body.Unit, actor.Side(body.Kind.Side())
			}
			r.fits(errs)
			if len(slices.DeleteFunc(others, func(id ref.ID) bool { return id == r.ID })) > 0 {
				errs.Add("quarter", "round.twice")
			}
		},
		Alike: func(v noun.Value) []noun.Cond {
			r := v.(*Round)
			return []noun.Cond{{Column: "body", Num: []int64{int64(r.Body)}}, {Column: "year", Num: []int64{r.Year}},
				{Column: "quarter", Text: []string{r.Quarter}}, noun.StateIs(Drafted, Ranked, Fixed, Drawn)}
		},
		May: func(v noun.Value) error { return Shape.In(v, Drafted) }}
}

// nominees are those of a round.
func nominees(tx Tx, round ref.ID) (out []*Nominee, err error) {
	list, err := tx.Those(ref.Nominee, noun.Cond{Column: "round", Num: []int64{int64(round)}})
	for _, v := range list {
		out = append(out, v.(*Nominee))
	}
	return out, err
}

func keep(tx Tx, list []*Nominee) error {
	for _, c := range list {
		if err := tx.Keep(ref.Nominee, c); err != nil {
			return err
		}
	}
	return nil
}

// rank lists all units that matters may be about, but those that inspect, by what the record says of them.
func (d Commands) rank() noun.Act {
	a := noun.Further(d.life(Shape), "rank", "ranked", "Rank all units by what the record says of the quarter before", nil,
		func(r *Round) error { return Shape.In(r, Drafted) },
		func(tx Tx, r *Round, _ *struct{}) ([]act.Fact, error) {
			county, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			facts, err := tx.Facts(r.Side, r.Before(), r.Year, d.Weights().Below)
			if err != nil {
				return nil, err
			}
			of := map[ref.ID]Facts{}
			for _, f := range facts {
				of[f.Unit] = f
			}
			seat := bodies.PrincipalOffice // nobody inspects their own unit
			if r.Side == actor.Supervisory {
				seat = bodies.SupervisoryOffice
			}
			office, _ := county.Single(seat)
			var list []*Nominee
			for _, u := range county.ResponsibleUnits() {
				if u == r.Unit || county.Within(office.Unit, u) || county.Takes(u) != nil {
					continue
				}
				c := &Nominee{Round: r.ID, Name: county.Name(u), Year: r.Year, Quarter: r.Quarter}
				c.ID, c.Jurisdiction, c.Unit, c.Side = tx.NewID(), r.Jurisdiction, u, r.Side
				c.MadeBy, c.MadeAt = tx.Actor().Person, tx.Now()
				c.weigh(of[u], d.Weights())
				list = append(list, c)
			}
			if int64(len(list)) < r.Focus+r.Sample {
				return nil, text.Refuse(text.Conflict, "round.too-few", "n", len(list))
			}
			rank(list, r.Focus)
			r.State, r.RankedOn, r.Units = Ranked, tx.Now().Day(), int64(len(list))
			return []act.Fact{act.Number("units", r.Units)}, keep(tx, list)
		})
	return a
}

// fix ends the choosing: whoever was not chosen can be drawn.
func (d Commands) fix() noun.Act {
	a := noun.Further(d.life(Shape), "fix", "fixed", "Fix the list: who was not chosen can be drawn from tomorrow on", nil,
		func(r *Round) error { return Shape.In(r, Ranked) },
		func(tx Tx, r *Round, _ *struct{}) ([]act.Fact, error) {
			list, err := nominees(tx, r.ID)
			if err != nil {
				return nil, err
			}
			chosen := int64(0)
			for _, c := range list {
				if c.State == Chosen {
					c.State, chosen = Attention, chosen+1
				} else {
					c.State = Pool
				}
			}
			if chosen+r.Sample == 0 || chosen+r.Sample > int64(len(list)) {
				return nil, text.Refuse(text.Conflict, "round.too-few", "n", len(list))
			}
			r.State, r.FixedOn = Fixed, tx.Now().Day()
			return []act.Fact{act.Number("chosen", chosen), act.Number("pool", int64(len(list))-chosen)}, keep(tx, list)
		})
	a.Danger = true
	return a
}

// draw takes the seed, draws, and plans an inspection of each unit that was chosen or drawn.
func (d Commands) draw() noun.Act {
	a := noun.Further(d.life(Shape), "draw", "drawn", "Draw by the seed, and plan the inspections", nil,
		func(r *Round) error { return Shape.In(r, Fixed) },
		func(tx Tx, r *Round, _ *struct{}) ([]act.Fact, error) {
			if err := r.mayDraw(tx.Now().Day()); err != nil {
				return nil, err
			}
			note, ok, err := tx.NoteFrom((r.FixedOn + 1).Start())
			if err != nil {
				return nil, err
			}
			if !ok {
				return nil, text.Refuse(text.Conflict, "draw.no-seed")
			}
			list, err := nominees(tx, r.ID)
			if err != nil {
				return nil, err
			}
			var pool []*Nominee
			for _, c := range list {
				if c.State == Pool {
					pool = append(pool, c)
				}
			}
			r.State, r.DrawnOn, r.Covers, r.Seed = Drawn, tx.Now().Day(), note.Covers, r.seed(note.Root)
			Draw(r.Seed, pool, r.Sample)
			slices.SortFunc(list, func(a, b *Nominee) int { return int(a.Place - b.Place) })
			county, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			planned := map[ref.ID]bool{}
			for _, c := range list {
				// Where a unit ended since the list was fixed, the one that continues it is inspected, once.
				unit := county.Heir(c.Unit)
				if c.State == Pool || unit == 0 || planned[unit] {
					continue
				}
				planned[unit] = true
				if err := d.Inspect(tx, act.Command{Actor: tx.Actor()}, Planned{Round: r.ID, Unit: unit, Body: r.Body,
					Side: r.Side, From: max(r.Begins, tx.Now().Day()), To: max(r.Ends, tx.Now().Day()), Basis: r.Basis,
					Why: d.why(c)}); err != nil {
					return nil, err
				}
			}
			return []act.Fact{act.Code("seed", r.Seed), act.Number("covers", r.Covers)}, keep(tx, pool)
		})
	a.Rule = func(v noun.Value, now when.Instant) error {
		r := v.(*Round)
		if err := Shape.In(r, Fixed); err != nil {
			return err
		}
		return r.mayDraw(now.Day())
	}
	return a
}

// mayDraw waits for the day after: its journal gives the seed.
func (r *Round) mayDraw(today when.Day) error {
	if today > r.FixedOn {
		return nil
	}
	return text.Refuse(text.Conflict, "round.tomorrow", "on", r.FixedOn+1)
}

// why is what a unit is inspected for, in the words of papers.
func (d Commands) why(c *Nominee) string {
	if c.State == Picked {
		return d.Say(text.M("round.why.drawn"))
	}
	s := d.Say(text.M("round.why.place", "place", c.Place))
	for _, m := range c.Because() {
		s += "；" + d.Say(m)
	}
	if c.Reason != "" {
		s += "；" + c.Reason
	}
	return s
}

// choose and leave are the office's: each says why the record is not followed.
func (d Commands) turn(name, past, summary, from, to string) noun.Act {
	a := noun.Further(d.life(NomineeShape), name, past, summary, noun.Saying("reason", reasonMost),
		func(c *Nominee) error { return NomineeShape.In(c, from) },
		func(tx Tx, c *Nominee, in *noun.Said) ([]act.Fact, error) {
			v, err := tx.One(ref.Round, c.Round)
			if err != nil {
				return nil, err
			}
			c.State, c.Reason = to, in.Text
			return []act.Fact{act.Words("reason", in.Text)}, Shape.In(v, Ranked)
		})
	return a
}

func (d Commands) withdraw() noun.Act {
	a := noun.Further(d.life(Shape), "withdraw", "withdrawn", "Withdraw a round that was not fixed",
		noun.Saying("why", reasonMost),
		func(r *Round) error { return Shape.In(r, Drafted, Ranked) },
		func(_ Tx, r *Round, in *noun.Said) ([]act.Fact, error) {
			r.State, r.Why = Withdrawn, in.Text
			return []act.Fact{act.Words("why", in.Text)}, nil
		})
	a.Main, a.Danger = false, true
	return a
}
