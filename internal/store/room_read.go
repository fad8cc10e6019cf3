package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

var _ noun.Reader = (*DB)(nil)

// First are the first objects of a query, at most so many, by one statement.
func (db *DB) First(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query) ([]noun.Value, error) {
	if s.Nothing() {
		return nil, nil
	}
	r := rooms[of]
	w := r.asked(s, q)
	tail := w.keyset(q.Sort.Column, q.Sort.Down, false, nil, 0, false, clampLimit(q.Limit))
	return r.read(func(stmt string, args ...any) (*sql.Rows, error) { return db.query(ctx, stmt, args...) }, w, tail)
}

// Firsts are the first objects of several queries of one noun, at most so many of each, by one statement. What of a
// query comes first does not matter to it: they are not in an order.
func (db *DB) Firsts(ctx context.Context, of ref.Kind, s access.Scope, list []noun.Query) ([][]noun.Value, error) {
	out := make([][]noun.Value, len(list))
	if s.Nothing() || len(list) == 0 {
		return out, nil
	}
	r := rooms[of]
	var args []any
	var all []string
	for i, q := range list {
		w := r.askedAfter(args, s, q)
		tail := w.keyset(q.Sort.Column, q.Sort.Down, false, nil, 0, false, clampLimit(q.Limit))
		one := strings.Replace(r.t.all, " ORDER BY id", " WHERE "+w.String()+tail, 1)
		all = append(all, fmt.Sprintf("SELECT %d AS which,q%d.* FROM (%s) AS q%d", i, i, one, i))
		args = w.args
	}
	rows, err := db.query(ctx, strings.Join(all, " UNION ALL "), args...)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", r.Table, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var which int
		scan := func(to ...any) error { return rows.Scan(append([]any{&which}, to...)...) }
		v, err := r.t.scanRow(scan, &id)
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", r.Table, err)
		}
		out[which] = append(out[which], r.t.decode(ref.ID(id), v))
	}
	return out, rows.Err()
}

// Newest are the newest objects of a query, at most so many, and how many there are, by one statement.
func (db *DB) Newest(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query) (
	out []noun.Value, n trail.Count, err error) {
	n.Known = true
	if s.Nothing() {
		return nil, n, nil
	}
	r := rooms[of]
	all := r.asked(s, q)
	w := r.askedAfter(all.args, s, q)
	one := strings.Replace(r.t.all, " ORDER BY id", " WHERE "+w.String()+" ORDER BY id DESC LIMIT "+
		strconv.Itoa(clampLimit(q.Limit)), 1)
	rows, err := db.query(ctx, fmt.Sprintf("SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT %d) AS c) AS n,"+
		"q.* FROM (%s) AS q ORDER BY id DESC", r.Table, all, order.CountMost+1, one), w.args...)
	if err != nil {
		return nil, n, fmt.Errorf("newest of %s: %w", r.Table, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		scan := func(to ...any) error { return rows.Scan(append([]any{&n.N}, to...)...) }
		v, err := r.t.scanRow(scan, &id)
		if err != nil {
			return nil, n, fmt.Errorf("newest of %s: %w", r.Table, err)
		}
		out = append(out, r.t.decode(ref.ID(id), v))
	}
	n.N, n.More = min(n.N, order.CountMost), n.N > order.CountMost
	return out, n, rows.Err()
}

// Each hands over the objects of a query, all as they stood at one moment.
func (db *DB) Each(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query,
	yield func(noun.Value) error) error {
	return db.eachOf(ctx, of, s, q, nil, yield)
}

func (db *DB) eachOf(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query, entry *int64,
	yield func(noun.Value) error) error {
	r := rooms[of]
	worded, err := db.worded(ctx, s, q.Words)
	if err != nil {
		return err
	}
	return eachRow(ctx, db, r.t, s, entry, func() (*where, string, bool) {
		w := r.asked(s, q)
		worded(w)
		return w, q.Sort.Column, q.Sort.Down
	}, func(v noun.Value) (any, ref.ID) { return r.key(q.Sort, v), v.Head().ID }, yield)
}

// Whole is a list as it is printed: at most so many objects, and the entry of the
// journal up to which it tells.
func (db *DB) Whole(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query, most int) (
	out noun.Whole, err error) {
	err = db.eachOf(ctx, of, s, q, &out.Entry, func(v noun.Value) error {
		if len(out.Values) == most {
			out.More = true
			return errEnough
		}
		out.Values = append(out.Values, v)
		return nil
	})
	return out, enough(err)
}
