package noun

import (
	"context"
	"fmt"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/field"
	"shuangze/internal/journal"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Reads is what is asked of a county’s objects in a transaction, or of what is committed.
type Reads interface {
	// Actor is who asks.
	Actor() actor.Actor
	// Those loads the county's objects that fulfil all conditions, by one statement.
	Those(of ref.Kind, where ...Cond) ([]Value, error)
	// CountyToday is the register as it stands.
	CountyToday() (*bodies.County, error)
}

// Tx is what the commands of every noun ask of a transaction.
type Tx interface {
	act.Tx
	// One loads an object; one that is not there is a Missing refusal.
	One(of ref.Kind, id ref.ID) (Value, error)
	// Keep saves it with its search row.
	Keep(of ref.Kind, v Value) error
	// Find names the county's objects that fulfil all conditions.
	Find(of ref.Kind, where ...Cond) ([]ref.ID, error)
	// Those loads the county's objects that fulfil all conditions, by one statement.
	Those(of ref.Kind, where ...Cond) ([]Value, error)
	// NextNumber takes the next number of a series and year.
	NextNumber(s number.Series, year int) (number.Number, error)
	// CountyToday is the register as it stands.
	CountyToday() (*bodies.County, error)
	// All reads every object of the county.
	All(of ref.Kind) ([]Value, error)
	// Evidence loads the row of a file; SaveEvidence adds or changes one.
	Evidence(id ref.ID) (evidence.Evidence, error)
	SaveEvidence(e evidence.Evidence) error
	// EvidenceOf lists the files of an object, those removed as well.
	EvidenceOf(of ref.ID) ([]evidence.Evidence, error)
	// CountEvidence says how many files an object has, those removed not counted.
	CountEvidence(of ref.ID) (int64, error)
}

// Step is the one path of a command on one object: load, allow, decide, save,
// record. decide gives the next object and the facts of the entry.
func Step[X Tx, T Value](ctx context.Context, door act.Door[X], c act.Command, s Shape, at At, kind journal.Kind,
	decide func(tx X, v T) ([]act.Fact, error)) (act.Receipt, error) {
	return door.Do(ctx, c, func(tx X) error { return Take(tx, c, s, at, kind, decide) })
}

// At names an object and the version of it that was seen; 0 = any. Files come with
// the act. What follows from an act that was allowed is not asked for by itself.
type At struct {
	ID      ref.ID
	Version int64
	Files   []evidence.Evidence
	Follows bool
}

// Take is Step inside a transaction.
func Take[X Tx, T Value](tx X, c act.Command, s Shape, at At, kind journal.Kind,
	decide func(tx X, v T) ([]act.Fact, error)) error {
	v, err := tx.One(s.Of, at.ID)
	if err != nil {
		return err
	}
	allow := tx.Allow
	if at.Follows {
		allow = func(access.Verb, access.Object) error { return nil }
	}
	if err := allow(c.Verb, s.Object(v)); err != nil {
		return err
	}
	if at.Version != 0 && at.Version != v.Head().Version {
		return text.Refuse(text.Stale, "input.stale")
	}
	was, given := s.Object(v), *v.Head()
	facts, err := decide(tx, v.(T))
	if err != nil {
		return err
	}
	// Who hands an object to others must be one of their hands too.
	if o := s.Object(v); o.Unit != was.Unit || o.Side != was.Side || o.Person != was.Person {
		if err := allow(c.Verb, o); err != nil {
			return err
		}
	}
	if b := v.Head(); given.Serial != 0 && (b.Number != given.Number || b.Part != given.Part || b.Serial != given.Serial) {
		return fmt.Errorf("%s %s would become %s: a number stays what it is", s.Of, given.Number, b.Number)
	}
	if facts, err = s.numbered(tx, c.Verb, v, facts); err != nil {
		return err
	}
	return put(tx, s, v, at.Files, kind, facts)
}

// Make is the path of a command that makes an object: v bears its unit and its
// side, so that access can be asked. Files may come along.
func Make(tx Tx, c act.Command, s Shape, v Value, files []evidence.Evidence,
	kind journal.Kind, facts ...act.Fact) error {
	b := v.Head()
	b.Jurisdiction, b.MadeBy, b.MadeAt = tx.Actor().Jurisdiction, tx.Actor().Person, tx.Now()
	if err := tx.Allow(c.Verb, s.Object(v)); err != nil {
		return err
	}
	return made(tx, s, v, files, kind, facts...)
}

func made(tx Tx, s Shape, v Value, files []evidence.Evidence, kind journal.Kind, facts ...act.Fact) error {
	b := v.Head()
	b.ID, b.Number, b.Part, b.Serial = tx.NewID(), "", "", 0
	facts, err := s.numbered(tx, "", v, facts)
	if err != nil {
		return err
	}
	return put(tx, s, v, files, kind, facts)
}

// Follow is the path of an object that follows from an act which was allowed, in its transaction: v bears its unit,
// its side and its state, and access is not asked for it by itself.
func Follow(tx Tx, s Shape, v Value, kind journal.Kind, facts ...act.Fact) error {
	b := v.Head()
	b.Jurisdiction, b.MadeBy, b.MadeAt = tx.Actor().Jurisdiction, tx.Actor().Person, tx.Now()
	b.ID, b.Number, b.Part, b.Serial = tx.NewID(), "", "", 0
	facts, err := s.numbered(tx, "", v, facts)
	if err != nil {
		return err
	}
	return put(tx, s, v, nil, kind, facts)
}

func put(tx Tx, s Shape, v Value, files []evidence.Evidence, kind journal.Kind, facts []act.Fact) error {
	if err := tx.Keep(s.Of, v); err != nil {
		return fmt.Errorf("keep %s: %w", s.Of, err)
	}
	if err := s.file(tx, v, files); err != nil {
		return err
	}
	number, _ := s.Called(v)
	tx.Answer(number)
	return tx.Record(kind, s.Ref(v), facts...)
}

// MayDo is a rule that asks nothing but the object; nil lets everything be done.
func MayDo(rule func(Value) error) func(Value, when.Instant) error {
	return func(v Value, _ when.Instant) error {
		if rule == nil {
			return nil
		}
		return rule(v)
	}
}

// Differences are the facts of what was written otherwise: each field as it read,
// under its name with -was, and as it reads.
func Differences(fs field.Fields, was, now any) (out []act.Fact) {
	for _, f := range fs {
		if f.Set || f.Typed(was) == f.Typed(now) {
			continue
		}
		for _, side := range []struct {
			name string
			of   any
		}{{f.Key() + "-was", was}, {f.Key(), now}} {
			switch {
			case !f.IsText():
				out = append(out, act.Number(side.name, f.Num(side.of)))
			case f.Private:
				out = append(out, act.Words(side.name, f.Str(side.of)))
			default:
				out = append(out, act.Code(side.name, f.Str(side.of)))
			}
		}
	}
	return out
}
