package problem

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// report sends a problem to the leading group when its level has come to be one
// that is reported (spec 2.4); was is the level before, "" for a new one. What
// the group noted at a level that is reported needs no second note.
func (p Problem) report(was Level, r Rules, today when.Day) Problem {
	if r.Reports[p.Level] && !r.Reports[was] {
		p.NoteBy, p.NotedAt, p.Noter = r.NoteBy(today), 0, 0
	}
	return p
}

// Reported says whether the problem went to the leading group; Unnoted whether
// it still waits to be noted. What was closed or withdrawn first waits no more:
// there is nothing left to instruct, and its page says that nobody noted it.
// Taken up again, it waits again.
func (p Problem) Reported() bool { return p.NoteBy != 0 }

// Unnoted says whether the leading group still has to note it.
func (p Problem) Unnoted() bool { return p.Reported() && p.NotedAt == 0 && p.State.Open() }

// Note is the leading group's: one member has seen it, for all, and may say
// what is to be done.
func (p Problem) Note(by ref.ID, instruction string, r Rules, now when.Instant) (Problem, error) {
	switch {
	case !p.Reported():
		return p, text.Refuse(text.Conflict, "problem.note-level", "number", p.Number.String())
	case p.NotedAt != 0:
		return p, text.Refuse(text.Conflict, "problem.note-done", "number", p.Number.String(), "day", p.NotedAt.Day())
	case !p.State.Open():
		return p, p.conflict()
	}
	var errs text.InputErrors
	text.Limits(&errs, "instruction", instruction, 0, r.Opinion())
	p.NotedAt, p.Noter = now, by
	return p, errs.Err()
}

// Note records that the leading group has noted a problem reported to it.
func (d Commands) Note(ctx context.Context, c act.Command, id ref.ID, instruction string) (act.Receipt, error) {
	c.Verb, c.Input = "problem.note", []any{id, instruction}
	return d.move(ctx, c, id, "problem.noted.v1", func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		next, err := p.Note(tx.Actor().Person, instruction, d.Rules, tx.Now())
		return next, []act.Fact{act.Words("instruction", instruction), act.Code("level", string(p.Level))}, err
	})
}

// KeepLevel answers a proposal with no.
func (d Commands) KeepLevel(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
	c.Verb, c.Input = "problem.keep-level", []any{id, reason}
	return d.move(ctx, c, id, "problem.level-kept.v1", func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		next, err := p.KeepLevel(reason, tx.Now().Day())
		return next, []act.Fact{act.Code("level", string(p.Level)), act.Words("reason", reason)}, err
	})
}
