package order

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Reopen takes a closed order up again.
func (d Commands) Reopen(
	ctx context.Context, c act.Command, id ref.ID, reason string, due when.Day,
) (act.Receipt, error) {
	return d.take(ctx, c, id, []any{reason, due}, d.reopening(reason, due))
}

// ReopenIn takes one up again in the transaction of another act: what a re-check found.
func (d Commands) ReopenIn(tx Tx, id ref.ID, reason string, due when.Day) error {
	return d.reopening(reason, due).take(tx, id)
}

func (d Commands) reopening(reason string, due when.Day) step {
	return step{verb: "order.reopen", kind: "order.reopened.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.Reopen(reason, due, tx.Now().Day())
			if err == nil && o.Problem != 0 {
				var sent []Letter
				if sent, err = tx.LettersOf(o.ID); err == nil {
					err = tx.SettleProblem(o.Problem, 0, 0, d.past(next, sent))
				}
			}
			if err == nil && o.Task != 0 {
				err = tx.TieTask(o.Task, 0, o.ID)
			}
			return next, []act.Fact{act.Date("due", due), act.Words("reason", reason)}, err
		}}
}
