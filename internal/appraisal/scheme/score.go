package scheme

import (
	"maps"
	"slices"
	"strings"

	"shuangze/internal/formula"
)

// State is how an indicator or an extra stands on a sheet.
type State string

// The states.
const (
	Scored State = "scored"
	Absent State = "absent" // 不适用: its formula came to nothing that can be told
	Open   State = "open"   // its mark was not given yet
)

// Input is what is known of one body in one year.
type Input struct {
	// Facts tells what a fact stands for. It is asked for nothing that a formula does not name.
	Facts func(key string) formula.Value
	// Marks tells the mark of an indicator, by its number, or of an extra, by its code: hundredths of a point, and of
	// a survey hundredths of its result out of a hundred. nil = nothing was given.
	Marks func(code string) (hundredths int64, given bool)
	Cases []Case
	// Tallies are what was counted of the ballots, by the number of the indicator.
	Tallies map[string][]Tally
	Vetoes  []string // that the leading group decided, by their codes
	// Decided are the points that a line has after somebody objected to it and was right, by the number of the
	// indicator, the code of the addition or deduction, or CaseItem of the case: of the latter two what they add or cost.
	Decided map[string]int64
	// Closed says that nothing more will be given: a mark that is still open counts as nothing gained.
	Closed bool
}

// Line is one leaf on a sheet.
type Line struct {
	No     string
	State  State
	Points int64 // of the indicator
	Counts int64 // of them that count: all, or 0 of what is not applicable or still open
	Gained int64
	Value  formula.Value // what was reckoned or given, before it was kept within 0 and Points and rounded
	// Read are the values that the formula read; from them Working reckons it again.
	Read map[string]formula.Value
	// Result is the formula reckoned, for its working; nothing on a sheet that was read from its bytes (see Working).
	Result formula.Result
	// Tallies are those that a poll rests on, in the order of the scheme: see Scheme.Poll.
	Tallies []Tally
}

// ExtraLine is one addition or deduction on a sheet: Gained is what it adds or deducts, never below 0.
type ExtraLine struct {
	Code    string
	Deducts bool
	State   State
	Gained  int64
	Value   formula.Value
	Read    map[string]formula.Value
}

// Proposal is a veto that the facts propose; the leading group decides.
type Proposal struct {
	Code string
	Read map[string]formula.Value
}

// Decision is what was decided of one line, see Input.Decided.
type Decision struct {
	Code   string
	Points int64
}

// CaseItem names a case among the lines of a sheet.
func CaseItem(ref string) string { return "case:" + ref }

// Keys are the facts that it read, sorted.
func (e ExtraLine) Keys() []string { return keysOf(e.Read) }

// Keys are the facts that it read, sorted.
func (p Proposal) Keys() []string { return keysOf(p.Read) }

// Sheet is how one body stands by a scheme. All numbers are hundredths of a point.
type Sheet struct {
	Scheme   string
	Closed   bool
	Lines    []Line // in the order of their numbers
	Extras   []ExtraLine
	Cases    []CaseLine
	Proposed []Proposal
	Vetoed   []string   // decided, sorted
	Decided  []Decision // sorted by code; those that are of no line of the sheet are not kept

	Raw        int64 // gained by all lines
	Applicable int64 // points that count; 0 = there is no score yet
	Normal     int64 // Raw ÷ Applicable × 100, half up
	Added      int64 // by additions, within the scheme's most
	Deducted   int64 // by deductions, each within its own most
	ForCases   int64 // by cases; 0 where an indicator deducts them
	Total      int64 // Normal + Added − Deducted − ForCases, not below 0
}

// Known says whether there is a score: whether anything counts.
func (s Sheet) Known() bool { return s.Applicable > 0 }

// OpenLines is how many marks are still to be given.
func (s Sheet) OpenLines() (n int) {
	for _, l := range s.Lines {
		if l.State == Open {
			n++
		}
	}
	return n
}

// Under is what was gained under an indicator, of which points that count; of a leaf its own.
func (s Sheet) Under(no string) (gained, counts int64) {
	for _, l := range s.Lines {
		if l.No == no || strings.HasPrefix(l.No, no+".") {
			gained, counts = gained+l.Gained, counts+l.Counts
		}
	}
	return gained, counts
}

// Score makes the sheet of one body (spec 4.1). Each leaf is reckoned, kept within 0 and its points, and rounded half
// up to hundredths; what is not applicable is normalised [R: a city's score ÷ applicable points × 100]; additions are
// capped each and together [D], deductions each; a total is not below 0.
//
// Cases are deducted from the total, each a line of its own; but where an indicator names what they cost (案件扣分), as
// 百步镇's fifteenth does, they are deducted there and not once more.
func (m *Sound) Score(in Input) Sheet {
	s := Sheet{Scheme: m.Code, Closed: in.Closed, Vetoed: slices.Sorted(slices.Values(in.Vetoes))}
	s.Cases = m.Costs(in)
	values := m.values(in, s.Cases)
	s.Decided = m.decided(in)
	for _, l := range m.leaves {
		x := m.line(l, in, values)
		s.Raw, s.Applicable = s.Raw+x.Gained, s.Applicable+x.Counts
		s.Lines = append(s.Lines, x)
	}
	if s.Applicable > 0 {
		s.Normal = divided(s.Raw*Full, s.Applicable)
	}
	for i, x := range m.Extras {
		e := ExtraLine{Code: x.Code, Deducts: x.Deducts, State: Scored}
		if f := m.extras[i]; f != nil {
			r := f.Reckon(values)
			e.Value, e.Read = r.Value, r.Read()
			if r.Absent() {
				e.State = Absent
			}
		} else if e.Value = given(in, x.Code); e.Value.Absent() {
			e.State = Open
		}
		e.Gained = within(e.Value, x.Most)
		if n, ok := in.Decided[x.Code]; ok {
			e.Gained = min(max(n, 0), x.Most)
		}
		if x.Deducts {
			s.Deducted += e.Gained
		} else {
			s.Added += e.Gained
		}
		s.Extras = append(s.Extras, e)
	}
	s.Added = min(s.Added, m.AddMost)
	if !m.byCases {
		s.ForCases = sum(s.Cases)
	}
	s.Total = max(0, s.Normal+s.Added-s.Deducted-s.ForCases)
	if !s.Known() {
		s.Total = 0
	}
	for i, f := range m.vetoes {
		if f == nil {
			continue
		}
		if r := f.Reckon(values); !r.Absent() && r.Cmp(formula.Of(0, 0)) > 0 {
			s.Proposed = append(s.Proposed, Proposal{m.Vetoes[i].Code, r.Read()})
		}
	}
	return s
}

// line reckons one leaf.
func (m *Sound) line(l leaf, in Input, values func(string) formula.Value) Line {
	x := Line{No: l.No, Points: l.Points, State: Scored}
	switch l.Source {
	case Facts:
		x.Result = l.formula.Reckon(own(l.Points, values))
		x.Value, x.Read = x.Result.Value, x.Result.Read()
		if x.Value.Absent() {
			x.State = Absent
		}
	default:
		x.Value = given(in, l.No)
		// A poll that was counted goes before a result typed as a whole, which stands where the scheme had no weights yet.
		if x.Tallies = m.known(l.No, in.Tallies[l.No]); len(x.Tallies) > 0 {
			if p := m.Poll(l.No, x.Tallies); !p.Result.Absent() {
				x.Value = p.Result
			}
		}
		switch {
		case !x.Value.Absent():
		case in.Closed && len(m.Polled(l.No)) > 0:
			x.State = Absent // nobody was polled, or too few answered
		default:
			x.State = Open
		}
	}
	v := x.Value
	if l.Source == Survey {
		v = v.Times(formula.Of(l.Points, 2)).Over(formula.Of(100, 0))
	}
	x.Gained = within(v, l.Points)
	if n, ok := in.Decided[l.No]; ok {
		x.State, x.Gained = Scored, min(max(n, 0), l.Points)
	}
	if x.State == Scored || x.State == Open && in.Closed {
		x.Counts = l.Points
	}
	return x
}

// decided are the decisions on lines that the sheet has.
func (m *Sound) decided(in Input) (out []Decision) {
	of := func(code string) bool {
		return m.leafOf(code) != nil || slices.ContainsFunc(m.Extras, func(x Extra) bool { return x.Code == code }) ||
			slices.ContainsFunc(in.Cases, func(c Case) bool { return CaseItem(c.Ref) == code })
	}
	for _, code := range slices.Sorted(maps.Keys(in.Decided)) {
		if of(code) {
			out = append(out, Decision{code, in.Decided[code]})
		}
	}
	return out
}

// Input is what a sheet was made of, read from the sheet itself: the facts that its formulas read, the marks, tallies,
// cases, vetoes and decisions. Scored again it gives the same bytes; with another veto or decision it is the same body
// and year, whatever was done since.
func (m *Sound) Input(s Sheet) Input {
	read, marks, tallies := map[string]formula.Value{}, map[string]int64{}, map[string][]Tally{}
	for i, l := range s.Lines {
		if len(l.Tallies) > 0 {
			tallies[l.No] = l.Tallies
		}
		maps.Copy(read, l.Read)
		if n, ok := l.Value.Hundredths(); ok && i < len(m.leaves) && m.leaves[i].formula == nil {
			marks[l.No] = n
		}
	}
	for i, e := range s.Extras {
		maps.Copy(read, e.Read)
		if n, ok := e.Value.Hundredths(); ok && i < len(m.extras) && m.extras[i] == nil {
			marks[e.Code] = n
		}
	}
	for _, p := range s.Proposed {
		maps.Copy(read, p.Read)
	}
	in := Input{Closed: s.Closed, Vetoes: s.Vetoed, Decided: map[string]int64{}, Tallies: tallies,
		Facts: func(key string) formula.Value { return read[key] },
		Marks: func(code string) (int64, bool) { n, ok := marks[code]; return n, ok }}
	for _, c := range s.Cases {
		in.Cases = append(in.Cases, c.Case)
	}
	for _, d := range s.Decided {
		in.Decided[d.Code] = d.Points
	}
	return in
}

// Working reckons an indicator again from the values that it read, for how it came about.
func (m *Sound) Working(no string, read map[string]formula.Value) (r formula.Result, ok bool) {
	l := m.leafOf(no)
	if l == nil || l.formula == nil {
		return r, false
	}
	return l.formula.Reckon(own(l.Points, func(key string) formula.Value { return read[key] })), true
}

// Written is the formula of an indicator with its names in a language; "" = it has none.
func (m *Sound) Written(no string, names *formula.Names, lang string) string {
	l := m.leafOf(no)
	if l == nil || l.formula == nil {
		return ""
	}
	return l.formula.Write(names.With(formula.Name{Key: Points, Zh: PointsZh, En: PointsEn}), lang)
}

// Uses are the facts that an indicator names, for what can still be done and for whose records it rests on.
func (m *Sound) Uses(no string) []string {
	l := m.leafOf(no)
	if l == nil || l.formula == nil {
		return nil
	}
	return slices.DeleteFunc(l.formula.Uses(), func(key string) bool { return key == Points })
}

// Worth is how many points an indicator would gain, or lose, if some of its facts were others (if one more duty were
// done in time): hundredths of the indicator's own points. What is not applicable has gained nothing.
func (m *Sound) Worth(no string, in Input, change map[string]formula.Value) int64 {
	l := m.leafOf(no)
	if l == nil || l.formula == nil {
		return 0
	}
	now := m.values(in, m.Costs(in))
	then := func(key string) formula.Value {
		if v, ok := change[key]; ok {
			return v
		}
		return now(key)
	}
	return m.line(*l, in, then).Gained - m.line(*l, in, now).Gained
}

func (m *Sound) leafOf(no string) *leaf {
	if i := slices.IndexFunc(m.leaves, func(l leaf) bool { return l.No == no }); i >= 0 {
		return &m.leaves[i]
	}
	return nil
}

// values are the facts and what is known of cases.
func (m *Sound) values(in Input, cases []CaseLine) func(string) formula.Value {
	return func(key string) formula.Value {
		switch {
		case OfCases(key):
			n := formula.Of(0, 0)
			for _, c := range cases {
				if x := c.Adds(key); !x.Absent() {
					n = n.Plus(x)
				}
			}
			return n
		case in.Facts == nil:
			return formula.Value{}
		}
		return in.Facts(key)
	}
}

// own adds an indicator's own points to the values.
func own(points int64, values func(string) formula.Value) func(string) formula.Value {
	return func(key string) formula.Value {
		if key == Points {
			return formula.Of(points, 2)
		}
		return values(key)
	}
}

func given(in Input, code string) formula.Value {
	if in.Marks != nil {
		if n, ok := in.Marks(code); ok {
			return formula.Of(n, 2)
		}
	}
	return formula.Value{}
}

// within is a value kept between 0 and the most, in hundredths; of what is absent 0.
func within(v formula.Value, most int64) int64 {
	n, _ := v.Within(formula.Of(0, 0), formula.Of(most, 2)).Hundredths()
	return n
}

// divided is a ÷ b for numbers that are not negative, half up.
func divided(a, b int64) int64 { return (2*a + b) / (2 * b) }

// Keys of the values read, in their order.
func keysOf(read map[string]formula.Value) []string { return slices.Sorted(maps.Keys(read)) }
