package consequences

import (
	"context"

	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Check says of people what stands in the way of a use, as the check before use does.
type Check = func(tx noun.Reads, r *bodies.County, people []ref.ID, q effect.Question) ([]clearances.Person, error)

// Commands performs the commands of what follows.
type Commands struct {
	Door    act.Door[noun.Tx]
	Tables  field.Tables
	Rules   func() *Rules
	Effects func() *effect.Rules
	Style   func(number.Series) number.Style
	Label   func(table, code string) string // in Chinese, for what is kept
	Check   Check
}

func (d Commands) shape() noun.Shape {
	s, series := Shape, *Shape.Series
	series.Style, s.Series = d.Style, &series
	return s
}

func (d Commands) life() noun.Life {
	return noun.Life{Door: d.Door, Shape: d.shape(), Tables: d.Tables}
}

// Barred is the refusal that says what stands in somebody’s way; nil = they are clear.
func Barred(p clearances.Person, label func(table, code string) string) error {
	if p.Clear() {
		return nil
	}
	h := p.Stands[0]
	says := clearances.Says(h, label)
	kv := []any{"name", p.Name, "what", says[0], "n", len(p.Stands)}
	switch {
	case h.Until == effect.Forever:
		return text.Refuse(text.Conflict, "clearance.barred.forever", kv...)
	case h.Until == 0:
		return text.Refuse(text.Conflict, "clearance.barred.open", kv...)
	}
	return text.Refuse(text.Conflict, "clearance.barred.until", append(kv, "until", h.Until)...)
}

// carry notes that it was carried out, with the proof. An honour, a promotion or a rise passes its check first.
func (d Commands) carry() noun.Act {
	fs := append(noun.Saying("how", textMost), field.Files("file", true))
	a := noun.Further(d.life(), "carry", "carried", "Note that it was carried out, with the proof", fs,
		func(x *Consequence) error { return x.in(Open) },
		func(tx noun.Tx, x *Consequence, in *noun.Said) ([]act.Fact, error) {
			who, today := tx.Actor(), tx.Now().Day()
			if who.Hands().Has(x.Person) {
				return nil, text.Refuse(text.Forbidden, "consequence.own")
			}
			if x.Use != "" && x.Person != 0 {
				r, err := tx.CountyToday()
				if err != nil {
					return nil, err
				}
				found, err := d.Check(tx, r, []ref.ID{x.Person}, effect.Question{On: today, Use: x.Use})
				if err != nil {
					return nil, err
				}
				if err := Barred(found[0], d.Label); err != nil {
					return nil, err
				}
			}
			due := x.Due
			return []act.Fact{act.Words("how", in.Text), act.Date("due", due)}, x.Carry(in.Text, who.Person, today)
		})
	a.For = func(who actor.Actor, v noun.Value) bool { return !who.Hands().Has(v.(*Consequence).Person) }
	return a
}

// assign gives it to who heads the unit now that carries it out: the one before left, or an office has it for
// want of one.
func (d Commands) assign() noun.Act {
	a := noun.Further[*Consequence, struct{}](d.life(), "assign", "assigned",
		"Give it to who heads the unit that carries it out now", nil,
		func(x *Consequence) error { return x.in(Open) },
		func(tx noun.Tx, x *Consequence, _ *struct{}) ([]act.Fact, error) {
			r, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			by, taker := x.Agency, x.Taker
			x.give(r, d.Rules().Carrier(x.Carrier))
			if x.Agency == by && x.Taker == taker {
				return nil, text.Refuse(text.Conflict, "consequence.assign.same")
			}
			return []act.Fact{act.Id("taker-was", taker), act.Id("taker", x.Taker)}, nil
		})
	a.Main = false
	a.Offer = func(v noun.Value) bool {
		by := d.Rules().Carrier(v.(*Consequence).Carrier)
		return by.By == "" || by.By == ByOwnUnit
	}
	return a
}

// End notes that its last day is over; it is the program's, on the day after.
func (d Commands) End(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "consequence.end", id
	return noun.Step(ctx, d.Door, c, d.shape(), noun.At{ID: id}, "consequence.ended.v1",
		func(tx noun.Tx, x *Consequence) ([]act.Fact, error) {
			if !x.End(tx.Now().Day()) {
				return nil, text.Refuse(text.Conflict, "consequence.ended")
			}
			return []act.Fact{act.Number("ends", int64(x.Ends))}, nil
		})
}

// Past are the conditions of those whose last day is over without that having been noted.
func Past(today when.Day) []noun.Cond {
	return []noun.Cond{noun.StateIs(Done), {Column: "ends", Below: int64(today)}}
}
