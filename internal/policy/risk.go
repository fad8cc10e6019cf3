package policy

import "shuangze/internal/institutions/risks"

// readRisks reads how risk points are graded; a middle one is below a high one.
func (p *Pack) readRisks(r *parser) {
	const file = "risks.txt"
	p.plain(r, file, RiskKind)
	got := r.items(file, "风险等级", "高风险", "中风险")
	if c, ok := got["高风险"]; ok {
		p.Risk.High = c.number("值", 3, risks.ValueMost)
	}
	if c, ok := got["中风险"]; ok && p.Risk.High > 0 {
		p.Risk.Middle = c.number("值", 2, p.Risk.High-1)
	}
}
