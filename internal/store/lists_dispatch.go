package store

import (
	"context"

	"shuangze/internal/letter"
	"shuangze/internal/letter/slip"
	"shuangze/internal/ref"
)

// IssuedByCode finds what an office issued that bears a verification code, in whatever county; code is as
// official.ParseCode gives it.
func (db *DB) IssuedByCode(ctx context.Context, code string) (letter.Value, bool, error) {
	for _, r := range rooms {
		if _, issued := r.New().(letter.Value); !issued {
			continue
		}
		found, err := every(ctx, db, r.t, "code=$1 AND code<>''", code)
		if err != nil {
			return nil, false, err
		}
		if len(found) > 0 {
			return found[0].(letter.Value), true, nil
		}
	}
	return nil, false, nil
}

// SlipsOf are what units were asked about something that was issued, in the order in which they were asked.
func (db *DB) SlipsOf(ctx context.Context, about ref.ID) ([]*slip.Slip, error) {
	all, err := every(ctx, db, rooms[ref.Slip].t, "dispatch=$1", int64(about))
	out := make([]*slip.Slip, len(all))
	for i, v := range all {
		out[i] = v.(*slip.Slip)
	}
	return out, err
}
