package exchange

import (
	"context"

	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/paper/sheet"
)

// CircularHeads are the columns of whom the circulars of a year named.
func (s Speech) CircularHeads() []string {
	return []string{s.P.T("circular.sums.unit"), s.P.T("circular.sums.commended"), s.P.T("circular.sums.added"),
		s.P.T("circular.sums.criticised"), s.P.T("circular.sums.deducted"), s.P.T("circular.sums.effect")}
}

// CircularRow is one line of the same.
func (s Speech) CircularRow(c *bodies.County, x circulars.Sum) []any {
	return []any{c.Name(x.Unit), x.Commended, field.Mark(x.Added), x.Criticised, field.Mark(x.Deducted),
		field.Mark(x.Effect())}
}

// CircularTable is whom the circulars of a year named, by unit. It is never read again.
func CircularTable(s Speech, c *bodies.County, list []circulars.Sum, title string) Table {
	head := sheet.Sheet{Name: s.P.T("circular.sums"), Title: title}
	for _, h := range s.CircularHeads() {
		head.Columns = append(head.Columns, sheet.Field{Title: h})
	}
	return tableOf("circular-points", "circular.list", head, func(_ context.Context, yield func(...any) error) error {
		for _, x := range list {
			if err := yield(s.CircularRow(c, x)...); err != nil {
				return err
			}
		}
		return nil
	})
}
