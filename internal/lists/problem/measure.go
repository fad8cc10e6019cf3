package problem

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// MarksMeasures says whether measures are marked here: while the problem is in
// hand without an order. Under an order those of the order bind.
func (p Problem) MarksMeasures() bool { return p.State == Registered && p.Order == 0 }

// MarkMeasure says that the n-th measure (from 0) was done, or takes that back.
func (p Problem) MarkMeasure(n int, done bool, today when.Day) (Problem, error) {
	if !p.MarksMeasures() {
		return p, p.conflict()
	}
	next, err := p.Measures.Mark(n, done, today)
	p.Measures = next
	return p, err
}

// MarkMeasure records that a measure was done, or that it was not after all.
func (d Commands) MarkMeasure(ctx context.Context, c act.Command, id ref.ID, n int, done bool) (act.Receipt, error) {
	c.Verb, c.Input = "problem.do-measure", []any{id, n, done}
	kind := "problem.measure-done.v1"
	if !done {
		kind = "problem.measure-undone.v1"
	}
	return d.move(ctx, c, id, kind, func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		next, err := p.MarkMeasure(n, done, tx.Now().Day())
		if err != nil {
			return p, nil, err
		}
		return next, []act.Fact{act.Words("measure", p.Measures[n].Text), act.Number("no", int64(n+1))}, nil
	})
}
