package order

import (
	"cmp"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/due"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/number"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Rules are the county's values (policy pack, orders.txt).
type Rules struct {
	Calendar      *when.Calendar
	AcknowledgeIn int // working days [D] 2
	// AckBy is until when an order issued on a day is signed for; nil counts
	// AcknowledgeIn. ApproveBy and ReviewBy are until when the office answers what
	// was asked of it on a day, and reviews a close-out confirmed on a day.
	AckBy, ApproveBy, ReviewBy func(when.Day) when.Deadline
	MostExtensions             int // [D] 2
	// Limit is the latest due day an urgency allows from the day of issue; ok is
	// false for the urgency whose day is written on the order.
	Limit func(Urgency, when.Day) (d when.Deadline, ok bool)
	Bands due.Bands // when lights change [D] 3 and 3
	// OpinionMost and MissingLeast are the characters of an opinion at most, and
	// of what a rejection says is missing at least (spec 2.5 [R]).
	OpinionMost, MissingLeast int
	// Styles are how the county writes the numbers of orders and letters.
	Styles number.Styles
	// LevelLimit is the latest due day that the level of a problem allows its
	// order, counted from the day the problem was registered (spec 2.5 [D]).
	LevelLimit func(level string, from when.Day) when.Deadline
	// RaiseAfter is after how many times of each cause (overdue, rejected) one
	// level up is proposed for the order's problem.
	RaiseAfter map[string]int
	// Word is the 代字 under which an office sends a kind of letter; "" = none.
	Word func(actor.Side, number.Series) string
	// Write puts a letter into the words in which it goes out.
	Write func(Order, Letter, Names) Paper
}

// Opinion is how long an opinion may be, in characters.
func (r Rules) Opinion() int { return cmp.Or(r.OpinionMost, OpinionMost) }

// Missing is how long the words on what is missing are at least, in characters.
func (r Rules) Missing() int { return cmp.Or(r.MissingLeast, MissingLeast) }

func (r Rules) word(s actor.Side, n number.Series) string {
	if r.Word == nil {
		return ""
	}
	return r.Word(s, n)
}

// Paper is a letter's words as of now: what Send keeps, and what is shown of a
// letter that was sent before words were kept.
func (r Rules) Paper(o Order, l Letter, n Names) Paper {
	if r.Write == nil {
		return Paper{}
	}
	return r.Write(o, l, n)
}

// Draft is what an office writes down before an order is issued.
type DraftInput struct {
	Problem  ref.ID
	Task     ref.ID
	Subject  string
	Content  string
	Quality  string
	Source   Source
	Urgency  Urgency
	Unit     ref.ID
	Assist   []ref.ID
	Leader   ref.ID
	Handler  ref.ID
	Contact  string
	Measures measure.List
	Due      when.Day
}

// Check says everything that is wrong with a draft. A complete one is needed
// to submit it: no order without quality, measures and time limit [T].
func (d DraftInput) Check(today when.Day) error {
	var errs text.InputErrors
	text.Limits(&errs, "subject", d.Subject, 1, SubjectMost)
	text.Limits(&errs, "content", d.Content, 1, ContentMost)
	text.Limits(&errs, "quality", d.Quality, 1, QualityMost)
	text.Limits(&errs, "contact", d.Contact, 0, ContactMost)
	d.Measures.Check("measures", true, d.Due, &errs)
	if d.Unit == 0 {
		errs.Add("unit", "order.unit-required")
	}
	if d.Leader == 0 {
		errs.Add("leader", "order.leader-required")
	}
	if d.Handler == 0 {
		errs.Add("handler", "order.handler-required")
	}
	if len(d.Assist) > AssistMost {
		errs.Add("assist", "order.assist-too-many", "most", AssistMost)
	}
	for _, a := range d.Assist {
		if a == d.Unit {
			errs.Add("assist", "order.assist-is-lead")
		}
	}
	switch d.Urgency {
	case Flash, Urgent, Ordinary:
	default:
		errs.Add("urgency", "input.choose")
	}
	switch d.Source {
	case FromProblem, FromDecision, FromInstruction, FromInspection, FromTask:
	default:
		errs.Add("source", "input.choose")
	}
	switch {
	case d.Due == 0: // it follows from the urgency at issue
		if d.Urgency != Flash && d.Urgency != Urgent {
			errs.Add("due", "order.due-required")
		}
	case d.Due < today:
		errs.Add("due", "order.due-past", "today", today)
	case d.Due > today+3660:
		errs.Add("due", "order.due-far")
	}
	return errs.Err()
}

// Apply writes a checked draft into the order. What is known of its measures
// stays with those whose words stay, unless it is now for another problem: what
// one ledger says was done is not done for the other.
func (o Order) Apply(d DraftInput) Order {
	known := o.Measures
	if d.Problem != o.Problem {
		known = nil
	}
	o.Task = d.Task
	o.Problem, o.Subject, o.Content, o.Quality, o.Source, o.Urgency =
		d.Problem, d.Subject, d.Content, d.Quality, d.Source, d.Urgency
	o.Unit, o.Assist, o.Leader, o.Handler, o.Contact, o.Due = d.Unit, d.Assist, d.Leader, d.Handler, d.Contact, d.Due
	o.Measures = known.Rewrite(d.Measures)
	return o
}

// DueBy is the last day the urgency allows, counted from the day of issue;
// ordinary orders are due on the day written on them (spec 2.5 [R]).
func (r Rules) DueBy(u Urgency, issued, written when.Day) when.Day {
	if r.Limit == nil {
		return written
	}
	limit, ok := r.Limit(u, issued)
	if !ok || (written != 0 && written < limit.Due) {
		return written
	}
	return limit.Due
}

// LatestDue is the last day on which an order may make a problem of the level
// due (spec 2.5: the level's limit binds the order). It is counted from the day
// the problem was registered; when that has passed, from today [D]: the order
// must still be one that can be kept, and the problem stays overdue by its own day.
// 0 means that nothing binds.
func (r Rules) LatestDue(level string, registered, today when.Day) when.Deadline {
	if level == "" || r.LevelLimit == nil {
		return when.Deadline{}
	}
	if most := r.LevelLimit(level, registered); most.Due > today {
		return most
	}
	return r.LevelLimit(level, today)
}

// latestExtension is the last day that may be asked for: one more time the level
// has, a year where no level is.
func (r Rules) latestExtension(o Order) when.Day {
	if o.Level == "" || r.LevelLimit == nil {
		return o.Due + 366
	}
	return r.LevelLimit(o.Level, o.Due).Due
}

// Submit asks for approval of a draft.
func (o Order) Submit() (Order, error) {
	if err := o.in(Draft); err != nil {
		return o, err
	}
	o.State, o.SentBack = Awaiting, ""
	return o, nil
}

// Return sends a draft back with what is wrong with it.
func (o Order) Return(reason string) (Order, error) {
	if err := o.in(Awaiting); err != nil {
		return o, err
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	o.State, o.SentBack = Draft, reason
	return o, errs.Err()
}

// Issue puts the order on the list. The due day is the earlier of the written
// one and the urgency's; it must be acknowledged within the rule's working days.
func (o Order) Issue(r Rules, now when.Instant) (Order, error) {
	if err := o.in(Draft, Awaiting); err != nil {
		return o, err
	}
	o.State, o.IssuedAt, o.SentBack = Issued, now, ""
	if o.Due = r.DueBy(o.Urgency, now.Day(), o.Due); o.Due < now.Day() {
		return o, text.Refuse(text.Conflict, "order.issue-past", "due", o.Due) // born overdue: nobody could keep it
	}
	o.FirstDue = o.Due
	o.AcknowledgeBy = r.Acknowledge(now.Day()).Due
	return o, nil
}

// Acknowledge is the lead unit's signature for receipt (签收).
func (o Order) Acknowledge() (Order, error) {
	if err := o.in(Issued); err != nil {
		return o, err
	}
	o.State = Acknowledged
	return o, nil
}

// Report tells progress; measures named as done are marked with today.
func (o Order) Report(progress string, done []int, r Rules, today when.Day) (Order, error) {
	if err := o.in(Acknowledged, InProgress); err != nil {
		return o, err
	}
	var errs text.InputErrors
	text.Limits(&errs, "progress", progress, 1, r.Opinion())
	next := append(measure.List(nil), o.Measures...)
	for _, i := range done {
		if i < 0 || i >= len(next) {
			errs.Add("done", "measure.no-such")
			continue
		}
		if !next[i].IsDone() {
			next[i].Done = today
		}
	}
	o.Measures, o.State = next, InProgress
	return o, errs.Err()
}

// AskExtension asks for a later day: before expiry, with reason and progress
// (spec 2.5 [R]), at most so many times [D].
func (o Order) AskExtension(by actor.Hands, to when.Day, reason, progress string, r Rules,
	now when.Instant) (Order, error) {
	today := now.Day()
	if err := o.in(Issued, Acknowledged, InProgress); err != nil {
		return o, err
	}
	switch {
	case o.LongTerm:
		return o, text.Refuse(text.Conflict, "order.extension-long-term")
	case o.AskedDue != 0:
		return o, text.Refuse(text.Conflict, "order.extension-pending")
	}
	if today > o.Due {
		return o, text.Refuse(text.Conflict, "order.extension-too-late", "due", o.Due)
	}
	if int(o.Extensions) >= r.MostExtensions {
		return o, text.Refuse(text.Conflict, "order.extension-used-up", "most", r.MostExtensions)
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	text.Limits(&errs, "progress", progress, 1, r.Opinion())
	switch {
	case to == 0:
		errs.Add("to", "order.extension-day-required")
	case to <= o.Due:
		errs.Add("to", "order.extension-not-later", "due", o.Due)
	case to > r.latestExtension(o):
		errs.Add("to", "order.extension-far", "most", r.latestExtension(o))
	}
	o.AskedDue, o.AskedBy, o.AskedFor, o.AskedAt = to, by.By, by.For, now
	return o, errs.Err()
}

// GrantExtension moves the due day to the one asked for, or to an earlier day
// the office sets; the first due day stays visible.
func (o Order) GrantExtension(to when.Day, opinion string, r Rules) (Order, error) {
	if o.AskedDue == 0 || !o.State.Open() {
		return o, text.Refuse(text.Conflict, "order.no-extension-asked")
	}
	var errs text.InputErrors
	text.Limits(&errs, "opinion", opinion, 1, r.Opinion())
	if to == 0 {
		to = o.AskedDue
	}
	if to <= o.Due || to > o.AskedDue {
		errs.Add("to", "order.extension-between", "from", o.Due, "to", o.AskedDue)
	}
	o.Due, o.AskedDue, o.AskedBy, o.AskedFor = to, 0, 0, 0
	o.Extensions++
	return o, errs.Err()
}

// RefuseExtension keeps the due day.
func (o Order) RefuseExtension(opinion string, r Rules) (Order, error) {
	if o.AskedDue == 0 || !o.State.Open() {
		return o, text.Refuse(text.Conflict, "order.no-extension-asked")
	}
	var errs text.InputErrors
	text.Limits(&errs, "opinion", opinion, 1, r.Opinion())
	o.AskedDue, o.AskedBy, o.AskedFor = 0, 0, 0
	return o, errs.Err()
}

// RequestClose asks to strike the matter off: what was done, with evidence
// when the matter has none yet.
func (o Order) RequestClose(by actor.Hands, done string, r Rules, now when.Instant) (Order, error) {
	if err := o.in(Acknowledged, InProgress); err != nil {
		return o, err
	}
	var errs text.InputErrors
	text.Limits(&errs, "done", done, 1, r.Opinion())
	if o.Evidence == 0 {
		errs.Add("evidence", "order.evidence-required")
	}
	o.State, o.Requester, o.RequesterFor, o.RequestedAt, o.SentBack = Requested, by.By, by.For, now, ""
	return o, errs.Err()
}

// ConfirmClose is the responsible leader's word that it was done; Confirmers
// says whose word is awaited.
func (o Order) ConfirmClose(by actor.Actor, opinion string, t bodies.Team, r Rules) (Order, error) {
	if err := o.in(Requested); err != nil {
		return o, err
	}
	if err := o.MayConfirm(by, t); err != nil {
		return o, err
	}
	var errs text.InputErrors
	text.Limits(&errs, "opinion", opinion, 1, r.Opinion())
	o.State = Confirmed
	return o, errs.Err()
}

// Close strikes the matter off. Who may review is access's question: not of
// the lead unit, and not who requested it.
func (o Order) Close(opinion string, r Rules, now when.Instant) (Order, error) {
	if err := o.in(Confirmed); err != nil {
		return o, err
	}
	var errs text.InputErrors
	text.Limits(&errs, "opinion", opinion, 1, r.Opinion())
	o.State, o.ClosedAt, o.AskedDue, o.AskedBy, o.AskedFor = Closed, now, 0, 0, 0
	if o.FirstClosedAt == 0 {
		o.FirstClosedAt = now
	}
	return o, errs.Err()
}

// Reject sends it back and says what is still missing.
func (o Order) Reject(missing string, r Rules) (Order, error) {
	if err := o.in(Requested, Confirmed); err != nil {
		return o, err
	}
	var errs text.InputErrors
	text.Limits(&errs, "missing", missing, r.Missing(), r.Opinion())
	o.State, o.Requester, o.RequesterFor, o.SentBack = InProgress, 0, 0, missing
	o.Rejections++
	return o, errs.Err()
}

// Withdraw takes an order back; its number stays used.
func (o Order) Withdraw(reason string) (Order, error) {
	if err := o.in(Draft, Awaiting, Issued, Acknowledged, InProgress, Requested, Confirmed); err != nil {
		return o, err
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	o.State, o.SentBack = Withdrawn, ""
	return o, errs.Err()
}

// Reopen takes a closed order up again with a new due day. The first closing
// stays on record and counts (spec 8, row 3).
func (o Order) Reopen(reason string, due, today when.Day) (Order, error) {
	if err := o.in(Closed); err != nil {
		return o, err
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	if due <= today {
		errs.Add("due", "order.due-past", "today", today)
	}
	o.State, o.ClosedAt, o.RequestedAt, o.Requester, o.RequesterFor, o.Due = InProgress, 0, 0, 0, 0, due
	o.Reopenings++
	return o, errs.Err()
}

// Supervise lists the order for special supervision (挂牌督办), or takes it off.
func (o Order) Supervise(on bool, reason string) (Order, error) {
	switch {
	case !o.State.Open():
		return o, o.Forbids()
	case o.Special && on:
		return o, text.Refuse(text.Conflict, "order.special-already", "number", o.Number.String())
	case !o.Special && !on:
		return o, text.Refuse(text.Conflict, "order.special-not", "number", o.Number.String())
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	o.Special = on
	return o, errs.Err()
}
