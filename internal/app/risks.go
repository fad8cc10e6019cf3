package app

import (
	"shuangze/internal/act"
	"shuangze/internal/institutions/risks"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	pages "shuangze/internal/web/desk/risks"
)

// risks are the commands of risk points and their checks.
func (h *House) risks() risks.Commands {
	return risks.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Duties: h.duties(), Grading: func() risks.Grading { return h.Policy.Risk },
		Register: func(tx noun.Tx, in problem.Input, origin ref.Ref) (ref.ID, error) {
			return h.Problems.RegisterIn(tx.(*store.Tx), in, origin)
		}}
}

// riskPages are the pages of risk points beside those of every noun.
func (h *House) riskPages() pages.Pages {
	return pages.Pages{Read: h.DB, Count: h.DB, Grading: func() risks.Grading { return h.Policy.Risk }}
}
