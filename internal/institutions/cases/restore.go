package cases

import (
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// Spared says whether an appeal took back all that the case costs its unit; the case itself stands.
func (c *Case) Spared() bool { return c.Undone != "" && c.Back == 0 }

// Restore takes back what the case costs its unit in the assessment, by the decision of that number: so many
// hundredths of a point, on top of what was before; 0 = all. Once all is taken back, nothing is left to be.
func (c *Case) Restore(number string, points int64) bool {
	if c.State == Withdrawn || c.Spared() {
		return false
	}
	if c.Undone = number; points == 0 {
		c.Back = 0
	} else {
		c.Back = min(c.Back+points, backMost*100)
	}
	return true
}

// RestoreIn does so in the transaction of the decision on an appeal. The answer is the case; nil = there was nothing to
// take back of the case of that number.
func (d Commands) RestoreIn(tx noun.Tx, of, number string, points int64) (out *Case, err error) {
	list, err := tx.Those(ref.Case, noun.Cond{Column: "number", Text: []string{of}})
	if err != nil || len(list) == 0 || !slices.Contains([]string{Registered, Informed}, list[0].Head().State) ||
		list[0].(*Case).Spared() {
		return nil, err
	}
	err = noun.Take(tx, act.Command{Actor: tx.Actor()}, d.shape(), noun.At{ID: list[0].Head().ID, Follows: true},
		"case.restored.v1", func(_ noun.Tx, c *Case) ([]act.Fact, error) {
			c.Restore(number, points)
			out = c
			return []act.Fact{act.Code("decision", number), act.Number("back", points)}, nil
		})
	return out, err
}
