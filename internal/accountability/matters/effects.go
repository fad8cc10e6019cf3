package matters

import (
	"shuangze/internal/act"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Measure is what a ruling has decided on a person: one for each outcome of it.
type Measure struct {
	Ruling   ref.Ref
	Person   ref.ID
	Body     ref.ID // in a post of which
	Unit     ref.ID
	Outcome  string // a code of OutcomeTable
	Decision string // number of the decision, of the organ's own where the outcome needs one
	Organ    string // that took it
	Statute  string
	On       when.Day // decided: effect periods begin with it
}

// Effects is what follows from rulings on people elsewhere: their measures with effect periods. Both are called in the
// transaction of the act. Circular points are no business of rulings: a circular is corrected by its own office.
type Effects interface {
	// Decide puts a measure on record.
	Decide(tx noun.Tx, c act.Command, m Measure) error
	// Revoke takes back all measures of a ruling, since an appeal was upheld or changed it; they stay in the history
	// with the reason.
	Revoke(tx noun.Tx, c act.Command, ruling ref.Ref, why string) error
}

// decided puts on record what follows from a ruling.
func (d Commands) decided(tx noun.Tx, x *Ruling) error {
	if d.Effects == nil || x.Target != Leader {
		return nil
	}
	for _, code := range []string{x.Outcome, x.Also} {
		if code == "" {
			continue
		}
		m := Measure{Ruling: RulingShape.Ref(x), Person: x.Person, Body: x.Body, Unit: x.Unit, Outcome: code,
			Decision: x.Decision, Organ: x.Organ, Statute: x.Statute, On: x.DecidedOn}
		if d.Law().Ways[code].Formal {
			m.Decision, m.Organ = x.Formal, x.FormalOrgan
		}
		if err := d.Effects.Decide(tx, follows(tx), m); err != nil {
			return err
		}
	}
	return nil
}

// revoked takes it back.
func (d Commands) revoked(tx noun.Tx, x *Ruling, why string) error {
	if d.Effects == nil || x.Target != Leader {
		return nil
	}
	return d.Effects.Revoke(tx, follows(tx), RulingShape.Ref(x), why)
}

// follows is the command of what follows in the transaction of another.
func follows(tx noun.Tx) act.Command { return act.Command{Actor: tx.Actor()} }
