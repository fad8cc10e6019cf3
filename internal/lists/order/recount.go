package order

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Acknowledge is until when an order issued on the day is to be signed for, and
// how that was counted (spec 2.5 [D]: two working days).
func (r Rules) Acknowledge(issued when.Day) when.Deadline {
	if r.AckBy != nil {
		return r.AckBy(issued)
	}
	return r.Calendar.AddWorking(issued, r.AcknowledgeIn)
}

// Recounted is the order with the day for its signature as the calendar has it
// now; ok is false when nothing moved. A calendar that is announced or mended
// later moves the days that were counted with the old one.
func (o Order) Recounted(r Rules) (next Order, ok bool) {
	if o.State != Issued || o.IssuedAt == 0 {
		return o, false
	}
	by := r.Acknowledge(o.IssuedAt.Day()).Due
	next, ok = o, by != o.AcknowledgeBy
	next.AcknowledgeBy = by
	return next, ok
}

// Recount moves the day for the signature after the calendar has changed; the
// entry tells the old one. It records nothing when nothing moved.
func (d Commands) Recount(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	return d.take(ctx, c, id, nil, step{verb: "order.recount", kind: "order.recounted.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, ok := o.Recounted(d.Rules)
			if !ok {
				return o, nil, o.Forbids()
			}
			return next, []act.Fact{act.Date("from", o.AcknowledgeBy), act.Date("to", next.AcknowledgeBy)}, nil
		}})
}
