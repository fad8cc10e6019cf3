package api

import (
	"shuangze/internal/burden"
	"shuangze/internal/exchange"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

type burdenQuery struct {
	Month string `query:"month" maxLength:"7" doc:"As 2026-11; the last whole month when left out."`
	Unit  ref.ID `query:"unit"`
	Rule  string `query:"rule" maxLength:"60" doc:"The code of a duty rule, or the kind of an act."`
}

// Burden is what the system’s own forms asked of units in a month.
type Burden struct {
	Month   string      `json:"month"`
	Units   int64       `json:"units" doc:"Over how many units averages are taken."`
	Seconds int64       `json:"secondsPerUnit" doc:"Of one unit in the month, on average."`
	Weekly  int64       `json:"secondsPerWeek" doc:"Of one unit in a week, on average."`
	Ceiling int64       `json:"ceilingSeconds" doc:"What the county allows a unit in a week."`
	Above   int         `json:"unitsAbove"`
	Total   BurdenSum   `json:"total"`
	ByRule  []BurdenSum `json:"byRule" doc:"What took most time first."`
	ByUnit  []BurdenSum `json:"byUnit" doc:"Those with most time first."`
	ByMonth []BurdenSum `json:"byMonth" doc:"The twelve months up to this one."`
}

// BurdenSum is what was asked, added up.
type BurdenSum struct {
	Month   string `json:"month,omitempty"`
	Unit    ref.ID `json:"unit,omitzero"`
	Rule    string `json:"rule,omitempty"`
	Called  string `json:"called,omitempty" doc:"What the rule or the act is called."`
	Acts    int64  `json:"acts"`
	Timed   int64  `json:"timedActs" doc:"Those whose time is known."`
	Typed   int64  `json:"fieldsTyped"`
	Filled  int64  `json:"fieldsFilledIn"`
	Files   int64  `json:"uploads"`
	Bytes   int64  `json:"uploadBytes"`
	Seconds int64  `json:"seconds"`
}

func (c *call) burdenSum(s burden.Sum) BurdenSum {
	out := BurdenSum{s.Month, s.Unit, s.Rule, "", s.Acts, s.Timed, s.Typed, s.Filled, s.Files, s.Bytes, s.Seconds}
	if s.Rule != "" {
		out.Called = exchange.Speech{P: c.p, Pack: c.face.Policy}.BurdenCalled(c.face.Nouns, s.Rule)
	}
	return out
}

func (c *call) burdenSums(list []burden.Sum) []BurdenSum {
	out := make([]BurdenSum, len(list))
	for i, s := range list {
		out[i] = c.burdenSum(s)
	}
	return out
}

func (c *call) burdenSheet(q burdenQuery) (burden.Sheet, error) {
	k, err := c.county(0)
	if err != nil {
		return burden.Sheet{}, err
	}
	return c.face.Burden.Sheet(c.r.Context(), burden.Asked{Reach: c.scope("burden.see"), County: k, Today: c.today(),
		Month: q.Month, Unit: q.Unit, Rule: q.Rule})
}

func getBurden(c *call, q burdenQuery) (out Burden, err error) {
	if p, ok := when.ParseSpan(q.Month); q.Month != "" && (!ok || len(q.Month) != 7 || p.From > c.today()) {
		return out, text.InputErrors{{Field: "month", Message: text.M("input.span")}}
	}
	s, err := c.burdenSheet(q)
	return Burden{Month: s.Month, Units: s.N, Seconds: s.Average(), Weekly: s.Weekly(s.Average()),
		Ceiling: c.face.Policy.Burden.Ceiling * 60, Above: s.Over, Total: c.burdenSum(s.Total),
		ByRule: c.burdenSums(s.Rules), ByUnit: c.burdenSums(s.Units), ByMonth: c.burdenSums(s.Months)}, err
}

// PolicyCost is what the duty rules of a policy would ask of the county’s units beside those in force.
type PolicyCost struct {
	Units   int64            `json:"units"`
	Monthly int64            `json:"secondsPerUnitAndMonth" doc:"More or less than now."`
	Yearly  int64            `json:"secondsPerYear" doc:"Of the whole county."`
	Now     int64            `json:"secondsPerWeekNow" doc:"Of one unit, as measured in the last twelve months."`
	Then    int64            `json:"secondsPerWeekThen"`
	Ceiling int64            `json:"ceilingSeconds"`
	Rules   []PolicyRuleCost `json:"rules"`
}

// PolicyRuleCost is that of one changed rule.
type PolicyRuleCost struct {
	Rule   string `json:"rule"`
	What   string `json:"what"`
	Units  int64  `json:"units"`
	Acts   int64  `json:"actsPerYear"`
	Mean   int64  `json:"secondsPerAct"`
	From   string `json:"from" enum:"same,alike,default" doc:"Known from acts of this rule, of others, or the defaults."`
	Events bool   `json:"onEvents" doc:"Asked when something happens, as often as in the last twelve months."`
	Yearly int64  `json:"secondsPerYear"`
}

func (c *call) costOf(files []version.File) (out PolicyCost, err error) {
	k, err := c.county(0)
	if err != nil {
		return out, err
	}
	b, err := c.face.Cost(c.r.Context(), k, c.actor.Jurisdiction, files)
	out = PolicyCost{b.Units, b.Monthly(), b.Seconds, b.Now, b.Then, c.face.Policy.Burden.Ceiling * 60, []PolicyRuleCost{}}
	for _, x := range b.Costs {
		out.Rules = append(out.Rules, PolicyRuleCost{x.Rule, x.What, x.Units, x.Acts, x.Mean, string(x.Likeness), x.Events,
			x.Seconds})
	}
	return out, err
}

func burdenOperations() []operation {
	out := []operation{get("getBurden", "/burden", "burden.see", "overview",
		"What the system’s own forms asked of units in a month: fields, uploads, time", getBurden)}
	return append(out, exports("exportBurden", "burden", "burden.list", "The burden ledger of the last whole month",
		func(c *call) (t exchange.Table, err error) {
			s, err := c.burdenSheet(burdenQuery{})
			if err != nil {
				return t, err
			}
			speech := exchange.Speech{P: c.p, Pack: c.face.Policy, Day: c.today()}
			return exchange.BurdenTable(speech, s.County, c.face.Nouns, s, c.p.T("burden.title")+" "+c.p.Month(s.Month)), nil
		})...)
}
