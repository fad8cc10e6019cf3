package scheme

import (
	"cmp"
	"slices"
)

// Placing is where a body stands in its group, and its grade.
type Placing struct {
	Group  string
	Rank   int // from 1; bodies of one total share a rank and the next are counted on: 1, 2, 2, 4; 0 = there is no score
	Of     int // how many bodies of the group have a score
	Shared int // how many bodies have the rank
	Grade  string
	Beyond string // the better grade whose score was reached and whose quota was full; "" = none
	Vetoed bool
}

// Place ranks sheets within their groups and grades them; group says in which group a sheet is, by its index. The
// placings are in the order of the sheets.
//
// Ranks go by the total. A vetoed body stands behind all that are not, and gets the last grade. A sheet without a score
// is not placed and does not count in its group.
//
// A grade with a quota takes floor(bodies of the group × percent ÷ 100) places, vetoed bodies counted, so that a group
// too small for one place gives none. Who shares the last rank within it gets in only if all of them fit: nobody of
// one total is graded better than another, and the quota is never exceeded. Who reaches the score and not the quota
// gets the next grade (spec 4.1: 良好 ≥ 80, and ≥ 90 beyond the quota [D]).
func (m *Sound) Place(sheets []Sheet, group func(i int) string) []Placing {
	out := make([]Placing, len(sheets))
	groups := map[string][]int{}
	for i, s := range sheets {
		out[i] = Placing{Group: group(i), Vetoed: len(s.Vetoed) > 0}
		if s.Known() {
			groups[out[i].Group] = append(groups[out[i].Group], i)
		}
	}
	for _, list := range groups {
		slices.SortFunc(list, func(a, b int) int {
			return cmp.Or(compareBool(out[a].Vetoed, out[b].Vetoed), cmp.Compare(sheets[b].Total, sheets[a].Total), a-b)
		})
		for at := 0; at < len(list); {
			end := at + 1
			for end < len(list) && sheets[list[end]].Total == sheets[list[at]].Total &&
				out[list[end]].Vetoed == out[list[at]].Vetoed {
				end++
			}
			for _, i := range list[at:end] {
				p := &out[i]
				p.Rank, p.Of, p.Shared = at+1, len(list), end-at
				m.grade(p, sheets[i].Total)
			}
			at = end
		}
	}
	return out
}

// grade gives the best grade whose score and quota a body reaches.
func (m *Sound) grade(p *Placing, total int64) {
	last := m.Grades[len(m.Grades)-1].Code
	if p.Vetoed {
		p.Grade = last
		return
	}
	for _, g := range m.Grades {
		switch {
		case total < g.Least:
		case g.Quota > 0 && p.Rank-1+p.Shared > p.Of*g.Quota/100:
			p.Beyond = cmp.Or(p.Beyond, g.Code)
		default:
			p.Grade = g.Code
			return
		}
	}
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
