package app

import (
	"context"
	"fmt"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/handover"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// handovers are the commands of handovers, under the policy in force.
func (h *House) handovers() handover.Commands {
	p := h.Policy
	return handover.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) handover.Tx { return t.(*store.Tx) }), Tables: h.codes,
		SignBy: func(day when.Day) when.Deadline { return p.Handover.Sign.From(p.Calendar, day) }}
}

// handoverBack is for how many days after somebody left it is looked for who came.
const handoverBack = 60

// MakeHandovers puts a sheet on record for every leader who left and has a successor,
// or somebody acting. It says how many were made; asked again it makes none.
func (h *House) MakeHandovers(ctx context.Context) (made int, err error) {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return 0, err
	}
	today, commands := h.Clock().Day(), h.handovers()
	for _, c := range counties {
		county, err := h.DB.County(ctx, c.No, today)
		if err != nil {
			return made, err
		}
		there, err := h.DB.HandoversMade(ctx, c.No)
		if err != nil {
			return made, err
		}
		for _, a := range county.Leaders(today - handoverBack) {
			successor := county.Successor(a)
			if successor == 0 || there[a.ID] {
				continue
			}
			_, err := commands.Make(ctx, act.Command{Actor: actor.Machine(c.No, "tick")}, a.ID, successor)
			if err = passed(err, "handover.made"); err != nil {
				return made, fmt.Errorf("handover of appointment %d: %w", a.ID, err)
			}
			made++
		}
	}
	return made, nil
}
