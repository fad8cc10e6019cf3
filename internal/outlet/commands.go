package outlet

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Tx is what is asked of a transaction.
type Tx interface {
	act.Tx
	Outlet(id ref.ID) (Outlet, error)
	OutletsOf() ([]Outlet, error)
	SaveOutlet(Outlet) error
}

// Reader reads them.
type Reader interface {
	// Outlets are a county's, without their secrets.
	Outlets(ctx context.Context, jurisdiction int32) ([]Outlet, error)
	// Acts is how many entries the county's journal of acts has.
	Acts(ctx context.Context, jurisdiction int32) (int64, error)
}

// Commands performs what is done to outlets.
type Commands struct {
	Door  act.Door[Tx]
	Read  Reader
	Rules Rules
}

// See are the county's outlets in use, for who may look after them.
func (d Commands) See(ctx context.Context, who actor.Actor) (out []Outlet, err error) {
	if err := access.May(who, "outlet.see", access.Object{Jurisdiction: who.Jurisdiction}); err != nil {
		return nil, err
	}
	all, err := d.Read.Outlets(ctx, who.Jurisdiction)
	for _, o := range all {
		if o.EndedAt == 0 {
			out = append(out, o)
		}
	}
	return out, err
}

// Add makes one, which is told of what follows, and returns its secret, this once; "" when
// the same key had made it before.
func (d Commands) Add(ctx context.Context, c act.Command, in Input) (string, act.Receipt, error) {
	c.Verb, c.Input, c.Journal = "outlet.change", []any{"add", in}, act.System
	since, err := d.Read.Acts(ctx, c.Actor.Jurisdiction)
	if err != nil {
		return "", act.Receipt{}, err
	}
	secret := newSecret()
	r, err := d.Door.Do(ctx, c, func(tx Tx) error {
		o := Outlet{Jurisdiction: c.Actor.Jurisdiction, Secret: secret, On: true, Since: since, MadeAt: tx.Now()}
		if err := tx.Allow(c.Verb, o.Object()); err != nil {
			return err
		}
		o, err := o.Fill(in, d.Rules)
		if err != nil {
			return err
		}
		all, err := tx.OutletsOf()
		if err != nil {
			return err
		}
		n := 0
		for _, other := range all {
			if other.EndedAt == 0 {
				n++
			}
		}
		if n >= Most {
			return text.Refuse(text.Conflict, "outlet.many", "most", Most)
		}
		o.ID = tx.NewID()
		return d.save(tx, o, "outlet.added.v1")
	})
	if err != nil || r.Replayed {
		return "", r, err
	}
	return secret, r, nil
}

func (d Commands) save(tx Tx, o Outlet, kind journal.Kind) error {
	if err := tx.SaveOutlet(o); err != nil {
		return err
	}
	return tx.Record(kind, o.Ref(), act.Code("name", o.Name), act.Code("groups", o.Groups))
}

// step loads one that is in use, lets f change it and puts it on record.
func (d Commands) step(ctx context.Context, c act.Command, what string, kind journal.Kind, id ref.ID, input any,
	f func(Tx, Outlet) (Outlet, error)) (act.Receipt, error) {
	c.Verb, c.Input, c.Journal = "outlet.change", []any{what, id, input}, act.System
	return d.Door.Do(ctx, c, func(tx Tx) error {
		o, err := tx.Outlet(id)
		if err != nil {
			return err
		}
		if err := tx.Allow(c.Verb, o.Object()); err != nil {
			return err
		}
		if o.EndedAt != 0 {
			return text.Refuse(text.Conflict, "outlet.ended")
		}
		if o, err = f(tx, o); err != nil {
			return err
		}
		return d.save(tx, o, kind)
	})
}

// Change rewrites what was typed.
func (d Commands) Change(ctx context.Context, c act.Command, id ref.ID, in Input) (act.Receipt, error) {
	return d.step(ctx, c, "change", "outlet.changed.v1", id, in, func(_ Tx, o Outlet) (Outlet, error) {
		return o.Fill(in, d.Rules)
	})
}

// TurnOn lets it be told of what follows.
func (d Commands) TurnOn(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	since, err := d.Read.Acts(ctx, c.Actor.Jurisdiction)
	if err != nil {
		return act.Receipt{}, err
	}
	return d.step(ctx, c, "on", "outlet.turned-on.v1", id, nil, func(_ Tx, o Outlet) (Outlet, error) {
		if o.On {
			return o, text.Refuse(text.Conflict, "outlet.is-on")
		}
		o.On, o.Since = true, max(o.Since, since)
		return o, nil
	})
}

// TurnOff ends that for the time being: by an administrator, or by the house when it did
// not answer for long.
func (d Commands) TurnOff(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	return d.step(ctx, c, "off", "outlet.turned-off.v1", id, nil, func(_ Tx, o Outlet) (Outlet, error) {
		if !o.On {
			return o, text.Refuse(text.Conflict, "outlet.is-off")
		}
		o.On = false
		return o, nil
	})
}

// Renew gives it another secret and returns it, this once.
func (d Commands) Renew(ctx context.Context, c act.Command, id ref.ID) (string, act.Receipt, error) {
	secret := newSecret()
	r, err := d.step(ctx, c, "renew", "outlet.renewed.v1", id, nil, func(_ Tx, o Outlet) (Outlet, error) {
		o.Secret = secret
		return o, nil
	})
	if err != nil || r.Replayed {
		return "", r, err
	}
	return secret, r, nil
}

// End ends it for good; its secret is no more.
func (d Commands) End(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	return d.step(ctx, c, "end", "outlet.ended.v1", id, nil, func(tx Tx, o Outlet) (Outlet, error) {
		o.On, o.Secret, o.EndedAt = false, "", tx.Now()
		return o, nil
	})
}
