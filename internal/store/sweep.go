package store

import (
	"context"
	"time"

	"shuangze/internal/when"
)

// Ephemeral rows live this long.
const (
	keysLive     = 8 * 24 * time.Hour // idempotency keys: a day longer than a form waits in a browser
	sessionsLive = 12 * time.Hour
	draftsLive   = 24 * time.Hour
	gonesLive    = 30 * 24 * time.Hour // deliveries, whatever became of them
)

// Sweep removes ephemeral rows whose time is over.
func (db *DB) Sweep(ctx context.Context, now when.Instant) error {
	for _, s := range []struct {
		q     string
		lives time.Duration
	}{
		{`DELETE FROM idempotency WHERE at<$1`, keysLive},
		{`DELETE FROM session WHERE created<$1`, sessionsLive},
		{`DELETE FROM import_draft WHERE at<$1`, draftsLive},
		{`DELETE FROM delivery WHERE made<$1`, gonesLive},
	} {
		if _, err := db.keep(ctx, s.q, int64(now.Add(-s.lives))); err != nil {
			return err
		}
	}
	return nil
}
