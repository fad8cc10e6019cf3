package letter

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/letter/slip"
	"shuangze/internal/noun"
	"shuangze/internal/text"
)

var toDrafter, toSigner = kind.ToPerson("drafter"), kind.ToPerson("signer")

// step is the topic of what has to be done next.
func (k Kind) step() string { return k.Shape.Word + ".step" }

// tells: who has to do the next step is told of it, and its drafter what became of it.
// What units are asked is told by slip.
func (d Commands) tells() (out []kind.Tell) {
	told := func(done string, back bool, to ...kind.Hearer) {
		out = append(out, kind.Tell{Of: d.Kind.Entry(done), Topic: d.Kind.step(), Back: back, To: to})
	}
	told("submitted", false, kind.ToWhoever(d.Kind.Verb("pass")))
	told("checked", false, toSigner.Asks(), toDrafter)
	told("handed", false, toSigner.Asks())
	told("returned", false, toDrafter)
	told("withdrawn", true, toSigner, toDrafter)
	told("signed", false, toDrafter)
	told("cancel-asked", false, kind.ToWhoever(d.Kind.Verb("cancel")))
	told("cancelled", false, kind.ToPerson("canceller"), toDrafter)
	told("kept", false, toDrafter)
	return append(out, kind.Tell{Of: d.Kind.Entry("objected"), Topic: d.Kind.Shape.Word + ".opinion",
		To: []kind.Hearer{toSigner, toDrafter}})
}

// recall: its drafter takes a document back as long as nobody checked it, who checked it
// as long as nobody signed it or said whether to agree, and who asked for its cancelling as
// long as nobody decided.
func (d Commands) recall() *noun.Recall {
	of := func(v noun.Value) *Life { return v.(Value).Course() }
	return &noun.Recall{Topic: d.Kind.step(), To: []kind.Hearer{toSigner, kind.ToWhoever(d.Kind.Verb("pass"))},
		Of: []noun.Request{
			{In: Checking, Back: Draft, Own: func(v noun.Value, who actor.Hands) bool { return of(v).Wrote(who) }},
			{In: Signing, Back: Checking, Own: func(v noun.Value, who actor.Hands) bool { return of(v).Checked(who) },
				Undo: func(tx noun.Tx, v noun.Value) error { return of(v).uncheck(tx) }},
			{Held: func(v noun.Value) bool { return of(v).MayCancel() == nil },
				Own: func(v noun.Value, who actor.Hands) bool { return of(v).asked(who) },
				Undo: func(_ noun.Tx, v noun.Value) error {
					l := of(v)
					l.Why, l.Canceller, l.CancellerFor = "", 0, 0
					return nil
				}},
		}}
}

// uncheck takes the check back and asks nobody any more to countersign; an opinion that was
// given stands against it.
func (l *Life) uncheck(tx noun.Tx) error {
	all, err := slip.Of(tx, l.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(s *slip.Slip) bool { return s.State == slip.Agreed || s.State == slip.Objected }) {
		return text.Refuse(text.Conflict, "dispatch.recall-answered")
	}
	l.unchecked()
	return slip.Forget(tx, l.ID)
}
