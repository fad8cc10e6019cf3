package store

import (
	"context"

	"shuangze/internal/letter"
	"shuangze/internal/ref"
)

// DispatchByCode finds the office document that bears a verification code, in whatever county; code is as
// official.ParseCode gives it.
func (db *DB) DispatchByCode(ctx context.Context, code string) (*letter.Letter, bool, error) {
	found, err := every(ctx, db, rooms[ref.Dispatch].t, "code=$1 AND code<>''", code)
	if err != nil || len(found) == 0 {
		return nil, false, err
	}
	return found[0].(*letter.Letter), true, nil
}

// SlipsOf are what units were asked about a document, in the order in which they were asked.
func (db *DB) SlipsOf(ctx context.Context, dispatch ref.ID) ([]*letter.Slip, error) {
	all, err := every(ctx, db, rooms[ref.Slip].t, "dispatch=$1", int64(dispatch))
	out := make([]*letter.Slip, len(all))
	for i, v := range all {
		out[i] = v.(*letter.Slip)
	}
	return out, err
}
