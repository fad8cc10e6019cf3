package problem

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Tx is what problems ask of a transaction.
type Tx interface {
	act.Tx
	Problem(id ref.ID) (Problem, error)
	SaveProblem(Problem) error
	NextNumber(number.Series, int) (number.Number, error)
	// UnitInForce refuses a unit that is not in force today, or that its own upper
	// system answers for.
	UnitInForce(id ref.ID) error
	LiftOrder(order ref.ID, level string) error // the level of its problem went up
	Team(unit ref.ID) (bodies.Team, error)
	PersonKnown(id ref.ID) (bool, error)
	SaveEvidence(evidence.Evidence) error
	CountEvidence(matter ref.ID) (int64, error)
	// CountAlike counts the unit's problems of the category that were registered
	// in the time, without those withdrawn, of history, and the one that asks.
	CountAlike(p Problem, from, to when.Instant) (int64, error)
}

// Commands performs the commands of problems.
type Commands struct {
	Door  act.Door[Tx]
	Rules Rules
}

// Register numbers a problem and puts it on the list.
func (d Commands) Register(ctx context.Context, c act.Command, in Input) (act.Receipt, error) {
	c.Verb, c.Input = "problem.register", in
	return d.Door.Do(ctx, c, func(tx Tx) error {
		if err := tx.Allow(c.Verb, written(tx, in).Object()); err != nil {
			return err
		}
		return d.enter(tx, in, written(tx, in))
	})
}

// RegisterIn puts on the list what another act found, in its transaction: it follows from
// that act and is not asked for by itself. origin is the object that shows it. Without a day
// of its own it has the last that its level allows. It gives the problem's identifier.
func (d Commands) RegisterIn(tx Tx, in Input, origin ref.Ref) (ref.ID, error) {
	if in.Due == 0 {
		in.Due = d.Rules.Limit(in.Level, tx.Now().Day()).Due
	}
	p := written(tx, in)
	p.ID, p.Origin = tx.NewID(), origin.String()
	return p.ID, d.enter(tx, in, p)
}

func written(tx Tx, in Input) Problem {
	who := tx.Actor()
	return Problem{Jurisdiction: who.Jurisdiction, Registrar: who.Person, RegisteredAt: tx.Now()}.Write(in)
}

func (d Commands) enter(tx Tx, in Input, p Problem) error {
	if err := in.Check(d.Rules, tx.Now().Day()); err != nil {
		return err
	}
	if err := posted(tx, p.Unit, in.Leader, in.Handler); err != nil {
		return err
	}
	p.State = Registered
	p, err := d.recur(tx, p)
	if err != nil {
		return err
	}
	return d.put(tx, p, "problem.registered.v1")
}

// recur looks whether the unit had the like before.
func (d Commands) recur(tx Tx, p Problem) (Problem, error) {
	if p.Category == "" || d.Rules.Times[Recurred] == 0 {
		return p.Recur(0, d.Rules.Times, tx.Now().Day()), nil
	}
	n, err := tx.CountAlike(p, d.Rules.Since(p.RegisteredAt.Day()).Start(), p.RegisteredAt)
	return p.Recur(n, d.Rules.Times, tx.Now().Day()), err
}

// posted says whether the people named, if any, hold a post in the unit or above
// it today. The form offers no others; what comes otherwise is asked all the same.
func posted(tx Tx, unit, leader, handler ref.ID) error {
	if leader == 0 && handler == 0 {
		return nil
	}
	t, err := tx.Team(unit)
	if err != nil {
		return err
	}
	var errs text.InputErrors
	if leader != 0 && !t.Works(leader) {
		errs.Add("leader", "order.handler-elsewhere")
	}
	if handler != 0 && !t.Works(handler) {
		errs.Add("handler", "order.handler-elsewhere")
	}
	return errs.Err()
}

// put gives the number, and the identifier where there is none, and saves.
func (d Commands) put(tx Tx, p Problem, kind string) error {
	if !p.Imported { // a ledger was kept about whom it names; its units were found in the register
		if err := tx.UnitInForce(p.Unit); err != nil {
			return err
		}
	}
	var err error
	if p.Number, err = tx.NextNumber(number.Problem, tx.Now().Day().Year()); err != nil {
		return err
	}
	if p.Number = d.Rules.Styles.Of(p.Number); p.ID == 0 {
		p.ID = tx.NewID()
	}
	p = p.Weigh(p.own(), d.Rules.Times, tx.Now().Day())
	if p.State.Open() {
		p = p.report("", d.Rules, tx.Now().Day())
	}
	if err := tx.SaveProblem(p); err != nil {
		return err
	}
	tx.Answer(p.Number.String())
	return tx.Record(kindOf(kind), p.Ref(), act.Code("number", p.Number.String()),
		act.Code("level", string(p.Level)))
}

// Take brings in one row of a ledger kept before the system. A closed row is
// history: it has no evidence here and looks so. The number is the system's,
// in the year of registration. The ledger's own problems were weighed when they
// were written down; they are earlier ones to what is registered here.
func (d Commands) Take(tx Tx, p Problem) error {
	if err := tx.Allow("import.problems", access.Object{Jurisdiction: tx.Actor().Jurisdiction}); err != nil {
		return err
	}
	p.Jurisdiction, p.Imported, p.RegisteredAt, p.Registrar = tx.Actor().Jurisdiction, true, tx.Now(), tx.Actor().Person
	p.State = Registered
	if p.History {
		p.State, p.ClosedAt = Closed, 0
	}
	return d.put(tx, p, "problem.imported.v1")
}

// move is the common path of the commands that take one problem further.
func (d Commands) move(ctx context.Context, c act.Command, id ref.ID, kind string,
	decide func(Tx, Problem) (Problem, []act.Fact, error)) (act.Receipt, error) {
	return d.Door.Do(ctx, c, func(tx Tx) error { return d.take(tx, c.Verb, id, kind, decide) })
}

// take is move inside a transaction.
func (d Commands) take(tx Tx, verb access.Verb, id ref.ID, kind string,
	decide func(Tx, Problem) (Problem, []act.Fact, error)) error {
	p, err := tx.Problem(id)
	if err != nil {
		return err
	}
	if err := tx.Allow(verb, p.Object()); err != nil {
		return err
	}
	next, facts, err := decide(tx, p)
	if err != nil {
		return err
	}
	if err := tx.SaveProblem(next); err != nil {
		return err
	}
	tx.Answer(next.Number.String())
	return tx.Record(kindOf(kind), next.Ref(), facts...)
}

// Rectify reports a slight problem put right; files that prove it come with it,
// all or none.
func (d Commands) Rectify(ctx context.Context, c act.Command, id ref.ID, done string,
	files ...evidence.Evidence) (act.Receipt, error) {
	files = evidence.Afterwards(files)
	c.Verb, c.Input = "problem.rectify", evidence.Input(files, id, done)
	return d.move(ctx, c, id, "problem.rectified.v1", func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		p, err := p.with(tx, files)
		if err != nil {
			return p, nil, err
		}
		next, err := p.Report(tx.Actor().Hands(), done, d.Rules, tx.Now())
		return next, []act.Fact{act.Words("done", done)}, err
	})
}

// Close strikes a reported problem off the list.
func (d Commands) Close(ctx context.Context, c act.Command, id ref.ID, opinion string) (act.Receipt, error) {
	c.Verb, c.Input = "problem.close", []any{id, opinion}
	return d.move(ctx, c, id, struck, d.closing(opinion))
}

const struck = "problem.closed.v1"

// CloseIn strikes one off in the transaction of another act: a re-check that found it right.
func (d Commands) CloseIn(tx Tx, id ref.ID, opinion string) error {
	return d.take(tx, "problem.close", id, struck, d.closing(opinion))
}

func (d Commands) closing(opinion string) func(Tx, Problem) (Problem, []act.Fact, error) {
	return func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		next, err := p.Close(opinion, d.Rules, tx.Now())
		return next, []act.Fact{act.Words("opinion", opinion)}, err
	}
}

// Reject sends a reported problem back.
func (d Commands) Reject(ctx context.Context, c act.Command, id ref.ID, missing string) (act.Receipt, error) {
	c.Verb, c.Input = "problem.close", []any{"reject", id, missing}
	return d.move(ctx, c, id, "problem.rejected.v1", func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		next, err := p.Reject(missing, d.Rules)
		next = next.Weigh(next.own(), d.Rules.Times, tx.Now().Day())
		return next, []act.Fact{act.Words("missing", missing), act.Id("requester", p.Requester)}, err
	})
}

// Raise lifts the level.
func (d Commands) Raise(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
	c.Verb, c.Input = "problem.raise", []any{id, reason}
	return d.move(ctx, c, id, "problem.raised.v1", func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		next, err := p.Raise(reason, d.Rules, tx.Now().Day())
		if err == nil && p.Order != 0 { // the order is for what the problem is now
			err = tx.LiftOrder(p.Order, string(next.Level))
		}
		return next, []act.Fact{act.Code("from", string(p.Level)), act.Code("to", string(next.Level)),
			act.Words("reason", reason)}, err
	})
}

// Match names the people behind the names an imported ledger wrote.
func (d Commands) Match(ctx context.Context, c act.Command, id, leader, handler ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = "problem.match", []any{id, leader, handler}
	return d.move(ctx, c, id, "problem.matched.v1", func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		return matched(tx, p, leader, handler)
	})
}

// matched names the people. Whom an old ledger names may have left since: that such a
// person is in the register is all that is asked.
func matched(tx Tx, p Problem, leader, handler ref.ID) (Problem, []act.Fact, error) {
	if leader == 0 && handler == 0 {
		return p, nil, text.InputErrors{{Field: "leader", Message: text.M("input.choose")}}
	}
	for field, person := range map[string]ref.ID{"leader": leader, "handler": handler} {
		if person == 0 {
			continue
		}
		if ok, err := tx.PersonKnown(person); err != nil {
			return p, nil, err
		} else if !ok {
			return p, nil, text.InputErrors{{Field: field, Message: text.M("input.choose")}}
		}
	}
	return p.Match(leader, handler), []act.Fact{act.Id("handler", handler), act.Id("leader", leader)}, nil
}

// Written are the names of a ledger that stand alike in several problems of a unit, and
// the people behind them; "" and 0 where there is none.
type Written struct {
	Unit                    ref.ID
	LeaderName, HandlerName string
	Leader, Handler         ref.ID
}

// WrittenIn are the names of a problem that stand for nobody yet.
func WrittenIn(p Problem) Written {
	w := Written{Unit: p.Unit}
	if p.Leader == 0 {
		w.LeaderName = p.LeaderName
	}
	if p.Handler == 0 {
		w.HandlerName = p.HandlerName
	}
	return w
}

// Alike refuses a problem in which other names are to be matched, or none: of two people
// of one name in two units each is named in their own.
func (w Written) Alike(p Problem) error {
	has := WrittenIn(p)
	switch {
	case has.LeaderName == "" && has.HandlerName == "":
		return text.Refuse(text.Conflict, "problem.names-matched")
	case has.Unit != w.Unit || has.LeaderName != w.LeaderName || has.HandlerName != w.HandlerName:
		return text.Refuse(text.Conflict, "problem.names-differ")
	}
	return nil
}

// MatchWritten is Match for one of several problems in which the same names stand: what
// is matched already stays.
func (d Commands) MatchWritten(ctx context.Context, c act.Command, id ref.ID, w Written) (act.Receipt, error) {
	c.Verb, c.Input = "problem.match", []any{id, w}
	return d.move(ctx, c, id, "problem.matched.v1", func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		if err := w.Alike(p); err != nil {
			return p, nil, err
		}
		if w.LeaderName == "" {
			w.Leader = 0
		}
		if w.HandlerName == "" {
			w.Handler = 0
		}
		return matched(tx, p, w.Leader, w.Handler)
	})
}

// Attach adds evidence: of how it was, while the problem is open; that it was put
// right, while it is handled in the unit. Under an order the order has that.
func (d Commands) Attach(ctx context.Context, c act.Command, id ref.ID, e evidence.Evidence) (act.Receipt, error) {
	e.Phase = e.Phase.Of()
	c.Verb, c.Input = "problem.attach", []any{id, e.Name, e.Digest, e.Phase}
	return d.move(ctx, c, id, "problem.evidence-added.v1", func(tx Tx, p Problem) (Problem, []act.Fact, error) {
		p, err := p.with(tx, []evidence.Evidence{e})
		return p, []act.Fact{act.Digest("digest", e.Digest), act.Words("name", e.Name), act.Code("phase", string(e.Phase)),
			act.Number("size", e.Size)}, err
	})
}

// MayAttach refuses files of a phase that the problem does not take now; n are
// those it has.
func (p Problem) MayAttach(phase evidence.Phase, n int64) error {
	if !p.Takes(phase) {
		return p.conflict()
	}
	if n >= evidence.Most {
		return text.Refuse(text.Conflict, "order.evidence-too-many", "most", evidence.Most)
	}
	return nil
}

// with adds files in the transaction of the act they come with: all or none.
func (p Problem) with(tx Tx, files []evidence.Evidence) (Problem, error) {
	if len(files) == 0 {
		return p, nil
	}
	n, err := tx.CountEvidence(p.ID)
	if err != nil {
		return p, err
	}
	for i, e := range files {
		if err := p.MayAttach(e.Phase, n+int64(i)); err != nil {
			return p, err
		}
		e.ID, e.Jurisdiction, e.Matter, e.By, e.At = tx.NewID(), p.Jurisdiction, p.Ref(), tx.Actor().Person, tx.Now()
		if e.Phase == evidence.After { // only that proves that it was put right
			p.Evidence++
		}
		if err := tx.SaveEvidence(e); err != nil {
			return p, err
		}
	}
	return p, nil
}

// Takes says whether evidence of the phase can be added now.
func (p Problem) Takes(phase evidence.Phase) bool {
	if phase == evidence.Before {
		return p.State.Open()
	}
	return p.State == Registered && p.Order == 0
}
