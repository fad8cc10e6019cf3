package effect

import (
	"slices"

	"shuangze/internal/when"
)

// Rules are what a county's effects.txt says. Each row holds for decisions of a time.
type Rules struct {
	Kinds   []Kind
	Periods []Period
	Merges  []Merge
	Bars    []Bar
	Grades  []Grade
	Grounds []Ground
	Vetoed  []Vetoed
	Weights map[string]int // of the results of the annual grade: the heavier governs
	// CaseMonths is for how long the outcome of a case calls for its decision, if that is not on record; CaseSpares are
	// the outcomes that call for none.
	CaseMonths int
	CaseSpares []string
	MatterUses []string // what an open matter of accountability stands in the way of
}

// Kind is a kind of decisions.
type Kind struct {
	Code   string
	Family string
	Weight int // within the family: the heavier governs
}

// Period is how long the period of a kind is.
type Period struct {
	Kind      string
	In        when.Period // days of decision
	Months    int         // 0 and neither Fixed nor Forever: it has none
	Fixed     bool        // the decision says how many months, Months at most
	Forever   bool
	Probation int // months before, after which rights are restored: Months count from there
	Clause    string
}

// None says that a kind has no period at all.
func (p Period) None() bool { return p.Months == 0 && !p.Fixed && !p.Forever }

// Merge is how the periods of a family run together.
type Merge struct {
	Family  string
	In      when.Period // days of decision of the new one
	Follows bool        // the rest of a running period is added to a new one
	One     bool        // of several in one decision the heaviest alone is carried out
	Sums    bool        // a decision may fix a period between that of one and the sum of several of one kind
	Most    int         // months that a period may have by adding; 0 = no limit
	Clause  string
}

// Bar is that a decision of a kind stands in the way of a use.
type Bar struct {
	Kind, Use string
	In        when.Period
	Months    int // from the day of effect; 0 = for its period
	Forever   bool
	Clause    string
}

// Grade is what a decision leaves of the annual grade: of the year of the decision and of following ones.
type Grade struct {
	Kind   string
	In     when.Period
	Years  []string // results, the first of the year itself; "" = nothing follows
	Clause string
}

// Ground is the text by which facts of a time are judged.
type Ground struct {
	Family string
	In     when.Period // days of the facts
	Title  string
}

// Vetoed is that a veto on a body's assessment stands in the way of who headed it, for so many years after the year.
type Vetoed struct {
	Use    string
	Years  int
	Clause string
}

// Kind finds a kind of decisions.
func (r *Rules) Kind(code string) (Kind, bool) {
	i := slices.IndexFunc(r.Kinds, func(k Kind) bool { return k.Code == code })
	if i < 0 {
		return Kind{}, false
	}
	return r.Kinds[i], true
}

// Period is that of a kind decided on a day; ok is false where no row says it.
func (r *Rules) Period(kind string, decided when.Day) (Period, bool) {
	i := slices.IndexFunc(r.Periods, func(p Period) bool { return p.Kind == kind && p.In.Holds(decided) })
	if i < 0 {
		return Period{}, false
	}
	return r.Periods[i], true
}

// Merge is how a new decision of a family runs together with others.
func (r *Rules) Merge(family string, decided when.Day) Merge {
	i := slices.IndexFunc(r.Merges, func(m Merge) bool { return m.Family == family && m.In.Holds(decided) })
	if i < 0 {
		return Merge{}
	}
	return r.Merges[i]
}

// Ground is the text by which facts of a day are judged; "" = no row says it.
func (r *Rules) Ground(family string, facts when.Day) string {
	i := slices.IndexFunc(r.Grounds, func(g Ground) bool { return g.Family == family && g.In.Holds(facts) })
	if i < 0 {
		return ""
	}
	return r.Grounds[i].Title
}

// Fault is what is wrong with a decision as it was typed: the field, a key of words and what it says.
type Fault struct {
	Field, Key string
	Months     int
	Most       int
}

// Faults judge what a decision says of its own period against the rule of its day.
func (r *Rules) Faults(d Decision) (out []Fault) {
	p, ok := r.Period(d.Kind, d.Day)
	if !ok {
		return []Fault{{Field: "kind", Key: "measure.kind.then"}}
	}
	k, _ := r.Kind(d.Kind)
	m := r.Merge(k.Family, d.Day)
	several := d.Times > 1
	switch {
	case several && (!m.Sums || p.Months == 0 || p.Fixed || p.Probation > 0):
		out = append(out, Fault{Field: "times", Key: "measure.times.none"})
	case several:
		least, most := p.Months, p.Months*d.Times
		if m.Most > 0 {
			most = min(most, m.Most)
		}
		if d.Months < least || d.Months > most {
			out = append(out, Fault{Field: "months", Key: "measure.months.sum", Months: least, Most: most})
		}
	case p.Fixed && (d.Months < 1 || d.Months > p.Months):
		out = append(out, Fault{Field: "months", Key: "measure.months.fixed", Months: 1, Most: p.Months})
	case !p.Fixed && d.Months != 0 && d.Months != p.Months:
		out = append(out, Fault{Field: "months", Key: "measure.months.rule", Months: p.Months})
	}
	if d.Restored != 0 {
		switch {
		case p.Probation == 0:
			out = append(out, Fault{Field: "restoredOn", Key: "measure.restored.none"})
		case d.Restored <= End(d.Start(), p.Probation):
			out = append(out, Fault{Field: "restoredOn", Key: "measure.restored.early", Months: p.Probation})
		}
	}
	return out
}
