package dossiers

import (
	"cmp"
	"slices"
	"strconv"

	"shuangze/internal/bodies"
	"shuangze/internal/when"
)

// Group is how many dossiers are of one rank, age or unit. Key is "" of what was merged.
type Group struct {
	Key string
	N   int
}

// Counts are how many dossiers are open, by rank, age and unit (spec 5.3).
type Counts struct {
	All                 int
	Ranks, Ages, Places []Group
}

// Ages are counted by decades: under 30, 30 to 39, and so on; a birth that is not on record is "0".
func decade(birth string, today when.Day) string {
	if len(birth) < 4 {
		return "0"
	}
	year, err := strconv.Atoi(birth[:4])
	if err != nil {
		return "0"
	}
	y, m, _ := today.Date()
	age := y - year
	if len(birth) >= 7 {
		if month, err := strconv.Atoi(birth[5:7]); err == nil && month > int(m) {
			age--
		}
	}
	return strconv.Itoa(max(age, 20) / 10 * 10)
}

// Count counts open dossiers. For who may not see persons (whole false) groups of fewer than few are merged; where what
// was merged is itself so few, the next smallest joins it, so that nobody is found by taking sums apart.
func Count(r *bodies.County, list []*Dossier, few int, whole bool) (c Counts) {
	ranks, ages, places := map[string]int{}, map[string]int{}, map[string]int{}
	for _, d := range list {
		if d.State != Open {
			continue
		}
		c.All++
		p, _ := r.Person(d.Person)
		ranks[d.Rank]++
		ages[decade(p.Birth, r.Day())]++
		places[d.Unit.String()]++
	}
	if whole {
		few = 0
	}
	c.Ranks, c.Ages, c.Places = groups(ranks, few), groups(ages, few), groups(places, few)
	return c
}

// groups are counts in order of their size, the greatest first, and what was merged behind them.
func groups(of map[string]int, few int) (out []Group) {
	for key, n := range of {
		out = append(out, Group{key, n})
	}
	slices.SortFunc(out, func(a, b Group) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key)) })
	merged := 0
	for len(out) > 0 {
		last := out[len(out)-1]
		if last.N >= few && (merged == 0 || merged >= few) {
			break
		}
		merged += last.N
		out = out[:len(out)-1]
	}
	if merged > 0 {
		out = append(out, Group{"", merged})
	}
	return out
}
