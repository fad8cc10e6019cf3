// Package appraisal is how bodies stand by the assessment schemes of a year while the year runs (spec 4.1): the score
// follows from what was done, is never typed, and changes with each act.
package appraisal

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"shuangze/internal/actor"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/facts"
	"shuangze/internal/formula"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Standing is how one body stands.
type Standing struct {
	Body     ref.ID
	Name     string
	Kind     bodies.BodyKind
	Unit     ref.ID
	Side     actor.Side
	Category string // of the unit
	Scheme   *scheme.Sound
	Facts    facts.Values
	Sheet    scheme.Sheet
	scheme.Placing
}

// Whose names the body for its facts.
func (s *Standing) Whose() facts.Whose { return facts.Whose{Body: s.Body, Unit: s.Unit, Side: s.Side} }

// Input is what its sheet is made of.
func (s *Standing) Input() scheme.Input { return scheme.Input{Facts: s.Facts.Value} }

// Reads is what standings are read from.
type Reads interface {
	// CountFacts counts the facts of a year of all bodies of a county, or of one.
	CountFacts(ctx context.Context, jurisdiction int32, sources []facts.Source, y facts.Year,
		whose *facts.Whose) ([]facts.Row, error)
	// Acts is how many entries the county's journal has: while it has no more, nothing changed.
	Acts(ctx context.Context, jurisdiction int32) (int64, error)
}

// Rules are what a county says of its assessment.
type Rules interface {
	Scheme(kind bodies.BodyKind, year int) *scheme.Sound
	InstitutionOf() func(rule string) string
}

// Running reads standings. The whole county is kept while nothing was done in it; of one body the sheet is made anew
// each time.
type Running struct {
	Read    Reads
	Sources func() []facts.Source
	kept    sync.Map // of question, *county
}

type question struct {
	jurisdiction int32
	year         int
	today        when.Day
	rules        Rules
	acts         int64
}

type county struct {
	once sync.Once
	list []Standing
	err  error
}

// All are the standings of a year of all bodies that a scheme judges, by scheme, group and rank. The list is shared
// and must not be changed.
func (r *Running) All(ctx context.Context, jurisdiction int32, c *bodies.County, rules Rules, year int,
	today when.Day) ([]Standing, error) {
	acts, err := r.Read.Acts(ctx, jurisdiction)
	if err != nil {
		return nil, err
	}
	q := question{jurisdiction, year, today, rules, acts}
	x, known := r.kept.LoadOrStore(q, &county{})
	if !known { // only the newest answer of each year is kept
		r.kept.Range(func(k, _ any) bool {
			if o := k.(question); o != q && o.jurisdiction == jurisdiction && (o.year == year || o.rules != rules) {
				r.kept.Delete(k)
			}
			return true
		})
	}
	k := x.(*county)
	k.once.Do(func() {
		// Others wait for it too: it goes on when who asked first has gone.
		k.list, k.err = r.read(context.WithoutCancel(ctx), jurisdiction, c, rules, facts.YearOf(year, today))
	})
	if k.err != nil {
		r.kept.Delete(q)
	}
	return k.list, k.err
}

func (r *Running) read(ctx context.Context, jurisdiction int32, c *bodies.County, rules Rules, y facts.Year) (
	[]Standing, error) {
	list := judged(c, rules, y.Year)
	if len(list) == 0 {
		return nil, nil
	}
	sources := r.Sources()
	rows, err := r.Read.CountFacts(ctx, jurisdiction, sources, y, nil)
	if err != nil {
		return nil, err
	}
	return scored(list, facts.Gather(sources, rows), rules.InstitutionOf()), nil
}

// scored makes the sheets of bodies from what was counted, and places them, by scheme, group and rank.
func scored(list []Standing, got *facts.Gathered, institutionOf func(rule string) string) []Standing {
	for i := range list {
		list[i].Facts = got.Of(list[i].Whose(), institutionOf)
	}
	return placed(list)
}

// placed makes the sheets from the facts.
func placed(list []Standing) []Standing {
	by := map[*scheme.Sound][]int{}
	for i := range list {
		s := &list[i]
		s.Sheet = s.Scheme.Score(s.Input())
		by[s.Scheme] = append(by[s.Scheme], i)
	}
	for m, at := range by {
		sheets := make([]scheme.Sheet, len(at))
		for i, j := range at {
			sheets[i] = list[j].Sheet
		}
		for i, p := range m.Place(sheets, func(i int) string { return m.Group(list[at[i]].Category) }) {
			list[at[i]].Placing = p
		}
	}
	slices.SortStableFunc(list, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(a.Scheme.Code, b.Scheme.Code), cmp.Compare(a.Group, b.Group),
			cmp.Compare(unplaced(a.Rank), unplaced(b.Rank)))
	})
	return list
}

// unplaced stands behind all ranks.
func unplaced(rank int) int {
	if rank == 0 {
		return 1 << 30
	}
	return rank
}

// One is the standing of one body as it is now, with its place among the others; false where no scheme judges it.
func (r *Running) One(ctx context.Context, jurisdiction int32, c *bodies.County, rules Rules, body ref.ID, year int,
	today when.Day) (Standing, bool, error) {
	all, err := r.All(ctx, jurisdiction, c, rules, year, today)
	i := slices.IndexFunc(all, func(s Standing) bool { return s.Body == body })
	if err != nil || i < 0 {
		return Standing{}, false, err
	}
	return all[i], true, nil
}

// judged are the bodies that a scheme judges in a year, in the order of the county.
func judged(c *bodies.County, rules Rules, year int) (out []Standing) {
	for _, unit := range c.Units() {
		_, u, _ := c.Unit(unit)
		for _, b := range c.Seated(unit) {
			if m := rules.Scheme(b.Kind, year); m != nil {
				out = append(out, Standing{Body: b.ID, Name: b.Name, Kind: b.Kind, Unit: unit, Side: actor.Side(b.Kind.Side()),
					Category: string(u.Category), Scheme: m})
			}
		}
	}
	return out
}

// Chance is what can still be done for an indicator, and what it is worth in hundredths of its points.
type Chance struct {
	No    string
	Key   string // the fact that would grow: of what is overdue, or of what is still to come
	Over  bool   // one that is overdue would be done late
	Worth int64
}

// Chances are what each act that remains is worth: one overdue thing done late, one more done in time. What is worth
// nothing is left out; the dearest stand first.
func (s *Standing) Chances() (out []Chance) {
	one := formula.Of(1, 0)
	for _, l := range s.Sheet.Lines {
		if l.State == scheme.Open {
			continue
		}
		seen := map[string]bool{}
		for _, key := range s.Scheme.Uses(l.No) {
			fact, by, code := facts.Whole(key)
			stem, done := doable(fact)
			if !done || seen[stem+by+code] {
				continue
			}
			seen[stem+by+code] = true
			at := func(end string) string {
				if by == "" {
					return stem + "-" + end
				}
				return facts.Part(stem+"-"+end, by, code)
			}
			try := func(over bool, change map[string]formula.Value) {
				if w := s.Scheme.Worth(l.No, s.Input(), change); w > 0 {
					out = append(out, Chance{l.No, at(map[bool]string{true: "open", false: "ontime"}[over]), over, w})
				}
			}
			plus := func(end string, n formula.Value) formula.Value { return s.Facts.Value(at(end)).Plus(n) }
			if s.Facts.Value(at("open")).Cmp(formula.Of(0, 0)) > 0 {
				try(true, map[string]formula.Value{at("open"): plus("open", formula.Of(-1, 0)), at("late"): plus("late", one),
					at("done"): plus("done", one)})
			}
			try(false, map[string]formula.Value{at("ontime"): plus("ontime", one), at("done"): plus("done", one),
				at("due"): plus("due", one)})
		}
	}
	slices.SortStableFunc(out, func(a, b Chance) int { return cmp.Compare(b.Worth, a.Worth) })
	return out
}

// doable says of a fact whether it counts things that are done by a day, and names their family.
func doable(fact string) (stem string, ok bool) {
	for _, end := range []string{"-ontime", "-late", "-open", "-due", "-done"} {
		for _, stem := range []string{"duty", "task", "problem", "order"} {
			if fact == stem+end {
				return stem, true
			}
		}
	}
	return "", false
}
