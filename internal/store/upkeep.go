package store

import (
	"context"
	"log/slog"
	"time"
)

// What SQLite would otherwise do inside somebody's commit is done beside it:
// writing the log back into the file on a connection of its own, and merging
// the search index while nobody writes.
const (
	writeBackAt  = 2000                  // pages of the log that wait
	writeBackLag = 20 * time.Millisecond // between looks while there is writing
	beginAnewAt  = 8000                  // pages of the log at which a commit writes back what is left
	idleFor      = 200 * time.Millisecond
	mergePages   = 200 // of the index, in one step: what a command may have to wait for
)

// upkeep writes the log back while the writer goes on. A log that is being
// written all the time is never wholly written back from here: the little that
// is left is written by a commit, when the log is long, and it begins anew.
func (db *DB) upkeep() {
	defer close(db.tended)
	ctx := context.Background()
	for {
		select {
		case <-db.wrote:
		case <-db.ended:
			return
		}
		time.Sleep(writeBackLag)
		left, err := db.writeBack(ctx, "NOOP")
		for tries := 0; err == nil && left >= writeBackAt && tries < 4; tries++ {
			left, err = db.writeBack(ctx, "PASSIVE")
		}
		if err != nil {
			slog.Error("write the log back", "err", err)
		}
	}
}

// writeBack answers how many pages of the log are not in the file.
func (db *DB) writeBack(ctx context.Context, how string) (left int, err error) {
	var busy, log, done int
	err = db.tend.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+how+")").Scan(&busy, &log, &done)
	return log - done, err
}

// tidy takes one step of merging the search index, whose segments the commits
// left behind; there is more to do until a step changes nothing.
func (w *writer) tidy() {
	w.untidy = false
	if w.conn == nil {
		return
	}
	var before, after int64
	err := w.conn.QueryRowContext(context.Background(), "SELECT total_changes()").Scan(&before)
	if err == nil {
		_, err = w.exec(`INSERT INTO search(search,rank) VALUES('merge',$1)`, mergePages)
	}
	if err == nil {
		err = w.conn.QueryRowContext(context.Background(), "SELECT total_changes()").Scan(&after)
	}
	if err != nil {
		slog.Error("merge the search index", "err", err)
		return
	}
	w.untidy = after-before >= 2 // the asking itself counts as one
	w.db.hasWritten()
}

// hasWritten wakes the upkeep.
func (db *DB) hasWritten() {
	select {
	case db.wrote <- struct{}{}:
	default:
	}
}
