package exchange

import (
	"context"
	"strings"

	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/formula"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/policy"
)

// ScoreHeads are the columns of the standings of a scheme.
func (s Speech) ScoreHeads() (out []string) {
	for _, key := range []string{"rank", "body", "group", "total", "grade", "open", "lost"} {
		out = append(out, s.P.T("score.col."+key))
	}
	return out
}

// ScoreRow is one line of the same.
func (s Speech) ScoreRow(x appraisal.Standing) []any {
	rank := ""
	if x.Rank > 0 {
		rank = s.P.T("score.rank", "rank", x.Rank, "of", x.Of)
	}
	var total any = ""
	if x.Sheet.Known() {
		total = sheet.Hundredths(x.Sheet.Total)
	}
	return []any{rank, x.Name, s.label(policy.UnitCategory, x.Group), total, s.label(policy.AppraisalGrade, x.Grade),
		int64(x.Sheet.OpenLines()), s.MostLost(x)}
}

// MostLost names the indicator at which a body lost the most, and how much; "" = it lost nothing.
func (s Speech) MostLost(x appraisal.Standing) string {
	no, most := "", int64(0)
	for _, l := range x.Sheet.Lines {
		if lost := l.Counts - l.Gained; lost > most {
			no, most = l.No, lost
		}
	}
	if no == "" {
		return ""
	}
	return s.P.T("score.lost", "what", s.Indicator(x, no), "points", s.P.Fixed(most, 2))
}

// Indicator is what an indicator is called.
func (s Speech) Indicator(x appraisal.Standing, no string) string {
	i := x.Scheme.Indicator(no)
	if s.P.Chinese() || i.En == "" {
		return i.Zh
	}
	return i.En
}

// Ruled is the rule of an indicator in words.
func (s Speech) Ruled(i scheme.Indicator) string {
	if s.P.Chinese() || i.RuleEn == "" {
		return i.Rule
	}
	return i.RuleEn
}

// Extra is what an addition or deduction is called.
func (s Speech) Extra(code string) string { return s.label(policy.AppraisalExtra, code) }

// CaseOutcome is what a case came to.
func (s Speech) CaseOutcome(c scheme.CaseLine) string { return s.label(policy.CaseOutcome, c.Outcome) }

// CaseWorked says how what a case costs came about: the points of its outcome, what they are multiplied by and why.
func (s Speech) CaseWorked(x appraisal.Standing, c scheme.CaseLine) string {
	out, m := []string{s.P.Fixed(c.Points, 2)}, x.Scheme.Times
	by := func(n int64, why string) {
		out = append(out, s.P.T("score.case.by", "n", formula.Of(n, 2).String(), "why", s.P.T(why)))
	}
	if c.Team {
		by(m.Team, "score.case.team")
	}
	switch c.Found {
	case scheme.Handled:
		by(m.Handled, "case.found.handled")
	case scheme.Reported:
		by(m.Reported, "case.found.reported")
	case scheme.Concealed:
		by(m.Concealed, "case.found.concealed")
	}
	worked := strings.Join(out, " × ")
	if len(out) > 1 {
		worked += " = " + s.P.Fixed(c.Deducted, 2)
	}
	return worked
}

// Veto is what a veto is called.
func (s Speech) Veto(code string) string { return s.label(policy.AppraisalVeto, code) }

// ScoreTable is how the bodies of a scheme stand. It is never read again.
func ScoreTable(s Speech, list []appraisal.Standing, title string) Table {
	head := sheet.Sheet{Name: s.P.T("score.list"), Title: title}
	for _, h := range s.ScoreHeads() {
		head.Columns = append(head.Columns, sheet.Field{Title: h})
	}
	return tableOf("scores", "score.list", head, func(_ context.Context, yield func(...any) error) error {
		for _, x := range list {
			if err := yield(s.ScoreRow(x)...); err != nil {
				return err
			}
		}
		return nil
	})
}
