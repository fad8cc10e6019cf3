package matters

import (
	"errors"

	"shuangze/internal/act"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Measure is what a ruling has decided on a person: one for each outcome of it that is on record among decisions on
// people.
type Measure struct {
	Ruling   ref.Ref
	Person   ref.ID
	Unit     ref.ID
	Post     string
	Kind     string // a code of effect.KindTable
	Months   int64
	Decision string // number of the decision, of the organ's own where the outcome needs one
	Organ    string // that took it
	Statute  string
	FactsOn  when.Day
	On       when.Day // decided: effect periods begin with it
}

// Undoing is the decision on an appeal by which a ruling is revoked or changed.
type Undoing struct {
	Organ   string
	No      string
	On      when.Day
	Changed bool
}

// Effects is what follows from rulings on people elsewhere: their measures with effect periods. All are called in the
// transaction of the act. Points of the assessment are given back by Scores. What
// they refuse of a measure bears its field: decision, organ, decidedOn, kind or months.
type Effects interface {
	// Decide puts a measure on record.
	Decide(tx noun.Tx, m Measure) error
	// Revoke takes back all measures of a ruling: they stay in the history with the decision that did.
	Revoke(tx noun.Tx, ruling ref.Ref, by Undoing) error
	// Vary puts others in the place of those of a ruling; what has none in its place is revoked.
	Vary(tx noun.Tx, ruling ref.Ref, by Undoing, now []Measure) error
}

// measures are what a ruling leaves on record.
func (x *Ruling) measures(ways map[string]Way) (out []Measure, names [][]string) {
	if x.Target != Leader {
		return nil, nil
	}
	formal, of := []Formal{x.First, x.Second}, [][]string{firstFormal, secondFormal}
	for _, code := range []string{x.Outcome, x.Also} {
		way := ways[code]
		m := Measure{Ruling: RulingShape.Ref(x), Person: x.Person, Unit: x.Unit, Post: x.Post, Decision: x.Decision,
			Organ: x.Organ, Statute: x.Statute, FactsOn: x.FactsOn, On: x.DecidedOn}
		at := []string{"decision", "organ", "", "", ""}
		switch {
		case way.Formal:
			f := formal[0]
			m.Decision, m.Organ, m.On, m.Kind, m.Months = f.No, f.Organ, f.On, f.Kind, f.Months
			at, formal, of = of[0], formal[1:], of[1:]
		case len(way.Kinds) > 0:
			m.Kind = way.Kinds[0]
		}
		if m.Kind != "" {
			out, names = append(out, m), append(names, at)
		}
	}
	return out, names
}

// decided puts on record what follows from a ruling; of one that an appeal changed, in the place of what did before.
func (d Commands) decided(tx noun.Tx, x, before *Ruling, by Undoing) error {
	if d.Effects == nil || x.Target != Leader {
		return nil
	}
	list, names := x.measures(d.Law().Ways)
	if before != nil {
		var at []string
		if len(names) > 0 {
			at = names[0]
		}
		return placed(d.Effects.Vary(tx, RulingShape.Ref(before), by, list), at)
	}
	for i, m := range list {
		if err := placed(d.Effects.Decide(tx, m), names[i]); err != nil {
			return err
		}
	}
	return nil
}

// placed puts what is refused of a measure beside the field of the form that it was typed in.
func placed(err error, at []string) error {
	var wrong text.InputErrors
	if !errors.As(err, &wrong) || len(at) == 0 {
		return err
	}
	out := make(text.InputErrors, len(wrong))
	copy(out, wrong)
	for i := range out {
		for n, name := range []string{"decision", "organ", "decidedOn", "kind", "months"} {
			if out[i].Field == name {
				out[i].Field = at[n]
			}
		}
	}
	return out
}

// revoked takes it back.
func (d Commands) revoked(tx noun.Tx, x *Ruling, by Undoing) error {
	if d.Effects == nil || x.Target != Leader {
		return nil
	}
	return d.Effects.Revoke(tx, RulingShape.Ref(x), by)
}

// follows is the command of what follows in the transaction of another.
func follows(tx noun.Tx) act.Command { return act.Command{Actor: tx.Actor()} }
