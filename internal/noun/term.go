package noun

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/field"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// The states of an object with a Term.
const (
	InForce = "in-force"
	Ended   = "ended"
)

// Term is embedded, beside Base, by objects that leave their list on a day and may
// be put back when that was a mistake.
type Term struct {
	EndedOn   when.Day // the first day on which it holds no more; 0 = in force
	EndReason string
}

// Over is the term of an object.
func (t *Term) Over() *Term { return t }

// Lasting is an object that has a Term.
type Lasting interface {
	Value
	Over() *Term
}

// TermFields are the two fields of a Term; nobody types them.
func TermFields[T any](of func(*T) *Term) field.Fields {
	return field.Fields{
		field.Day("endedOn", false, func(v *T) *when.Day { return &of(v).EndedOn }).Silent(),
		field.Text("endReason", 0, reasonMost, func(v *T) *string { return &of(v).EndReason }).Silent(),
	}
}

// Ending is what is said when an object ends; of one that comes back, the reason.
type Ending struct {
	On     when.Day
	Reason string
}

var ending = field.Fields{
	field.Day("on", true, func(e *Ending) *when.Day { return &e.On }),
	field.Text("reason", 1, reasonMost, func(e *Ending) *string { return &e.Reason }),
}

// EndAct declares how one is taken off the list, its verb <noun>.end, its entry
// <noun>.ended.v1.
func (k Keeper) EndAct(summary string) Act {
	return Act{Name: "end", Verb: k.verb("end"), Records: k.kind("ended"), Summary: summary, Fields: ending,
		New: func() any { return &Ending{} }, Main: true, Danger: true, Many: true, Rule: MayDo(k.MayChange),
		Do: func(ctx context.Context, c Call) (act.Receipt, error) {
			in := *c.In.(*Ending)
			c.Command.Verb, c.Command.Input = k.verb("end"), []any{c.ID, in}
			return Step(ctx, k.Door, c.Command, k.Shape, At{ID: c.ID}, k.kind("ended"),
				func(tx Tx, v Lasting) ([]act.Fact, error) {
					return []act.Fact{act.Date("on", in.On), act.Words("reason", in.Reason)}, k.End(v, in, tx.Now().Day())
				})
		}}
}

// ResumeAct declares how one that was ended by mistake is put back; it is checked as
// a new one is. Its verb is <noun>.resume, its entry <noun>.resumed.v1.
func (k Keeper) ResumeAct(summary string) Act {
	return Act{Name: "resume", Verb: k.verb("resume"), Records: k.kind("resumed"), Summary: summary,
		Fields: ending[1:], New: func() any { return &Ending{} },
		Rule: MayDo(func(v Value) error { return k.mayResume(v.(Lasting)) }),
		Do: func(ctx context.Context, c Call) (act.Receipt, error) {
			in := c.In.(*Ending)
			c.Command.Verb, c.Command.Input = k.verb("resume"), []any{c.ID, in.Reason}
			return Step(ctx, k.Door, c.Command, k.Shape, At{ID: c.ID}, k.kind("resumed"),
				func(tx Tx, v Lasting) ([]act.Fact, error) {
					if err := k.Resume(v, in.Reason); err != nil {
						return nil, err
					}
					return []act.Fact{act.Words("reason", in.Reason)}, k.settle(tx, v, k.listed(), nil)
				})
		}}
}

// End takes an object off its list from a day on, not before it began. Today is the
// last day that can be said: what ends later is ended then.
func (k Keeper) End(v Lasting, e Ending, today when.Day) error {
	if err := k.MayChange(v); err != nil {
		return err
	}
	var errs text.InputErrors
	ending.Check(&e, nil, &errs)
	begins, before := k.Begins(v)
	switch {
	case e.On == 0:
	case e.On > today:
		errs.Add("on", "term.later")
	case e.On < begins:
		errs = append(errs, text.InputError{Field: "on", Message: before})
	}
	if err := errs.Err(); err != nil {
		return err
	}
	v.Head().State, *v.Over() = Ended, Term{EndedOn: e.On, EndReason: e.Reason}
	return nil
}

// Resume puts an object back on its list.
func (k Keeper) Resume(v Lasting, reason string) error {
	if err := k.mayResume(v); err != nil {
		return err
	}
	var errs text.InputErrors
	ending[1:].Check(&Ending{Reason: reason}, nil, &errs)
	if err := errs.Err(); err != nil {
		return err
	}
	v.Head().State, *v.Over() = InForce, Term{}
	return nil
}

// MayChange refuses to rewrite what has ended: the list of that time stays as it was.
func (k Keeper) MayChange(v Value) error {
	if x, ok := v.(Lasting); ok && v.Head().State == Ended {
		return text.Refuse(text.Conflict, "term.ended", "on", x.Over().EndedOn)
	}
	if k.May != nil {
		return k.May(v)
	}
	return nil
}

// mayResume refuses to put back what is on the list.
func (k Keeper) mayResume(v Lasting) error {
	if v.Head().State != Ended {
		return text.Refuse(text.Conflict, "term.not-ended")
	}
	return nil
}
