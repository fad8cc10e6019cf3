package appraisal

import (
	"cmp"
	"context"
	"slices"

	"shuangze/internal/formula"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// YearsBack is how many years of scores are offered, the present one with them [D].
const YearsBack = 3

// PeersLeast is how many bodies of a group must have a score for figures of the group to be told: of two, the figures
// of the group are those of the other [D].
const PeersLeast = 3

// past is how old the standings of years that are over may be where they stand beside another year, in microseconds
// [D: 10 minutes]. The page of such a year is never older than the last act.
const past when.Instant = 600_000_000

// Peers is how a body’s group stands, the body among them, without a name: who sees one score of a group sees these.
type Peers struct {
	Totals []int64 // of all bodies that have a score, from the least
	Median int64
	Means  []Mean // by the indicators of the first level that count for the body
}

// Mean is what one indicator comes to on the average of a group.
type Mean struct {
	No     string
	Gained int64 // by the body,
	Counts int64 // of these points
	Mean   int64 // of the same points: the mean of what share of their own points the bodies gained, see Told
	Of     int   // how many bodies it counts for
}

// Told says whether the mean is told: it counts for PeersLeast bodies.
func (m Mean) Told() bool { return m.Of >= PeersLeast }

// Under is by how much the body stands below the mean; negative = above. 0 where it is not told.
func (m Mean) Under() int64 {
	if !m.Told() {
		return 0
	}
	return m.Mean - m.Gained
}

// Year is how a body stood in a year.
type Year struct {
	Year     int
	Total    int64
	Rank, Of int
	Grade    string
	Peers    *Peers // nil = too few
}

// Beside is how one body stands beside its group and beside itself in other years.
type Beside struct {
	Standing
	Year  int
	Peers *Peers // nil = fewer than PeersLeast bodies of the group have a score
	Years []Year // of those offered, in their order, in which it has a score
}

// Before is how the body stood in the year before; nil = it had no score, or that year is not offered.
func (b *Beside) Before() *Year {
	if i := slices.IndexFunc(b.Years, func(y Year) bool { return y.Year == b.Year-1 }); i >= 0 {
		return &b.Years[i]
	}
	return nil
}

// Furthest are the indicators at which a body stands furthest below the mean of its group, at most so many.
func (p *Peers) Furthest(most int) []Mean {
	out := slices.DeleteFunc(slices.Clone(p.Means), func(m Mean) bool { return m.Under() <= 0 })
	slices.SortStableFunc(out, func(a, b Mean) int { return cmp.Compare(b.Under(), a.Under()) })
	return out[:min(len(out), most)]
}

// Beside is One, with the figures of its group and of the years that are offered. Those of years that are over may be
// some minutes old.
func (r *Running) Beside(ctx context.Context, a Asked, body ref.ID) (out Beside, ok bool, err error) {
	all, i, err := r.one(ctx, a, body)
	if err != nil || i < 0 {
		return out, false, err
	}
	out = Beside{Standing: all[i], Year: a.Year, Peers: peers(all, all[i])}
	now := a.Now.Day().Year()
	for y := now - YearsBack + 1; y <= now; y++ {
		list := all
		if y != a.Year {
			of, old := a, past
			if of.Year = y; y == now {
				old = stale
			}
			if list, err = r.all(ctx, of, old); err != nil {
				return out, false, err
			}
		}
		for _, s := range list {
			if s.Body == body && s.Sheet.Known() {
				out.Years = append(out.Years, Year{y, s.Sheet.Total, s.Rank, s.Of, s.Grade, peers(list, s)})
			}
		}
	}
	return out, true, nil
}

// peers are the figures of the group of one standing; nil = too few.
func peers(all []Standing, s Standing) *Peers {
	of := GroupOf(all, s)
	if len(of) < PeersLeast {
		return nil
	}
	out := Peers{}
	for _, x := range of {
		out.Totals = append(out.Totals, x.Sheet.Total)
	}
	slices.Sort(out.Totals)
	out.Median = Median(out.Totals)
	for _, i := range s.Scheme.Roots() {
		m := Mean{No: i.No}
		if m.Gained, m.Counts = s.Sheet.Under(i.No); m.Counts == 0 {
			continue
		}
		sum := formula.Of(0, 0)
		for _, x := range of {
			if gained, counts := x.Sheet.Under(i.No); counts > 0 {
				sum, m.Of = sum.Plus(formula.Ratio(gained, counts)), m.Of+1
			}
		}
		if m.Told() {
			m.Mean, _ = sum.Times(formula.Of(m.Counts, 2)).Over(formula.Of(int64(m.Of), 0)).Hundredths()
		}
		out.Means = append(out.Means, m)
	}
	return &out
}

// GroupOf are the standings that have a score and are ranked with one, itself among them where it has one.
func GroupOf(all []Standing, s Standing) (out []Standing) {
	for _, x := range all {
		if x.Scheme == s.Scheme && x.Group == s.Group && x.Sheet.Known() {
			out = append(out, x)
		}
	}
	return out
}

// Median is the middle one of sorted figures, of an even number the mean of the middle two, half up; 0 of none. The
// figures are not negative.
func Median(sorted []int64) int64 {
	n := len(sorted)
	switch {
	case n == 0:
		return 0
	case n%2 == 1:
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2] + 1) / 2
}
