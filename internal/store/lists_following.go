package store

import (
	"context"
	"fmt"

	"shuangze/internal/access"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// CountFollowing counts what follows from results and decisions of a year within a scope, by the unit that it is
// counted of. It is one statement, however many units there are.
func (db *DB) CountFollowing(ctx context.Context, s access.Scope, y consequences.Year, today when.Day) (
	[]consequences.Count, error) {
	if s.Nothing() {
		return nil, nil
	}
	conds := []noun.Cond{{Column: "year", Num: []int64{int64(y.Year)}}}
	if y.Hand != "" {
		conds = append(conds, noun.Cond{Column: "hand", Text: []string{y.Hand}})
	}
	r := rooms[ref.Consequence]
	w := r.asked(s, noun.Query{Where: conds})
	within := w.String()
	rows, err := db.query(ctx, fmt.Sprintf(`SELECT place,SUM(CASE WHEN state='open' THEN 1 ELSE 0 END),
		SUM(CASE WHEN state='open' AND due>=1 AND due<%s THEN 1 ELSE 0 END),
		SUM(CASE WHEN state='done' THEN 1 ELSE 0 END),SUM(CASE WHEN state='ended' THEN 1 ELSE 0 END),
		SUM(CASE WHEN state='void' THEN 1 ELSE 0 END) FROM %s WHERE %s GROUP BY place`,
		w.arg(int64(today)), r.Table, within), w.args...)
	out, err := collect(rows, err, func(row rowsLike, c *consequences.Count) error {
		return row.Scan(&c.Unit, &c.Open, &c.Late, &c.Done, &c.Ended, &c.Void)
	})
	if err != nil {
		return nil, fmt.Errorf("count what follows: %w", err)
	}
	return out, nil
}
