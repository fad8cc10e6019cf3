package opinions

import (
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Cancelling is how a letter that is out is undone (作废): one person asks, with the reason; another of those who answer
// or sign agrees, or lets it stand. The letter stays as it was signed, its number is never given again, and whoever asks
// by its code learns that it is void.
type Cancelling struct {
	Canceller, CancellerFor ref.ID // who asked, and for whom
	CancelWhy               string
	CancelledBy             ref.ID
	VoidOn                  when.Day
	VoidWhy                 string
}

// mayAskCancel refuses what is not out, and what somebody asked for already.
func (x *Opinion) mayAskCancel() error {
	if err := x.in(Issued); err != nil {
		return err
	}
	if x.Canceller != 0 {
		return text.Refuse(text.Conflict, "dispatch.cancelling")
	}
	return nil
}

// mayCancel refuses where nobody asked for it.
func (x *Opinion) mayCancel() error {
	if err := x.in(Issued); err != nil {
		return err
	}
	if x.Canceller == 0 {
		return text.Refuse(text.Conflict, "dispatch.not-cancelling")
	}
	return nil
}

// asker are who asked for the cancelling.
func (x *Opinion) asker() actor.Hands { return actor.Hands{By: x.Canceller, For: x.CancellerFor} }

// another refuses who asked for it themselves.
func (x *Opinion) another(by actor.Hands) error {
	if x.asker().Share(by) {
		return text.Refuse(text.Forbidden, "access.own-request")
	}
	return nil
}

// cancel makes it void.
func (x *Opinion) cancel(by actor.Hands, today when.Day) error {
	if err := x.another(by); err != nil {
		return err
	}
	x.State, x.CancelledBy, x.VoidOn, x.VoidWhy = Void, by.By, today, x.CancelWhy
	return nil
}

// keep lets it stand.
func (x *Opinion) keep(by actor.Hands) error {
	if err := x.another(by); err != nil {
		return err
	}
	x.Canceller, x.CancellerFor, x.CancelWhy = 0, 0, ""
	return nil
}

func (d Commands) askCancel() noun.Act {
	a := noun.Further(d.life(), "ask-cancel", "cancel-asked", "Ask that a letter that is out be cancelled; somebody else "+
		"decides", noun.Saying("reason", reasonMost), (*Opinion).mayAskCancel,
		func(tx noun.Tx, x *Opinion, in *noun.Said) ([]act.Fact, error) {
			if err := d.notConcerned(tx, x); err != nil {
				return nil, err
			}
			h := tx.Actor().Hands()
			x.Canceller, x.CancellerFor, x.CancelWhy = h.By, h.For, in.Text
			return []act.Fact{act.Words("reason", in.Text)}, nil
		})
	a.Main, a.Danger, a.ID, a.Body = false, true, "askCancelOpinion", "OpinionAskCancel"
	return a
}

// CancelAct is the act by which a letter becomes void.
const CancelAct = "cancel"

// agree cancels the letter: its answers do not stand any more, for anybody on it.
func (d Commands) agree() noun.Act {
	a := noun.Further(d.life(), CancelAct, "cancelled", "Cancel a letter as somebody else asked; its number is never "+
		"given again", nil, (*Opinion).mayCancel,
		func(tx noun.Tx, x *Opinion, _ *struct{}) ([]act.Fact, error) {
			if err := d.notConcerned(tx, x); err != nil {
				return nil, err
			}
			list, err := candidates(tx, x.ID)
			if err != nil {
				return nil, err
			}
			all := on(list)
			for _, c := range all {
				c.State = Undone
			}
			if err := x.cancel(tx.Actor().Hands(), tx.Now().Day()); err != nil {
				return nil, err
			}
			return []act.Fact{act.Code("number", x.Document), act.Words("reason", x.VoidWhy)}, keep(tx, all)
		})
	a.Danger = true
	return a
}

// stays lets the letter stand.
func (d Commands) stays() noun.Act {
	return noun.Further(d.life(), "keep", "kept-standing", "Let a letter stand that somebody asked to cancel", nil,
		(*Opinion).mayCancel, func(tx noun.Tx, x *Opinion, _ *struct{}) ([]act.Fact, error) {
			return nil, x.keep(tx.Actor().Hands())
		})
}

// notConcerned refuses who is named in a letter themselves.
func (d Commands) notConcerned(tx noun.Tx, x *Opinion) error {
	list, err := candidates(tx, x.ID)
	if err == nil {
		err = concerned(tx, on(list))
	}
	return err
}
