// Package facts is what nouns count of a responsible body in a year, for the assessment: counts and sums of the rows of
// a table, declared as data beside the rules of the noun (spec 4.1). A fact has a key; what it is called, and how it is
// counted in words, stands in the policy pack (facts.txt), since formulas name it so.
//
// Counts are as of a day: what falls due later in a running year is not due yet.
package facts

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/formula"
	"shuangze/internal/lists/sift"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Keys are the facts that there are, in the order in which they are shown. The declarations of nouns are compared with
// them by a test (internal/app), and a pack with them when it is loaded.
var Keys = []string{
	"duty-due", "duty-done", "duty-ontime", "duty-late", "duty-open", "duty-yellow", "duty-red", "duty-members",
	"task-due", "task-ontime", "task-late", "task-open",
	"problem-registered", "problem-serious", "problem-due", "problem-ontime", "problem-late", "problem-open",
	"order-due", "order-ontime", "order-late", "order-open",
	"recheck-done", "recheck-failed",
	"record-standing", "record-backfilled", "remark-upheld",
	"mention-commended", "mention-criticised", "mention-added", "mention-deducted",
	"pledge-made", "pledge-judged", "pledge-kept",
	"statement-held", "statement-score",
	"education-held", "education-expected", "education-reached",
	"risk-standing", "risk-reviewed",
	"disclosure-public",
	"inspection-held", "inspection-received",
}

// What a fact is split by: the rule that asked for a duty, its institution, the level that owes it.
const (
	ByRule        = "rule"
	ByInstitution = "institution"
	ByLevel       = "level"
)

// Part is the key of a part of a fact: duty-due of one rule.
func Part(key, by, code string) string { return key + "/" + by + ":" + code }

// Whole takes a key apart; by is "" of a whole fact.
func Whole(key string) (fact, by, code string) {
	fact, rest, _ := strings.Cut(key, "/")
	by, code, _ = strings.Cut(rest, ":")
	return fact, by, code
}

// Whose says of whom facts are asked.
type Whose struct {
	Body, Unit ref.ID
	Side       actor.Side
}

// Year is the year that facts are of, as known on a day.
type Year struct {
	Year   int
	Period when.Period
	Today  when.Day
}

// YearOf is a year as known on a day.
func YearOf(year int, today when.Day) Year {
	return Year{year, when.Period{From: when.Date(year, 1, 1), To: when.Date(year+1, 1, 1)}, today}
}

// In are rows whose day in a column lies in the year.
func (y Year) In(column string) sift.All {
	return sift.All{sift.Num(column, sift.From, y.Period.From), sift.Num(column, sift.Below, y.Period.To)}
}

// Source is a table whose rows are counted, for all bodies by one statement.
type Source struct {
	Table string
	Kind  ref.Kind // of its rows
	Whose string   // the column that says whose a row is: a body's, or a unit's
	Unit  bool     // it is a unit's: each of its two bodies has the rows of its side
	Both  bool     // of a unit's: rows of either side are both bodies'
	Split string   // the column by which counts are split as well; "" = none
	By    string   // what the split is: ByRule, ByLevel; "" = it serves a mean alone
	Rows  func(Year) sift.All
	List  string                           // the address of its list
	At    func(w Whose, y Year) url.Values // how the list is asked for it
	Of    string                           // the name of the list's filter for the split
	Measures
}

// Address leads to the list of what a measure counts of somebody, of a split of it ("" = of all).
func (s Source) Address(m Measure, w Whose, y Year, split string) string {
	q := s.At(w, y)
	for k, v := range m.At(y) {
		q[k] = v
	}
	if split != "" {
		q.Set(s.Of, split)
	}
	return s.List + "?" + q.Encode()
}

// Place is a list that a fact is the length of, or the sum over; Key names it.
type Place struct{ Key, Address string }

// Places are the lists behind a fact of somebody: its own, or those of the facts that it is the sum of. A part by
// institution leads to the institution's year, since no list is asked by institution.
func Places(sources []Source, key string, w Whose, y Year) (out []Place) {
	fact, by, code := Whole(key)
	for _, s := range sources {
		i := s.at(fact)
		if i < 0 || (by == ByLevel) != (s.By == ByLevel) {
			continue
		}
		for _, k := range append(slices.Clone(s.Measures[i].Of), fact) {
			m := s.Measures[s.at(k)]
			if len(m.Of) > 0 {
				continue
			}
			at := s.Address(m, w, y, "")
			switch {
			case by == ByInstitution:
				at = "/institutions/" + code + "?" + url.Values{"unit": {w.Unit.String()}, "year": {strconv.Itoa(y.Year)}}.Encode()
			case by != "":
				at = s.Address(m, w, y, code)
			}
			if by != "" {
				k = Part(k, by, code)
			}
			out = append(out, Place{k, at})
		}
		break
	}
	return out
}

// OfUnit asks a list for the matters of a unit's side.
func OfUnit(w Whose, _ Year) url.Values {
	return url.Values{"unit": {w.Unit.String()}, "side": {string(w.Side)}}
}

// Measures are what is counted of a source.
type Measures []Measure

// Measure is one count.
type Measure struct {
	Key  string // "" = it serves a mean alone
	Rows func(Year) sift.All
	Sum  []string // the columns that are added up; none = rows are counted
	// Decimals is how many of the sum's digits stand behind the point.
	Decimals int
	At       func(Year) url.Values // what the list is asked besides
	// Of makes it the sum of other measures of the source, which lead to their lists; it is not counted itself.
	Of []string
	// Over makes it a mean: over the rows of the source (its splits, where it has any) that have any of the measure Over,
	// of this ÷ that.
	Over string
}

func (m Measures) at(key string) int {
	return slices.IndexFunc(m, func(o Measure) bool { return o.Key == key })
}

// Row is what was counted of one body or unit (and side, and split) by a source.
type Row struct {
	Source int
	Whose  ref.ID
	Side   actor.Side
	Split  string
	N      []int64 // by the source's measures
}

// Touched is what acts may have changed of what was counted: whose, by the sources, and what is counted of them now.
type Touched struct {
	Whose []map[ref.ID]bool
	Rows  []Row
}

// Of are those whose rows of a source were touched, sorted.
func (t Touched) Of(source int) []ref.ID { return slices.Sorted(maps.Keys(t.Whose[source])) }

// Into is what was counted before, with what is counted now in its place.
func (t Touched) Into(before []Row) []Row {
	out := make([]Row, 0, len(before))
	for _, r := range before {
		if !t.Whose[r.Source][r.Whose] {
			out = append(out, r)
		}
	}
	return append(out, t.Rows...)
}

// Has says whether anything of somebody was touched.
func (t Touched) Has(w Whose, sources []Source) bool {
	for i, s := range sources {
		if id := map[bool]ref.ID{true: w.Unit, false: w.Body}[s.Unit]; t.Whose[i][id] {
			return true
		}
	}
	return false
}

// Values are the facts of one body, by key. What was not counted is 0; a mean of nothing is absent.
type Values struct {
	at     map[string]formula.Value
	absent map[string]bool
}

// Value is a fact by its key.
func (v Values) Value(key string) formula.Value {
	if x, ok := v.at[key]; ok {
		return x
	}
	fact, _, _ := Whole(key)
	if v.absent[fact] {
		return formula.Value{}
	}
	return formula.Of(0, 0)
}

// Keys are the facts of which there is something, sorted.
func (v Values) Keys() []string {
	var out []string
	for k := range v.at {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Set puts a value, for facts that were not counted here.
func (v *Values) Set(key string, x formula.Value) {
	if v.at == nil {
		v.at = map[string]formula.Value{}
	}
	v.at[key] = x
}

// Gathered are the rows of all sources, by whose they are.
type Gathered struct {
	sources []Source
	rows    map[whom][]Row
}

type whom struct {
	source int
	id     ref.ID
	side   actor.Side
}

// Gather orders what was counted.
func Gather(sources []Source, rows []Row) *Gathered {
	g := &Gathered{sources, map[whom][]Row{}}
	for _, r := range rows {
		k := whom{r.Source, r.Whose, r.Side}
		if s := sources[r.Source]; !s.Unit || s.Both {
			k.side = ""
		}
		g.rows[k] = append(g.rows[k], r)
	}
	return g
}

// Of are the facts of one body. institutionOf says of which institution a rule is; "" = of none.
func (g *Gathered) Of(w Whose, institutionOf func(rule string) string) Values {
	v := Values{at: map[string]formula.Value{}, absent: map[string]bool{}}
	sums := map[string]int64{}
	for i, s := range g.sources {
		k := whom{source: i, id: w.Body}
		if s.Unit {
			k.id = w.Unit
			if !s.Both {
				k.side = w.Side
			}
		}
		rows := g.rows[k]
		for j, m := range s.Measures {
			if m.Over != "" {
				v.absent[m.Key] = true
				if x := s.mean(rows, j); !x.Absent() {
					v.at[m.Key] = x
				}
				continue
			}
			if m.Key == "" {
				continue
			}
			clear(sums)
			for _, r := range rows {
				s.add(sums, m.Key, r.Split, s.total(r, j), institutionOf)
			}
			for key, n := range sums {
				v.at[key] = formula.Of(n, m.Decimals)
			}
		}
	}
	return v
}

// add adds what was counted of one split to the whole and to its part.
func (s Source) add(sums map[string]int64, key, split string, n int64, institutionOf func(string) string) {
	if s.By != ByLevel { // the whole is that of the rules
		sums[key] += n
	}
	if s.By != "" {
		sums[Part(key, s.By, split)] += n
	}
	if s.By == ByRule {
		if in := institutionOf(split); in != "" {
			sums[Part(key, ByInstitution, in)] += n
		}
	}
}

// mean is the mean over rows of a measure ÷ the one that it is over, of those rows that have any of the other.
func (s Source) mean(rows []Row, i int) formula.Value {
	m := s.Measures[i]
	sum, n := formula.Of(0, 0), int64(0)
	for _, r := range rows {
		if over := s.total(r, s.at(m.Over)); over != 0 {
			sum, n = sum.Plus(formula.Ratio(s.total(r, i), over)), n+1
		}
	}
	return sum.Over(formula.Of(n, 0)).Times(formula.Of(1, m.Decimals))
}
