package policy

import (
	"shuangze/internal/accountability/matters"
	"shuangze/internal/when"
)

// Ground is a regulation by which somebody is held to account, and when it was in force.
type Ground struct {
	Name  string
	Force when.Period
	Rule
}

// Accountability is what binds matters of accountability.
type Accountability struct {
	Serve, Report, Appeal, Answer Limit
	Grounds                       []Ground
	Situations                    map[string]when.Period // in which they were of the regulation in force
	Ways                          map[string]matters.Way
	Triggers                      []string // gravities of cases of which it is weighed whether a matter is proposed
	Words                         []string // that look like case content
}

// forever ends what is in force still.
const forever = when.Day(1 << 30)

// force is the days from a first to a last.
func (c cursor) force() (p when.Period) {
	from, ok := c.day("起")
	p = when.Period{From: from, To: forever}
	if c.may("止") != "" {
		if last, fine := c.day("止"); fine {
			p.To = last + 1
		}
	}
	if ok && p.To <= p.From {
		c.fault("policy.ground-dates")
	}
	return p
}

func (p *Pack) readAccountability(r *parser) {
	const file = "accountability.txt"
	a := &p.Accountability
	got := r.items(file, "问责规定", "送达", "执行报告", "申诉期限", "申诉答复", "提示案件")
	for name, to := range map[string]*Limit{"送达": &a.Serve, "执行报告": &a.Report, "申诉期限": &a.Appeal,
		"申诉答复": &a.Answer} {
		if c, ok := got[name]; ok {
			*to = c.limit("值")
		}
	}
	if c, ok := got["提示案件"]; ok {
		a.Triggers = p.named(c, "值", CaseGravity)
	}
	p.plain(r, file, MatterSource, matters.OfCase, matters.Inaction, matters.Referral)
	r.table(file, "问责依据", "名称", "起", "止").each(func(c cursor) {
		a.Grounds = append(a.Grounds, Ground{c.text("名称"), c.force(), c.rule()})
	})
	a.Situations = map[string]when.Period{}
	p.words(r.table(file, MatterSituation.section(), "代码", "中文", "英文", "起", "止"), MatterSituation,
		func(c cursor, w Word) { a.Situations[w.Code] = c.force() })
	a.Ways = map[string]matters.Way{}
	p.words(r.table(file, MatterOutcome.section(), "代码", "中文", "英文", "对象", "凭文号", "登记种类"), MatterOutcome,
		func(c cursor, w Word) {
			way := matters.Way{Target: matters.Leader, Formal: c.yes("凭文号")}
			switch c.text("对象") {
			case "班子":
				way.Target = matters.Body
			case "干部":
			default:
				c.fault("policy.matter-target", "value", c.may("对象"))
			}
			way.Kinds = p.recorded(c, "登记种类", way.Formal)
			a.Ways[w.Code] = way
		})
	p.plain(r, file, MatterExempt)
	p.plain(r, file, MatterLighter)
	p.plain(r, file, MatterHeavier)
	r.table(file, "案情用语", "用语").each(func(c cursor) { a.Words = append(a.Words, c.text("用语")) })
}

// recorded are the kinds of decisions on people that a cell names: a kind by its word, or all of a family. What the
// ruling itself decides is of one kind. An empty cell leaves no effect.
func (p *Pack) recorded(c cursor, column string, formal bool) (out []string) {
	cell := c.may(column)
	if family, ok := families[cell]; ok {
		for _, k := range p.Effects.Kinds {
			if k.Family == family {
				out = append(out, k.Code)
			}
		}
	} else if cell != "" {
		out = p.named(c, column, EffectKind)
	}
	if !formal && len(out) > 1 {
		c.fault("policy.matter-kinds", "value", cell)
	}
	return out
}

// MatterLaw is what rules of matters ask of this policy.
func (p *Pack) MatterLaw() matters.Statutes {
	a := &p.Accountability
	return matters.Statutes{Ways: a.Ways,
		Ground: func(on when.Day) string {
			for _, g := range a.Grounds {
				if g.Force.Holds(on) {
					return g.Name
				}
			}
			return ""
		},
		Situation: func(code string, on when.Day) bool { return a.Situations[code].Holds(on) }}
}
