// Package agenda says what waits for somebody today, and why for them: one
// line for each act that the rules would take from them now (spec 6.3, “my
// duties today”). Nothing is offered that would be refused.
package agenda

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/due"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Item is one thing to do.
type Item struct {
	Kind    ref.Kind // ref.Order, ref.Problem, or that of a noun on the frame
	Called  string   // by itself, of a noun on the frame
	ID      ref.ID
	Number  number.Number // No is 0 for a draft
	Subject string
	Unit    ref.ID
	Act     string         // the deed, as order.Desk and problem.Desk name it; "draft" and "order" lead to a form
	Why     []text.Message // why for this person, and by which rule: a sentence of the catalogue each
	Letter  number.Series  // which letter it is, for the deeds write-letter, send-letter and read-letter
	Paper   ref.ID         // the letter itself, for send-letter and read-letter
	Due     when.Day       // 0 for a draft whose date follows from its urgency, and for what no day binds
	// the problem's own day: where it is the day, or where it is over although its order has another
	Matter when.Day
	Bound  bool // Due is the day that binds the order, not one of the actor's own
	Back   bool // it was sent back: it stands first, with what is missing
	Kept   bool // kept up for good: no day binds
	// Page is the key of what is said where it is decided on the object's page, which offers
	// Act among others; "" = Act itself is done.
	Page string
	// Lit says that Light is how urgent it is, where more than the day decides.
	Lit   bool
	Light due.Light
	// Told is what is told of it once for each Stamp (noun.Wait.Told); "" = nothing.
	Told  string
	Stamp int64
	Heard string // why it is told though nothing waits (noun.Wait.Heard); "" = it waits
}

// Lists is what is read. The store answers it, within the scope.
type Lists interface {
	Orders(ctx context.Context, s access.Scope, f order.Filter) (order.Page, error)
	Problems(ctx context.Context, s access.Scope, f problem.Filter) (problem.Page, error)
	ProblemsOf(ctx context.Context, ids []ref.ID) (map[ref.ID]problem.Problem, error)
	LettersAbout(ctx context.Context, orders []ref.ID) (map[ref.ID][]order.Letter, error)
	LettersWritten(ctx context.Context, s access.Scope) ([]order.LetterLine, error)
	LettersUnread(ctx context.Context, s access.Scope) ([]order.LetterLine, error)
	Firsts(ctx context.Context, of ref.Kind, s access.Scope, list []noun.Query) ([][]noun.Value, error)
}

// Teams says who works in a unit; a bodies.County of the day answers it.
type Teams interface {
	Team(unit ref.ID) bodies.Team
	Takes(unit ref.ID) error // refuses a unit that no matter may be about
}

// Rules are the county's values for what waits.
type Rules struct {
	Orders   order.Rules
	Problems problem.Rules
	Telling  bool         // what is only told is among what waits
	Nouns    []*noun.Noun // those on the frame, which say themselves what waits
}

// most is how many lines one question brings.
const most = order.PageMost

// reader is one reading for one actor.
type reader struct {
	ctx   context.Context
	lists Lists
	who   actor.Actor
	rules Rules
	teams Teams
	today when.Day
	out   []Item
	of    map[int]ref.ID // the problems that orders among out are for, by place
}

// Of is everything that waits for the actor on the day, the earliest first; at
// most order.PageMost lines of each sort.
func Of(ctx context.Context, lists Lists, teams Teams, who actor.Actor, rules Rules, today when.Day) ([]Item, error) {
	r := &reader{ctx: ctx, lists: lists, teams: teams, who: who, rules: rules, today: today, of: map[int]ref.ID{}}
	for _, f := range []func() error{r.orders, r.matters, r.problems, r.letters, r.written, r.unread, r.nouns} {
		if err := f(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(r.out, sooner)
	return r.out, nil
}

// sooner puts what came back first, then what has a day by its day, then what has none,
// and what is kept up for good last.
func sooner(x, y Item) int {
	return cmp.Or(last(y.Back, x.Back), last(x.Kept, y.Kept), last(x.Due == 0, y.Due == 0), cmp.Compare(x.Due, y.Due))
}

// last puts what is so behind what is not.
func last(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return 1
	}
	return -1
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
	by     func(order.Line) string // why it is this person's of the unit's, instead of why; "" = it is another's
	due    func(order.Line) when.Day
	asker  func(order.Line) actor.Hands // whose request is decided; nobody decides their own
}

func nobody(order.Line) actor.Hands      { return order.Nobody }
func requester(l order.Line) actor.Hands { return l.People().Requested() }
func askedBy(l order.Line) actor.Hands   { return l.People().Asked() }
func drafted(l order.Line) actor.Hands   { return l.People().Drafted() }

func dueDay(l order.Line) when.Day { return l.Binds() }
func ackDay(l order.Line) when.Day { return l.AckBy }

// The office's own dates: until when it answers what was asked of it, counted by
// its rule from the day it was asked; before that day was kept, the order's.
func (r *reader) approveBy(l order.Line) when.Day {
	return own(r.rules.Orders.ApproveBy, l.Since, l.Due)
}
func (r *reader) answerBy(l order.Line) when.Day {
	return own(r.rules.Orders.ApproveBy, l.AskedAt, l.Due)
}
func (r *reader) reviewBy(l order.Line) when.Day {
	return own(r.rules.Orders.ReviewBy, l.Since, l.Due)
}

func own(limit func(when.Day) when.Deadline, since when.Instant, otherwise when.Day) when.Day {
	if limit == nil || since == 0 {
		return otherwise
	}
	return limit(since.Day()).Due
}

func (r *reader) asks() (asks []ask) {
	mine := func(l order.Line) bool { return drafted(l).Share(r.who.Hands()) }
	if r.office() || r.who.Is(actor.LeadingGroup) {
		asks = append(asks, ask{filter: order.Filter{State: order.Awaiting}, act: "issue", why: "approver",
			verb: "order.issue", due: r.approveBy,
			fits: func(l order.Line) bool { return !mine(l) }}) // drafted by oneself: somebody else approves
	}
	if r.office() {
		asks = append(asks,
			ask{filter: order.Filter{State: order.Draft}, act: "draft", why: "drafter", verb: "order.draft", due: dueDay,
				fits: mine},
			ask{filter: order.Filter{Open: true, Asked: true}, act: "grant-extension", why: "issuer",
				verb: "order.grant-extension", due: r.answerBy, asker: askedBy},
			ask{filter: order.Filter{Review: order.ReviewsDue(r.today)}, act: "review", why: "long-term", verb: "order.review",
				due: func(l order.Line) when.Day { return l.ReviewBy }},
			ask{filter: order.Filter{State: order.Confirmed}, act: "close", why: "reviewer", verb: "order.close",
				due: r.reviewBy, asker: requester})
	}
	if r.hands() {
		asks = append(asks,
			ask{filter: order.Filter{State: order.Issued}, act: "acknowledge", why: "lead", verb: "order.acknowledge",
				due: ackDay},
			ask{filter: order.Filter{State: order.Acknowledged}, act: "report", verb: "order.report", due: dueDay, by: r.works},
			ask{filter: order.Filter{State: order.InProgress}, act: "report", verb: "order.report", due: dueDay, by: r.works},
			ask{filter: order.Filter{State: order.Requested}, act: "confirm-close", why: "leader", verb: "order.confirm-close",
				due:  dueDay,
				fits: func(l order.Line) bool { return l.People().MayConfirm(r.who, r.teams.Team(l.Unit)) == nil }})
	}
	if r.office() || r.who.Is(actor.FirstResponsible) {
		asks = append(asks, ask{filter: order.Filter{Open: true, Left: r.today}, act: "reassign", why: "left",
			verb: "order.reassign", due: dueDay,
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
		q.filter.Limit, q.filter.Uncounted = most, true
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
			why := q.why
			if q.by != nil {
				why = q.by(l)
			}
			if why == "" {
				continue
			}
			item := about(l, q.act, why, q.due(l))
			item.Kept = l.LongTerm && item.Due == 0
			if l.SentBack != "" && (q.act == "draft" || q.act == "report") { // with who puts it right
				item = item.sentBack(l)
			}
			if l.Problem != 0 {
				r.of[len(r.out)] = l.Problem
			}
			r.out = append(r.out, item)
		}
	}
	return nil
}

// matters tells the orders found which of their problems are late by their own
// day: that of the order may be a later one.
func (r *reader) matters() error {
	if len(r.of) == 0 {
		return nil
	}
	found, err := r.lists.ProblemsOf(r.ctx, slices.Sorted(maps.Values(r.of)))
	for at, id := range r.of {
		if p := found[id]; p.Overdue(r.today) {
			r.out[at].Matter = p.Binds()
		}
	}
	return err
}

// works says why an order in hand is this person's to take further.
func (r *reader) works(l order.Line) string {
	return r.doer(l.Unit, l.Leader, l.Handler, l.Binds(), "lead")
}

// doer says why of all in a unit this person does what is in hand: as the one
// named for it, as the unit's clerk, or, once it is late, as the leader named.
// Anybody of the unit may do it; it waits for all of them (why: any) only while
// nobody who still works there is named.
func (r *reader) doer(unit, leader, handler ref.ID, due when.Day, any string) string {
	switch {
	case r.who.Whose() == handler:
		return "handler"
	case slices.ContainsFunc(r.who.Grants, func(g actor.Grant) bool { return g.Role == actor.Clerk && g.Acts(unit) }):
		return "clerk"
	case r.who.Whose() == leader && due != 0 && due < r.today:
		return "leader-late"
	case !r.teams.Team(unit).Works(handler):
		return any
	}
	return ""
}

// because is a reason in the catalogue's words.
func because(why string, kv ...any) []text.Message {
	return []text.Message{text.M("workbench.why."+why, kv...)}
}

// sentBack leads to what is to be done about what was sent back: what is missing
// stands first among the reasons.
func (i Item) sentBack(l order.Line) Item {
	why := "returned"
	if l.State != order.Draft {
		i.Act, why = "request-close", "rejected"
	}
	i.Back, i.Why = true, append(because(why, "what", l.SentBack), i.Why...)
	return i
}

func about(l order.Line, act, why string, due when.Day) Item {
	return Item{Kind: ref.Order, ID: l.ID, Number: l.Number, Subject: l.Subject, Unit: l.Unit,
		Act: act, Why: because(why), Due: due,
		Bound: due != 0 && due == l.Binds()}
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
		p, err := r.lists.Orders(r.ctx, access.ScopeOf(r.who, "order.see"),
			order.Filter{Light: light, Bounds: r.rules.Orders.Bounds(r.today), Limit: most, Uncounted: true})
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
		next := r.rules.Orders.NextLetter(l.State, l.Due, r.today, sent[l.ID])
		if next == "" || l.AskedDue != 0 ||
			!access.Can(r.who, "order.write-letter", access.Object{Jurisdiction: r.who.Jurisdiction,
				Unit: l.Unit, Side: l.Side}) {
			continue
		}
		item := about(l, "write-letter", "letter."+strings.ToLower(string(next)), l.Due)
		item.Letter = next
		r.out = append(r.out, item)
	}
	return nil
}

// written are the letters that somebody else wrote and that wait to be sent.
func (r *reader) written() error {
	if !r.office() {
		return nil
	}
	list, err := r.lists.LettersWritten(r.ctx, access.ScopeOf(r.who, "order.see"))
	for _, l := range list {
		if !l.Wrote().Share(r.who.Hands()) {
			r.paper(l, "send-letter", "order.send-letter", "releaser",
				own(r.rules.Orders.ApproveBy, l.WrittenAt, l.WrittenAt.Day()))
		}
	}
	return err
}

// unread are the letters that reached the unit and that nobody there has read.
func (r *reader) unread() error {
	if !r.hands() {
		return nil
	}
	list, err := r.lists.LettersUnread(r.ctx, access.ScopeOf(r.who, "order.see"))
	for _, l := range list {
		// as soon as an order is signed for
		r.paper(l, "read-letter", "order.read-letter", "received", own(r.rules.Orders.Acknowledge, l.SentAt, l.SentAt.Day()))
	}
	return err
}

func (r *reader) paper(l order.LetterLine, act string, verb access.Verb, why string, due when.Day) {
	if access.Can(r.who, verb, access.Object{Jurisdiction: r.who.Jurisdiction, Unit: l.Unit, Side: l.Side}) {
		r.out = append(r.out, Item{Kind: ref.Order, ID: l.Order, Number: l.Number, Subject: l.Subject, Unit: l.Unit, Act: act,
			Why: because(why), Letter: l.Series, Paper: l.ID, Due: due})
	}
}

// problems are those that wait: to be noted, for a decision about the level,
// for an order, for a review, or to be put right in the unit.
func (r *reader) problems() error {
	if r.who.Is(actor.LeadingGroup) {
		if err := r.ask(problem.Filter{Unnoted: true}, "problem.note", "note",
			func(l problem.Line) ([]text.Message, when.Day) {
				return because("reported"), l.NoteBy
			}); err != nil {
			return err
		}
	}
	if r.office() {
		if err := r.ask(problem.Filter{Proposed: r.today}, "problem.raise", "raise", r.proposed); err != nil {
			return err
		}
		if err := r.ask(problem.Filter{NeedsOrder: r.rules.Problems.Needing(), Undrafted: true}, "order.draft", "order",
			func(l problem.Line) ([]text.Message, when.Day) {
				if r.teams.Takes(r.teams.Team(l.Unit).Unit) != nil { // no order can be made for it
					return nil, 0
				}
				return because("office"), l.Binds()
			}); err != nil {
			return err
		}
	}
	if r.office() || r.who.Is(actor.DisciplineMember) {
		if err := r.ask(problem.Filter{State: problem.Rectified}, "problem.close", "close", simply("reviewer")); err != nil {
			return err
		}
	}
	if r.hands() {
		return r.ask(problem.Filter{State: problem.Registered}, "problem.rectify", "rectify",
			func(l problem.Line) ([]text.Message, when.Day) {
				if r.rules.Problems.NeedsOrder(l.Level) { // put right under its order
					return nil, 0
				}
				why := because(r.doer(l.Unit, l.Leader, l.Handler, l.Binds(), "unit"))
				switch {
				case why[0].Key == "workbench.why.":
					return nil, 0
				case l.SentBack != "":
					why = append(because("rejected", "what", l.SentBack), why...)
				}
				return why, l.Binds()
			})
	}
	return nil
}

// simply is one reason, by the problem's own day.
func simply(why string) func(problem.Line) ([]text.Message, when.Day) {
	return func(l problem.Line) ([]text.Message, when.Day) { return because(why), l.Binds() }
}

// proposed says what made the system propose a higher level, and until when the
// office decides: counted from the first of the causes.
func (r *reader) proposed(l problem.Line) (why []text.Message, due when.Day) {
	first := r.today
	for _, x := range problem.Standing(l.Proposals, r.today) {
		why = append(why, because("raise."+string(x.Cause), "n", x.Count(r.today))...)
		first = min(first, x.On)
	}
	return why, r.rules.Problems.DecideBy(first)
}

// ask takes from a list of problems those on which the actor may do the act.
func (r *reader) ask(f problem.Filter, verb access.Verb, act string,
	about func(problem.Line) ([]text.Message, when.Day)) error {
	f.Limit = most
	f.Uncounted = true
	p, err := r.lists.Problems(r.ctx, access.ScopeOf(r.who, "problem.see"), f)
	if err != nil {
		return err
	}
	for _, l := range p.Lines {
		if access.Can(r.who, verb, access.Object{Jurisdiction: r.who.Jurisdiction, Unit: l.Unit, Side: l.Side,
			Requester: l.Requested()}) {
			if why, due := about(l); len(why) > 0 {
				item := Item{Kind: ref.Problem, ID: l.ID, Number: l.Number, Subject: l.Facts, Unit: l.Unit,
					Act: act, Why: why, Due: due,
					Back: l.State == problem.Registered && l.SentBack != "" && act == "rectify", Kept: l.LongTerm && due == 0}
				if l.Binds() != 0 && (due == l.Binds() || l.Overdue(r.today)) {
					item.Matter = l.Binds()
				}
				r.out = append(r.out, item)
			}
		}
	}
	return nil
}
