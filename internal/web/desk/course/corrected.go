package course

import (
	"strconv"

	"shuangze/internal/appraisal/course"
	"shuangze/internal/field"
	"shuangze/internal/policy"
	"shuangze/internal/web/page"
)

// change is a line of what an appeal changed in a result.
type change struct{ Item, Before, After, Back string }

func (d scored) correctedHead() page.List {
	return page.List{Caption: d.P.T("scoresheet.corrected"), Cols: []page.Col{
		{Label: d.P.T("appraisal.form.col.item"), Width: "name"},
		{Label: d.P.T("appraisal.form.col.before"), Num: true},
		{Label: d.P.T("appraisal.form.col.after"), Num: true}, {Label: d.P.T("appraisal.form.col.back"), Num: true}}}
}

// corrected is the result before and after, and each deduction that was given back.
func (d scored) corrected() (out []change) {
	s := d.S
	place := func(rank int64) string {
		if rank == 0 {
			return "—"
		}
		return strconv.FormatInt(rank, 10) + " / " + strconv.FormatInt(s.Among, 10)
	}
	out = append(out, change{d.P.T("appraisal.form.col.total"), field.Mark(s.FormerTotal), field.Mark(s.Total),
		field.Mark(s.Total - s.FormerTotal)},
		change{d.P.T("appraisal.form.col.place"), place(s.FormerRank), place(s.Rank), ""},
		change{d.P.T("appraisal.form.col.grade"), d.V.Label(policy.Kind(course.GradeTable), s.FormerGrade),
			d.V.Label(policy.Kind(course.GradeTable), s.Grade), ""})
	was, _ := s.First()
	for _, c := range course.Changes(d.M, was, d.Sheet) {
		name := c.Item
		if c.Case != 0 {
			name = d.P.T("appraisal.form.case", "n", c.Case)
		}
		out = append(out, change{name, c.Sign + field.Mark(c.Before), c.Sign + field.Mark(c.After), "+" + field.Mark(c.Back)})
	}
	return out
}
