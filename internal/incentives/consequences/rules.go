// Package consequences is what follows from results (结果运用, spec 5.1): from the grade of an assessment that the leading
// group approved (创建、评优树模、提拔任用、职级晋升: priority on equal terms), and from formal decisions on people (通报曝光、
// 考核评定、评优晋升、岗位调整、职务任免、降资降级、一票否决), each with what it rests on, who carries it out, until when, the
// proof and the day on which it ends. It only keeps track: nobody is promoted, paid less or removed by it.
package consequences

import (
	"slices"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/when"
)

// The tables of the policy pack.
const (
	KindTable    = "consequence-kind"
	CarrierTable = "consequence-carrier"
)

// The two sides of what follows.
const (
	Reward   = "reward"
	Sanction = "sanction"
)

// What something follows from.
const (
	OfGrade    = "grade"
	OfDecision = "decision" // on a person
	OfRuling   = "ruling"   // on a body: 检查, 通报, 改组
	OfVeto     = "veto"     // that the leading group decided
)

// Whose something is that follows from a grade: the body's, or that of who was its first responsible person.
const (
	OfBody = "body"
	OfHead = "head"
)

// Who carries something out, besides a unit by its name.
const (
	ByPrincipal   = "principal"
	BySupervisory = "supervisory"
	ByOwnUnit     = "unit"
)

// For how long something goes on once it took effect.
const (
	Once      = "once"      // it is done and that is all
	ForPeriod = "period"    // the effect period of the decision
	ForBars   = "bars"      // as long as the decision stands in the way of an honour, a promotion or a rise
	ForGrades = "grades"    // to the end of the last year of which it touches the annual grade
	NextYear  = "next-year" // to the end of the year after the one that was assessed
	ForMonths = "months"
)

// Carrier is who carries something out.
type Carrier struct {
	Code string
	By   string // ByPrincipal, BySupervisory or ByOwnUnit; "" = the unit of this name
	Unit string
}

// Rule is one row of consequences.txt: what follows from a grade, a kind of decisions or rulings, or a veto, that was
// given in a time.
type Rule struct {
	Side    string
	From    string // OfGrade, OfDecision, OfRuling or OfVeto
	On      string // a code of a grade, of effect.KindTable or of matters.OutcomeTable; "" = any veto
	Subject string // of a grade or veto: OfBody or OfHead
	Kind    string // a code of KindTable
	In      when.Period
	What    string
	Carrier string
	Due     func(when.Day) when.Day // until when it is carried out
	Lasts   string
	Months  int
	Use     string // the check that it must pass before it is carried out; "" = none
	Clause  string
}

// Rules are a county's.
type Rules struct {
	Rows     []Rule
	Carriers []Carrier
}

// Carrier finds who carries something out.
func (r *Rules) Carrier(code string) Carrier {
	if i := slices.IndexFunc(r.Carriers, func(c Carrier) bool { return c.Code == code }); i >= 0 {
		return r.Carriers[i]
	}
	return Carrier{}
}

// Of are the rows that hold for a grade, a kind of decisions or rulings, or a veto (on = ""), of a day.
func (r *Rules) Of(from, on string, day when.Day) (out []Rule) {
	for _, row := range r.Rows {
		if row.From == from && row.On == on && row.In.Holds(day) {
			out = append(out, row)
		}
	}
	return out
}

// barring are the uses of which 评优晋升 is made.
var barring = []string{"honour", "promotion", "rank"}

// Until is the last day of what follows from a decision by a row; 0 = it has none. ends is the last day of the
// decision’s own effect period, with what was added to it; 0 = none.
func (r Rule) Until(e *effect.Rules, kind string, decided, from, ends when.Day) when.Day {
	switch r.Lasts {
	case ForPeriod:
		return ends
	case ForMonths:
		return effect.End(from, r.Months)
	case ForGrades:
		for _, g := range e.Grades {
			if g.Kind != kind || !g.In.Holds(decided) {
				continue
			}
			last := -1
			for n, result := range g.Years {
				if result != "" {
					last = n
				}
			}
			if last >= 0 {
				return when.Date(decided.Year()+last+1, 1, 1) - 1
			}
		}
	case ForBars:
		return bars(e, kind, decided, from, ends)
	}
	return 0
}

// bars is the last day on which a decision stands in the way of one of those uses; of one without an end it is 0.
func bars(e *effect.Rules, kind string, decided, from, ends when.Day) (last when.Day) {
	for _, b := range e.Bars {
		if b.Kind != kind || !slices.Contains(barring, b.Use) || !b.In.Holds(decided) {
			continue
		}
		switch {
		case b.Forever:
			return 0
		case b.Months > 0:
			last = max(last, effect.End(from, b.Months))
		default:
			last = max(last, ends)
		}
	}
	return last
}
