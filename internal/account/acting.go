package account

import (
	"context"

	"shuangze/internal/act"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// ActFor chooses by which delegation a session acts from now on; 0 = for oneself. The
// session is named by its token. It stands in the access journal, since whoever acts
// for somebody sees what they see.
func (d Commands) ActFor(ctx context.Context, c act.Command, session string, delegation ref.ID) (act.Receipt, error) {
	c.Verb, c.Input, c.Journal = "self.use", []any{"act for", delegation}, act.Access
	c.Actor.OnBehalf, c.Actor.Delegation = 0, 0 // one chooses as oneself
	r, err := d.Door.Do(ctx, c, func(tx Tx) error {
		a, err := tx.Account(c.Actor.Account)
		if err != nil {
			return err
		}
		if err := tx.Allow(c.Verb, a.Object()); err != nil {
			return err
		}
		if open, err := tx.SessionOpen(a.ID, SessionID(session)); err != nil || !open {
			if err == nil {
				err = SignedOut
			}
			return err
		}
		var delegator ref.ID
		if delegation != 0 {
			if a.Admin != "" {
				return text.Refuse(text.Forbidden, "delegation.none")
			}
			if delegator, err = tx.Delegation(delegation, a.Person); err != nil {
				return err
			}
		}
		if err := tx.ActIn(a.ID, SessionID(session), delegation); err != nil {
			return err
		}
		return tx.Record("session.acting.v1", a.Ref(), act.Id("delegation", delegation), act.Id("for", delegator))
	})
	d.Keeper.Forget()
	return r, err
}
