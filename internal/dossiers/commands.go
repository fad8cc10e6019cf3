package dossiers

import (
	"context"
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of dossiers, of what is declared in them and of access to them.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
	Rules  func() *Rules // of the policy in force
	Style  func(number.Series) number.Style
}

// rules are those in force; none where nothing is wired (an outline of the API).
func (d Commands) rules() *Rules {
	if d.Rules == nil {
		return &Rules{}
	}
	return d.Rules()
}

func (d Commands) shape() noun.Shape {
	s, series := Shape, *Shape.Series
	series.Style, s.Series = d.Style, &series
	return s
}

func (d Commands) life() noun.Life {
	return noun.Life{Door: d.Door, Shape: d.shape(), Tables: d.Tables}
}

func (d Commands) keeper() noun.Keeper {
	return noun.Keeper{Shape: d.shape(), Door: d.Door, Tables: d.Tables,
		Settle: func(r *bodies.County, v noun.Value, others []ref.ID, errs *text.InputErrors) {
			x := v.(*Dossier)
			for _, id := range others {
				if id != x.ID {
					errs.Add("person", "dossier.twice")
				}
			}
			x.settle(r, d.rules(), errs)
		},
		Alike: func(v noun.Value) []noun.Cond {
			x := v.(*Dossier)
			if x.Person == 0 {
				return nil
			}
			return []noun.Cond{{Column: "person", Num: []int64{int64(x.Person)}}, noun.StateIs(Open, Expected)}
		},
		May: func(v noun.Value) error { return Shape.In(v, Open) },
		Look: func(tx noun.Tx, v noun.Value, errs *text.InputErrors) error {
			x := v.(*Dossier)
			if x.ID != 0 {
				was, err := tx.One(ref.Dossier, x.ID)
				if err != nil {
					return err
				}
				if was.(*Dossier).Person != x.Person {
					errs.Add("person", "dossier.person.fixed")
				}
			}
			return apart(tx.Actor(), x.Person)
		}}
}

// Keeping is who keeps a dossier, and where the paper one stands.
type Keeping struct {
	Keeper ref.ID
	Shelf  string
	Paper
}

func (d Commands) open() noun.Act {
	fs := append(field.Fields{field.Person("keeper", true, func(k *Keeping) *ref.ID { return &k.Keeper }),
		field.Line("shelf", 0, lineMost, func(k *Keeping) *string { return &k.Shelf })},
		paper(func(k *Keeping) *Paper { return &k.Paper })...)
	return noun.Further(d.life(), "open", "opened", "Open the dossier of somebody who took a post", fs,
		func(x *Dossier) error { return Shape.In(x, Expected) },
		func(tx noun.Tx, x *Dossier, in *Keeping) ([]act.Fact, error) {
			if err := apart(tx.Actor(), x.Person); err != nil {
				return nil, err
			}
			var errs text.InputErrors
			if in.Keeper == x.Person {
				errs.Add("keeper", "dossier.keeper.own")
			}
			if in.Paper.check(tx.Now().Day(), &errs); len(errs) > 0 {
				return nil, errs
			}
			x.Keeper, x.Shelf, x.Paper = in.Keeper, in.Shelf, in.Paper
			x.open(d.rules(), tx.Now().Day())
			return []act.Fact{act.Id("keeper", x.Keeper)}, nil
		})
}

// review is the look that is taken at all of a dossier once a year.
func (d Commands) review() noun.Act {
	a := noun.Further(d.life(), "review", "reviewed", "Note that a dossier was gone through and is complete",
		noun.Saying("finding", reasonMost), func(x *Dossier) error { return Shape.In(x, Open) },
		func(tx noun.Tx, x *Dossier, in *noun.Said) ([]act.Fact, error) {
			today := tx.Now().Day()
			x.ReviewedOn, x.ReviewBy = today, months(today, d.rules().ReviewMonths)
			return []act.Fact{act.Words("finding", in.Text)}, apart(tx.Actor(), x.Person)
		})
	a.Main = false
	return a
}

func (d Commands) close() noun.Act {
	a := noun.Further(d.life(), "close", "closed", "Close the dossier of somebody who left, or hand it on",
		noun.Saying("why", reasonMost), func(x *Dossier) error { return Shape.In(x, Open, Expected) },
		func(tx noun.Tx, x *Dossier, in *noun.Said) ([]act.Fact, error) {
			x.State, x.ClosedOn, x.Why, x.ReviewBy = Closed, tx.Now().Day(), in.Text, 0
			return []act.Fact{act.Words("why", in.Text)}, apart(tx.Actor(), x.Person)
		})
	a.Main, a.Danger = false, true
	return a
}

// Expect puts on record that the dossier of somebody is to be opened; it is the program's, once somebody took a post.
func (d Commands) Expect(ctx context.Context, c act.Command, person ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "dossier.expect", person
	return d.Door.Do(ctx, c, func(tx noun.Tx) error {
		r, err := tx.CountyToday()
		if err != nil {
			return err
		}
		kept, err := tx.Find(ref.Dossier, noun.Cond{Column: "person", Num: []int64{int64(person)}},
			noun.StateIs(Open, Expected))
		if err != nil {
			return err
		}
		post, ok := standing(r, d.rules(), person)
		if !ok || len(kept) > 0 {
			return text.Refuse(text.Conflict, "dossier.expected")
		}
		p, _ := r.Person(person)
		x := &Dossier{Person: person, Name: p.Name, Rank: d.rules().Rank(post.Rank), Since: post.Period.From,
			OpenBy: d.rules().OpenBy(post.Period.From)}
		x.State, x.Unit, x.Side = Expected, cases.Top(r, post.Unit), actor.Supervisory
		return noun.Make(tx, c, d.shape(), x, nil, "dossier.expected.v1", act.Id("person", person))
	})
}

// Writing is what is written down of one matter.
type Writing struct {
	Part    string
	On      when.Day
	Content string
	Kin     ref.ID
	Reason  string // of a correction
}

func writing(part bool) (fs field.Fields) {
	if part {
		fs = append(fs, field.Policy("part", true, PartTable, func(w *Writing) *string { return &w.Part }))
	}
	return append(fs, field.Day("matterOn", false, func(w *Writing) *when.Day { return &w.On }),
		field.Text("content", 1, textMost, func(w *Writing) *string { return &w.Content }),
		field.Person("kin", false, func(w *Writing) *ref.ID { return &w.Kin }))
}

// declare is the person's own: a matter that only they know.
func (d Commands) declare() noun.Act {
	return d.written("declare", Declared, "Declare a matter in one’s own dossier", writing(true))
}

// record is the discipline body's: of a lead its number, the organ and the result alone.
func (d Commands) record() noun.Act {
	fs := slices.DeleteFunc(writing(true), func(f field.Field) bool { return f.Name == "kin" })
	return d.written("record", Kept, "Enter what the discipline body keeps in a dossier: number, organ and result", fs)
}

func (d Commands) written(name, source, summary string, fs field.Fields) noun.Act {
	a := noun.Act{Name: name, Verb: verb("dossier." + name), Records: "declaration.added.v1", Summary: summary, Fields: fs,
		New: func() any { return new(Writing) }, Main: source == Declared, Made: true,
		Rule: func(v noun.Value, _ when.Instant) error { return Shape.In(v, Open) },
		Offer: func(noun.Value) bool {
			return len(d.rules().Of(source)) > 0
		},
		Fit: func(_ noun.Value, fs field.Fields) field.Fields {
			var codes []string
			for _, p := range d.rules().Of(source) {
				codes = append(codes, p.Code)
			}
			out := slices.Clone(fs)
			out[0] = field.Limit(out[0], codes)
			return out
		}}
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in := c.In.(*Writing)
		// Nothing of what is sealed stays in a digest of the input (decision 0012).
		c.Command.Verb, c.Command.Input = a.Verb, []any{c.ID, in.Part, in.On}
		return d.Door.Do(ctx, c.Command, func(tx noun.Tx) error {
			x, err := d.dossier(tx, a, c.ID)
			if err != nil {
				return err
			}
			var errs text.InputErrors
			fs.Check(in, d.Tables, &errs)
			part, on := d.rules().Part(in.Part)
			if in.Part != "" && (!on || part.Source != source) {
				errs.Add("part", "declaration.part."+source)
			}
			n := &Declaration{Dossier: x.ID, Person: x.Person, Owner: x.Person, Part: in.Part, Title: part.Name}
			n.State, n.Unit, n.Side = Drafted, x.Unit, x.Side
			n.write(in, tx.Now().Day(), &errs)
			if source == Kept {
				n.State, n.Owner, n.Hidden = Checked, 0, x.Person
				if err := apart(tx.Actor(), x.Person); err != nil {
					return err
				}
			}
			if err := errs.Err(); err != nil {
				return err
			}
			return noun.Make(tx, act.Command{Verb: a.Verb}, DeclarationShape, n, nil, "declaration.added.v1",
				act.Code("part", in.Part))
		})
	}
	return a
}

// dossier loads one that somebody may do an act on.
func (d Commands) dossier(tx noun.Tx, a noun.Act, id ref.ID) (*Dossier, error) {
	v, err := tx.One(ref.Dossier, id)
	if err != nil {
		return nil, err
	}
	x := v.(*Dossier)
	if err := tx.Allow(a.Verb, x.object()); err != nil {
		return nil, err
	}
	return x, a.Rule(x, tx.Now())
}

// Asking is a request to look into a dossier.
type Asking struct {
	Purpose string
	Reason  string
	On      Ticked
}

// flagName is the field of a part in a form.
func flagName(code string) string { return "part" + strings.ToUpper(code[:1]) + code[1:] }

func ticks[T any](at func(*T) *Ticked) (fs field.Fields) {
	for i, code := range Codes {
		fs = append(fs, field.Flag(flagName(code), func(v *T) *bool { return &at(v)[i] }))
	}
	return fs
}

// among leaves the parts of a form that there are.
func among(fs field.Fields, is func(code string) bool) (out field.Fields) {
	for _, f := range fs {
		if code, part := strings.CutPrefix(f.Name, "part"); !part || is(strings.ToLower(code)) {
			out = append(out, f)
		}
	}
	return out
}

// ask asks to look into somebody's dossier, for a purpose: another decides.
func (d Commands) ask() noun.Act {
	fs := append(field.Fields{field.Policy("purpose", true, PurposeTable, func(a *Asking) *string { return &a.Purpose }),
		field.Text("reason", 1, reasonMost, func(a *Asking) *string { return &a.Reason })},
		ticks(func(a *Asking) *Ticked { return &a.On })...)
	a := noun.Act{Name: "ask", Verb: "dossier.ask", Records: "dossieraccess.asked.v1", Fields: fs, Main: true, Made: true,
		Summary: "Ask to look into a dossier: for a purpose, with a reason, at some parts",
		New:     func() any { return new(Asking) },
		Rule:    func(v noun.Value, _ when.Instant) error { return Shape.In(v, Open) },
		For:     func(who actor.Actor, v noun.Value) bool { return apart(who, v.(*Dossier).Person) == nil },
		Fit: func(_ noun.Value, fs field.Fields) field.Fields {
			return among(fs, func(code string) bool { _, on := d.rules().Part(code); return on })
		}}
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in := c.In.(*Asking)
		c.Command.Verb, c.Command.Input = a.Verb, []any{c.ID, in.Purpose, in.On}
		return d.Door.Do(ctx, c.Command, func(tx noun.Tx) error {
			x, err := d.dossier(tx, a, c.ID)
			if err != nil {
				return err
			}
			if err := d.stranger(tx, x.Person); err != nil {
				return err
			}
			var errs text.InputErrors
			fs.Check(in, d.Tables, &errs)
			codes := in.On.Codes()
			if len(codes) == 0 {
				errs.Add(flagName(Codes[0]), "dossieraccess.parts.none")
			}
			for _, code := range codes {
				if _, on := d.rules().Part(code); !on {
					errs.Add(flagName(code), "dossieraccess.part.off")
				}
			}
			if err := errs.Err(); err != nil {
				return err
			}
			n := &Access{Dossier: x.ID, Holder: x.Person, Name: x.Name, Asker: tx.Actor().Person,
				MadeFor: tx.Actor().OnBehalf, Purpose: in.Purpose, Reason: in.Reason, Parts: strings.Join(codes, " ")}
			n.State, n.Unit, n.Side = Asked, x.Unit, x.Side
			return noun.Make(tx, act.Command{Verb: a.Verb}, AccessShape, n, nil, "dossieraccess.asked.v1",
				act.Code("purpose", in.Purpose))
		})
	}
	return a
}

// stranger refuses who is the holder of a dossier or a relative of theirs, as far as either declared it (spec 5.3).
func (d Commands) stranger(tx noun.Tx, holder ref.ID) error {
	who := tx.Actor()
	if err := apart(who, holder); err != nil {
		return err
	}
	for _, other := range []ref.ID{who.Person, who.OnBehalf} {
		kin, err := Related(tx, holder, other)
		if err != nil {
			return err
		}
		if kin {
			return text.Refuse(text.Forbidden, "dossier.kin")
		}
	}
	return nil
}

// Related says whether one of two people declared the other a relative, in a declaration that was signed.
func Related(tx noun.Tx, a, b ref.ID) (bool, error) {
	for _, pair := range [][2]ref.ID{{a, b}, {b, a}} {
		if pair[0] == 0 || pair[1] == 0 {
			continue
		}
		ids, err := tx.Find(ref.Declaration, noun.Cond{Column: "person", Num: []int64{int64(pair[0])}},
			noun.Cond{Column: "part", Text: []string{Family}}, noun.StateIs(Filed, Signed, Checked))
		if err != nil {
			return false, err
		}
		for _, id := range ids { // sealed: opened one at a time
			v, err := tx.One(ref.Declaration, id)
			if err != nil {
				return false, err
			}
			if v.(*Declaration).Relative() == pair[1] {
				return true, nil
			}
		}
	}
	return false, nil
}

// Giving is what is released by who decides.
type Giving struct {
	On      Ticked
	Expires when.Day
}

func (d Commands) accessLife() noun.Life {
	return noun.Life{Door: d.Door, Shape: AccessShape, Tables: d.Tables}
}

// approve is another's: the parts released, and the last day.
func (d Commands) approve() noun.Act {
	fs := append(field.Fields{field.Day("expires", true, func(g *Giving) *when.Day { return &g.Expires })},
		ticks(func(g *Giving) *Ticked { return &g.On })...)
	a := noun.Further(d.accessLife(), "approve", "approved", "Let somebody look at some parts, until a day", fs,
		func(x *Access) error { return AccessShape.In(x, Asked) },
		func(tx noun.Tx, x *Access, in *Giving) ([]act.Fact, error) {
			if err := d.stranger(tx, x.Holder); err != nil {
				return nil, err
			}
			err := x.give(in, d.rules(), tx.Actor().Person, tx.Now().Day())
			return []act.Fact{act.Number("expires", int64(x.Expires)), act.Id("asker", x.Asker)}, err
		})
	a.Fit = func(v noun.Value, fs field.Fields) field.Fields {
		asked := v.(*Access).Asks()
		return among(fs, func(code string) bool { return slices.Contains(asked, code) })
	}
	a.Fill = func(v noun.Value) any { return &Giving{On: tick(v.(*Access).Asks())} }
	a.Beside = true // who asks, for what and why
	return a
}

// sealedSaying is an act whose words are sealed with the object, and in no fact of the entry.
func sealedSaying[T noun.Value](l noun.Life, name, past, summary string, most int, rule func(T) error,
	decide func(tx noun.Tx, v T, words string) ([]act.Fact, error)) noun.Act {
	fs := noun.Saying("why", most)
	a := noun.Further(l, name, past, summary, fs, rule, func(tx noun.Tx, v T, in *noun.Said) ([]act.Fact, error) {
		return decide(tx, v, in.Text)
	})
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in := c.In.(*noun.Said)
		c.Command.Verb, c.Command.Input = a.Verb, c.ID
		return noun.Step(ctx, l.Door, c.Command, l.Shape, noun.At{ID: c.ID, Version: c.Version}, a.Records,
			func(tx noun.Tx, v T) ([]act.Fact, error) {
				if err := rule(v); err != nil {
					return nil, err
				}
				var errs text.InputErrors
				fs.Check(in, l.Tables, &errs)
				if err := errs.Err(); err != nil {
					return nil, err
				}
				return decide(tx, v, in.Text)
			})
	}
	return a
}

func (d Commands) refuse() noun.Act {
	a := sealedSaying(d.accessLife(), "refuse", "refused", "Refuse a request to look into a dossier", reasonMost,
		func(x *Access) error { return AccessShape.In(x, Asked) },
		func(tx noun.Tx, x *Access, why string) ([]act.Fact, error) {
			x.State, x.Why, x.Decider, x.DecidedOn = Refused, why, tx.Actor().Person, tx.Now().Day()
			return []act.Fact{act.Id("asker", x.Asker)}, d.stranger(tx, x.Holder)
		})
	a.Main = false
	return a
}

func (d Commands) drop() noun.Act {
	a := noun.Further[*Access, noun.Said](d.accessLife(), "withdraw", "withdrawn", "Withdraw one’s request", nil,
		func(x *Access) error { return AccessShape.In(x, Asked, Given) },
		func(_ noun.Tx, x *Access, _ *noun.Said) ([]act.Fact, error) {
			x.State, x.Until = Dropped, 0
			return nil, nil
		})
	a.Main, a.Danger = false, true
	return a
}

// openAct opens what was released: each opening is an entry, and lasts a quarter of an hour.
func (d Commands) openAct() noun.Act {
	return noun.Further[*Access, noun.Said](d.accessLife(), "open", "opened", "Open the parts that were released", nil,
		func(x *Access) error { return AccessShape.In(x, Given) },
		func(tx noun.Tx, x *Access, _ *noun.Said) ([]act.Fact, error) {
			if err := d.stranger(tx, x.Holder); err != nil {
				return nil, err
			}
			err := x.open(d.rules(), tx.Now())
			return []act.Fact{act.Code("purpose", x.Purpose), act.Number("opened", x.Opened)}, err
		})
}
