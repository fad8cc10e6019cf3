package policy

import (
	"cmp"
	"slices"

	"shuangze/internal/appraisal/scheme"
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
// each of its parts by rule, institution and level of responsibility. No two of them may be called the same, since a
// formula would read either: a rule called like another, or like an institution, is refused.
func (p *Pack) readFacts(r *parser) {
	t := r.table("facts.txt", Fact.section(), "代码", "中文", "英文", "分项", "分项英文", "单位", "怎么数", "英文说明")
	names := []formula.Name{{Key: scheme.Points, Zh: scheme.PointsZh, En: scheme.PointsEn}}
	at := map[string]Rule{} // where the row stands that gave a name, by the name's key
	parts := map[string][2]string{}
	p.words(t, Fact, func(c cursor, w Word) {
		if !slices.Contains(facts.Keys, w.Code) {
			c.fault("policy.fact-unknown", "value", w.Code)
		}
		f := FactNamed{formula.Name{Key: w.Code, Zh: w.Zh, En: w.En}, c.text("单位"), c.text("怎么数"), c.text("英文说明"), w.Rule}
		p.Facts = append(p.Facts, f)
		names, at[f.Key] = append(names, f.Name), w.Rule
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
				n := formula.Name{Key: facts.Part(f.Key, by.by, code), Zh: w.Zh + "·" + short[0], En: w.En + ": " + short[1]}
				names, at[n.Key] = append(names, n), w.Rule
			}
		}
	}
	names = append(names, p.caseNames()...)
	for code, w := range p.labels[CaseOutcome] {
		at[scheme.TeamWith(code)] = w.Rule
	}
	said := map[Rule]bool{} // a rule called like another is told once and not for each of its facts
	for _, x := range formula.Clashes(names) {
		place := cmp.Or(at[x.Then.Key], at[x.First.Key])
		if !said[place] {
			r.fault(place.File, place.Line, "policy.fact-named-twice", "value", x.Word, "first", x.First.Key, "then", x.Then.Key)
		}
		said[place] = true
	}
	p.FactNames = formula.NameAll(names[1:])
}
