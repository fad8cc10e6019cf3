package letter

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// in refuses what another state forbids.
func (l *Life) in(states ...string) error {
	if !slices.Contains(states, l.State) {
		return text.Refuse(text.Conflict, "dispatch.state", "state", text.M("dispatch.state."+l.State))
	}
	return nil
}

// MayChange refuses to rewrite what somebody else decides about already.
func (l *Life) MayChange() error { return l.in(Draft) }

// Submit hands a draft to somebody else to be checked.
func (l *Life) Submit() error {
	if err := l.in(Draft); err != nil {
		return err
	}
	l.State, l.Back = Checking, ""
	return nil
}

// MayCheck refuses who wrote at it.
func (l *Life) MayCheck(by actor.Hands) error {
	if err := l.in(Checking); err != nil {
		return err
	}
	if l.Wrote(by) {
		return text.Refuse(text.Forbidden, "dispatch.own")
	}
	return nil
}

// Check finds it in order and sends it to its signer; asked is how many are to countersign first.
func (l *Life) Check(by actor.Hands, signer ref.ID, opinion string, asked int, today when.Day) error {
	if err := l.MayCheck(by); err != nil {
		return err
	}
	if err := l.fits(signer, by); err != nil {
		return err
	}
	l.State, l.Checker, l.CheckerFor, l.CheckedOn, l.Opinion = Signing, by.By, by.For, today, opinion
	l.Signer, l.Unanswered, l.Objected = signer, int64(asked), 0
	return nil
}

// fits refuses a signer who wrote or checked it.
func (l *Life) fits(signer ref.ID, checker actor.Hands) error {
	if h := (actor.Hands{By: signer}); l.Wrote(h) || checker.Has(signer) {
		return text.InputErrors{{Field: "signer", Message: text.M("dispatch.signer.own")}}
	}
	return nil
}

// Hand sends it to another signer.
func (l *Life) Hand(signer ref.ID) error {
	if err := l.in(Signing); err != nil {
		return err
	}
	if signer == l.Signer {
		return text.InputErrors{{Field: "signer", Message: text.M("dispatch.signer.same")}}
	}
	if err := l.fits(signer, actor.Hands{By: l.Checker, For: l.CheckerFor}); err != nil {
		return err
	}
	l.Signer = signer
	return nil
}

// SendBack makes it a draft again.
func (l *Life) SendBack(by actor.Hands, reason string) error {
	if err := l.in(Checking, Signing); err != nil {
		return err
	}
	if l.Wrote(by) {
		return text.Refuse(text.Forbidden, "dispatch.own")
	}
	l.State, l.Back = Draft, reason
	l.unchecked()
	return nil
}

// unchecked forgets that it was checked, and what was asked with that.
func (l *Life) unchecked() {
	l.Checker, l.CheckerFor, l.CheckedOn, l.Opinion, l.Signer, l.Unanswered, l.Objected = 0, 0, 0, "", 0, 0, 0
}

// asked says whether one of somebody's hands asked that it be cancelled.
func (l *Life) asked(h actor.Hands) bool {
	return h.Share(actor.Hands{By: l.Canceller, For: l.CancellerFor})
}

// Disagreed says that somebody who was asked to countersign has not agreed.
func (l *Life) Disagreed() bool { return l.Unanswered+l.Objected > 0 }

// Sign signs it in person: nobody who wrote or checked it, and against those who have not agreed only with a reason.
func (l *Life) Sign(by actor.Hands, reason string, today when.Day) error {
	if err := l.in(Signing); err != nil {
		return err
	}
	switch {
	case by.For != 0 || by.By != l.Signer:
		return text.Refuse(text.Forbidden, "dispatch.signer.other")
	case l.Wrote(by) || l.Checked(by):
		return text.Refuse(text.Forbidden, "dispatch.signer.own")
	case l.Disagreed() && reason == "":
		return text.InputErrors{{Field: "reason", Message: text.M("dispatch.disagreed", "open", l.Unanswered,
			"objected", l.Objected)}}
	}
	l.State, l.SignedOn, l.Overruled = Signed, today, ""
	if l.Disagreed() {
		l.Overruled = reason
	}
	return nil
}

// Seal puts it into the register of seals.
func (l *Life) Seal(by ref.ID, now when.Instant) error {
	if err := l.live(Signed); err != nil {
		return err
	}
	l.State, l.SealedBy, l.SealedOn, l.SealedAt = Sealed, by, now.Day(), int64(now)
	return nil
}

// Send distributes it to so many units, whose receipts are expected by a day.
func (l *Life) Send(asked int, today, due when.Day) error {
	if err := l.live(Sealed); err != nil {
		return err
	}
	l.State, l.SentOn, l.Asked, l.Missing, l.Due = Sent, today, int64(asked), int64(asked), due
	return nil
}

// Archive files it. What is missing of receipts may still come.
func (l *Life) Archive(today when.Day) error {
	if err := l.live(Sent); err != nil {
		return err
	}
	l.State, l.ArchivedOn = Archived, today
	return nil
}

// MayUrge refuses to ask for receipts that are there.
func (l *Life) MayUrge() error {
	if err := l.in(Sent, Archived); err != nil {
		return err
	}
	if l.Missing == 0 {
		return text.Refuse(text.Conflict, "dispatch.all-received")
	}
	return nil
}

// Urge asks again for the receipts that are missing; they are expected by another day now.
func (l *Life) Urge(due when.Day) error {
	if err := l.MayUrge(); err != nil {
		return err
	}
	l.Due = due
	return nil
}

// MayIssue refuses to keep what is not sealed yet, and what is kept.
func (l *Life) MayIssue() error {
	if l.SealedOn == 0 || l.Pdf != "" {
		return text.Refuse(text.Conflict, "dispatch.issued-already")
	}
	return nil
}

// live refuses what is not in a state, or is about to be cancelled.
func (l *Life) live(state string) error {
	if err := l.in(state); err != nil {
		return err
	}
	if l.Canceller != 0 {
		return text.Refuse(text.Conflict, "dispatch.cancelling")
	}
	return nil
}

// Withdraw gives it up before it is signed.
func (l *Life) Withdraw(reason string) error {
	if err := l.in(Draft, Checking, Signing); err != nil {
		return err
	}
	l.State, l.Why, l.Unanswered, l.Objected, l.Signer = Withdrawn, reason, 0, 0, 0
	return nil
}

// AskCancel asks that it be cancelled; somebody else decides.
func (l *Life) AskCancel(by actor.Hands, reason string) error {
	if err := l.MayAskCancel(); err != nil {
		return err
	}
	l.Why, l.Canceller, l.CancellerFor = reason, by.By, by.For
	return nil
}

// MayAskCancel refuses what bears no number, and what somebody asked for already.
func (l *Life) MayAskCancel() error {
	if err := l.in(Signed, Sealed, Sent, Archived); err != nil {
		return err
	}
	if l.Canceller != 0 {
		return text.Refuse(text.Conflict, "dispatch.cancelling")
	}
	return nil
}

// MayCancel refuses where nobody asked for it.
func (l *Life) MayCancel() error {
	if l.Canceller == 0 || l.State == Void {
		return text.Refuse(text.Conflict, "dispatch.not-cancelling")
	}
	return nil
}

// Cancel cancels it, by somebody other than who asked. Its number stays what it is and is never given again.
func (l *Life) Cancel(by actor.Hands, today when.Day) error {
	if err := l.mayDecide(by); err != nil {
		return err
	}
	l.State, l.CancelledBy, l.VoidOn = Void, by.By, today
	return nil
}

// Keep lets it stand.
func (l *Life) Keep(by actor.Hands) error {
	if err := l.mayDecide(by); err != nil {
		return err
	}
	l.Why, l.Canceller, l.CancellerFor = "", 0, 0
	return nil
}

func (l *Life) mayDecide(by actor.Hands) error {
	if err := l.MayCancel(); err != nil {
		return err
	}
	if l.asked(by) {
		return text.Refuse(text.Forbidden, "access.own-request")
	}
	return nil
}

// MayNote refuses the OA's number before there is one of its own.
func (l *Life) MayNote() error { return l.in(Signed, Sealed, Sent, Archived, Void) }
