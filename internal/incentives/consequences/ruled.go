package consequences

import (
	"cmp"
	"slices"

	"shuangze/internal/accountability/matters"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// Why what followed from a ruling is void.
const (
	revokedOnAppeal = "问责申诉成立，撤销原决定"
	changedOnAppeal = "问责申诉后变更原决定"
)

// Ruled does what follows from a ruling on a body, in the transaction of its service: before that nobody whom it is
// about knows of it. by is the decision on an appeal that revoked or changed it, in whose transaction what followed
// becomes void; nil = it was served. A ruling on a person is a decision on record, see Decided.
func (d Commands) Ruled(tx noun.Tx, x *matters.Ruling, by *matters.Undoing) error {
	if x.Target != matters.Body {
		return nil
	}
	if by != nil {
		return d.unruled(tx, x, *by)
	}
	r, err := tx.CountyToday()
	if err != nil {
		return err
	}
	var rows []Rule
	for _, code := range []string{x.Outcome, x.Also} {
		if code == "" {
			continue
		}
		for _, row := range d.Rules().Of(OfRuling, code, x.DecidedOn) {
			if !slices.ContainsFunc(rows, func(o Rule) bool { return o.Kind == row.Kind }) {
				rows = append(rows, row)
			}
		}
	}
	for _, row := range rows {
		c := &Consequence{Year: int64(x.DecidedOn.Year()), Body: x.Body, Place: x.Unit, Ruling: x.ID, Rests: x.Decision,
			Decided: x.DecidedOn, Begins: x.ServedOn, Told: x.Told}
		if row.Lasts == ForMonths {
			c.Ends = row.Until(d.Effects(), "", x.DecidedOn, x.ServedOn, 0)
		}
		if err := d.make(tx, r, row, c); err != nil {
			return err
		}
	}
	return nil
}

func (d Commands) unruled(tx noun.Tx, x *matters.Ruling, by matters.Undoing) error {
	all, err := tx.Those(ref.Consequence, noun.Cond{Column: "ruling", Num: []int64{int64(x.ID)}},
		noun.StateIs(Open, Done, Ended))
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b noun.Value) int { return cmp.Compare(a.Head().ID, b.Head().ID) })
	why := revokedOnAppeal
	if by.Changed {
		why = changedOnAppeal
	}
	for _, v := range all {
		if err := d.undo(tx, v.Head().ID, by.No, why); err != nil {
			return err
		}
	}
	return nil
}
