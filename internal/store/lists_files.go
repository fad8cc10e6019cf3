package store

import (
	"context"

	"shuangze/internal/lists/evidence"
	"shuangze/internal/ref"
)

// FilesOf are the files of several matters, by matter, each in the order in which they were put on record; what was
// taken off is not among them. Who may see them is asked of the matters before.
func (db *DB) FilesOf(ctx context.Context, matters []ref.ID) (map[ref.ID][]evidence.Evidence, error) {
	in, list := among(db, matters)
	all, err := every(ctx, db, evidences, "matter IN ("+in+") AND removed_at=0", list)
	out := map[ref.ID][]evidence.Evidence{}
	for _, e := range all {
		out[e.Matter.ID] = append(out[e.Matter.ID], e)
	}
	return out, err
}
