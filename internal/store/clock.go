package store

import (
	"context"
	"fmt"

	"shuangze/internal/act"
	"shuangze/internal/clock"
	"shuangze/internal/when"
)

// lastEntry is the time of the latest entry of all journals: a county whose
// accounts rest for months still works every day.
const lastEntry = `SELECT COALESCE(MAX(at),0) FROM head`

// Clock is the reading that the command was judged by.
func (tx *Tx) Clock() clock.Reading { return tx.clock }

// Clock reads the clock beside the journals.
func (db *DB) Clock(ctx context.Context) (clock.Reading, error) {
	r := clock.Reading{Now: db.clock(), Most: db.leap}
	if err := db.queryRow(ctx, lastEntry).Scan(&r.Last); err != nil {
		return r, fmt.Errorf("clock: %w", err)
	}
	return r, nil
}

// Books lists every journal with the time of its last entry, system last.
func (db *DB) Books(ctx context.Context) ([]clock.Book, error) {
	counties, err := db.Counties(ctx)
	if err != nil || len(counties) == 0 {
		return nil, err
	}
	rows, err := db.query(ctx, `SELECT journal,at FROM head`)
	type head struct {
		name string
		at   when.Instant
	}
	all, err := collect(rows, err, func(r rowsLike, h *head) error { return r.Scan(&h.name, &h.at) })
	if err != nil {
		return nil, fmt.Errorf("journals: %w", err)
	}
	at := map[string]when.Instant{}
	for _, h := range all {
		at[h.name] = h.at
	}
	var out []clock.Book
	for _, c := range counties {
		n := namesOf(c.Code, c.Demo)
		out = append(out, clock.Book{Journal: act.Acts, Jurisdiction: c.No, County: c.ref(), At: at[n.acts]},
			clock.Book{Journal: act.Access, Jurisdiction: c.No, County: c.ref(), At: at[n.access]})
	}
	c := counties[0]
	return append(out, clock.Book{Journal: act.System, Jurisdiction: c.No, County: c.ref(), At: at["system"]}), nil
}

// signedAt is the time that a checkpoint bears: the clock's, and while that is in
// doubt the last entry's, so that no note is of a year that never was.
func (tx *Tx) signedAt() (when.Instant, error) {
	r := clock.Reading{Now: tx.w.db.clock(), Most: tx.w.db.leap}
	if err := tx.queryRow(lastEntry).Scan(&r.Last); err != nil {
		return 0, err
	}
	if r.Doubtful() {
		return r.Last, nil
	}
	return r.Now, nil
}
