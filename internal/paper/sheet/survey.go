package sheet

import (
	"slices"
	"strings"
)

// SurveyRow is the count of one unit's ballots.
type SurveyRow struct {
	At
	Unit                                    string
	Issued, Returned, Valid                 int
	Satisfied, Basic, Dissatisfied, Unknown int
}

// ParseSurvey reads a survey. No more may come back than was given out, nor
// count than came back, and the answers must add up to the valid ballots.
func ParseSurvey(tables []Table, look Look) ([]SurveyRow, []RowError) {
	var errs []RowError
	var good []SurveyRow
	seen := map[string]At{}
	all(tables, &errs, func(r *reader) {
		s := SurveyRow{
			At:           r.at(),
			Unit:         unitName(r, "unit", look, must1[string]),
			Issued:       must1(r, "issued", tally),
			Returned:     must1(r, "returned", tally),
			Valid:        must1(r, "valid", tally),
			Satisfied:    must1(r, "satisfied", tally),
			Basic:        must1(r, "basic", tally),
			Dissatisfied: must1(r, "dissatisfied", tally),
			Unknown:      may(r, "unknown", tally),
		}
		if s.Unit != "" {
			if at, twice := seen[s.Unit]; twice {
				r.fail("unit", "sheet.row.twice", "value", s.Unit, "sheet", at.Sheet, "row", at.Row)
			} else {
				seen[s.Unit] = s.At
			}
		}
		if r.sound("issued", "returned") && s.Returned > s.Issued {
			r.fail("returned", "sheet.survey.returned", "returned", s.Returned, "issued", s.Issued)
		}
		if r.sound("returned", "valid") && s.Valid > s.Returned {
			r.fail("valid", "sheet.survey.valid", "valid", s.Valid, "returned", s.Returned)
		}
		sum := s.Satisfied + s.Basic + s.Dissatisfied + s.Unknown
		if r.sound("valid", "satisfied", "basic", "dissatisfied", "unknown") && sum != s.Valid {
			r.fail("valid", "sheet.survey.sum", "sum", sum, "valid", s.Valid)
		}
		if !r.bad {
			good = append(good, s)
		}
	})
	return good, errs
}

func tally(c Cell) (int, Fault) {
	n, f := Int(c)
	if f == nil && n < 0 {
		return 0, fault("sheet.int.negative", "value", c.Text)
	}
	return n, f
}

// sound says that none of the keys has been complained about in this row, so
// that arithmetic is not done on values that were not read.
func (r *reader) sound(keys ...string) bool {
	for i := len(*r.errors) - 1; i >= 0; i-- {
		e := (*r.errors)[i]
		if e.Sheet != r.row.Sheet || e.Row != r.row.Number {
			break
		}
		if slices.Contains(keys, e.Key) && !strings.HasPrefix(e.Message.Key, "sheet.survey.") {
			return false
		}
	}
	return true
}
