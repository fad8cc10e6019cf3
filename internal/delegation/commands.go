package delegation

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Commands performs the commands of delegations.
type Commands struct {
	Door   act.Door[noun.Tx]
	Tables field.Tables
}

// Revoking is what is said when one is revoked.
type Revoking struct{ Reason string }

var revoking = field.Fields{field.Text("reason", 1, reasonMost, func(r *Revoking) *string { return &r.Reason })}

// Noun is the whole declaration of delegations.
func (d Commands) Noun() *noun.Noun {
	made := noun.Cond{Column: "state", Text: []string{Made}}
	return &noun.Noun{Shape: Shape, See: "delegation.see", List: "delegation.list", Tables: d.Tables,
		Columns: []string{"reason", "delegator", "deputy", "unit", "first", "last", "state"},
		Filters: []string{"delegator", "deputy", "unit"},
		Tabs: []noun.Tab{
			{Name: "standing", Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return Standing(today)
			}},
			{Name: "over", Of: func(_ actor.Actor, today when.Day) []noun.Cond {
				return []noun.Cond{made, {Column: "last", Below: int64(today)}}
			}},
			{Name: "revoked", Where: []noun.Cond{{Column: "state", Text: []string{Revoked}}}},
			{Name: "all"},
		},
		Sorts: []noun.Sort{{Name: "first", Column: "first", Down: true}, {Name: "last", Column: "last"},
			{Name: "new", Column: "id"}},
		Acts:  []noun.Act{d.add(), d.revoke()},
		Notes: notes,
		Tells: tells,
	}
}

// notes say whether it is in force.
func notes(v noun.Value, on when.Day) []text.Message {
	d := v.(*Delegation)
	switch {
	case d.State == Revoked:
		return nil
	case on < d.First:
		return []text.Message{text.M("delegation.note.later", "first", d.First)}
	case d.Holds(on):
		return []text.Message{text.M("delegation.note.now", "last", d.Last)}
	}
	return []text.Message{text.M("delegation.note.over", "last", d.Last)}
}

// add lends the posts of whoever does it; nobody lends those of another.
func (d Commands) add() noun.Act {
	asked := Fields.Asked()
	return noun.Act{Name: "add", Verb: "delegation.add", Records: "delegation.added.v1", Makes: true,
		Screen:  true, // in person: no token lends what its owner may do
		Summary: "Let somebody of one's own unit or organ act in one's posts, on its days",
		Fields:  asked, New: func() any { return Shape.New() },
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in := c.In.(*Delegation)
			c.Command.Verb, c.Command.Input = "delegation.add", in
			return d.Door.Do(ctx, c.Command, func(tx noun.Tx) error {
				v := &Delegation{Delegator: tx.Actor().Person}
				asked.Copy(v, in)
				v.State = Made
				county, err := tx.CountyToday()
				if err != nil {
					return err
				}
				others, err := standing(tx, v.Delegator)
				if err != nil {
					return err
				}
				var errs text.InputErrors
				asked.Check(v, d.Tables, &errs)
				v.settle(county, others, &errs)
				if err := errs.Err(); err != nil {
					return err
				}
				return noun.Make(tx, c.Command, Shape, v, nil, "delegation.added.v1", act.Id("deputy", v.Deputy),
					act.Date("first", v.First), act.Date("last", v.Last))
			})
		}}
}

// standing are the delegations of a person that are not over and not revoked.
func standing(tx noun.Tx, delegator ref.ID) (out []*Delegation, err error) {
	ids, err := tx.Find(ref.Delegation, append(Standing(tx.Now().Day()),
		noun.Cond{Column: "delegator", Num: []int64{int64(delegator)}})...)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		v, err := tx.One(ref.Delegation, id)
		if err != nil {
			return nil, err
		}
		out = append(out, v.(*Delegation))
	}
	return out, nil
}

// revoke ends one before its last day.
func (d Commands) revoke() noun.Act {
	return noun.Act{Name: "revoke", Verb: "delegation.revoke", Records: "delegation.revoked.v1", Danger: true, Main: true,
		Screen:  true,
		Summary: "End a delegation at once", Fields: revoking, New: func() any { return &Revoking{} },
		Rule: func(v noun.Value, now when.Instant) error { return v.(*Delegation).MayRevoke(now.Day()) },
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in := c.In.(*Revoking)
			c.Command.Verb, c.Command.Input = "delegation.revoke", []any{c.ID, in.Reason}
			return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, "delegation.revoked.v1",
				func(tx noun.Tx, v *Delegation) ([]act.Fact, error) {
					return []act.Fact{act.Words("reason", in.Reason)}, v.Revoke(tx.Actor().Person, in.Reason, tx.Now().Day())
				})
		}}
}
