package order

import (
	"strconv"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/sift"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// Sort is how a list is ordered; each has its index.
type Sort string

const (
	ByDue     Sort = "due"  // the earliest first
	ByDueLast Sort = "-due" // the latest first
	Newest    Sort = "-new" // the latest written down first
	Oldest    Sort = "new"  // the first written down first
)

// Sorts are all of them.
var Sorts = []Sort{ByDue, ByDueLast, Newest, Oldest}

// PageMost is how many lines one page may ask for.
const PageMost = 200

// Filter is what of the list is asked for. The zero Filter is everything the
// scope allows, by due day.
type Filter struct {
	Open    bool // only what still binds
	State   State
	Working bool // acknowledged, in progress or close-out requested: in the unit's hands
	Unit    ref.ID
	Person  ref.ID // leads or handles it
	Side    actor.Side
	Level   string
	Urgency Urgency
	Light   Light // needs Bounds
	Bounds  Bounds
	Special bool
	Left    when.Day // whose leader or handler had a post that ended by this day; 0 = any
	Asked   bool     // an extension waits for its answer
	Unsaid  when.Day // not acknowledged although the day for it is before this one; 0 = any
	Review  when.Day // long-term and to be looked at by this day; 0 = any
	// Open and bound by a day that is not before DueFrom and before DueBelow; DueBelow 0 = any.
	DueFrom, DueBelow when.Day
	// Issued, or closed, at this time or later; 0 = any.
	IssuedSince, ClosedSince when.Instant
	// Issued, or closed and not reopened, on a day of it; the zero Period = any.
	Issues, Closes when.Period
	Met            sift.Met // closed in time or late; "" = any

	IDs   []ref.ID // these and no others; none = any
	Words string   // found in the index, one or more characters each; the latest ten thousand findings
	Sort  Sort
	After Cursor // continue after this line
	Limit int    // 1 to PageMost; 0 = 50
	// Uncounted asks for the lines alone: how many there are is not counted.
	Uncounted bool
	Tabs      []Filter // lists whose lengths are wanted along with the page
}

// ToEnd is the filter as a list that is read to its end takes it: no index holds
// every state by its day, so that it goes by number.
func (f Filter) ToEnd() Filter {
	if !f.Open && f.State == "" && f.Light == "" && (f.Sort == "" || f.Sort == ByDue || f.Sort == ByDueLast) {
		f.Sort = Newest
	}
	return f
}

// Cursor is the place of a line in a sorted list: keyset paging costs the same
// at any depth. Back reads towards the beginning.
type Cursor struct {
	Key  int64
	ID   ref.ID
	Back bool
}

// String writes a cursor for an address.
func (c Cursor) String() string {
	if c.ID == 0 {
		return ""
	}
	s := strconv.FormatInt(c.Key, 36) + "." + strconv.FormatInt(int64(c.ID), 36)
	if c.Back {
		s += ".b"
	}
	return s
}

// ParseCursor reads a cursor; anything else is the beginning.
func ParseCursor(s string) Cursor {
	parts := strings.Split(s, ".")
	if len(parts) < 2 || len(parts) > 3 {
		return Cursor{}
	}
	key, err := strconv.ParseInt(parts[0], 36, 64)
	id, err2 := strconv.ParseInt(parts[1], 36, 64)
	if err != nil || err2 != nil || id <= 0 {
		return Cursor{}
	}
	return Cursor{key, ref.ID(id), len(parts) == 3}
}

// Line is one order in a list.
type Line struct {
	ID         ref.ID
	Number     number.Number
	Subject    string
	Side       actor.Side
	State      State
	Level      string
	Urgency    Urgency
	Unit       ref.ID
	Leader     ref.ID
	Handler    ref.ID
	Due        when.Day
	FirstDue   when.Day
	AckBy      when.Day
	AskedDue   when.Day
	Extensions int64
	Special    bool
	LongTerm   bool
	Problem    ref.ID
	Drafter    ref.ID
	Requester  ref.ID // who asked for close-out
	AskedBy    ref.ID // who asked for an extension
	// For whom they did, where a deputy did.
	DrafterFor, RequesterFor, AskedFor ref.ID
	ReviewBy                           when.Day
	RequestedAt                        when.Instant // when close-out was asked for
	Since, AskedAt                     when.Instant // when it came into its state, when an extension was asked
	SentBack                           string       // why it was sent back, while it lies with its writer again
	ClosedAt                           when.Instant
	IssuedAt                           when.Instant
	Assist                             []ref.ID
}

// Object is what access asks of an order of this county in a list, as far as it is no matter of who asked for what.
func (l Line) Object(county int32) access.Object {
	return Order{ID: l.ID, Jurisdiction: county, Unit: l.Unit, Assist: l.Assist, Side: l.Side}.Object(Nobody)
}

// Line is the order as a list has it.
func (o Order) Line() Line {
	return Line{ID: o.ID, Number: o.Number, Subject: o.Subject, Side: o.Side, State: o.State, Level: o.Level,
		Urgency: o.Urgency,
		Unit:    o.Unit, Leader: o.Leader, Handler: o.Handler, Due: o.Due, FirstDue: o.FirstDue, AckBy: o.AcknowledgeBy,
		AskedDue: o.AskedDue, Extensions: o.Extensions, Special: o.Special, LongTerm: o.LongTerm,
		Problem: o.Problem,
		Drafter: o.Drafter, Requester: o.Requester, AskedBy: o.AskedBy, ReviewBy: o.ReviewBy, RequestedAt: o.RequestedAt,
		DrafterFor: o.DrafterFor, RequesterFor: o.RequesterFor, AskedFor: o.AskedFor,
		Since: o.Since, AskedAt: o.AskedAt, SentBack: o.SentBack, ClosedAt: o.ClosedAt, IssuedAt: o.IssuedAt,
		Assist: o.Assist}
}

// Binds, ClosedLate and AcknowledgedLate are as an Order has them.
func (l Line) Binds() when.Day  { return binds(l.Due, l.LongTerm) }
func (l Line) ClosedLate() bool { return closedLate(l.State, l.Binds(), l.RequestedAt, l.ClosedAt) }
func (l Line) AcknowledgedLate(today when.Day) bool {
	return Order{State: l.State, AcknowledgeBy: l.AckBy}.AcknowledgedLate(today)
}

// People is what of a line the rules about people ask for.
func (l Line) People() Order {
	return Order{State: l.State, Side: l.Side, Unit: l.Unit, Leader: l.Leader, Handler: l.Handler,
		Drafter: l.Drafter, DrafterFor: l.DrafterFor, Requester: l.Requester, RequesterFor: l.RequesterFor,
		AskedBy: l.AskedBy, AskedFor: l.AskedFor}
}

// LetterLine is a letter that waits for somebody, with the order it is about.
type LetterLine struct {
	ID        ref.ID
	Series    number.Series
	Writer    ref.ID
	WriterFor ref.ID
	WrittenAt when.Instant
	SentAt    when.Instant // 0 while it waits to be sent
	Order     ref.ID
	Number    number.Number
	Subject   string
	Unit      ref.ID
	Side      actor.Side
	Due       when.Day
}

// Wrote is who wrote it.
func (l LetterLine) Wrote() actor.Hands { return actor.Hands{By: l.Writer, For: l.WriterFor} }

// Page is one page of a list, with the cursors of its neighbours.
type Page struct {
	Lines        []Line
	Newer, Older Cursor
	Count        int           // exact up to CountMost
	More         bool          // more than Count
	Tabs         []trail.Count // of Filter.Tabs; what counts kept beside the rows do not tell is not known
}

// Whole is a list as it is printed, as it stood at one moment.
type Whole struct {
	Orders []Order
	Entry  int64 // the last entry of the journal of acts that it tells of
	More   bool  // it goes on
}

// CountMost is how far lists are counted exactly.
const CountMost = trail.CountMost
