package scheme

import (
	"slices"
	"strings"
)

// Heavier is by how much Heavy raises an indicator, in percent.
const Heavier = 20

// Roots are the indicators that have none above them, in the order of their numbers.
func (m *Sound) Roots() (out []Indicator) {
	for _, x := range m.Indicators {
		if Above(x.No) == "" {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b Indicator) int { return Order(a.No, b.No) })
	return out
}

// Heavy is the scheme with the points of one indicator of the first level raised by Heavier percent and all others
// lowered alike, so that they sum to 100 as before. The points of leaves are rounded to hundredths so that no hundredth
// is lost: each is what is missing to the rounded sum of all up to it. The points of parents, which nothing is reckoned
// from, stay. False where the others would be left without any: nothing can be raised at their cost.
func (m *Sound) Heavy(root string) (*Sound, bool) {
	x := m.Indicator(root)
	if x == nil || Above(root) != "" || x.Points*(100+Heavier) >= Full*100 {
		return nil, false
	}
	out := *m
	out.leaves = slices.Clone(m.leaves)
	// A leaf below the root has p × 1.2; another p × (100 − 1.2 × root) ÷ (100 − root). Both over one denominator.
	rest := Full - x.Points
	up, down, over := int64(100+Heavier)*rest, 100*Full-(100+Heavier)*x.Points, 100*rest
	exact, given := int64(0), int64(0)
	for i := range out.leaves {
		l := &out.leaves[i]
		if l.No == root || strings.HasPrefix(l.No, root+".") {
			exact += l.Points * up
		} else {
			exact += l.Points * down
		}
		l.Points = divided(exact, over) - given
		given += l.Points
	}
	return &out, true
}
