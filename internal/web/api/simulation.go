package api

import (
	"cmp"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal"
	"shuangze/internal/exchange"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Simulation is what a version that is not in force yet would change in the scores over the facts of a year. Points are
// hundredths.
type Simulation struct {
	Year    int               `json:"year" doc:"Of the facts."`
	Schemes int               `json:"schemes" doc:"The year whose schemes were used: the first in which the two differ."`
	Same    bool              `json:"same" doc:"Schemes, indicators and facts are the same: nothing was reckoned."`
	Sums    SimulationSums    `json:"sums"`
	Items   []SimulatedScore  `json:"items" doc:"All bodies of the sides that one may see whole."`
	Weights []SimulatedWeight `json:"weights"`
}

// SimulationSums are how many bodies would change.
type SimulationSums struct {
	Bodies    int   `json:"bodies"`
	Changed   int   `json:"changed"`
	Rise      int   `json:"rise" doc:"By rank within their group."`
	Fall      int   `json:"fall"`
	Regraded  int   `json:"regraded"`
	Regrouped int   `json:"regrouped" doc:"Ranked among others: their ranks are not compared."`
	Enter     int   `json:"enter"`
	Leave     int   `json:"leave"`
	Mean      int64 `json:"mean" doc:"By how much the mean score changes, in hundredths."`
}

// SimulatedScore is how a body stands by what is in force and by the version.
type SimulatedScore struct {
	Body   ref.ID           `json:"body"`
	Name   string           `json:"name"`
	Unit   ref.ID           `json:"unit"`
	Side   string           `json:"side" codes:"side"`
	Before *SimulatedPlace  `json:"before,omitempty" doc:"Left out where no scheme in force judges it."`
	After  *SimulatedPlace  `json:"after,omitempty" doc:"Left out where no scheme of the version judges it."`
	Moves  []SimulatedPoint `json:"moves" doc:"What gives other points, the largest first."`
	Why    string           `json:"why" doc:"The same in a sentence; empty: nothing changes."`
}

// SimulatedPlace is a score with its place.
type SimulatedPlace struct {
	Scheme string `json:"scheme"`
	Known  bool   `json:"known" doc:"Whether anything counts."`
	Total  int64  `json:"total"`
	Group  string `json:"group"`
	Rank   int    `json:"rank" doc:"0: not placed."`
	Of     int    `json:"of"`
	Grade  string `json:"grade"`
}

// SimulatedPoint is an indicator, addition or deduction that gives other points.
type SimulatedPoint struct {
	No       string `json:"no" doc:"Empty: an addition or deduction."`
	Name     string `json:"name"`
	Deducts  bool   `json:"deducts"`
	Before   int64  `json:"before"`
	After    int64  `json:"after"`
	OfBefore int64  `json:"ofBefore" doc:"Points that counted."`
	OfAfter  int64  `json:"ofAfter"`
	New      bool   `json:"new" doc:"Only the version has it."`
	Gone     bool   `json:"gone" doc:"Only what is in force has it."`
}

// SimulatedWeight is how ranks hang on an indicator of the first level.
type SimulatedWeight struct {
	Scheme string `json:"scheme"`
	No     string `json:"no"`
	Points int64  `json:"points"`
	Moved  int    `json:"moved" doc:"Bodies whose rank would change were its points 20 % more and all others fewer alike."`
	Of     int    `json:"of"`
	Fixed  bool   `json:"fixed" doc:"It is too large to be raised."`
}

type simulationQuery struct {
	Year int `query:"year" doc:"This year or the last; the last when left out."`
}

func placeOf(s *appraisal.Standing) *SimulatedPlace {
	if s == nil {
		return nil
	}
	return &SimulatedPlace{s.Scheme.Code, s.Sheet.Known(), s.Sheet.Total, s.Group, s.Rank, s.Of, s.Grade}
}

func simulatePolicy(c *call, q simulationQuery) (out Simulation, err error) {
	now := c.today().Year()
	year := cmp.Or(q.Year, now-1)
	if year != now && year != now-1 {
		return out, text.InputErrors{{Field: "year", Message: text.M("input.span")}}
	}
	sees := func(side actor.Side) bool {
		return access.Can(c.actor, "score.see", access.Object{Jurisdiction: c.actor.Jurisdiction, Kind: ref.Body, Side: side})
	}
	if !sees(actor.Principal) && !sees(actor.Supervisory) {
		return out, text.Refuse(text.Forbidden, "score.sim.unseen")
	}
	all, _, err := c.pastOf()
	if err != nil {
		return out, err
	}
	v, ok := version.Find(all, c.id())
	if !ok || v.State != version.Proposed && !v.Ahead(c.today()) {
		return out, missing()
	}
	files, err := c.face.Versions.Text(c.r.Context(), v)
	if err != nil {
		return out, err
	}
	k, err := c.county(0)
	if err != nil {
		return out, err
	}
	s, err := c.face.Simulate(c.r.Context(), k, c.actor.Jurisdiction, files, year, sees)
	n, said := s.Sums(), exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
	out = Simulation{Year: s.Year, Schemes: s.Turn, Same: s.Same, Items: []SimulatedScore{}, Weights: []SimulatedWeight{},
		Sums: SimulationSums{n.Bodies, n.Changed, n.Rise, n.Fall, n.Regraded, n.Regrouped, n.Enter, n.Leave, n.Mean}}
	for _, x := range s.Changes {
		line := SimulatedScore{x.Body, x.Name, x.Unit, string(x.Side), placeOf(x.Before), placeOf(x.After),
			[]SimulatedPoint{}, said.Why(x)}
		for _, m := range x.Moves {
			name := m.Zh
			if !c.p.Chinese() {
				name = cmp.Or(m.En, name)
			}
			line.Moves = append(line.Moves, SimulatedPoint{m.No, name, m.Deducts, m.Before, m.After, m.OfBefore, m.OfAfter,
				m.New, m.Gone})
		}
		out.Items = append(out.Items, line)
	}
	for _, w := range s.Weights {
		out.Weights = append(out.Weights, SimulatedWeight{w.Scheme.Code, w.No, w.Points, w.Moved, w.Of, w.Fixed})
	}
	return out, err
}

func simulateOperation() operation {
	return get("simulatePolicy", "/policy/versions/{id}/simulation", "score.list", "policy",
		"What a version that is not in force yet would change in the scores of a year", simulatePolicy)
}
