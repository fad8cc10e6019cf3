package app

import (
	"context"

	"shuangze/internal/store"
	"shuangze/internal/tick"
	"shuangze/internal/when"
)

// round does every job once, whenever it is due, and lets them fail.
func (h *House) round(ctx context.Context) {
	for _, j := range h.jobs() {
		_ = j.Do(ctx, tick.Run{})
	}
}

// keeperTakes is a job in another process's hands.
func keeperTakes(now when.Instant, holder string) func(store.JobRow) (store.JobRow, error) {
	return func(j store.JobRow) (store.JobRow, error) {
		s, err := tick.State(j).Take(holder, now)
		return store.JobRow(s), err
	}
}
