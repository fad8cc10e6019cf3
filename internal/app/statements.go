package app

import (
	"shuangze/internal/act"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// statements are the commands of the three statements, under the policy of the day on which
// each limit began to run.
func (h *House) statements() statements.Commands {
	packs := h.packs
	by := func(of func(policy.Statement) policy.Limit) func(when.Day) when.Day {
		return func(day when.Day) when.Day { return of(packs.on(day).Statement).From(packs.now.Calendar, day).Due }
	}
	return statements.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Duties: h.duties(), Weights: func(day when.Day) statements.Weights { return packs.on(day).Statement.Weights },
		PublishBy: by(func(s policy.Statement) policy.Limit { return s.Publish }),
		ReplyBy:   by(func(s policy.Statement) policy.Limit { return s.Reply }),
		Month:     func(day when.Day) int { return packs.on(day).Statement.Month }}
}
