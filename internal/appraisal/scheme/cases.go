package scheme

import (
	"cmp"
	"slices"
	"strings"

	"shuangze/internal/formula"
)

// MostTimes is the most that a case's points may be multiplied by, in hundredths.
const MostTimes = 10 * 100

// Found says how a case came to light.
type Found string

// How cases come to light. Any other way multiplies by nothing.
const (
	Otherwise Found = ""
	Handled   Found = "handled"   // found and handled by the unit itself
	Reported  Found = "reported"  // reported by the unit itself
	Concealed Found = "concealed" // by the unit
)

// Case is one person's case that was decided in the year. Ref is how it is told from others, for the page.
type Case struct {
	Ref     string
	Outcome string // of the policy's table of outcomes
	Team    bool   // of a member of the team
	Found   Found
	Back    int64 // hundredths of it that a decision on an appeal gave back
}

// CaseLine is what a case costs: Points of its outcome, Times (hundredths) by which they are multiplied, Deducted.
type CaseLine struct {
	Case
	Points, Times, Deducted int64
}

// Costs are the cases by Ref, each with what it costs (spec 4.1 [R]): the points of its outcome, by the scheme's
// multiplier for members of the team and the one for how it was found, less what an appeal gave back. An outcome that
// is in no row costs nothing.
func (m *Sound) Costs(in Input) (out []CaseLine) {
	for _, c := range in.Cases {
		x := CaseLine{Case: c, Times: 100}
		if i := slices.IndexFunc(m.Cases, func(o Outcome) bool { return o.Code == c.Outcome }); i >= 0 {
			x.Points = m.Cases[i].Points
		}
		// Hundredths of hundredths: multiplied in full, and rounded where it is points again.
		by := int64(100)
		switch c.Found {
		case Handled:
			by = m.Times.Handled
		case Reported:
			by = m.Times.Reported
		case Concealed:
			by = m.Times.Concealed
		}
		team := int64(100)
		if c.Team {
			team = m.Times.Team
		}
		x.Times = divided(team*by, 100)
		x.Deducted = divided(x.Points*team*by, 100*100)
		if n, ok := in.Decided[CaseItem(c.Ref)]; ok {
			x.Deducted = max(n, 0)
		}
		x.Deducted = max(x.Deducted-c.Back, 0)
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b CaseLine) int {
		return cmp.Or(cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Found, b.Found),
			cmp.Compare(b.Deducted, a.Deducted))
	})
	return out
}

// OfCases says of what a formula names whether it is known of cases, and no fact.
func OfCases(key string) bool {
	return key == CaseDeduction || key == CaseTeam || strings.HasPrefix(key, CaseTeam+"/")
}

// Adds is what the case adds to a value that is known of cases; absent of one that it is not counted in.
func (c CaseLine) Adds(key string) formula.Value {
	switch {
	case key == CaseDeduction:
		return formula.Of(c.Deducted, 2)
	case c.Team && (key == CaseTeam || key == TeamWith(c.Outcome)):
		return formula.Of(1, 0)
	}
	return formula.Value{}
}

// CasesByIndicator says that an indicator deducts what cases cost, and the total does not.
func (m *Sound) CasesByIndicator() bool { return m.byCases }

func sum(cases []CaseLine) (n int64) {
	for _, c := range cases {
		n += c.Deducted
	}
	return n
}
