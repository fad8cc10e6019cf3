package effect

import (
	"cmp"
	"slices"
	"strings"

	"shuangze/internal/when"
)

// Stretches are the periods of all decisions on one person, in the order of their days: what was undone has none. The
// order in which decisions are given is of no consequence.
func (r *Rules) Stretches(all []Decision) []Stretch {
	list := make([]Stretch, 0, len(all))
	for _, d := range all {
		if !d.Undone {
			list = append(list, r.alone(d))
		}
	}
	slices.SortFunc(list, r.before)
	running := map[string]when.Day{} // the last day of a family's periods
	for i := range list {
		s := &list[i]
		k, _ := r.Kind(s.Kind)
		m := r.Merge(k.Family, s.Day)
		if m.One {
			r.absorb(list, i, m)
		}
		if s.Absorbed || s.None {
			continue
		}
		if end := running[k.Family]; m.Follows && end >= s.Start && s.End != Forever {
			s.follow(end, m, r.months(s.Decision))
		}
		running[k.Family] = max(running[k.Family], s.End)
	}
	return list
}

// before is the order in which decisions count: by their days, and what is of one day by what it is.
func (r *Rules) before(a, b Stretch) int {
	return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Start, b.Start), strings.Compare(a.Number, b.Number),
		strings.Compare(a.Kind, b.Kind), cmp.Compare(a.End, b.End), cmp.Compare(a.ID, b.ID))
}

// alone is the period of a decision as if there were no other.
func (r *Rules) alone(d Decision) Stretch {
	s := Stretch{Decision: d, Start: d.Start()}
	p, ok := r.Period(d.Kind, d.Day)
	s.Clause = p.Clause
	switch {
	case !ok || p.None():
		s.None, s.End = true, s.Start
	case p.Forever:
		s.End = Forever
	default:
		s.End = End(r.counts(d, p), r.months(d))
	}
	return s
}

// counts is the day from which the months of a period count: where there is a probation, the day on which rights
// were restored, or are to be.
func (r *Rules) counts(d Decision, p Period) when.Day {
	switch {
	case p.Probation == 0:
		return d.Start()
	case d.Restored != 0:
		return d.Restored
	}
	return End(d.Start(), p.Probation) + 1
}

// months are those of a decision by itself.
func (r *Rules) months(d Decision) int {
	p, _ := r.Period(d.Kind, d.Day)
	if d.Months > 0 && (p.Fixed || d.Times > 1) {
		return d.Months
	}
	return p.Months
}

// absorb says of a decision's sanction that another of the same decision and family is carried out in its place: the
// heavier, and of one weight that with the longer period.
func (r *Rules) absorb(list []Stretch, i int, m Merge) {
	a := list[i]
	mine, _ := r.Kind(a.Kind)
	for j, b := range list {
		k, _ := r.Kind(b.Kind)
		if i == j || a.Number == "" || b.Number != a.Number || b.Day != a.Day || k.Family != mine.Family {
			continue
		}
		by := cmp.Or(cmp.Compare(k.Weight, mine.Weight), cmp.Compare(b.End, a.End), cmp.Compare(i, j))
		if by > 0 && !b.Absorbed {
			list[i].Absorbed, list[i].Added = true, m.Clause
			return
		}
	}
}

// follow adds the rest of a running period, which ends on a day, to a new one of so many months.
func (s *Stretch) follow(end when.Day, m Merge, months int) {
	own := s.End
	if s.Decision.Start() == s.Start && own == End(s.Start, months) {
		s.End = End(end+1, months)
	} else { // months count from a later day: the rest is added in days
		s.End = own + (end - s.Start + 1)
	}
	if m.Most > 0 {
		if most := max(End(s.Start, m.Most), own, end); s.End > most {
			s.End, s.Capped = most, true
		}
	}
	s.End = max(s.End, own)
	s.Joined, s.Added = true, m.Clause
}
