package order

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// MayAttach refuses files of an order that nobody works on: one that is not
// issued, or whose close-out waits for its answer; n are those it has.
func (o Order) MayAttach(n int64) error {
	if err := o.in(Issued, Acknowledged, InProgress); err != nil {
		return err
	}
	if n >= evidence.Most {
		return text.Refuse(text.Conflict, "order.evidence-too-many", "most", evidence.Most)
	}
	return nil
}

// Attach adds evidence to an order that is being worked on.
func (d Commands) Attach(ctx context.Context, c act.Command, id ref.ID, e evidence.Evidence) (act.Receipt, error) {
	e.Phase = e.Phase.Of()
	return d.take(ctx, c, id, []any{e.Name, e.Digest, e.Phase}, step{verb: "order.attach", kind: "order.evidence-added.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			o, err := o.with(tx, []evidence.Evidence{e})
			return o, []act.Fact{act.Digest("digest", e.Digest), act.Words("name", e.Name), act.Code("phase", string(e.Phase)),
				act.Number("size", e.Size)}, err
		}})
}

// with adds files in the transaction of the act they come with: all or none.
func (o Order) with(tx Tx, files []evidence.Evidence) (Order, error) {
	if len(files) == 0 {
		return o, nil
	}
	n, err := tx.CountEvidence(o.ID)
	if err != nil {
		return o, err
	}
	if err := o.MayAttach(n + int64(len(files)) - 1); err != nil {
		return o, err
	}
	for _, e := range files {
		e.ID, e.Jurisdiction, e.Matter, e.By, e.At = tx.NewID(), o.Jurisdiction, o.Ref(), tx.Actor().Person, tx.Now()
		if e.Phase == evidence.After { // only that proves that it was put right
			o.Evidence++
		}
		if err := tx.SaveEvidence(e); err != nil {
			return o, err
		}
	}
	return o, nil
}
