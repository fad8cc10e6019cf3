// Package appraisal is how bodies stand by the assessment schemes of a year while the year runs (spec 4.1): the score
// follows from what was done, is never typed, and changes with each act.
package appraisal

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/facts"
	"shuangze/internal/formula"
	"shuangze/internal/institutions/cases"
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
	Cases    []scheme.Case
	Tallies  map[string][]scheme.Tally // what was counted of ballots, by indicator
	Objects  map[string]access.Object  // of the cases, by their Ref: who may see one is led to it
	Sheet    scheme.Sheet
	scheme.Placing
}

// Whose names the body for its facts.
func (s *Standing) Whose() facts.Whose { return facts.Whose{Body: s.Body, Unit: s.Unit, Side: s.Side} }

// Input is what its sheet is made of.
func (s *Standing) Input() scheme.Input {
	return scheme.Input{Facts: s.Facts.Value, Cases: s.Cases, Tallies: s.Tallies}
}

// Counts is what sheets are made from, also within a command.
type Counts interface {
	// CountFacts counts the facts of a year of all bodies of a county, or of one.
	CountFacts(ctx context.Context, jurisdiction int32, sources []facts.Source, y facts.Year,
		whose *facts.Whose) ([]facts.Row, error)
	// CasesTold are the cases decided in a period of which the head of a unit was told, by their identifiers.
	CasesTold(ctx context.Context, jurisdiction int32, decided when.Period) ([]*cases.Case, error)
	// Tallied are the tallies of a year that were confirmed, of all bodies of a county or of one (0 = all), as they
	// were made.
	Tallied(ctx context.Context, jurisdiction int32, year int, body ref.ID) ([]Tallied, error)
	// Acts is how many entries the county's journal has: while it has no more, nothing changed.
	Acts(ctx context.Context, jurisdiction int32) (int64, error)
}

// Tallied is what was counted of the ballots of one class of voters about a body, for an indicator.
type Tallied struct {
	Body ref.ID
	Item string
	scheme.Tally
}

// Reads is what standings are read from.
type Reads interface {
	Counts
	// CountTouched counts anew what acts after an entry of the journal may have changed; false = that does not tell whose.
	CountTouched(ctx context.Context, jurisdiction int32, sources []facts.Source, y facts.Year, after int64) (
		facts.Touched, bool, error)
	// FactRecords reads rows that a fact of somebody is made of, so many from a place on, and says how many there are.
	FactRecords(ctx context.Context, jurisdiction int32, b facts.Behind, y facts.Year, whose facts.Whose,
		from, limit int) ([]facts.Record, int, error)
	// ActsBehind are the acts that made rows of a table what they are in some columns, the first first.
	ActsBehind(ctx context.Context, table string, columns []string, ids []ref.ID) (map[ref.ID][]facts.Entry, error)
}

// Rules are what a county says of its assessment.
type Rules interface {
	Scheme(kind bodies.BodyKind, year int) *scheme.Sound
	InstitutionOf() func(rule string) string
}

// Running reads standings. Those of a whole county are kept while nothing was done in it.
type Running struct {
	Read    Reads
	Sources func() []facts.Source
	kept    sync.Map // of question, *county
}

// Asked is whose standings are asked for: of a county in a year, as it is at a moment, by its rules.
type Asked struct {
	Jurisdiction int32
	County       *bodies.County
	Rules        Rules
	Year         int
	Now          when.Instant
}

type question struct {
	jurisdiction int32
	year         int
	today        when.Day
	rules        Rules
}

func (a Asked) question() question { return question{a.Jurisdiction, a.Year, a.Now.Day(), a.Rules} }

// county are the standings of a county when its journal had so many acts.
type county struct {
	mu   sync.Mutex
	acts int64
	at   when.Instant // when they were reckoned; 0 = never
	list []Standing
	rows []facts.Row // that they were reckoned from
}

// stale is for how long the place of one body may go by what others had before the last acts, in microseconds [D].
const stale = 10_000_000

// All are the standings of a year of all bodies that a scheme judges, by scheme, group and rank. The list is shared
// and must not be changed.
func (r *Running) All(ctx context.Context, a Asked) ([]Standing, error) { return r.all(ctx, a, 0) }

// all may be older than the last acts by so many microseconds.
func (r *Running) all(ctx context.Context, a Asked, old when.Instant) ([]Standing, error) {
	acts, err := r.Read.Acts(ctx, a.Jurisdiction)
	if err != nil {
		return nil, err
	}
	q := a.question()
	x, known := r.kept.LoadOrStore(q, &county{})
	if !known { // what was kept of other days, and under other rules, goes
		r.kept.Range(func(k, _ any) bool {
			if o := k.(question); o.jurisdiction == q.jurisdiction && (o.today != q.today || o.rules != q.rules) {
				r.kept.Delete(k)
			}
			return true
		})
	}
	k := x.(*county)
	k.mu.Lock() // who asks meanwhile waits for the same answer
	defer k.mu.Unlock()
	if k.at != 0 && (k.acts == acts || a.Now < k.at+old) {
		return k.list, nil
	}
	list, rows, err := r.read(ctx, a, k)
	if err != nil {
		return nil, err
	}
	k.acts, k.at, k.list, k.rows = acts, a.Now, list, rows
	return list, nil
}

// read reckons the standings of a county. Where some are kept, what was counted for them is counted anew only of those
// whose rows were set since, and the sheets of others stay: their facts, their cases and the rules are the same.
func (r *Running) read(ctx context.Context, a Asked, kept *county) ([]Standing, []facts.Row, error) {
	list := judged(a.County, a.Rules, a.Year)
	if len(list) == 0 {
		return nil, nil, nil
	}
	sources, year := r.Sources(), facts.YearOf(a.Year, a.Now.Day())
	var touched facts.Touched
	var rows []facts.Row
	some, err := false, error(nil)
	if len(kept.list) > 0 {
		if touched, some, err = r.Read.CountTouched(ctx, a.Jurisdiction, sources, year, kept.acts); err != nil {
			return nil, nil, err
		}
	}
	if some {
		rows = touched.Into(kept.rows)
	} else if rows, err = r.Read.CountFacts(ctx, a.Jurisdiction, sources, year, nil); err != nil {
		return nil, nil, err
	}
	k, err := knowing(ctx, r.Read, sources, a, rows, 0)
	if err != nil {
		return nil, nil, err
	}
	if !some {
		return scored(list, k), rows, nil
	}
	was := make(map[ref.ID]*Standing, len(kept.list))
	for i := range kept.list {
		was[kept.list[i].Body] = &kept.list[i]
	}
	for i := range list {
		s, old, now := &list[i], was[list[i].Body], k.against[list[i].Unit]
		if old == nil || old.Whose() != s.Whose() || old.Scheme != s.Scheme || touched.Has(s.Whose(), sources) ||
			!slices.Equal(old.Cases, now.cases) ||
			!maps.EqualFunc(old.Tallies, k.tallies[s.Body], slices.Equal) {
			s.reckon(k)
			continue
		}
		s.Facts, s.Sheet, s.Cases, s.Objects = old.Facts, old.Sheet, now.cases, now.objects
		s.Tallies = k.tallies[s.Body]
	}
	return placed(list), rows, nil
}

// scored makes the sheets of bodies and places them.
func scored(list []Standing, k Known) []Standing {
	for i := range list {
		list[i].reckon(k)
	}
	return placed(list)
}

// Known is what standings are reckoned from.
type Known struct {
	facts         *facts.Gathered
	institutionOf func(rule string) string
	against       map[ref.ID]against                   // by town or department
	tallies       map[ref.ID]map[string][]scheme.Tally // by body and indicator
}

// against are the cases of one unit.
type against struct {
	cases   []scheme.Case
	objects map[string]access.Object
}

// learn reads it, of all bodies or of one.
func (r *Running) learn(ctx context.Context, a Asked, whose *facts.Whose) (Known, error) {
	return learn(ctx, r.Read, r.Sources(), a, whose)
}

// Learn reads what the standings of all bodies are reckoned from.
func Learn(ctx context.Context, from Counts, sources []facts.Source, a Asked) (Known, error) {
	return learn(ctx, from, sources, a, nil)
}

func learn(ctx context.Context, from Counts, sources []facts.Source, a Asked, whose *facts.Whose) (Known, error) {
	rows, err := from.CountFacts(ctx, a.Jurisdiction, sources, facts.YearOf(a.Year, a.Now.Day()), whose)
	if err != nil {
		return Known{}, err
	}
	body := ref.ID(0)
	if whose != nil {
		body = whose.Body
	}
	return knowing(ctx, from, sources, a, rows, body)
}

// knowing is what was counted, with the cases and the tallies: of one body, or of all (0).
func knowing(ctx context.Context, from Counts, sources []facts.Source, a Asked, rows []facts.Row, body ref.ID) (
	Known, error) {
	told, err := from.CasesTold(ctx, a.Jurisdiction, facts.YearOf(a.Year, a.Now.Day()).Period)
	if err != nil {
		return Known{}, err
	}
	list, err := from.Tallied(ctx, a.Jurisdiction, a.Year, body)
	return Known{facts.Gather(sources, rows), a.Rules.InstitutionOf(), costing(a.County, told), byBody(list)}, err
}

func byBody(list []Tallied) map[ref.ID]map[string][]scheme.Tally {
	out := map[ref.ID]map[string][]scheme.Tally{}
	for _, t := range list {
		if out[t.Body] == nil {
			out[t.Body] = map[string][]scheme.Tally{}
		}
		out[t.Body][t.Item] = append(out[t.Body][t.Item], t.Tally)
	}
	return out
}

// Input is what the sheet of a body is made of, but for marks and what was decided.
func (k Known) Input(w facts.Whose) scheme.Input {
	return scheme.Input{Facts: k.facts.Of(w, k.institutionOf).Value, Cases: k.against[w.Unit].cases,
		Tallies: k.tallies[w.Body]}
}

var light = map[string]scheme.Found{cases.Handled: scheme.Handled, cases.Reported: scheme.Reported,
	cases.Concealed: scheme.Concealed}

// costing are the cases by the town or department whose head was told, also those of the stations and villages below:
// each of its two bodies bears them by its own scheme. What an appeal took back as a whole costs nobody anything.
func costing(c *bodies.County, told []*cases.Case) map[ref.ID]against {
	out := map[ref.ID]against{}
	for _, x := range told {
		if x.Spared() {
			continue
		}
		unit, code := cases.Top(c, x.Place), x.ID.String()
		u := out[unit]
		if u.objects == nil {
			u.objects = map[string]access.Object{}
		}
		u.cases = append(u.cases, scheme.Case{Ref: code, Outcome: x.Outcome, Team: x.OfTeam(c), Found: light[x.Light()],
			Back: x.Back})
		u.objects[code] = x.Object()
		out[unit] = u
	}
	return out
}

func (s *Standing) reckon(k Known) {
	s.Facts = k.facts.Of(s.Whose(), k.institutionOf)
	s.Cases, s.Objects = k.against[s.Unit].cases, k.against[s.Unit].objects
	s.Tallies = k.tallies[s.Body]
	s.Sheet = s.Scheme.Score(s.Input())
}

// placed ranks and orders standings.
func placed(list []Standing) []Standing {
	by := map[*scheme.Sound][]int{}
	for i := range list {
		by[list[i].Scheme] = append(by[list[i].Scheme], i)
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

// One is the standing of one body as it is now; false where no scheme judges it. Its place is among what the others
// had at most a few seconds ago.
func (r *Running) One(ctx context.Context, a Asked, body ref.ID) (Standing, bool, error) {
	all, i, err := r.one(ctx, a, body)
	if err != nil || i < 0 {
		return Standing{}, false, err
	}
	return all[i], true, nil
}

// one are the standings with that of one body as it is now, and where it stands among them; below 0 = nowhere.
func (r *Running) one(ctx context.Context, a Asked, body ref.ID) ([]Standing, int, error) {
	all, err := r.all(ctx, a, stale)
	of := func(s Standing) bool { return s.Body == body }
	i := slices.IndexFunc(all, of)
	if err != nil || i < 0 {
		return nil, -1, err
	}
	all = slices.Clone(all)
	whose := all[i].Whose()
	k, err := r.learn(ctx, a, &whose)
	if err != nil {
		return nil, -1, err
	}
	all[i].reckon(k)
	all = placed(all)
	return all, slices.IndexFunc(all, of), nil
}

// judged are the bodies that a scheme judges in a year, in the order of the county.
func judged(c *bodies.County, rules Rules, year int) []Standing {
	return Judged(c, func(kind bodies.BodyKind) *scheme.Sound { return rules.Scheme(kind, year) })
}

// Judged are the bodies of kinds that have a scheme, in the order of the county.
func Judged(c *bodies.County, of func(bodies.BodyKind) *scheme.Sound) (out []Standing) {
	for _, unit := range c.Units() {
		_, u, _ := c.Unit(unit)
		for _, b := range c.Seated(unit) {
			if m := of(b.Kind); m != nil {
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
