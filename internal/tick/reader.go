package tick

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"shuangze/internal/journal"
)

// Journals are the journals and the jobs' positions in them. Advance moves a
// position from one entry to another, in one transaction with what write keeps,
// where allow agrees to the job's state in that same transaction; a position
// that is not at from any more is an error, and nothing is written.
type Journals[T any] interface {
	Position(ctx context.Context, job, journal string) (int64, error)
	Size(ctx context.Context, journal string) (int64, error)
	Entries(ctx context.Context, journal string, after int64, most int) ([]*journal.Entry, error)
	Advance(ctx context.Context, m Move, allow func(State) error, write func(T) error) error
}

// Move is a job's position in a journal, moved.
type Move struct {
	Job, Journal string
	From, To     int64
}

// Reader reads journals for a job, each from the job's own position. T is what
// the job writes with: rows that are derived or ephemeral. What a job does
// elsewhere (mail, an act through the door) it does before the position moves,
// and must bear being done twice; what it writes with T is written once.
type Reader[T any] struct {
	From Journals[T]
	Page int // entries at a time; 0 = 200
}

// Read gives a journal's entries that are new to the job to write, page by page,
// until there are none or the context ends. It says how many it read.
func (r Reader[T]) Read(ctx context.Context, run Run, name string,
	write func(T, []*journal.Entry) error) (n int, err error) {
	return r.Take(ctx, run, name, func(entries []*journal.Entry) (func(T) error, error) {
		return func(tx T) error { return write(tx, entries) }, nil
	})
}

// Take is Read for what takes thought: it is thought before the transaction, which
// everybody else's commands wait for, and only what came of it is written in it.
func (r Reader[T]) Take(ctx context.Context, run Run, name string,
	think func([]*journal.Entry) (func(T) error, error)) (n int, err error) {
	page := r.Page
	if page == 0 {
		page = 200
	}
	at, err := r.start(ctx, run, name)
	for err == nil && ctx.Err() == nil {
		var entries []*journal.Entry
		if entries, err = r.From.Entries(ctx, name, at, page); err != nil || len(entries) == 0 {
			break
		}
		m := Move{run.Job, name, at, entries[len(entries)-1].Seq}
		if int64(len(entries)) != m.To-m.From {
			err = fmt.Errorf("%d entries stand from %d to %d (run verify)", len(entries), m.From+1, m.To)
			break
		}
		var write func(T) error
		if write, err = think(entries); err != nil {
			break
		}
		if err = r.From.Advance(ctx, m, run.allow, write); err == nil {
			at, n = m.To, n+len(entries)
		}
	}
	if err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		return n, fmt.Errorf("read %s from entry %d: %w", name, at+1, err)
	}
	return n, nil
}

// allow keeps a holder that lost the job from writing.
func (run Run) allow(s State) error { return s.Owns(run.Lease) }

// start is the position, set back where the journal does not reach so far: an
// older copy of it was restored. What it grew by since is then read from there.
func (r Reader[T]) start(ctx context.Context, run Run, name string) (int64, error) {
	at, err := r.From.Position(ctx, run.Job, name)
	size, sized := r.From.Size(ctx, name)
	if err = errors.Join(err, sized); err != nil || at <= size {
		return at, err
	}
	slog.Warn("存证比读到的位置短，从它现在的末尾接着读 / the journal is shorter than what was read of it: reading goes on from its end",
		"job", run.Job, "journal", name, "read", at, "size", size)
	return size, r.From.Advance(ctx, Move{run.Job, name, at, size}, run.allow, func(T) error { return nil })
}
