// Package order is the supervision list (督办清单, spec 2.5): every matter is
// ordered with quality, measures and a time limit, and stays on the list until
// it is struck off.
package order

import (
	"cmp"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/number"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// State is where in its life an order is. Overdue is never a state: it is
// computed from the due day.
type State string

const (
	Draft        State = "draft"
	Awaiting     State = "awaiting-approval"
	Issued       State = "issued"
	Acknowledged State = "acknowledged"
	InProgress   State = "in-progress"
	Requested    State = "close-requested" // the unit asked; its leader has not confirmed yet
	Confirmed    State = "close-confirmed" // the leader confirmed; the office reviews
	Closed       State = "closed"
	Withdrawn    State = "withdrawn"
)

// States in the order of life.
var States = []State{Draft, Awaiting, Issued, Acknowledged, InProgress, Requested, Confirmed, Closed, Withdrawn}

// Open says whether the order still binds its unit.
func (s State) Open() bool {
	switch s {
	case Issued, Acknowledged, InProgress, Requested, Confirmed:
		return true
	}
	return false
}

// Urgency is how fast (spec 2.5, [R]).
type Urgency string

const (
	Flash    Urgency = "flash"    // 特急: at once, shown as one day
	Urgent   Urgency = "urgent"   // 急件: three days
	Ordinary Urgency = "ordinary" // by date
)

// Source is what the order came from.
type Source string

const (
	FromProblem     Source = "problem"
	FromDecision    Source = "decision"
	FromInstruction Source = "instruction"
	FromInspection  Source = "inspection"
	FromTask        Source = "task" // that is late
)

// Limits of the fields, in characters.
const (
	SubjectMost  = 100
	ContentMost  = 2000
	QualityMost  = 1000
	ContactMost  = 60
	OpinionMost  = 500 // [R]
	ReasonMost   = 500
	BodyMost     = 500 // what the office adds to a letter in its own words
	MissingLeast = 10  // a rejection says what is missing in at least this many [R]
	AssistMost   = 20
)

// Order is one supervision order.
type Order struct {
	ID, Problem   ref.ID
	Jurisdiction  int32
	Version       int64
	Number        number.Number
	Side          actor.Side
	State         State
	Subject       string
	Content       string
	Quality       string
	Source        Source
	Urgency       Urgency
	Level         string // level of the problem it came from, "" otherwise
	Unit          ref.ID // lead unit
	Assist        []ref.ID
	Leader        ref.ID // responsible leader
	Handler       ref.ID
	Contact       string
	Measures      measure.List
	Due           when.Day
	FirstDue      when.Day // as issued; stays visible after extensions
	AcknowledgeBy when.Day
	Extensions    int64
	AskedDue      when.Day // an extension asked and not decided; 0 = none
	AskedBy       ref.ID
	AskedFor      ref.ID // for whom, where a deputy did; so the next two
	Drafter       ref.ID
	DrafterFor    ref.ID
	Requester     ref.ID // who asked for close-out
	RequesterFor  ref.ID
	Rejections    int64
	Reopenings    int64
	Special       bool // 挂牌督办
	LongTerm      bool // 长期坚持
	Evidence      int64
	DraftedAt     when.Instant
	IssuedAt      when.Instant
	ClosedAt      when.Instant
	FirstClosedAt when.Instant // kept when reopened
	RequestedAt   when.Instant // when close-out was last asked for; 0 = before that was kept
	Since         when.Instant // when it came into its state; 0 = before that was kept
	AskedAt       when.Instant // when the pending extension was asked for
	ReviewBy      when.Day     // until when a long-term matter is looked at again; 0 = not long-term
	Task          ref.ID       // the task that it hastens; 0 = none
	SentBack      string       // why the draft, or the close-out, lies with its writer again; "" once it is sent anew
}

// Binds is the day by which the order is late, 0 for one that no day binds: what
// is kept up for good has no overdue light (spec 2.5 [D]).
func (o Order) Binds() when.Day { return binds(o.Due, o.LongTerm) }

func binds(due when.Day, longTerm bool) when.Day {
	if longTerm {
		return 0
	}
	return due
}

// ClosedLate says whether the order was struck off too late. The day on which
// the unit asked counts, not the one on which the office came to review it.
func (o Order) ClosedLate() bool { return closedLate(o.State, o.Binds(), o.RequestedAt, o.ClosedAt) }

func closedLate(s State, due when.Day, asked, closed when.Instant) bool {
	return s == Closed && due != 0 && cmp.Or(asked, closed).Day() > due
}

// AcknowledgedLate says whether the unit has let the day for its signature pass
// and still has not signed.
func (o Order) AcknowledgedLate(today when.Day) bool {
	return o.State == Issued && o.AcknowledgeBy != 0 && o.AcknowledgeBy < today
}

// Ref names the order.
func (o Order) Ref() ref.Ref { return ref.Ref{Kind: ref.Order, ID: o.ID} }

// Nobody asked for what is being decided.
var Nobody actor.Hands

// Drafted, Asked and Requested are who drafted the order, who asked for an extension,
// and who for close-out.
func (o Order) Drafted() actor.Hands   { return actor.Hands{By: o.Drafter, For: o.DrafterFor} }
func (o Order) Asked() actor.Hands     { return actor.Hands{By: o.AskedBy, For: o.AskedFor} }
func (o Order) Requested() actor.Hands { return actor.Hands{By: o.Requester, For: o.RequesterFor} }

// Object is what access asks of an order; requester is whoever asked for what
// is being decided.
func (o Order) Object(requester actor.Hands) access.Object {
	return access.Object{Kind: ref.Order, ID: o.ID, Jurisdiction: o.Jurisdiction, Unit: o.Unit, Others: o.Assist,
		Side: o.Side, Requester: requester}
}

// Forbids is the refusal of what the order's state does not allow. Before it is
// issued it has no number to be called by.
func (o Order) Forbids() error {
	state := text.M("order.state." + string(o.State))
	if o.Number.No == 0 {
		return text.Refuse(text.Conflict, "order.state-forbids.unnumbered", "state", state)
	}
	return text.Refuse(text.Conflict, "order.state-forbids", "state", state, "number", o.Number.String())
}

func (o Order) in(states ...State) error {
	for _, s := range states {
		if o.State == s {
			return nil
		}
	}
	return o.Forbids()
}
