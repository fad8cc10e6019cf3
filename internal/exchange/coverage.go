package exchange

import (
	"context"

	"shuangze/internal/bodies"
	"shuangze/internal/institutions/education"
	"shuangze/internal/paper/sheet"
)

// CoverageHeads are the columns of how people were reached by education; marks says whether passed quizzes are shown.
func (s Speech) CoverageHeads(marks bool) []string {
	out := []string{s.P.T("coverage.person"), s.P.T("coverage.expected"), s.P.T("coverage.present"),
		s.P.T("coverage.made-up"), s.P.T("coverage.reached")}
	if marks {
		out = append(out, s.P.T("coverage.passed"))
	}
	return out
}

// CoverageRow is one line of the same.
func (s Speech) CoverageRow(c *bodies.County, r education.Reach, marks bool) []any {
	who, _ := c.Person(r.Person)
	reached := s.P.T("coverage.none")
	if r.Reached() {
		reached = s.P.T("coverage.some")
	}
	out := []any{who.Name, int64(r.Expected), int64(r.Present), int64(r.MadeUp), reached}
	if marks {
		out = append(out, int64(r.Passed))
	}
	return out
}

// CoverageTable is how the people of a unit were reached in a year. It is never read again.
func CoverageTable(s Speech, c *bodies.County, list []education.Reach, marks bool, title string) Table {
	head := sheet.Sheet{Name: s.P.T("coverage.title"), Title: title}
	for _, h := range s.CoverageHeads(marks) {
		head.Columns = append(head.Columns, sheet.Field{Title: h})
	}
	return tableOf("coverage", "education.list", head, func(_ context.Context, yield func(...any) error) error {
		for _, r := range list {
			if err := yield(s.CoverageRow(c, r, marks)...); err != nil {
				return err
			}
		}
		return nil
	})
}
