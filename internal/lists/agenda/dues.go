package agenda

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/duty"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Stand is how far something with a due day has come.
type Stand string

// What stands open, was done, or does not count any more.
const (
	StandsOpen Stand = "open"
	StandsDone Stand = "done"
	StandsOff  Stand = "off" // waived, withdrawn, ended
)

// Due is one thing that falls due on a day.
type Due struct {
	Kind    ref.Kind
	ID      ref.ID
	Day     when.Day
	Number  string
	Title   string
	Unit    ref.ID
	Stand   Stand
	Version int64
	Changed when.Instant // when it was last written
}

// Asked is what of all that falls due is asked for: that of a unit, else what binds
// Whom or is led or handled by them.
type Asked struct {
	Unit ref.ID
	Whom duty.Whom
	Days when.Period
	Most int // of each kind
}

// WhomOf is what binds an actor.
func WhomOf(who actor.Actor) duty.Whom {
	return duty.Whom{Person: who.Whose(), Firsts: duty.Firsts(who), Staffed: duty.Staffed(who)}
}

// DueReader reads what falls due of one kind, within a scope, in one statement.
type DueReader interface {
	Dues(ctx context.Context, of Dated, s access.Scope, a Asked) ([]Due, error)
}

// Dated says where what falls due of a kind stands: its table and the columns of its
// day (the second where the first is empty), title and number; which of its states
// count no more, are done, or are no matter yet; and the columns that name whose it is.
type Dated struct {
	Of             ref.Kind
	See            access.Verb
	Table          string
	Day, Otherwise string
	Title, Number  string // Number "" = it is numbered in Series
	Series         number.Series
	Off, Done, Not []string
	People         []string // none: duties, which bind by more than a name
	LongTerm       bool     // what is kept up for good has no day
	Assists        bool     // units may assist
}

// dated are the kinds that fall due.
var dated = []Dated{
	{Of: ref.Duty, See: "duty.see", Table: "duty", Day: "due", Title: "what", Number: "period",
		Off: []string{duty.Waived}, Done: []string{duty.Done}},
	{Of: ref.Task, See: "task.see", Table: "task", Day: "next", Otherwise: "due", Title: "task", Number: "number",
		Off: []string{"ended"}, Done: []string{"done", "delivered"}, People: []string{"person"}},
	{Of: ref.Problem, See: "problem.see", Table: "problem", Day: "due", Title: "facts", Series: number.Problem,
		Off: []string{string(problem.Withdrawn)}, Done: []string{string(problem.Closed)},
		Not: []string{string(problem.Draft)}, People: []string{"leader", "handler"}, LongTerm: true},
	{Of: ref.Order, See: "order.see", Table: "orders", Day: "due", Title: "subject", Series: number.Order,
		Off: []string{string(order.Withdrawn)}, Done: []string{string(order.Closed)},
		Not: []string{string(order.Draft), string(order.Awaiting)}, People: []string{"leader", "handler"}, LongTerm: true,
		Assists: true},
}

// Dues are all that falls due for an actor, kind by kind, the earliest first.
func Dues(ctx context.Context, read DueReader, who actor.Actor, a Asked) (out []Due, err error) {
	for _, k := range dated {
		list, err := read.Dues(ctx, k, access.ScopeOf(who, k.See), a)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}
