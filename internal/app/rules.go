package app

import (
	"cmp"
	"sort"

	"shuangze/internal/lang"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy"
	"shuangze/internal/when"
)

// orderRules hands the pack's values to the rules of orders, which know no
// pack.
func orderRules(g holding, words *lang.Catalogues) order.Rules {
	p := g.now
	letters := letterWriter{words.In(lang.Chinese), p}
	r := order.Rules{Calendar: p.Calendar, MostExtensions: p.Order.Extensions, Word: letters.word, Write: letters.write,
		Limit: func(u order.Urgency, from when.Day) (when.Deadline, bool) {
			x, ok := p.Order.Urgencies[string(u)]
			if !ok || x.Limit.None() {
				return when.Deadline{}, false
			}
			return x.Limit.From(p.Calendar, from), true
		}}
	r.OpinionMost, r.MissingLeast = p.Order.OpinionMax, p.Order.RejectionMin
	r.Styles = styles(p)
	// How long it takes was decided on the day it began; which days are worked is
	// what is known now.
	from := func(of func(*policy.Pack) policy.Limit) func(when.Day) when.Deadline {
		return func(day when.Day) when.Deadline { return of(g.on(day)).From(p.Calendar, day) }
	}
	r.AckBy = from(func(p *policy.Pack) policy.Limit { return p.Order.Acknowledge })
	r.ApproveBy = from(func(p *policy.Pack) policy.Limit { return p.Order.Approve })
	r.ReviewBy = from(func(p *policy.Pack) policy.Limit { return p.Order.Review })
	r.LevelLimit = func(level string, from when.Day) when.Deadline { return p.Levels[level].Limit.From(p.Calendar, from) }
	r.RaiseAfter = map[string]int{}
	for code, e := range p.Escalation {
		r.RaiseAfter[code] = e.Times
	}
	for _, w := range p.Order.Warnings {
		switch w.Code {
		case "blue":
			r.Bands.Notice = -w.From
		case "red":
			r.Bands.Red = w.From
		}
	}
	return r
}

// numbering names each series as the pack's table of numbers does.
var numbering = map[number.Series]string{number.Problem: "problem", number.Order: "order", number.Notice: "notice",
	number.Reminder: "reminder",
	number.Urging:   "urging", number.Warning: "caution", number.Transfer: "transfer",
	number.Principal: "principal-ledger", number.Supervisory: "supervisory-ledger"}

// styles are how the county writes its numbers; a series that its table leaves
// out keeps its own. Of other nouns each row stands under its own code.
func styles(p *policy.Pack) number.Styles {
	out := number.Styles{}
	of := map[string]number.Series{}
	for series, code := range numbering {
		of[code] = series
	}
	for code, n := range p.Numbers {
		out[cmp.Or(of[code], number.Series(code))] = number.Style{Prefix: n.Prefix, Digits: n.Digits, Unit: n.Unit}
	}
	return out
}

func problemRules(g holding) problem.Rules {
	p := g.now
	r := problem.Rules{Sources: map[string]bool{}, Subsources: map[string]bool{}, Categories: map[string]bool{},
		Limit: func(l problem.Level, from when.Day) when.Deadline {
			return p.Levels[string(l)].Limit.From(p.Calendar, from)
		}}
	r.OpinionMost, r.MissingLeast = p.Order.OpinionMax, p.Order.RejectionMin
	r.Styles = styles(p)
	r.Orders = map[problem.Level]bool{}
	r.Reports, r.Times = map[problem.Level]bool{}, map[problem.Cause]int{}
	for code, l := range p.Levels {
		r.Reports[problem.Level(code)] = l.ToLeadingGroup
		r.Orders[problem.Level(code)] = l.NeedsOrder
	}
	for code, e := range p.Escalation {
		r.Times[problem.Cause(code)] = e.Times
	}
	r.NoteBy = func(from when.Day) when.Day { return g.on(from).NoteIn.From(p.Calendar, from).Due }
	r.DecideBy = func(from when.Day) when.Day { return g.on(from).DecideIn.From(p.Calendar, from).Due }
	within := p.Escalation[string(problem.Recurred)].Within
	r.Since = func(day when.Day) when.Day {
		if within.None() {
			return 0
		}
		// The first day whose time has not run out on this one; later days end later.
		return when.Day(sort.Search(int(day), func(n int) bool { return within.From(p.Calendar, when.Day(n)).Due >= day }))
	}
	for code := range p.Sources {
		r.Sources[code] = true
	}
	for code := range p.Details {
		r.Subsources[code] = true
	}
	for code := range p.Categories {
		r.Categories[code] = true
	}
	return r
}
