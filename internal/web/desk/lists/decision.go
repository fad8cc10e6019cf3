package lists

import (
	"slices"

	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// decision is what somebody decides about, on one screen: what was asked, by
// whom and when, what is to be done, the evidence, and the other answer.
type decision struct {
	Asked []page.Event
	Facts []page.Fact
	Files []evidence.Evidence
	Other page.Link
}

// answers are the two answers to one question; each page leads to the other.
var answers = map[string]string{"issue": "return", "return": "issue", "confirm-close": "recall-close",
	"recall-close": "confirm-close",
	"close":        "reject", "reject": "close", "grant-extension": "refuse-extension",
	"refuse-extension": "grant-extension",
	"raise":            "keep-level", "keep-level": "raise"}

// questions are the acts on record that say what was asked, by deed.
var questions = map[string][]journal.Kind{
	"issue":            {"order.submitted.v1", "order.revised.v1", "order.drafted.v1", "order.returned.v1"},
	"return":           {"order.submitted.v1", "order.revised.v1", "order.drafted.v1", "order.returned.v1"},
	"confirm-close":    {"order.close-requested.v1", "order.rejected.v1"},
	"recall-close":     {"order.close-requested.v1"},
	"close":            {"order.close-confirmed.v1", "order.close-requested.v1", "order.rejected.v1"},
	"reject":           {"order.close-confirmed.v1", "order.close-requested.v1", "order.rejected.v1"},
	"grant-extension":  {"order.extension-asked.v1", "order.extension-granted.v1", "order.extension-refused.v1"},
	"refuse-extension": {"order.extension-asked.v1", "order.extension-granted.v1", "order.extension-refused.v1"},
	"recall-extension": {"order.extension-asked.v1"},
}

// problemQuestions are those on problems.
var problemQuestions = map[string][]journal.Kind{
	"close":  {"problem.rectified.v1", "problem.rejected.v1"},
	"reject": {"problem.rectified.v1", "problem.rejected.v1"},
	"recall": {"problem.rectified.v1"},
	"note":   {"problem.registered.v1", "problem.imported.v1", "problem.raised.v1"},
	"raise": {"problem.registered.v1", "problem.imported.v1", "problem.raised.v1", "problem.rejected.v1",
		"problem.level-kept.v1"},
	"keep-level": {"problem.registered.v1", "problem.imported.v1", "problem.raised.v1", "problem.rejected.v1",
		"problem.level-kept.v1"},
}

// orderDecision is what the deed decides; the zero decision for any other deed.
func orderDecision(m matter, a noun.Act) (x decision, err error) {
	kinds, decides := questions[a.Name]
	if !decides {
		return x, nil
	}
	v, o := m.v, m.o
	asked, err := v.Acts(o.ID, trail.Last, kinds...)
	if err != nil {
		return x, err
	}
	if x.Files, err = m.allFiles(); err != nil {
		return x, err
	}
	x.Asked = timeline(v, m.county, asked, files(m.files))
	x.Facts = []page.Fact{{Label: v.P.T("order.subject"), Value: o.Subject, Href: "/orders/" + o.ID.String()},
		{Label: v.P.T("order.lead"), Value: m.county.Name(o.Unit), Note: inCharge(v, m.county, o.Leader, o.Handler, "", "")}}
	if m.problem.ID != 0 {
		x.Facts = append(x.Facts, page.Fact{Label: v.P.T("order.from-problem"), Value: m.problem.Number.String(),
			Href: "/problems/" + m.problem.ID.String(), Note: clip(m.problem.Facts, 60)})
	}
	x.Facts = append(x.Facts, page.Fact{Label: v.P.T("order.content"), Value: o.Content},
		page.Fact{Label: v.P.T("order.quality"), Value: o.Quality},
		toBeDone(v, "order.measures", o.Measures), page.Fact{Label: v.P.T("order.due"), Value: orderDue(v, o),
			Note: extended(v, o)})
	if o.AskedDue != 0 {
		x.Facts = append(x.Facts, page.Fact{Label: v.P.T("order.asked-due"), Value: v.P.DayDue(0, o.AskedDue)})
	}
	if o.State == order.Awaiting {
		x.Facts = append(x.Facts, page.Fact{Label: v.P.T("order.urgency"), Value: v.Label(policy.Urgency, string(o.Urgency))})
	}
	n := m.noun()
	if other, ok := n.Act(answers[a.Name]); ok && n.Refused(other, v.Actor, m.value(), v.Now) == nil {
		x.Other = page.Link{Label: v.P.T("order.act." + other.Name), Href: "/orders/" + o.ID.String() + "/do/" + other.Name}
	}
	return x, nil
}

// allFiles are the order's and those of its problem.
func (m matter) allFiles() ([]evidence.Evidence, error) {
	if m.problem.ID == 0 {
		return m.files, nil
	}
	of, err := m.v.Desk.Read.EvidenceOf(m.v.R.Context(), m.problem.ID)
	return append(of, m.files...), err
}

// problemDecision is what the deed decides; the zero decision for any other deed.
func problemDecision(m problemMatter, a noun.Act) (x decision, err error) {
	kinds, decides := problemQuestions[a.Name]
	if !decides {
		return x, nil
	}
	v, p := m.v, m.p
	asked, err := v.Acts(p.ID, trail.Last, kinds...)
	if err != nil {
		return x, err
	}
	x.Files, x.Asked = m.files, timeline(v, m.county, asked, files(m.files))
	measures, o := p.Measures, order.Order{}
	if p.Order != 0 {
		if o, err = m.order(); err != nil {
			return x, err
		}
	}
	if o.ID != 0 {
		of, err := v.Desk.Read.EvidenceOf(v.R.Context(), o.ID)
		if err != nil {
			return x, err
		}
		x.Files, measures = append(slices.Clone(x.Files), of...), o.Measures
	}
	x.Facts = []page.Fact{{Label: v.P.T("problem.number"), Value: p.Number.String(), Href: "/problems/" + p.ID.String()},
		{Label: v.P.T("problem.facts"), Value: p.Facts},
		{Label: v.P.T("problem.unit"), Value: m.county.Name(p.Unit), Note: inCharge(v, m.county, p.Leader, p.Handler,
			p.LeaderName, p.HandlerName)},
		{Label: v.P.T("problem.level"), Value: v.Label(policy.ProblemLevel, string(p.Level))},
		{Label: v.P.T("problem.source"), Value: v.Label(policy.Source, p.Source)},
		{Label: v.P.T("problem.rule"), Value: p.Rule},
		toBeDone(v, "problem.measures", measures), {Label: v.P.T("problem.due"), Value: dueWord(v, p)}}
	if o.ID != 0 {
		x.Facts = append(x.Facts, page.Fact{Label: v.P.T("order.order"), Value: o.Number.String(), Href: "/orders/" +
			o.ID.String(), Note: v.P.T("order.state." + string(o.State))})
	}
	n := m.noun()
	if other, ok := n.Act(answers[a.Name]); ok && n.Refused(other, v.Actor, m.value(), v.Now) == nil {
		x.Other = page.Link{Label: v.P.T("problem.act." + other.Name), Href: "/problems/" +
			p.ID.String() + "/do/" + other.Name}
	}
	return x, nil
}

// inCharge says who leads and who handles a matter.
func inCharge(v *desk.Visit, c *bodies.County, leader, handler ref.ID, leaderName, handlerName string) string {
	return v.P.T("decision.people", "leader", personName(c, leader, leaderName), "handler",
		personName(c, handler, handlerName))
}

func toBeDone(v *desk.Visit, label string, list measure.List) page.Fact {
	if len(list) == 0 {
		return page.Fact{}
	}
	return page.Fact{Label: v.P.T(label), Show: measureList(v.View(""), list, marks{})}
}

// orderDue and dueWord are the day of an order and of a problem, with its year,
// or what stands in its place.
func orderDue(v *desk.Visit, o order.Order) string {
	return v.OrderDue(0, o.LongTerm, o.NextLook(), o.Due)
}

func dueWord(v *desk.Visit, p problem.Problem) string { return v.ProblemDue(0, p.LongTerm, p.Due) }
