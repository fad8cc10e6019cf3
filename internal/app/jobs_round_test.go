package app

import (
	"context"

	"shuangze/internal/tick"
)

// round does every job once, whenever it is due, and lets them fail.
func (h *House) round(ctx context.Context) {
	for _, j := range h.jobs() {
		_ = j.Do(ctx, tick.Run{})
	}
}
