package store

import (
	"context"

	"shuangze/internal/duty"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// DutiesMade counts the duties of a county that are on record, by rule and period.
func (db *DB) DutiesMade(ctx context.Context, jurisdiction int32) (map[string]map[string]int, error) {
	out := map[string]map[string]int{}
	s, err := db.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.close()
	var rule, period string
	var n int
	err = s.each(func() error {
		if out[rule] == nil {
			out[rule] = map[string]int{}
		}
		out[rule][period] = n
		return nil
	}, []any{&rule, &period, &n},
		`SELECT rule, period, COUNT(*) FROM duty WHERE jurisdiction=$1 GROUP BY rule, period`, jurisdiction)
	return out, err
}

// DutiesOwed are the bodies, with the person or 0, that owe duties of a county.
func (db *DB) DutiesOwed(ctx context.Context, jurisdiction int32) (out []duty.Key, err error) {
	rows, err := db.query(ctx, `SELECT DISTINCT body, person FROM duty
		WHERE jurisdiction=$1 AND state IN ('open','paused')`, jurisdiction)
	return collect(rows, err, func(r rowsLike, k *duty.Key) error { return r.Scan(&k.Body, &k.Person) })
}

// DutiesOf are the duties that a body, or one person of it, owes.
func (db *DB) DutiesOf(ctx context.Context, body, person ref.ID) ([]*duty.Duty, error) {
	list, err := every(ctx, db, rooms[ref.Duty].t, "body=$1 AND person=$2 AND state IN ('open','paused')",
		int64(body), int64(person))
	out := make([]*duty.Duty, len(list))
	for i, v := range list {
		out[i] = v.(*duty.Duty)
	}
	return out, err
}

// DutiesOver are the duties of a county that were due before a day and are neither
// done nor under the gravest card of that day already.
func (db *DB) DutiesOver(ctx context.Context, jurisdiction int32, day when.Day) ([]*duty.Duty, error) {
	list, err := every(ctx, db, rooms[ref.Duty].t,
		"jurisdiction=$1 AND state='open' AND due<$2 AND NOT (card='red' AND card_on>due)", jurisdiction, int64(day))
	out := make([]*duty.Duty, len(list))
	for i, v := range list {
		out[i] = v.(*duty.Duty)
	}
	return out, err
}
