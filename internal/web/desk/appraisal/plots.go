package appraisal

import (
	"slices"

	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/scheme"
	tables "shuangze/internal/exchange"
	"shuangze/internal/formula"
	"shuangze/internal/policy"
	"shuangze/internal/web/page"
)

// starts are where the grades of a scheme begin, but for the last, which begins at nothing.
func starts(m *scheme.Sound) (out []int64) {
	for _, g := range m.Grades {
		if g.Least > 0 {
			out = append(out, g.Least)
		}
	}
	return out
}

// dotsKey says what is what in a distribution.
func dotsKey(s tables.Speech, x appraisal.Standing) string {
	var list []string
	for _, g := range x.Scheme.Grades {
		if g.Least > 0 {
			list = append(list, s.P.T("score.dots.grade", "grade", s.Pack.LabelOn(policy.AppraisalGrade, g.Code,
				s.P.Lang(), s.Day), "least", formula.Of(g.Least, 2).String()))
		}
	}
	return s.P.T("score.dots.key", "list", s.P.List(list))
}

// distribution is that of sorted totals of a group.
func distribution(s tables.Speech, totals []int64, x appraisal.Standing) page.Distribution {
	median, points := appraisal.Median(totals), func(n int64) string { return s.P.Fixed(n, 2) }
	group := s.Pack.LabelOn(policy.UnitCategory, x.Group, s.P.Lang(), s.Day)
	return page.Distribution{Title: s.P.T("score.dots.of", "group", group), Values: totals, Median: median,
		MedianLabel: s.P.T("score.dots.median", "median", points(median)), Lines: starts(x.Scheme),
		Say: s.P.T("score.dots.say", "of", len(totals), "least", points(totals[0]), "median", points(median),
			"most", points(totals[len(totals)-1]))}
}

// dots are the scores of a group, for who sees all of it; false = who sees a part, or there are too few.
func (d standings) dots(g []appraisal.Standing) (page.Distribution, bool) {
	of := appraisal.GroupOf(g, g[0])
	if len(of) < appraisal.PeersLeast || of[0].Of != len(of) {
		return page.Distribution{}, false
	}
	var totals []int64
	for _, s := range of {
		totals = append(totals, s.Sheet.Total)
	}
	slices.Sort(totals)
	return distribution(d.speech(), totals, of[0]), true
}

// dots are the scores of the group with the body’s own marked.
func (d sheet) dots() page.Distribution {
	p := distribution(d.speech(), d.B.Peers.Totals, d.S)
	p.Own, p.OwnLabel = d.S.Sheet.Total, d.P.T("score.dots.own", "total", d.P.Fixed(d.S.Sheet.Total, 2))
	p.Say += " " + p.OwnLabel
	return p
}

// trend are the totals of the years that are offered.
func (d sheet) trend() page.Trend {
	out := page.Trend{Title: d.P.T("score.years"), Own: d.S.Name, Median: d.P.T("score.col.median"),
		Lines: starts(d.S.Scheme)}
	var list []string
	for _, y := range d.B.Years {
		total := d.P.Fixed(y.Total, 2)
		p := page.TrendPoint{Label: d.P.T("score.year.of", "year", y.Year), Own: y.Total, Says: total}
		if y.Peers != nil {
			p.Median, p.MedianSays = y.Peers.Median, d.P.Fixed(y.Peers.Median, 2)
		}
		out.Points = append(out.Points, p)
		list = append(list, d.P.T("score.years.one", "year", y.Year, "total", total))
	}
	out.Say = d.P.T("score.years.say", "list", d.P.List(list))
	return out
}

func (d sheet) yearsCols() page.List {
	return page.List{Caption: d.P.T("score.years"), Cols: []page.Col{{Label: d.P.T("score.year")},
		{Label: d.P.T("score.col.total"), Num: true}, {Label: d.P.T("score.col.median"), Num: true},
		{Label: d.P.T("score.col.rank")}, {Label: d.P.T("score.col.grade")}}}
}

func (d sheet) meansCols() page.List {
	return page.List{Caption: d.P.T("score.peers"), Cols: []page.Col{{Label: d.P.T("score.col.indicator")},
		{Label: d.P.T("score.col.share"), Width: "plot"}, {Label: d.P.T("score.col.counts"), Num: true},
		{Label: d.P.T("score.col.gained"), Num: true}, {Label: d.P.T("score.col.mean"), Num: true},
		{Label: d.P.T("score.col.beside"), Num: true}}}
}

func (d sheet) stepsCols() page.List {
	scale := d.stepScale()
	drawn := d.P.T("score.steps.drawn", "from", scale.From/100, "to", scale.To/100)
	return page.List{Caption: d.P.T("score.steps"), Cols: []page.Col{{Label: d.P.T("score.steps.what")},
		{Label: drawn, Width: "plot"}, {Label: d.P.T("score.steps.by"), Num: true},
		{Label: d.P.T("score.steps.at"), Num: true}}}
}

// meanBar is what an indicator gained, with the mean of the group where it is told.
func meanBar(m appraisal.Mean) page.PlotBar {
	if !m.Told() {
		return page.BarOf(m.Gained, m.Counts, -1)
	}
	return page.BarOf(m.Gained, m.Counts, m.Mean)
}

// stepScale is the scale of the way from 100 to the total.
func (d sheet) stepScale() page.Scale {
	all := []int64{scheme.Full, d.S.Sheet.Total}
	for _, x := range d.S.Scheme.Steps(d.S.Sheet) {
		all = append(all, x.At)
	}
	return page.ScaleOf(all...)
}

// step is a line of the way from 100 to the total.
type step struct {
	What, By, At string
	Bar          page.PlotBar
	Sum          bool
}

// walk is the way from 100 to the total, with both ends.
func (d sheet) walk() (out []step) {
	scale := d.stepScale()
	sum := func(key string, at int64) step {
		return step{What: d.P.T(key), At: d.P.Fixed(at, 2), Bar: scale.BarAt(at), Sum: true}
	}
	out = append(out, sum("score.steps.full", scheme.Full))
	for _, x := range d.S.Scheme.Steps(d.S.Sheet) {
		out = append(out, step{What: d.speech().Stepped(d.S, x), By: d.speech().Signed(x.By), At: d.P.Fixed(x.At, 2),
			Bar: scale.BarStep(x.At-x.By, x.At)})
	}
	return append(out, sum("score.total", d.S.Sheet.Total))
}
