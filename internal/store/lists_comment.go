package store

import (
	"context"
	"database/sql"
	"fmt"

	"shuangze/internal/access"
	"shuangze/internal/charge"
	"shuangze/internal/comment"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// matter is a kind that keeps its rows by itself, as access asks of one.
type matter struct {
	of     ref.Kind
	object func(tx *Tx, id ref.ID) (o access.Object, state string, err error)
}

func matterOf[T any](of ref.Kind, t *table[T], object func(T) (access.Object, string)) matter {
	return matter{of, func(tx *Tx, id ref.ID) (access.Object, string, error) {
		v, err := load(tx, t, id)
		if err != nil {
			return access.Object{}, "", err
		}
		o, state := object(v)
		return o, state, nil
	}}
}

// matters are those that comments may be about, beside all rooms.
var matters = []matter{
	matterOf(ref.Order, orders, func(o order.Order) (access.Object, string) {
		return o.Object(order.Nobody), string(o.State)
	}),
	matterOf(ref.Problem, problems, func(p problem.Problem) (access.Object, string) {
		return p.Object(), string(p.State)
	}),
}

// Matter is what access asks of an object that is talked about, and its state.
func (tx *Tx) Matter(r ref.Ref) (access.Object, string, error) {
	if room, ok := rooms[r.Kind]; ok {
		v, err := tx.One(r.Kind, r.ID)
		if err != nil {
			return access.Object{}, "", err
		}
		return room.Object(v), v.Head().State, nil
	}
	for _, m := range matters {
		if m.of == r.Kind {
			return m.object(tx, r.ID)
		}
	}
	return access.Object{}, "", text.Refuse(text.Missing, "access.missing")
}

func commentsOf(list []noun.Value, err error) ([]*comment.Comment, error) {
	if err != nil {
		return nil, fmt.Errorf("comments: %w", err)
	}
	out := make([]*comment.Comment, len(list))
	for i, v := range list {
		out[i] = v.(*comment.Comment)
	}
	return out, nil
}

// Comments reads comments by their identifiers.
func (db *DB) Comments(ctx context.Context, ids []ref.ID) ([]*comment.Comment, error) {
	in, list := among(db, ids)
	return commentsOf(every(ctx, db, rooms[comment.Shape.Of].t, "id IN ("+in+")", list))
}

// CommentsOn are the latest comments on a matter, the latest first: those before another
// one, where it is not 0; those within the office only when they are asked for.
func (db *DB) CommentsOn(ctx context.Context, object ref.ID, within bool, before ref.ID, limit int) (
	[]*comment.Comment, error) {
	w := &where{}
	w.is("object", int64(object))
	if !within {
		w.add("within=0")
	}
	if before != 0 {
		w.add("id<%s", w.arg(int64(before)))
	}
	ask := func(q string, args ...any) (*sql.Rows, error) { return db.query(ctx, q, args...) }
	return commentsOf(rooms[comment.Shape.Of].read(ask, w, fmt.Sprintf(" ORDER BY id DESC LIMIT %d", limit)))
}

// CommentCounts are how many comments of each matter were not taken back, by one statement; a matter of which nothing
// is said is missing.
func (db *DB) CommentCounts(ctx context.Context, matters []ref.ID) (map[ref.ID]comment.Count, error) {
	in, list := among(db, matters)
	rows, err := db.query(ctx, `SELECT object,COUNT(CASE WHEN within=0 THEN 1 END),COUNT(CASE WHEN within=1 THEN 1 END)
	FROM comment WHERE object IN (`+in+`) AND state='`+comment.Said+`' GROUP BY object`, list)
	type counted struct {
		of ref.ID
		n  comment.Count
	}
	all, err := collect(rows, err, func(row rowsLike, c *counted) error { return row.Scan(&c.of, &c.n.Open, &c.n.Within) })
	if err != nil {
		return nil, fmt.Errorf("count comments: %w", err)
	}
	out := make(map[ref.ID]comment.Count, len(all))
	for _, c := range all {
		out[c.of] = c.n
	}
	return out, nil
}

func chargesOf(list []noun.Value, err error) ([]*charge.Charge, error) {
	if err != nil {
		return nil, fmt.Errorf("charges: %w", err)
	}
	out := make([]*charge.Charge, len(list))
	for i, v := range list {
		out[i] = v.(*charge.Charge)
	}
	return out, nil
}

// Charges reads charges by their identifiers.
func (db *DB) Charges(ctx context.Context, ids []ref.ID) ([]*charge.Charge, error) {
	in, list := among(db, ids)
	return chargesOf(every(ctx, db, rooms[charge.Shape.Of].t, "id IN ("+in+")", list))
}

// ChargesOn are the charges that are held about matters.
func (db *DB) ChargesOn(ctx context.Context, matters []ref.ID) ([]*charge.Charge, error) {
	in, list := among(db, matters)
	return chargesOf(every(ctx, db, rooms[charge.Shape.Of].t, "state='held' AND object IN ("+in+")", list))
}
