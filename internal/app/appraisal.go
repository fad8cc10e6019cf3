package app

import (
	"shuangze/internal/appraisal"
	"shuangze/internal/facts"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	pages "shuangze/internal/web/desk/appraisal"
)

// factSources are what is counted for the assessment: of the nouns on the frame, of problems and of orders.
func (h *House) factSources() []facts.Source {
	return append(noun.Sourced(h.Nouns), problem.Facts, order.Facts)
}

// scorePages are the pages of the assessment.
func (h *House) scorePages() pages.Pages { return pages.Pages{Running: h.Running} }

// running reads how bodies stand; its sources are those of the nouns once these are declared.
func (h *House) running() *appraisal.Running {
	return &appraisal.Running{Read: h.DB, Sources: h.factSources}
}
