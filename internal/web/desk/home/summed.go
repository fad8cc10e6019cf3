package home

import (
	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/lists/order"
	"shuangze/internal/policy"
	"shuangze/internal/trail"
	"shuangze/internal/web/desk"
)

// Sums is the overview as a table, within a reach: a heading, a row for each unit,
// the worst first, and the totals.
func Sums(p *lang.Phraser, s access.Scope, c *bodies.County, county policy.County, b order.Bounds,
	tallies []trail.Tally) (heads []string, rows [][]any) {
	d := count(b, tallies, c)
	d.P = p
	_, labels := d.columnNames()
	heads = append([]string{p.T("overview.unit")}, labels...)
	line := func(name string, cells []int) {
		row := []any{name}
		for _, n := range cells {
			row = append(row, n)
		}
		rows = append(rows, row)
	}
	for _, r := range d.Rows {
		line(r.Name, r.Cells)
	}
	line(p.T("overview.total-of", "whose", desk.WhoseOf(p, s, c, county)), d.Total)
	return heads, rows
}
