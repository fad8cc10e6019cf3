package store

import (
	"context"

	"shuangze/internal/lists/record"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Counted counts the records that stand for responsibilities, in one statement.
func (db *DB) Counted(ctx context.Context, of []ref.ID) (map[ref.ID]record.Counted, error) {
	out := map[ref.ID]record.Counted{}
	in, list := among(db, of)
	rows, err := db.query(ctx, `SELECT responsibility,COUNT(*),MAX(done_on) FROM record
	WHERE responsibility<>0 AND responsibility IN (`+in+`) AND state<>'corrected' GROUP BY responsibility`, list)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, n, last int64
		if err := rows.Scan(&id, &n, &last); err != nil {
			return nil, err
		}
		out[ref.ID(id)] = record.Counted{Times: n, Last: when.Day(last)}
	}
	return out, rows.Err()
}
