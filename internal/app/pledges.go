package app

import (
	"context"
	"fmt"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/institutions/pledges"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// pledges are the commands of pledges, under the policy in force.
func (h *House) pledges() pledges.Commands {
	packs := h.packs
	return pledges.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Duties: h.duties(), Within: func(on when.Day) when.Day {
			return packs.on(on).PledgeSilence.From(packs.now.Calendar, on).Due
		}}
}

// cardsMost is how many cards fall in a night at most [D]; the others fall in the next.
const cardsMost = 5000

// RaiseSilent puts on record the cards of pledges of which nothing was heard for too long.
func (h *House) RaiseSilent(ctx context.Context) (raised int, err error) {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return 0, err
	}
	today, commands := h.Clock().Day(), h.pledges()
	for _, c := range counties {
		house := actor.Machine(c.No, "rules")
		silent, err := h.DB.Whole(ctx, ref.Pledge, access.ScopeOf(house, "pledge.see"), pledges.Silence(today), cardsMost)
		if err != nil {
			return raised, err
		}
		for _, v := range silent.Values {
			id := v.Head().ID
			_, err := commands.Raise(ctx, act.Command{Actor: house}, id)
			if err = passed(err, "pledge.no-card"); err != nil {
				return raised, fmt.Errorf("card of pledge %d: %w", id, err)
			}
			raised++
		}
	}
	return raised, nil
}
