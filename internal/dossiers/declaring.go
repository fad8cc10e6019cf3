package dossiers

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/field"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

func verb(s string) access.Verb { return access.Verb(s) }

func (d Commands) declarationLife() noun.Life {
	return noun.Life{Door: d.Door, Shape: DeclarationShape, Tables: d.Tables}
}

// sealedWriting is an act that writes what is sealed: its words are in no digest and no fact.
func (d Commands) sealedWriting(name, past, summary string, fs field.Fields, rule func(*Declaration) error,
	decide func(tx noun.Tx, x *Declaration, in *Writing, errs *text.InputErrors) error) noun.Act {
	a := noun.Further(d.declarationLife(), name, past, summary, fs, rule,
		func(noun.Tx, *Declaration, *Writing) ([]act.Fact, error) { return nil, nil })
	a.Do = func(ctx context.Context, c noun.Call) (act.Receipt, error) {
		in := c.In.(*Writing)
		c.Command.Verb, c.Command.Input = a.Verb, []any{c.ID, in.On}
		return noun.Step(ctx, d.Door, c.Command, DeclarationShape, noun.At{ID: c.ID, Version: c.Version}, a.Records,
			func(tx noun.Tx, x *Declaration) ([]act.Fact, error) {
				if err := rule(x); err != nil {
					return nil, err
				}
				var errs text.InputErrors
				fs.Check(in, d.Tables, &errs)
				if err := decide(tx, x, in, &errs); err != nil {
					return nil, err
				}
				return nil, errs.Err()
			})
	}
	return a
}

// rewrite writes a draft anew, or what was sent back.
func (d Commands) rewrite() noun.Act {
	a := d.sealedWriting("write", "written", "Write a declaration anew before it is signed", writing(false),
		func(x *Declaration) error { return DeclarationShape.In(x, Drafted, Returned) },
		func(tx noun.Tx, x *Declaration, in *Writing, errs *text.InputErrors) error {
			x.write(in, tx.Now().Day(), errs)
			return nil
		})
	a.Fill = func(v noun.Value) any {
		x := v.(*Declaration)
		return &Writing{On: x.On, Content: x.Content, Kin: x.Relative()}
	}
	return a
}

// sign is the person's own signature: it goes to the head of the unit, and where they are that, or nobody is, to the
// discipline body at once.
func (d Commands) sign() noun.Act {
	return noun.Further[*Declaration, noun.Said](d.declarationLife(), "sign", "signed",
		"Sign a declaration in person: it is checked by the head of the unit, then by the discipline body", nil,
		func(x *Declaration) error { return DeclarationShape.In(x, Drafted, Returned) },
		func(tx noun.Tx, x *Declaration, _ *noun.Said) ([]act.Fact, error) {
			r, err := tx.CountyToday()
			if err != nil {
				return nil, err
			}
			x.State, x.SignedOn, x.CheckedBy, x.CheckedOn, x.Why = Signed, tx.Now().Day(), 0, 0, ""
			if x.Reader = cases.Head(r, x.Unit); x.Reader == x.Person || x.Reader == 0 {
				x.State, x.Reader = Checked, 0
			}
			return []act.Fact{act.Id("reader", x.Reader)}, nil
		})
}

// check is the head's: what it says is as they know it.
func (d Commands) pass() noun.Act {
	return noun.Further[*Declaration, noun.Said](d.declarationLife(), "pass", "checked",
		"Say as head of the unit that a declaration is complete", nil,
		func(x *Declaration) error { return DeclarationShape.In(x, Signed) },
		func(tx noun.Tx, x *Declaration, _ *noun.Said) ([]act.Fact, error) {
			x.State, x.Reader, x.CheckedBy, x.CheckedOn = Checked, 0, tx.Actor().Person, tx.Now().Day()
			return nil, nil
		})
}

// file is the discipline body's: it is in the dossier from then on, and what it corrects is replaced and stays.
func (d Commands) file() noun.Act {
	return noun.Further[*Declaration, noun.Said](d.declarationLife(), "file", "filed",
		"Take a declaration into the dossier", nil,
		func(x *Declaration) error { return DeclarationShape.In(x, Checked) },
		func(tx noun.Tx, x *Declaration, _ *noun.Said) ([]act.Fact, error) {
			if err := d.stranger(tx, x.Person); err != nil {
				return nil, err
			}
			x.State, x.FiledBy, x.FiledOn = Filed, tx.Actor().Person, tx.Now().Day()
			if x.Corrects == 0 {
				return nil, nil
			}
			return []act.Fact{act.Id("replaces", x.Corrects)}, noun.Take(tx, act.Command{Verb: "declaration.file"},
				DeclarationShape, noun.At{ID: x.Corrects, Follows: true}, "declaration.replaced.v1",
				func(_ noun.Tx, old *Declaration) ([]act.Fact, error) {
					old.State = Replaced
					return []act.Fact{act.Id("by", x.ID)}, DeclarationShape.In(old, Replaced)
				})
		})
}

// back sends one back with what is missing.
func (d Commands) back() noun.Act {
	a := sealedSaying(d.declarationLife(), "return", "returned", "Send a declaration back, with what is missing",
		reasonMost,
		func(x *Declaration) error { return DeclarationShape.In(x, Signed, Checked) },
		func(tx noun.Tx, x *Declaration, why string) ([]act.Fact, error) {
			x.State, x.Why, x.Reader = Returned, why, 0
			return nil, apart(tx.Actor(), x.Person)
		})
	a.Main = false
	return a
}

// correct asks that another take the place of what is in the dossier: it is signed and checked as any other, decided by
// another, and both stay.
func (d Commands) correct() noun.Act {
	fs := append(writing(false), field.Text("why", 1, reasonMost, func(w *Writing) *string { return &w.Reason }))
	a := d.sealedWriting("correct", "correction-asked", "Ask that what is in one’s dossier be corrected", fs,
		func(x *Declaration) error { return DeclarationShape.In(x, Filed) },
		func(tx noun.Tx, x *Declaration, in *Writing, errs *text.InputErrors) error {
			waits, err := tx.Find(ref.Declaration, noun.Cond{Column: "corrects", Num: []int64{int64(x.ID)}},
				noun.StateIs(Drafted, Signed, Checked, Returned))
			if err != nil {
				return err
			}
			if len(waits) > 0 {
				return text.Refuse(text.Conflict, "declaration.correcting")
			}
			n := &Declaration{Dossier: x.Dossier, Person: x.Person, Owner: x.Owner, Title: x.Title, Part: x.Part,
				Corrects: x.ID}
			n.State, n.Unit, n.Side = Drafted, x.Unit, x.Side
			n.write(in, tx.Now().Day(), errs)
			n.Why = in.Reason
			if errs.Err() != nil {
				return nil
			}
			return noun.Make(tx, act.Command{Verb: "declaration.correct"}, DeclarationShape, n, nil, "declaration.added.v1",
				act.Code("part", n.Part), act.Id("corrects", x.ID))
		})
	a.Fill = func(v noun.Value) any {
		x := v.(*Declaration)
		return &Writing{On: x.On, Content: x.Content, Kin: x.Relative()}
	}
	a.Main = false
	return a
}

func (d Commands) take() noun.Act {
	a := noun.Further[*Declaration, noun.Said](d.declarationLife(), "withdraw", "withdrawn",
		"Withdraw a declaration that is not in the dossier yet", nil,
		func(x *Declaration) error { return DeclarationShape.In(x, Drafted, Returned) },
		func(_ noun.Tx, x *Declaration, _ *noun.Said) ([]act.Fact, error) {
			x.State = Withdrawn
			return nil, nil
		})
	a.Main, a.Danger = false, true
	return a
}

// due is the last day of a review, or of an opening.
func due(v noun.Value) when.Day {
	if x := v.(*Dossier); x.State == Expected {
		return x.OpenBy
	}
	return v.(*Dossier).ReviewBy
}
