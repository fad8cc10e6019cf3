package lists

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/trail"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// orderData is one order with its whole life.
type orderData struct {
	page.View
	Visit      *desk.Visit
	O          order.Order
	County     *bodies.County
	Problem    string   // number of the problem it came from
	Registered when.Day // when the problem it is for was registered
	History    trail.Acts
	Begun      []trail.Event // the first acts of the stages
	Letters    []order.Letter
	Evidence   []evidence.Evidence
	Before     []evidence.Evidence // of the problem: how it was
	Stuck      string              // why nobody can approve it as it stands, for whoever would
	Deeds      []noun.Act          // what this visitor may do now
	Awaited    string              // who confirms the close-out
	Gone       []string            // who of the named people left the unit
	Talk       desk.Around
}

func readOrder(v *desk.Visit) (order.Order, error) {
	o, ok, err := v.Desk.Read.Order(v.R.Context(), v.ID("id"))
	if err != nil {
		return o, err
	}
	return o, v.See("order.see", ok, o.Object(order.Nobody))
}

func orderPage(v *desk.Visit) error {
	o, err := readOrder(v)
	if err != nil {
		return err
	}
	ctx := v.R.Context()
	m, err := matterOf(v, o)
	if err != nil {
		return err
	}
	said := o.Said(v.Shown)
	d := orderData{View: v.View(said.Subject), Visit: v, O: said, County: m.county, Evidence: m.files}
	if d.History, err = v.History(o.ID); err != nil {
		return err
	}
	if d.Begun, err = v.ActsBeside(d.History, o.ID, trail.First, stages...); err != nil {
		return err
	}
	d.Letters = slices.DeleteFunc(slices.Clone(m.letters), func(l order.Letter) bool { return !maySeeLetter(v, o, l) })
	if p := m.problem; p.ID != 0 {
		d.Problem, d.Registered = p.Number.String(), p.RegisteredAt.Day()
		of, err := v.Desk.Read.EvidenceOf(ctx, p.ID)
		if err != nil {
			return err
		}
		d.Before, _ = evidence.Split(of)
	}
	team := m.team
	d.Deeds = m.noun().Offered(v.Actor, m.value(), v.Now)
	d.Stuck = stuck(m)
	leader, handler := o.Left(team)
	if leader {
		d.Gone = append(d.Gone, v.P.T("order.left.leader", "person", team.Name(o.Leader)))
	}
	if handler {
		d.Gone = append(d.Gone, v.P.T("order.left.handler", "person", team.Name(o.Handler)))
	}
	if o.State == order.Requested {
		if list := o.Confirmers(team); len(list) > 0 {
			d.Awaited = team.Name(list[0])
		}
	}
	if tone, _ := lightWord(v, o.State, o.Binds()); tone == page.Red || tone == page.Amber {
		for i := range d.Deeds {
			d.Deeds[i].Main = d.Deeds[i].Main || d.Deeds[i].Name == "write-letter" // overdue: urging is the office's next step
		}
	}
	if d.Talk, err = v.Around(o.Ref(), o.Object(order.Nobody), string(o.State), d.Deeds); err != nil {
		return err
	}
	return v.Page(200, orderPageView(d))
}

// sentBack heads why an order lies with its writer again.
func sentBack(v page.View, o order.Order) string {
	if o.State == order.Draft {
		return v.P.T("order.sent-back.draft")
	}
	return v.P.T("order.sent-back.in-progress")
}

// stuck says why whoever would approve the order cannot, as it stands.
func stuck(m matter) string {
	n, x := m.noun(), m.value()
	issue, _ := n.Act("issue")
	if m.o.State != order.Awaiting || n.May(issue, m.v.Actor, x) != nil {
		return ""
	}
	var no *text.Refusal
	if !errors.As(n.Refused(issue, m.v.Actor, x, m.v.Now), &no) {
		return ""
	}
	return m.v.P.Message(no.Message)
}

func (d orderData) number() string {
	if n := d.O.Number.String(); n != "" {
		return n
	}
	return d.P.T("order.no-number")
}

// printWord says what the print button leads to: the notice once it was sent.
func (d orderData) printWord() string {
	if _, sent := notice(d.Letters); sent {
		return d.P.T("order.print.notice")
	}
	return d.P.T("order.print")
}

func (d orderData) letterName(l order.Letter) string {
	if l.State != order.Sent {
		return d.P.T("letter.name."+letterCode(l.Number.Series)) + " · " + d.P.T("letter.state."+string(l.State))
	}
	return d.P.T("letter.name."+letterCode(l.Number.Series)) + " " + cmp.Or(l.Document(), l.Number.String())
}

// letterDay is when a letter was sent, or written while it waits.
func (d orderData) letterDay(l order.Letter) string {
	return d.P.DayIn(d.Today.Year(), cmp.Or(l.At, l.WrittenAt).Day())
}

func (d orderData) chip() templ.Component {
	if tone, word := lightWord(d.Visit, d.O.State, d.O.Binds()); word != "" {
		return page.Chip(tone, word)
	}
	return page.Chip(stateTone(d.O.State), d.P.T("order.state."+string(d.O.State)))
}

func (d orderData) at(kind journal.Kind) (when.Instant, bool) {
	for _, e := range d.Begun {
		if e.Kind == kind {
			return e.At, true
		}
	}
	return 0, false
}

// marks is where this visitor marks the order's measures.
func (d orderData) marks() marks { return orderMarks(d.Visit, d.O, "") }

func orderMarks(v *desk.Visit, o order.Order, back string) marks {
	if !o.MarksMeasures() || !v.Can("order.do-measure", o.Object(order.Nobody)) {
		return marks{}
	}
	return marks{v, "/orders/" + o.ID.String() + "/measures", back}
}

// stages are the acts that begin them.
var stages = []journal.Kind{"order.drafted.v1", "order.issued.v1", "order.acknowledged.v1", "order.reported.v1",
	"order.measure-done.v1", "order.close-requested.v1", "order.close-confirmed.v1", "order.closed.v1"}

// life is the line of stages above the page.
func (d orderData) life() []page.Step {
	if d.O.State == order.Withdrawn {
		return []page.Step{{Label: d.P.T("order.state.withdrawn"), Stage: page.Now}}
	}
	rank := map[order.State]int{order.Draft: 0, order.Awaiting: 1, order.Issued: 2, order.Acknowledged: 3,
		order.InProgress: 4, order.Requested: 5, order.Confirmed: 6, order.Closed: 7}
	now := rank[d.O.State]
	step := func(n int, state order.State, kind journal.Kind) page.Step {
		s := page.Step{Label: d.P.T("order.stage." + string(state)), Stage: page.Next}
		at, ok := d.at(kind)
		if !ok && state == order.InProgress { // begun by marking a measure
			at, ok = d.at("order.measure-done.v1")
		}
		if ok && n <= now {
			s.Note = d.P.DayIn(d.Today.Year(), at.Day())
		}
		switch {
		case n < now || (n == now && state == order.Closed):
			s.Stage = page.Done
		case n == now:
			s.Stage = page.Now
		}
		return s
	}
	steps := []page.Step{step(0, order.Draft, "order.drafted.v1"), step(2, order.Issued, "order.issued.v1"),
		step(3, order.Acknowledged, "order.acknowledged.v1"),
		step(4, order.InProgress, "order.reported.v1")}
	if now == 1 {
		steps[0].Stage, steps[1].Stage, steps[1].Label = page.Done, page.Now, d.P.T("order.stage.awaiting-approval")
	}
	if d.O.Extensions > 0 {
		steps = append(steps, page.Step{Label: d.P.T("order.extended", "n", d.O.Extensions), Stage: page.Done,
			Note: d.P.DayIn(d.Today.Year(), d.O.FirstDue) + " → " + d.P.DayIn(d.Today.Year(), d.O.Due)})
	}
	return append(steps, step(5, order.Requested, "order.close-requested.v1"),
		step(6, order.Confirmed, "order.close-confirmed.v1"), step(7, order.Closed, "order.closed.v1"))
}

// events is the timeline; every act names who, when and its journal number.
// An act that put files or letters on record leads to them.
func (d orderData) events() []page.Event {
	things := files(d.Evidence)
	for _, l := range d.Letters {
		things[ref.Ref{Kind: ref.Letter, ID: l.ID}] = page.Link{Label: d.letterName(l), Href: "/letters/" + l.ID.String()}
	}
	return timeline(d.Visit, d.County, d.History.Events, things)
}

// quoted are the facts that people wrote, in the order in which they are shown.
var quoted = []string{"reason", "progress", "done", "opinion", "missing", "instruction"}

// files are the pieces of evidence that acts may lead to.
func files(list []evidence.Evidence) map[ref.Ref]page.Link {
	out := map[ref.Ref]page.Link{}
	for _, e := range list {
		out[ref.Ref{Kind: ref.Evidence, ID: e.ID}] = page.Link{Label: e.Name, Href: "/evidence/" + e.ID.String()}
	}
	return out
}

// timeline is the acts on a matter; things are what acts may lead to.
func timeline(v *desk.Visit, c *bodies.County, history []trail.Event, things map[ref.Ref]page.Link) []page.Event {
	var out []page.Event
	for _, e := range history {
		x := page.Event{At: e.At, Entry: e.Entry, Href: "/journal/entries/" + ref.ID(e.Entry).String(),
			Verb: v.P.T("event." + strings.TrimSuffix(string(e.Kind), ".v1")), Who: v.Signed(c, e)}
		var said []string
		for _, q := range quoted {
			if s := e.Texts[q]; s != "" {
				said = append(said, s)
			}
		}
		if s := e.Texts["measure"]; s != "" {
			said = append(said, v.P.T("event.measure", "n", e.Numbers["no"], "measure", s))
		}
		said = append(said, corrected(v, e)...)
		var more []page.Link
		for _, m := range v.Desk.Kinds.Made(e) {
			to, ok := things[m]
			if !ok {
				to, ok = v.Part(m)
			}
			if ok {
				more = append(more, to)
			}
		}
		if len(more) > 0 {
			x.More = links(more)
		} else if n := e.Texts["name"]; n != "" {
			said = append(said, n)
		}
		if e.Texts["phase"] == string(evidence.Before) {
			x.Verb += " · " + v.P.T("evidence.phase.before")
		}
		x.Quote = strings.Join(said, "\n")
		for _, who := range []string{"leader", "handler"} {
			if now, was := ref.ID(e.Numbers[who]), ref.ID(e.Numbers[who+"-was"]); now != was && was != 0 {
				x.Verb += " · " + v.P.T("order."+who) + " " + called(c, was) + " → " + called(c, now)
			}
		}
		if to := e.Numbers["to"]; to != 0 {
			x.Verb += " · " + v.P.Day(when.Day(to))
		}
		if n := e.Texts["number"]; n != "" && len(more) == 0 {
			x.Verb += " " + n
		}
		out = append(out, x)
	}
	return out
}

// corrected says what a correction changed, as it read and as it reads.
func corrected(v *desk.Visit, e trail.Event) (out []string) {
	say := func(field, was, now string) {
		none := v.P.T("event.change.none")
		out = append(out, v.P.T("event.change", "field", text.M("problem."+field), "was", cmp.Or(was, none),
			"now", cmp.Or(now, none)))
	}
	if e.Kind != "problem.corrected.v1" {
		return nil
	}
	for _, field := range []string{"facts", "rule", "cause", "measures"} {
		if was, changed := e.Texts[field+"-was"]; changed {
			say(field, was, e.Texts[field])
		}
	}
	for _, code := range []struct {
		field string
		list  policy.Kind
	}{{"source", policy.Source}, {"subsource", policy.SourceDetail}, {"category", policy.Category}} {
		if was, changed := e.Texts[code.field+"-was"]; changed {
			say(code.field, v.Label(code.list, was), v.Label(code.list, e.Texts[code.field]))
		}
	}
	if was, changed := e.Numbers["found-was"]; changed {
		say("found", written(when.Day(was)), written(when.Day(e.Numbers["found"])))
	}
	return out
}

// called is a person's name, for a timeline.
func called(c *bodies.County, id ref.ID) string {
	p, _ := c.Person(id)
	return p.Name
}

// why says how the due day was reached.
func (d orderData) why() []string {
	o, p := d.O, d.P
	if o.IssuedAt == 0 {
		return []string{p.T("order.why.draft")}
	}
	issued := o.IssuedAt.Day()
	lines := []string{p.T("order.why.issued", "day", issued)}
	rules := d.Visit.Desk.Orders.Rules
	if limit, ok := rules.Limit(o.Urgency, issued); ok && limit.Due == o.FirstDue {
		lines = append(lines, p.T("order.why.urgency", "urgency", d.Visit.Label(policy.Urgency, string(o.Urgency)),
			"due", o.FirstDue))
		lines = append(lines, d.Visit.Deadline(limit)...)
	} else {
		lines = append(lines, p.T("order.why.written", "due", o.FirstDue))
	}
	if o.Extensions > 0 {
		lines = append(lines, p.T("order.why.extended", "due", o.Due, "n", o.Extensions))
	}
	if d.Registered != 0 {
		if most := rules.LatestDue(o.Level, d.Registered, issued).Due; most != 0 {
			lines = append(lines, p.T("order.why.level", "level", d.Visit.Label(policy.ProblemLevel, o.Level), "due", most))
		}
	}
	if look := o.NextLook(); look != 0 {
		lines = append(lines, p.T("order.why.long-term", "day", look))
	}
	if o.State == order.Issued {
		lines = append(lines, p.T("order.why.acknowledge", "day", o.AcknowledgeBy))
		lines = append(lines, d.Visit.Deadline(rules.Acknowledge(issued))...)
	}
	return lines
}
