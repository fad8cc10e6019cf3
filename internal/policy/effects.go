package policy

import (
	"maps"
	"slices"
	"strings"

	"shuangze/internal/accountability/effect"
	"shuangze/internal/when"
)

// The words of effects.txt for what the program knows by codes.
var (
	families = map[string]string{"党纪": effect.Party, "政务": effect.Service, "诫勉": effect.Admonition,
		"组织": effect.Organisational, "问责": effect.Accountability}
	following = map[string]bool{"接续": true, "各算": false}
	together  = map[string]bool{"从重": true, "并存": false}
	summing   = map[string]bool{"可以": true, "不可以": false}
)

const (
	effectsFile = "effects.txt"
	fixedBy     = "决定至多" // before a limit: the decision says how long
	lasting     = "长期"
	none        = "无"
)

// readEffects reads for how long decisions on people stand in the way of what (spec 4.3). A pack from before there were
// such rules has none of the tables: then no kind of decision can be registered.
func (p *Pack) readEffects(r *parser) {
	e := &p.Effects
	e.Weights = map[string]int{}
	if r.sections[EffectKind.section()] == nil {
		return
	}
	t := r.table(effectsFile, EffectKind.section(), "代码", "中文", "英文", "类型", "轻重")
	p.words(t, EffectKind, func(c cursor, w Word) {
		e.Kinds = append(e.Kinds, effect.Kind{Code: w.Code, Family: chosen(c, "类型", families),
			Weight: c.number("轻重", 1, 20)})
	})
	p.plain(r, effectsFile, EffectUse, effect.Annual)
	t = r.table(effectsFile, EffectGrade.section(), "代码", "中文", "英文", "轻重")
	p.words(t, EffectGrade, func(c cursor, w Word) { e.Weights[w.Code] = c.number("轻重", 1, 20) })
	p.readPeriods(r)
	p.readMerges(r)
	p.readBars(r)
	p.readGrades(r)
	p.readGrounds(r)
	p.readVetoed(r)
	got := r.items(effectsFile, "使用核查", "待登记决定", "不需决定的结果", "问责未结")
	if c, ok := got["待登记决定"]; ok {
		if l := c.limit("值"); l.Span == Months {
			e.CaseMonths = l.N
		} else {
			c.fault("policy.effect-months", "value", c.may("值"))
		}
	}
	if c, ok := got["问责未结"]; ok {
		e.MatterUses = p.named(c, "值", EffectUse)
	}
	if c, ok := got["不需决定的结果"]; ok {
		for _, code := range apart(c.text("值")) {
			if !p.known(CaseOutcome)(code) {
				c.fault("policy.code-unknown", "column", "值", "value", code, "section", CaseOutcome.section())
			}
			e.CaseSpares = append(e.CaseSpares, code)
		}
	}
}

// named are codes of a table that a cell names by their Chinese words.
func (p *Pack) named(c cursor, column string, kind Kind) (out []string) {
	of := map[string]string{}
	for _, code := range p.codes[kind] {
		of[p.labels[kind][code].Zh] = code
	}
	for _, word := range apart(c.text(column)) {
		code, ok := of[word]
		switch {
		case !ok:
			c.fault("policy.code-unknown", "column", column, "value", word, "section", kind.section())
		case slices.Contains(out, code):
			c.fault("policy.code-repeated", "value", word, "first", c.line)
		default:
			out = append(out, code)
		}
	}
	return out
}

// spans is the time in which a row holds: from the first day to the last, both included; an empty cell sets no end.
func (c cursor) spans(from, to string) when.Period {
	out := when.Period{To: when.Open}
	if c.may(from) != "" {
		out.From, _ = c.day(from)
	}
	if c.may(to) != "" {
		last, ok := c.day(to)
		if out.To = last + 1; ok && out.To <= out.From {
			c.fault("policy.period-reversed", "from", c.may(from), "to", c.may(to))
		}
	}
	return out
}

// months is a time limit in months; "" and 无 are none.
func (c cursor) months(column, cell string) int {
	if cell == "" || cell == none {
		return 0
	}
	l, ok := ParseLimit(cell)
	if !ok || l.Span != Months || l.N > 600 {
		c.fault("policy.effect-months", "column", column, "value", cell)
	}
	return l.N
}

// dated notes rows of a table of which two hold for one thing at one time.
type dated map[string][]struct {
	in   when.Period
	line int
}

func (d dated) take(c cursor, what string, in when.Period) {
	for _, old := range d[what] {
		if old.in.Overlaps(in) {
			c.fault("policy.effect-twice", "value", what, "first", old.line)
			return
		}
	}
	d[what] = append(d[what], struct {
		in   when.Period
		line int
	}{in, c.line})
}

func (p *Pack) readPeriods(r *parser) {
	e, seen := &p.Effects, dated{}
	t := r.table(effectsFile, "影响期", "种类", "决定起", "决定止", "察看期", "期限", "条款")
	t.each(func(c cursor) {
		c.rule()
		x := effect.Period{In: c.spans("决定起", "决定止"), Clause: c.text("条款"),
			Probation: c.months("察看期", c.may("察看期"))}
		cell := c.text("期限")
		bare, fixed := strings.CutPrefix(cell, fixedBy)
		if x.Forever = cell == lasting; !x.Forever {
			x.Months, x.Fixed = c.months("期限", bare), fixed
		}
		if x.Probation > 0 && (x.Months == 0 || fixed) {
			c.fault("policy.effect-probation")
		}
		for _, kind := range p.named(c, "种类", EffectKind) {
			x.Kind = kind
			seen.take(c, p.labels[EffectKind][kind].Zh, x.In)
			e.Periods = append(e.Periods, x)
		}
	})
	for _, k := range e.Kinds {
		if w := p.labels[EffectKind][k.Code]; len(t.rows) > 0 && seen[w.Zh] == nil {
			r.fault(t.file, t.line, "policy.code-absent", "section", t.name, "value", w.Zh)
		}
	}
}

func (p *Pack) readMerges(r *parser) {
	seen := dated{}
	t := r.table(effectsFile, "影响期合并", "类型", "决定起", "决定止", "期内新处分", "同一决定", "同种合并", "最长", "条款")
	t.each(func(c cursor) {
		c.rule()
		x := effect.Merge{Family: chosen(c, "类型", families), In: c.spans("决定起", "决定止"),
			Follows: chosen(c, "期内新处分", following), One: chosen(c, "同一决定", together),
			Sums: chosen(c, "同种合并", summing), Most: c.months("最长", c.may("最长")), Clause: c.text("条款")}
		seen.take(c, c.may("类型"), x.In)
		p.Effects.Merges = append(p.Effects.Merges, x)
	})
	t.need(func(family string) bool { return seen[family] != nil }, slices.Sorted(maps.Keys(families))...)
}

func (p *Pack) readBars(r *parser) {
	seen := dated{}
	t := r.table(effectsFile, "使用限制", "种类", "用途", "决定起", "决定止", "期限", "条款")
	t.each(func(c cursor) {
		c.rule()
		x := effect.Bar{In: c.spans("决定起", "决定止"), Clause: c.text("条款")}
		if x.Forever = c.may("期限") == lasting; !x.Forever {
			x.Months = c.months("期限", c.may("期限"))
		}
		uses := p.named(c, "用途", EffectUse)
		for _, kind := range p.named(c, "种类", EffectKind) {
			for _, use := range uses {
				if use == effect.Annual {
					c.fault("policy.effect-annual", "value", p.labels[EffectUse][use].Zh)
					continue
				}
				x.Kind, x.Use = kind, use
				seen.take(c, p.labels[EffectKind][kind].Zh+" × "+p.labels[EffectUse][use].Zh, x.In)
				p.Effects.Bars = append(p.Effects.Bars, x)
			}
		}
	})
}

// gradeYears are the columns of the years that a decision leaves its mark on.
var gradeYears = []string{"当年", "次年", "第三年"}

func (p *Pack) readGrades(r *parser) {
	seen := dated{}
	t := r.table(effectsFile, "年度考核影响", append([]string{"种类", "决定起", "决定止", "条款"}, gradeYears...)...)
	t.each(func(c cursor) {
		c.rule()
		x := effect.Grade{In: c.spans("决定起", "决定止"), Clause: c.text("条款")}
		for i, column := range gradeYears {
			result := ""
			if c.may(column) != "" {
				if got := p.named(c, column, EffectGrade); len(got) == 1 {
					result = got[0]
				}
				if i > 0 && c.may(gradeYears[i-1]) == "" {
					c.fault("policy.effect-gap", "column", column)
				}
			}
			x.Years = append(x.Years, result)
		}
		for _, kind := range p.named(c, "种类", EffectKind) {
			x.Kind = kind
			seen.take(c, p.labels[EffectKind][kind].Zh, x.In)
			p.Effects.Grades = append(p.Effects.Grades, x)
		}
	})
}

func (p *Pack) readGrounds(r *parser) {
	seen := dated{}
	t := r.table(effectsFile, "处分依据", "类型", "事实起", "事实止", "名称")
	t.each(func(c cursor) {
		c.rule()
		x := effect.Ground{Family: chosen(c, "类型", families), In: c.spans("事实起", "事实止"), Title: c.text("名称")}
		seen.take(c, c.may("类型"), x.In)
		p.Effects.Grounds = append(p.Effects.Grounds, x)
	})
}

func (p *Pack) readVetoed(r *parser) {
	seen := dated{}
	t := r.table(effectsFile, "一票否决影响", "用途", "年数", "条款")
	t.each(func(c cursor) {
		c.rule()
		x := effect.Vetoed{Years: c.number("年数", 1, 10), Clause: c.text("条款")}
		for _, use := range p.named(c, "用途", EffectUse) {
			x.Use = use
			seen.take(c, p.labels[EffectUse][use].Zh, when.Period{To: when.Open})
			p.Effects.Vetoed = append(p.Effects.Vetoed, x)
		}
	})
}
