package order

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Types of field of their own: which measures are done, and which letter is
// written.
const (
	DoneMeasures field.Type = "measures-done"
	LetterKinds  field.Type = "letter"
)

// InHand is an order with all that decides about what may be done.
type InHand struct {
	Order
	By      actor.Actor // who asks
	Team    bodies.Team
	Letters []Letter
	Files   int64   // that it has
	For     *Matter // the problem that it is for; nil = none, or none to be seen
}

// Head, Called and Object are what the frame asks of every object.
func (h *InHand) Head() *noun.Base {
	return &noun.Base{ID: h.ID, Version: h.Version, Jurisdiction: h.Jurisdiction, Unit: h.Unit, Side: h.Side,
		State: string(h.State), MadeBy: h.Drafter}
}

// Called is its number, and what it is about.
func (h *InHand) Called() (number, title string) { return h.Number.String(), h.Subject }

// Object is what access asks, of an act that answers nobody's request.
func (h *InHand) Object() access.Object { return h.Order.Object(Nobody) }

// issue asks what approving will ask: see Desk.Issue.
func (h *InHand) issue(r Rules, now when.Instant) error {
	if h.State != Awaiting { // a draft is sent for approval first
		return h.Forbids()
	}
	if err := h.MayIssue(h.By.Hands(), h.Team); err != nil {
		return err
	}
	next, err := h.Issue(r, now)
	if err != nil || h.Problem == 0 {
		return err
	}
	if h.For == nil {
		return text.Refuse(text.Missing, "access.missing")
	}
	return noun.Says(next.For(*h.For, r, now.Day()))
}

// writable are the letters that an office writes itself, in their order.
var writable = []number.Series{number.Reminder, number.Urging, number.Warning, number.Transfer}

// Writable are those that fit the day.
func (h *InHand) Writable(now when.Instant) (out []number.Series) {
	for _, s := range writable {
		if h.MayWrite(s, h.Letters, now) == nil {
			out = append(out, s)
		}
	}
	return out
}

// letter refuses when no letter fits the day, with what stands against the first.
func (h *InHand) letter(now when.Instant) error {
	if len(h.Writable(now)) > 0 {
		return nil
	}
	return h.MayWrite(writable[0], h.Letters, now)
}

func (h *InHand) reassign() error {
	if err := h.MayReassign(h.By, h.Team); err != nil {
		return err
	}
	return noun.Says(h.Reassign(0, 0, "", h.Team))
}

// Asked is what the acts ask for.
type Asked struct {
	Words           string
	Progress        string // where Words are the reason
	Day             when.Day
	Done            []int // measures
	Phase           evidence.Phase
	Letter          number.Series
	Leader, Handler ref.ID
}

// said is the text that an act asks for, on its day.
func said(name string, least, most int) field.Field {
	return field.Text(name, least, most, func(a *Asked) *string { return &a.Words })
}

func onDay(name string, must bool) field.Field {
	return field.Day(name, must, func(a *Asked) *when.Day { return &a.Day })
}

var (
	why     = said("reason", 1, ReasonMost)
	because = field.Fields{why}
	come    = field.Files("file", false)
	phase   = field.Code("phase", true, evidence.Phases, "evidence.phase.",
		func(a *Asked) *evidence.Phase { return &a.Phase }).Spread("evidence.hint.")
	people = field.Fields{
		field.Person("leader", true, func(a *Asked) *ref.ID { return &a.Leader }).From(field.Leaders).
			Says("Responsible leader: a leading post in the lead unit or above it."),
		field.Person("handler", true, func(a *Asked) *ref.ID { return &a.Handler }).From(field.Team).
			Says("A post in the lead unit or above it."),
	}
)

// Noun declares what can be done about orders.
func (d Commands) Noun() *noun.Noun {
	n := &noun.Noun{See: "order.see", List: "order.list", Acts: d.acts()}
	n.Of, n.Name, n.Word = ref.Order, "orders", "order"
	return n
}

func (d Commands) acts() []noun.Act {
	r, most := d.Rules, d.Rules.Opinion()
	asked := func() any { return &Asked{} }
	opinion, progress := field.Fields{said("opinion", 1, most)}, said("progress", 1, most)
	return []noun.Act{
		{Name: "submit", Verb: "order.submit", Records: "order.submitted.v1", Main: true, Summary: "Ask for approval",
			Rule: on(func(h *InHand, _ when.Instant) error { return noun.Says(h.Submit()) }), Do: plain(d.Submit)},
		{Name: "issue", Verb: "order.issue", Records: "order.issued.v1", Main: true, Summary: "Approve and issue a draft",
			Requester: of(drafter), Rule: on(func(h *InHand, now when.Instant) error { return h.issue(r, now) }),
			Do: plain(d.Issue)},
		{Name: "return", Verb: "order.return", Records: "order.returned.v1", Main: true, Danger: true,
			Summary: "Send a draft back to its writer", Body: "ReasonInput", New: asked, Fields: because,
			Rule: on(func(h *InHand, _ when.Instant) error { return noun.Says(h.Return("")) }), Do: by(d.Return)},
		{Name: "acknowledge", Verb: "order.acknowledge", Records: "order.acknowledged.v1", Main: true,
			Summary: "Sign for receipt",
			Rule:    on(func(h *InHand, _ when.Instant) error { return noun.Says(h.Acknowledge()) }), Do: plain(d.Acknowledge)},
		{Name: "report", Verb: "order.report", Records: "order.reported.v1", Main: true,
			Summary: "Report progress", Body: "ReportInput", New: asked,
			Fields: field.Fields{progress, field.Own("done", DoneMeasures, false, func(a *Asked) *[]int { return &a.Done }).
				Says("Numbers of the measures now done, as the rule counts them."), come},
			Rule: on(func(h *InHand, now when.Instant) error { return noun.Says(h.Report("", nil, r, now.Day())) }),
			Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
				in := c.In.(*Asked)
				return d.Report(ctx, c.Command, c.ID, in.Words, in.Done, evidence.Came(c.Files)...)
			}},
		{Name: "attach", Verb: "order.attach", Records: "order.evidence-added.v1", Screen: true,
			New: asked, Fields: field.Fields{phase, field.Files("file", true)},
			Rule: on(func(h *InHand, _ when.Instant) error { return h.MayAttach(h.Files) }),
			Fill: func(noun.Value) any { return &Asked{Phase: evidence.After} },
			Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
				return evidence.Each(evidence.Came(c.Files), c.In.(*Asked).Phase, c.Command,
					func(one act.Command, e evidence.Evidence) (act.Receipt, error) { return d.Attach(ctx, one, c.ID, e) })
			}},
		{Name: "request-close", ID: "requestClose", Verb: "order.request-close", Records: "order.close-requested.v1",
			Main:    true,
			Summary: "Ask to strike the matter off", Body: "DoneInput", New: asked,
			Fields: field.Fields{said("done", 1, most).Says("What was done."), come},
			Rule:   on(func(h *InHand, now when.Instant) error { return noun.Says(h.RequestClose(Nobody, "", r, now)) }),
			Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
				return d.RequestClose(ctx, c.Command, c.ID, c.In.(*Asked).Words, evidence.Came(c.Files)...)
			}},
		{Name: "recall-close", ID: "recallClose", Verb: "order.recall-close", Records: "order.close-recalled.v1",
			Danger:  true,
			Summary: "Take the request to strike off back, while nobody has answered it",
			Body:    "ReasonInput", New: asked, Fields: because,
			Rule: on(func(h *InHand, _ when.Instant) error { return noun.Says(h.RecallClose("")) }), Do: by(d.RecallClose)},
		{Name: "ask-extension", ID: "askExtension", Verb: "order.ask-extension", Records: "order.extension-asked.v1",
			Summary: "Ask for a later day", Body: "ExtensionInput", New: asked,
			Fields: field.Fields{onDay("to", true), why,
				field.Text("progress", 1, most, func(a *Asked) *string { return &a.Progress })},
			Rule: on(func(h *InHand, now when.Instant) error { return noun.Says(h.AskExtension(Nobody, 0, "", "", r, now)) }),
			Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
				in := c.In.(*Asked)
				return d.AskExtension(ctx, c.Command, c.ID, in.Day, in.Words, in.Progress)
			}},
		{Name: "recall-extension", ID: "recallExtension", Verb: "order.recall-extension",
			Records: "order.extension-recalled.v1",
			Danger:  true, Summary: "Take the request for a later day back, while it waits",
			Body: "ReasonInput", New: asked, Fields: because,
			Rule: on(func(h *InHand, _ when.Instant) error { return noun.Says(h.RecallExtension("")) }),
			Do:   by(d.RecallExtension)},
		{Name: "grant-extension", ID: "grantExtension", Verb: "order.grant-extension", Records: "order.extension-granted.v1",
			Main: true, Summary: "Grant a later day", Body: "GrantInput", New: asked, Requester: of(asker),
			Fields: field.Fields{opinion[0], onDay("to", false).Says("Left out: the day that was asked.")},
			Rule:   on(func(h *InHand, _ when.Instant) error { return noun.Says(h.GrantExtension(0, "", r)) }),
			Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
				return d.GrantExtension(ctx, c.Command, c.ID, c.In.(*Asked).Day, c.In.(*Asked).Words)
			}},
		{Name: "refuse-extension", ID: "refuseExtension", Verb: "order.refuse-extension",
			Records: "order.extension-refused.v1",
			Main:    true, Danger: true, Summary: "Keep the due day", Body: "OpinionInput", New: asked, Fields: opinion,
			Requester: of(asker),
			Rule:      on(func(h *InHand, _ when.Instant) error { return noun.Says(h.RefuseExtension("", r)) }),
			Do:        by(d.RefuseExtension)},
		{Name: "confirm-close", ID: "confirmClose", Verb: "order.confirm-close", Records: "order.close-confirmed.v1",
			Main: true, Summary: "Confirm as responsible leader", Body: "OpinionInput", New: asked, Fields: opinion,
			Rule: on(func(h *InHand, _ when.Instant) error { return noun.Says(h.ConfirmClose(h.By, "", h.Team, r)) }),
			Do:   by(d.ConfirmClose)},
		{Name: "close", Verb: "order.close", Records: "order.closed.v1",
			Main: true, Summary: "Review and strike off", Body: "OpinionInput", New: asked, Fields: opinion,
			Requester: of(requester),
			Rule:      on(func(h *InHand, now when.Instant) error { return noun.Says(h.Close("", r, now)) }), Do: by(d.Close)},
		{Name: "reject", Verb: "order.reject", Records: "order.rejected.v1",
			Main: true, Danger: true, Summary: "Send a request to close back", Body: "MissingInput", New: asked,
			Fields:    field.Fields{said("missing", r.Missing(), most).ByCounty().Says("What is still missing.")},
			Requester: of(requester),
			Rule:      on(func(h *InHand, _ when.Instant) error { return noun.Says(h.Reject("", r)) }), Do: by(d.Reject)},
		{Name: "write-letter", ID: "writeLetter", Path: "letters", Made: true, Verb: "order.write-letter",
			Records: "order.letter-written.v1", Summary: "Write a letter about the order; somebody else sends it",
			Body: "LetterInput", New: asked,
			Fields: field.Fields{field.Own("series", LetterKinds, true, func(a *Asked) *number.Series { return &a.Letter }).
				Says("TZ notice, TX reminder, CB urging, GJ warning, YS proposal of transfer."),
				said("body", 0, BodyMost), onDay("final", false).Says("The final limit; required for a warning.")},
			Rule: on(func(h *InHand, now when.Instant) error { return h.letter(now) }),
			Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
				in := c.In.(*Asked)
				return d.WriteLetter(ctx, c.Command, c.ID, in.Letter, in.Words, in.Day)
			}},
		{Name: "supervise", Verb: "order.supervise", Records: "order.supervised.v1", Screen: true, New: asked,
			Fields: because,
			Rule:   on(func(h *InHand, _ when.Instant) error { return noun.Says(h.Supervise(true, "")) }),
			Do:     by(d.switched(true))},
		{Name: "unsupervise", Verb: "order.supervise", Records: "order.unsupervised.v1", Screen: true, New: asked,
			Fields: because,
			Rule:   on(func(h *InHand, _ when.Instant) error { return noun.Says(h.Supervise(false, "")) }),
			Do:     by(d.switched(false))},
		{Name: "review", Verb: "order.review", Records: "order.reviewed.v1",
			Summary: "The quarterly look at a long-term order", Body: "OpinionInput", New: asked, Fields: opinion,
			Rule: on(func(h *InHand, now when.Instant) error { return noun.Says(h.Review("", r, now.Day())) }),
			Do:   by(d.Review)},
		{Name: "make-long-term", Verb: "order.make-long-term", Records: "order.made-long-term.v1", Screen: true,
			New: asked, Fields: because,
			Rule: on(func(h *InHand, now when.Instant) error { return noun.Says(h.MakeLongTerm("", now.Day())) }),
			Do:   by(d.MakeLongTerm)},
		{Name: "end-long-term", Verb: "order.make-long-term", Records: "order.ended-long-term.v1", Screen: true,
			New: asked, Fields: field.Fields{why, onDay("due", true)},
			Rule: on(func(h *InHand, now when.Instant) error { return noun.Says(h.EndLongTerm("", 0, now.Day())) }),
			Do:   till(d.EndLongTerm)},
		{Name: "reopen", Verb: "order.reopen", Records: "order.reopened.v1",
			Summary: "Take a closed order up again", Body: "ReopenInput", New: asked,
			Fields: field.Fields{why, onDay("due", true)},
			Rule:   on(func(h *InHand, now when.Instant) error { return noun.Says(h.Reopen("", 0, now.Day())) }),
			Do:     till(d.Reopen)},
		{Name: "reassign", Verb: "order.reassign", Records: "order.reassigned.v1", Guarded: true,
			Summary: "Name another leader or handler", Body: "ReassignInput", New: asked,
			Fields: field.Fields{people[0], people[1], why},
			Rule:   on(func(h *InHand, _ when.Instant) error { return h.reassign() }),
			Fill:   func(v noun.Value) any { return &Asked{Leader: v.(*InHand).Leader, Handler: v.(*InHand).Handler} },
			Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
				in := c.In.(*Asked)
				return d.Reassign(ctx, c.Command, c.ID, c.Version, in.Leader, in.Handler, in.Words)
			}},
		{Name: "withdraw", Verb: "order.withdraw", Records: "order.withdrawn.v1", Danger: true,
			Summary: "Take the order back", Body: "ReasonInput", New: asked, Fields: because,
			Rule: on(func(h *InHand, _ when.Instant) error { return noun.Says(h.Withdraw("")) }), Do: by(d.Withdraw)},
	}
}

func on(rule func(*InHand, when.Instant) error) func(noun.Value, when.Instant) error {
	return func(v noun.Value, now when.Instant) error { return rule(v.(*InHand), now) }
}

func of(who func(Order) actor.Hands) func(noun.Value) actor.Hands {
	return func(v noun.Value) actor.Hands { return who(v.(*InHand).Order) }
}

// plain does an act that asks for nothing, by one that asks for words alone, till
// one for words and a day.
func plain(f func(context.Context, act.Command, ref.ID) (act.Receipt, error)) noun.Does {
	return func(ctx context.Context, c noun.Call) (act.Receipt, error) { return f(ctx, c.Command, c.ID) }
}

func by(f func(context.Context, act.Command, ref.ID, string) (act.Receipt, error)) noun.Does {
	return func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		return f(ctx, c.Command, c.ID, c.In.(*Asked).Words)
	}
}

func till(f func(context.Context, act.Command, ref.ID, string, when.Day) (act.Receipt, error)) noun.Does {
	return func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		return f(ctx, c.Command, c.ID, c.In.(*Asked).Words, c.In.(*Asked).Day)
	}
}

func (d Commands) switched(on bool) func(context.Context, act.Command, ref.ID, string) (act.Receipt, error) {
	return func(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
		return d.Supervise(ctx, c, id, on, reason)
	}
}
