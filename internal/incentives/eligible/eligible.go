// Package eligible says of each team and each official of a team whether they may be nominated for 勤廉兼优 for a year
// (spec 5.2): by the conditions of the policy pack, with the figures behind each answer and the clause that is not
// met. It ranks nobody and nominates nobody.
package eligible

import (
	"slices"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/incentives/honours"
)

// What a condition asks about.
const (
	ByGrade     = "grade"     // the grades of the approved assessments of the year are all among Codes
	ByPledges   = "pledges"   // of the pledges that were judged, if any, at least Least hundredths of a percent were kept
	ByStatement = "statement" // no published statement, if any, has less than Least hundredths of a point
	ByCheck     = "check"     // nothing stands in the way of the use that honours are checked for
)

// Whats are all of them, in the order in which they are shown.
var Whats = []string{ByGrade, ByPledges, ByStatement, ByCheck}

// Condition is one row of the pack.
type Condition struct {
	What   string
	Of     string // honours.Team or honours.Model
	Codes  []string
	Least  int64
	Clause string
}

// Finding is what one condition says of somebody.
type Finding struct {
	Condition
	Met  bool
	None bool // there is nothing on record that it could be judged by
}

// Judge says of each condition on teams or models whether it is met, in the order of the pack. f are figures of the one
// year, stands what stands in the way of the use.
func Judge(all []Condition, of string, f honours.Figures, stands []effect.Hindrance) (out []Finding) {
	for _, c := range all {
		if c.Of != of {
			continue
		}
		x := Finding{Condition: c}
		switch c.What {
		case ByGrade:
			x.None = len(f.Grades) == 0
			x.Met = !x.None && !slices.ContainsFunc(f.Grades, func(g honours.Graded) bool {
				return !slices.Contains(c.Codes, g.Grade)
			})
		case ByPledges:
			var judged, kept int64
			for _, p := range f.Pledges {
				judged, kept = judged+p.Judged, kept+p.Kept
			}
			x.None = judged == 0
			x.Met = 10_000*kept >= c.Least*judged
		case ByStatement:
			x.None = len(f.Statements) == 0
			x.Met = !slices.ContainsFunc(f.Statements, func(s honours.Stated) bool { return s.Score < c.Least })
		case ByCheck:
			x.Met = len(stands) == 0
		}
		out = append(out, x)
	}
	return out
}
