package lists

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/access"
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
	"shuangze/internal/when"
)

// problemData is one problem with its whole life.
type problemData struct {
	page.View
	Visit     *desk.Visit
	X         problem.Problem
	County    *bodies.County
	Order     order.Order // its order, when the visitor may see it
	History   trail.Acts
	Told      []trail.Event // the acts that its stages and its due day follow from
	Evidence  []evidence.Evidence
	Talk      desk.Around
	Deeds     []noun.Act // what this visitor may do now
	MakeOrder bool
	// Of the order of a problem that was closed with it: its files, and how it ended.
	OrderFiles []evidence.Evidence
	Ended      []trail.Event
	Raise      []string // why the system proposes a higher level, for whoever may decide
}

// told are the acts that the stages and the due day of a problem follow from.
var told = []journal.Kind{"problem.rectified.v1", "problem.reopened.v1"}

// ending are the acts by which an order is struck off.
var ending = []journal.Kind{"order.closed.v1", "order.close-confirmed.v1", "order.close-requested.v1"}

// inUnit says that the unit puts it right by itself, without an order.
func inUnit(v *desk.Visit, p problem.Problem) bool {
	return p.Order == 0 && !v.Desk.Problems.Rules.NeedsOrder(p.Level)
}

// orderable says whether an order can be made for a matter of the unit, or of
// the one that continues it.
func orderable(c *bodies.County, unit ref.ID) bool { return c.Takes(c.Heir(unit)) == nil }

func readProblem(v *desk.Visit) (problem.Problem, error) {
	p, ok, err := v.Desk.Read.Problem(v.R.Context(), v.ID("id"))
	if err != nil {
		return p, err
	}
	return p, v.See("problem.see", ok, p.Object())
}

func problemPage(v *desk.Visit) error {
	p, err := readProblem(v)
	if err != nil {
		return err
	}
	v.About(p.Order) // whose measures are marked here
	ctx := v.R.Context()
	m, err := problemMatterOf(v, p)
	if err != nil {
		return err
	}
	d := problemData{View: v.View(p.Number.String()), Visit: v, X: p.Said(v.Shown),
		Deeds: m.noun().Offered(v.Actor, m.value(), v.Now), County: m.county, Evidence: m.files}
	if d.History, err = v.History(p.ID); err != nil {
		return err
	}
	if d.Told, err = v.ActsBeside(d.History, p.ID, trail.All, told...); err != nil {
		return err
	}
	if p.Order != 0 {
		if d.Order, err = m.order(); err != nil {
			return err
		}
	}
	if d.Order.ID != 0 {
		if d.OrderFiles, err = v.Desk.Read.EvidenceOf(ctx, d.Order.ID); err != nil {
			return err
		}
		if p.State == problem.Closed {
			if d.Ended, err = v.Acts(d.Order.ID, trail.Last, ending...); err != nil {
				return err
			}
		}
	}
	d.MakeOrder = p.State == problem.Registered && p.Order == 0 && canDraft(v) && orderable(m.county, p.Unit) &&
		v.Can("order.draft", access.Object{Jurisdiction: p.Jurisdiction, Unit: p.Unit, Side: p.Side})
	d.Raise = proposal(v, p)
	if d.Talk, err = v.Around(p.Ref(), p.Object(), string(p.State), d.Deeds); err != nil {
		return err
	}
	return v.Page(200, problemPageView(d))
}

// proposal says why the level should go up, to those who decide about it.
func proposal(v *desk.Visit, p problem.Problem) (out []string) {
	if !v.Can("problem.raise", p.Object()) {
		return nil
	}
	for _, x := range p.Standing(v.Today()) {
		out = append(out, v.P.T("workbench.why.raise."+string(x.Cause), "n", x.Count(v.Today())))
	}
	return out
}

// marks is where this visitor marks the measures that bind: the order's, once
// there is one.
func (d problemData) marks() marks {
	if d.Order.MarksMeasures() {
		return orderMarks(d.Visit, d.Order, "problem")
	}
	if !d.X.MarksMeasures() || !d.Visit.Can("problem.do-measure", d.X.Object()) {
		return marks{}
	}
	return marks{d.Visit, "/problems/" + d.X.ID.String() + "/measures", ""}
}

// measures are those that bind, and in whose words they stand.
func (d problemData) measures() (measure.List, string) {
	if d.Order.ID != 0 && d.X.State != problem.Registered {
		return d.Order.Measures, d.P.T("problem.measures.order")
	}
	return d.X.Measures, ""
}

// noted says how it stands with the leading group.
func (d problemData) noted() page.Fact {
	f := page.Fact{Label: d.P.T("problem.noted"), Value: d.P.T("problem.noted.waits", "day", d.X.NoteBy)}
	switch {
	case d.X.NotedAt != 0:
		name, post, href := person(d.County, d.X.Noter)
		f.Value, f.Note, f.Href = d.P.T("problem.noted.by", "name", name, "day", d.X.NotedAt.Day()), post, href
	case !d.X.State.Open():
		f.Value = d.P.T("problem.noted.never")
	}
	return f
}

func (d problemData) chip() templ.Component {
	if tone, word := problemLight(d.Visit, d.X.State, d.X.Binds()); word != "" {
		return page.Chip(tone, word)
	}
	return page.Chip(problemTone(d.X.State), d.P.T("problem.state."+string(d.X.State)))
}

func (d problemData) day(kind journal.Kind) string {
	for _, e := range slices.Backward(d.Told) {
		if e.Kind == kind {
			return d.P.DayIn(d.Today.Year(), e.At.Day())
		}
	}
	return ""
}

// life is the line of stages. What was closed before the system has only that
// to show: nobody reported or reviewed it here.
func (d problemData) life() []page.Step {
	if d.X.History {
		return []page.Step{{Label: d.P.T("problem.history"), Stage: page.Done}}
	}
	if d.X.State == problem.Withdrawn {
		return []page.Step{{Label: d.P.T("problem.state.withdrawn"), Stage: page.Now}}
	}
	middle, kind := problem.Rectified, journal.Kind("problem.rectified.v1")
	if !inUnit(d.Visit, d.X) {
		middle, kind = problem.Ordered, ""
	}
	note := d.day(kind)
	if d.Order.IssuedAt != 0 {
		note = d.P.DayIn(d.Today.Year(), d.Order.IssuedAt.Day())
	}
	closed := ""
	if d.X.ClosedAt != 0 {
		closed = d.P.DayIn(d.Today.Year(), d.X.ClosedAt.Day())
	}
	rank := map[problem.State]int{problem.Registered: 0, middle: 1, problem.Closed: 2}[d.X.State]
	steps := []page.Step{
		{Label: d.P.T("problem.stage.registered"), Note: d.P.DayIn(d.Today.Year(), d.X.RegisteredAt.Day())},
		{Label: d.P.T("problem.stage." + string(middle)), Note: note},
		{Label: d.P.T("problem.stage.closed"), Note: closed}}
	for i := range steps {
		switch {
		case i < rank || i == rank && d.X.State == problem.Closed:
			steps[i].Stage = page.Done
		case i == rank:
			steps[i].Stage = page.Now
		default:
			steps[i].Stage, steps[i].Note = page.Next, ""
		}
	}
	return steps
}

// people says who answers for the problem: the unit, the two people (or their
// names as the ledger has them) and the bodies that the rule gives.
func (d problemData) people() []page.Fact {
	c, p, x := d.County, d.P, d.X
	out := []page.Fact{{Label: p.T("problem.unit"), Value: c.Name(x.Unit), Href: "/units/" + x.Unit.String()}}
	for _, who := range []struct {
		label, written string
		id             ref.ID
	}{{"problem.leader", x.LeaderName, x.Leader}, {"problem.handler", x.HandlerName, x.Handler}} {
		if name, post, href := person(c, who.id); name != "" {
			// the ledger names more than this person
			if who.written != "" && bodies.PlainName(who.written) != bodies.PlainName(name) {
				post = p.T("problem.as-written.more", "written", who.written)
			}
			out = append(out, page.Fact{Label: p.T(who.label), Value: name, Href: href, Note: post})
		} else if who.written != "" {
			out = append(out, page.Fact{Label: p.T(who.label), Value: who.written, Note: p.T("problem.as-written")})
		}
	}
	if len(x.Assist) > 0 {
		names := make([]string, len(x.Assist))
		for i, u := range x.Assist {
			names[i] = c.Name(u)
		}
		out = append(out, page.Fact{Label: p.T("order.assist"), Value: p.List(names)})
	}
	answer := c.Responsible(c.Heir(x.Unit))
	for _, s := range []bodies.Side{bodies.Principal, bodies.Supervisory} {
		if k := answer.Half(s).Keeper(); k != 0 {
			if b, ok := c.Body(k); ok {
				out = append(out, page.Fact{Label: p.T("order.body." + string(s)), Value: b.Name, Href: "/bodies/" + k.String()})
			}
		}
	}
	return out
}

// facts are what was written down; what is empty is left out.
func (d problemData) facts() []page.Fact {
	x, v := d.X, d.Visit
	source := v.Label(policy.Source, x.Source)
	if x.Subsource != "" {
		source += " · " + v.Label(policy.SourceDetail, x.Subsource)
	}
	out := []page.Fact{{Label: d.P.T("problem.facts"), Value: x.Facts}, {Label: d.P.T("problem.source"), Value: source}}
	if of, id, ok := strings.Cut(x.Origin, "/"); ok {
		from := v.Desk.Kinds.Of(ref.Kind(of))
		out = append(out, page.Fact{Label: d.P.T("problem.origin"), Value: d.P.T(from.Word), Href: from.At(ref.Parse(id))})
	}
	add := func(key, value string) {
		if value != "" {
			out = append(out, page.Fact{Label: d.P.T(key), Value: value})
		}
	}
	add("problem.category", v.Label(policy.Category, x.Category))
	add("problem.rule", x.Rule)
	add("problem.cause", x.Cause)
	if x.Found != 0 {
		add("problem.found", d.P.Day(x.Found))
	}
	if list, note := d.measures(); len(list) > 0 {
		out = append(out, page.Fact{Label: d.P.T("problem.measures"), Show: measureList(d.View, list, d.marks()), Note: note})
	}
	out = append(out, page.Fact{Label: d.P.T("problem.due"), Value: dueWord(d.Visit, x)})
	if x.Reported() {
		out = append(out, d.noted())
	}
	add("problem.progress", x.Progress)
	add("problem.remark", x.Remark)
	return out
}

// why says how the due day was reached and how the problem is handled.
func (d problemData) why() []string {
	x, p := d.X, d.P
	if x.History {
		return []string{p.T("problem.why.imported", "due", x.Due)}
	}
	level := d.Visit.Label(policy.ProblemLevel, string(x.Level))
	lines := []string{p.T("problem.why.registered", "day", x.RegisteredAt.Day())}
	if x.Imported {
		lines = append(lines, p.T("problem.why.imported", "due", x.Due))
	} else {
		if x.Level != "" {
			lines = append(lines, p.T("problem.why.level", "level", level, "due",
				d.Visit.Desk.Problems.Rules.Limit(x.Level, x.RegisteredAt.Day()).Due))
			lines = append(lines, d.Visit.Deadline(d.Visit.Desk.Problems.Rules.Limit(x.Level, x.RegisteredAt.Day()))...)
		}
		// then another day binds
		if !slices.ContainsFunc(d.Told, func(e trail.Event) bool { return e.Kind == "problem.reopened.v1" }) {
			lines = append(lines, p.T("problem.why.written", "due", x.Due))
		}
	}
	for _, e := range slices.Backward(d.Told) {
		if due := e.Numbers["due"]; e.Kind == "problem.reopened.v1" {
			lines = append(lines, p.T("problem.why.reopened", "day", e.At.Day(), "due", when.Day(due)))
		}
	}
	if x.Order != 0 {
		lines = append(lines, p.T("problem.why.order"))
	} else if d.Visit.Desk.Problems.Rules.NeedsOrder(x.Level) && x.State.Open() {
		lines = append(lines, p.T("problem.why.needs-order", "level", level))
	}
	return lines
}

// names are the written names that nobody was found for.
func (d problemData) names() []string {
	var out []string
	if d.X.Leader == 0 && d.X.LeaderName != "" {
		out = append(out, d.X.LeaderName)
	}
	if d.X.Handler == 0 && d.X.HandlerName != "" && !slices.Contains(out, d.X.HandlerName) {
		out = append(out, d.X.HandlerName)
	}
	return out
}

func (d problemData) hasMinor() bool {
	return slices.ContainsFunc(d.Deeds, func(x noun.Act) bool { return !x.Main })
}

// ended is the end of the order, with the files each act brought.
func (d problemData) ended() []page.Event {
	return timeline(d.Visit, d.County, d.Ended, files(d.OrderFiles))
}

// events is the timeline; an act that put files on record leads to them.
func (d problemData) events() []page.Event {
	return timeline(d.Visit, d.County, d.History.Events, files(d.Evidence))
}
