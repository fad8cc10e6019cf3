package bodies

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
)

// With is the rows after a change: rows of the change replace those with the
// same identifier and the rest are added; of several with one identifier the
// last counts. The receiver stays as it was.
func (r Rows) With(ch Change) Rows {
	return Rows{
		Units:        with(r.Units, ch.Units, func(v Unit) ref.ID { return v.ID }),
		Facts:        with(r.Facts, ch.Facts, func(v UnitFacts) ref.ID { return v.ID }),
		Bodies:       with(r.Bodies, ch.Bodies, func(v Body) ref.ID { return v.ID }),
		Names:        with(r.Names, ch.Names, func(v BodyName) ref.ID { return v.ID }),
		Services:     with(r.Services, ch.Services, func(v Service) ref.ID { return v.ID }),
		Assignments:  with(r.Assignments, ch.Assignments, func(v Assignment) ref.ID { return v.ID }),
		Persons:      with(r.Persons, ch.Persons, func(v Person) ref.ID { return v.ID }),
		Appointments: with(r.Appointments, ch.Appointments, func(v Appointment) ref.ID { return v.ID }),
	}
}

// Clone is a copy that shares no row.
func (r Rows) Clone() Rows {
	return Rows{r.Began, slices.Clone(r.Units), slices.Clone(r.Facts), slices.Clone(r.Bodies), slices.Clone(r.Names),
		slices.Clone(r.Services),
		slices.Clone(r.Assignments), slices.Clone(r.Persons), slices.Clone(r.Appointments)}
}

// And is one change after another.
func (c Change) And(next Change) Change {
	return Change{Rows{c.Began, append(c.Units, next.Units...), append(c.Facts, next.Facts...),
		append(c.Bodies, next.Bodies...), append(c.Names, next.Names...),
		append(c.Services, next.Services...), append(c.Assignments, next.Assignments...), append(c.Persons, next.Persons...),
		append(c.Appointments, next.Appointments...)}}
}

func with[T any](old, changed []T, id func(T) ref.ID) []T {
	if len(changed) == 0 {
		return old
	}
	next := make(map[ref.ID]T, len(changed))
	for _, v := range changed {
		next[id(v)] = v
	}
	out := make([]T, 0, len(old)+len(changed))
	for _, v := range old {
		if n, ok := next[id(v)]; ok {
			v = n
			delete(next, id(v))
		}
		out = append(out, v)
	}
	for _, v := range changed {
		if n, left := next[id(v)]; left {
			out = append(out, n)
			delete(next, id(v))
		}
	}
	return out
}

// Tx is what the registers ask of a transaction.
type Tx interface {
	act.Tx
	Registers() (Rows, error)
	SaveRegisters(Change) error
}

// Commands performs the commands of the registers.
type Commands struct{ Door act.Door[Tx] }

// Act is one command with what access and the journal call it.
type Act struct {
	Command Command
	Verb    access.Verb  // "unit.change", "body.change", "person.change"
	Kind    journal.Kind // "unit.renamed.v1"
	Object  ref.Ref      // what it is about; the zero Ref takes the first new row
}

// Do performs register commands in one transaction with one entry each: all of
// them or none (an import is many commands).
func (d Commands) Do(ctx context.Context, c act.Command, acts ...Act) (act.Receipt, error) {
	if len(acts) > 0 {
		c.Verb = acts[0].Verb
	}
	if c.Input == nil {
		c.Input = acts
	}
	return d.Door.Do(ctx, c, func(tx Tx) error { return Perform(tx, acts) })
}

// Perform runs register commands inside a transaction that is already open.
func Perform(tx Tx, acts []Act) error {
	rows, err := tx.Registers()
	if err != nil {
		return err
	}
	for _, a := range acts {
		if err := tx.Allow(a.Verb, access.Object{Jurisdiction: tx.Actor().Jurisdiction}); err != nil {
			return err
		}
		ch, err := a.Command.Do(NewRegister(rows), tx.NewID)
		if err != nil {
			return err
		}
		if err := tx.SaveRegisters(ch); err != nil {
			return err
		}
		rows = rows.With(ch)
		object := a.Object
		if object.ID == 0 {
			object = ch.about()
		}
		if err := tx.Record(a.Kind, object); err != nil {
			return err
		}
	}
	return nil
}

// about is what a change is mainly about.
func (ch Change) about() ref.Ref {
	switch {
	case len(ch.Units) > 0:
		return ref.Ref{Kind: ref.Unit, ID: ch.Units[0].ID}
	case len(ch.Facts) > 0:
		return ref.Ref{Kind: ref.Unit, ID: ch.Facts[0].Unit}
	case len(ch.Bodies) > 0:
		return ref.Ref{Kind: ref.Body, ID: ch.Bodies[0].ID}
	case len(ch.Names) > 0:
		return ref.Ref{Kind: ref.Body, ID: ch.Names[0].Body}
	case len(ch.Persons) > 0:
		return ref.Ref{Kind: ref.Person, ID: ch.Persons[0].ID}
	case len(ch.Appointments) > 0:
		return ref.Ref{Kind: ref.Person, ID: ch.Appointments[0].Person}
	case len(ch.Services) > 0:
		return ref.Ref{Kind: ref.Body, ID: ch.Services[0].Body}
	case len(ch.Assignments) > 0:
		return ref.Ref{Kind: ref.Unit, ID: ch.Assignments[0].Unit}
	}
	return ref.Ref{}
}
