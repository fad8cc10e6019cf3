package order

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// RecallClose takes back the request to strike the matter off, while nobody has
// answered it: once the leader has confirmed, the office's answer is awaited.
func (o Order) RecallClose(reason string) (Order, error) {
	if o.State == Confirmed {
		return o, text.Refuse(text.Conflict, "order.recall-confirmed", "number", o.Number.String())
	}
	if err := o.in(Requested); err != nil {
		return o, err
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	o.State, o.Requester, o.RequesterFor, o.RequestedAt = InProgress, 0, 0, 0
	return o, errs.Err()
}

// RecallExtension takes back the request for a later day, while it waits. It
// does not count as one of the extensions.
func (o Order) RecallExtension(reason string) (Order, error) {
	if o.AskedDue == 0 || !o.State.Open() {
		return o, text.Refuse(text.Conflict, "order.no-extension-asked")
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	o.AskedDue, o.AskedBy, o.AskedFor, o.AskedAt = 0, 0, 0, 0
	return o, errs.Err()
}

// RecallClose takes the request to strike off back.
func (d Commands) RecallClose(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
	return d.take(ctx, c, id, reason, step{verb: "order.recall-close", kind: "order.close-recalled.v1",
		decide: func(_ Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.RecallClose(reason)
			return next, []act.Fact{act.Words("reason", reason)}, err
		}})
}

// RecallExtension takes the request for a later day back.
func (d Commands) RecallExtension(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
	return d.take(ctx, c, id, reason, step{verb: "order.recall-extension", kind: "order.extension-recalled.v1",
		decide: func(_ Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.RecallExtension(reason)
			return next, []act.Fact{act.Words("reason", reason), act.Date("to", o.AskedDue)}, err
		}})
}
