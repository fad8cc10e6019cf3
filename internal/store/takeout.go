package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
)

// takePage is how many whole rows a list read to its end takes at a time [D].
const takePage = 500

// EachOrder hands over the orders of a filter whole, one by one and in the
// list's order, all as they stood at one moment however long it takes. It ends
// with the first error of yield. Limit and After of the filter do not count.
func (db *DB) EachOrder(ctx context.Context, s access.Scope, f order.Filter, yield func(order.Order) error) error {
	worded, err := db.worded(ctx, s, f.Words)
	if err != nil {
		return err
	}
	return eachRow(ctx, db, orders, s, nil, func() (*where, string, bool) {
		w := orderWhere(s, f)
		worded(w)
		key, down := ordersBy(f)
		return w, key, down
	},
		orderKey, yield)
}

// EachProblem does for problems what EachOrder does for orders.
func (db *DB) EachProblem(ctx context.Context, s access.Scope, f problem.Filter,
	yield func(problem.Problem) error) error {
	worded, err := db.worded(ctx, s, f.Words)
	if err != nil {
		return err
	}
	return eachRow(ctx, db, problems, s, nil, func() (*where, string, bool) {
		w := problemWhere(s, f)
		worded(w)
		key, down := problemsBy(f)
		return w, key, down
	},
		problemKey, yield)
}

// WholeOrders is the list of a filter as it is printed: at most so many orders,
// and the entry of the journal up to which it tells.
func (db *DB) WholeOrders(ctx context.Context, s access.Scope, f order.Filter, most int) (out order.Whole, err error) {
	worded, err := db.worded(ctx, s, f.Words)
	if err != nil {
		return out, err
	}
	err = eachRow(ctx, db, orders, s, &out.Entry, func() (*where, string, bool) {
		w := orderWhere(s, f)
		worded(w)
		key, down := ordersBy(f)
		return w, key, down
	}, orderKey, func(o order.Order) error {
		if len(out.Orders) == most {
			out.More = true
			return errEnough
		}
		out.Orders = append(out.Orders, o)
		return nil
	})
	return out, enough(err)
}

// WholeProblems does for problems what WholeOrders does for orders.
func (db *DB) WholeProblems(ctx context.Context, s access.Scope, f problem.Filter, most int) (out problem.Whole,
	err error) {
	worded, err := db.worded(ctx, s, f.Words)
	if err != nil {
		return out, err
	}
	err = eachRow(ctx, db, problems, s, &out.Entry, func() (*where, string, bool) {
		w := problemWhere(s, f)
		worded(w)
		key, down := problemsBy(f)
		return w, key, down
	}, problemKey, func(p problem.Problem) error {
		if len(out.Problems) == most {
			out.More = true
			return errEnough
		}
		out.Problems = append(out.Problems, p)
		return nil
	})
	return out, enough(err)
}

// orderKey and problemKey are what ordersBy and problemsBy sort by.
func orderKey(o order.Order) (any, ref.ID) { return shownOrder(o.LongTerm, o.Due, o.ReviewBy), o.ID }

func problemKey(p problem.Problem) (any, ref.ID) { return shownProblem(p.LongTerm, p.Due), p.ID }

var errEnough = errors.New("no more rows are wanted")

func enough(err error) error {
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// eachRow turns the pages of a list inside one reading transaction: between two
// pages nothing moves, and no page is read before the last one was handed over,
// so that memory does not grow with the list. entry, if wanted, is the size of the
// journal of acts at that moment.
func eachRow[T any](ctx context.Context, db *DB, t *table[T], scope access.Scope, entry *int64,
	list func() (w *where, key string, down bool), at func(T) (key any, id ref.ID), yield func(T) error) error {
	if scope.Nothing() {
		return nil
	}
	s, err := db.snapshot(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if entry != nil {
		name, err := db.JournalName(ctx, scope.Jurisdiction(), act.Acts)
		if err != nil {
			return err
		}
		db.seen.n.Add(1)
		if err := s.each(func() error { return nil }, []any{entry}, `SELECT size FROM head WHERE journal=$1`,
			name); err != nil {
			return err
		}
	}
	var place any
	var last ref.ID
	for page := make([]T, 0, takePage); ; page = page[:0] {
		w, key, down := list()
		if key == "id" { // one walk along the table for all pages together
			db.walk(w)
		}
		tail := w.keyset(key, down, last != 0, place, int64(last), false, takePage-1)
		q := strings.Replace(t.all, " ORDER BY id", " WHERE "+w.String()+tail, 1)
		db.seen.n.Add(1)
		rows, err := s.conn.QueryContext(ctx, s.d.sql(q), w.args...)
		if err != nil {
			return fmt.Errorf("read %s: %w", t.name, err)
		}
		for rows.Next() {
			var id int64
			row, err := t.scanRow(rows.Scan, &id)
			if err != nil {
				rows.Close()
				return fmt.Errorf("read %s: %w", t.name, err)
			}
			page = append(page, t.decode(ref.ID(id), row))
		}
		rows.Close()
		if err := rows.Err(); err != nil {
			return fmt.Errorf("read %s: %w", t.name, err)
		}
		for _, v := range page {
			if err := yield(v); err != nil {
				return err
			}
		}
		if len(page) < takePage {
			return ctx.Err()
		}
		place, last = at(page[len(page)-1])
	}
}
