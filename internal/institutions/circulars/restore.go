package circulars

import (
	"cmp"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// Restored is what an appeal gave back of one mention: Points, in hundredths; Whole = it counts nothing any more.
type Restored struct {
	Mention *Mention
	Points  int64
	Whole   bool
}

// Restore takes back points that a criticism deducted, by the decision of that number: so many hundredths, or all (0).
// What the circular deducted stays on it. The answer is how many it took back.
func (m *Mention) Restore(number string, points int64) (back int64) {
	if m.State != Issued || m.Verdict != Criticise {
		return 0
	}
	back = m.Points
	if points > 0 {
		back = min(points, m.Points)
	}
	m.Was, m.Undone = cmp.Or(m.Was, m.Points), number
	if back == m.Points {
		m.State = Void // the points stay as they were last: what is void counts nothing
	} else {
		m.Points -= back
	}
	return back
}

// Cited are the criticisms of a unit in circulars of these numbers that count.
func Cited(tx noun.Tx, unit ref.ID, documents []string) (out []*Mention, err error) {
	if len(documents) == 0 {
		return nil, nil
	}
	list, err := tx.Those(ref.Mention, noun.Cond{Column: "unit", Num: []int64{int64(unit)}}, noun.StateIs(Issued),
		noun.Cond{Column: "verdict", Text: []string{Criticise}}, noun.Cond{Column: "document", Text: documents})
	for _, v := range list {
		out = append(out, v.(*Mention))
	}
	slices.SortFunc(out, func(a, b *Mention) int { return cmp.Compare(a.ID, b.ID) })
	return out, err
}

// RestoreIn takes back, in the transaction of the decision on an appeal, what circulars of these numbers deducted from
// a unit: so many hundredths in the order in which they were written, or all (0). The circulars stay as they were sent.
func (d Commands) RestoreIn(tx noun.Tx, unit ref.ID, documents []string, number string, points int64) (
	out []Restored, err error) {
	list, err := Cited(tx, unit, documents)
	if err != nil {
		return nil, err
	}
	whole, left := points == 0, points
	for _, m := range list {
		if !whole && left == 0 {
			break
		}
		var r Restored
		err := noun.Take(tx, act.Command{Actor: tx.Actor()}, MentionShape, noun.At{ID: m.ID, Follows: true},
			"mention.undone.v1", func(_ noun.Tx, m *Mention) ([]act.Fact, error) {
				r = Restored{Mention: m, Points: m.Restore(number, left)}
				r.Whole = m.State == Void
				return []act.Fact{act.Code("decision", number), act.Number("was", m.Was), act.Number("back", r.Points)}, nil
			})
		if err != nil {
			return nil, err
		}
		if left > 0 {
			left -= r.Points
		}
		out = append(out, r)
	}
	return out, nil
}
