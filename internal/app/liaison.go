package app

import (
	"shuangze/internal/act"
	"shuangze/internal/institutions/liaison"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	liaisonpages "shuangze/internal/web/desk/liaison"
)

// liaison are the commands of links and visits.
func (h *House) liaison() liaison.Commands {
	return liaison.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Duties: h.duties(), County: h.DB.County,
		Register: func(tx noun.Tx, in problem.Input, origin ref.Ref) (ref.ID, error) {
			return h.Problems.RegisterIn(tx.(*store.Tx), in, origin)
		}}
}

// liaisonPages are the pages of links and visits beside those of every noun.
func (h *House) liaisonPages() liaisonpages.Pages {
	return liaisonpages.Pages{Read: h.DB, Commands: h.liaison()}
}
