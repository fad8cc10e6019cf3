package power

import (
	"sort"
	"strings"

	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Statute is a law or rule that a power may rest on, with the days between which
// it was in force.
type Statute struct {
	Code  string
	Names []string // its title and what it is called for short
	From  when.Day // 0 = not known
	To    when.Day // the first day on which it was no more; 0 = in force
	By    string   // the title of what took its place; "" = nothing did
}

// Named are the statutes that a basis names, each once. A longer title is read
// before one that it holds: 行政监察法 names no 监察法.
func Named(all []Statute, basis string) (out []Statute) {
	type title struct {
		name string
		of   int
	}
	var titles []title
	for i, s := range all {
		for _, n := range s.Names {
			titles = append(titles, title{n, i})
		}
	}
	sort.SliceStable(titles, func(i, j int) bool { return len(titles[i].name) > len(titles[j].name) })
	seen := map[int]bool{}
	for _, t := range titles {
		if t.name != "" && strings.Contains(basis, t.name) {
			basis = strings.ReplaceAll(basis, t.name, "\n")
			seen[t.of] = true
		}
	}
	for i, s := range all {
		if seen[i] {
			out = append(out, s)
		}
	}
	return out
}

// Repealed says which of the statutes that a basis names are no more on a day.
func Repealed(all []Statute, basis string, on when.Day) (out []text.Message) {
	for _, s := range Named(all, basis) {
		if s.To == 0 || s.To > on {
			continue
		}
		key := "power.repealed"
		if s.By != "" {
			key = "power.superseded"
		}
		out = append(out, text.M(key, "statute", s.Names[0], "on", s.To, "by", s.By))
	}
	return out
}
