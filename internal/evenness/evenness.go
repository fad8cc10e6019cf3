// Package evenness compares what followed like problems in different units (spec 8, 11): problems of one category and
// one level. It says where a unit stands far apart from all others together. That is a question to be answered and
// accuses nobody: two problems of one category and level are not the same case.
package evenness

import (
	"cmp"
	"slices"

	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
)

// Rule says from when on a difference is asked about (policy pack).
type Rule struct {
	Least    int64 // problems that the unit has at least of a kind
	Others   int64 // that all other units together have at least
	Points   int64 // shares differ by more than so many percentage points
	Times    int64 // median days to closing are more than so many times those of the others, or the reverse
	DaysMore int64 // and differ by at least so many days
}

// Usual is the rule of who adopted none.
var Usual = Rule{Least: 3, Others: 5, Points: 40, Times: 2, DaysMore: 5}

// othersLeast is how many other units must have like problems: of two alone nobody can say which stands apart.
const othersLeast = 2

// Like are problems that are compared with each other.
type Like struct {
	Category string
	Level    problem.Level
}

// Count is what one unit had of like problems and what followed them; of unit 0 it is what all had.
type Count struct {
	Like
	Unit     ref.ID
	N        int64
	Followed []int64 // by problem.Sequels
	Closed   Days
}

// Key names a count.
type Key struct {
	Like
	Unit ref.ID
}

// Key is which problems of which unit it counts.
func (c Count) Key() Key { return Key{c.Like, c.Unit} }

// Days say how many problems took how many days from registering to closing, the fewest days first.
type Days []Took

// Took is a number of days, and how many problems took so many.
type Took struct{ Days, N int64 }

// N is how many were closed.
func (d Days) N() (n int64) {
	for _, t := range d {
		n += t.N
	}
	return n
}

// Halves is the median in half days: the middle one, or the mean of both in the middle; 0 of none.
func (d Days) Halves() int64 {
	n := d.N()
	if n == 0 {
		return 0
	}
	return d.at((n-1)/2) + d.at(n/2)
}

func (d Days) at(place int64) int64 {
	for _, t := range d {
		if place < t.N {
			return t.Days
		}
		place -= t.N
	}
	return 0
}

// merged adds what others took; sign −1 takes it away again.
func (d Days) merged(others Days, sign int64) Days {
	by := map[int64]int64{}
	for _, t := range d {
		by[t.Days] += t.N
	}
	for _, t := range others {
		by[t.Days] += sign * t.N
	}
	var out Days
	for days, n := range by {
		if n != 0 {
			out = append(out, Took{days, n})
		}
	}
	slices.SortFunc(out, func(a, b Took) int { return cmp.Compare(a.Days, b.Days) })
	return out
}

// plus adds another count of the same; sign −1 takes it away again.
func (c Count) plus(o Count, sign int64) Count {
	c.N += sign * o.N
	c.Followed = slices.Clone(c.Followed)
	for i, n := range o.Followed {
		c.Followed[i] += sign * n
	}
	c.Closed = c.Closed.merged(o.Closed, sign)
	return c
}

// Group are like problems, of all units together and of each.
type Group struct {
	All      Count
	Units    []Count // by unit
	Outliers []Outlier
}

// Others are what all units but one had.
func (g Group) Others(c Count) Count {
	out := g.All.plus(c, -1)
	out.Unit = 0
	return out
}

// Outlier is a unit to which much more or much less of something followed than to all others together.
type Outlier struct {
	After  problem.Sequel // "" = the days to closing
	Own    Count
	Others Count
}

// Share is how many of its problems something followed.
func (c Count) Share(s problem.Sequel) int64 { return c.Followed[slices.Index(problem.Sequels, s)] }

// Compare puts counts of units together by kind, in the order of category and level, and asks about each unit. It does
// not matter in what order the counts come.
func Compare(r Rule, counts []Count) (out []Group) {
	counts = slices.Clone(counts)
	slices.SortFunc(counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category),
			cmp.Compare(slices.Index(problem.Levels, a.Level), slices.Index(problem.Levels, b.Level)),
			cmp.Compare(a.Unit, b.Unit))
	})
	for _, c := range counts {
		if n := len(out); n == 0 || out[n-1].All.Like != c.Like {
			out = append(out, Group{All: Count{Like: c.Like, Followed: make([]int64, len(problem.Sequels))}})
		}
		g := &out[len(out)-1]
		g.All, g.Units = g.All.plus(c, 1), append(g.Units, c)
	}
	for i := range out {
		g := &out[i]
		for _, own := range g.Units {
			if len(g.Units)-1 < othersLeast {
				continue
			}
			g.Outliers = append(g.Outliers, r.ask(own, g.Others(own))...)
		}
	}
	return out
}

// ask says in what a unit stands apart from the others.
func (r Rule) ask(own, others Count) (out []Outlier) {
	if own.N < r.Least || others.N < r.Others {
		return nil
	}
	for i, s := range problem.Sequels {
		// |a÷n − b÷m| > points÷100, in whole numbers
		apart := own.Followed[i]*others.N - others.Followed[i]*own.N
		if 100*max(apart, -apart) > r.Points*own.N*others.N {
			out = append(out, Outlier{s, own, others})
		}
	}
	if own.Closed.N() < r.Least || others.Closed.N() < r.Others {
		return out
	}
	a, b := own.Closed.Halves(), others.Closed.Halves()
	if max(a, b) > r.Times*min(a, b) && max(a, b)-min(a, b) >= 2*r.DaysMore {
		out = append(out, Outlier{"", own, others})
	}
	return out
}
