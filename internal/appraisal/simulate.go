package appraisal

import (
	"cmp"
	"context"
	"reflect"
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/formula"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Ground is what scores rest on in a policy pack.
type Ground struct {
	Rules
	Schemes []*scheme.Sound
	Facts   []formula.Name // what formulas may name
	Duties  []string       // the codes of its duty rules
}

// Turn is the year whose schemes a draft is judged by: a draft often ends a scheme with this year and begins another
// with the next. It is the first year from today's on in which the two differ, else the last one before in which they
// do; of what the schemes do not say (what facts are called, of which institution a rule is) today's. False where
// nothing of all this differs: the scores are the same.
func Turn(before, after Ground, today int) (year int, differs bool) {
	years := []int{today}
	for _, s := range slices.Concat(before.Schemes, after.Schemes) {
		for _, d := range []when.Day{s.Years.From, s.Years.To} {
			if d != when.Open && !slices.Contains(years, d.Year()) {
				years = append(years, d.Year())
			}
		}
	}
	slices.SortFunc(years, func(a, b int) int {
		if (a >= today) != (b >= today) || a < today {
			return b - a
		}
		return a - b
	})
	for _, y := range years {
		if !reflect.DeepEqual(inYear(before.Schemes, y), inYear(after.Schemes, y)) {
			return y, true
		}
	}
	if !slices.Equal(before.Facts, after.Facts) {
		return today, true
	}
	was, is := before.InstitutionOf(), after.InstitutionOf()
	return today, slices.ContainsFunc(before.Duties, func(rule string) bool {
		return slices.Contains(after.Duties, rule) && was(rule) != is(rule)
	})
}

// inYear are the schemes of a year by their codes, whenever they began or end.
func inYear(all []*scheme.Sound, year int) map[string]scheme.Scheme {
	out := map[string]scheme.Scheme{}
	for _, s := range all {
		if s.Years.Holds(when.Date(year, 1, 1)) {
			x := s.Scheme
			x.Years = when.Period{}
			out[s.Code] = x
		}
	}
	return out
}

// Simulation is what a draft would change in the scores over the facts of a year.
type Simulation struct {
	Year    int  // of the facts
	Turn    int  // of the schemes, see there
	Same    bool // nothing that scores rest on differs
	Changes []Change
	Weights []Weight
}

// Change is how one body stands by what is in force and by the draft, over the same facts.
type Change struct {
	Body          ref.ID
	Name          string
	Unit          ref.ID
	Side          actor.Side
	Before, After *Standing // nil = no scheme judges it
	Moves         []Move    // of one that both judge, the largest first
}

// Move is an indicator, addition or deduction that gives a body other points, in hundredths: what it gained, and of how
// many points that counted (of an addition or deduction the most that it gives).
type Move struct {
	No                string // "" = an addition or deduction
	Zh, En            string
	Deducts           bool
	Before, After     int64
	OfBefore, OfAfter int64
	New, Gone         bool // the one in force, the draft does not have it
}

// Simulate scores the facts of a year by what is in force and by a draft. The facts are counted once: they do not
// depend on either, only which of them a formula names does.
func (r *Running) Simulate(ctx context.Context, jurisdiction int32, c *bodies.County, before, after Ground, year int,
	today when.Day) (Simulation, error) {
	out := Simulation{Year: year}
	turn, differs := Turn(before, after, today.Year())
	if out.Turn = turn; !differs {
		out.Same = true
		return out, nil
	}
	k, err := r.learn(ctx, Asked{Jurisdiction: jurisdiction, County: c, Rules: after, Year: year, Now: today.Start()}, nil)
	if err != nil {
		return out, err
	}
	then := scored(judged(c, after, turn), k)
	k.institutionOf = before.InstitutionOf()
	out.Changes = Compare(scored(judged(c, before, turn), k), then)
	out.Weights = Weigh(then)
	return out, nil
}

// Compare sets two lists of standings of the same facts beside each other, in the order of the second; bodies that are
// in the first alone stand last.
func Compare(before, after []Standing) (out []Change) {
	was := map[ref.ID]*Standing{}
	for i := range before {
		was[before[i].Body] = &before[i]
	}
	of := func(s *Standing) Change { return Change{Body: s.Body, Name: s.Name, Unit: s.Unit, Side: s.Side} }
	for i := range after {
		x := of(&after[i])
		x.Before, x.After = was[x.Body], &after[i]
		if x.Before != nil {
			x.Moves = moves(x.Before, x.After)
		}
		delete(was, x.Body)
		out = append(out, x)
	}
	for i := range before {
		if s := was[before[i].Body]; s != nil {
			x := of(s)
			x.Before = s
			out = append(out, x)
		}
	}
	return out
}

// parts are what gives points in a standing, as moves with nothing before.
func parts(s *Standing) (out []Move) {
	for _, l := range s.Sheet.Lines {
		i := s.Scheme.Indicator(l.No)
		out = append(out, Move{No: l.No, Zh: i.Zh, En: i.En, After: l.Gained, OfAfter: l.Counts, New: true})
	}
	for i, e := range s.Sheet.Extras {
		x := s.Scheme.Extras[i]
		out = append(out, Move{Zh: x.Zh, En: x.En, Deducts: e.Deducts, After: e.Gained, OfAfter: x.Most, New: true})
	}
	return out
}

// moves are the parts that give other points. Numbers shift when an indicator is put between two others, so that parts
// are the same that are called the same; of the rest, those of one number.
func moves(before, after *Standing) (out []Move) {
	was, is := parts(before), parts(after)
	pair := func(same func(a, b Move) bool) {
		for i := range is {
			j := slices.IndexFunc(was, func(x Move) bool {
				return is[i].New && !x.Gone && (x.No == "") == (is[i].No == "") && x.Deducts == is[i].Deducts && same(x, is[i])
			})
			if j >= 0 {
				is[i].New, is[i].Before, is[i].OfBefore = false, was[j].After, was[j].OfAfter
				was[j].Gone = true // taken
			}
		}
	}
	pair(func(a, b Move) bool { return a.Zh == b.Zh && a.No == b.No })
	pair(func(a, b Move) bool { return a.Zh == b.Zh })
	pair(func(a, b Move) bool { return a.No == b.No && a.No != "" })
	for _, x := range was {
		if !x.Gone {
			x.Before, x.OfBefore, x.After, x.OfAfter, x.New, x.Gone = x.After, x.OfAfter, 0, 0, false, true
			is = append(is, x)
		}
	}
	for _, x := range is {
		// The most of an addition gives nothing by itself; an indicator that counts more costs whoever gained nothing.
		if x.Before != x.After || x.No != "" && x.OfBefore != x.OfAfter {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b Move) int {
		return cmp.Or(cmp.Compare(b.by(), a.by()), cmp.Compare(abs(b.OfAfter-b.OfBefore), abs(a.OfAfter-a.OfBefore)))
	})
	return out
}

func (m Move) by() int64 { return abs(m.After - m.Before) }

func abs(n int64) int64 { return max(n, -n) }

// Enters says that only the draft judges the body, Leaves that only what is in force does.
func (x Change) Enters() bool { return x.Before == nil }

// Leaves is the other way round.
func (x Change) Leaves() bool { return x.After == nil }

func (x Change) both() bool { return x.Before != nil && x.After != nil }

// Regrouped says that the body is ranked among others: its ranks cannot be compared.
func (x Change) Regrouped() bool { return x.both() && x.Before.Group != x.After.Group }

// Climbs is by how many ranks the body rises, below 0 falls; 0 where the two ranks cannot be compared.
func (x Change) Climbs() int {
	if !x.both() || x.Regrouped() || x.Before.Rank == 0 || x.After.Rank == 0 {
		return 0
	}
	return x.Before.Rank - x.After.Rank
}

// Gains is by how much the total rises, in hundredths; of one that only one of the two judges 0.
func (x Change) Gains() int64 {
	if !x.both() {
		return 0
	}
	return x.After.Sheet.Total - x.Before.Sheet.Total
}

// Regraded says whether both grade the body and not alike.
func (x Change) Regraded() bool {
	return x.both() && x.Before.Grade != "" && x.After.Grade != "" && x.Before.Grade != x.After.Grade
}

// Changed says whether the body's score, rank, group or grade is another.
func (x Change) Changed() bool {
	return !x.both() || x.Gains() != 0 || x.Before.Sheet.Known() != x.After.Sheet.Known() ||
		x.Before.Group != x.After.Group || x.Before.Rank != x.After.Rank || x.Before.Grade != x.After.Grade
}

// Of is the part of a simulation that is of some sides: offices see the scores of their own.
func (s Simulation) Of(sees func(actor.Side) bool) Simulation {
	s.Changes = slices.DeleteFunc(slices.Clone(s.Changes), func(x Change) bool { return !sees(x.Side) })
	s.Weights = slices.DeleteFunc(slices.Clone(s.Weights), func(w Weight) bool { return !sees(w.Side) })
	return s
}

// Sums are how many bodies a draft changes.
type Sums struct {
	Bodies              int // that either judges
	Changed             int
	Rise, Fall          int // by rank within their group
	Regraded, Regrouped int
	Enter, Leave        int
	Mean                int64 // by how much totals rise, in hundredths: of all that both score, half away from 0
}

// Sums sums up.
func (s Simulation) Sums() (out Sums) {
	n, sum := int64(0), int64(0)
	one := func(to *int, is bool) {
		if is {
			*to++
		}
	}
	for _, x := range s.Changes {
		by := x.Gains()
		out.Bodies++
		one(&out.Changed, x.Changed())
		one(&out.Rise, x.Climbs() > 0)
		one(&out.Fall, x.Climbs() < 0)
		one(&out.Regraded, x.Regraded())
		one(&out.Regrouped, x.Regrouped())
		one(&out.Enter, x.Enters())
		one(&out.Leave, x.Leaves())
		if x.both() && x.Before.Sheet.Known() && x.After.Sheet.Known() {
			n, sum = n+1, sum+by
		}
	}
	if n > 0 {
		if out.Mean = (2*abs(sum) + n) / (2 * n); sum < 0 {
			out.Mean = -out.Mean
		}
	}
	return out
}

// Weight is how ranks hang on one indicator of the first level: how many bodies of the scheme would have another rank
// if its points were scheme.Heavier percent more and all others as many fewer.
type Weight struct {
	Scheme *scheme.Sound
	Side   actor.Side
	scheme.Indicator
	Moved, Of int  // bodies whose rank moves, of those that have one
	Fixed     bool // it cannot be raised: the others would have nothing left
}

// Weigh tells the weights of the schemes of standings.
func Weigh(list []Standing) (out []Weight) {
	for len(list) > 0 {
		m := list[0].Scheme
		end := slices.IndexFunc(list, func(s Standing) bool { return s.Scheme != m })
		if end < 0 {
			end = len(list)
		}
		one := list[:end]
		list = list[end:]
		for _, x := range m.Roots() {
			w := Weight{Scheme: m, Side: one[0].Side, Indicator: x}
			heavy, ok := m.Heavy(x.No)
			if w.Fixed = !ok; ok {
				w.Moved, w.Of = moved(one, heavy)
			}
			out = append(out, w)
		}
	}
	return out
}

// moved counts the standings that another scheme of the same groups gives another rank.
func moved(list []Standing, other *scheme.Sound) (n, of int) {
	sheets := make([]scheme.Sheet, len(list))
	for i := range list {
		sheets[i] = other.Score(list[i].Input())
	}
	for i, p := range other.Place(sheets, func(i int) string { return list[i].Group }) {
		if list[i].Rank > 0 {
			of++
		}
		if p.Rank != list[i].Rank {
			n++
		}
	}
	return n, of
}
