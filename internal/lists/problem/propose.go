package problem

import "slices"

// Cause of a proposal to raise the level (spec 2.4 [D]).
type Cause string

const (
	OverdueAgain  Cause = "overdue"
	RejectedAgain Cause = "rejected"
	Recurred      Cause = "recurred"
)

// Past is what happened to an open problem and its order so far.
type Past struct {
	Missed   int // dates that passed unkept: its own, and the final limits of warnings
	Rejected int // close-outs sent back
	Earlier  int // others of the same unit and category within the time of the rule, this one not counted
}

// Propose says why the level should go up by one, nothing when it should not.
// The system proposes; an office decides with a reason.
func (p Problem) Propose(past Past, times map[Cause]int) (out []Cause) {
	if !p.State.Open() || p.Level == Serious || p.Level == "" {
		return nil
	}
	for c, n := range map[Cause]int{OverdueAgain: past.Missed, RejectedAgain: past.Rejected, Recurred: past.Earlier + 1} {
		if least := times[c]; least > 0 && n >= least && (c != Recurred || past.Earlier > 0) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}
