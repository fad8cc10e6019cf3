package policy

import (
	"slices"

	"shuangze/internal/facts"
	"shuangze/internal/formula"
)

// FactNamed is what a fact is called, its unit, and how it is counted in words.
type FactNamed struct {
	formula.Name
	Unit, AboutZh, AboutEn string
	Rule
}

// readFacts reads what facts are called and makes the names that formulas may use: each fact, and where it is split,
// each of its parts by rule, institution and level of responsibility.
func (p *Pack) readFacts(r *parser) {
	t := r.table("facts.txt", Fact.section(), "代码", "中文", "英文", "分项", "分项英文", "单位", "怎么数", "英文说明")
	var names []formula.Name
	parts := map[string][2]string{}
	p.words(t, Fact, func(c cursor, w Word) {
		if !slices.Contains(facts.Keys, w.Code) {
			c.fault("policy.fact-unknown", "value", w.Code)
		}
		f := FactNamed{formula.Name{Key: w.Code, Zh: w.Zh, En: w.En}, c.text("单位"), c.text("怎么数"), c.text("英文说明"), w.Rule}
		p.Facts = append(p.Facts, f)
		names = append(names, f.Name)
		if zh := c.may("分项"); zh != "" {
			parts[w.Code] = [2]string{zh, c.text("分项英文")}
		}
	})
	for _, f := range p.Facts {
		short, split := parts[f.Key]
		if !split {
			continue
		}
		for _, by := range []struct {
			by   string
			kind Kind
		}{{facts.ByRule, DutyRule}, {facts.ByInstitution, Institution}, {facts.ByLevel, DutyLevel}} {
			for _, code := range p.Codes(by.kind) {
				w := p.labels[by.kind][code]
				names = append(names, formula.Name{Key: facts.Part(f.Key, by.by, code), Zh: w.Zh + "·" + short[0], En: w.En + ": " + short[1]})
			}
		}
	}
	p.FactNames = formula.NameAll(names)
}
