package api

import (
	"cmp"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/exchange"
	"shuangze/internal/institutions/education"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Roll is who was expected at an activity, and its quiz, as far as the token's owner may know them.
type Roll struct {
	Items []RollLine     `json:"items" doc:"All for an organiser whose token may write; else the own line."`
	Quiz  []QuizQuestion `json:"quiz" doc:"For its organisers and for those expected."`
}

// RollLine is one of those expected.
type RollLine struct {
	Person ref.ID `json:"person"`
	Mark   string `json:"mark" enum:"awaited,came,away,later"`
	Say    string `json:"say,omitempty" doc:"Why they were away, or how they made it up."`
	On     day    `json:"on,omitempty" doc:"They made it up."`
	Took   bool   `json:"took" doc:"They answered the quiz, and it is marked."`
	Points int64  `json:"points"`
	Passed bool   `json:"passed"`
}

// QuizQuestion is one of a quiz.
type QuizQuestion struct {
	Ask     string   `json:"ask"`
	Options []string `json:"options" doc:"Without any it is 对 or 错."`
	Many    bool     `json:"many"`
	Points  int64    `json:"points"`
	Answer  string   `json:"answer,omitempty" doc:"For the organisers; for others once it is closed."`
}

func getRoll(c *call, _ none) (out Roll, err error) {
	out = Roll{Items: []RollLine{}, Quiz: []QuizQuestion{}}
	x, found, err := c.face.Objects.One(c.r.Context(), ref.Education, c.id())
	if err != nil {
		return out, err
	}
	var o access.Object
	if found {
		o = x.(*education.Education).Object()
	}
	if err := c.see("education.see", found, o); err != nil {
		return out, err
	}
	e := x.(*education.Education)
	inside, me := access.Can(c.actor, "education.mark", o), c.actor.Person
	for _, p := range e.Places() {
		if inside || p.Person == me {
			out.Items = append(out.Items, RollLine{p.Person, p.Mark, p.Say, day(p.On), p.Took, p.Points, p.Passed})
		}
	}
	if !inside && !e.Expects(me) {
		return out, nil
	}
	quiz, _ := education.ParseQuiz(e.Quiz)
	for _, q := range quiz {
		line := QuizQuestion{Ask: q.Ask, Options: append([]string{}, q.Options...), Many: q.Many(), Points: q.Points}
		if inside || e.State == education.Closed {
			line.Answer = q.Answer
		}
		out.Quiz = append(out.Quiz, line)
	}
	return out, nil
}

// Coverage is how the people of a unit were reached by preventive education in a year.
type Coverage struct {
	Unit  ref.ID         `json:"unit"`
	Year  int            `json:"year"`
	Items []CoverageLine `json:"items" doc:"Who was reached least stands first."`
}

// CoverageLine is one person's year.
type CoverageLine struct {
	Person   ref.ID `json:"person"`
	Expected int    `json:"expected"`
	Present  int    `json:"present"`
	MadeUp   int    `json:"madeUp"`
	Passed   int    `json:"passed" doc:"Quizzes; 0 for whoever holds no activities of the unit."`
	Reached  bool   `json:"reached"`
}

type coverageQuery struct {
	Unit ref.ID `query:"unit" doc:"The owner’s own when left out."`
	Year int    `query:"year" doc:"The present one when left out."`
}

// covered reads the coverage of a unit; marks says whether the owner may know of passed quizzes.
func (c *call) covered(q coverageQuery) (out Coverage, list []education.Reach, marks bool, err error) {
	k, err := c.county(0)
	if err != nil {
		return out, nil, false, err
	}
	out = Coverage{Unit: q.Unit, Year: cmp.Or(q.Year, c.today().Year()), Items: []CoverageLine{}}
	if own := c.actor.Units(); out.Unit == 0 && len(own) > 0 {
		out.Unit = own[0]
	}
	if units := k.Units(); out.Unit == 0 && len(units) > 0 {
		out.Unit = units[0]
	}
	if out.Year < yearLeast || out.Year > yearMost {
		return out, nil, false, text.InputErrors{{Field: "year", Message: text.M("input.span")}}
	}
	_, _, found := k.Unit(out.Unit)
	o := access.Object{Jurisdiction: c.actor.Jurisdiction, Kind: ref.Unit, ID: out.Unit, Unit: out.Unit}
	if err := c.see("coverage.see", found, o); err != nil {
		return out, nil, false, err
	}
	all := access.ScopeOf(actor.Machine(c.actor.Jurisdiction, "coverage"), "education.see")
	list, err = education.Year(c.r.Context(), c.face.Objects, k, all, out.Unit, out.Year)
	return out, list, access.Can(c.actor, "education.mark", o), err
}

func getCoverage(c *call, q coverageQuery) (Coverage, error) {
	out, list, marks, err := c.covered(q)
	for _, r := range list {
		line := CoverageLine{r.Person, r.Expected, r.Present, r.MadeUp, r.Passed, r.Reached()}
		if !marks {
			line.Passed = 0
		}
		out.Items = append(out.Items, line)
	}
	return out, err
}

func educationOperations() []operation {
	out := []operation{
		get("getEducationRoll", "/educations/{id}/roll", "education.see", "educations",
			"Who was expected at an activity, who came, and its quiz", getRoll),
		get("getCoverage", "/coverage", "coverage.see", "educations",
			"How the people of a unit were reached by preventive education in a year", getCoverage),
	}
	return append(out, exports("exportCoverage", "coverage", "coverage.see", "How one’s own unit was reached this year",
		func(c *call) (t exchange.Table, err error) {
			k, err := c.county(0)
			if err != nil {
				return t, err
			}
			x, list, marks, err := c.covered(coverageQuery{})
			s := exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
			title := c.p.T("coverage.of", "unit", k.Name(x.Unit), "year", x.Year)
			return exchange.CoverageTable(s, k, list, marks, title), err
		})...)
}
