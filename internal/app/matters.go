package app

import (
	"shuangze/internal/accountability/matters"
	"shuangze/internal/accountability/measures"
	"shuangze/internal/act"
	"shuangze/internal/dossiers"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

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
		Boundary: func() text.Boundary { return text.Boundary{Words: packs.now.Accountability.Words} },
		Effects:  onRecord{h.measures()}, Scores: givenBack{h}, Follow: h.consequences().Ruled,
		Related: dossiers.Related}
}

// onRecord puts what follows from rulings among the decisions on people.
type onRecord struct{ of measures.Commands }

// postMost is how long a post is at most among decisions on people, in characters.
const postMost = 60

func (r onRecord) measure(m matters.Measure) *measures.Measure {
	post := []rune(m.Post)
	return &measures.Measure{Decision: m.Decision, Organ: m.Organ, Person: m.Person, Place: m.Unit,
		Post: string(post[:min(len(post), postMost)]), Kind: m.Kind, DecidedOn: m.On, Months: m.Months,
		FactsOn: m.FactsOn, Ground: m.Statute, Ruling: m.Ruling.ID}
}

// Decide puts a measure on record.
func (r onRecord) Decide(tx noun.Tx, m matters.Measure) error {
	return r.of.RegisterIn(tx, r.measure(m))
}

// Revoke takes back all measures of a ruling. The reasons of the appeal stay with the appeal.
func (r onRecord) Revoke(tx noun.Tx, ruling ref.Ref, by matters.Undoing) error {
	return r.of.RevokeIn(tx, ruling.ID, undoing(by))
}

// Vary puts others in the place of those of a ruling.
func (r onRecord) Vary(tx noun.Tx, ruling ref.Ref, by matters.Undoing, now []matters.Measure) error {
	var list []*measures.Measure
	for _, m := range now {
		list = append(list, r.measure(m))
	}
	return r.of.VaryIn(tx, ruling.ID, undoing(by), list)
}

func undoing(by matters.Undoing) measures.Undoing {
	out := measures.Undoing{Organ: by.Organ, No: by.No, On: by.On, Why: "问责申诉成立，撤销原决定"}
	if by.Changed {
		out.Why = "问责申诉后变更原决定"
	}
	return out
}
