package app

import (
	"shuangze/internal/act"
	"shuangze/internal/institutions/inspections"
	"shuangze/internal/institutions/rounds"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/store"
)

// rounds are the commands of the quarterly rounds of inspections.
func (h *House) rounds() rounds.Commands {
	return rounds.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) rounds.Tx { return t.(*store.Tx) }),
		Plain: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Weights: func() rounds.Weights { return h.Policy.Rounds }, Say: h.Words.In(lang.Chinese).Message,
		Inspect: func(tx rounds.Tx, c act.Command, p rounds.Planned) error {
			_, err := h.inspections().Plan(tx, c, inspections.Planned{Round: p.Round, Unit: p.Unit, Side: p.Side, From: p.From,
				To: p.To, Basis: p.Basis, Why: p.Why, Body: p.Body})
			return err
		}}
}
