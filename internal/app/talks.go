package app

import (
	"shuangze/internal/act"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// talks are the commands of the three talks, under the policy in force. Notice and limits
// are those of the day on which they began to run.
func (h *House) talks() talks.Commands {
	p, packs := h.Policy, h.packs
	by := func(of func(policy.Talk) policy.Limit) func(when.Day) when.Day {
		return func(day when.Day) when.Day { return of(packs.on(day).Talk).From(p.Calendar, day).Due }
	}
	return talks.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Duties: h.duties(), Style: func(s number.Series) number.Style { return styles(h.Policy)[s] },
		Limits: talks.Limits{
			Notice:   by(func(t policy.Talk) policy.Limit { return t.Notice }),
			ReportBy: by(func(t policy.Talk) policy.Limit { return t.ReportIn }),
			EffectTo: by(func(t policy.Talk) policy.Limit { return t.Effect }),
			FollowBy: by(func(t policy.Talk) policy.Limit { return t.Follow })}}
}
