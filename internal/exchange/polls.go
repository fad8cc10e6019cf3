package exchange

import (
	"slices"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/official"
	"shuangze/internal/policy"
)

// Polled says how the result of a poll came about: each class of voters with its weight, what was issued, came back
// and was valid, what they answered and their mean, then the whole. Answers of few are not told. Nothing of a leaf that
// nobody polls, or for which nothing was counted.
func (s Speech) Polled(m *scheme.Sound, l scheme.Line) (out []string) {
	if len(l.Tallies) == 0 {
		return nil
	}
	p := m.Poll(l.No, l.Tallies)
	for _, g := range p.Groups {
		out = append(out, s.polledBy(m, g))
	}
	n, ok := p.Result.Hundredths()
	if !ok {
		return append(out, s.P.T("score.poll.no-result", "least", m.Least))
	}
	return append(out, s.P.T("score.poll.result", "result", s.P.Fixed(n, 2), "points", s.P.Fixed(l.Points, 2),
		"gained", s.P.Fixed(l.Gained, 2)))
}

func (s Speech) polledBy(m *scheme.Sound, g scheme.Group) string {
	kv := []any{"class", s.Class(g.Class), "weight", s.percent(g.Weight), "issued", g.Tally.Issued,
		"returned", g.Tally.Returned, "valid", g.Tally.Valid, "least", m.Least, "answers", s.Answered(g)}
	if n, ok := g.Share.Hundredths(); ok {
		kv = append(kv, "share", s.percent(n))
	}
	if n, ok := g.Mean.Hundredths(); ok {
		kv = append(kv, "mean", s.P.Fixed(n, 2))
	}
	switch {
	case g.Tally.Issued == 0:
		return s.P.T("score.poll.unpolled", kv...)
	case g.Hidden && g.Counted:
		return s.P.T("score.poll.few", kv...)
	case g.Hidden:
		return s.P.T("score.poll.too-few", kv...)
	case g.Counted:
		return s.P.T("score.poll.class", kv...)
	}
	return s.P.T("score.poll.nothing", kv...)
}

// Answered are the answers of a class that may be told: each with how many gave it.
func (s Speech) Answered(g scheme.Group) string {
	var list []string
	for _, w := range g.Scale {
		if !g.Hidden {
			list = append(list, s.P.T("score.poll.answer", "what", s.P.T("tally.field."+string(w.Answer)), "n",
				g.Tally.Of(w.Answer)))
		}
	}
	return s.P.List(list)
}

// percent are hundredths of a percent, with as many decimals as they have.
func (s Speech) percent(n int64) string { return s.decimals(n) + "%" }

// Class is what a class of voters is called.
func (s Speech) Class(code string) string { return s.label(policy.VoterClass, code) }

// Weighs says what a class of voters weighs and what its answers are worth.
func (s Speech) Weighs(v scheme.Voters) string {
	return s.P.T("tally.weighs", "class", s.Class(v.Class), "weight", s.percent(v.Weight),
		"answers", s.P.List(s.worths(v)))
}

// worths are the answers of a class, each with what it is worth.
func (s Speech) worths(v scheme.Voters) (out []string) {
	for _, w := range v.Scale {
		worth := s.P.T("scheme.answer.none")
		if w.Counts {
			worth = s.decimals(w.Value)
		}
		out = append(out, s.P.T("scheme.answer", "what", s.P.T("tally.field."+string(w.Answer)), "worth", worth))
	}
	return out
}

// decimals are hundredths with as many decimals as they have.
func (s Speech) decimals(n int64) string {
	if n%100 == 0 {
		return s.P.Fixed(n/100, 0)
	}
	return s.P.Fixed(n, 2)
}

// votersTable is what each class of voters weighs in a scheme, and by which answers; nil = nobody is weighed.
func (s Speech) votersTable(x *scheme.Sound) *official.Table {
	if len(x.Voters) == 0 {
		return nil
	}
	table := s.schemeTable("indicator", "voters", "weight-", "answers")
	list := slices.Clone(x.Voters)
	slices.SortStableFunc(list, func(a, b scheme.Voters) int { return scheme.Order(a.No, b.No) })
	for _, v := range list {
		i := x.Indicator(v.No)
		table.Rows = append(table.Rows, []string{v.No + " " + s.named(i.Zh, i.En), s.Class(v.Class),
			s.percent(v.Weight), s.P.List(s.worths(v))})
	}
	return table
}
