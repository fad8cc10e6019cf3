package store

import (
	"context"
	"fmt"

	"shuangze/internal/access"
	"shuangze/internal/kind"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
)

// OrderLines says of orders what every page may want of them: see kind.Loader.
func (db *DB) OrderLines(ctx context.Context, _ kind.Asking, ids []ref.ID) (map[ref.ID]kind.Line, error) {
	const q = `SELECT id,jurisdiction,unit,side,year,no,prefix,digits,subject,state,assist,
		CASE WHEN open=0 THEN 0 WHEN long_term=1 THEN review_by ELSE due END,
		leader,handler,drafter,requester,asked_by FROM orders`
	return linesOf(ctx, db, q, ids, func(r rowsLike, l *kind.Line) error {
		o, n, assist := order.Order{}, number.Number{Series: number.Order}, ""
		err := r.Scan(&o.ID, &o.Jurisdiction, &o.Unit, &o.Side, &n.Year, &n.No, &n.Style.Prefix, &n.Style.Digits,
			&l.Title, &l.State, &assist, &l.Due, &o.Leader, &o.Handler, &o.Drafter, &o.Requester, &o.AskedBy)
		o.Assist = unpackIDs(assist)
		l.People = map[string][]ref.ID{"leader": {o.Leader}, "handler": {o.Handler}, "drafter": {o.Drafter},
			"requester": {o.Requester}, "asker": {o.AskedBy}}
		return matterLine(l, n, o.Object(order.Nobody), err)
	})
}

// ProblemLines says the same of problems.
func (db *DB) ProblemLines(ctx context.Context, _ kind.Asking, ids []ref.ID) (map[ref.ID]kind.Line, error) {
	const q = `SELECT id,jurisdiction,unit,side,year,no,prefix,digits,facts,state,
		CASE WHEN open=0 OR long_term=1 THEN 0 ELSE due END,leader,handler,requester FROM problem`
	return linesOf(ctx, db, q, ids, func(r rowsLike, l *kind.Line) error {
		p, n := problem.Problem{}, number.Number{Series: number.Problem}
		err := r.Scan(&p.ID, &p.Jurisdiction, &p.Unit, &p.Side, &n.Year, &n.No, &n.Style.Prefix, &n.Style.Digits,
			&l.Title, &l.State, &l.Due, &p.Leader, &p.Handler, &p.Requester)
		l.People = map[string][]ref.ID{"leader": {p.Leader}, "handler": {p.Handler}, "requester": {p.Requester}}
		return matterLine(l, n, p.Object(), err)
	})
}

func matterLine(l *kind.Line, n number.Number, o access.Object, err error) error {
	l.Unit, l.Object = o.Unit, o
	if n.No != 0 {
		l.Called = []string{n.String()}
	}
	return err
}

// linesOf reads what is said of objects by their identifiers, in one statement.
func linesOf(ctx context.Context, db *DB, q string, ids []ref.ID,
	scan func(rowsLike, *kind.Line) error) (map[ref.ID]kind.Line, error) {
	in, list := among(db, ids)
	rows, err := db.query(ctx, q+` WHERE id IN (`+in+`)`, list)
	found, err := collect(rows, err, scan)
	if err != nil {
		return nil, err
	}
	out := make(map[ref.ID]kind.Line, len(found))
	for _, l := range found {
		out[l.Object.ID] = l
	}
	return out, nil
}

// OrdersHeld are the orders that people lead or handle: see kind.Holder.
func (db *DB) OrdersHeld(ctx context.Context, s access.Scope, people []ref.ID, limit int) ([]ref.ID, error) {
	return db.held(ctx, "orders", s, true, people, limit)
}

// ProblemsHeld are the problems that people lead or handle.
func (db *DB) ProblemsHeld(ctx context.Context, s access.Scope, people []ref.ID, limit int) ([]ref.ID, error) {
	return db.held(ctx, "problem", s, false, people, limit)
}

func (db *DB) held(ctx context.Context, table string, s access.Scope, assist bool, people []ref.ID,
	limit int) ([]ref.ID, error) {
	if s.Nothing() || len(people) == 0 {
		return nil, nil
	}
	w := &where{}
	w.within(s, assist)
	w.add("id IN (SELECT id FROM %s WHERE %s AND leader>0 UNION SELECT id FROM %s WHERE %s AND handler>0)",
		table, w.in("leader", people), table, w.in("handler", people))
	db.walk(w)
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT id FROM %s WHERE %s ORDER BY open DESC,id DESC LIMIT %d`, table, w,
		clampLimit(limit)), w.args...)
	ids, err := collect(rows, err, func(r rowsLike, id *ref.ID) error { return r.Scan(id) })
	if err != nil {
		return nil, fmt.Errorf("matters of people: %w", err)
	}
	return ids, nil
}
