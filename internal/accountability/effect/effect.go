// Package effect says for how long a decision on a person stands in the way of what (spec 4.3, 5.1, 8 (12)): it
// computes effect periods (影响期、处分期) from dated rules, merges those that run together, and answers whether on a
// day, for a use, somebody is clear. It knows no clock and decides nothing: it counts formal decisions that are on
// record. All rules stand in the county's effects.txt, each with its clause and its source.
package effect

import (
	"time"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// The tables of the policy pack.
const (
	KindTable  = "effect-kind"  // kinds of decisions
	UseTable   = "effect-use"   // what somebody is to be used for
	GradeTable = "effect-grade" // what a decision leaves of the annual grade
)

// The families of decisions: within one, periods merge.
const (
	Party          = "party"          // 党纪处分
	Service        = "service"        // 政务处分
	Admonition     = "admonition"     // 诫勉
	Organisational = "organisational" // 组织处理
	Accountability = "accountability" // 问责
)

// Families are all of them.
func Families() []string { return []string{Party, Service, Admonition, Organisational, Accountability} }

// Annual is the code of the use that is asked by the year: the annual grade of a person.
const Annual = "grade"

// Forever is the last day of what has no end.
const Forever = when.Open

// Decision is a formal decision on a person as it is on record. The system makes none.
type Decision struct {
	ID     ref.ID // of the object that records it
	Number string // of the decision
	Kind   string // a code of KindTable
	Day    when.Day
	From   when.Day // it takes effect on; 0 = on the day of the decision
	// Origin is the day of effect of a decision in whose place this one was put on appeal; 0 = of none. The period
	// of what was changed runs from there.
	Origin   when.Day
	Months   int      // fixed by the decision itself; 0 = as the rule says
	Times    int      // how many sanctions of this kind the decision merges; 0 and 1 = it is one
	Restored when.Day // the rights of a member were restored on; 0 = when the probation was to be over
	Open     bool     // on record and not confirmed by another yet; it counts
	Undone   bool     // revoked, or changed by another: as if it had never been
}

// Start is the first day of its period.
func (d Decision) Start() when.Day {
	switch {
	case d.Origin != 0:
		return d.Origin
	case d.From != 0:
		return d.From
	}
	return d.Day
}

// Stretch is the period of a decision, both days included.
type Stretch struct {
	Decision
	Start, End when.Day // End Forever = it has none
	None       bool     // its kind has no period: it stands in the way by what has a time of its own, if at all
	Joined     bool     // the rest of an earlier period was added to it
	Capped     bool     // and the sum was cut to what the law allows at most
	Absorbed   bool     // another one of the same decision is carried out in its place
	Clause     string
	Added      string // the clause by which the rest was added, or it was absorbed
}

// End is the last day of so many months that begin on a day: the day before the same day of the month; where that
// month has no such day, its last day.
func End(start when.Day, months int) when.Day {
	y, m, d := start.Date()
	last := when.Date(y, m+time.Month(months)+1, 0)
	if _, _, most := last.Date(); d > most {
		return last
	}
	return when.Date(y, m+time.Month(months), d) - 1
}
