package remark

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of remarks.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
}

// Said are the words of an act.
type Said struct{ Text string }

func saying(name string) field.Fields {
	return field.Fields{field.Text(name, 1, saidMost, func(s *Said) *string { return &s.Text })}
}

// Put makes a remark inside the transaction of what gave rise to it, and says so where
// the same one stands already and nothing is done.
func Put(tx noun.Tx, r *Remark) (made bool, err error) {
	there, err := tx.Find(Shape.Of, noun.Cond{Column: "mark", Text: []string{r.Mark}})
	if err != nil || len(there) > 0 {
		return false, err
	}
	b := r.Head()
	b.ID, b.State = tx.NewID(), Open
	b.Jurisdiction, b.MadeBy, b.MadeAt = tx.Actor().Jurisdiction, tx.Actor().Person, tx.Now()
	if err := tx.Keep(Shape.Of, r); err != nil {
		return false, err
	}
	return true, tx.Record("remark.made.v1", Shape.Ref(r), act.Id("record", r.Record), act.Code("kind", string(r.Kind)))
}

// Make makes remarks that the house found, each once; it says how many were new.
func (d Commands) Make(ctx context.Context, c act.Command, list []*Remark) (made int, err error) {
	for _, r := range list {
		c.Verb, c.Input = "remark.make", r.Mark
		_, err := d.Door.Do(ctx, c, func(tx noun.Tx) error {
			r.Jurisdiction = c.Actor.Jurisdiction
			if err := tx.Allow(c.Verb, r.Object()); err != nil {
				return err
			}
			fresh, err := Put(tx, r)
			if err == nil && !fresh {
				return text.Refuse(text.Conflict, "remark.made")
			}
			return err
		})
		if err != nil {
			if refused, ok := err.(*text.Refusal); ok && refused.Key == "remark.made" {
				continue
			}
			return made, err
		}
		made++
	}
	return made, nil
}

// in refuses what was decided already.
func (r *Remark) in() error {
	if r.State != Open {
		return text.Refuse(text.Conflict, "remark.decided", "state", text.M("remark.state."+r.State))
	}
	return nil
}

// Answer keeps a sentence of the unit beside the remark; another one takes its place
// until the remark is decided.
func (r *Remark) Answer(said string, by ref.ID, today when.Day) error {
	if err := r.in(); err != nil {
		return err
	}
	r.Reply, r.RepliedBy, r.RepliedOn = said, by, today
	return nil
}

// Decide says whether it counts, and why; neither the person whom it is about nor who
// wrote the record down.
func (r *Remark) Decide(state, why string, by actor.Hands, today when.Day) error {
	if err := r.in(); err != nil {
		return err
	}
	if by.Has(r.Person) || by.Share(r.wrote()) {
		return text.Refuse(text.Forbidden, "remark.own")
	}
	r.State, r.Decision, r.DecidedBy, r.DecidedOn = state, why, by.By, today
	return nil
}

// step declares an act that says something.
func (d Commands) step(name, kind, fieldName, summary string, main bool,
	decide func(tx noun.Tx, r *Remark, said string) error) noun.Act {
	fields, verb := saying(fieldName), access.Verb("remark."+name)
	records := journal.Kind("remark." + kind + ".v1")
	return noun.Act{Name: name, Verb: verb, Records: records, Main: main, Summary: summary, Fields: fields,
		New: func() any { return &Said{} }, Rule: noun.MayDo(func(v noun.Value) error { return v.(*Remark).in() }),
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in := *c.In.(*Said)
			c.Command.Verb, c.Command.Input = verb, []any{c.ID, in}
			return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, records,
				func(tx noun.Tx, r *Remark) ([]act.Fact, error) {
					var errs text.InputErrors
					fields.Check(&in, nil, &errs)
					if err := errs.Err(); err != nil {
						return nil, err
					}
					return []act.Fact{act.Words(fieldName, in.Text)}, decide(tx, r, in.Text)
				})
		}}
}

// Noun is the whole declaration of remarks.
func (d Commands) Noun() *noun.Noun {
	decides := func(to string) func(noun.Tx, *Remark, string) error {
		return func(tx noun.Tx, r *Remark, why string) error {
			return r.Decide(to, why, tx.Actor().Hands(), tx.Now().Day())
		}
	}
	return &noun.Noun{Shape: Shape, See: "remark.see", List: "remark.list", Tables: d.Tables,
		Columns: []string{"kind", "subject", "recordNumber", "unit", "person", "day", "state"},
		Filters: []string{"unit", "kind", "side", "person"}, Span: "decidedOn",
		Tabs: []noun.Tab{{Name: "open", Where: state(Open)}, {Name: "counts", Where: state(Counts)},
			{Name: "dismissed", Where: state(Dismissed)}, {Name: "all"}},
		Sorts: []noun.Sort{{Name: "new", Column: "id", Down: true}},
		Acts: []noun.Act{
			d.step("reply", "replied", "reply", "Say what the unit has to say about a remark", true,
				func(tx noun.Tx, r *Remark, said string) error {
					return r.Answer(said, tx.Actor().Person, tx.Now().Day())
				}),
			d.step("dismiss", "dismissed", "reason", "Decide that a remark does not count, and say why", true,
				decides(Dismissed)),
			d.step("uphold", "upheld", "reason", "Decide that a remark counts, and say why", true, decides(Counts)),
		},
		Notes: notes, Waits: waits, Tells: tells, Recall: &recall,
		Facts: []noun.Facts{{Whose: "unit", Counts: []noun.Fact{{Key: "remark-upheld", Tab: "counts"}}}},
	}
}

// waits: a remark waits for the people of its unit, who may reply, and for the office of
// its side, which judges it. No day binds either.
var waits = []noun.Wait{
	{Acts: []string{"reply"}, Of: func(who actor.Actor, _ when.Day) []noun.Cond {
		var units []int64
		for _, u := range who.Units() {
			units = append(units, int64(u))
		}
		if len(units) == 0 {
			return nil
		}
		return append(state(Open), noun.Cond{Column: "replied_on", Num: []int64{0}}, noun.Cond{Column: "unit", Num: units})
	}, Act: says("reply", "remark.why.unit"), Due: noDay},
	{Acts: []string{"dismiss"}, Of: func(who actor.Actor, _ when.Day) []noun.Cond {
		var sides []string
		for _, g := range who.Grants {
			if g.Role == actor.PrincipalOffice || g.Role == actor.SupervisoryOffice {
				sides = append(sides, string(g.Side))
			}
		}
		if len(sides) == 0 {
			return nil
		}
		return append(state(Open), noun.Cond{Column: "side", Text: sides})
	}, Act: says("dismiss", "remark.why.office"), Page: "remark.judge", Due: noDay},
}

func state(s string) []noun.Cond { return []noun.Cond{{Column: "state", Text: []string{s}}} }

func noDay(noun.Value) when.Day { return 0 }

func says(act, why string) func(actor.Actor, noun.Value) (string, []text.Message) {
	return func(_ actor.Actor, v noun.Value) (string, []text.Message) {
		return act, []text.Message{v.(*Remark).Says(), text.M(why)}
	}
}

// notes say why there is a remark, without a word of what another unit wrote.
func notes(v noun.Value, _ when.Day) (out []text.Message) {
	r := v.(*Remark)
	out = append(out, r.Says())
	if r.Reply == "" && r.State == Open {
		out = append(out, text.M("remark.note.unanswered"))
	}
	return out
}

// Says is the reason in a sentence.
func (r *Remark) Says() text.Message {
	switch r.Kind {
	case Announced:
		return text.M("remark.says.announced", "on", r.Day, "about", r.About)
	case Bulk:
		return text.M("remark.says.bulk", "on", r.Day, "n", r.Count, "about", r.About)
	case SameFile:
		return text.M("remark.says.same-file", "n", r.Count, "name", r.About)
	case Alike:
		return text.M("remark.says.alike", "n", r.Count)
	}
	if r.Count == 1 {
		return text.M("remark.says.file-date", "on", r.Day, "name", r.About)
	}
	return text.M("remark.says.file-late", "on", r.Day, "name", r.About)
}
