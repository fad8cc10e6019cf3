package store

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// RecordFiles are the files of a county's records that were uploaded since a moment, and
// all others of its records with the same bytes, those removed not among them; by
// identifier, at most so many.
func (db *DB) RecordFiles(ctx context.Context, jurisdiction int32, since when.Instant, most int) ([]evidence.Evidence,
	error) {
	const standing = "jurisdiction=$1 AND matter_kind='record' AND removed_at=0"
	list, err := every(ctx, db, evidences, standing+` AND digest_of IN (SELECT digest_of FROM evidence WHERE `+standing+
		` AND made_at>=$2)`, jurisdiction, int64(since))
	return list[:min(len(list), most)], err
}

// RemarksOf are the remarks on a record, and those on what its unit registered at once
// with it, as far as the scope goes.
func (db *DB) RemarksOf(ctx context.Context, s access.Scope, record, unit ref.ID, on when.Day) ([]noun.Value, error) {
	if s.Nothing() {
		return nil, nil
	}
	r := rooms[ref.Remark]
	w := r.asked(s, noun.Query{})
	w.add("(record=%s OR kind='bulk' AND unit=%s AND day=%s)", w.arg(int64(record)), w.arg(int64(unit)), w.arg(int64(on)))
	return every(ctx, db, r.t, w.String(), w.args...)
}
