package matters

import (
	"slices"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// Hindering are matters that were opened and not decided yet: they stand in the way of some uses of whom they are
// about. Who is not of the office that handles one learns that there is one, and no more of it.
func Hindering(rules func() *effect.Rules) effect.Source[noun.Reads] {
	return func(tx noun.Reads, people []ref.ID, q effect.Question) (map[ref.ID][]effect.Hindrance, error) {
		if !slices.Contains(rules().MatterUses, q.Use) {
			return nil, nil
		}
		var ids []int64
		for _, id := range people {
			ids = append(ids, int64(id))
		}
		all, err := tx.Those(ref.Matter, noun.Cond{Column: "person", Num: ids},
			noun.StateIs(Opened, Shown, Answered, Reported, Signed, Asked, Approved))
		if err != nil {
			return nil, err
		}
		out := map[ref.ID][]effect.Hindrance{}
		for _, v := range all {
			x := v.(*Matter)
			if x.OpenedOn > q.On {
				continue
			}
			h := effect.Hindrance{By: effect.ByMatter, From: x.OpenedOn}
			if who := tx.Actor(); ofOffice(who, x.Side) && !who.StandsIn(x.Unit) {
				h.Of, h.Number = x.ID, x.Number
			}
			out[x.Person] = append(out[x.Person], h)
		}
		return out, nil
	}
}
