package handover

import (
	"context"
	"encoding/hex"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Tx is what the commands ask of a transaction besides what every noun does.
type Tx interface {
	noun.Tx
	// OpenMatters are what is open, one statement for each kind of matter.
	OpenMatters(q Asked) ([]Row, error)
	HandoverRows(sheet ref.ID) ([]Row, error)
	SaveHandoverRow(Row) error
}

// Commands performs the commands of handovers.
type Commands struct {
	Door   act.Door[Tx]
	Tables field.Tables
	SignBy func(when.Day) when.Deadline // until when both sign, from the day it is made
}

// Signing is what a signature says: why an office signs in the leaver's place.
type Signing struct{ Reason string }

// Reserved is what is reserved about a row.
type Reserved struct {
	Row  string // its place
	Note string
}

var (
	signing   = field.Fields{field.Text("reason", 0, reasonMost, func(s *Signing) *string { return &s.Reason })}
	reserving = field.Fields{
		field.Line("row", 1, 6, func(r *Reserved) *string { return &r.Row }),
		field.Text("note", 1, noteMost, func(r *Reserved) *string { return &r.Note }),
	}
)

func verb(s string) access.Verb { return access.Verb("handover." + s) }

type confirmedKey struct{}

// Confirmed says to a signature that whoever signs said who they are a moment ago, by
// which means, and for what: the digest of the sheet. Without that nobody signs.
func Confirmed(ctx context.Context, means string, purpose []byte) context.Context {
	return context.WithValue(ctx, confirmedKey{}, confirmation{means, hex.EncodeToString(purpose)})
}

type confirmation struct{ means, digest string }

// confirmed is by which means it was said for this sheet.
func confirmed(ctx context.Context, s *Sheet) (string, error) {
	c, ok := ctx.Value(confirmedKey{}).(confirmation)
	if !ok || c.digest != s.Digest {
		return "", text.Refuse(text.Forbidden, "handover.unconfirmed")
	}
	return c.means, nil
}

// Make puts a sheet on record for a post that ended: everything open that its holder
// answered for, frozen. There is one for each such post.
func (d Commands) Make(ctx context.Context, c act.Command, appointment, successor ref.ID) (act.Receipt, error) {
	c.Verb, c.Input = verb("make"), []any{appointment, successor}
	return d.Door.Do(ctx, c, func(tx Tx) error { return d.make(tx, c, appointment, successor) })
}

func (d Commands) make(tx Tx, c act.Command, appointment, successor ref.ID) error {
	county, err := tx.CountyToday()
	if err != nil {
		return err
	}
	a, ok := county.Appointment(appointment)
	if !ok || a.Period.To > county.Day() {
		return text.InputErrors{{Field: "leaver", Message: text.M("handover.not-left")}}
	}
	if a.Person == successor {
		return text.InputErrors{{Field: "successor", Message: text.M("handover.same")}}
	}
	others, err := tx.Find(ref.Handover, noun.Cond{Column: "appointment", Num: []int64{int64(a.ID)}})
	if err != nil {
		return err
	}
	if len(others) > 0 {
		return text.Refuse(text.Conflict, "handover.made")
	}
	side := bodies.Principal
	if b, ok := county.Body(a.Body); ok {
		side = b.Kind.Side()
	}
	s := &Sheet{Leaver: a.Person, Successor: successor, Post: a.Title, Body: a.Body, Appointment: a.ID,
		EndedOn: a.Period.To, Due: d.SignBy(tx.Now().Day()).Due, Gone: len(county.PostsOf(a.Person)) == 0}
	s.Unit, s.Side, s.State = a.Unit, actor.Side(side), Open
	q := Asked{Unit: a.Unit, Side: side, Person: a.Person}
	if county.First(a) {
		q.Person = 0
	}
	rows, err := tx.OpenMatters(q)
	if err != nil {
		return err
	}
	if len(rows) > rowsMost {
		return text.Refuse(text.Conflict, "handover.too-many", "most", rowsMost)
	}
	rows = s.freeze(rows)
	frozen, err := hex.DecodeString(s.Digest)
	if err != nil {
		return err
	}
	b := s.Head()
	b.Jurisdiction, b.MadeBy, b.MadeAt = tx.Actor().Jurisdiction, tx.Actor().Person, tx.Now()
	if err := tx.Allow(c.Verb, Shape.Object(s)); err != nil {
		return err
	}
	b.ID = tx.NewID()
	if err := tx.Keep(ref.Handover, s); err != nil {
		return err
	}
	for _, r := range rows { // before the entry: they stand in it
		r.ID, r.Sheet, r.Jurisdiction = tx.NewID(), s.ID, s.Jurisdiction
		if err := tx.SaveHandoverRow(r); err != nil {
			return err
		}
	}
	number, _ := s.Called()
	tx.Answer(number)
	return tx.Record("handover.made.v1", Shape.Ref(s), act.Id("leaver", s.Leaver), act.Id("successor", s.Successor),
		act.Number("matters", s.Matters), act.Digest("digest", frozen))
}

// sign declares one of the two signatures. It is given on a page only: it takes the
// person at that moment.
func (d Commands) sign(name, done, summary string, rule func(*Sheet) error,
	decide func(tx Tx, s *Sheet, reason, means string) error) noun.Act {
	kind := kindOf(done)
	return noun.Act{Name: name, Verb: verb(name), Records: kind, Summary: summary, Main: true, Screen: true,
		New: func() any { return &Signing{} }, Rule: noun.MayDo(func(v noun.Value) error { return rule(v.(*Sheet)) }),
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in := *c.In.(*Signing)
			c.Command.Verb, c.Command.Input = verb(name), []any{c.ID, in}
			return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, kind,
				func(tx Tx, s *Sheet) ([]act.Fact, error) {
					if err := rule(s); err != nil {
						return nil, err
					}
					means, err := confirmed(ctx, s)
					if err != nil {
						return nil, err
					}
					rows, err := tx.HandoverRows(s.ID)
					if err != nil {
						return nil, err
					}
					if !s.Frozen(rows) {
						return nil, text.Refuse(text.Conflict, "handover.changed")
					}
					facts := []act.Fact{act.Code("digest", s.Digest), act.Code("means", means)}
					if in.Reason != "" {
						facts = append(facts, act.Words("reason", in.Reason))
					}
					return facts, decide(tx, s, in.Reason, means)
				})
		}}
}

func (d Commands) signOut() noun.Act {
	a := d.sign(SignOut, "signed-out", "Sign a handover as the one who leaves, or for who left the county",
		(*Sheet).MayOut, func(tx Tx, s *Sheet, reason, means string) error {
			county, err := tx.CountyToday()
			if err != nil {
				return err
			}
			return s.SignOut(tx.Actor().Person, len(county.PostsOf(s.Leaver)) > 0, reason, means, tx.Now().Day())
		})
	a.Fields = signing
	return a
}

func (d Commands) signIn() noun.Act {
	return d.sign(SignIn, "signed-in", "Sign a handover as the one who takes over", (*Sheet).MayIn,
		func(tx Tx, s *Sheet, _, means string) error {
			return s.SignIn(tx.Actor().Person, means, tx.Now().Day())
		})
}

func (d Commands) reserve() noun.Act {
	kind := kindOf("reserved")
	return noun.Act{Name: "reserve", Verb: verb("reserve"), Records: kind, Aside: true, Fields: reserving,
		Summary: "Note what one of the two reserves about a row", New: func() any { return &Reserved{} },
		Rule: noun.MayDo(func(v noun.Value) error {
			if s := v.(*Sheet); s.State == Signed {
				return s.MayIn()
			}
			return nil
		}),
		Do: func(ctx context.Context, c noun.Call) (act.Receipt, error) {
			in := *c.In.(*Reserved)
			c.Command.Verb, c.Command.Input = verb("reserve"), []any{c.ID, in}
			return noun.Step(ctx, d.Door, c.Command, Shape, noun.At{ID: c.ID}, kind,
				func(tx Tx, s *Sheet) ([]act.Fact, error) {
					var errs text.InputErrors
					reserving.Check(&in, nil, &errs)
					if err := errs.Err(); err != nil {
						return nil, err
					}
					rows, err := tx.HandoverRows(s.ID)
					if err != nil {
						return nil, err
					}
					place := int64(ref.Parse(in.Row))
					if place < 1 || place > int64(len(rows)) {
						return nil, text.InputErrors{{Field: "row", Message: text.M("handover.no-row", "n", len(rows))}}
					}
					r, err := s.Reserve(rows[place-1], tx.Actor().Person, in.Note)
					if err != nil {
						return nil, err
					}
					return []act.Fact{act.Number("row", place), act.Words("note", in.Note)}, tx.SaveHandoverRow(r)
				})
		}}
}
