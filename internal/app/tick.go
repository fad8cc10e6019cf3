package app

import (
	"context"
	"log/slog"
	"time"
)

// tick does what has fallen due: a signed checkpoint each minute with
// activity, and the sweeping of old keys and sessions.
func (h *House) tick(ctx context.Context, done chan<- struct{}) {
	defer close(done)
	t := time.NewTicker(time.Minute)
	defer t.Stop()
	if moved, err := h.Recount(context.WithoutCancel(ctx)); err != nil { // the policy pack is read at the start
		slog.Error("recount of days", "err", err)
	} else if moved > 0 {
		slog.Info("days counted anew with the changed calendar", "n", moved)
	}
	for {
		h.round(context.WithoutCancel(ctx))
		select {
		case <-t.C:
		case <-ctx.Done():
			h.round(context.WithoutCancel(ctx)) // the last minute gets its checkpoint too
			return
		}
	}
}

func (h *House) round(ctx context.Context) {
	if err := h.Checkpoints(ctx); err != nil {
		slog.Error("checkpoint", "err", err)
	} else if err := h.sweepFiles(ctx); err != nil { // of a database that is known to be this folder's
		slog.Error("sweep of files", "err", err)
	}
	if err := h.DB.Sweep(ctx, h.Clock()); err != nil {
		slog.Error("sweep", "err", err)
	}
	if err := h.Doors.Sweep(ctx); err != nil {
		slog.Error("sweep of sessions", "err", err)
	}
}
