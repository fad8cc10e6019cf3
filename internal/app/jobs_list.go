package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"shuangze/internal/lang"
	"shuangze/internal/policy"
	"shuangze/internal/store"
	"shuangze/internal/tick"
	"shuangze/internal/when"
)

// JobsOptions is how the list of jobs is told.
type JobsOptions struct {
	Lang string
	JSON bool
	Now  bool // what is due is done first, and every file that waits is made
}

// jobLine is one job as the list tells it. Times are empty where there is none.
type jobLine struct {
	Name    string `json:"name"`
	Does    string `json:"does"`
	When    string `json:"when"`
	Last    string `json:"last_done"`
	Next    string `json:"next_due"` // "" = not by the clock
	Holder  string `json:"holder"`   // who does it now
	Until   string `json:"until"`
	Failed  string `json:"last_failure"`
	Failure string `json:"failure"`
	Tries   int64  `json:"failures_since_done"`
}

// Jobs lists the jobs of a house that may be at work, changing nothing, unless they are to be done now.
func Jobs(ctx context.Context, s *Settings, o JobsOptions, out io.Writer) error {
	c := s.Config()
	if err := c.there(); err != nil {
		return err
	}
	if o.Now {
		if err := doJobs(ctx, c); err != nil {
			return err
		}
	}
	pack, words, err := c.read()
	if err != nil {
		return err
	}
	rows, now, stirred, err := lookedAtJobs(ctx, c, pack)
	for tries := 0; err == nil && stirred && tries < 2; tries++ {
		rows, now, stirred, err = lookedAtJobs(ctx, c, pack)
	}
	if err == nil && stirred {
		err = errStirred
	}
	if err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	p := words.In(lang.Lang(o.Lang))
	h := &House{Policy: now}
	lines := []jobLine{}
	for _, j := range h.jobs() {
		lines = append(lines, lineOf(p, j, tick.State(rows[j.Name]), Now()))
	}
	if o.JSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(lines)
	}
	for _, l := range lines {
		l.print(p, out)
	}
	return nil
}

// doJobs does in this process what is due, each job once, and makes all files that wait, not those of one round alone.
func doJobs(ctx context.Context, c Config) (err error) {
	h, err := Open(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	runner := h.runner()
	for _, j := range runner.Jobs {
		if _, failed := runner.Attempt(ctx, j); failed != nil {
			err = errors.Join(err, failed)
		}
	}
	for err == nil {
		kept, failed := h.KeepIssued(ctx)
		if err = failed; kept == 0 {
			break
		}
	}
	return err
}

// lookedAtJobs reads their rows and the pack in force; stirred says that it is to
// be done again, for the house began to work meanwhile.
func lookedAtJobs(ctx context.Context, c Config, ground *policy.Pack) (
	rows map[string]store.JobRow, now *policy.Pack, stirred bool, err error) {
	db, err := store.Open(ctx, store.Options{Dir: c.Dir, URL: c.Database, Clock: Now, Look: true})
	if err != nil {
		return nil, nil, false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	g := grounded(ground)
	if rows, err = db.Jobs(ctx); err == nil {
		g, err = inForce(ctx, db, ground, c.Clock().Day())
	}
	if db.Stirred() {
		return nil, nil, true, nil
	}
	return rows, g.now, false, err
}

func lineOf(p *lang.Phraser, j tick.Job, s tick.State, now when.Instant) jobLine {
	l := jobLine{Name: j.Name, Does: p.T(j.Say), When: p.Message(j.When.Say()),
		Last: stamped(s.Ended), Next: stamped(j.Next(s, now)),
		Failed: stamped(s.Failed), Failure: s.Failure, Tries: s.Tries}
	if s.Held(now) {
		l.Holder, l.Until = s.Holder, stamped(s.Until)
	}
	return l
}

func stamped(i when.Instant) string {
	if i == 0 {
		return ""
	}
	return i.Time().Format(time.RFC3339)
}

// plainly is a time as the county's people write it.
func plainly(s string) string {
	return strings.Replace(strings.TrimSuffix(s, "+08:00"), "T", " ", 1)
}

func (l jobLine) print(p *lang.Phraser, out io.Writer) {
	fmt.Fprintf(out, "%s  %s\n", l.Name, p.T("job.line", "does", l.Does, "when", l.When))
	last := plainly(l.Last)
	if last == "" {
		last = p.T("job.never")
	}
	next := plainly(l.Next)
	if next == "" {
		next = p.T("job.unclocked")
	}
	fmt.Fprintf(out, "    %s\n", p.T("job.times", "last", last, "next", next))
	if l.Holder != "" {
		fmt.Fprintf(out, "    %s\n", p.T("job.holder", "holder", l.Holder, "until", plainly(l.Until)))
	}
	switch {
	case l.Tries > 0:
		fmt.Fprintf(out, "    %s\n", p.T("job.failing", "at", plainly(l.Failed), "n", l.Tries, "why", l.Failure))
	case l.Failed != "":
		fmt.Fprintf(out, "    %s\n", p.T("job.failed", "at", plainly(l.Failed), "why", l.Failure))
	}
}
