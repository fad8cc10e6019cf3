package app

import (
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/letter"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	pages "shuangze/internal/web/desk/circulars"
)

// circulars are the commands of circulars and of whom they name.
func (h *House) circulars() circulars.Commands {
	return circulars.Commands{Life: h.dispatches(), Duties: h.duties(), Most: func() circulars.Limits {
		return circulars.Limits{Add: h.Policy.Circular.AddMost, Deduct: h.Policy.Circular.DeductMost}
	}, Result: func(tx noun.Tx, done string, result ref.ID, number string) error {
		return h.course().Follow(tx, done, result, number)
	}}
}

// lives are the commands of every noun that an office issues.
func (h *House) lives() []letter.Commands {
	return []letter.Commands{h.dispatches(), h.circulars().Living()}
}

// circularPages are what the pages of circulars show of whom they name.
func (h *House) circularPages() pages.Pages {
	return pages.Pages{Read: h.DB, Suggest: h.suggest()}
}

// suggest finds whom a draft may name.
func (h *House) suggest() circulars.Suggest {
	return circulars.Suggest{Conduct: h.DB.Conduct, Worth: h.worth,
		Most: func() int { return h.Policy.Circular.Offers }}
}
