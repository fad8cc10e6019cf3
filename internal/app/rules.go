package app

import (
	"shuangze/internal/lang"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy"
	"shuangze/internal/when"
)

// orderRules hands the pack's values to the rules of orders, which know no
// pack.
func orderRules(p *policy.Pack, words *lang.Catalogues) order.Rules {
	letters := letterWriter{words.In(lang.Chinese), p}
	r := order.Rules{Calendar: p.Calendar, AcknowledgeIn: p.Order.Acknowledge.N, MostExtensions: p.Order.Extensions, Word: letters.word, Write: letters.write,
		Limit: func(u order.Urgency, from when.Day) (when.Deadline, bool) {
			x, ok := p.Order.Urgencies[string(u)]
			if !ok || x.Limit.None() {
				return when.Deadline{}, false
			}
			return x.Limit.From(p.Calendar, from), true
		}}
	for _, w := range p.Order.Warnings {
		switch w.Code {
		case "blue":
			r.BlueWithin = -w.From
		case "red":
			r.RedAfter = w.From
		}
	}
	return r
}

func problemRules(p *policy.Pack) problem.Rules {
	r := problem.Rules{Sources: map[string]bool{}, Categories: map[string]bool{},
		Limit: func(l problem.Level, from when.Day) when.Deadline {
			return p.Levels[string(l)].Limit.From(p.Calendar, from)
		}}
	for code := range p.Sources {
		r.Sources[code] = true
	}
	for code := range p.Categories {
		r.Categories[code] = true
	}
	return r
}
