package eligible

import (
	"slices"
	"testing"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/incentives/honours"
)

// Each condition is met, not met, or has nothing on record that it could be judged by; what is asked of teams is not
// asked of models.
func TestJudge(t *testing.T) {
	all := []Condition{{What: ByGrade, Of: honours.Team, Codes: []string{"excellent"}},
		{What: ByPledges, Of: honours.Team, Least: 8000}, {What: ByStatement, Of: honours.Team, Least: 8500},
		{What: ByCheck, Of: honours.Team}, {What: ByCheck, Of: honours.Model}}
	good := func() honours.Figures {
		return honours.Figures{Grades: []honours.Graded{{Grade: "excellent"}},
			Pledges:    []honours.Pledged{{Year: 2025, Judged: 5, Kept: 4}},
			Statements: []honours.Stated{{Score: 8500}}}
	}
	stands := []effect.Hindrance{{By: effect.ByDecision}}
	for _, c := range []struct {
		name   string
		with   func(*honours.Figures)
		stands []effect.Hindrance
		not    []string // conditions that are not met
		none   []string // of which there is nothing on record
	}{
		{"all met, each by no more than is asked", func(*honours.Figures) {}, nil, nil, nil},
		{"another grade", func(f *honours.Figures) { f.Grades[0].Grade = "good" }, nil, []string{ByGrade}, nil},
		{"one grade of two", func(f *honours.Figures) { f.Grades = append(f.Grades, honours.Graded{Grade: "good"}) }, nil,
			[]string{ByGrade}, nil},
		{"no grade", func(f *honours.Figures) { f.Grades = nil }, nil, []string{ByGrade}, []string{ByGrade}},
		{"one pledge less", func(f *honours.Figures) { f.Pledges[0].Kept = 3 }, nil, []string{ByPledges}, nil},
		{"no pledge judged: none is asked for", func(f *honours.Figures) { f.Pledges = nil }, nil, nil, []string{ByPledges}},
		{"a hundredth of a point less", func(f *honours.Figures) { f.Statements[0].Score-- }, nil,
			[]string{ByStatement}, nil},
		{"no statement is asked for", func(f *honours.Figures) { f.Statements = nil }, nil, nil, []string{ByStatement}},
		{"something stands in the way", func(*honours.Figures) {}, stands, []string{ByCheck}, nil},
	} {
		f := good()
		c.with(&f)
		r := Row{Findings: Judge(all, honours.Team, f, c.stands)}
		var not, none []string
		for _, x := range r.Findings {
			if !x.Met {
				not = append(not, x.What)
			}
			if x.None {
				none = append(none, x.What)
			}
		}
		if !slices.Equal(not, c.not) || !slices.Equal(none, c.none) || r.Met() != (len(c.not) == 0) {
			t.Errorf("%s: not %v, nothing of %v, met %t", c.name, not, none, r.Met())
		}
	}
	if got := Judge(all, honours.Model, honours.Figures{}, nil); len(got) != 1 || got[0].What != ByCheck || !got[0].Met {
		t.Errorf("of a model is asked %v", got)
	}
}
