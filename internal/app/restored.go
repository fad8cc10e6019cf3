package app

import (
	"shuangze/internal/accountability/matters"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/field"
	outcomes "shuangze/internal/institutions/cases"
	"shuangze/internal/noun"
	"shuangze/internal/text"
)

// givenBack gives points back that circulars and cases deducted, and corrects the results that were made of them.
type givenBack struct{ h *House }

// Restore takes from circulars first and, of what is left, from the case.
func (g givenBack) Restore(tx noun.Tx, of matters.Rests, by matters.Undoing, points int64) error {
	list, err := g.h.circulars().RestoreIn(tx, of.Unit, of.Circulars, by.No, points)
	if err != nil {
		return err
	}
	left := points
	var undone []course.Undone
	for _, r := range list {
		left -= min(left, r.Points)
		undone = append(undone, course.Undone{Unit: r.Mention.Named, Year: r.Mention.Year, On: r.Mention.IssuedOn,
			Points: r.Points, Whole: r.Whole})
	}
	switch {
	case of.Case != "" && (points == 0 || left > 0):
		c, err := g.h.cases().RestoreIn(tx, of.Case, by.No, left)
		if err != nil {
			return err
		}
		if c != nil {
			r, err := tx.CountyToday()
			if err != nil {
				return err
			}
			undone = append(undone, course.Undone{Unit: outcomes.Top(r, c.Place), Year: int64(c.DecidedOn.Year()), Case: c.ID,
				Back: left})
		}
	case left > 0:
		return text.InputErrors{{Field: "back", Message: text.M("appeal.back.most", "most", field.Mark(points-left))}}
	}
	return g.h.course().CorrectIn(tx, by.No, undone)
}
