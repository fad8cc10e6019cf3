package recheck

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Note is the checkpoint that gives a seed: how many entries it covers, and their root.
type Note struct {
	Covers int64
	Root   [32]byte
}

// Tx is what the commands ask of a transaction besides what every noun does.
type Tx interface {
	noun.Tx
	// NoteFrom is the first checkpoint of the county's journal signed at a moment or later.
	NoteFrom(at when.Instant) (n Note, ok bool, err error)
	// ClosedIn are the matters of a side that were struck off in a period and are so
	// still: orders, and problems without one; as checks to be, with who asked.
	ClosedIn(side actor.Side, p Period) ([]*Check, error)
	// Closers finds out from the journal whose hands closed a matter the last time before
	// a moment.
	Closers(matter ref.ID, before when.Instant) (Closing, error)
	// StillClosed says whether a matter is struck off now.
	StillClosed(c *Check) (bool, error)
	SaveDrawUnit(Unit) error
}

// Commands performs the commands of draws and re-checks.
type Commands struct {
	Door   act.Door[Tx]
	Tables field.Tables
	Rule   Rule
	DueBy  func(when.Day) when.Deadline // until when a drawn matter is seen
	// Reopen takes a matter up again by its own act, in the transaction.
	Reopen func(tx Tx, x *Check, reason string, due when.Day) error
}

// Said is what is said of a re-check.
type Said struct {
	Text string
	Due  when.Day
}

// Handed is to whom it is handed.
type Handed struct{ Checker ref.ID }

var (
	holding = field.Fields{field.Text("seen", saidLeast, saidMost, func(s *Said) *string { return &s.Text })}
	failing = field.Fields{field.Text("missing", saidLeast, saidMost, func(s *Said) *string { return &s.Text }),
		field.Day("due", false, func(s *Said) *when.Day { return &s.Due })}
	replying = field.Fields{field.Text("reply", 1, saidMost, func(s *Said) *string { return &s.Text })}
	handing  = field.Fields{field.Person("checker", true, func(h *Handed) *ref.ID { return &h.Checker })}
)

// ErrNoSeed says that the checkpoint that a draw waits for is not signed yet; ErrNothing
// that nothing was closed in the period.
var (
	ErrNoSeed  = text.Refuse(text.Conflict, "draw.no-seed")
	ErrNothing = text.Refuse(text.Conflict, "draw.nothing")
)

// Make draws of what a side closed in a period, once: the draw, what each unit closed,
// and a check of each drawn matter are one transaction.
func (d Commands) Make(ctx context.Context, c act.Command, side actor.Side, p Period) (act.Receipt, error) {
	c.Verb, c.Input = "draw.make", []any{side, p}
	return d.Door.Do(ctx, c, func(tx Tx) error { return d.make(tx, c, side, p) })
}

func (d Commands) make(tx Tx, c act.Command, side actor.Side, p Period) error {
	made := &Draw{Period: p.Name, FirstDay: p.From, LastDay: p.To, Share: d.Rule.Share, PerUnit: d.Rule.PerUnit,
		AtMost: d.Rule.AtMost, DrawnOn: tx.Now().Day()}
	b := made.Head()
	b.Jurisdiction, b.Side, b.State = tx.Actor().Jurisdiction, side, Drawn
	b.MadeBy, b.MadeAt = tx.Actor().Person, tx.Now()
	if err := tx.Allow(c.Verb, DrawShape.Object(made)); err != nil {
		return err
	}
	others, err := tx.Find(ref.Draw, noun.Cond{Column: "side", Text: []string{string(side)}},
		noun.Cond{Column: "last_day", Least: int64(p.From), Below: 1 << 40})
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return text.Refuse(text.Conflict, "draw.made", "period", p.Name)
	}
	note, ok, err := tx.NoteFrom(SeedFrom(p))
	if err != nil {
		return err
	}
	if !ok {
		return ErrNoSeed
	}
	made.Covers, made.Seed = note.Covers, Seed(p, side, note.Root)
	all, err := tx.ClosedIn(side, p)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return ErrNothing
	}
	list := make([]Closed, len(all))
	for i, x := range all {
		list[i] = Closed{x.Code, x.Unit}
	}
	picked := Pick(made.Seed, made.Rule(), list)
	made.Closed, made.Sample, b.ID = int64(len(all)), int64(len(picked)), tx.NewID()
	if err := tx.Keep(ref.Draw, made); err != nil {
		return err
	}
	for i, u := range units(all, picked) { // before the entry: they stand in it
		u.ID, u.Draw, u.Jurisdiction, u.Place = tx.NewID(), b.ID, b.Jurisdiction, int64(i+1)
		if err := tx.SaveDrawUnit(u); err != nil {
			return err
		}
	}
	if err := tx.Record("draw.made.v1", DrawShape.Ref(made), act.Code("period", p.Name), act.Code("seed", made.Seed),
		act.Number("closed", made.Closed), act.Number("sample", made.Sample)); err != nil {
		return err
	}
	county, err := tx.CountyToday()
	if err != nil {
		return err
	}
	has := map[ref.ID]int{}
	for i, at := range picked {
		x := all[at]
		x.Draw, x.Place, x.Side, x.State = b.ID, int64(i+1), side, Open
		x.Due = d.DueBy(made.DrawnOn).Due
		closed, err := tx.Closers(x.Matter, tx.Now()+1)
		if err != nil {
			return err
		}
		x.Confirmer, x.Reviewer = closed.Confirmer.By, closed.Reviewer.By
		x.Name(county, closed, has)
		if err := noun.Make(tx, c, Shape, x, nil, "recheck.drawn.v1", act.Id("draw", b.ID),
			act.Number("place", x.Place)); err != nil {
			return err
		}
	}
	tx.Answer(p.Name)
	return nil
}

// units say what each unit closed, in the order of their identifiers.
func units(all []*Check, picked []int) (out []Unit) {
	of := map[ref.ID]*Unit{}
	numbers := map[ref.ID][]string{}
	for _, x := range all {
		if of[x.Unit] == nil {
			of[x.Unit] = &Unit{Unit: x.Unit}
		}
		of[x.Unit].Closed++
		numbers[x.Unit] = append(numbers[x.Unit], x.Code)
	}
	for _, i := range picked {
		of[all[i].Unit].Sample++
	}
	for id, u := range of {
		slices.Sort(numbers[id])
		u.Numbers = strings.Join(numbers[id], " ")
		out = append(out, *u)
	}
	slices.SortFunc(out, func(a, b Unit) int { return cmp.Compare(a.Unit, b.Unit) })
	return out
}

func on(rule func(*Check) error) func(noun.Value, when.Instant) error {
	return noun.MayDo(func(v noun.Value) error { return rule(v.(*Check)) })
}

func mine(who actor.Actor, v noun.Value) bool { return v.(*Check).Own(who.Person) == nil }

// step declares an act on a check: what is asked, and what comes of it.
func (d Commands) step(name, done, summary string, asked field.Fields, rule func(*Check) error,
	decide func(tx Tx, x *Check, in Said) ([]act.Fact, error)) noun.Act {
	verb, kind := access.Verb("recheck."+name), journal.Kind("recheck."+done+".v1")
	return noun.Act{Name: name, Verb: verb, Records: kind, Summary: summary, Main: true, Fields: asked,
		New: func() any { return &Said{} }, Rule: on(rule),
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in, files := *c.In.(*Said), evidence.Came(c.Files)
			c.Command.Verb, c.Command.Input = verb, evidence.Input(files, c.ID, in)
			return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID, Files: files}, kind,
				func(tx Tx, x *Check) ([]act.Fact, error) { return decide(tx, x, in) })
		}}
}

func (d Commands) hold() noun.Act {
	a := d.step("hold", "held", "Say that what was put right holds", append(holding, field.Files("file", false)),
		(*Check).MayJudge, func(tx Tx, x *Check, in Said) ([]act.Fact, error) {
			return []act.Fact{act.Words("seen", in.Text)}, x.Hold(in.Text, tx.Actor().Person, tx.Now().Day())
		})
	a.For = mine
	return a
}

// fail takes the matter up again too, by its own act, unless that was done already.
func (d Commands) fail() noun.Act {
	a := d.step("fail", "failed", "Say that it does not hold: the matter is taken up again",
		append(failing, field.Files("file", false)), (*Check).MayJudge,
		func(tx Tx, x *Check, in Said) ([]act.Fact, error) {
			closed, err := tx.StillClosed(x)
			if err != nil {
				return nil, err
			}
			if !closed {
				in.Due = 0
			}
			if err := x.Fail(in.Text, in.Due, tx.Actor().Person, tx.Now().Day()); err != nil {
				return nil, err
			}
			if closed {
				if in.Due == 0 {
					return nil, text.InputErrors{{Field: "due", Message: text.M("input.required")}}
				}
				if err := d.Reopen(tx, x, in.Text, in.Due); err != nil {
					return nil, err
				}
			}
			return []act.Fact{act.Words("missing", in.Text), act.Date("due", in.Due)}, nil
		})
	a.For, a.Danger = mine, true
	return a
}

func (d Commands) reply() noun.Act {
	return d.step("reply", "replied", "Reply for the unit to what does not hold", replying, (*Check).MayReply,
		func(tx Tx, x *Check, in Said) ([]act.Fact, error) {
			return []act.Fact{act.Words("reply", in.Text)}, x.Answer(in.Text, tx.Actor().Person, tx.Now().Day())
		})
}

func (d Commands) hand() noun.Act {
	const verb, kind = "recheck.hand", "recheck.handed.v1"
	return noun.Act{Name: "hand", Verb: verb, Records: kind, Fields: handing, New: func() any { return &Handed{} },
		Summary: "Name somebody else who had no hand in the closing", Rule: on((*Check).MayJudge),
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in := *c.In.(*Handed)
			c.Command.Verb, c.Command.Input = verb, []any{c.ID, in}
			return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, kind,
				func(tx Tx, x *Check) ([]act.Fact, error) {
					county, err := tx.CountyToday()
					if err != nil {
						return nil, err
					}
					closed, err := tx.Closers(x.Matter, x.MadeAt+1)
					if err != nil {
						return nil, err
					}
					was := x.Checker
					return []act.Fact{act.Id("checker-was", was), act.Id("checker", in.Checker)},
						x.HandTo(county, closed, in.Checker)
				})
		}}
}
