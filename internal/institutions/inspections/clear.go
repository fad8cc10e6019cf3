package inspections

import (
	"shuangze/internal/act"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// clear strikes off the problems of an inspection that was found right, all at once: those that the unit reported put
// right, by the rule and the permission of striking off each. What was not reported, or is put right under an order,
// goes its own way.
func (d Commands) clear() noun.Act {
	a := further(d, "clear", "cleared", "Strike off the problems that the re-check found right",
		noun.Saying("opinion", reasonMost), while(Right, Closed),
		func(tx noun.Tx, x *Inspection, in *noun.Said) ([]act.Fact, error) {
			struck, problems := int64(0), d.Problems()
			err := eachListed(tx, x, func(p problem.Problem) error {
				if p.State != problem.Rectified {
					return nil
				}
				struck++
				return problems.CloseIn(tx.(problem.Tx), p.ID, in.Text)
			})
			if err == nil && struck == 0 {
				err = text.Refuse(text.Conflict, "inspection.clear.none")
			}
			return []act.Fact{act.Number("problems", struck), act.Words("opinion", in.Text)}, err
		})
	a.Offer = func(noun.Value) bool { return false } // the page offers it where there are such problems
	return a
}

// eachListed goes through the problems that came of an inspection, until one is refused.
func eachListed(tx noun.Tx, x *Inspection, each func(problem.Problem) error) error {
	ids, err := tx.Find(ref.Finding, noun.Cond{Column: "inspection", Num: []int64{int64(x.ID)}}, noun.StateIs(Listed))
	if err != nil {
		return err
	}
	for _, id := range ids {
		v, err := tx.One(ref.Finding, id)
		if err != nil {
			return err
		}
		p, err := tx.(problem.Tx).Problem(v.(*Finding).Problem)
		if err != nil {
			return err
		}
		if err := each(p); err != nil {
			return err
		}
	}
	return nil
}
