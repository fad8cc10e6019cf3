// Package scheme is the assessment scheme of a county (考核办法, spec 4.1): an indicator tree that sums to 100,
// additions and deductions, what cases cost, vetoes and grades, and how they make a sheet of one body and year.
// Everything a county may decide is a value here and stands in its policy pack (schemes.txt); there is no number of any
// county in this package.
//
// Points are whole hundredths (int64): 1250 is 12.5 points. What is reckoned is exact until it is rounded once, half
// up; there is no binary floating point. The same scheme and input give the same bytes (Sheet.Pack).
package scheme

import (
	"slices"
	"strconv"
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/formula"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Full is what the indicators of a scheme sum to, in hundredths of a point.
const Full int64 = 100 * 100

// Source says where the points of an indicator come from.
type Source string

// The sources. A parent has none: its points are those of its children.
const (
	Facts  Source = "facts"  // a formula over what the system counted
	Mark   Source = "mark"   // given by assessors, from 0 to the points, with a reason
	Survey Source = "survey" // the result of a survey out of a hundred, scaled to the points
)

// Names that formulas of a scheme may use besides the facts of the pack.
const (
	Points        = "points"         // of an indicator: its own points; in indicators only
	CaseDeduction = "case-deduction" // what the cases of body and year cost together, see Score
	CaseTeam      = "case-team"      // how many of them are of members of the team; /outcome:CODE of one outcome
)

// TeamWith is the name of the cases of members of the team that had an outcome.
func TeamWith(outcome string) string { return CaseTeam + "/outcome:" + outcome }

// Scheme is how bodies of some kinds are assessed in some years, as a county wrote it.
type Scheme struct {
	Code, Zh, En string
	Side         bodies.Side
	Bodies       []bodies.BodyKind
	Years        when.Period // whole years
	AddMost      int64       // what additions may add together [D: 5]
	Groups       [][]string  // categories of units that are ranked as one group; any other is a group of its own
	Indicators   []Indicator
	Voters       []Voters // what the classes of voters weigh in indicators that are polled
	Least        int64    // valid answers that are shown by themselves [D: 5]
	Extras       []Extra
	Cases        []Outcome
	Times        Times
	Vetoes       []Veto
	Grades       []Grade // from the best to the last
}

// Indicator is one line of the tree. Its place is its number: 1.2 is the second child of 1.
type Indicator struct {
	No           string
	Zh, En       string
	Points       int64
	Source       Source // of a leaf
	Formula      string // of Facts
	Rule, RuleEn string // how points are given, in words
	Proof        string
	Office       bodies.BodyKind // the organ that gives the mark
}

// Extra is an addition, or a deduction where Deducts says so. Most is the most that it adds or deducts.
type Extra struct {
	Code, Zh, En string
	Deducts      bool
	Source       Source // Facts or Mark
	Formula      string
	Most         int64
	Rule, RuleEn string
	Office       bodies.BodyKind
}

// Outcome is what one person's case with an outcome costs [R].
type Outcome struct {
	Code   string // of the policy's table of outcomes
	Points int64
}

// Times are what a case's points are multiplied by, in hundredths: 200 is twice [R].
type Times struct {
	Team      int64 // of a member of the team
	Handled   int64 // found and handled by the unit itself
	Reported  int64 // reported by the unit itself
	Concealed int64
}

// Veto is a ground on which a body gets the last grade whatever its score. It is decided by the leading group and never
// follows by itself: Formula only proposes, where it is more than nothing.
type Veto struct {
	Code, Zh, En string
	Document     string // the number of the central or provincial document that allows it
	Formula      string // "" = nothing proposes it
}

// Grade is a grade with the least score that it takes. Quota is in which first part of the group one has to stand for
// it, in percent; 0 = anywhere.
type Grade struct {
	Code, Zh, En string
	Least        int64
	Quota        int
}

// Takes says whether the scheme is that of a kind of body in a year.
func (s Scheme) Takes(kind bodies.BodyKind, year int) bool {
	return slices.Contains(s.Bodies, kind) && s.Years.Holds(when.Date(year, 1, 1))
}

// Group is the group in which units of a category are ranked, named by its first category.
func (s Scheme) Group(category string) string {
	for _, g := range s.Groups {
		if slices.Contains(g, category) {
			return g[0]
		}
	}
	return category
}

// Parent says whether an indicator has others below it.
func (s Scheme) Parent(no string) bool {
	return slices.ContainsFunc(s.Indicators, func(i Indicator) bool { return Above(i.No) == no })
}

// Indicator is the indicator of a number; nil = there is none.
func (s Scheme) Indicator(no string) *Indicator {
	if i := slices.IndexFunc(s.Indicators, func(x Indicator) bool { return x.No == no }); i >= 0 {
		return &s.Indicators[i]
	}
	return nil
}

// Veto is the ground of a code; the zero value = there is none.
func (s Scheme) Veto(code string) Veto {
	for _, v := range s.Vetoes {
		if v.Code == code {
			return v
		}
	}
	return Veto{}
}

// Grade is the grade of a code; the zero value = there is none.
func (s Scheme) Grade(code string) Grade {
	for _, g := range s.Grades {
		if g.Code == code {
			return g
		}
	}
	return Grade{}
}

// Above is the number of the parent; "" of a root.
func Above(no string) string {
	if i := strings.LastIndexByte(no, '.'); i >= 0 {
		return no[:i]
	}
	return ""
}

// Order compares numbers of indicators as they are read: 1.2 before 1.10, 1 before 1.1.
func Order(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		m, _ := strconv.Atoi(x[i])
		n, _ := strconv.Atoi(y[i])
		if m != n {
			return m - n
		}
	}
	return len(x) - len(y)
}

// Part is the part of a scheme in which a fault is.
type Part string

// The parts.
const (
	InScheme    Part = "scheme"
	InIndicator Part = "indicator"
	InVoters    Part = "voters"
	InExtra     Part = "extra"
	InOutcome   Part = "outcome"
	InVeto      Part = "veto"
	InGrade     Part = "grade"
)

// Fault is what is wrong with a scheme: in which row of which part (Index into the part's list), its number or code,
// and of a formula from which rune to which (End is not in it).
type Fault struct {
	Part    Part
	Index   int
	No      string
	At, End int
	text.Message
}

// Sound is a scheme that was checked and has no fault. It never changes.
type Sound struct {
	Scheme
	leaves  []leaf // in the order of their numbers
	extras  []*formula.Formula
	vetoes  []*formula.Formula
	byCases bool // an indicator names what cases cost: they are deducted there
}

type leaf struct {
	Indicator
	formula *formula.Formula
}
