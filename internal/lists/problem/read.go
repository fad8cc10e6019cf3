package problem

import (
	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/sift"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// Filter is what of the problem list is asked for; by due day, or the newest
// first.
type Filter struct {
	Open       bool
	State      State
	Unit       ref.ID
	Except     ref.ID // of all units but this one
	Person     ref.ID // leads or handles it
	Side       actor.Side
	Level      Level
	Source     string
	Category   string
	Standing   bool         // not withdrawn
	Followed   Sequel       // what followed it; "" = any, known here or not
	Since      when.Instant // registered at this time or later; 0 = any
	Closed     when.Instant // closed at this time or later; 0 = any
	Registers  when.Period  // registered on a day of it; the zero Period = any
	Closes     when.Period  // closed on a day of it, and not reopened
	Met        sift.Met     // closed in time or late; "" = any
	Unmet      when.Day     // before which it was due, and nobody reported it done; 0 = any
	Overdue    when.Day     // open and due before this day, with an order or without; 0 = any
	DueFrom    when.Day     // with DueBelow: open and bound by a day from this one on
	DueBelow   when.Day     // and before this one; 0 = any
	NeedsOrder []Level      // registered, without an order, of a level that needs one (Rules.Needing)
	Undrafted  bool         // no order for it is being drafted or awaits approval
	Unnoted    bool         // reported to the leading group and not noted yet
	Proposed   when.Day     // a higher level stands proposed on this day; 0 = any
	Unmatched  bool         // names of an imported ledger that are not in the register
	IDs        []ref.ID     // these and no others; none = any
	Words      string       // as order.Filter has them
	Newest     bool         // by number and not by due day, the latest first
	Turned     bool         // the other way round: the latest due day first, or the oldest
	After      Cursor
	Limit      int
	Uncounted  bool     // the lines alone: how many there are is not counted
	Tabs       []Filter // as order.Filter has them
}

// By asks for the order of a list by its name, as order.Sorts has them: due, -due, -new
// or new; by due day for any other.
func (f Filter) By(sort string) Filter {
	f.Newest = sort == "-new" || sort == "new"
	f.Turned = sort == "new" || sort == "-due"
	return f
}

// ToEnd: see order.Filter.ToEnd.
func (f Filter) ToEnd() Filter {
	if !f.Open && f.State == "" && !f.Newest {
		f.Newest, f.Turned = true, false
	}
	return f
}

// Cursor is the place of a line in a sorted list.
type Cursor struct {
	Key  int64
	ID   ref.ID
	Back bool
}

// Line is one problem in a list.
type Line struct {
	ID                      ref.ID
	Number                  number.Number
	Facts                   string
	Side                    actor.Side
	State                   State
	Level                   Level
	Source                  string
	Unit                    ref.ID
	Leader                  ref.ID
	Handler                 ref.ID
	LeaderName, HandlerName string
	Due                     when.Day
	Order                   ref.ID
	Requester               ref.ID // who reported it put right
	RequesterFor            ref.ID // for whom, where a deputy did
	Imported, History       bool
	NoteBy                  when.Day
	Proposals               []Proposal
	ReportedAt, ClosedAt    when.Instant
	LongTerm                bool
	SentBack                string // as a Problem has it
	Category                string
	Found                   when.Day
	RegisteredAt            when.Instant
	Rejections              int64
}

// Object is what access asks of a problem of this county in a list.
func (l Line) Object(county int32) access.Object {
	return Problem{ID: l.ID, Jurisdiction: county, Unit: l.Unit, Side: l.Side, Requester: l.Requester,
		RequesterFor: l.RequesterFor}.Object()
}

// Line is the problem as a list has it.
func (p Problem) Line() Line {
	return Line{ID: p.ID, Number: p.Number, Facts: p.Facts, Side: p.Side, State: p.State, Level: p.Level,
		Source: p.Source, Unit: p.Unit, Leader: p.Leader, Handler: p.Handler, LeaderName: p.LeaderName,
		HandlerName: p.HandlerName, Due: p.Due, Order: p.Order,
		Requester: p.Requester, RequesterFor: p.RequesterFor,
		Imported: p.Imported, History: p.History, NoteBy: p.NoteBy, Proposals: p.Proposals,
		ReportedAt: p.RequestedAt, ClosedAt: p.ClosedAt, LongTerm: p.LongTerm, SentBack: p.SentBack, Category: p.Category,
		Found: p.Found, RegisteredAt: p.RegisteredAt, Rejections: p.Rejections}
}

// Requested is as a Problem has it.
func (l Line) Requested() actor.Hands { return actor.Hands{By: l.Requester, For: l.RequesterFor} }

// Overdue, Binds and ClosedLate are as a Problem has them.
func (l Line) Overdue(today when.Day) bool {
	return Problem{State: l.State, Due: l.Due, LongTerm: l.LongTerm}.Overdue(today)
}
func (l Line) Binds() when.Day { return binds(l.Due, l.LongTerm) }
func (l Line) ClosedLate() bool {
	return closedLate(l.State, l.Binds(), l.ReportedAt, l.ClosedAt, l.History)
}

// Page is one page of the list.
type Page struct {
	Lines        []Line
	Newer, Older Cursor
	Count        int
	More         bool
	Tabs         []trail.Count
}

// Whole is a list as it is printed: see order.Whole.
type Whole struct {
	Problems []Problem
	Entry    int64
	More     bool
}

// Said is the problem with its words as say puts them, for pages: what was erased by law is a sentence of the reader's.
func (p Problem) Said(say func(string) string) Problem {
	for _, at := range []*string{&p.Facts, &p.Rule, &p.Cause, &p.LeaderName, &p.HandlerName, &p.SentBack, &p.Progress,
		&p.Remark} {
		*at = say(*at)
	}
	p.Measures = p.Measures.Said(say)
	return p
}
