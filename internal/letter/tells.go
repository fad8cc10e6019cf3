package letter

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/noun"
	"shuangze/internal/text"
)

var (
	toDrafter, toSigner = kind.ToPerson("drafter"), kind.ToPerson("signer")
	toCheckers          = kind.ToWhoever("dispatch.pass")
)

// tells: who has to do the next step with a document is told of it, and its drafter what
// became of it. What units are asked, slipTells say.
var tells = []kind.Tell{
	{Of: "dispatch.submitted.v1", Topic: "dispatch.step", To: []kind.Hearer{toCheckers}},
	{Of: "dispatch.checked.v1", Topic: "dispatch.step", To: []kind.Hearer{toSigner, toDrafter}},
	{Of: "dispatch.handed.v1", Topic: "dispatch.step", To: []kind.Hearer{toSigner}},
	{Of: "dispatch.returned.v1", Topic: "dispatch.step", To: []kind.Hearer{toDrafter}},
	{Of: "dispatch.withdrawn.v1", Topic: "dispatch.step", Back: true, To: []kind.Hearer{toSigner, toDrafter}},
	{Of: "dispatch.signed.v1", Topic: "dispatch.step", To: []kind.Hearer{toDrafter}},
	{Of: "dispatch.objected.v1", Topic: "dispatch.opinion", To: []kind.Hearer{toSigner, toDrafter}},
	{Of: "dispatch.cancel-asked.v1", Topic: "dispatch.step", To: []kind.Hearer{kind.ToWhoever("dispatch.cancel")}},
	{Of: "dispatch.cancelled.v1", Topic: "dispatch.step", To: []kind.Hearer{kind.ToPerson("canceller"), toDrafter}},
	{Of: "dispatch.kept.v1", Topic: "dispatch.step", To: []kind.Hearer{toDrafter}},
}

// slipTells: a unit is told that it is asked, and that nobody asks any more.
var slipTells = []kind.Tell{
	{Of: "slip.made.v1", Topic: "slip", To: []kind.Hearer{kind.ToUnit}},
	{Of: "slip.lapsed.v1", Topic: "slip", Back: true, To: []kind.Hearer{kind.ToUnit}},
}

// recall: its drafter takes a document back as long as nobody checked it, who checked it
// as long as nobody signed it or said whether to agree, and who asked for its cancelling as
// long as nobody decided.
var recall = noun.Recall{Topic: "dispatch.step", To: []kind.Hearer{toSigner, toCheckers},
	Of: []noun.Request{
		{In: Checking, Back: Draft, Own: func(v noun.Value, who actor.Hands) bool { return v.(*Letter).Wrote(who) }},
		{In: Signing, Back: Checking, Own: func(v noun.Value, who actor.Hands) bool { return v.(*Letter).Checked(who) },
			Undo: func(tx noun.Tx, v noun.Value) error { return v.(*Letter).uncheck(tx) }},
		{Held: func(v noun.Value) bool { return v.(*Letter).MayCancel() == nil },
			Own: func(v noun.Value, who actor.Hands) bool { return v.(*Letter).asked(who) },
			Undo: func(_ noun.Tx, v noun.Value) error {
				l := v.(*Letter)
				l.Why, l.Canceller, l.CancellerFor = "", 0, 0
				return nil
			}},
	}}

// uncheck takes the check back and asks nobody any more to countersign; an opinion that was
// given stands against it.
func (l *Letter) uncheck(tx noun.Tx) error {
	all, err := slipsOf(tx, l.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(s *Slip) bool { return s.State == Agreed || s.State == Objected }) {
		return text.Refuse(text.Conflict, "dispatch.recall-answered")
	}
	l.unchecked()
	return l.forget(tx)
}
