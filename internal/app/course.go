package app

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/appraisal"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	pages "shuangze/internal/web/desk/course"
	"shuangze/internal/when"
)

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
		Class:  func(code string) string { return packs.now.Label(policy.VoterClass, code, "") },
		Group:  func(category string) string { return packs.now.Label(policy.UnitCategory, category, "") },
		Read:   h.DB, Draft: h.drafted, Result: h.approved}
}

// drafted makes the draft of a circular of a result.
func (h *House) drafted(tx noun.Tx, of course.Circular) (ref.ID, error) {
	x := &circulars.Circular{Appraisal: of.Appraisal, Category: of.Category, Covers: of.Year}
	x.Title, x.Text = of.Title, of.Text
	organ := bodies.PrincipalOffice
	if of.Side == actor.Supervisory {
		organ = bodies.SupervisoryOffice
	}
	err := h.circulars().OfResult(tx, x, organ)
	return x.ID, err
}

// worth are whom the result of an assessment suggests to its circular, as far as the scope goes.
func (h *House) worth(ctx context.Context, s access.Scope, of ref.ID) (out []circulars.Offer, err error) {
	got, err := h.DB.Whole(ctx, ref.Scoresheet, s, course.OfAppraisal(of), worthMost)
	if err != nil {
		return nil, err
	}
	var list []*course.Scoresheet
	for _, v := range got.Values {
		list = append(list, v.(*course.Scoresheet))
	}
	for _, n := range h.course().Worth(list) {
		o := circulars.Offer{Figures: circulars.Figures{Unit: n.Unit}, Verdict: circulars.Criticise, Body: n.Body,
			Said: n.Fact, Grounds: n.Grounds, Behind: "/scoresheets/" + n.Sheet.ID.String()}
		if n.Commends {
			o.Verdict = circulars.Commend
		}
		out = append(out, o)
	}
	return out, nil
}

// worthMost is how many sheets are looked through for whom a circular may name.
const worthMost = 2000

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
