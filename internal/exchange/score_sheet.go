package exchange

import (
	"slices"
	"strings"

	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/official"
	"shuangze/internal/policy"
)

// Scored is a sheet in a sentence.
func (s Speech) Scored(x appraisal.Standing) string {
	if !x.Sheet.Known() {
		return s.P.T("score.unknown")
	}
	return s.P.T("score.says", "total", s.P.Fixed(x.Sheet.Total, 2), "rank", x.Rank, "of", x.Of,
		"group", s.label(policy.UnitCategory, x.Group), "grade", s.label(policy.AppraisalGrade, x.Grade),
		"open", x.Sheet.OpenLines())
}

// furthestMost is how many indicators below the mean are named.
const furthestMost = 3

// Compared says how a body stands beside the year before and beside its group.
func (s Speech) Compared(b appraisal.Beside) (out []string) {
	if !b.Sheet.Known() {
		return nil
	}
	side := func(by int64, more, less, same string, kv ...any) {
		key := same
		switch {
		case by > 0:
			key = more
		case by < 0:
			key, by = less, -by
		}
		out = append(out, s.P.T(key, append(kv, "n", s.P.Fixed(by, 2))...))
	}
	if y := b.Before(); y != nil {
		side(b.Sheet.Total-y.Total, "score.before.more", "score.before.less", "score.before.same", "year", y.Year,
			"was", s.P.Fixed(y.Total, 2), "rank", y.Rank, "of", y.Of)
	}
	if b.Peers == nil {
		return append(out, s.P.T("score.peers.few", "least", appraisal.PeersLeast))
	}
	side(b.Sheet.Total-b.Peers.Median, "score.median.more", "score.median.less", "score.median.same",
		"median", s.P.Fixed(b.Peers.Median, 2), "of", len(b.Peers.Totals))
	var under []string
	for _, m := range b.Peers.Furthest(furthestMost) {
		under = append(under, s.P.T("score.under.one", "no", m.No, "what", s.Indicator(b.Standing, m.No),
			"n", s.P.Fixed(m.Under(), 2)))
	}
	if len(under) == 0 {
		return append(out, s.P.T("score.under.none"))
	}
	return append(out, s.P.T("score.under", "list", s.P.List(under)))
}

// Stepped is what a step from 100 to the total is called.
func (s Speech) Stepped(x appraisal.Standing, t scheme.Step) string {
	if t.Why == scheme.Lost {
		return s.P.T("score.step.lost", "no", t.No, "what", s.Indicator(x, t.No))
	}
	return s.P.T("score.step." + string(t.Why))
}

// ScoreGained is what an indicator gained, in words: a leaf may be open or not applicable.
func (s Speech) ScoreGained(x appraisal.Standing, no string) string {
	i := slices.IndexFunc(x.Sheet.Lines, func(l scheme.Line) bool { return l.No == no })
	if i >= 0 && x.Sheet.Lines[i].State != scheme.Scored {
		return s.P.T("score.state." + string(x.Sheet.Lines[i].State))
	}
	n, counts := x.Sheet.Under(no)
	if counts == 0 {
		return "—"
	}
	return s.P.Fixed(n, 2)
}

// ScoreMissing is what an indicator lost; "" = nothing.
func (s Speech) ScoreMissing(x appraisal.Standing, no string) string {
	n, counts := x.Sheet.Under(no)
	if counts == n {
		return ""
	}
	return s.P.Fixed(counts-n, 2)
}

// ScoreDocument is the sheet of a body as a document: how the score came about line by line, and the figures of the
// plots. Vetoes that are only proposed are not in it: it may be handed on to who may not know of them.
func (s Speech) ScoreDocument(b appraisal.Beside, foot []string) official.Document {
	x, t, points := b.Standing, s.P.T, func(n int64) string { return s.P.Fixed(n, 2) }
	d := official.Document{Form: official.Plain, Title: []string{t("score.of", "body", x.Name, "year", b.Year)},
		Foot: strings.Join(foot, " · ")}
	if !s.P.Chinese() {
		d.Lang = s.P.Lang()
	}
	say := func(text string) { d.Body = append(d.Body, official.Block{Text: text}) }
	say(s.label(policy.AppraisalScheme, x.Scheme.Code) + " · " + t("score.day", "day", s.Day))
	say(s.Scored(x))
	say(t("score.running"))
	heading := func(key string) {
		d.Body = append(d.Body, official.Block{Text: t(key), Level: official.First})
	}
	table := func(rows [][]string, cols ...official.Column) {
		d.Body = append(d.Body, official.Block{Table: &official.Table{Columns: cols, Rows: rows}})
	}
	col := func(key string, width int) official.Column { return official.Column{Label: t(key), Width: width} }
	num := func(key string, width int) official.Column {
		return official.Column{Label: t(key), Width: width, Right: true}
	}
	heading("score.lines")
	table(s.scoreLines(x), col("score.col.indicator", 8), num("score.col.points", 3), num("score.col.gained", 3),
		num("score.col.missing", 3), col("score.how", 11))
	heading("score.sum")
	table(s.scoreSums(x), col("score.sum.item", 5), num("score.col.gained", 2), col("score.sum.note", 6))
	if len(x.Sheet.Cases) > 0 {
		heading("score.cases")
		var rows [][]string
		for _, c := range x.Sheet.Cases {
			rows = append(rows, []string{s.CaseOutcome(c), s.CaseWorked(x, c), points(-c.Deducted)})
		}
		table(rows, col("score.case.outcome", 3), col("score.how", 5), num("score.deducted", 2))
	}
	if !x.Sheet.Known() {
		return d
	}
	heading("score.steps")
	rows := [][]string{{t("score.steps.full"), "", points(scheme.Full)}}
	for _, step := range x.Scheme.Steps(x.Sheet) {
		rows = append(rows, []string{s.Stepped(x, step), s.Signed(step.By), points(step.At)})
	}
	d.Body = append(d.Body, official.Block{Chart: s.stepped(x)})
	table(append(rows, []string{t("score.total"), "", points(x.Sheet.Total)}), col("score.steps.what", 6),
		num("score.steps.by", 2), num("score.steps.at", 2))
	heading("score.compare")
	for _, line := range s.Compared(b) {
		say(line)
	}
	if b.Peers != nil {
		say(t("score.totals", "list", s.P.List(s.Totals(b.Peers))))
		chart := official.Chart{Unit: "%", Scale: 100, Note: t("score.rates")}
		rows = nil
		for _, m := range b.Peers.Means {
			chart.Labels = append(chart.Labels, s.Indicator(x, m.No))
			chart.Values = append(chart.Values, (2*m.Gained*scheme.Full+m.Counts)/(2*m.Counts))
			rows = append(rows, append([]string{m.No + " " + s.Indicator(x, m.No)}, s.MeanRow(m)...))
		}
		d.Body = append(d.Body, official.Block{Chart: &chart})
		table(rows, col("score.col.indicator", 6), num("score.col.counts", 2), num("score.col.gained", 2),
			num("score.col.mean", 2), num("score.col.beside", 2))
	}
	if len(b.Years) > 1 {
		heading("score.years")
		rows = nil
		for _, y := range b.Years {
			rows = append(rows, s.YearRow(y))
		}
		d.Body = append(d.Body, official.Block{Chart: s.yearly(b.Years)})
		table(rows, col("score.year", 1), num("score.col.total", 1), num("score.col.median", 1), col("score.col.rank", 1),
			col("score.col.grade", 1))
	}
	return d
}

// Totals are the totals of a group, the highest first.
func (s Speech) Totals(p *appraisal.Peers) (out []string) {
	for _, n := range slices.Backward(p.Totals) {
		out = append(out, s.P.Fixed(n, 2))
	}
	return out
}

// MeanRow are the figures of an indicator beside the mean of the group: points, gained, mean, above or below it.
func (s Speech) MeanRow(m appraisal.Mean) []string {
	if !m.Told() {
		return []string{s.P.Fixed(m.Counts, 2), s.P.Fixed(m.Gained, 2), "—", ""}
	}
	return []string{s.P.Fixed(m.Counts, 2), s.P.Fixed(m.Gained, 2), s.P.Fixed(m.Mean, 2), s.Signed(-m.Under())}
}

// YearRow is how a body stood in a year: year, total, the median of its group, rank, grade.
func (s Speech) YearRow(y appraisal.Year) []string {
	median := ""
	if y.Peers != nil {
		median = s.P.Fixed(y.Peers.Median, 2)
	}
	return []string{s.P.T("score.year.of", "year", y.Year), s.P.Fixed(y.Total, 2), median,
		s.P.T("score.rank", "rank", y.Rank, "of", y.Of), s.label(policy.AppraisalGrade, y.Grade)}
}

// scoreLines are the indicators of a sheet with how each came about.
func (s Speech) scoreLines(x appraisal.Standing) (rows [][]string) {
	for _, i := range x.Scheme.Indicators {
		how := ""
		if !x.Scheme.Parent(i.No) {
			how = s.Ruled(i)
			n := slices.IndexFunc(x.Sheet.Lines, func(l scheme.Line) bool { return l.No == i.No })
			if n >= 0 && i.Source == scheme.Facts {
				how = strings.TrimSpace(how + "\n" + strings.Join(x.Sheet.Lines[n].Result.Steps(s.P.Lang()), " = "))
			}
			if n >= 0 && len(x.Sheet.Lines[n].Tallies) > 0 {
				how = strings.TrimSpace(how + "\n" + strings.Join(s.Polled(x.Scheme, x.Sheet.Lines[n]), "\n"))
			}
		}
		rows = append(rows, []string{i.No + " " + s.Indicator(x, i.No), s.P.Fixed(i.Points, 2), s.ScoreGained(x, i.No),
			s.ScoreMissing(x, i.No), how})
	}
	return rows
}

// scoreSums are how the total came about, with each addition and deduction that is not nothing.
func (s Speech) scoreSums(x appraisal.Standing) (rows [][]string) {
	sum, points := x.Sheet, func(n int64) string { return s.P.Fixed(n, 2) }
	add := func(label string, n int64, note string) { rows = append(rows, []string{label, points(n), note}) }
	extras := func(deducts bool) {
		for _, e := range sum.Extras {
			if e.Deducts == deducts && e.Gained > 0 {
				add("　"+s.Extra(e.Code), e.Gained, "")
			}
		}
	}
	add(s.P.T("score.raw"), sum.Raw, s.P.T("score.applicable", "points", points(sum.Applicable)))
	add(s.P.T("score.normal"), sum.Normal, s.P.T("score.normal.say"))
	add(s.P.T("score.added"), sum.Added, s.P.T("score.added.say", "most", points(x.Scheme.AddMost)))
	extras(false)
	add(s.P.T("score.deducted"), sum.Deducted, "")
	extras(true)
	note := ""
	if x.Scheme.CasesByIndicator() && len(sum.Cases) > 0 {
		note = s.P.T("score.cases.indicator")
	}
	add(s.P.T("score.cases"), sum.ForCases, note)
	add(s.P.T("score.total"), sum.Total, "")
	return rows
}
