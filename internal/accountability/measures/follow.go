package measures

import (
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// RegisterIn records a decision that a ruling of accountability brought about, in the transaction of the act that made
// it. It is confirmed by another person as any other, and counts at once. One of the same number and kind that is on
// record already becomes the ruling’s; it is refused where it is another ruling’s.
func (d Commands) RegisterIn(tx noun.Tx, in *Measure) error {
	if where := alike(in); where != nil {
		list, err := tx.Those(ref.Measure, where...)
		if err != nil {
			return err
		}
		if len(list) > 0 && list[0].(*Measure).Ruling == 0 {
			in.ID = list[0].Head().ID
			return d.joined(tx, in.ID, in.Ruling)
		}
	}
	return d.keeper().AddIn(tx, in)
}

// joined says of which ruling a decision is part.
func (d Commands) joined(tx noun.Tx, id, ruling ref.ID) error {
	return noun.Take(tx, act.Command{}, d.shape(), noun.At{ID: id, Follows: true}, "measure.joined.v1",
		func(_ noun.Tx, m *Measure) ([]act.Fact, error) {
			m.Ruling = ruling
			return []act.Fact{act.Id("ruling", ruling)}, nil
		})
}

// of are the decisions of a ruling that stand.
func (d Commands) of(tx noun.Tx, ruling ref.ID) (out []*Measure, err error) {
	list, err := tx.Those(ref.Measure, noun.Cond{Column: "ruling", Num: []int64{int64(ruling)}},
		noun.StateIs(Registered, InForce))
	for _, v := range list {
		out = append(out, v.(*Measure))
	}
	return out, err
}

// RevokeIn revokes the decisions of a ruling, in the transaction of the act that revokes it.
func (d Commands) RevokeIn(tx noun.Tx, ruling ref.ID, by Undoing) error {
	list, err := d.of(tx, ruling)
	if err != nil {
		return err
	}
	for _, m := range list {
		if err := d.undoIn(tx, m.ID, Revoked, by); err != nil {
			return err
		}
	}
	return nil
}

// VaryIn puts the decisions of a ruling in the place of those of another that it changed: one that goes on as it was
// becomes the new ruling’s; each other takes the place of one of its family, or else of any; what is left is revoked.
// The period of what was changed runs from where the first took effect.
func (d Commands) VaryIn(tx noun.Tx, ruling ref.ID, by Undoing, now []*Measure) error {
	old, err := d.of(tx, ruling)
	if err != nil {
		return err
	}
	kept := map[ref.ID]bool{}
	now = slices.DeleteFunc(slices.Clone(now), func(n *Measure) bool {
		i := slices.IndexFunc(old, func(m *Measure) bool { return m.Decision == n.Decision && m.Kind == n.Kind })
		if i < 0 || err != nil {
			return false
		}
		err = d.joined(tx, old[i].ID, n.Ruling)
		kept[old[i].ID] = true
		return true
	})
	if err != nil {
		return err
	}
	old = slices.DeleteFunc(old, func(m *Measure) bool { return kept[m.ID] })
	for _, n := range now {
		if len(old) > 0 {
			i := max(0, slices.IndexFunc(old, func(m *Measure) bool { return d.family(m) == d.family(n) }))
			n.Origin, n.OriginFrom = old[i].ID, old[i].Counts().Start()
			if err := d.undoIn(tx, old[i].ID, Varied, by); err != nil {
				return err
			}
			old = slices.Delete(old, i, i+1)
		}
		if err := d.RegisterIn(tx, n); err != nil {
			return err
		}
	}
	for _, m := range old {
		if err := d.undoIn(tx, m.ID, Revoked, by); err != nil {
			return err
		}
	}
	return nil
}

func (d Commands) family(m *Measure) string {
	k, _ := d.Rules().Kind(m.Kind)
	return k.Family
}

// undoIn revokes or changes a decision in the transaction of another act.
func (d Commands) undoIn(tx noun.Tx, id ref.ID, state string, by Undoing) error {
	kind := journal.Kind("measure.revoked.v1")
	if state == Varied {
		kind = "measure.varied.v1"
	}
	return noun.Take(tx, act.Command{}, d.shape(), noun.At{ID: id, Follows: true}, kind,
		func(tx noun.Tx, m *Measure) ([]act.Fact, error) {
			return d.undo(tx, m, state, by)
		})
}
