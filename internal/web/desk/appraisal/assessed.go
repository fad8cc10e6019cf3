package appraisal

import (
	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// assessed leads from what the record says of a body's year to its score sheet, where the result of the assessment
// stands; no address = there is none, or it is not the visitor's to see.
func (p Pages) assessed(v *desk.Visit, s appraisal.Standing, year int) (out page.Link, err error) {
	got, err := p.Read.Whole(v.R.Context(), ref.Scoresheet, v.Scope("scoresheet.see"), noun.Query{Where: []noun.Cond{
		{Column: "unit", Num: []int64{int64(s.Unit)}}, {Column: "body", Num: []int64{int64(s.Body)}},
		{Column: "year", Num: []int64{int64(year)}}, {Column: "scheme", Text: []string{s.Scheme.Code}},
	}, Sort: noun.Sort{Name: "new", Column: "id"}}, 20)
	if err != nil {
		return out, err
	}
	for _, o := range got.Values { // the last that was not withdrawn
		x := o.(*course.Scoresheet)
		switch {
		case x.State == course.Withdrawn:
			continue
		case x.Scored():
			out.Label = v.P.T("score.assessed", "total", v.P.Fixed(x.Total, 2))
		default:
			out.Label = v.P.T("score.assessing")
		}
		out.Href = "/scoresheets/" + x.ID.String()
	}
	return out, nil
}
