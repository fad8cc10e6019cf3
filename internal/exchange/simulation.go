package exchange

import (
	"context"

	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
)

// SimulationHeads are the columns of what a draft would change in the scores.
func (s Speech) SimulationHeads() (out []string) {
	for _, key := range []string{"score.col.body", "score.scheme", "score.col.group", "score.col.total", "score.col.rank",
		"score.col.grade", "score.sim.why"} {
		out = append(out, s.P.T(key))
	}
	return out
}

// SimulationRow is one line of the same, in words.
func (s Speech) SimulationRow(x appraisal.Change) []string {
	y := x.After
	if y == nil {
		y = x.Before
	}
	var total, rank, grade [2]string
	for i, z := range []*appraisal.Standing{x.Before, x.After} {
		total[i], rank[i], grade[i] = "—", "—", "—"
		if z != nil && z.Sheet.Known() {
			total[i], grade[i] = s.P.Fixed(z.Sheet.Total, 2), s.Graded(*z)
			rank[i] = s.P.T("score.rank", "rank", z.Rank, "of", z.Of)
		}
	}
	points := s.turned(total)
	if x.Gains() != 0 {
		points = s.P.T("score.sim.by", "what", points, "by", s.Signed(x.Gains()))
	}
	return []string{x.Name, s.named(y.Scheme.Zh, y.Scheme.En), s.label(policy.UnitCategory, y.Group), points,
		s.turned(rank), s.turned(grade), s.Why(x)}
}

// turned is what was and what would be; one that stays is said once.
func (s Speech) turned(x [2]string) string {
	if x[0] == x[1] {
		return x[0]
	}
	return s.P.T("score.sim.turned", "from", x[0], "to", x[1])
}

// Signed is a number of hundredths with its sign.
func (s Speech) Signed(n int64) string {
	if n > 0 {
		return "+" + s.P.Fixed(n, 2)
	}
	return s.P.Fixed(n, 2)
}

func (s Speech) named(zh, en string) string {
	if s.P.Chinese() || en == "" {
		return zh
	}
	return en
}

// Graded is what the grade of a standing is called in its own scheme: a draft may know others than are in force.
func (s Speech) Graded(x appraisal.Standing) string {
	g := x.Scheme.Grade(x.Grade)
	return s.named(g.Zh, g.En)
}

// whyMost is how many indicators a reason names.
const whyMost = 3

// Why is why a body stands otherwise by a draft: the indicators that give it other points, the largest first, or what
// else changed.
func (s Speech) Why(x appraisal.Change) string {
	switch {
	case x.Enters():
		return s.P.T("score.sim.enters")
	case x.Leaves():
		return s.P.T("score.sim.leaves")
	}
	var out []string
	for _, m := range x.Moves[:min(len(x.Moves), whyMost)] {
		out = append(out, s.Moved(m))
	}
	if n := len(x.Moves) - whyMost; n > 0 {
		out = append(out, s.P.T("score.sim.more", "n", n))
	}
	if x.Regrouped() {
		out = append(out, s.P.T("score.sim.regrouped", "group", s.label(policy.UnitCategory, x.Before.Group)))
	}
	switch {
	case len(out) > 0 || !x.Changed():
	case x.Gains() != 0:
		out = append(out, s.P.T("score.sim.rules"))
	case x.Before.Rank != x.After.Rank || x.Before.Of != x.After.Of:
		out = append(out, s.P.T("score.sim.others"))
	default:
		out = append(out, s.P.T("score.sim.grades"))
	}
	return s.P.List(out)
}

// Moved says what an indicator, an addition or a deduction gives otherwise.
func (s Speech) Moved(m appraisal.Move) string {
	kv := []any{"what", s.named(m.Zh, m.En), "from", s.P.Fixed(m.Before, 2), "to", s.P.Fixed(m.After, 2),
		"was", s.P.Fixed(m.OfBefore, 2), "of", s.P.Fixed(m.OfAfter, 2)}
	key := "score.sim.moved"
	switch {
	case m.New:
		key = "score.sim.new"
	case m.Gone:
		key = "score.sim.gone"
	case m.No != "" && m.OfBefore != m.OfAfter:
		key = "score.sim.weighed"
	}
	return s.P.T(key, kv...)
}

// Weighed says how ranks hang on the weight of an indicator.
func (s Speech) Weighed(w appraisal.Weight) string {
	key := "score.sim.weight"
	if w.Fixed {
		key = "score.sim.weight.fixed"
	}
	return s.P.T(key, "no", w.No, "what", s.named(w.Zh, w.En), "points", s.P.Fixed(w.Points, 2), "by", scheme.Heavier,
		"moved", w.Moved, "of", w.Of)
}

// SimulationTable is what a draft would change, of all bodies. It is never read again.
func SimulationTable(s Speech, list []appraisal.Change, title string) Table {
	head := sheet.Sheet{Name: s.P.T("score.sim"), Title: title}
	for _, h := range s.SimulationHeads() {
		head.Columns = append(head.Columns, sheet.Field{Title: h})
	}
	return tableOf("simulation", "score.see", head, func(_ context.Context, yield func(...any) error) error {
		for _, x := range list {
			var cells []any
			for _, c := range s.SimulationRow(x) {
				cells = append(cells, c)
			}
			if err := yield(cells...); err != nil {
				return err
			}
		}
		return nil
	})
}
