package noun

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Life is what the acts of a noun are declared with: its door, its shape, the codes in force.
type Life = LifeOf[Tx]

// LifeOf is the same of a noun whose acts ask more of a transaction.
type LifeOf[X Tx] struct {
	Door   act.Door[X]
	Shape  Shape
	Tables field.Tables
}

// Further declares an act that takes one object further: its verb is <noun>.<name>, its
// entry <noun>.<past>.v1. rule says whether it may be done now, before anything is typed;
// then what was typed is checked against its fields, a file that must be there included
// (programs may have attached it before), and decide changes the object by it (nil when
// nothing is asked) and gives the facts. Files that come with it hang on the object.
func Further[T Value, I any, X Tx](l LifeOf[X], name, past, summary string, fs field.Fields, rule func(T) error,
	decide func(tx X, v T, in *I) ([]act.Fact, error)) Act {
	return further(l, name, past, summary, fs, rule,
		func() any { return new(I) },
		func(in any) bool { typed, ok := in.(*I); return ok && typed != nil },
		func(tx X, v T, in any) ([]act.Fact, error) {
			typed, _ := in.(*I)
			return decide(tx, v, typed)
		})
}

// further is Further without the type of what is typed: it is compiled once for all of them, and not for each.
func further[T Value, X Tx](l LifeOf[X], name, past, summary string, fs field.Fields, rule func(T) error,
	empty func() any, fits func(any) bool, decide func(tx X, v T, in any) ([]act.Fact, error)) Act {
	verb, kind := access.Verb(l.Shape.Word+"."+name), journal.Kind(l.Shape.Word+"."+past+".v1")
	a := Act{Name: name, Verb: verb, Records: kind, Summary: summary, Fields: fs, Main: true,
		Rule: func(v Value, _ when.Instant) error { return rule(v.(T)) }}
	ofFiles := a.OfFiles()
	a.Do = func(ctx context.Context, c Call) (act.Receipt, error) {
		files, in := evidence.Came(c.Files), c.In
		if !fits(in) {
			in = nil
		}
		c.Command.Verb, c.Command.Input = verb, evidence.Input(files, c.ID, in)
		return Step(ctx, l.Door, c.Command, l.Shape, At{ID: c.ID, Version: c.Version, Files: files}, kind,
			func(tx X, v T) ([]act.Fact, error) {
				if err := rule(v); err != nil {
					return nil, err
				}
				var errs text.InputErrors
				if in != nil {
					fs.Check(in, l.Tables, &errs)
				}
				if ofFiles && len(files) == 0 {
					n, err := tx.CountEvidence(v.Head().ID)
					if err != nil {
						return nil, err
					}
					if n == 0 {
						errs.Add("file", "evidence.choose")
					}
				}
				if err := errs.Err(); err != nil {
					return nil, err
				}
				return decide(tx, v, in)
			})
	}
	if len(fs) > 0 {
		a.New = empty
	}
	return a
}

// Said are the words of an act that asks for no more: a reason, an opinion, a reply.
type Said struct{ Text string }

// Saying asks for the words of an act: 1 to most characters.
func Saying(name string, most int) field.Fields {
	return field.Fields{field.Text(name, 1, most, func(s *Said) *string { return &s.Text })}
}

// In refuses what is not in one of these states, and says in which it is.
func (s Shape) In(v Value, states ...string) error {
	if state := v.Head().State; !slices.Contains(states, state) {
		return text.Refuse(text.Conflict, s.Word+".not-now", "state", text.M(s.Word+".state."+state))
	}
	return nil
}

// StateIs are the objects in one of these states.
func StateIs(states ...string) Cond { return Cond{Column: "state", Text: states} }

// OfUnits are the objects of the units that somebody works in, that fulfil conds.
func OfUnits(conds ...Cond) func(actor.Actor, when.Day) []Cond {
	return func(who actor.Actor, _ when.Day) []Cond {
		var units []int64
		for _, u := range who.Units() {
			units = append(units, int64(u))
		}
		if units == nil {
			return nil
		}
		return append(slices.Clone(conds), Cond{Column: "unit", Num: units})
	}
}

// OfRoles are the objects that fulfil conds, for whoever has one of the roles.
func OfRoles(conds []Cond, roles ...actor.Role) func(actor.Actor, when.Day) []Cond {
	return func(who actor.Actor, _ when.Day) []Cond {
		if !slices.ContainsFunc(roles, who.Is) {
			return nil
		}
		return conds
	}
}

// Clerks says what the clerks of an object's unit are to do about it.
func Clerks[T Value](act func(T) (string, text.Message)) func(actor.Actor, Value) (string, []text.Message) {
	return func(who actor.Actor, v Value) (string, []text.Message) {
		unit := v.Head().Unit
		if !slices.ContainsFunc(who.Grants, func(g actor.Grant) bool { return g.Role == actor.Clerk && g.Acts(unit) }) {
			return "", nil
		}
		name, why := act(v.(T))
		return name, []text.Message{why}
	}
}
