package start

import (
	"cmp"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// task is one thing for me to do: what, why me, until when, and one click.
type task struct {
	Tone         page.Tone
	Title, Under string
	Why          string
	Due          when.Day
	DueNote      string
	Act, Href    string
	Primary      bool
}

type workbenchData struct {
	page.View
	Visit  *desk.Visit
	Groups []group
	Count  int
	Admin  bool
	NoPost bool // holds no appointment today, and is no administrator
	Head   journalHead
}

type journalHead struct{ Say []string }

type group struct {
	Tone  page.Tone
	Key   string
	Tasks []task
}

// workbench shows what is due for the visitor. Administrators have no business
// here: they get their own pages.
func workbench(v *desk.Visit) error {
	d := workbenchData{View: v.View(v.P.T("workbench.title")), Visit: v}
	if !access.Anywhere(v.Actor, "workbench.see") {
		d.Admin, d.NoPost = true, len(v.Actor.Grants) == 0
		return v.Page(200, workbenchPage(d))
	}
	c, err := v.County()
	if err != nil {
		return err
	}
	tasks, err := tasksOf(v, c)
	if err != nil {
		return err
	}
	d.Count = len(tasks)
	for _, g := range []group{{Tone: page.Red, Key: "red"}, {Tone: page.Amber, Key: "yellow"}, {Tone: page.Blue, Key: "blue"}, {Key: "normal"}} {
		for _, t := range tasks {
			if t.Tone == g.Tone {
				g.Tasks = append(g.Tasks, t)
			}
		}
		if len(g.Tasks) > 0 {
			g.Tasks[0].Primary = len(d.Groups) == 0 // the most urgent thing stands out, and only it
			d.Groups = append(d.Groups, g)
		}
	}
	return v.Page(200, workbenchPage(d))
}

// ask is one question to the lists: which orders wait for an act of mine.
type ask struct {
	filter order.Filter
	act    string
	why    string
	verb   access.Verb
	fits   func(order.Line) bool
	due    func(order.Line) when.Day
	asker  func(order.Line) ref.ID // whose request is decided; nobody decides their own
}

// most is how many lines one question brings to a workbench.
const most = order.PageMost

func nobody(order.Line) ref.ID      { return 0 }
func requester(l order.Line) ref.ID { return l.Requester }
func askedBy(l order.Line) ref.ID   { return l.AskedBy }

func dueDay(l order.Line) when.Day { return l.Due }
func ackDay(l order.Line) when.Day { return l.AckBy }

func tasksOf(v *desk.Visit, c *bodies.County) ([]task, error) {
	a := v.Actor
	var asks []ask
	office := a.Is(actor.PrincipalOffice) || a.Is(actor.SupervisoryOffice)
	if office || a.Is(actor.LeadingGroup) {
		asks = append(asks, ask{filter: order.Filter{State: order.Awaiting}, act: "issue", why: "approver", verb: "order.issue", due: dueDay,
			fits: func(l order.Line) bool { return l.Drafter != a.Person }}) // drafted by oneself: somebody else approves
	}
	if office {
		asks = append(asks,
			ask{filter: order.Filter{State: order.Draft}, act: "draft", why: "drafter", verb: "order.draft", due: dueDay,
				fits: func(l order.Line) bool { return l.Drafter == a.Person }},
			ask{filter: order.Filter{Open: true, Asked: true}, act: "grant-extension", why: "issuer", verb: "order.grant-extension", due: dueDay, asker: askedBy},
			ask{filter: order.Filter{State: order.Confirmed}, act: "close", why: "reviewer", verb: "order.close", due: dueDay, asker: requester})
	}
	if a.Is(actor.Clerk) || a.Is(actor.Staff) || a.Is(actor.FirstResponsible) || a.Is(actor.TeamMember) {
		asks = append(asks,
			ask{filter: order.Filter{State: order.Issued}, act: "acknowledge", why: "lead", verb: "order.acknowledge", due: ackDay},
			ask{filter: order.Filter{State: order.Acknowledged}, act: "report", why: "lead", verb: "order.report", due: dueDay},
			ask{filter: order.Filter{State: order.InProgress}, act: "report", why: "lead", verb: "order.report", due: dueDay},
			ask{filter: order.Filter{State: order.Requested}, act: "confirm-close", why: "leader", verb: "order.confirm-close", due: dueDay,
				fits: func(l order.Line) bool { return l.Requester != a.Person }})
	}
	scope := v.Scope("order.see")
	var out []task
	for _, q := range asks {
		q.filter.Limit = most
		if q.asker == nil {
			q.asker = nobody
		}
		p, err := v.Desk.Read.Orders(v.R.Context(), scope, q.filter)
		if err != nil {
			return nil, err
		}
		for _, l := range p.Lines {
			object := access.Object{Jurisdiction: a.Jurisdiction, Unit: l.Unit, Side: l.Side, Requester: q.asker(l)}
			if (q.fits != nil && !q.fits(l)) || !v.Can(q.verb, object) {
				continue
			}
			out = append(out, orderTask(v, c, l, q))
		}
	}
	more, err := problemTasks(v, c, office)
	if err != nil {
		return nil, err
	}
	out = append(out, more...)
	if office {
		letters, err := letterTasks(v, c)
		if err != nil {
			return nil, err
		}
		out = append(out, letters...)
	}
	slices.SortStableFunc(out, func(x, y task) int { return cmp.Compare(x.Due, y.Due) })
	return out, nil
}

func orderTask(v *desk.Visit, c *bodies.County, l order.Line, q ask) task {
	t := task{Title: v.P.T("workbench.do."+q.act, "subject", l.Subject), Due: q.due(l), Act: v.P.T("order.act." + q.act),
		Href: "/orders/" + l.ID.String() + "/do/" + q.act, Why: v.P.T("workbench.why." + q.why)}
	t.Under = c.Name(l.Unit) + " · " + v.P.T("order.order") + " " + l.Number.String()
	if l.Number.No == 0 {
		t.Under = c.Name(l.Unit) + " · " + v.P.T("order.no-number")
	}
	if q.act == "draft" {
		t.Act, t.Href = v.P.T("order.edit"), "/orders/"+l.ID.String()
	}
	t.Tone, t.DueNote = urgency(v, t.Due)
	return t
}

// letterTasks are the letters that are due about orders of the office: which
// one follows from the day and from what was sent already, so that nobody is
// asked to write the same letter twice.
func letterTasks(v *desk.Visit, c *bodies.County) ([]task, error) {
	rules, today, scope := v.Desk.Orders.Rules, v.Today(), v.Scope("order.see")
	var lines []order.Line
	for _, light := range []order.Light{order.Red, order.Yellow, order.Blue} {
		p, err := v.Desk.Read.Orders(v.R.Context(), scope, order.Filter{Light: light, Bounds: rules.Bounds(today), Limit: most})
		if err != nil {
			return nil, err
		}
		lines = append(lines, p.Lines...)
	}
	ids := make([]ref.ID, len(lines))
	for i, l := range lines {
		ids[i] = l.ID
	}
	sent, err := v.Desk.Read.LettersAbout(v.R.Context(), ids)
	if err != nil {
		return nil, err
	}
	var out []task
	for _, l := range lines {
		next := rules.NextLetter(l.State, l.Due, today, sent[l.ID])
		if next == "" || l.AskedDue != 0 || !v.Can("order.send-letter", access.Object{Jurisdiction: v.Actor.Jurisdiction, Unit: l.Unit, Side: l.Side}) {
			continue
		}
		code := strings.ToLower(string(next))
		t := orderTask(v, c, l, ask{act: "send-letter", why: "letter." + code, due: dueDay})
		t.Title = v.P.T("workbench.do.letter", "letter", text.M("letter.name."+code), "subject", l.Subject)
		t.Act = v.P.T("letter.name." + code)
		t.Href += "?series=" + string(next)
		out = append(out, t)
	}
	return out, nil
}

// urgency colours a day by the county's rule, with words.
func urgency(v *desk.Visit, due when.Day) (page.Tone, string) {
	cal := v.Desk.Orders.Rules.Calendar
	rules := v.Desk.Orders.Rules
	switch rules.Light(order.Issued, due, v.Today()) {
	case order.Red:
		return page.Red, v.P.T("workbench.overdue", "n", cal.WorkingBetween(due, v.Today()))
	case order.Yellow:
		return page.Amber, v.P.T("workbench.overdue", "n", max(1, cal.WorkingBetween(due, v.Today())))
	case order.Blue:
		if due == v.Today() {
			return page.Blue, v.P.T("workbench.today")
		}
		return page.Blue, v.P.T("workbench.left", "n", cal.WorkingBetween(v.Today(), due))
	}
	if due == 0 { // a draft whose date follows from its urgency
		return page.Plain, ""
	}
	return page.Plain, v.P.T("workbench.left", "n", cal.WorkingBetween(v.Today(), due))
}

// problemTasks are the problems that wait: for an order, for a review, or to be
// put right in the unit.
func problemTasks(v *desk.Visit, c *bodies.County, office bool) ([]task, error) {
	var out []task
	ask := func(f problem.Filter, verb access.Verb, act, why, href string, fits func(problem.Line) bool) error {
		f.Limit = most
		p, err := v.Desk.Read.Problems(v.R.Context(), v.Scope("problem.see"), f)
		if err != nil {
			return err
		}
		for _, l := range p.Lines {
			if !v.Can(verb, access.Object{Jurisdiction: v.Actor.Jurisdiction, Unit: l.Unit, Side: l.Side, Requester: l.Requester}) || !fits(l) {
				continue
			}
			t := task{Title: v.P.T("workbench.do."+act, "subject", l.Facts), Under: c.Name(l.Unit) + " · " + v.P.T("problem.problem") + " " + l.Number.String(),
				Why: v.P.T("workbench.why." + why), Due: l.Due, Act: v.P.T("problem.act." + act), Href: href + l.ID.String()}
			if act != "order" {
				t.Href += "/do/" + act
			}
			t.Tone, t.DueNote = urgency(v, l.Due)
			out = append(out, t)
		}
		return nil
	}
	if office {
		if err := ask(problem.Filter{State: problem.Registered}, "order.draft", "order", "office", "/orders/new?problem=", func(l problem.Line) bool { return l.Level.NeedsOrder() && l.Order == 0 }); err != nil {
			return nil, err
		}
	}
	if office || v.Actor.Is(actor.DisciplineMember) {
		if err := ask(problem.Filter{State: problem.Rectified}, "problem.close", "close", "reviewer", "/problems/", func(problem.Line) bool { return true }); err != nil {
			return nil, err
		}
	}
	if v.Actor.Is(actor.Clerk) || v.Actor.Is(actor.Staff) || v.Actor.Is(actor.FirstResponsible) || v.Actor.Is(actor.TeamMember) {
		err := ask(problem.Filter{State: problem.Registered}, "problem.rectify", "rectify", "unit", "/problems/", func(l problem.Line) bool { return !l.Level.NeedsOrder() })
		return out, err
	}
	return out, nil
}
