package app

import (
	"context"

	"shuangze/internal/actor"
	"shuangze/internal/appraisal"
	"shuangze/internal/bodies"
	"shuangze/internal/evenness"
	"shuangze/internal/facts"
	"shuangze/internal/formula"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	pages "shuangze/internal/web/desk/appraisal"
)

// factSources are what is counted for the assessment: of the nouns on the frame, of problems and of orders.
func (h *House) factSources() []facts.Source {
	return append(noun.Sourced(h.Nouns), problem.Facts, order.Facts)
}

// scorePages are the pages of the assessment.
func (h *House) scorePages() pages.Pages { return pages.Pages{Running: h.Running, Read: h.DB} }

// evenness compares what followed like problems.
func (h *House) evenness() evenness.Board {
	return evenness.Board{Read: h.DB, Rule: func() evenness.Rule { return h.Policy.Evenness }}
}

// running reads how bodies stand; its sources are those of the nouns once these are declared.
func (h *House) running() *appraisal.Running {
	return &appraisal.Running{Read: h.DB, Sources: h.factSources}
}

// ground is what scores rest on in a pack.
func ground(p *policy.Pack) appraisal.Ground {
	g := appraisal.Ground{Rules: p, Schemes: p.Schemes}
	for _, f := range p.Facts {
		g.Facts = append(g.Facts, formula.Name{Key: f.Key, Zh: f.Zh, En: f.En})
	}
	for _, r := range p.Rules {
		g.Duties = append(g.Duties, r.Code)
	}
	return g
}

// simulate is what the schemes of a draft would change in the scores of a year, of the sides that are seen; where none
// is, nothing is counted, and only whether they differ is told. A text that is no policy any more changes nothing: it
// cannot be adopted either.
func (h *House) simulate(ctx context.Context, c *bodies.County, jurisdiction int32, files []version.File, year int,
	sees func(actor.Side) bool) (appraisal.Simulation, error) {
	today, now := h.Clock().Day(), ground(h.Policy)
	out := appraisal.Simulation{Year: year, Turn: today.Year(), Same: true}
	then, err := drafted(files)
	if then == nil {
		return out, err
	}
	if !sees(actor.Principal) && !sees(actor.Supervisory) {
		turn, differs := appraisal.Turn(now, ground(then), today.Year())
		out.Turn, out.Same = turn, !differs
		return out, nil
	}
	out, err = h.Running.Simulate(ctx, jurisdiction, c, now, ground(then), year, today)
	return out.Of(sees), err
}
