package app

import (
	"shuangze/internal/act"
	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/store"
	pages "shuangze/internal/web/desk/course"
	"shuangze/internal/when"
)

// assessed are the lists of an assessment.
var assessed = []string{course.Shape.Name, course.SheetShape.Name, course.MarkShape.Name, course.ObjectionShape.Name}

// course are the commands of assessments, under the policy of the day on which each limit began to run.
func (h *House) course() course.Commands {
	packs := h.packs
	by := func(of func(policy.Course) policy.Limit) func(when.Day) when.Day {
		return func(day when.Day) when.Day { return of(packs.on(day).Course).From(packs.now.Calendar, day).Due }
	}
	limits := course.Limits{Object: by(func(c policy.Course) policy.Limit { return c.Object }),
		Answer: by(func(c policy.Course) policy.Limit { return c.Answer }),
		Notice: by(func(c policy.Course) policy.Limit { return c.Notice }), Apart: packs.now.Course.Apart}
	return course.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) course.Tx { return t.(*store.Tx) }),
		Plain: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Scheme: func(code string, year int) *scheme.Sound { return schemeOf(packs.now, code, year) },
		Rules:  func() appraisal.Rules { return packs.now }, Sources: h.factSources,
		Limits: func() course.Limits { return limits },
		Group:  func(category string) string { return packs.now.Label(policy.UnitCategory, category, "") },
		Read:   h.DB}
}

// schemeOf is the scheme of a code in a year; nil = there is none.
func schemeOf(p *policy.Pack, code string, year int) *scheme.Sound {
	for _, s := range p.Schemes {
		if s.Code == code && s.Years.Holds(when.Date(year, 1, 1)) {
			return s
		}
	}
	return nil
}

// coursePages are what the pages of assessments add.
func (h *House) coursePages() pages.Pages {
	return pages.Pages{Read: h.DB, Scheme: func(code string, year int) *scheme.Sound {
		return schemeOf(h.Policy, code, year)
	}}
}
