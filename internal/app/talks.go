package app

import (
	"shuangze/internal/act"
	outcomes "shuangze/internal/institutions/cases"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/frame"
	"shuangze/internal/web/desk/inperson"
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
		Duties: h.duties(), Asks: outcomes.Asked, Style: func(s number.Series) number.Style { return styles(h.Policy)[s] },
		Limits: talks.Limits{
			Notice:   by(func(t policy.Talk) policy.Limit { return t.Notice }),
			ReportBy: by(func(t policy.Talk) policy.Limit { return t.ReportIn }),
			EffectTo: by(func(t policy.Talk) policy.Limit { return t.Effect }),
			FollowBy: by(func(t policy.Talk) policy.Limit { return t.Follow })}}
}

// signedTalks is what the pages of talks ask of who signs the record; of other nouns nothing.
func signedTalks(read inperson.Reads, n *noun.Noun) (none frame.Adds) {
	if n.Name != talks.Shape.Name {
		return none
	}
	return inperson.Pages{Read: read, Paper: inperson.Paper{Of: ref.Talk, Say: talks.Confirmed,
		Signs:  func(a noun.Act) bool { return a.Name == talks.Sign },
		Digest: func(x noun.Value) string { return x.(*talks.Talk).Frozen },
		Signed: func(x noun.Value, _ noun.Act, by ref.ID) bool { return x.(*talks.Talk).SignedBy(by) },
		Judge: func(v *desk.Visit, _ noun.Act, x noun.Value) error {
			return x.(*talks.Talk).MaySign(v.Actor.Person)
		}}}.Adds()
}
