package api

import (
	"shuangze/internal/policy"
)

// Policy is the rules in force, with where each comes from.
type Policy struct {
	Digest string      `json:"digest" doc:"SHA-256 of the pack, in hexadecimal."`
	County string      `json:"county" doc:"Division code."`
	Years  []int       `json:"years" doc:"Years whose working days are known."`
	Tables []RuleTable `json:"tables"`
}

// RuleTable is one table of codes.
type RuleTable struct {
	Kind  string `json:"kind"`
	Rules []Rule `json:"rules"`
}

// Rule is one code with its words, its limit and its source.
type Rule struct {
	Code      string `json:"code"`
	Label     string `json:"label" doc:"In the language asked for."`
	Limit     int    `json:"limit,omitempty"`
	LimitSpan string `json:"limitSpan,omitempty" enum:"working-day,day,month"`
	Due       day    `json:"due,omitzero" doc:"When it would be due if it began today."`
	Mark      string `json:"mark" enum:"T,R,D,V" doc:"T: the county’s own text; R: a regulation; D: our default; V: recalled, to be verified."`
	Cites     string `json:"cites,omitempty"`
	Verified  bool   `json:"verified"`
	Note      string `json:"note,omitempty"`
}

func getPolicy(c *call, _ none) (out Policy, err error) {
	p := c.face.Policy
	out = Policy{Digest: p.Digest, County: p.County.Code, Years: []int{}}
	for y := c.today().Year() - 1; y <= c.today().Year()+1; y++ {
		if p.Calendar.Known(y) {
			out.Years = append(out.Years, y)
		}
	}
	in := "en"
	if c.p.Chinese() {
		in = "zh"
	}
	table := func(kind policy.Kind, of func(code string) (policy.Rule, policy.Limit)) {
		t := RuleTable{string(kind), []Rule{}}
		for _, code := range p.Codes(kind) {
			r, l := of(code)
			x := Rule{Code: code, Label: p.LabelOn(kind, code, in, c.today()), Mark: string(r.Mark), Cites: r.Cites,
				Verified: r.Verified, Note: r.Note}
			if !l.None() {
				x.Limit, x.LimitSpan, x.Due = l.N, string(l.Span), day(l.From(p.Calendar, c.today()).Due)
			}
			t.Rules = append(t.Rules, x)
		}
		out.Tables = append(out.Tables, t)
	}
	words := func(m map[string]policy.Word) func(string) (policy.Rule, policy.Limit) {
		return func(code string) (policy.Rule, policy.Limit) { return m[code].Rule, policy.Limit{} }
	}
	table(policy.ProblemLevel, func(code string) (policy.Rule, policy.Limit) {
		return p.Levels[code].Rule,
			p.Levels[code].Limit
	})
	table(policy.Urgency, func(code string) (policy.Rule, policy.Limit) {
		return p.Order.Urgencies[code].Rule, p.Order.Urgencies[code].Limit
	})
	table(policy.Source, words(p.Sources))
	table(policy.Category, words(p.Categories))
	table(policy.UnitCategory, words(p.UnitCategories))
	table(policy.Body, words(p.Bodies))
	table(policy.PersonLevel, words(p.PersonLevels))
	table(policy.OrganDuty, func(code string) (policy.Rule, policy.Limit) { return p.Duties[code].Rule, policy.Limit{} })
	return out, nil
}

func policyOperations() []operation {
	return []operation{get("getPolicy", "/policy", "policy.see", "policy", "The rules in force with their sources",
		getPolicy)}
}
