package app

import (
	"context"
	"fmt"

	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/effect"
	"shuangze/internal/accountability/matters"
	"shuangze/internal/accountability/measures"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	pages "shuangze/internal/web/desk/clearances"
)

// effects are the rules of effect periods in force.
func (h *House) effects() *effect.Rules { return &h.Policy.Effects }

// measures are the commands of decisions on people.
func (h *House) measures() measures.Commands {
	return measures.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Rules: h.effects, Style: func(s number.Series) number.Style { return styles(h.Policy)[s] },
		Follow: h.consequences().Decided}
}

// clearances are the commands of checks before use. Whatever else stands in somebody's way is one line of Sources.
func (h *House) clearances() clearances.Commands {
	return clearances.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Rules: h.effects, Style: func(s number.Series) number.Style { return styles(h.Policy)[s] },
		Sources: []clearances.Source{clearances.Cases(h.effects), clearances.Vetoes(h.effects),
			matters.Hindering(h.effects)},
		Label: func(table, code string) string { return h.Policy.Label(policy.Kind(table), code, "") }}
}

// clearancePages are what the page of a check shows.
func (h *House) clearancePages() pages.Pages { return pages.Pages{} }

// EndEffects notes each decision whose effect period is over, once: who handles it is told.
func (h *House) EndEffects(ctx context.Context) (ended int, err error) {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return 0, err
	}
	today, commands := h.Clock().Day(), h.measures()
	for _, c := range counties {
		all, err := h.DB.Fulfilling(ctx, ref.Measure, c.No, measures.Over(today)...)
		if err != nil {
			return ended, err
		}
		for _, v := range all {
			id := v.Head().ID
			_, err := commands.End(ctx, act.Command{Actor: actor.Machine(c.No, "tick")}, id)
			if err = passed(err, "measure.ended"); err != nil {
				return ended, fmt.Errorf("effect period of measure %d: %w", id, err)
			}
			ended++
		}
	}
	return ended, nil
}
