// Package charge is who in an office has taken a matter up 承办: an approval, a review, an
// extension, a check that waits for all of the office. It reserves nothing: whoever may
// act still may, and is told who took it up. It ends by itself once what was waited for is
// done, and after some working days in which its holder did not renew it.
package charge

import (
	"context"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of one.
const (
	Held  = "held"
	Ended = "ended" // put back, or given way to another one
)

// Charge is a matter that somebody took up.
type Charge struct {
	noun.Base
	Of     string   // the kind of the matter
	Object ref.ID   // the matter
	Act    string   // what waits to be done about it
	Stage  string   // the state in which the matter waits for it
	Holder ref.ID   // the person who has it
	Since  when.Day // since the holder has it, or last renewed it
}

// Fields are what is known of one.
var Fields = field.Fields{
	field.Line("of", 1, 40, func(c *Charge) *string { return &c.Of }).Silent().Open().Within(),
	field.Object("object", func(c *Charge) *ref.ID { return &c.Object }).Within(),
	field.Line("act", 1, 40, func(c *Charge) *string { return &c.Act }).Silent().Open().Within(),
	field.Line("stage", 0, 40, func(c *Charge) *string { return &c.Stage }).Silent().Open().Within(),
	field.Person("holder", false, func(c *Charge) *ref.ID { return &c.Holder }).Silent(),
	field.Day("since", false, func(c *Charge) *when.Day { return &c.Since }).Silent(),
}

// Shape is what one is made of.
var Shape = noun.Shape{Of: ref.Charge, Name: "charges", Word: "charge", Table: "charge",
	New: func() noun.Value { return &Charge{} }, Fields: Fields, Title: "act", Unsung: true, Mute: true,
	States: []string{Ended, Held}}

// Matter is what was taken up.
func (c *Charge) Matter() ref.Ref { return ref.Ref{Kind: ref.Kind(c.Of), ID: c.Object} }

// Verb is what the access policy calls an act on a kind of object.
func Verb(k kind.Kind, name string) access.Verb {
	subject, _, _ := strings.Cut(string(k.See), ".")
	return access.Verb(subject + "." + name)
}

// Tx is what the commands ask of a transaction.
type Tx interface {
	noun.Tx
	// Matter is what access asks of an object of any kind, and its state.
	Matter(ref.Ref) (access.Object, string, error)
}

// Commands performs the commands.
type Commands struct {
	Door  act.Door[Tx]
	Kinds kind.Registry
	// Idle says whether so many working days went by since a day that whoever took a
	// matter up has it no more.
	Idle func(since, today when.Day) bool
	// Cast is everybody at work in a county who can sign in.
	Cast func(ctx context.Context, county int32) ([]actor.Actor, error)
}

// With are the commands over the kinds of a face.
func (d Commands) With(kinds kind.Registry) Commands {
	d.Kinds = kinds
	return d
}

// Live says whether a matter that is in a state is still taken up.
func (d Commands) Live(c *Charge, stage string, today when.Day) bool {
	return c.State == Held && c.Stage == stage && !d.Idle(c.Since, today)
}

// open loads a matter and authorises somebody of its office.
func (d Commands) open(tx Tx, verb access.Verb, of ref.Ref) (o access.Object, stage string, err error) {
	k := d.Kinds.Of(of.Kind)
	if !k.Talks {
		return o, "", text.Refuse(text.Missing, "access.missing")
	}
	if o, stage, err = tx.Matter(of); err != nil {
		return o, "", err
	}
	if err := access.May(tx.Actor(), k.See, o); err != nil {
		return o, "", err
	}
	return o, stage, tx.Allow(verb, o)
}

// now is the charge that stands about a matter; nil when none does.
func (d Commands) now(tx Tx, of ref.Ref) (*Charge, error) {
	ids, err := tx.Find(Shape.Of, noun.Cond{Column: "object", Num: []int64{int64(of.ID)}},
		noun.Cond{Column: "state", Text: []string{Held}})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	v, err := tx.One(Shape.Of, ids[0])
	if err != nil {
		return nil, err
	}
	return v.(*Charge), nil
}

// Take takes a matter up, for an act that the actor may do; who has it already renews it.
// What somebody else took up, and has, is refused.
func (d Commands) Take(ctx context.Context, c act.Command, of ref.Ref, name string) (act.Receipt, error) {
	c.Verb, c.Input = "charge.take", []any{of, name}
	return d.Door.Do(ctx, c, func(tx Tx) error {
		o, stage, err := d.open(tx, c.Verb, of)
		if err != nil {
			return err
		}
		verb := Verb(d.Kinds.Of(of.Kind), name)
		if !access.Decides(verb) || !access.Can(tx.Actor(), verb, o) {
			return text.Refuse(text.Conflict, "charge.nothing")
		}
		was, err := d.now(tx, of)
		if err != nil {
			return err
		}
		me, today := tx.Actor().Whose(), tx.Now().Day()
		if was != nil && was.Holder != me && d.Live(was, stage, today) && was.Act == name {
			return text.Refuse(text.Conflict, "charge.held", "since", was.Since)
		}
		x := was
		if x == nil {
			x = &Charge{Of: string(of.Kind), Object: of.ID}
			x.ID, x.Jurisdiction, x.MadeBy, x.MadeAt = tx.NewID(), tx.Actor().Jurisdiction, tx.Actor().Person, tx.Now()
		}
		x.State, x.Unit, x.Side = Held, o.Unit, o.Side
		x.Act, x.Stage, x.Holder, x.Since = name, stage, me, today
		return put(tx, x, "charge.taken.v1")
	})
}

func put(tx Tx, x *Charge, as journal.Kind) error {
	if err := tx.Keep(Shape.Of, x); err != nil {
		return err
	}
	return tx.Record(as, Shape.Ref(x), act.Code("of", x.Of), act.Id("object", x.Object), act.Code("act", x.Act),
		act.Id("holder", x.Holder))
}

// step is a command of the holder.
func (d Commands) step(ctx context.Context, c act.Command, id ref.ID, as journal.Kind,
	decide func(tx Tx, x *Charge, o access.Object) error) (act.Receipt, error) {
	return d.Door.Do(ctx, c, func(tx Tx) error {
		v, err := tx.One(Shape.Of, id)
		if err != nil {
			return err
		}
		x := v.(*Charge)
		o, _, err := d.open(tx, c.Verb, x.Matter())
		if err != nil {
			return err
		}
		if x.State != Held || x.Holder != tx.Actor().Whose() {
			return text.Refuse(text.Conflict, "charge.not-own")
		}
		if err := decide(tx, x, o); err != nil {
			return err
		}
		return put(tx, x, as)
	})
}

// PutBack frees a matter for all of the office.
func (d Commands) PutBack(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "charge.put-back", []any{id}
	return d.step(ctx, c, id, "charge.put-back.v1", func(_ Tx, x *Charge, _ access.Object) error {
		x.State = Ended
		return nil
	})
}

// Hand hands a matter to a colleague, who may do what waits about it.
func (d Commands) Hand(ctx context.Context, c act.Command, id, to ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "charge.hand", []any{id, to}
	cast, err := d.Cast(ctx, c.Actor.Jurisdiction)
	if err != nil {
		return act.Receipt{}, err
	}
	return d.step(ctx, c, id, "charge.handed.v1", func(tx Tx, x *Charge, o access.Object) error {
		for _, who := range d.Colleagues(cast, o, x.Matter().Kind, x.Act, x.Holder) {
			if who.Person == to {
				x.Holder, x.Since = to, tx.Now().Day()
				return nil
			}
		}
		return text.InputErrors{{Field: "to", Message: text.M("charge.to")}}
	})
}

// Colleagues are those of a cast who may take a matter up and do what waits about it, but
// for one person.
func (d Commands) Colleagues(cast []actor.Actor, o access.Object, of ref.Kind, name string, but ref.ID) (
	out []actor.Actor) {
	verb := Verb(d.Kinds.Of(of), name)
	for _, who := range cast {
		if who.InPerson() && who.Person != but && access.Can(who, "charge.take", o) && access.Can(who, verb, o) {
			out = append(out, who)
		}
	}
	return out
}
