// Package problem is the problem list (问题清单, spec 2.4): what is wrong, who
// answers for putting it right, and until when.
package problem

import (
	"cmp"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/number"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// State is where in its life a problem is.
type State string

const (
	Draft      State = "draft"
	Registered State = "registered" // numbered; a slight one is handled in the unit
	Ordered    State = "ordered"    // an order was issued for it and closes it
	Rectified  State = "rectified"  // the unit reports it put right; waits for review
	Closed     State = "closed"
	Withdrawn  State = "withdrawn" // should not have been registered; the number stays used
)

// States in the order of life.
var States = []State{Draft, Registered, Ordered, Rectified, Closed, Withdrawn}

// Open says whether the problem still has to be put right.
func (s State) Open() bool { return s == Registered || s == Ordered || s == Rectified }

// Known says whether the word is a state.
func (s State) Known() bool { return slices.Contains(States, s) }

// Level of a problem [T]. Cases have other words (spec 0, two traps).
type Level string

const (
	Slight   Level = "slight"   // 轻微
	Ordinary Level = "ordinary" // 一般
	Serious  Level = "serious"  // 严重
)

// Levels from slight to serious.
var Levels = []Level{Slight, Ordinary, Serious}

// Limits of the fields, in characters.
const (
	FactsMost    = 1000
	RuleMost     = 300
	CauseMost    = 500
	NameMost     = 60
	RemarkMost   = 500
	OpinionMost  = 500
	MissingLeast = 10
	AssistMost   = 20
)

// Problem is one row of the list.
type Problem struct {
	ID           ref.ID
	Version      int64
	Jurisdiction int32
	Number       number.Number
	Side         actor.Side
	State        State
	Source       string // first-level code [T]
	Subsource    string // second-level code [R]
	Category     string
	Level        Level
	Unit         ref.ID
	Assist       []ref.ID // units that an imported ledger names beside it
	Facts        string
	Rule         string // the rule broken
	Cause        string
	Measures     measure.List
	Leader       ref.ID // responsible leader; 0 when only the written name is known
	Handler      ref.ID
	LeaderName   string // as written in an imported ledger, kept when not matched
	HandlerName  string
	Due          when.Day
	Found        when.Day
	Order        ref.ID
	Origin       string // the object that found it, as "visit/12"; "" = somebody registered it
	Registrar    ref.ID
	Requester    ref.ID       // who reported it put right
	RequesterFor ref.ID       // for whom, where a deputy did
	RequestedAt  when.Instant // when that was, or when close-out of its order was asked; 0 = before that was kept
	RegisteredAt when.Instant
	ClosedAt     when.Instant
	Imported     bool   // came in by Excel
	LongTerm     bool   // kept up for good: as its ledger says, or as its order is
	SentBack     string // what is missing, while the report lies with the unit again
	History      bool   // was closed before the system, without its evidence here
	Progress     string // what an imported ledger says of progress
	Remark       string
	Evidence     int64
	Rejections   int64

	NoteBy  when.Day     // until when the leading group is to note it; 0 = not reported to it
	NotedAt when.Instant // when one of the group noted it
	Noter   ref.ID

	Proposals         []Proposal // for a higher level; some may stand only later
	WeighedOn         when.Day   // when an office last decided about missed dates
	WeighedRejections int64      // rejections an office has decided about
}

// Binds is the day by which the problem is late, 0 for one that no day binds:
// what is kept up for good has no overdue light (spec 2.5 [D]).
func (p Problem) Binds() when.Day { return binds(p.Due, p.LongTerm) }

func binds(due when.Day, longTerm bool) when.Day {
	if longTerm {
		return 0
	}
	return due
}

// Overdue says whether the day by which the problem was to be put right is over.
// Under an order too it is the problem's own day that counts (spec 2.5).
func (p Problem) Overdue(today when.Day) bool {
	return p.State.Open() && p.Binds() != 0 && p.Binds() < today
}

// ClosedLate says whether it was put right too late: the day on which that was
// reported counts, not the one of the review. What was closed before the system
// is not judged.
func (p Problem) ClosedLate() bool {
	return closedLate(p.State, p.Binds(), p.RequestedAt, p.ClosedAt, p.History)
}

func closedLate(s State, due when.Day, reported, closed when.Instant, history bool) bool {
	return s == Closed && !history && due != 0 && cmp.Or(reported, closed).Day() > due
}

// Ref names the problem.
func (p Problem) Ref() ref.Ref { return ref.Ref{Kind: ref.Problem, ID: p.ID} }

// Requested is who reported it put right.
func (p Problem) Requested() actor.Hands { return actor.Hands{By: p.Requester, For: p.RequesterFor} }

// Object is what access asks of a problem.
func (p Problem) Object() access.Object {
	return access.Object{Kind: ref.Problem, ID: p.ID, Jurisdiction: p.Jurisdiction, Unit: p.Unit,
		Side: p.Side, Requester: p.Requested()}
}

// Rules are the county's values for problems (policy pack).
type Rules struct {
	Sources    map[string]bool
	Subsources map[string]bool
	Categories map[string]bool
	// Limit is the latest due day of a level counted from a day [D]: 15 working
	// days, one month, three months.
	Limit func(Level, when.Day) when.Deadline
	// Reports are the levels that are reported to the leading group.
	Reports map[Level]bool
	// NoteBy is until when the group notes what was reported on a day; DecideBy
	// until when an office decides about a proposal of a day.
	NoteBy, DecideBy func(when.Day) when.Day
	// Times is after how many times each cause makes the system propose one
	// level up; Since the first day whose problems count as earlier ones.
	Times map[Cause]int
	Since func(when.Day) when.Day
	// Orders are the levels that are put right under an order (须发督办单, spec 2.5 [D]).
	Orders map[Level]bool
	// Styles, OpinionMost and MissingLeast are as order.Rules has them.
	Styles                    number.Styles
	OpinionMost, MissingLeast int
}

// NeedsOrder says whether a problem of the level is put right under an order.
func (r Rules) NeedsOrder(l Level) bool { return r.Orders[l] }

// Opinion is how long an opinion may be, in characters.
func (r Rules) Opinion() int { return cmp.Or(r.OpinionMost, OpinionMost) }

// Missing is how long the words on what is missing are at least, in characters.
func (r Rules) Missing() int { return cmp.Or(r.MissingLeast, MissingLeast) }

// Levels that need an order, from slight to serious: for lists that filter by it.
func (r Rules) Needing() (out []Level) {
	for _, l := range Levels {
		if r.Orders[l] {
			out = append(out, l)
		}
	}
	return out
}

// Input is what someone writes down of a problem.
type Input struct {
	Side        actor.Side
	Source      string
	Subsource   string
	Category    string
	Level       Level
	Unit        ref.ID
	Facts       string
	Rule        string
	Cause       string
	Measures    measure.List
	Leader      ref.ID
	Handler     ref.ID
	LeaderName  string
	HandlerName string
	Due         when.Day
	Found       when.Day
}

// Check says everything wrong with the input on the day it is written.
func (in Input) Check(r Rules, today when.Day) error {
	var errs text.InputErrors
	text.Limits(&errs, "facts", in.Facts, 1, FactsMost)
	text.Limits(&errs, "rule", in.Rule, 0, RuleMost)
	text.Limits(&errs, "cause", in.Cause, 0, CauseMost)
	text.Named(&errs, "leaderName", in.LeaderName, 0, NameMost)
	text.Named(&errs, "handlerName", in.HandlerName, 0, NameMost)
	if in.Unit == 0 {
		errs.Add("unit", "problem.unit-required")
	}
	checkOrigin(&errs, r, in.Source, in.Subsource)
	if in.Category != "" && !r.Categories[in.Category] {
		errs.Add("category", "input.choose")
	}
	switch in.Level {
	case Slight, Ordinary, Serious:
	default:
		errs.Add("level", "input.choose")
	}
	if in.Side != actor.Principal && in.Side != actor.Supervisory {
		errs.Add("side", "input.choose")
	}
	in.Measures.Check("measures", true, in.Due, &errs)
	if in.Leader == 0 && in.LeaderName == "" {
		errs.Add("leader", "problem.leader-required")
	}
	if in.Handler == 0 && in.HandlerName == "" {
		errs.Add("handler", "problem.handler-required")
	}
	if in.Found > today {
		errs.Add("found", "problem.found-future")
	}
	switch {
	case in.Due == 0:
		errs.Add("due", "problem.due-required")
	case in.Due < today:
		errs.Add("due", "problem.due-past")
	case in.Level != "":
		if most := r.Limit(in.Level, today); in.Due > most.Due {
			errs.Add("due", "problem.due-beyond-level", "most", most.Due)
		}
	}
	return errs.Err()
}

// Write fills a problem from checked input.
func (p Problem) Write(in Input) Problem {
	p.Side, p.Source, p.Subsource, p.Category, p.Level, p.Unit =
		in.Side, in.Source, in.Subsource, in.Category, in.Level, in.Unit
	p.Facts, p.Rule, p.Cause, p.Measures = in.Facts, in.Rule, in.Cause, in.Measures
	p.Leader, p.Handler, p.LeaderName, p.HandlerName, p.Due, p.Found =
		in.Leader, in.Handler, in.LeaderName, in.HandlerName, in.Due, in.Found
	return p
}

func (p Problem) conflict() error {
	return text.Refuse(text.Conflict, "problem.state-forbids", "state", text.M("problem.state."+string(p.State)),
		"number", p.Number.String())
}

// Report says a slight problem was put right in the unit; it then waits for a
// review by someone else. Evidence is needed, as for an order.
func (p Problem) Report(by actor.Hands, done string, r Rules, now when.Instant) (Problem, error) {
	if p.State != Registered || p.Order != 0 {
		return p, p.conflict()
	}
	if r.NeedsOrder(p.Level) {
		return p, text.Refuse(text.Conflict, "problem.needs-order")
	}
	var errs text.InputErrors
	text.Limits(&errs, "done", done, 1, r.Opinion())
	if p.Evidence == 0 {
		errs.Add("evidence", "order.evidence-required")
	}
	p.State, p.Requester, p.RequesterFor, p.RequestedAt, p.SentBack = Rectified, by.By, by.For, now, ""
	return p, errs.Err()
}

// Close strikes a reported problem off, with an opinion.
func (p Problem) Close(opinion string, r Rules, now when.Instant) (Problem, error) {
	if p.State != Rectified {
		return p, p.conflict()
	}
	var errs text.InputErrors
	text.Limits(&errs, "opinion", opinion, 1, r.Opinion())
	p.State, p.ClosedAt = Closed, now
	return p, errs.Err()
}

// Reject sends a reported problem back with what is missing.
func (p Problem) Reject(missing string, r Rules) (Problem, error) {
	if p.State != Rectified {
		return p, p.conflict()
	}
	var errs text.InputErrors
	text.Limits(&errs, "missing", missing, r.Missing(), r.Opinion())
	p.State, p.Requester, p.RequesterFor, p.SentBack = Registered, 0, 0, missing
	p.Rejections++
	return p, errs.Err()
}

// Match names the people behind written names.
func (p Problem) Match(leader, handler ref.ID) Problem {
	if leader != 0 {
		p.Leader = leader
	}
	if handler != 0 {
		p.Handler = handler
	}
	return p
}

func kindOf(s string) journal.Kind { return journal.Kind(s) }
