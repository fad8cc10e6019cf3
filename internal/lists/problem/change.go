package problem

import (
	"context"
	"reflect"

	"shuangze/internal/act"
	"shuangze/internal/lists/measure"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// ReasonMost is the length of a reason, in characters.
const ReasonMost = 500

// Correction is what may be put right of what was registered: where it comes
// from, the words, the category, the measures, the day it was found and the
// people. The unit and the side make another problem of it, which other people
// answer for: that one is withdrawn and registered anew. The level goes up by
// Raise; the day is not corrected, for a moved day would hide that it was late.
type Correction struct {
	Source    string
	Subsource string
	Category  string
	Facts     string
	Rule      string
	Cause     string
	Measures  measure.List // nil leaves them: a problem has at least one. Under an order those of the order bind
	Found     when.Day
	Leader    ref.ID
	Handler   ref.ID
	Reason    string
}

// CorrectionOf is the problem as it stands, to be corrected.
func (p Problem) CorrectionOf() Correction {
	return Correction{Source: p.Source, Subsource: p.Subsource, Measures: p.Measures, Category: p.Category, Facts: p.Facts,
		Rule: p.Rule, Cause: p.Cause, Found: p.Found, Leader: p.Leader, Handler: p.Handler}
}

// Correct puts right what was registered, while the problem is open. Something
// must change, and the reason is on record beside what it read before.
func (p Problem) Correct(c Correction, r Rules, today when.Day) (Problem, error) {
	if !p.State.Open() {
		return p, p.conflict()
	}
	var errs text.InputErrors
	text.Limits(&errs, "facts", c.Facts, 1, FactsMost)
	text.Limits(&errs, "rule", c.Rule, 0, RuleMost)
	text.Limits(&errs, "cause", c.Cause, 0, CauseMost)
	text.Limits(&errs, "reason", c.Reason, 1, ReasonMost)
	checkOrigin(&errs, r, c.Source, c.Subsource)
	if c.Category != "" && !r.Categories[c.Category] {
		errs.Add("category", "input.choose")
	}
	same := p.CorrectionOf()
	same.Reason = c.Reason
	rewritten := p.Measures
	if c.Measures != nil {
		rewritten = p.Measures.Rewrite(c.Measures)
	}
	if rewritten.Pack() != p.Measures.Pack() {
		if !p.MarksMeasures() {
			errs.Add("measures", "problem.measures-fixed")
		}
		rewritten.Check("measures", true, 0, &errs)
	}
	if c.Found > today {
		errs.Add("found", "problem.found-future")
	}
	if c.Leader == 0 && p.LeaderName == "" {
		errs.Add("leader", "problem.leader-required")
	}
	if c.Handler == 0 && p.HandlerName == "" {
		errs.Add("handler", "problem.handler-required")
	}
	c.Measures, same.Measures = nil, nil
	if reflect.DeepEqual(c, same) && rewritten.Pack() == p.Measures.Pack() {
		errs.Add("facts", "problem.correct-same")
	}
	p.Measures = rewritten
	p.Source, p.Subsource = c.Source, c.Subsource
	p.Category, p.Facts, p.Rule, p.Cause, p.Found, p.Leader, p.Handler =
		c.Category, c.Facts, c.Rule, c.Cause, c.Found, c.Leader, c.Handler
	return p, errs.Err()
}

// checkOrigin looks at the two codes of where a problem comes from.
func checkOrigin(errs *text.InputErrors, r Rules, source, subsource string) {
	if !r.Sources[source] {
		errs.Add("source", "input.choose")
	}
	if subsource != "" && !r.Subsources[subsource] {
		errs.Add("subsource", "input.choose")
	}
}

// Withdraw takes a problem off the list that should not be on it; its number
// stays used. With an order, the order is withdrawn first.
func (p Problem) Withdraw(reason string) (Problem, error) {
	if p.State == Ordered {
		return p, text.Refuse(text.Conflict, "problem.withdraw-ordered")
	}
	if !p.State.Open() {
		return p, p.conflict()
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	p.State, p.Requester, p.RequesterFor, p.SentBack = Withdrawn, 0, 0, ""
	return p, errs.Err()
}

// Reopen takes up again a problem that was closed here and came back, with a new
// day within what its level allows. What was closed with an order is reopened
// with it; what was closed before the system has nothing here to go on from.
func (p Problem) Reopen(reason string, due when.Day, r Rules, today when.Day) (Problem, error) {
	switch {
	case p.State != Closed:
		return p, p.conflict()
	case p.History:
		return p, text.Refuse(text.Conflict, "problem.reopen-history")
	case p.Order != 0:
		return p, text.Refuse(text.Conflict, "problem.reopen-order")
	}
	var errs text.InputErrors
	text.Limits(&errs, "reason", reason, 1, ReasonMost)
	switch {
	case due == 0:
		errs.Add("due", "problem.due-required")
	case due <= today:
		errs.Add("due", "problem.due-past")
	case p.Level != "":
		if most := r.Limit(p.Level, today); due > most.Due {
			errs.Add("due", "problem.due-beyond-level", "most", most.Due)
		}
	}
	p.State, p.ClosedAt, p.RequestedAt, p.Requester, p.RequesterFor, p.Due = Registered, 0, 0, 0, 0, due
	return p, errs.Err()
}

// Correct puts right what was registered; version is the one that was seen. The
// entry keeps each changed field as it read before and as it reads now.
func (d Commands) Correct(ctx context.Context, c act.Command, id ref.ID, version int64,
	in Correction) (act.Receipt, error) {
	c.Verb, c.Input = "problem.correct", []any{id, version, in}
	return d.move(ctx, c, id, "problem.corrected.v1", func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		if p.Version != version {
			return p, nil, text.Refuse(text.Stale, "input.stale")
		}
		next, err := p.Correct(in, d.Rules, tx.Now().Day())
		if err == nil && next.Category != p.Category && !p.Imported {
			next, err = d.recur(tx, next)
		}
		if err != nil {
			return p, nil, err
		}
		changed := func(was, now ref.ID) ref.ID {
			if was == now {
				return 0
			}
			return now
		}
		return next, in.changes(p, next), posted(tx, p.Unit, changed(p.Leader, in.Leader), changed(p.Handler, in.Handler))
	})
}

// changes are the facts of a correction, by name.
func (c Correction) changes(p, next Problem) (facts []act.Fact) {
	words := func(name, was, now string) {
		if was != now {
			facts = append(facts, act.Words(name, now), act.Words(name+"-was", was))
		}
	}
	id := func(name string, was, now ref.ID) {
		if was != now {
			facts = append(facts, act.Id(name, now), act.Id(name+"-was", was))
		}
	}
	code := func(name, was, now string) {
		if was != now {
			facts = append(facts, act.Code(name, now), act.Code(name+"-was", was))
		}
	}
	code("category", p.Category, c.Category)
	words("cause", p.Cause, c.Cause)
	words("facts", p.Facts, c.Facts)
	if c.Found != p.Found {
		facts = append(facts, act.Date("found", c.Found), act.Date("found-was", p.Found))
	}
	id("handler", p.Handler, c.Handler)
	id("leader", p.Leader, c.Leader)
	words("measures", p.Measures.Say(), next.Measures.Say())
	facts = append(facts, act.Words("reason", c.Reason))
	words("rule", p.Rule, c.Rule)
	code("source", p.Source, c.Source)
	code("subsource", p.Subsource, c.Subsource)
	return facts
}

// Withdraw takes a problem off the list with a reason.
func (d Commands) Withdraw(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
	c.Verb, c.Input = "problem.withdraw", []any{id, reason}
	return d.move(ctx, c, id, "problem.withdrawn.v1", func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		next, err := p.Withdraw(reason)
		return next, []act.Fact{act.Words("reason", reason)}, err
	})
}

// Reopen takes up a closed problem again.
func (d Commands) Reopen(
	ctx context.Context, c act.Command, id ref.ID, reason string, due when.Day,
) (act.Receipt, error) {
	c.Verb, c.Input = "problem.reopen", []any{id, reason, due}
	return d.move(ctx, c, id, reopened, d.reopening(reason, due))
}

const reopened = "problem.reopened.v1"

// ReopenIn takes one up again in the transaction of another act: what a re-check found.
func (d Commands) ReopenIn(tx Tx, id ref.ID, reason string, due when.Day) error {
	return d.take(tx, "problem.reopen", id, reopened, d.reopening(reason, due))
}

func (d Commands) reopening(reason string, due when.Day) func(Tx, Problem) (Problem, []act.Fact, error) {
	return func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		next, err := p.Reopen(reason, due, d.Rules, tx.Now().Day())
		next = next.Weigh(next.own(), d.Rules.Times, tx.Now().Day())
		return next, []act.Fact{act.Date("due", due), act.Words("reason", reason)}, err
	}
}
