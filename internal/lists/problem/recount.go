package problem

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Recounted is a problem reported on the day with the day for the leading
// group's note as the calendar has it now; ok is false when nothing moved.
func (p Problem) Recounted(reported when.Day, r Rules) (next Problem, ok bool) {
	if !p.Unnoted() {
		return p, false
	}
	by := r.NoteBy(reported)
	next, ok = p, by != p.NoteBy
	next.NoteBy = by
	return next, ok
}

// Recount moves that day after the calendar has changed; the entry tells the old one.
func (d Commands) Recount(ctx context.Context, c act.Command, id ref.ID, reported when.Day) (act.Receipt, error) {
	c.Verb, c.Input = "problem.recount", []any{id, reported}
	return d.move(ctx, c, id, "problem.recounted.v1", func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		next, ok := p.Recounted(reported, d.Rules)
		if !ok {
			return p, nil, p.conflict()
		}
		return next, []act.Fact{act.Date("from", p.NoteBy), act.Date("to", next.NoteBy)}, nil
	})
}
