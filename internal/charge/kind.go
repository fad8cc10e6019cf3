package charge

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
)

// Kind declares charges: one is seen by the office of its matter, and called as that.
func Kind(rows func(ctx context.Context, ids []ref.ID) ([]*Charge, error),
	lines func(ctx context.Context, a kind.Asking, of []ref.Ref) (map[ref.Ref]kind.Line, error)) kind.Kind {
	return kind.Kind{Of: ref.Charge, Word: "journal.of.charge", See: "charge.see",
		Tells: []kind.Tell{{Of: "charge.handed.v1", Topic: "charge", Until: true,
			To: []kind.Hearer{{Why: "handed", At: kind.ThePerson, Named: "holder"}}}},
		Lines: func(ctx context.Context, a kind.Asking, ids []ref.ID) (map[ref.ID]kind.Line, error) {
			list, err := rows(ctx, ids)
			if err != nil {
				return nil, err
			}
			var of []ref.Ref
			for _, c := range list {
				of = append(of, c.Matter())
			}
			matters, err := lines(ctx, a, of)
			out := make(map[ref.ID]kind.Line, len(list))
			for _, c := range list {
				l, ok := matters[c.Matter()]
				l.Object = access.Object{Kind: ref.Charge, ID: c.ID, Jurisdiction: c.Jurisdiction, Unit: l.Object.Unit,
					Side: l.Object.Side}
				if l.Of = c.Matter(); ok {
					out[c.ID] = l
				}
			}
			return out, err
		}}
}
