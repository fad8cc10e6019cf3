package noun

import (
	"context"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Keeper does what is the same for every noun whose objects are written down and
// rewritten: to put one on record, to say anew what is known of it with the reason,
// and both from a table. Its verbs are <noun>.add and <noun>.change, its entries
// <noun>.added.v1 and <noun>.changed.v1.
type Keeper struct {
	Shape  Shape
	Door   act.Door[Tx]
	Tables field.Tables
	Lax    []string // fields that a table may leave empty though a form asks for them
	// Settle checks what fields cannot say by themselves and puts what nobody types:
	// whose the object is. others are those there are of the same number, as Alike
	// finds them. It adds to errs, which hold what the fields say already.
	Settle func(c *bodies.County, v Value, others []ref.ID, errs *text.InputErrors)
	// Alike is what must not be twice: the condition for those that a new one would
	// repeat; nil = nothing must not.
	Alike func(v Value) []Cond
	// Begins is the first day on which an object with a Term may end, and what is said
	// to who names an earlier one.
	Begins func(v Value) (when.Day, text.Message)
	// May refuses to change or to end an object as it stands; nil = it always may.
	May func(v Value) error
	// Look checks what only the record knows: other objects. nil = nothing.
	Look func(tx Tx, v Value, errs *text.InputErrors) error
	// Carry takes over what an import or another act knows of a new object and nobody
	// types. nil = nothing.
	Carry func(to, from Value)
	// Then is what follows, in the same transaction, from an object that was put on record, with its identifier and its
	// number. nil = nothing.
	Then func(tx Tx, v Value) error
}

// Changed is an object as it is to read, and why.
type Changed struct {
	V      Value
	Reason string
}

// reasonMost is how long a reason is at most, in characters.
const reasonMost = 500

var why = field.Fields{field.Text("reason", 1, reasonMost, func(c *Changed) *string { return &c.Reason })}

func (k Keeper) asked() field.Fields  { return k.Shape.Fields.Asked() }
func (k Keeper) listed() field.Fields { return k.asked().Lax(k.Lax...) }

func (k Keeper) verb(what string) access.Verb { return access.Verb(k.Shape.Word + "." + what) }
func (k Keeper) kind(what string) journal.Kind {
	return journal.Kind(k.Shape.Word + "." + what + ".v1")
}

// AddAct declares how one is put on record.
func (k Keeper) AddAct(summary string) Act {
	fields := k.asked()
	if k.Shape.Attach != nil {
		fields = append(fields, field.Files("file", false))
	}
	return Act{Name: "add", Verb: k.verb("add"), Records: k.kind("added"), Summary: summary, Fields: fields,
		New: func() any { return k.Shape.New() }, Makes: true,
		Do: func(ctx context.Context, c Call) (act.Receipt, error) {
			v := c.In.(Value)
			c.Command.Verb, c.Command.Input = k.verb("add"), evidence.Input(evidence.Came(c.Files), v)
			return k.Door.Do(ctx, c.Command, func(tx Tx) error {
				return k.add(tx, c.Command, v, evidence.Came(c.Files), k.asked())
			})
		}}
}

// ChangeAct declares how what is known of one is said anew.
func (k Keeper) ChangeAct(summary string) Act {
	return Act{Name: "change", Verb: k.verb("change"), Records: k.kind("changed"), Summary: summary, Main: true,
		Guarded: true,
		Fields:  append(field.Through(k.asked(), func(v any) any { return v.(*Changed).V }), why...),
		New:     func() any { return &Changed{V: k.Shape.New()} },
		Rule:    MayDo(k.MayChange),
		Fill: func(v Value) any {
			in := &Changed{V: k.Shape.New()}
			k.Shape.Fields.Copy(in.V, v)
			return in
		},
		Do: func(ctx context.Context, c Call) (act.Receipt, error) {
			in := c.In.(*Changed)
			c.Command.Verb, c.Command.Input = k.verb("change"), []any{c.ID, c.Version, in}
			return Step(ctx, k.Door, c.Command, k.Shape, At{ID: c.ID, Version: c.Version}, k.kind("changed"),
				func(tx Tx, v Value) ([]act.Fact, error) {
					var errs text.InputErrors
					why.Check(in, k.Tables, &errs)
					facts, err := k.rewrite(tx, v, in.V, k.asked(), errs)
					return append(facts, act.Words("reason", in.Reason)), err
				})
		}}
}

func (k Keeper) settle(tx Tx, v Value, fields field.Fields, errs text.InputErrors) error {
	c, err := tx.CountyToday()
	if err != nil {
		return err
	}
	var others []ref.ID
	if k.Alike != nil {
		if where := k.Alike(v); where != nil {
			if others, err = tx.Find(k.Shape.Of, where...); err != nil {
				return err
			}
		}
	}
	if err := k.check(c, v, fields, others, errs); err != nil || k.Look == nil {
		return err
	}
	var found text.InputErrors
	if err := k.Look(tx, v, &found); err != nil {
		return err
	}
	return found.Err()
}

func (k Keeper) check(c *bodies.County, v Value, fields field.Fields, others []ref.ID, errs text.InputErrors) error {
	var found text.InputErrors
	fields.Check(v, k.Tables, &found)
	k.Settle(c, v, others, &found)
	return append(found, errs...).Err()
}

// Add puts an object on record that another act makes, with the files that came; in
// then has its identifier and its number.
func (k Keeper) Add(tx Tx, c act.Command, in Value, files ...evidence.Evidence) error {
	return k.add(tx, c, in, files, k.asked())
}

// AddIn puts an object on record that follows from another act, whatever that act’s actor may do by themselves: that
// access was asked for.
func (k Keeper) AddIn(tx Tx, in Value) error {
	v, facts, err := k.written(tx, in, k.asked())
	if err != nil {
		return err
	}
	b := v.Head()
	b.Jurisdiction, b.MadeBy, b.MadeAt = tx.Actor().Jurisdiction, tx.Actor().Person, tx.Now()
	err = made(tx, k.Shape, v, nil, k.kind("added"), facts...)
	in.Head().ID, in.Head().Number = v.Head().ID, v.Head().Number
	return err
}

func (k Keeper) add(tx Tx, c act.Command, in Value, files []evidence.Evidence, fields field.Fields) error {
	v, facts, err := k.written(tx, in, fields)
	if err != nil {
		return err
	}
	err = Make(tx, c, k.Shape, v, files, k.kind("added"), facts...)
	in.Head().ID, in.Head().Number = v.Head().ID, v.Head().Number // a later row of a table may be about it
	if err == nil && k.Then != nil {
		err = k.Then(tx, v)
	}
	return err
}

// written is a new object as it stands, checked and settled, and the facts of its entry.
func (k Keeper) written(tx Tx, in Value, fields field.Fields) (Value, []act.Fact, error) {
	v := k.Shape.New() // with what is typed and nothing else
	fields.Copy(v, in)
	if to, ok := v.(Correctable); ok {
		to.Chain().Corrects = in.(Correctable).Chain().Corrects
	}
	if k.Carry != nil {
		k.Carry(v, in)
	}
	v.Head().State = k.Shape.States[0]
	if err := k.settle(tx, v, fields, nil); err != nil {
		return nil, nil, err
	}
	if k.Shape.Series != nil {
		return v, nil, nil
	}
	number, _ := k.Shape.Called(v) // it is typed
	return v, []act.Fact{act.Code("number", number)}, nil
}

// rewrite says anew what is known; something must differ.
func (k Keeper) rewrite(tx Tx, v, in Value, fields field.Fields, errs text.InputErrors) ([]act.Fact, error) {
	if err := k.MayChange(v); err != nil {
		return nil, err
	}
	was, team := k.Shape.New(), k.Shape.team(v)
	k.Shape.Fields.Copy(was, v)
	k.Shape.Fields.Copy(v, in)
	if err := k.settle(tx, v, fields, errs); err != nil {
		return nil, err
	}
	if k.Shape.Fields.Same(was, v) {
		return nil, text.InputErrors{{Message: text.M("field.unchanged")}}
	}
	facts := Differences(k.Shape.Fields, was, v)
	if gone := without(team, k.Shape.team(v)); gone != "" {
		facts = append(facts, act.Code(TeamLeft, gone))
	}
	return facts, nil
}

// TeamLeft is the fact of those who are of an object's team no more, as identifiers between blanks.
const TeamLeft = "team-left"

// team are the people of an object whom Shape.Team names.
func (s Shape) team(v Value) string {
	if s.Team == "" {
		return ""
	}
	return s.Fields.Must(s.Team).Str(v)
}

// without are those of some people who are not among others, all as identifiers between blanks.
func without(some, others string) string {
	there := strings.Fields(others)
	return strings.Join(slices.DeleteFunc(strings.Fields(some), func(id string) bool {
		return slices.Contains(there, id)
	}), " ")
}

// Import reads rows of a table: those that like finds are rewritten, the others put
// on record. titles are the headings that counties write, needs the columns without
// which a table is not this one.
func (k Keeper) Import(titles map[string][]string, needs []string, like func(v Value, all []Value) Value) Import {
	return Import{Verb: access.Verb("import." + k.Shape.Name), Titles: titles, Needs: needs, Lax: k.Lax, Like: like,
		Carry: k.Carry,
		Settle: func(c *bodies.County, v Value, all []Value) error {
			v.Head().State = k.Shape.States[0]
			var others []ref.ID
			if k.Alike != nil && k.Alike(v) != nil {
				if x := like(v, all); x != nil {
					others = append(others, x.Head().ID)
				}
			}
			return k.check(c, v, k.listed(), others, nil)
		},
		Take: func(tx Tx, c act.Command, v Value) error { return k.add(tx, c, v, nil, k.listed()) },
		Rewrite: func(tx Tx, c act.Command, id ref.ID, v Value) error {
			return Take(tx, c, k.Shape, At{ID: id}, k.kind("changed"), func(tx Tx, now Value) ([]act.Fact, error) {
				return k.rewrite(tx, now, v, k.listed(), nil)
			})
		},
	}
}
