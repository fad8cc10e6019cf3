package noun

import (
	"context"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Corrected is the state of an object in whose place another one stands.
const Corrected = "corrected"

// Correcting is embedded, beside Base, by objects that nobody rewrites once they count: who
// finds one wrong writes another of the same kind, and the old one stays as it was, marked.
type Correcting struct {
	Corrects    ref.ID // the one in whose place it stands
	CorrectedBy ref.ID // the one that stands in its place
}

// Chain is what an object stands for, and what stands for it.
func (c *Correcting) Chain() *Correcting { return c }

// Correctable is an object that is corrected by another.
type Correctable interface {
	Value
	Chain() *Correcting
}

// CorrectingFields are the two fields of Correcting; nobody types them.
func CorrectingFields[T any](of func(*T) *Correcting) field.Fields {
	return field.Fields{
		field.Object("corrects", func(v *T) *ref.ID { return &of(v).Corrects }),
		field.Object("correctedBy", func(v *T) *ref.ID { return &of(v).CorrectedBy }),
	}
}

// Correction says how the objects of a noun are corrected.
type Correction[T Correctable] struct {
	Summary string
	// Keeps are the fields that name other objects and stay what they were: nobody types
	// them anew. Those that nobody types at all the Keeper carries.
	Keeps []string
	// Later says that the old one counts until an act of the new one calls Stands; where
	// the new one comes to nothing, its act calls Dropped.
	Later bool
	// May refuses what cannot be corrected as it is.
	May func(old T) error
	// For says whether it is somebody's to correct, where access does not: others are
	// refused by <noun>.not-yours. nil = it is.
	For func(who actor.Actor, old T) bool
	// Then is what else follows, in the transaction, once both are written; next has what
	// was typed, its identifier and what it keeps. nil = nothing.
	Then func(tx Tx, c act.Command, old, next T, reason string) error
}

// CorrectAct declares how one is corrected by another, which is checked as a new one is. Its
// verb is <noun>.correct, its entry <noun>.corrected.v1 (Later: <noun>.succeeded.v1, for it
// is not corrected yet), beside the <noun>.added.v1 of the new one.
func CorrectAct[T Correctable](k Keeper, x Correction[T]) Act {
	verb, records := k.verb("correct"), k.kind("corrected")
	if x.Later {
		records = k.kind("succeeded")
	}
	typed := slices.DeleteFunc(k.asked(), func(f field.Field) bool { return slices.Contains(x.Keeps, f.Name) })
	fields := append(field.Through(typed, func(v any) any { return v.(*Changed).V }), why...)
	if k.Shape.Attach != nil {
		fields = append(fields, field.Files("file", false))
	}
	a := Act{Name: "correct", Verb: verb, Records: records, Summary: x.Summary, Kept: true, Fields: fields,
		New:  func() any { return &Changed{V: k.Shape.New()} },
		Rule: MayDo(func(v Value) error { return x.May(v.(T)) }),
		Fill: func(v Value) any {
			in := &Changed{V: k.Shape.New()}
			typed.Copy(in.V, v)
			return in
		},
		Do: func(ctx context.Context, c Call) (act.Receipt, error) {
			in, files, command := c.In.(*Changed), evidence.Came(c.Files), c.Command
			command.Verb, command.Input = verb, evidence.Input(files, []any{c.ID, in})
			return Step(ctx, k.Door, command, k.Shape, At{ID: c.ID}, records, func(tx Tx, old T) ([]act.Fact, error) {
				return x.correct(tx, command, k, typed, old, in, files)
			})
		}}
	if x.For != nil {
		a.For = func(who actor.Actor, v Value) bool { return x.For(who, v.(T)) }
	}
	return a
}

func (x Correction[T]) correct(tx Tx, c act.Command, k Keeper, typed field.Fields, old T, in *Changed,
	files []evidence.Evidence) ([]act.Fact, error) {
	if err := x.May(old); err != nil {
		return nil, err
	}
	if x.For != nil && !x.For(tx.Actor(), old) {
		return nil, text.Refuse(text.Conflict, k.Shape.Word+".not-yours")
	}
	var errs text.InputErrors
	why.Check(in, k.Tables, &errs)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	next := k.Shape.New().(T)
	typed.Copy(next, in.V)
	if typed.Same(next, old) {
		return nil, text.InputErrors{{Message: text.M("field.unchanged")}}
	}
	for _, name := range x.Keeps {
		f := k.Shape.Fields.Must(name)
		f.SetNum(next, f.Num(old))
	}
	next.Chain().Corrects = old.Head().ID
	if err := k.Add(tx, c, next, files...); err != nil {
		return nil, err
	}
	if old.Chain().CorrectedBy = next.Head().ID; !x.Later {
		old.Head().State = Corrected
	}
	facts := []act.Fact{act.Id("by", next.Head().ID), act.Words("reason", in.Reason)}
	if x.Then == nil {
		return facts, nil
	}
	return facts, x.Then(tx, c, old, next, in.Reason)
}

// Stands marks the one that v corrects Later, now that v counts, and gives it; nil = v
// corrects none. The entry is <noun>.corrected.v1.
func Stands[T Correctable](tx Tx, c act.Command, s Shape, v T) (old T, err error) {
	err = ofOld(tx, c, s, v, "corrected", func(x T) { old, x.Head().State = x, Corrected })
	return old, err
}

// Dropped lets the one that v was to correct count as it did: v comes to nothing. The entry
// is <noun>.kept.v1.
func Dropped[T Correctable](tx Tx, c act.Command, s Shape, v T) error {
	return ofOld(tx, c, s, v, "kept", func(old T) { old.Chain().CorrectedBy = 0 })
}

func ofOld[T Correctable](tx Tx, c act.Command, s Shape, v T, past string, change func(old T)) error {
	id := v.Chain().Corrects
	if id == 0 {
		return nil
	}
	return Take(tx, c, s, At{ID: id, Follows: true}, Keeper{Shape: s}.kind(past), func(_ Tx, old T) ([]act.Fact, error) {
		change(old)
		return []act.Fact{act.Id("by", v.Head().ID)}, nil
	})
}

// ChainLinks lead to the one that an object stands for, and to the one that stands for it.
func (s Shape) ChainLinks(v Correctable, corrects, by string) (out []Link) {
	c := v.Chain()
	for _, x := range []struct {
		label string
		id    ref.ID
	}{{corrects, c.Corrects}, {by, c.CorrectedBy}} {
		if x.id != 0 {
			out = append(out, Link{Label: x.label, Href: "/" + s.Name + "/" + x.id.String()})
		}
	}
	return out
}
