package circulars

import (
	"cmp"
	"slices"

	"shuangze/internal/ref"
)

// Sum is what the circulars of a year said of one unit: how often it, a body or a person of it was commended and
// criticised, and the points of both in hundredths, neither below 0. What was cancelled, or taken back by an appeal, is
// not among them (spec 3.10: 年度考核加分、扣分).
type Sum struct {
	Unit       ref.ID
	Commended  int64
	Added      int64
	Criticised int64
	Deducted   int64
}

// Effect is what all of it adds to the assessment of the year; less than 0 = it deducts.
func (s Sum) Effect() int64 { return s.Added - s.Deducted }

// Order puts sums in the order of a table: who gained most first, equal ones as they stand in the register.
func Order(list []Sum) {
	slices.SortFunc(list, func(a, b Sum) int {
		return cmp.Or(cmp.Compare(b.Effect(), a.Effect()), cmp.Compare(a.Unit, b.Unit))
	})
}

// Total adds sums up; its Unit is 0.
func Total(list []Sum) (out Sum) {
	for _, s := range list {
		out.Commended, out.Added = out.Commended+s.Commended, out.Added+s.Added
		out.Criticised, out.Deducted = out.Criticised+s.Criticised, out.Deducted+s.Deducted
	}
	return out
}
