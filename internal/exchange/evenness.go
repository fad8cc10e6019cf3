package exchange

import (
	"context"
	"strings"

	"shuangze/internal/evenness"
	"shuangze/internal/lists/problem"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
)

// EvenHeads are the columns of what followed like problems.
func (s Speech) EvenHeads() []string {
	out := []string{s.P.T("even.col.category"), s.P.T("even.col.level"), s.P.T("even.col.unit"), s.P.T("even.col.n")}
	for _, q := range problem.Sequels {
		out = append(out, s.P.T("even.col."+string(q)))
	}
	return append(out, s.P.T("even.col.closed"), s.P.T("even.col.days"))
}

// EvenKind names like problems.
func (s Speech) EvenKind(l evenness.Like) string {
	return s.label(policy.Category, l.Category) + " · " + s.label(policy.ProblemLevel, string(l.Level))
}

// EvenRow is one line of the same; unit is what it is called.
func (s Speech) EvenRow(c evenness.Count, unit string) []any {
	out := []any{s.label(policy.Category, c.Category), s.label(policy.ProblemLevel, string(c.Level)), unit, c.N}
	for _, n := range c.Followed {
		out = append(out, n)
	}
	return append(out, c.Closed.N(), s.EvenDays(c.Closed))
}

// EvenDays is the median of days; "" = none was closed.
func (s Speech) EvenDays(d evenness.Days) string {
	switch h := d.Halves(); {
	case d.N() == 0:
		return ""
	case h%2 == 0:
		return s.P.Number(h / 2)
	default:
		return s.P.Fixed(h*5, 1)
	}
}

// EvenDid is what followed, as a sentence says it.
func (s Speech) EvenDid(q problem.Sequel) string { return s.P.T("even.did." + string(q)) }

// EvenSays asks about a unit in a sentence.
func (s Speech) EvenSays(o evenness.Outlier, unit string) string {
	kv := []any{"category", s.label(policy.Category, o.Own.Category),
		"level", s.label(policy.ProblemLevel, string(o.Own.Level)), "unit", unit}
	if o.After == "" {
		return s.P.T("even.asks.days", append(kv, "days", s.EvenDays(o.Own.Closed), "n", o.Own.Closed.N(),
			"others", s.EvenDays(o.Others.Closed), "of", o.Others.Closed.N())...)
	}
	return s.P.T("even.asks", append(kv, "n", o.Own.N, "k", o.Own.Share(o.After), "did", s.EvenDid(o.After),
		"of", o.Others.N, "others", o.Others.Share(o.After))...)
}

// EvenTable is what followed like problems, kind by kind: all units, then each. It is never read again.
func EvenTable(s Speech, groups []evenness.Group, name func(evenness.Count) string, title string) Table {
	head := sheet.Sheet{Name: s.P.T("even.list"), Title: title}
	for _, h := range append(s.EvenHeads(), s.P.T("even.col.asks")) {
		head.Columns = append(head.Columns, sheet.Field{Title: h})
	}
	return tableOf("evenness", "evenness.list", head, func(_ context.Context, yield func(...any) error) error {
		for _, g := range groups {
			for _, c := range append([]evenness.Count{g.All}, g.Units...) {
				var asks []string
				for _, o := range g.Outliers {
					if o.Own.Unit == c.Unit {
						asks = append(asks, s.EvenSays(o, name(c)))
					}
				}
				if err := yield(append(s.EvenRow(c, name(c)), strings.Join(asks, "\n"))...); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
