package account

import (
	"context"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Filter is what of the list of accounts is asked for, by login name.
type Filter struct {
	Prefix string // of the login name
	Person ref.ID
	Admins bool   // only the administrators
	After  string // continue after this login name
	Limit  int    // 1 to 200; 0 = 50
}

// Accounts lists the county's accounts for the system and the security
// administrator, without what is secret in them.
func (d Commands) Accounts(ctx context.Context, who actor.Actor, f Filter) ([]Account, error) {
	if err := maySee(who, access.Object{Jurisdiction: who.Jurisdiction}); err != nil {
		return nil, err
	}
	f.Prefix = Normal(f.Prefix)
	all, err := d.Keeper.Accounts(ctx, who.Jurisdiction, f)
	for i := range all {
		all[i] = all[i].shown()
	}
	return all, err
}

// Account is one account for those who may list them, without what is secret.
func (d Commands) Account(ctx context.Context, who actor.Actor, id ref.ID) (Account, error) {
	a, ok, err := d.Keeper.ByID(ctx, id)
	if err != nil {
		return a, err
	}
	if !ok {
		return a, text.Refuse(text.Missing, "access.missing")
	}
	if err := maySee(who, a.Object()); err != nil {
		return Account{}, err
	}
	return a.shown(), nil
}

func maySee(who actor.Actor, o access.Object) error {
	if access.Can(who, "grant.see", o) {
		return nil
	}
	return access.May(who, "account.see", o)
}

// shown leaves out the secrets; of the second step only that there is one.
func (a Account) shown() Account {
	a.Password, a.Recovery = "", ""
	if a.TOTP != "" {
		a.TOTP = "set"
	}
	return a
}
