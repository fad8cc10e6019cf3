// Package agenda says what waits for somebody today, and why for them: one
// line for each act that the rules would take from them now (spec 6.3, “my
// duties today”). Nothing is offered that would be refused.
package agenda

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Item is one thing to do.
type Item struct {
	Kind    ref.Kind // ref.Order or ref.Problem
	ID      ref.ID
	Number  number.Number // No is 0 for a draft
	Subject string
	Unit    ref.ID
	Act     string        // the deed, as order.Desk and problem.Desk name it; "draft" and "order" lead to a form
	Why     string        // why for this person: approver, drafter, issuer, reviewer, lead, leader, office, unit, letter.<series>
	Letter  number.Series // which letter is due, for the deed send-letter
	Due     when.Day      // 0 for a draft whose date follows from its urgency
}

// Lists is what is read. The store answers it, within the scope.
type Lists interface {
	Orders(ctx context.Context, s access.Scope, f order.Filter) (order.Page, error)
	Problems(ctx context.Context, s access.Scope, f problem.Filter) (problem.Page, error)
	LettersAbout(ctx context.Context, orders []ref.ID) (map[ref.ID][]order.Letter, error)
}

// Teams says who works in a unit; a bodies.County of the day answers it.
type Teams interface{ Team(unit ref.ID) bodies.Team }

// most is how many lines one question brings.
const most = order.PageMost

// reader is one reading for one actor.
type reader struct {
	ctx   context.Context
	lists Lists
	who   actor.Actor
	rules order.Rules
	teams Teams
	today when.Day
	out   []Item
}

// Of is everything that waits for the actor on the day, the earliest first; at
// most order.PageMost lines of each sort.
func Of(ctx context.Context, lists Lists, teams Teams, who actor.Actor, rules order.Rules, today when.Day) ([]Item, error) {
	r := &reader{ctx: ctx, lists: lists, teams: teams, who: who, rules: rules, today: today}
	for _, f := range []func() error{r.orders, r.problems, r.letters} {
		if err := f(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(r.out, func(x, y Item) int { return cmp.Compare(x.Due, y.Due) })
	return r.out, nil
}

func (r *reader) office() bool {
	return r.who.Is(actor.PrincipalOffice) || r.who.Is(actor.SupervisoryOffice)
}

// hands says whether the actor works in a unit that puts things right.
func (r *reader) hands() bool {
	return r.who.Is(actor.Clerk) || r.who.Is(actor.Staff) || r.who.Is(actor.FirstResponsible) || r.who.Is(actor.TeamMember)
}

// ask is one question to the orders: which of them wait for an act of mine.
type ask struct {
	filter order.Filter
	act    string
	why    string
	verb   access.Verb
	fits   func(order.Line) bool
	due    func(order.Line) when.Day
	asker  func(order.Line) ref.ID // whose request is decided; nobody decides their own
}

func nobody(order.Line) ref.ID      { return 0 }
func requester(l order.Line) ref.ID { return l.Requester }
func askedBy(l order.Line) ref.ID   { return l.AskedBy }

func dueDay(l order.Line) when.Day { return l.Due }
func ackDay(l order.Line) when.Day { return l.AckBy }

func (r *reader) asks() (asks []ask) {
	me := r.who.Person
	if r.office() || r.who.Is(actor.LeadingGroup) {
		asks = append(asks, ask{filter: order.Filter{State: order.Awaiting}, act: "issue", why: "approver", verb: "order.issue", due: dueDay,
			fits: func(l order.Line) bool { return l.Drafter != me }}) // drafted by oneself: somebody else approves
	}
	if r.office() {
		asks = append(asks,
			ask{filter: order.Filter{State: order.Draft}, act: "draft", why: "drafter", verb: "order.draft", due: dueDay,
				fits: func(l order.Line) bool { return l.Drafter == me }},
			ask{filter: order.Filter{Open: true, Asked: true}, act: "grant-extension", why: "issuer", verb: "order.grant-extension", due: dueDay, asker: askedBy},
			ask{filter: order.Filter{State: order.Confirmed}, act: "close", why: "reviewer", verb: "order.close", due: dueDay, asker: requester})
	}
	if r.hands() {
		asks = append(asks,
			ask{filter: order.Filter{State: order.Issued}, act: "acknowledge", why: "lead", verb: "order.acknowledge", due: ackDay},
			ask{filter: order.Filter{State: order.Acknowledged}, act: "report", why: "lead", verb: "order.report", due: dueDay},
			ask{filter: order.Filter{State: order.InProgress}, act: "report", why: "lead", verb: "order.report", due: dueDay},
			ask{filter: order.Filter{State: order.Requested}, act: "confirm-close", why: "leader", verb: "order.confirm-close", due: dueDay,
				fits: func(l order.Line) bool { return slices.Contains(l.People().Confirmers(r.teams.Team(l.Unit)), me) }})
	}
	if r.office() || r.who.Is(actor.FirstResponsible) {
		asks = append(asks, ask{filter: order.Filter{Open: true, Left: r.today}, act: "reassign", why: "left", verb: "order.reassign", due: dueDay,
			fits: func(l order.Line) bool {
				t := r.teams.Team(l.Unit)
				leader, handler := l.People().Left(t)
				return (leader || handler) && l.People().MayReassign(r.who, t) == nil
			}})
	}
	return asks
}

func (r *reader) orders() error {
	for _, q := range r.asks() {
		q.filter.Limit = most
		if q.asker == nil {
			q.asker = nobody
		}
		p, err := r.lists.Orders(r.ctx, access.ScopeOf(r.who, "order.see"), q.filter)
		if err != nil {
			return err
		}
		for _, l := range p.Lines {
			object := access.Object{Jurisdiction: r.who.Jurisdiction, Unit: l.Unit, Side: l.Side, Requester: q.asker(l)}
			if (q.fits != nil && !q.fits(l)) || !access.Can(r.who, q.verb, object) {
				continue
			}
			r.out = append(r.out, about(l, q.act, q.why, q.due(l)))
		}
	}
	return nil
}

func about(l order.Line, act, why string, due when.Day) Item {
	return Item{Kind: ref.Order, ID: l.ID, Number: l.Number, Subject: l.Subject, Unit: l.Unit, Act: act, Why: why, Due: due}
}

// letters are the letters that are due about orders of the office: which one
// follows from the day and from what was sent already, so that nobody is asked
// to write the same letter twice.
func (r *reader) letters() error {
	if !r.office() {
		return nil
	}
	var lines []order.Line
	for _, light := range []order.Light{order.Red, order.Yellow, order.Blue} {
		p, err := r.lists.Orders(r.ctx, access.ScopeOf(r.who, "order.see"), order.Filter{Light: light, Bounds: r.rules.Bounds(r.today), Limit: most})
		if err != nil {
			return err
		}
		lines = append(lines, p.Lines...)
	}
	ids := make([]ref.ID, len(lines))
	for i, l := range lines {
		ids[i] = l.ID
	}
	sent, err := r.lists.LettersAbout(r.ctx, ids)
	if err != nil {
		return err
	}
	for _, l := range lines {
		next := r.rules.NextLetter(l.State, l.Due, r.today, sent[l.ID])
		if next == "" || l.AskedDue != 0 || !access.Can(r.who, "order.send-letter", access.Object{Jurisdiction: r.who.Jurisdiction, Unit: l.Unit, Side: l.Side}) {
			continue
		}
		item := about(l, "send-letter", "letter."+strings.ToLower(string(next)), l.Due)
		item.Letter = next
		r.out = append(r.out, item)
	}
	return nil
}

// problems are those that wait: for an order, for a review, or to be put right
// in the unit.
func (r *reader) problems() error {
	ask := func(f problem.Filter, verb access.Verb, act, why string, fits func(problem.Line) bool) error {
		f.Limit = most
		p, err := r.lists.Problems(r.ctx, access.ScopeOf(r.who, "problem.see"), f)
		if err != nil {
			return err
		}
		for _, l := range p.Lines {
			if fits(l) && access.Can(r.who, verb, access.Object{Jurisdiction: r.who.Jurisdiction, Unit: l.Unit, Side: l.Side, Requester: l.Requester}) {
				r.out = append(r.out, Item{Kind: ref.Problem, ID: l.ID, Number: l.Number, Subject: l.Facts, Unit: l.Unit, Act: act, Why: why, Due: l.Due})
			}
		}
		return nil
	}
	if r.office() {
		err := ask(problem.Filter{State: problem.Registered}, "order.draft", "order", "office", func(l problem.Line) bool { return l.Level.NeedsOrder() && l.Order == 0 })
		if err != nil {
			return err
		}
	}
	if r.office() || r.who.Is(actor.DisciplineMember) {
		if err := ask(problem.Filter{State: problem.Rectified}, "problem.close", "close", "reviewer", func(problem.Line) bool { return true }); err != nil {
			return err
		}
	}
	if r.hands() {
		return ask(problem.Filter{State: problem.Registered}, "problem.rectify", "rectify", "unit", func(l problem.Line) bool { return !l.Level.NeedsOrder() })
	}
	return nil
}
