package order

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// AskExtension asks for a later day.
func (d Commands) AskExtension(ctx context.Context, c act.Command, id ref.ID, to when.Day, reason,
	progress string) (act.Receipt, error) {
	return d.take(ctx, c, id, []any{to, reason, progress},
		step{verb: "order.ask-extension", kind: "order.extension-asked.v1",
			decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
				next, err := o.AskExtension(tx.Actor().Hands(), to, reason, progress, d.Rules, tx.Now())
				return next, []act.Fact{act.Date("from", o.Due), act.Words("progress", progress), act.Words("reason", reason),
					act.Date("to", to)}, err
			}})
}

// GrantExtension moves the due day; to 0 grants what was asked.
func (d Commands) GrantExtension(ctx context.Context, c act.Command, id ref.ID, to when.Day,
	opinion string) (act.Receipt, error) {
	return d.take(ctx, c, id, []any{to, opinion}, step{verb: "order.grant-extension", kind: "order.extension-granted.v1",
		requester: asker,
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.GrantExtension(to, opinion, d.Rules)
			if err == nil {
				err = d.weigh(tx, next)
			}
			return next, []act.Fact{act.Id("asker", o.AskedBy), act.Date("from", o.Due), act.Words("opinion", opinion),
				act.Date("to", next.Due)}, err
		}})
}

// RefuseExtension keeps the due day.
func (d Commands) RefuseExtension(ctx context.Context, c act.Command, id ref.ID, opinion string) (act.Receipt, error) {
	return d.take(ctx, c, id, opinion, step{verb: "order.refuse-extension", kind: "order.extension-refused.v1",
		requester: asker,
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.RefuseExtension(opinion, d.Rules)
			return next, []act.Fact{act.Id("asker", o.AskedBy), act.Words("opinion", opinion)}, err
		}})
}
