package store

import (
	"context"

	"shuangze/internal/outlet"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

var outlets = newTable("outlet", func(v *outlet.Outlet) (*ref.ID, *int64) { return &v.ID, &v.Version },
	func(c *codec, v *outlet.Outlet) {
		num(c, "jurisdiction", &v.Jurisdiction)
		str(c, "name", &v.Name)
		str(c, "address", &v.Address)
		str(c, "groups", &v.Groups)
		sealed(c, "secret", &v.Secret)
		flag(c, "is_on", &v.On)
		num(c, "since", &v.Since)
		num(c, "made_at", &v.MadeAt)
		num(c, "ended_at", &v.EndedAt)
	})

// Outlet loads a system that is called, of the actor's county.
func (tx *Tx) Outlet(id ref.ID) (outlet.Outlet, error) {
	o, err := load(tx, outlets, id)
	if err == nil && o.Jurisdiction != tx.cmd.Actor.Jurisdiction {
		return outlet.Outlet{}, text.Refuse(text.Missing, "access.missing")
	}
	return o, err
}

// SaveOutlet writes it. What a replaced secret was is forgotten.
func (tx *Tx) SaveOutlet(o outlet.Outlet) error {
	return save(tx, outlets, o)
}

// Outlets are those of a county, ended ones included, without their secrets; 0 = of every
// county.
func (db *DB) Outlets(ctx context.Context, jurisdiction int32) ([]outlet.Outlet, error) {
	return every(ctx, db, outlets, "$1=0 OR jurisdiction=$1", jurisdiction)
}

// OutletsOf are those of the actor's county.
func (tx *Tx) OutletsOf() ([]outlet.Outlet, error) {
	return everyRow(tx.query, outlets, "jurisdiction=$1", tx.cmd.Actor.Jurisdiction)
}

// OpenOutlet reads one with its secret.
func (db *DB) OpenOutlet(ctx context.Context, id ref.ID) (outlet.Outlet, bool, error) {
	return get(ctx, db, outlets, id)
}
