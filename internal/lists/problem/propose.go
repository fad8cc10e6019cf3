package problem

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Cause of a proposal to raise the level (spec 2.4 [D]).
type Cause string

const (
	OverdueAgain  Cause = "overdue"
	RejectedAgain Cause = "rejected"
	Recurred      Cause = "recurred"
)

// Proposal is one cause for which the system proposes one level up. It stands
// from its day on: a date that nobody has kept yet may still be kept, so the
// day of an overdue proposal can lie ahead, and it comes true as the clock goes
// on without anybody writing anything.
type Proposal struct {
	Cause Cause      `json:"cause"`
	On    when.Day   `json:"on"`
	N     int64      `json:"n,omitempty"`     // close-outs sent back, or earlier problems
	Dates []when.Day `json:"dates,omitempty"` // the dates to be kept, for an overdue one
}

// Count is the number that its sentence says on the day.
func (x Proposal) Count(today when.Day) int64 {
	for _, d := range x.Dates {
		if d < today {
			x.N++
		}
	}
	return x.N
}

// Past is what a problem went through in the hands of whoever puts it right.
type Past struct {
	Dates    []when.Day // until when it was to be done: its own day or its order's, and the final limits of warnings
	Rejected int64      // close-outs of its order that were sent back
}

// own is the past of a problem without an order.
func (p Problem) own() Past { return Past{Dates: []when.Day{p.Binds()}} }

// Weigh notes what the past makes the system propose. It is asked whenever a
// date is set or a close-out sent back. What an office has decided about does
// not come again: dates passed before its decision, and rejections it weighed.
func (p Problem) Weigh(past Past, times map[Cause]int, today when.Day) Problem {
	before := p.Proposals
	p.Proposals = p.only(Recurred)
	if !p.raisable() {
		p.Proposals = nil
		return p
	}
	dates := slices.DeleteFunc(slices.Clone(past.Dates), func(d when.Day) bool {
		return p.LongTerm ||
			d == 0 || d < p.WeighedOn
	})
	slices.Sort(dates)
	if n := times[OverdueAgain]; n > 0 && len(dates) >= n {
		p = p.propose(Proposal{Cause: OverdueAgain, On: dates[n-1] + 1, Dates: dates})
	}
	if n, sent := int64(times[RejectedAgain]), p.Rejections+past.Rejected-p.WeighedRejections; n > 0 && sent >= n {
		x := Proposal{Cause: RejectedAgain, On: today, N: sent}
		for _, old := range before {
			if old.Cause == RejectedAgain {
				x.On = old.On
			}
		}
		p = p.propose(x)
	}
	return p
}

// Recur notes that the unit had so many of the same category before, within the
// time of the rule, when this one was registered.
func (p Problem) Recur(earlier int64, times map[Cause]int, today when.Day) Problem {
	p.Proposals = slices.DeleteFunc(slices.Clone(p.Proposals), func(x Proposal) bool { return x.Cause == Recurred })
	if n := int64(times[Recurred]); n > 0 && earlier > 0 && earlier+1 >= n && p.raisable() {
		p = p.propose(Proposal{Cause: Recurred, On: today, N: earlier})
	}
	return p
}

func (p Problem) raisable() bool { return p.State.Open() && p.Level != Serious && p.Level != "" }

func (p Problem) only(c Cause) (out []Proposal) {
	for _, x := range p.Proposals {
		if x.Cause == c {
			out = append(out, x)
		}
	}
	return out
}

func (p Problem) propose(x Proposal) Problem {
	p.Proposals = append(slices.Clone(p.Proposals), x)
	slices.SortFunc(p.Proposals, func(a, b Proposal) int { return cmp.Compare(a.Cause, b.Cause) })
	return p
}

// Standing are the proposals that wait for a decision on the day: none once
// there is no level to raise any more.
func (p Problem) Standing(today when.Day) []Proposal {
	if !p.State.Open() {
		return nil
	}
	return Standing(p.Proposals, today)
}

// Standing are those of a list that wait for a decision on the day.
func Standing(list []Proposal, today when.Day) (out []Proposal) {
	for _, x := range list {
		if x.On <= today {
			out = append(out, x)
		}
	}
	return out
}

// ProposeOn is the day from which a proposal stands, 0 when none will.
func (p Problem) ProposeOn() (day when.Day) {
	if !p.State.Open() {
		return 0
	}
	for _, x := range p.Proposals {
		if day == 0 || x.On < day {
			day = x.On
		}
	}
	return day
}

// decided takes off what stands: an office has decided about it.
func (p Problem) decided(today when.Day) Problem {
	for _, x := range p.Standing(today) {
		switch x.Cause {
		case OverdueAgain:
			p.WeighedOn = today
		case RejectedAgain:
			p.WeighedRejections += x.N
		}
	}
	p.Proposals = slices.DeleteFunc(slices.Clone(p.Proposals), func(x Proposal) bool {
		return x.On <= today ||
			p.Level == Serious
	})
	return p
}

// KeepLevel is the office's other answer to a proposal: the level stays, with a
// reason.
func (p Problem) KeepLevel(reason string, today when.Day) (Problem, error) {
	if !p.State.Open() {
		return p, p.conflict()
	}
	if len(p.Standing(today)) == 0 {
		return p, text.Refuse(text.Conflict, "problem.no-proposal")
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	return p.decided(today), errs.Err()
}

// Raise lifts the level by one with a reason (spec 2.4); the office decides.
func (p Problem) Raise(reason string, r Rules, today when.Day) (Problem, error) {
	if !p.State.Open() || p.Level == Serious {
		return p, p.conflict()
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	was := p.Level
	if p.Level == Slight {
		p.Level = Ordinary
	} else {
		p.Level = Serious
	}
	return p.decided(today).report(was, r, today), errs.Err()
}

// PackProposals writes proposals for storage, always the same for the same.
func PackProposals(list []Proposal) string {
	if len(list) == 0 {
		return ""
	}
	b, err := json.Marshal(list)
	if err != nil {
		panic(fmt.Sprintf("proposals of codes and days cannot fail to marshal: %v", err))
	}
	return string(b)
}

// UnpackProposals reads what PackProposals wrote.
func UnpackProposals(s string) (list []Proposal) {
	if s != "" {
		_ = json.Unmarshal([]byte(s), &list) // a row changed by hand is verify's to find
	}
	return list
}
