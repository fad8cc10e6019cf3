package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"time"

	"shuangze/internal/journal"
	"shuangze/internal/store"
	"shuangze/internal/tick"
)

// jobs is everything that is done without somebody asking for it. Each of them
// may be done twice without harm: it finds nothing left to do.
func (h *House) jobs() []tick.Job {
	return []tick.Job{
		// The key lies in the folder that all processes share: one of them signs.
		{Name: "checkpoints", Say: "job.checkpoints", When: tick.Every(time.Minute),
			Do: func(ctx context.Context, _ tick.Run) error { return h.Checkpoints(ctx) }},
		{Name: "sessions", Say: "job.sessions", When: tick.Every(10 * time.Minute),
			Do: func(ctx context.Context, _ tick.Run) error { return h.Doors.Sweep(ctx) }},
		{Name: "keys", Say: "job.keys", When: tick.Every(time.Hour),
			Do: func(ctx context.Context, _ tick.Run) error { return h.DB.Sweep(ctx, h.Clock()) }},
		// All digests of evidence and all files are gone through: at night.
		{Name: "files", Say: "job.files", When: tick.Daily(3*time.Hour + 30*time.Minute), Do: h.sweepFiles},
		// Duties of the periods that have begun, then the cards of what was not done.
		{Name: "duties", Say: "job.duties", When: tick.Daily(5 * time.Minute),
			Do: func(ctx context.Context, _ tick.Run) error {
				made, err := h.latest().MakeDuties(ctx)
				if err != nil {
					return err
				}
				raised, err := h.latest().RaiseCards(ctx)
				if err != nil {
					return err
				}
				silent, err := h.latest().RaiseSilent(ctx)
				if raised += silent; made+raised > 0 {
					slog.Info("duties made and cards raised", "duties", made, "cards", raised)
				}
				return err
			}},
		// What decisions on people stand in the way of ends by itself, and is said once.
		{Name: "effects", Say: "job.effects", When: tick.Daily(20 * time.Minute),
			Do: func(ctx context.Context, _ tick.Run) error { _, err := h.latest().EndEffects(ctx); return err }},
		// A dossier is to be opened of whoever took a post of such a rank.
		{Name: "dossiers", Say: "job.dossiers", When: tick.Daily(18 * time.Minute),
			Do: func(ctx context.Context, _ tick.Run) error { _, err := h.latest().ExpectDossiers(ctx); return err }},
		// What followed from a decision or a grade ends by itself on its day.
		{Name: "consequences", Say: "job.consequences", When: tick.Daily(22 * time.Minute),
			Do: func(ctx context.Context, _ tick.Run) error { _, err := h.latest().EndConsequences(ctx); return err }},
		// A sheet for each leader who left, once somebody came.
		{Name: "handovers", Say: "job.handovers", When: tick.Daily(15 * time.Minute),
			Do: func(ctx context.Context, _ tick.Run) error { _, err := h.latest().MakeHandovers(ctx); return err }},
		// The sample of a period that is over, once its seed is signed.
		{Name: "draws", Say: "job.draws", When: tick.Daily(25 * time.Minute),
			Do: func(ctx context.Context, _ tick.Run) error { _, err := h.latest().DrawSamples(ctx); return err }},
		// What was registered lately, compared with the rest of the year: at night.
		{Name: "remarks", Say: "job.remarks", When: tick.Daily(time.Hour),
			Do: func(ctx context.Context, _ tick.Run) error { _, err := h.latest().MakeRemarks(ctx); return err }},
		// Everybody is told what was put on record, soon after.
		{Name: "notify", Say: "job.notify", When: tick.Every(20 * time.Second),
			Do: func(ctx context.Context, run tick.Run) error { return h.latest().TellEntries(ctx, run) }},
		// What falls due or is over, before work begins.
		{Name: "notify-due", Say: "job.notify-due", When: tick.Daily(6 * time.Hour),
			Do: func(ctx context.Context, run tick.Run) error { return h.latest().TellDue(ctx, run) }},
		// The file of what was sealed is made and kept: what is taken afterwards is these bytes.
		{Name: "issue", Say: "job.issue", When: tick.Every(20 * time.Second),
			Do: func(ctx context.Context, _ tick.Run) error { _, err := h.latest().KeepIssued(ctx); return err }},
		// What forms asked is added up by unit, rule and month, and forgotten.
		{Name: "burden", Say: "job.burden", When: tick.Every(10 * time.Minute), Do: h.sumAsked},
		// What people and other systems are told outside, and what of it failed before.
		{Name: "deliver", Say: "job.deliver", When: tick.Every(20 * time.Second),
			Do: func(ctx context.Context, run tick.Run) error { return h.latest().Deliver(ctx, run) }},
		{Name: "recount", Say: "job.recount", When: tick.Once(h.latest().Policy.Digest),
			Again: func() tick.Schedule { return tick.Once(h.latest().Policy.Digest) },
			Do: func(ctx context.Context, _ tick.Run) error {
				moved, err := h.latest().Recount(ctx)
				if moved > 0 {
					slog.Info("days counted anew with the changed calendar", "n", moved)
				}
				return err
			}},
	}
}

// runner does the jobs in this process.
func (h *House) runner() *tick.Runner {
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	holder := fmt.Sprintf("%s/%d/%s", host, os.Getpid(), rand.Text()[:8])
	return &tick.Runner{Jobs: h.jobs(), Keep: keeper{h.DB}, Clock: h.Clock, Holder: holder}
}

// keeper gives tick its rows.
type keeper struct{ db *store.DB }

func (k keeper) Job(ctx context.Context, name string) (tick.State, error) {
	j, err := k.db.Job(ctx, name)
	return tick.State(j), err
}

func (k keeper) Change(ctx context.Context, name string, f func(tick.State) (tick.State, error)) error {
	return k.db.ChangeJob(ctx, name, func(j store.JobRow) (store.JobRow, error) {
		s, err := f(tick.State(j))
		return store.JobRow(s), err
	})
}

// readings gives tick the journals and the jobs' positions in them. A job's Do
// reads with tick.Reader[store.Aside]{From: readings{h.DB}}.
type readings struct{ *store.DB }

var _ tick.Journals[store.Aside] = readings{}

// Advance moves a position with what is written aside.
func (r readings) Advance(ctx context.Context, m tick.Move,
	allow func(tick.State) error, write func(store.Aside) error) error {
	held := func(j store.JobRow) error { return allow(tick.State(j)) }
	return r.DB.Advance(ctx, m.Job, m.Journal, m.From, m.To, held, write)
}

func (r readings) Entries(ctx context.Context, name string, after int64, most int) ([]*journal.Entry, error) {
	return r.DB.Entries(ctx, name, after, most)
}
