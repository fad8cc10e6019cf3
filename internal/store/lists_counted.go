package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/lists/sift"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// CountedBy counts the objects of a noun within a scope that fulfil base, by unit,
// side and body: how many of them fulfil each of some lists besides. It is one statement.
func (db *DB) CountedBy(ctx context.Context, of ref.Kind, s access.Scope, base []noun.Cond, lists ...[]noun.Cond) (
	[]noun.Counted, error) {
	if s.Nothing() {
		return nil, nil
	}
	r, body := rooms[of], "body"
	if _, ok := r.Fields.Of(body); !ok {
		body = "unit" // of no body: each unit is one group
	}
	w := r.asked(s, noun.Query{Where: base})
	within := w.String()
	var sums strings.Builder
	for _, list := range lists {
		w.parts = nil
		w.conditions(list)
		sums.WriteString(",SUM(CASE WHEN " + w.String() + " THEN 1 ELSE 0 END)")
	}
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT unit,side,%[1]s,MAX(made_at)%[2]s FROM %[3]s WHERE %[4]s
		GROUP BY unit,side,%[1]s`, body, sums.String(), r.Table, within), w.args...)
	out, err := collect(rows, err, func(row rowsLike, c *noun.Counted) error {
		c.N = make([]int64, len(lists))
		into := []any{&c.Unit, &c.Side, &c.Body, &c.Last}
		for i := range c.N {
			into = append(into, &c.N[i])
		}
		return row.Scan(into...)
	})
	if err != nil {
		return nil, fmt.Errorf("count %s: %w", r.Table, err)
	}
	return out, nil
}

// Acts is how many entries the county's journal of acts has now: while it has no more,
// nothing of the county has changed.
func (db *DB) Acts(ctx context.Context, jurisdiction int32) (int64, error) {
	return db.acts(ctx, jurisdiction)
}

// CountRows counts rows of the command's county, all by one statement.
func (tx *Tx) CountRows(list []sift.Count) ([]int64, error) {
	return countRows(tx.queryRow, tx.cmd.Actor.Jurisdiction, list)
}

// CountRows does the same of what is committed.
func (db *DB) CountRows(ctx context.Context, jurisdiction int32, list []sift.Count) ([]int64, error) {
	return countRows(func(q string, args ...any) row { return db.queryRow(ctx, q, args...) }, jurisdiction, list)
}

func countRows(ask func(string, ...any) row, jurisdiction int32, list []sift.Count) ([]int64, error) {
	if len(list) == 0 {
		return nil, nil
	}
	w := &where{}
	w.is("jurisdiction", jurisdiction)
	county := w.parts
	var q strings.Builder
	n, into := make([]int64, len(list)), make([]any, len(list))
	for i, c := range list {
		w.parts, into[i] = slices.Clone(county), &n[i]
		w.sift(c.Table, c.Rows)
		fmt.Fprintf(&q, ",(SELECT COUNT(*) FROM %s WHERE %s)", c.Table, w)
	}
	if err := ask("SELECT "+q.String()[1:], w.args...).Scan(into...); err != nil {
		return nil, fmt.Errorf("count rows: %w", err)
	}
	return n, nil
}
