package exchange

import (
	"slices"
	"strconv"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/formula"
	"shuangze/internal/official"
	"shuangze/internal/policy"
	"shuangze/internal/when"
)

// SchemesDocument is the schemes of a pack as a document to be read, printed and signed: of each whom it is for, the
// tree with its points and rules in words, what adds and deducts, what cases cost, vetoes with the documents that allow
// them, and grades. about says of which version they are; only = "" for all, or the code of one.
func (s Speech) SchemesDocument(about, only string) official.Document {
	out := official.Document{Form: official.Plain, Lang: "en", Title: []string{s.P.T("scheme.title")},
		Body: []official.Block{{Text: about}}}
	if s.P.Chinese() {
		out.Lang = ""
	}
	for _, x := range s.Pack.Schemes {
		if only == "" || x.Code == only {
			if only != "" {
				out.Title = []string{s.label(policy.AppraisalScheme, x.Code)}
			}
			out.Body = append(out.Body, s.schemeBlocks(x)...)
		}
	}
	return out
}

func (s Speech) schemeBlocks(x *scheme.Sound) (out []official.Block) {
	var kinds []string
	for _, k := range x.Bodies {
		kinds = append(kinds, s.label(policy.Body, string(k)))
	}
	years := s.P.T("scheme.years.from", "from", x.Years.From.Year())
	if x.Years.To != when.Open {
		years = s.P.T("scheme.years", "from", x.Years.From.Year(), "to", x.Years.To.Year()-1)
	}
	head := func(l official.Level, text string) { out = append(out, official.Block{Text: text, Level: l}) }
	say := func(text string) { out = append(out, official.Block{Text: text}) }
	points := func(n int64) string { return s.P.Fixed(n, 2) }
	head(official.First, s.label(policy.AppraisalScheme, x.Code))
	say(s.P.T("scheme.for", "kinds", s.P.List(kinds), "years", years))

	head(official.Second, s.P.T("scheme.tree"))
	table := s.schemeTable("no", "indicator", "points-", "source", "rule", "proof")
	for i, share := range []int{8, 24, 10, 16, 44, 20} { // the rule is the longest to read
		table.Columns[i].Width = share
	}
	lines := slices.Clone(x.Indicators)
	slices.SortStableFunc(lines, func(a, b scheme.Indicator) int { return scheme.Order(a.No, b.No) })
	for _, i := range lines {
		table.Rows = append(table.Rows, []string{i.No, s.named(i.Zh, i.En), points(i.Points),
			s.source(i.Source, string(i.Office)), s.Ruled(i), i.Proof})
	}
	out = append(out, official.Block{Table: table})
	say(s.P.T("scheme.tree.say"))

	if table := s.votersTable(x); table != nil {
		head(official.Second, s.P.T("scheme.voters"))
		out = append(out, official.Block{Table: table})
		say(s.P.T("scheme.voters.say", "least", x.Least))
	}
	if len(x.Extras) > 0 {
		head(official.Second, s.P.T("scheme.extras"))
		table := s.schemeTable("what", "sign", "most-", "source", "rule")
		for _, e := range x.Extras {
			sign := "scheme.adds"
			if e.Deducts {
				sign = "scheme.deducts"
			}
			table.Rows = append(table.Rows, []string{s.named(e.Zh, e.En), s.P.T(sign), points(e.Most),
				s.source(e.Source, string(e.Office)), s.named(e.Rule, e.RuleEn)})
		}
		out = append(out, official.Block{Table: table})
		say(s.P.T("scheme.extras.say", "most", points(x.AddMost)))
	}
	if len(x.Cases) > 0 {
		head(official.Second, s.P.T("scheme.cases"))
		table := s.schemeTable("outcome", "points-")
		for _, c := range x.Cases {
			table.Rows = append(table.Rows, []string{s.label(policy.CaseOutcome, c.Code), points(c.Points)})
		}
		out = append(out, official.Block{Table: table})
		times := func(n int64) string { return formula.Of(n, 2).String() }
		say(s.P.T("scheme.cases.say", "team", times(x.Times.Team), "handled", times(x.Times.Handled),
			"reported", times(x.Times.Reported), "concealed", times(x.Times.Concealed)))
	}
	if len(x.Vetoes) > 0 {
		head(official.Second, s.P.T("scheme.vetoes"))
		table := s.schemeTable("ground", "document")
		for _, v := range x.Vetoes {
			r, document := s.Pack.RuleOf(policy.AppraisalVeto, v.Code), v.Document
			if r.Mark == "V" && !r.Verified {
				document = s.P.T("scheme.document.unverified", "document", document)
			}
			table.Rows = append(table.Rows, []string{s.named(v.Zh, v.En), r.Cites + document})
		}
		out = append(out, official.Block{Table: table})
		say(s.P.T("scheme.vetoes.say"))
	}
	head(official.Second, s.P.T("scheme.grades"))
	table = s.schemeTable("grade", "least-", "quota")
	for _, g := range x.Grades {
		quota := s.P.T("scheme.quota.none")
		if g.Quota > 0 {
			quota = s.P.T("scheme.quota", "percent", strconv.Itoa(g.Quota))
		}
		table.Rows = append(table.Rows, []string{s.named(g.Zh, g.En), points(g.Least), quota})
	}
	return append(out, official.Block{Table: table})
}

// schemeTable is a table with these columns; one of figures ends with -.
func (s Speech) schemeTable(columns ...string) *official.Table {
	out := &official.Table{}
	for _, c := range columns {
		right := c[len(c)-1] == '-'
		if right {
			c = c[:len(c)-1]
		}
		out.Columns = append(out.Columns, official.Column{Label: s.P.T("scheme.col." + c), Right: right})
	}
	return out
}

// source is where points come from, and who gives them.
func (s Speech) source(from scheme.Source, office string) string {
	switch {
	case from == "":
		return ""
	case office == "":
		return s.P.T("policy.source." + string(from))
	}
	return s.P.T("scheme.source.by", "source", s.P.T("policy.source."+string(from)),
		"office", s.label(policy.Body, office))
}
