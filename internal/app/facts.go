package app

import (
	"shuangze/internal/facts"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
)

// factSources are what is counted for the assessment: of the nouns on the frame, of problems and of orders.
func (h *House) factSources() []facts.Source {
	return append(noun.Sourced(h.Nouns), problem.Facts, order.Facts)
}
