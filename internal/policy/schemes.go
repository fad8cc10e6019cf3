package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/formula"
	"shuangze/internal/when"
)

// The words of the tables for what the program knows by codes.
var (
	sides   = map[string]bodies.Side{"主体责任": bodies.Principal, "监督责任": bodies.Supervisory}
	origins = map[string]scheme.Source{"数据": scheme.Facts, "评分": scheme.Mark, "测评": scheme.Survey}
	extras  = map[string]bool{"加分": false, "扣分": true}
)

// drafts are the schemes of a pack while they are read: each with the lines of its rows.
type drafts struct {
	list []*draft
	by   map[string]*draft // by code
}

type draft struct {
	scheme.Scheme
	at map[scheme.Part][]cursor
}

// Scheme is the scheme by which bodies of a kind are assessed in a year; nil = there is none.
func (p *Pack) Scheme(kind bodies.BodyKind, year int) *scheme.Sound {
	for _, s := range p.Schemes {
		if s.Takes(kind, year) {
			return s
		}
	}
	return nil
}

// readSchemes reads the assessment schemes. The tables below the first say by the column 办法 for which schemes a row
// is, several separated by “、”.
func (p *Pack) readSchemes(r *parser) {
	const file = "schemes.txt"
	d := &drafts{by: map[string]*draft{}}
	times, least := p.rulings(r, file)
	t := r.table(file, AppraisalScheme.section(), "代码", "中文", "英文", "责任", "适用", "起年度", "止年度", "加分上限", "合并排名")
	p.words(t, AppraisalScheme, func(c cursor, w Word) {
		x := &draft{Scheme: scheme.Scheme{Code: w.Code, Zh: w.Zh, En: w.En, AddMost: c.points("加分上限"), Times: times,
			Least: least, Side: chosen(c, "责任", sides)}, at: map[scheme.Part][]cursor{scheme.InScheme: {c}}}
		for _, code := range apart(c.text("适用")) {
			if !p.known(Body)(code) {
				c.fault("policy.code-unknown", "column", "适用", "value", code, "section", Body.section())
				continue
			}
			x.Bodies = append(x.Bodies, bodies.BodyKind(code))
		}
		x.Years = when.Period{From: when.Date(c.number("起年度", 2000, 2100), 1, 1), To: when.Open}
		if c.may("止年度") != "" {
			if x.Years.To = when.Date(c.number("止年度", 2000, 2100)+1, 1, 1); x.Years.To <= x.Years.From {
				c.fault("policy.period-reversed", "from", c.may("起年度"), "to", c.may("止年度"))
			}
		}
		for _, group := range apart(c.may("合并排名")) {
			var g []string
			for code := range strings.SplitSeq(group, "+") {
				if code = strings.TrimSpace(code); !p.known(UnitCategory)(code) {
					c.fault("policy.code-unknown", "column", "合并排名", "value", code, "section", UnitCategory.section())
					continue
				}
				g = append(g, code)
			}
			x.Groups = append(x.Groups, g)
		}
		d.overlap(c, x)
		d.list = append(d.list, x)
		if d.by[w.Code] == nil {
			d.by[w.Code] = x
		}
	})
	p.readIndicators(r, "indicators.txt", d)
	p.readVoters(r, file, d)
	p.readExtras(r, file, d)
	d.check(p, r)
}

// overlap refuses two schemes for bodies of one kind in one year.
func (d *drafts) overlap(c cursor, x *draft) {
	for _, old := range d.list {
		for _, kind := range x.Bodies {
			if old.Years.Overlaps(x.Years) && slices.Contains(old.Bodies, kind) {
				c.fault("policy.scheme-overlap", "value", string(kind), "first", old.at[scheme.InScheme][0].line)
			}
		}
	}
}

// Course is what binds the course of an assessment (spec 4.1).
type Course struct {
	Object Limit // from the feedback to an objection [R]
	Answer Limit // from that to its answer [R]
	Notice Limit // for which a result is public before it is approved [R]
	Apart  int64 // by how many percent of an item's points two assessors may differ [D]
}

// rulings reads by what the points of a case are multiplied, and what binds the course.
func (p *Pack) rulings(r *parser, file string) (t scheme.Times, least int64) {
	got := r.items(file, "考核规定", "班子成员倍数", "自查自处倍数", "主动报告倍数", "隐瞒不报倍数", "异议期限", "复核答复期限",
		"公示期限", "评分差异", "测评不单列")
	for name, to := range map[string]*Limit{"异议期限": &p.Course.Object, "复核答复期限": &p.Course.Answer,
		"公示期限": &p.Course.Notice} {
		if c, ok := got[name]; ok {
			*to = c.limit("值")
		}
	}
	if c, ok := got["评分差异"]; ok {
		p.Course.Apart = int64(c.number("值", 0, 100))
	}
	if c, ok := got["测评不单列"]; ok {
		least = int64(c.number("值", 1, 100))
	}
	for name, to := range map[string]*int64{"班子成员倍数": &t.Team, "自查自处倍数": &t.Handled, "主动报告倍数": &t.Reported,
		"隐瞒不报倍数": &t.Concealed} {
		if c, ok := got[name]; ok {
			if *to = c.points("值"); *to > scheme.MostTimes {
				c.fault("scheme.times", "value", c.may("值"))
				*to = 0
			}
		}
	}
	return t, least
}

func (p *Pack) readIndicators(r *parser, file string, d *drafts) {
	t := r.table(file, "考核指标", "办法", "编号", "中文", "英文", "分值", "来源", "算法", "评分", "评分说明", "英文说明", "佐证")
	t.each(func(c cursor) {
		x := scheme.Indicator{No: c.text("编号"), Zh: c.text("中文"), En: c.text("英文"), Points: c.points("分值"),
			Formula: c.may("算法"), Rule: c.may("评分说明"), RuleEn: c.may("英文说明"), Proof: c.may("佐证"), Office: p.office(c)}
		if c.may("来源") != "" {
			x.Source = chosen(c, "来源", origins)
		}
		c.rule()
		d.each(c, scheme.InIndicator, func(s *draft) { s.Indicators = append(s.Indicators, x) })
	})
}

// readExtras reads what stands beside the tree: additions and deductions, cases and vetoes, which a county may have
// none of, and grades.
func (p *Pack) readExtras(r *parser, file string, d *drafts) {
	t := r.optional(file, AppraisalExtra.section(), "办法", "代码", "中文", "英文", "加扣", "来源", "算法", "上限", "评分", "评分说明", "英文说明")
	p.words(t, AppraisalExtra, func(c cursor, w Word) {
		x := scheme.Extra{Code: w.Code, Zh: w.Zh, En: w.En, Deducts: chosen(c, "加扣", extras),
			Source:  chosen(c, "来源", origins),
			Formula: c.may("算法"), Most: c.points("上限"), Rule: c.may("评分说明"), RuleEn: c.may("英文说明"), Office: p.office(c)}
		d.each(c, scheme.InExtra, func(s *draft) { s.Extras = append(s.Extras, x) })
	})
	t = r.optional(file, "案件扣分", "办法", "处理结果", "扣分")
	t.each(func(c cursor) {
		x := scheme.Outcome{Code: c.of("处理结果", p, CaseOutcome), Points: c.points("扣分")}
		c.rule()
		d.each(c, scheme.InOutcome, func(s *draft) { s.Cases = append(s.Cases, x) })
	})
	t = r.optional(file, AppraisalVeto.section(), "办法", "代码", "中文", "英文", "文号", "提出")
	p.words(t, AppraisalVeto, func(c cursor, w Word) {
		x := scheme.Veto{Code: w.Code, Zh: w.Zh, En: w.En, Document: c.may("文号"), Formula: c.may("提出")}
		d.each(c, scheme.InVeto, func(s *draft) { s.Vetoes = append(s.Vetoes, x) })
	})
	t = r.table(file, AppraisalGrade.section(), "办法", "代码", "中文", "英文", "最低分", "名额")
	p.words(t, AppraisalGrade, func(c cursor, w Word) {
		x := scheme.Grade{Code: w.Code, Zh: w.Zh, En: w.En, Least: c.points("最低分")}
		if s := c.may("名额"); s != "" {
			n, ok := field.ParseMark(strings.TrimSuffix(s, "%"))
			if !ok || n%100 != 0 || !strings.HasSuffix(s, "%") || n > 100*100 {
				c.fault("policy.scheme-quota", "value", s)
			}
			x.Quota = int(n / 100)
		}
		d.each(c, scheme.InGrade, func(s *draft) { s.Grades = append(s.Grades, x) })
	})
}

// each hands on the schemes that a row is for.
func (d *drafts) each(c cursor, part scheme.Part, f func(s *draft)) {
	for _, code := range apart(c.text("办法")) {
		s := d.by[code]
		if s == nil {
			if len(d.list) > 0 {
				c.fault("policy.code-unknown", "column", "办法", "value", code, "section", AppraisalScheme.section())
			}
			continue
		}
		f(s)
		s.at[part] = append(s.at[part], c)
	}
}

// ofAll are the faults that follow from several rows: where one of them could not be read they say nothing new.
var ofAll = []string{"scheme.sum", "scheme.children", "scheme.parent", "scheme.grades", "scheme.grade-last",
	"scheme.grade-order", "scheme.bodies", "scheme.source", "scheme.voters-sum", "scheme.voters-none",
	"scheme.voters-source"}

// check makes schemes of what was read; each fault stands at the line of its row, one of several schemes' once.
func (d *drafts) check(p *Pack, r *parser) {
	torn, said := map[string]bool{}, map[string]bool{}
	for _, f := range r.faults {
		torn[f.Place()] = true
	}
	for _, x := range d.list {
		s, faults := scheme.Check(x.Scheme, p.FactNames, "zh-CN")
		if s != nil {
			p.Schemes = append(p.Schemes, s)
		}
		unread := torn[r.sections[AppraisalScheme.section()].file]
		for _, rows := range x.at {
			unread = unread || slices.ContainsFunc(rows, func(c cursor) bool { return torn[c.place()] })
		}
		for _, f := range faults {
			c := x.at[f.Part][f.Index]
			if torn[c.place()] || unread && slices.Contains(ofAll, f.Key) {
				continue
			}
			kv := []any{"scheme", x.Code}
			for k, v := range f.Data {
				kv = append(kv, k, v)
			}
			if key := c.place() + f.Key + fmt.Sprint(f.At); !said[key] {
				said[key] = true
				c.fault(f.Key, kv...)
			}
		}
	}
}

func (c cursor) place() string { return Fault{File: c.t.file, Line: c.line}.Place() }

// points is a number of points with at most two decimals, as hundredths.
func (c cursor) points(column string) int64 {
	s := c.text(column)
	if s == "" {
		return 0
	}
	n, ok := field.ParseMark(s)
	if !ok {
		c.fault("policy.scheme-points", "column", column, "value", s)
	}
	return n
}

// office is the organ that gives a mark; "" where nobody does.
func (p *Pack) office(c cursor) bodies.BodyKind {
	if c.may("评分") == "" {
		return ""
	}
	return bodies.BodyKind(c.of("评分", p, Body))
}

// chosen is one of a few words, as the program knows it.
func chosen[T any](c cursor, column string, words map[string]T) (x T) {
	s := c.text(column)
	x, ok := words[s]
	if s != "" && !ok {
		all := strings.Join(slices.Sorted(maps.Keys(words)), "、")
		c.fault("policy.scheme-word", "column", column, "value", s, "words", all)
	}
	return x
}

// apart are codes that stand in one cell.
func apart(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '、' || r == ' ' })
}

// caseNames are what formulas may say of cases, with the outcomes of the pack.
func (p *Pack) caseNames() []formula.Name {
	var list []formula.Name
	for _, code := range p.codes[CaseOutcome] {
		w := p.labels[CaseOutcome][code]
		list = append(list, formula.Name{Key: code, Zh: w.Zh, En: w.En})
	}
	return scheme.CaseNames(list)
}
