package order

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// MarksMeasures says whether measures are marked now: while the unit works.
func (o Order) MarksMeasures() bool { return o.State == Acknowledged || o.State == InProgress }

// MarkMeasure says that the n-th measure (from 0) was done, or takes that back.
func (o Order) MarkMeasure(n int, done bool, today when.Day) (Order, error) {
	if !o.MarksMeasures() {
		return o, o.Forbids()
	}
	next, err := o.Measures.Mark(n, done, today)
	o.Measures, o.State = next, InProgress
	return o, err
}

// MarkMeasure records that a measure was done, or that it was not after all.
func (d Commands) MarkMeasure(ctx context.Context, c act.Command, id ref.ID, n int, done bool) (act.Receipt, error) {
	kind := journal.Kind("order.measure-done.v1")
	if !done {
		kind = "order.measure-undone.v1"
	}
	return d.take(ctx, c, id, []any{n, done}, step{verb: "order.do-measure", kind: kind,
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.MarkMeasure(n, done, tx.Now().Day())
			if err != nil {
				return o, nil, err
			}
			return next, []act.Fact{act.Words("measure", o.Measures[n].Text), act.Number("no", int64(n+1))}, nil
		}})
}
