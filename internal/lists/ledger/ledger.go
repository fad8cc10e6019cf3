// Package ledger is the two ledgers 台账 of a responsible body and a year: a view of its
// registered duties, tasks, problems and orders, open and struck off alike, with the
// duty records that discharge them. Nothing of it is typed (spec 2.6).
package ledger

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/record"
	"shuangze/internal/lists/task"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Sorts are what stands in a ledger, in its order.
var Sorts = []ref.Kind{ref.Duty, ref.Task, ref.Problem, ref.Order, ref.Record}

// The two states by which a ledger is read.
const (
	Open   = "open"
	Struck = "struck"
)

// States are both.
var States = []string{Open, Struck}

// Mention is a record that discharges a matter.
type Mention struct {
	ID     ref.ID
	Number string
	On     when.Day
}

// Line is one matter of a ledger, or one record.
type Line struct {
	Ref    ref.Ref
	Number string
	Title  string
	Person ref.ID
	Post   string // as a record has it
	Since  when.Day
	Due    when.Day // 0 = none binds
	Closed when.Day // 0 = not, or the day was not kept
	State  text.Message
	Open   bool
	Late   bool // of a matter: done after its day; of a record: written down afterwards

	Form, Clock, Place, Participants string   // of a record
	Done                             when.Day // of a record: as claimed
	Records                          []Mention
}

// Asked is which ledger is read, and how.
type Asked struct {
	Body  bodies.Body
	Year  int
	On    when.Day // as valid on this day; 0 = as it stands
	At    int64    // as known when this entry was written; 0 = as known today. Whoever reads chooses Reads by it
	Sort  ref.Kind // only these; "" = all
	State string   // Open or Struck; "" = both
}

// Object is what access asks of the ledger of a body.
func Object(jurisdiction int32, b bodies.Body) access.Object {
	return access.Object{Jurisdiction: jurisdiction, Kind: ref.Body, ID: b.ID, Unit: b.Unit,
		Side: actor.Side(b.Kind.Side())}
}

// Reads is what a ledger is read from.
type Reads interface {
	Each(ctx context.Context, of ref.Kind, s access.Scope, q noun.Query, yield func(noun.Value) error) error
	EachProblem(ctx context.Context, s access.Scope, f problem.Filter, yield func(problem.Problem) error) error
	EachOrder(ctx context.Context, s access.Scope, f order.Filter, yield func(order.Order) error) error
}

// Each hands over the lines of a ledger one at a time, as far as the reader's reach
// goes; what records discharge is kept in memory, their words are not.
func Each(ctx context.Context, from Reads, reach func(access.Verb) access.Scope, q Asked,
	yield func(Line) error) error {
	ones := func(l Line) error {
		if l.Since > q.on() || q.Sort != "" && l.Ref.Kind != q.Sort {
			return nil
		}
		l = q.asOf(l)
		if q.State != "" && (q.State == Open) != l.Open {
			return nil
		}
		return yield(l)
	}
	of := func(kind ref.Kind, verb access.Verb, where []noun.Cond, line func(noun.Value) (Line, bool)) error {
		where = append(where, noun.Cond{Column: "body", Num: []int64{int64(q.Body.ID)}})
		ask := noun.Query{Where: where, Sort: noun.Sort{Name: "new", Column: "id"}}
		return from.Each(ctx, kind, reach(verb), ask, func(v noun.Value) error {
			if l, ok := line(v); ok {
				return ones(l)
			}
			return nil
		})
	}
	years := func(of ...int) []noun.Cond {
		c := noun.Cond{Column: "year"}
		for _, y := range of {
			c.Num = append(c.Num, int64(y))
		}
		return []noun.Cond{c}
	}
	wants := func(kind ref.Kind) bool { return q.Sort == "" || q.Sort == kind }
	named := map[ref.Ref][]Mention{}
	if wants(ref.Duty) || wants(ref.Task) {
		// A duty of this year may be done in the next.
		err := of(ref.Record, "record.see", years(q.Year, q.Year+1), func(v noun.Value) (Line, bool) {
			r := v.(*record.Record)
			if r.State == noun.Corrected || r.RegisteredOn > q.on() {
				return Line{}, false
			}
			for _, to := range []ref.Ref{{Kind: ref.Duty, ID: r.Duty}, {Kind: ref.Task, ID: r.Task}} {
				if to.ID != 0 {
					named[to] = append(named[to], Mention{r.ID, r.Number, r.DoneOn})
				}
			}
			return Line{}, false
		})
		if err != nil {
			return err
		}
	}
	with := func(l Line) Line { l.Records = named[l.Ref]; return l }
	if wants(ref.Duty) {
		err := of(ref.Duty, "duty.see", nil, func(v noun.Value) (Line, bool) {
			d := v.(*duty.Duty)
			return with(ofDuty(d)), d.BeginsOn.Year() == q.Year
		})
		if err != nil {
			return err
		}
	}
	if wants(ref.Task) {
		err := of(ref.Task, "task.see", years(q.Year), func(v noun.Value) (Line, bool) {
			return with(ofTask(v.(*task.Task))), true
		})
		if err != nil {
			return err
		}
	}
	side := actor.Side(q.Body.Kind.Side())
	if wants(ref.Problem) && q.Body.Unit != 0 {
		f := problem.Filter{Unit: q.Body.Unit, Side: side}.ToEnd()
		err := from.EachProblem(ctx, reach("problem.see"), f, func(p problem.Problem) error {
			if p.State == problem.Draft || p.RegisteredAt.Day().Year() != q.Year {
				return nil
			}
			return ones(ofProblem(p))
		})
		if err != nil {
			return err
		}
	}
	if wants(ref.Order) && q.Body.Unit != 0 {
		f := order.Filter{Unit: q.Body.Unit, Side: side}.ToEnd()
		err := from.EachOrder(ctx, reach("order.see"), f, func(o order.Order) error {
			if o.IssuedAt == 0 || o.IssuedAt.Day().Year() != q.Year {
				return nil
			}
			return ones(ofOrder(o))
		})
		if err != nil {
			return err
		}
	}
	if !wants(ref.Record) {
		return nil
	}
	return of(ref.Record, "record.see", years(q.Year), func(v noun.Value) (Line, bool) {
		return ofRecord(v.(*record.Record)), true
	})
}

// on is the day as of which it is read.
func (q Asked) on() when.Day {
	if q.On == 0 {
		return when.Open
	}
	return q.On
}

// asOf is a line as it was on the day asked for: what was struck off later was open.
func (q Asked) asOf(l Line) Line {
	if q.On == 0 {
		return l
	}
	switch {
	case !l.Open && l.Closed > q.On:
		l.Open, l.Late, l.Closed, l.State = true, false, 0, text.M("ledger.state.open")
	case !l.Open && l.Closed != 0:
	case l.Open:
		l.State = text.M("ledger.state.open")
	}
	l.Records = slices.DeleteFunc(slices.Clone(l.Records), func(m Mention) bool { return m.On > q.On })
	return l
}

func ofDuty(d *duty.Duty) Line {
	number, title := d.Called()
	l := Line{Ref: ref.Ref{Kind: ref.Duty, ID: d.ID}, Number: number, Title: title, Person: d.Person, Since: d.BeginsOn,
		Due: d.Due, State: text.M("duty.state." + d.State), Open: d.State == duty.Open || d.State == duty.Paused,
		Late: d.Late}
	if d.State == duty.Done {
		l.Closed = d.DoneOn
	}
	return l
}

func ofTask(t *task.Task) Line {
	l := Line{Ref: ref.Ref{Kind: ref.Task, ID: t.ID}, Number: t.Number, Title: t.Task, Person: t.Person,
		Since: t.MadeAt.Day(), Due: t.Next, State: text.M("task.state." + t.State),
		Open: t.State == task.Open || t.State == task.Delivered, Late: t.Lateness == task.Late}
	switch t.State {
	case task.Done:
		l.Closed = t.AcceptedOn
	case task.Ended:
		l.Closed = t.EndedOn
	}
	return l
}

func ofProblem(p problem.Problem) Line {
	return Line{Ref: ref.Ref{Kind: ref.Problem, ID: p.ID}, Number: p.Number.String(), Title: p.Facts, Person: p.Leader,
		Since: p.RegisteredAt.Day(), Due: p.Binds(), Closed: day(p.ClosedAt),
		State: text.M("problem.state." + string(p.State)),
		Open:  p.State.Open(), Late: p.ClosedLate()}
}

func ofOrder(o order.Order) Line {
	return Line{Ref: o.Ref(), Number: o.Number.String(), Title: o.Subject, Person: o.Leader, Since: o.IssuedAt.Day(),
		Due: o.Binds(), Closed: day(o.ClosedAt), State: text.M("order.state." + string(o.State)),
		Open: o.State != order.Closed && o.State != order.Withdrawn, Late: o.ClosedLate()}
}

// ofRecord is a record as a line: it is struck off by being what it is.
func ofRecord(r *record.Record) Line {
	return Line{Ref: ref.Ref{Kind: ref.Record, ID: r.ID}, Number: r.Number, Title: r.Subject, Person: r.Person,
		Post:  r.Post,
		Since: r.RegisteredOn, Closed: r.RegisteredOn, State: text.M("record.state." + r.State), Late: r.Backfilled,
		Form: r.Form, Clock: r.Clock, Place: r.Place, Participants: r.Participants, Done: r.DoneOn}
}

func day(at when.Instant) when.Day {
	if at == 0 {
		return 0
	}
	return at.Day()
}
