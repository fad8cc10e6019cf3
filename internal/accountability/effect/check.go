package effect

import (
	"cmp"
	"slices"
	"strings"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Question is what is asked of a person: may they, on the day, be used for this.
type Question struct {
	On  when.Day
	Use string // a code of UseTable; Annual asks about the grade of the year of On
}

// What something that stands in the way is.
const (
	ByDecision = "decision"
	ByCase     = "case"   // the outcome of a case is on record, its decision is not
	ByVeto     = "veto"   // the leading group decided that a veto applies to the body that the person heads
	ByMatter   = "matter" // an open matter
)

// Hindrance is one thing that stands in the way.
type Hindrance struct {
	By     string   `json:"by"`
	Of     ref.ID   `json:"of,omitempty"` // the object that says so (ref.Ref)
	Number string   `json:"number,omitempty"`
	Kind   string   `json:"kind,omitempty"` // of the decision
	Clause string   `json:"clause,omitempty"`
	Result string   `json:"result,omitempty"` // of the annual grade
	From   when.Day `json:"from,omitempty"`
	Until  when.Day `json:"until,omitempty"`  // the last day; Forever = it has no end, 0 = until it is settled
	Open   bool     `json:"open,omitempty"`   // not confirmed yet
	Joined bool     `json:"joined,omitempty"` // the rest of an earlier period was added
}

// Source tells what else stands in the way of people: open matters, vetoes. Who joins another noun adds one.
type Source[X any] func(tx X, people []ref.ID, q Question) (map[ref.ID][]Hindrance, error)

// Check says what of the decisions on one person stands in the way, what holds longest or weighs most first; nothing =
// they are clear.
func (r *Rules) Check(all []Decision, q Question) (out []Hindrance) {
	for _, s := range r.Stretches(all) {
		if s.Absorbed || s.Day > q.On && s.Start > q.On {
			continue
		}
		if q.Use == Annual {
			out = append(out, r.annual(s, q)...)
			continue
		}
		out = append(out, r.bars(s, q)...)
	}
	r.order(out)
	return out
}

// bars are what a decision bars by itself: of several rows for one use, that which holds longest.
func (r *Rules) bars(s Stretch, q Question) []Hindrance {
	found, is := Hindrance{}, false
	for _, b := range r.Bars {
		if b.Kind != s.Kind || b.Use != q.Use || !b.In.Holds(s.Day) {
			continue
		}
		until := s.End
		switch {
		case b.Forever:
			until = Forever
		case b.Months > 0:
			until = End(s.Start, b.Months)
		case s.None:
			continue
		}
		if q.On <= until && (!is || until > found.Until) {
			is = true
			ofPeriod := b.Months == 0 && !b.Forever
			found = Hindrance{By: ByDecision, Of: s.ID, Open: s.Open, Number: s.Number, Kind: s.Kind, From: s.Start,
				Until: until, Joined: s.Joined && ofPeriod, Clause: clauses(b.Clause, s, ofPeriod)}
		}
	}
	if !is {
		return nil
	}
	return []Hindrance{found}
}

// clauses are those of a bar, of the period that it holds for, and of what was added to that.
func clauses(bar string, s Stretch, ofPeriod bool) string {
	list := []string{bar}
	if ofPeriod {
		list = append(list, s.Clause)
		if s.Joined {
			list = append(list, s.Added)
		}
	}
	list = slices.DeleteFunc(list, func(c string) bool { return c == "" })
	return strings.Join(slices.Compact(list), "；")
}

// annual is what a decision leaves of the grade of the year that is asked about.
func (r *Rules) annual(s Stretch, q Question) []Hindrance {
	year := s.Day.Year()
	if s.Origin != 0 {
		year = s.Origin.Year()
	}
	n := q.On.Year() - year
	for _, g := range r.Grades {
		if g.Kind != s.Kind || !g.In.Holds(s.Day) || n < 0 || n >= len(g.Years) || g.Years[n] == "" {
			continue
		}
		last := n
		for last+1 < len(g.Years) && g.Years[last+1] == g.Years[n] {
			last++
		}
		return []Hindrance{{By: ByDecision, Of: s.ID, Open: s.Open, Number: s.Number, Kind: s.Kind, Clause: g.Clause,
			Result: g.Years[n], From: s.Start, Until: when.Date(year+last+1, 1, 1) - 1}}
	}
	return nil
}

// order puts first what governs: of grades the heaviest result, then what holds longest, then the heavier kind.
func (r *Rules) order(list []Hindrance) {
	weight := func(h Hindrance) int { k, _ := r.Kind(h.Kind); return k.Weight }
	slices.SortStableFunc(list, func(a, b Hindrance) int {
		return cmp.Or(cmp.Compare(r.Weights[b.Result], r.Weights[a.Result]), cmp.Compare(b.Until, a.Until),
			cmp.Compare(weight(b), weight(a)), strings.Compare(a.Number, b.Number), strings.Compare(a.Kind, b.Kind))
	})
}
