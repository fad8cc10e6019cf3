package scheme

import (
	"slices"

	"shuangze/internal/formula"
)

// Answer is what a ballot says of a body.
type Answer string

// The answers that a scale may hold, in the order in which papers and bytes have them. Which of them a class of voters
// is asked, and what each is worth, is the county's.
const (
	Satisfied    Answer = "satisfied"    // 满意
	Mostly       Answer = "mostly"       // 基本满意
	Good         Answer = "good"         // 好
	Fairly       Answer = "fairly"       // 较好
	Middling     Answer = "middling"     // 一般
	Dissatisfied Answer = "dissatisfied" // 不满意
	Poor         Answer = "poor"         // 差
	Unknown      Answer = "unknown"      // 不了解
)

// AnswersMost is how many answers there are.
const AnswersMost = 8

// Answers are all of them.
var Answers = [AnswersMost]Answer{Satisfied, Mostly, Good, Fairly, Middling, Dissatisfied, Poor, Unknown}

// Voters is what one class of voters (票类) weighs in an indicator whose points come from a survey (spec 4.2).
type Voters struct {
	No     string // of the indicator
	Class  string // of the policy's table of classes
	Weight int64  // hundredths of a percent: 4000 is 40 %; those of an indicator sum to Full
	Scale  []Worth
}

// Worth is what an answer of a scale is worth, in hundredths of a point out of a hundred. One that does not count
// (不了解 [R]) is a valid answer and enters no mean.
type Worth struct {
	Answer Answer
	Value  int64
	Counts bool
}

// Tally is what was counted of the ballots of one class of voters: how many were issued, came back and were valid, and
// what they said, in the order of Answers.
type Tally struct {
	Class                   string
	Issued, Returned, Valid int64
	Answers                 [AnswersMost]int64
}

// Of is how many ballots gave an answer.
func (t Tally) Of(a Answer) int64 { return t.Answers[slices.Index(Answers[:], a)] }

// Group is one class of voters in a poll.
type Group struct {
	Voters
	Tally   Tally
	Counted bool          // its answers are in the result
	Hidden  bool          // its answers are too few to be shown by themselves: they and the mean are left out here
	Share   formula.Value // of the result, in percent; absent where it is not counted
	Mean    formula.Value // of its answers that count, out of a hundred
}

// Poll is how the result of an indicator comes about.
type Poll struct {
	Groups []Group       // those that the scheme weighs, in its order; one that was not polled has no ballots issued
	Result formula.Value // out of a hundred, rounded half up to hundredths; absent where nothing counts
}

// Polled are the classes of voters that the scheme weighs in an indicator; none of one whose result is typed as a
// whole.
func (s Scheme) Polled(no string) (out []Voters) {
	for _, v := range s.Voters {
		if v.No == no {
			out = append(out, v)
		}
	}
	return out
}

// Asked are the voters of a class in an indicator; false = the scheme weighs none.
func (s Scheme) Asked(no, class string) (Voters, bool) {
	for _, v := range s.Voters {
		if v.No == no && v.Class == class {
			return v, true
		}
	}
	return Voters{}, false
}

// Poll is the result of an indicator from what was counted (spec 4.2 [D]): the mean of each class that has answers that
// count, weighed by the scheme; the weights of the classes that were not polled go to the others in proportion. Fewer
// valid answers than the scheme's least, all classes together, are no result: they would show what single people
// said. A class that has fewer counts where others do, and is not shown by itself.
func (s Scheme) Poll(no string, counted []Tally) (out Poll) {
	sum, weights, valid := formula.Of(0, 0), int64(0), int64(0)
	for _, v := range s.Polled(no) {
		g := Group{Voters: v}
		g.Tally.Class = v.Class
		if i := slices.IndexFunc(counted, func(t Tally) bool { return t.Class == v.Class }); i >= 0 {
			g.Tally = counted[i]
		}
		if g.Mean = v.mean(g.Tally); !g.Mean.Absent() {
			g.Counted = true
			sum, weights = sum.Plus(g.Mean.Times(formula.Of(v.Weight, 0))), weights+v.Weight
			valid += g.Tally.Valid
		}
		out.Groups = append(out.Groups, g)
	}
	told := weights > 0 && valid >= s.Least
	for i := range out.Groups {
		g := &out.Groups[i]
		g.Hidden = g.Tally.Valid > 0 && g.Tally.Valid < s.Least
		if g.Counted = g.Counted && told; g.Counted {
			g.Share = formula.Ratio(100*g.Weight, weights)
		}
		if g.Hidden {
			g.Tally.Answers, g.Mean = [AnswersMost]int64{}, formula.Value{}
		}
	}
	if told {
		if n, ok := sum.Over(formula.Of(weights, 0)).Hundredths(); ok {
			out.Result = formula.Of(n, 2)
		}
	}
	return out
}

// mean is that of the answers that count; absent where there are none.
func (v Voters) mean(t Tally) formula.Value {
	sum, n := int64(0), int64(0)
	for _, w := range v.Scale {
		if w.Counts {
			sum, n = sum+t.Of(w.Answer)*w.Value, n+t.Of(w.Answer)
		}
	}
	if n == 0 {
		return formula.Value{}
	}
	return formula.Ratio(sum, 100*n)
}

// Asks says whether the voters may give an answer.
func (v Voters) Asks(a Answer) bool {
	return slices.ContainsFunc(v.Scale, func(w Worth) bool { return w.Answer == a })
}

// known are the tallies of classes that the scheme weighs, in its order: others are no part of a sheet.
func (s Scheme) known(no string, counted []Tally) (out []Tally) {
	for _, v := range s.Polled(no) {
		for _, t := range counted {
			if t.Class == v.Class {
				out = append(out, t)
				break
			}
		}
	}
	return out
}

// voters checks that the weights of each indicator sum to a hundred percent.
func (c *checker) voters() {
	sums, last, twice := map[string]int64{}, map[string]int{}, map[string]bool{}
	for i, v := range c.Voters {
		x := c.Indicator(v.No)
		key := v.No + " " + v.Class
		switch {
		case x == nil:
			c.fault(InVoters, i, v.No, "scheme.voters-none")
		case x.Source != Survey || c.Parent(v.No):
			c.fault(InVoters, i, v.No, "scheme.voters-source")
		case twice[key]:
			c.fault(InVoters, i, v.No, "scheme.voters-twice", "value", v.Class)
		case v.Weight <= 0 || v.Weight > Full:
			c.fault(InVoters, i, v.No, "scheme.voters-weight", "value", Decimal(v.Weight))
		}
		twice[key] = true
		sums[v.No] += min(max(v.Weight, 0), Full)
		last[v.No] = i
	}
	for i, v := range c.Voters {
		if last[v.No] == i && sums[v.No] != Full {
			c.fault(InVoters, i, v.No, "scheme.voters-sum", "sum", Decimal(sums[v.No]))
		}
	}
}
