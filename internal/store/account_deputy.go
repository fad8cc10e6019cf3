package store

import (
	"context"
	"encoding/hex"

	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/delegation"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// deputy is somebody as their session acts: for whom the delegation names while it
// lends anything, and as themselves from that moment on. Nothing of it is remembered:
// one that was revoked in another process ends here at once too.
func (k *Doorkeeper) deputy(ctx context.Context, c *bodies.County, a account.Account, self actor.Actor,
	by ref.ID) (actor.Actor, error) {
	if a.MustChange || a.Admin != "" {
		return self, nil
	}
	v, ok, err := k.db.One(ctx, ref.Delegation, by)
	if err != nil || !ok {
		return self, err
	}
	if out, ok := lentBy(c, v.(*delegation.Delegation), self); ok {
		return out, nil
	}
	return self, nil
}

// lentBy is somebody with what a delegation lends on the county's day.
func lentBy(c *bodies.County, d *delegation.Delegation, self actor.Actor) (actor.Actor, bool) {
	out, ok := d.Lent(c, self, ActorOf(c, account.Account{Person: d.Delegator, Jurisdiction: d.Jurisdiction}))
	if ok {
		out.Appointment, out.Post = highest(c, out.Grants, d.Delegator)
	}
	return out, ok
}

// Delegation is whose posts one lends to a person today.
func (tx *Tx) Delegation(id, deputy ref.ID) (ref.ID, error) {
	d, err := tx.lends(id, actor.Actor{Person: deputy, Jurisdiction: tx.cmd.Actor.Jurisdiction})
	if err != nil {
		return 0, err
	}
	return d.Delegator, nil
}

// lends refuses a delegation that lends an actor nothing at this moment.
func (tx *Tx) lends(id ref.ID, who actor.Actor) (*delegation.Delegation, error) {
	none := text.Refuse(text.Forbidden, "delegation.none")
	v, err := tx.One(ref.Delegation, id)
	if err != nil {
		return nil, none
	}
	c, err := tx.CountyToday()
	if err != nil {
		return nil, err
	}
	d := v.(*delegation.Delegation)
	if _, ok := lentBy(c, d, who); !ok {
		return nil, none
	}
	return d, nil
}

// stillLent refuses a command of a deputy whose delegation ended since the actor was
// found out, or is of somebody else.
func (tx *Tx) stillLent() error {
	a := tx.cmd.Actor
	if a.InPerson() || tx.deputy == a.Delegation {
		return nil
	}
	d, err := tx.lends(a.Delegation, a)
	if err != nil {
		return err
	}
	if d.Delegator != a.OnBehalf {
		return text.Refuse(text.Forbidden, "delegation.none")
	}
	tx.deputy = a.Delegation
	return nil
}

// ActIn sets by which delegation a session acts.
func (tx *Tx) ActIn(id ref.ID, session string, by ref.ID) error {
	digest, err := hex.DecodeString(session)
	if err != nil {
		return err
	}
	_, err = tx.exec(`UPDATE session SET acting=$1 WHERE account=$2 AND digest=$3`, int64(by), int64(id), digest)
	return err
}
