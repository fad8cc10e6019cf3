package problem

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Recall takes back the report that the problem was put right, while nobody has
// answered it.
func (p Problem) Recall(reason string) (Problem, error) {
	if p.State != Rectified {
		return p, p.conflict()
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	p.State, p.Requester, p.RequesterFor, p.RequestedAt = Registered, 0, 0, 0
	return p, errs.Err()
}

// Recall takes the unit's own report back.
func (d Commands) Recall(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
	c.Verb, c.Input = "problem.recall", []any{id, reason}
	return d.move(ctx, c, id, "problem.recalled.v1", func(_ Tx, p Problem) (Problem, []act.Fact, error) {
		next, err := p.Recall(reason)
		return next, []act.Fact{act.Words("reason", reason)}, err
	})
}
