package app

import (
	"shuangze/internal/accountability/matters"
	"shuangze/internal/act"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/opinions"
	"shuangze/internal/policy"
	"shuangze/internal/store"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// accountable are the lists of accountability.
var accountable = []string{matters.Shape.Name, matters.HearingShape.Name, matters.RulingShape.Name,
	matters.AppealShape.Name, opinions.Shape.Name, opinions.CandidateShape.Name}

// matters are the commands of accountability: each limit under the policy of the day on which it began to run.
func (h *House) matters() matters.Commands {
	packs := h.packs
	by := func(of func(policy.Accountability) policy.Limit) func(when.Day) when.Day {
		return func(day when.Day) when.Day { return of(packs.on(day).Accountability).From(packs.now.Calendar, day).Due }
	}
	limits := matters.Limits{Serve: by(func(a policy.Accountability) policy.Limit { return a.Serve }),
		Report: by(func(a policy.Accountability) policy.Limit { return a.Report }),
		Appeal: by(func(a policy.Accountability) policy.Limit { return a.Appeal }),
		Answer: by(func(a policy.Accountability) policy.Limit { return a.Answer })}
	return matters.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Style:  func(s number.Series) number.Style { return styles(h.Policy)[s] },
		Limits: func() matters.Limits { return limits }, Law: func() matters.Statutes { return packs.now.MatterLaw() },
		Boundary: func() text.Boundary { return text.Boundary{Words: packs.now.Accountability.Words} }}
}
