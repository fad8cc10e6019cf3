package app

import (
	"context"
	"errors"
	"fmt"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/recheck"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// rechecks are the commands of draws and re-checks, under the policy in force.
func (h *House) rechecks() recheck.Commands {
	p := h.Policy
	again := map[string]func(tx *store.Tx, x *recheck.Check, reason string, due when.Day) error{
		"order": func(tx *store.Tx, x *recheck.Check, reason string, due when.Day) error {
			return h.Orders.ReopenIn(tx, x.Matter, reason, due)
		},
		"problem": func(tx *store.Tx, x *recheck.Check, reason string, due when.Day) error {
			return h.Problems.ReopenIn(tx, x.Matter, reason, due)
		},
	}
	return recheck.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) recheck.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Rule: recheck.Rule{Share: int64(p.Recheck.Share), PerUnit: int64(p.Recheck.PerUnit),
			AtMost: int64(p.Recheck.AtMost)},
		DueBy: func(day when.Day) when.Deadline { return p.Recheck.Seen.From(p.Calendar, day) },
		Reopen: func(tx recheck.Tx, x *recheck.Check, reason string, due when.Day) error {
			return again[x.Of](tx.(*store.Tx), x, reason, due)
		}}
}

// DrawSamples draws of every period that is over and whose seed is signed, once for each
// county and side. It says how many draws were made; asked again it makes none.
func (h *House) DrawSamples(ctx context.Context) (made int, err error) {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return 0, err
	}
	commands := h.rechecks()
	for _, c := range counties {
		for _, side := range []actor.Side{actor.Principal, actor.Supervisory} {
			last, err := h.DB.LastDraw(ctx, c.No, side)
			if err != nil {
				return made, err
			}
			for _, p := range recheck.Wanted(h.Policy.Recheck.Monthly, last, h.Clock().Day()) {
				_, err := commands.Make(ctx, act.Command{Actor: actor.Machine(c.No, "tick")}, side, p)
				if errors.Is(err, recheck.ErrNoSeed) || errors.Is(err, recheck.ErrNothing) {
					continue
				}
				if err = passed(err, "draw.made"); err != nil {
					return made, fmt.Errorf("draw of %s: %w", p.Name, err)
				}
				made++
			}
		}
	}
	return made, nil
}
