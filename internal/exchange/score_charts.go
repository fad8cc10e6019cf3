package exchange

import (
	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/official"
)

// half is where the scale of totals begins where none lies below, as on the pages (decision 0031).
const half = scheme.Full / 2

// stepped is the way from 100 to the total as bars: what each step takes or adds stands where the score
// stood before it.
func (s Speech) stepped(x appraisal.Standing) *official.Chart {
	out := &official.Chart{Scale: 100, Base: half}
	add := func(label string, from, to int64, say string) {
		out.Labels, out.Says = append(out.Labels, label), append(out.Says, say)
		out.From, out.Values = append(out.From, from), append(out.Values, to)
		out.Base = based(out.Base, to)
	}
	add(s.P.T("score.steps.full"), half, scheme.Full, s.P.Fixed(scheme.Full, 2))
	for _, step := range x.Scheme.Steps(x.Sheet) {
		add(s.Stepped(x, step), step.At-step.By, step.At, s.Signed(step.By))
	}
	add(s.P.T("score.total"), half, x.Sheet.Total, s.P.Fixed(x.Sheet.Total, 2))
	out.From[0], out.From[len(out.From)-1] = out.Base, out.Base
	out.Note = s.scaled(out.Base)
	return out
}

// yearly are the totals of years as bars, each with the median of its group where that is told.
func (s Speech) yearly(years []appraisal.Year) *official.Chart {
	out := &official.Chart{Scale: 100, Base: half}
	add := func(label string, n int64) {
		out.Labels, out.Values = append(out.Labels, label), append(out.Values, n)
		out.Base = based(out.Base, n)
	}
	for _, y := range years {
		label := s.P.T("score.year.of", "year", y.Year)
		add(label, y.Total)
		if y.Peers != nil {
			add(label+" "+s.P.T("score.col.median"), y.Peers.Median)
		}
	}
	out.Note = s.scaled(out.Base)
	return out
}

// based is the beginning of a scale that holds another figure.
func based(base, n int64) int64 {
	if n < base {
		return 0
	}
	return base
}

// scaled says where a scale begins that does not begin at 0.
func (s Speech) scaled(base int64) string {
	if base == 0 {
		return ""
	}
	return s.P.T("score.chart.from", "n", base/100)
}
