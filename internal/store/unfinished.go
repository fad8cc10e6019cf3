package store

import (
	"context"
	"slices"
)

// unfinishedLease is the row that says which long work is being done on the
// database. It outlives a process that is killed.
const unfinishedLease = "unfinished"

// Begin notes that a work of many transactions begins; Finish, that it is done.
func (db *DB) Begin(ctx context.Context, work string) error {
	_, err := db.keep(ctx, `INSERT INTO lease(name,holder,until) VALUES($1,$2,0) ON CONFLICT(name) DO UPDATE SET holder=excluded.holder`, unfinishedLease, work)
	return err
}

// Finish notes that the work begun is done.
func (db *DB) Finish(ctx context.Context) error {
	_, err := db.keep(ctx, `DELETE FROM lease WHERE name=$1`, unfinishedLease)
	return err
}

// Unfinished tells the work that was begun and not finished; "" = none.
func (db *DB) Unfinished(ctx context.Context) (work string, err error) {
	_, work, err = db.Standing(ctx)
	return work, err
}

// Standing tells how many counties a database of any age holds, migrated or not,
// and the work that was not finished in it.
func (db *DB) Standing(ctx context.Context) (counties int, work string, err error) {
	s, err := db.snapshot(ctx)
	if err != nil {
		return 0, "", err
	}
	defer s.close()
	names, err := s.tableNames()
	if err != nil || !slices.Contains(names, "jurisdiction") || !slices.Contains(names, "lease") {
		return 0, "", err
	}
	if err := s.each(func() error { return nil }, []any{&counties}, `SELECT COUNT(*) FROM jurisdiction`); err != nil {
		return 0, "", err
	}
	err = s.each(func() error { return nil }, []any{&work}, `SELECT holder FROM lease WHERE name=$1`, unfinishedLease)
	return counties, work, err
}

// HasBodies says whether a county's register holds any body.
func (db *DB) HasBodies(ctx context.Context, jurisdiction int32) (bool, error) {
	var n int
	err := db.queryRow(ctx, `SELECT COUNT(*) FROM body WHERE jurisdiction=$1`, jurisdiction).Scan(&n)
	return n > 0, err
}

// NamedFiles are the digests of all files that rows of evidence name, those taken
// off as well.
func (db *DB) NamedFiles(ctx context.Context) (map[[32]byte]bool, error) {
	rows, err := db.query(ctx, `SELECT DISTINCT digest_of FROM evidence WHERE erased_at=0`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[[32]byte]bool{}
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return nil, err
		}
		var d [32]byte
		copy(d[:], b)
		out[d] = true
	}
	return out, rows.Err()
}
