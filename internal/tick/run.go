// Package tick does what has fallen due: jobs that are declared in one table,
// of several processes over one database by one at a time, made up for after a
// rest, tried again after a failure. It also reads a county's journal from a
// job's own position (Reader).
package tick

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"shuangze/internal/when"
)

// Job is one line of the table.
type Job struct {
	Name string // stable: its row in the database and its label in /metrics
	Say  string // key of its words
	When Schedule
	Do   func(context.Context, Run) error
	// Again gives When anew each time the job is looked at, where it changes while
	// the process runs; nil = it never does.
	Again func() Schedule
}

// Run is one doing of a job: by which lease, and for which moment.
type Run struct {
	Lease
	Moment when.Instant
}

// Keeper keeps the states of jobs. Change gives f the state as it is, alone with
// it, and keeps what f returns, or nothing where f returns an error.
type Keeper interface {
	Job(ctx context.Context, name string) (State, error)
	Change(ctx context.Context, name string, f func(State) (State, error)) error
}

// Runner does the jobs of one process.
type Runner struct {
	Jobs   []Job
	Keep   Keeper
	Clock  when.Clock
	Holder string // names this process among all
	// Renews is how long after a sign of life the next one follows; 0 = a third
	// of LeaseFor. Grace is how long a job that is at work may go on when the
	// process is asked to end; 0 = 10 seconds.
	Renews, Grace time.Duration

	seen sync.Map // jobs done once for their stamp, as far as this process knows
}

// looks is how long a loop rests at most: another process may have died.
const looks = 20 * time.Second

// errNotDue is Attempt's own: another process was faster.
var errNotDue = errors.New("not due")

// Due says for which moment a job is to be done now, if for any.
func (j Job) Due(s State, now when.Instant) (when.Instant, bool) {
	if s.Rested(now) > now {
		return 0, false
	}
	return j.When.Due(s.Done, s.Stamp, now)
}

// Next is when the job is due next: now when it is, 0 when no clock tells it.
func (j Job) Next(s State, now when.Instant) when.Instant {
	if _, due := j.When.Due(s.Done, s.Stamp, now); due {
		return max(now, s.Rested(now))
	}
	return j.When.Next(s.Done, now)
}

// Run does the jobs until the context ends, each in a loop of its own, so that
// none waits for another and none meets itself. A job that is at work then may
// end within the grace; after that its context ends too.
func (r *Runner) Run(ctx context.Context) {
	grace := r.Grace
	if grace == 0 {
		grace = 10 * time.Second
	}
	work, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cut) })
	defer stop()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		var all sync.WaitGroup
		for _, j := range r.Jobs {
			all.Go(func() { r.loop(ctx, work, j) })
		}
		all.Wait()
	}()
	<-ctx.Done()
	select {
	case <-ended:
	case <-time.After(grace + time.Second): // it does not listen: its lease runs out by itself
		slog.Error("a job did not end with the process")
	}
}

func (r *Runner) loop(ctx, work context.Context, j Job) {
	for ctx.Err() == nil {
		wait, err := r.Attempt(work, j)
		if err != nil {
			slog.Error("job", "name", j.Name, "err", err)
		}
		select {
		case <-time.After(min(max(wait, 10*time.Millisecond), looks)):
		case <-ctx.Done():
		}
	}
}

// Attempt does a job if it is due and nobody else does it, and says how long to
// wait until it is worth looking again. A job's own failure is noted and told,
// as the error.
func (r *Runner) Attempt(ctx context.Context, j Job) (wait time.Duration, err error) {
	if j.Again != nil {
		j.When = j.Again()
	}
	if stamp, ok := r.seen.Load(j.Name); ok && stamp == j.When.stamp {
		return looks, nil
	}
	s, err := r.Keep.Job(ctx, j.Name)
	if err != nil {
		return looks, fmt.Errorf("job %s: %w", j.Name, err)
	}
	now := r.Clock()
	if _, due := j.Due(s, now); !due {
		r.saw(j, s)
		return until(j.Next(s, now), now), nil
	}
	if s.Held(now) {
		return until(s.Until, now), nil
	}
	run := Run{Lease: Lease{Job: j.Name, Holder: r.Holder}}
	err = r.Keep.Change(ctx, j.Name, func(s State) (State, error) {
		now := r.Clock() // a change may have waited for those of others, who wrote their time
		moment, due := j.Due(s, now)
		if !due {
			return s, errNotDue
		}
		s, err := s.Take(r.Holder, now)
		run.Fence, run.Moment = s.Fence, moment
		return s, err
	})
	switch {
	case errors.Is(err, errNotDue), errors.Is(err, ErrHeld):
		return time.Second, nil
	case err != nil:
		return looks, fmt.Errorf("take job %s: %w", j.Name, err)
	}
	failure := r.do(ctx, j, run)
	if errors.Is(failure, ErrLost) {
		return time.Second, failure // whoever has it now says how it ends
	}
	var ended State
	var at when.Instant
	// Kept even where the process ends: what is done is done.
	err = r.Keep.Change(context.WithoutCancel(ctx), j.Name, func(s State) (_ State, err error) {
		at = r.Clock()
		ended, err = s.End(run.Lease, run.Moment, j.When.stamp, failure, at)
		return ended, err
	})
	if err != nil {
		return time.Second, errors.Join(failure, err)
	}
	r.saw(j, ended) // not before it is kept
	return until(j.Next(ended, at), at), failure
}

// saw remembers that a job is done for its stamp. Processes with different
// policy packs would otherwise undo each other's work without end.
func (r *Runner) saw(j Job, s State) {
	if j.When.stamped && s.Stamp == j.When.stamp {
		r.seen.Store(j.Name, s.Stamp)
	}
}

func until(t, now when.Instant) time.Duration {
	if t == 0 {
		return looks
	}
	return t.Time().Sub(now.Time())
}

// do does the work while the lease is renewed. When the lease is lost, or no
// sign of life came through for as long as it lasts, the work's context ends.
func (r *Runner) do(ctx context.Context, j Job, run Run) error {
	work, cut := context.WithCancelCause(ctx)
	defer cut(nil)
	kept := make(chan struct{})
	rest, stop := context.WithCancel(ctx)
	go func() {
		defer close(kept)
		r.renew(rest, run.Lease, cut)
	}()
	err := safely(func() error { return j.Do(work, run) })
	lost := context.Cause(work)
	stop()
	<-kept
	if errors.Is(lost, ErrLost) {
		return lost
	}
	if err != nil {
		return fmt.Errorf("%s: %w", j.Name, err)
	}
	return nil
}

func (r *Runner) renew(ctx context.Context, l Lease, lost context.CancelCauseFunc) {
	pause := r.Renews
	if pause == 0 {
		pause = LeaseFor / 3
	}
	heard := time.Now()
	t := time.NewTicker(pause)
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
		err := r.Keep.Change(ctx, l.Job, func(s State) (State, error) { return s.Renew(l, r.Clock()) })
		switch {
		case err == nil:
			heard = time.Now()
		case ctx.Err() != nil:
			return
		case errors.Is(err, ErrLost), time.Since(heard) >= LeaseFor:
			lost(fmt.Errorf("job %s: %w", l.Job, ErrLost))
			return
		}
	}
}

// safely makes a panic a failure.
func safely(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return f()
}
