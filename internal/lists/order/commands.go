package order

import (
	"context"
	"io"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/number"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Source matter of an order, as the order needs it.
type Matter struct {
	Object access.Object // who may see it
	Level  string
	Number string
	Open   bool
	Order  ref.ID   // the order it already has
	Since  when.Day // when it was registered: its level's limit counts from there
	// Measures are what is known of them there: done, and by whom a ledger says.
	Measures measure.List
}

// Tx is what orders ask of a transaction. Problems are met through three
// questions of our own, not through their package.
type Tx interface {
	act.Tx
	Order(id ref.ID) (Order, error)
	SaveOrder(Order) error
	NextNumber(number.Series, int) (number.Number, error)
	// UnitInForce refuses a unit that is not in force today, or that its own upper
	// system answers for.
	UnitInForce(id ref.ID) error
	Team(unit ref.ID) (bodies.Team, error) // on the day of the command
	ProblemOf(id ref.ID) (Matter, error)
	FreeProblem(problem, order ref.ID, past Past) error // the problem may be ordered anew, if this was its order
	TieProblem(problem, order ref.ID, past Past) error  // the problem is now ordered
	// SettleProblem closes the problem with its order, or opens it again (at 0).
	SettleProblem(problem ref.ID, asked, at when.Instant, past Past) error
	WeighProblem(problem ref.ID, past Past) error // another date, or a close-out sent back
	// SustainProblem tells the problem that its order is kept up for good, or is
	// done by a day again.
	SustainProblem(problem ref.ID, on bool, past Past) error
	TaskOf(id ref.ID) (Matter, error)
	TieTask(task, was, now ref.ID) error // was: the order that hastened it so far, 0 for none
	Letter(id ref.ID) (Letter, error)
	LettersOf(order ref.ID) ([]Letter, error)
	SaveLetter(Letter) error
	SaveEvidence(evidence.Evidence) error
	CountEvidence(matter ref.ID) (int64, error)
	CountyToday() (*bodies.County, error) // for the names in a letter
}

// Commands performs the commands of orders.
type Commands struct {
	Door  act.Door[Tx]
	Rules Rules
	// Codes draws the codes of letters; nil = from the system's chance. A demonstration
	// that is being built draws them from its seed.
	Codes io.Reader
}

// Draft writes an order down; side is the office's.
func (d Commands) Draft(ctx context.Context, c act.Command, side actor.Side, in DraftInput) (act.Receipt, error) {
	c.Verb, c.Input = "order.draft", []any{side, in}
	return d.Door.Do(ctx, c, func(tx Tx) error {
		o, err := d.draft(tx, c.Verb, side, in)
		if err != nil {
			return err
		}
		if err := tx.SaveOrder(o); err != nil {
			return err
		}
		return tx.Record("order.drafted.v1", o.Ref(), act.Id("unit", o.Unit))
	})
}

// Create writes an order down and asks for its approval in one act. Somebody
// else issues it: whoever drafted does not approve (spec 2.5 [D]).
func (d Commands) Create(ctx context.Context, c act.Command, side actor.Side, in DraftInput) (act.Receipt, error) {
	c.Verb, c.Input = "order.submit", []any{side, in}
	return d.Door.Do(ctx, c, func(tx Tx) error {
		o, err := d.draft(tx, "order.draft", side, in)
		if err != nil {
			return err
		}
		if err := tx.Allow(c.Verb, o.Object(Nobody)); err != nil {
			return err
		}
		if o, err = o.Submit(); err != nil {
			return err
		}
		o.Since = tx.Now()
		if err := tx.SaveOrder(o); err != nil {
			return err
		}
		return tx.Record("order.submitted.v1", o.Ref(), act.Id("unit", o.Unit))
	})
}

func (d Commands) draft(tx Tx, verb access.Verb, side actor.Side, in DraftInput) (Order, error) {
	who := tx.Actor()
	o := Order{Jurisdiction: who.Jurisdiction, Side: side, State: Draft, Drafter: who.Person, DrafterFor: who.OnBehalf,
		DraftedAt: tx.Now()}.Apply(in)
	if err := tx.Allow(verb, o.Object(Nobody)); err != nil {
		return o, err
	}
	if err := in.Check(tx.Now().Day()); err != nil {
		return o, err
	}
	if err := known(tx, in); err != nil {
		return o, err
	}
	o, err := d.sourced(tx, o)
	if err != nil {
		return o, err
	}
	o.ID = tx.NewID()
	return o, nil
}

// sourced takes over the level of the problem that the order comes from, and what
// is known of its measures: one that whoever orders may see, of the order's own
// side, open, and without another order. A draft may have waited while any of that changed: issuing asks again.
func (d Commands) sourced(tx Tx, o Order) (Order, error) {
	if err := hastens(tx, o); err != nil {
		return o, err
	}
	if o.Problem == 0 {
		o.Level = ""
		return o, nil
	}
	m, err := tx.ProblemOf(o.Problem)
	if err == nil {
		err = access.May(tx.Actor(), "problem.see", m.Object)
	}
	if err != nil {
		return o, err
	}
	return o.For(m, d.Rules, tx.Now().Day())
}

// For is the order for a matter as it stands: of its side, open, and without
// another order; the level is the matter's, and its limit binds. What a ledger
// says of the matter's measures goes with them.
func (o Order) For(m Matter, r Rules, today when.Day) (Order, error) {
	switch {
	case m.Object.Side != o.Side:
		return o, text.InputErrors{{Field: "problem", Message: text.M("order.problem-other-side", "number", m.Number)}}
	case !m.Open || m.Order != 0 && m.Order != o.ID:
		return o, text.Refuse(text.Conflict, "order.problem-has-order", "number", m.Number)
	}
	o.Level, o.Measures = m.Level, m.Measures.Rewrite(o.Measures)
	if most := r.LatestDue(m.Level, m.Since, today).Due; most != 0 && o.Due > most {
		return o, text.InputErrors{{Field: "due", Message: text.M("problem.due-beyond-level", "most", most)}}
	}
	return o, nil
}

// known says whether the unit of a draft is in the register and its people
// stand in it today.
func known(tx Tx, in DraftInput) error {
	var errs text.InputErrors
	if err := tx.UnitInForce(in.Unit); err != nil {
		return err
	}
	t, err := tx.Team(in.Unit)
	if err != nil {
		return err
	}
	checkPeople(&errs, in.Leader, in.Handler, t)
	return errs.Err()
}

// number issues the order and gives it the next number of the year.
func (d Commands) number(tx Tx, o Order) (Order, error) {
	next, err := o.Issue(d.Rules, tx.Now())
	if err != nil {
		return o, err
	}
	next.Since = tx.Now()
	if next.Number.No == 0 {
		if next.Number, err = tx.NextNumber(number.Order, tx.Now().Day().Year()); err != nil {
			return o, err
		}
		next.Number = d.Rules.Styles.Of(next.Number)
	}
	if next.Task != 0 {
		if err := hastens(tx, next); err != nil {
			return o, err
		}
		if err := tx.TieTask(next.Task, 0, next.ID); err != nil {
			return o, err
		}
	}
	if next.Problem != 0 {
		if next, err = d.sourced(tx, next); err != nil {
			return o, err
		}
		if err := tx.TieProblem(next.Problem, next.ID, d.past(next, nil)); err != nil {
			return o, err
		}
	}
	return next, nil
}

func recordIssue(tx Tx, o Order, notice Letter) error {
	tx.Answer(o.Number.String())
	return tx.Record("order.issued.v1", o.Ref(), act.Date("due", o.Due), act.Id("letter", notice.ID),
		act.Code("number", o.Number.String()),
		act.Id("unit", o.Unit))
}

// step is how one command takes an order further: which verb, what it records,
// and whose request is being decided.
type step struct {
	verb      access.Verb
	kind      journal.Kind
	requester func(Order) actor.Hands
	decide    func(Tx, Order) (Order, []act.Fact, error)
}

func (d Commands) take(ctx context.Context, c act.Command, id ref.ID, input any, s step) (act.Receipt, error) {
	c.Verb, c.Input = s.verb, []any{id, input}
	return d.Door.Do(ctx, c, func(tx Tx) error { return s.take(tx, id) })
}

// take is the step inside a transaction.
func (s step) take(tx Tx, id ref.ID) error {
	o, err := tx.Order(id)
	if err != nil {
		return err
	}
	requester := Nobody
	if s.requester != nil {
		requester = s.requester(o)
	}
	if err := tx.Allow(s.verb, o.Object(requester)); err != nil {
		return err
	}
	next, facts, err := s.decide(tx, o)
	if err != nil {
		return err
	}
	if next.State != o.State {
		next.Since = tx.Now()
	}
	if err := tx.SaveOrder(next); err != nil {
		return err
	}
	tx.Answer(next.Number.String())
	return tx.Record(s.kind, next.Ref(), facts...)
}

func drafter(o Order) actor.Hands   { return o.Drafted() }
func requester(o Order) actor.Hands { return o.Requested() }
func asker(o Order) actor.Hands     { return o.Asked() }

// Revise rewrites a draft; version is the one the writer saw.
func (d Commands) Revise(
	ctx context.Context, c act.Command, id ref.ID, version int64, in DraftInput,
) (act.Receipt, error) {
	return d.take(ctx, c, id, []any{version, in}, step{verb: "order.draft", kind: "order.revised.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			if err := o.in(Draft); err != nil {
				return o, nil, err
			}
			if o.Version != version {
				return o, nil, text.Refuse(text.Stale, "input.stale")
			}
			if err := in.Check(tx.Now().Day()); err != nil {
				return o, nil, err
			}
			if err := known(tx, in); err != nil {
				return o, nil, err
			}
			next, err := d.sourced(tx, o.Apply(in))
			return next, nil, err
		}})
}

// Submit asks for approval.
func (d Commands) Submit(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	return d.take(ctx, c, id, nil, step{verb: "order.submit", kind: "order.submitted.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) { next, err := o.Submit(); return next, nil, err }})
}

// Return sends a draft back to its writer.
func (d Commands) Return(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
	return d.take(ctx, c, id, reason, step{verb: "order.return", kind: "order.returned.v1", requester: drafter,
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.Return(reason)
			return next, []act.Fact{act.Words("reason", reason)}, err
		}})
}

// Issue approves and issues. Whoever drafted an order does not approve it.
func (d Commands) Issue(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "order.issue", []any{id}
	return d.Door.Do(ctx, c, func(tx Tx) error {
		o, err := tx.Order(id)
		if err != nil {
			return err
		}
		if err := tx.Allow(c.Verb, o.Object(o.Drafted())); err != nil {
			return err
		}
		t, err := tx.Team(o.Unit)
		if err != nil {
			return err
		}
		if err := o.MayIssue(tx.Actor().Hands(), t); err != nil {
			return err
		}
		if o, err = d.number(tx, o); err != nil {
			return err
		}
		if err := tx.SaveOrder(o); err != nil {
			return err
		}
		l, err := d.sendNotice(tx, o)
		if err != nil {
			return err
		}
		return recordIssue(tx, o, l)
	})
}

// MayIssue refuses whoever drafted the order, and one whose people have left its
// unit since it was drafted.
func (o Order) MayIssue(by actor.Hands, t bodies.Team) error {
	switch {
	case o.Drafted().Share(by):
		return text.Refuse(text.Forbidden, "order.issue-own")
	case !t.Leads(o.Leader) || !t.Works(o.Handler):
		return text.Refuse(text.Conflict, "order.issue-left")
	}
	return nil
}

// Acknowledge signs for receipt (签收).
func (d Commands) Acknowledge(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	return d.take(ctx, c, id, nil, step{verb: "order.acknowledge", kind: "order.acknowledged.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) { next, err := o.Acknowledge(); return next, nil, err }})
}

// Report tells progress; done are the numbers of the measures now done. The
// files come with it, all or none.
func (d Commands) Report(ctx context.Context, c act.Command, id ref.ID, progress string, done []int,
	files ...evidence.Evidence) (act.Receipt, error) {
	files = evidence.Afterwards(files)
	return d.take(ctx, c, id, evidence.Input(files, progress, done), step{verb: "order.report", kind: "order.reported.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.Report(progress, done, d.Rules, tx.Now().Day())
			if err != nil {
				return o, nil, err
			}
			next, err = next.with(tx, files)
			return next, []act.Fact{act.Number("done", int64(len(done))), act.Words("progress", progress)}, err
		}})
}

// RequestClose asks to strike the matter off; files that prove it come with it.
func (d Commands) RequestClose(ctx context.Context, c act.Command, id ref.ID, done string,
	files ...evidence.Evidence) (act.Receipt, error) {
	files = evidence.Afterwards(files)
	return d.take(ctx, c, id, evidence.Input(files, done),
		step{verb: "order.request-close", kind: "order.close-requested.v1",
			decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
				o, err := o.with(tx, files)
				if err != nil {
					return o, nil, err
				}
				next, err := o.RequestClose(tx.Actor().Hands(), done, d.Rules, tx.Now())
				return next, []act.Fact{act.Words("done", done)}, err
			}})
}

// ConfirmClose is the responsible leader's confirmation.
func (d Commands) ConfirmClose(ctx context.Context, c act.Command, id ref.ID, opinion string) (act.Receipt, error) {
	return d.take(ctx, c, id, opinion, step{verb: "order.confirm-close", kind: "order.close-confirmed.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			t, err := tx.Team(o.Unit)
			if err != nil {
				return o, nil, err
			}
			next, err := o.ConfirmClose(tx.Actor(), opinion, t, d.Rules)
			return next, []act.Fact{act.Words("opinion", opinion)}, err
		}})
}

// Close strikes the order off, and with it the problem it came from.
func (d Commands) Close(ctx context.Context, c act.Command, id ref.ID, opinion string) (act.Receipt, error) {
	return d.take(ctx, c, id, opinion, step{verb: "order.close", kind: "order.closed.v1", requester: requester,
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.Close(opinion, d.Rules, tx.Now())
			if err == nil && o.Problem != 0 {
				err = tx.SettleProblem(o.Problem, next.RequestedAt, tx.Now(), d.past(next, nil))
			}
			if err == nil && o.Task != 0 {
				err = tx.TieTask(o.Task, o.ID, 0)
			}
			return next, []act.Fact{act.Words("opinion", opinion)}, err
		}})
}

// Reject sends a request back with what is still missing.
func (d Commands) Reject(ctx context.Context, c act.Command, id ref.ID, missing string) (act.Receipt, error) {
	return d.take(ctx, c, id, missing, step{verb: "order.reject", kind: "order.rejected.v1", requester: requester,
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.Reject(missing, d.Rules)
			if err == nil {
				err = d.weigh(tx, next)
			}
			return next, []act.Fact{act.Words("missing", missing), act.Id("requester", o.Requester)}, err
		}})
}

// Reassign names another leader or handler; version is the one that was seen.
func (d Commands) Reassign(ctx context.Context, c act.Command, id ref.ID, version int64, leader, handler ref.ID,
	reason string) (act.Receipt, error) {
	return d.take(ctx, c, id, []any{version, leader, handler, reason},
		step{verb: "order.reassign", kind: "order.reassigned.v1",
			decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
				t, err := tx.Team(o.Unit)
				if err != nil {
					return o, nil, err
				}
				if err := o.MayReassign(tx.Actor(), t); err != nil {
					return o, nil, err
				}
				if o.Version != version {
					return o, nil, text.Refuse(text.Stale, "input.stale")
				}
				next, err := o.Reassign(leader, handler, reason, t)
				return next, []act.Fact{act.Id("handler", handler), act.Id("handler-was", o.Handler), act.Id("leader", leader),
					act.Id("leader-was", o.Leader), act.Words("reason", reason)}, err
			}})
}

// Withdraw takes the order back with a reason; its problem is free again.
func (d Commands) Withdraw(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
	return d.take(ctx, c, id, reason, step{verb: "order.withdraw", kind: "order.withdrawn.v1",
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.Withdraw(reason)
			if err == nil && o.Problem != 0 && o.Number.No != 0 {
				err = tx.FreeProblem(o.Problem, o.ID, d.past(next, nil))
			}
			if err == nil && o.Task != 0 {
				err = tx.TieTask(o.Task, o.ID, 0)
			}
			return next, []act.Fact{act.Words("reason", reason)}, err
		}})
}

// Supervise lists the order for special supervision, or takes it off.
func (d Commands) Supervise(
	ctx context.Context, c act.Command, id ref.ID, on bool, reason string,
) (act.Receipt, error) {
	kind := journal.Kind("order.supervised.v1")
	if !on {
		kind = "order.unsupervised.v1"
	}
	return d.take(ctx, c, id, []any{on, reason}, step{verb: "order.supervise", kind: kind,
		decide: func(tx Tx, o Order) (Order, []act.Fact, error) {
			next, err := o.Supervise(on, reason)
			return next, []act.Fact{act.Words("reason", reason)}, err
		}})
}
