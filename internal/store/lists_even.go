package store

import (
	"context"
	"fmt"
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/evenness"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/sift"
	"shuangze/internal/when"
)

// CountLike counts what each unit of a county had of like problems registered in a period on a side, and what followed
// them. It is two statements, however many units there are. Problems without a category are like no others.
func (db *DB) CountLike(ctx context.Context, jurisdiction int32, side actor.Side, registered when.Period) (
	[]evenness.Count, error) {
	f := problem.Filter{Side: side, Registers: registered, Standing: true, Followed: problem.Watched}
	ask := func(rows sift.All) *where {
		w := &where{}
		w.is("jurisdiction", jurisdiction)
		w.sift("problem", append(f.Rows(), rows...))
		return w
	}
	w := ask(sift.All{sift.Filled("category")})
	var sums strings.Builder
	for _, s := range problem.Sequels {
		var conds []string
		for _, c := range s.Rows() {
			conds = append(conds, w.said("problem", c))
		}
		fmt.Fprintf(&sums, ",CAST(SUM(CASE WHEN %s THEN 1 ELSE 0 END) AS BIGINT)", strings.Join(conds, " AND "))
	}
	rows, err := db.query(ctx, "SELECT category,level,unit,COUNT(*)"+sums.String()+" FROM problem WHERE "+w.String()+
		" GROUP BY category,level,unit", w.args...)
	out, err := collect(rows, err, func(r rowsLike, c *evenness.Count) error {
		c.Followed = make([]int64, len(problem.Sequels))
		into := []any{&c.Category, &c.Level, &c.Unit, &c.N}
		for i := range c.Followed {
			into = append(into, &c.Followed[i])
		}
		return r.Scan(into...)
	})
	if err != nil {
		return nil, fmt.Errorf("count like problems: %w", err)
	}
	w = ask(sift.All{sift.Filled("category"), sift.Code("state", problem.Closed), sift.Given("closed_at")})
	took := daysOf("closed_at") + "-" + daysOf("registered_at")
	rows, err = db.query(ctx, "SELECT category,level,unit,"+took+",COUNT(*) FROM problem WHERE "+w.String()+
		" GROUP BY category,level,unit,"+took+" ORDER BY 1,2,3,4", w.args...)
	closed, err := collect(rows, err, func(r rowsLike, c *evenness.Count) error {
		c.Closed = make(evenness.Days, 1)
		return r.Scan(&c.Category, &c.Level, &c.Unit, &c.Closed[0].Days, &c.Closed[0].N)
	})
	if err != nil {
		return nil, fmt.Errorf("days of like problems: %w", err)
	}
	at := map[evenness.Key]*evenness.Count{}
	for i := range out {
		at[out[i].Key()] = &out[i]
	}
	for _, c := range closed {
		if k := at[c.Key()]; k != nil { // closed between the two statements
			k.Closed = append(k.Closed, c.Closed...)
		}
	}
	return out, nil
}

// daysOf is the day of a moment in a column: instants are microseconds, days the county’s.
func daysOf(column string) string { return "((" + column + "/1000000+28800)/86400)" }
