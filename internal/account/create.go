package account

import (
	"cmp"
	"context"
	"strings"
	"unicode/utf8"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// New is an account to be made. The password is the first one, to be changed
// at the first sign-in.
type New struct {
	Login    string
	Name     string // needed when there is no person
	Person   ref.ID
	Password string `json:"-"` // never digested with the input
	Language string
}

// Languages are those of the screens; "" follows the browser.
var Languages = []string{"", "zh-CN", "en"}

func (n New) check() error {
	var e text.InputErrors
	CheckLogin(n.Login, &e)
	CheckPassword("password", n.Login, n.Password, &e)
	switch {
	case n.Person == 0 && n.Name == "":
		e.Add("name", "account.name-required")
	case utf8.RuneCountInString(n.Name) > NameMost:
		e.Add("name", "account.name-long", "most", NameMost)
	case text.Gap(n.Name):
		e.Add("name", "input.lost")
	case !text.Fit(n.Name):
		e.Add("name", text.Unfit(n.Name))
	}
	checkLanguage(n.Language, &e)
	return e.Err()
}

func checkLanguage(l string, e *text.InputErrors) {
	for _, known := range Languages {
		if l == known {
			return
		}
	}
	e.Add("language", "account.language-unknown")
}

// Create makes an account of the actor's county. Receipt.Object is the account.
func (d Commands) Create(ctx context.Context, c act.Command, n New) (act.Receipt, error) {
	n.Login, n.Name = Normal(n.Login), strings.TrimSpace(n.Name)
	c.Verb, c.Input = "account.change", []any{"create", n}
	if err := access.May(c.Actor, c.Verb, access.Object{Jurisdiction: c.Actor.Jurisdiction}); err != nil {
		return act.Receipt{}, err // before the costly hash; asked again inside
	}
	if err := n.check(); err != nil {
		return act.Receipt{}, err
	}
	hash, err := d.Hasher.Hash(ctx, n.Password)
	if err != nil {
		return act.Receipt{}, err
	}
	return d.do(ctx, c, func(tx Tx) error {
		a := Account{Jurisdiction: tx.Actor().Jurisdiction, Person: n.Person, Login: n.Login, Name: n.Name, Password: hash,
			MustChange: true, Language: n.Language, CreatedAt: tx.Now()}
		a = a.held(tx.Actor().Agent != "")
		if err := tx.Allow(c.Verb, a.Object()); err != nil {
			return err
		}
		if taken, err := tx.LoginTaken(a.Login); err != nil {
			return err
		} else if taken {
			return text.InputErrors{{Field: "login", Message: text.M("account.login-taken")}}
		}
		if err := known(tx, n.Person); err != nil {
			return err
		}
		a.ID = tx.NewID()
		if err := tx.SaveAccount(a); err != nil {
			return err
		}
		return tx.Record("account.created.v1", a.Ref(), act.Id("person", a.Person), act.Words("login", a.Login))
	})
}

func known(tx Tx, person ref.ID) error {
	if person == 0 {
		return nil
	}
	ok, err := tx.PersonKnown(person)
	if err == nil && !ok {
		err = text.InputErrors{{Field: "person", Message: text.M("account.person-unknown")}}
	}
	return err
}

// change is one command on one account: load, allow, decide, save, record.
func (d Commands) change(
	ctx context.Context, c act.Command, verb access.Verb, id ref.ID, kind journal.Kind, input []any,
	decide func(Tx, Account) (Account, []act.Fact, error),
) (act.Receipt, error) {
	c.Verb, c.Input = verb, append([]any{kind, id}, input...)
	return d.do(ctx, c, func(tx Tx) error {
		a, err := tx.Account(id)
		if err != nil {
			return err
		}
		if err := tx.Allow(verb, a.Object()); err != nil {
			return err
		}
		next, facts, err := decide(tx, a)
		if err != nil {
			return err
		}
		if err := tx.SaveAccount(next); err != nil {
			return err
		}
		return tx.Record(kind, next.Ref(), facts...)
	})
}

// notAdmin keeps the three apart: whoever sets an administrator's password or
// takes away the second step could sign in as that administrator. Only the
// console may.
func notAdmin(tx Tx, a Account) error {
	if a.Admin != "" && tx.Actor().Agent == "" {
		return text.Refuse(text.Forbidden, "account.admin-console")
	}
	return nil
}

// SetPassword replaces a forgotten password. Its owner must change it at the
// next sign-in, is signed out everywhere, and no longer locked; the tokens end.
// The second step and its recovery codes are the owner's own and stay.
func (d Commands) SetPassword(ctx context.Context, c act.Command, id ref.ID, password string) (act.Receipt, error) {
	a, ok, err := d.Keeper.ByID(ctx, id)
	if err != nil {
		return act.Receipt{}, err
	}
	if !ok {
		return act.Receipt{}, text.Refuse(text.Missing, "access.missing")
	}
	if err := access.May(c.Actor, "account.change", a.Object()); err != nil {
		return act.Receipt{}, err
	}
	var e text.InputErrors
	if CheckPassword("password", a.Login, password, &e); e != nil {
		return act.Receipt{}, e
	}
	hash, err := d.Hasher.Hash(ctx, password)
	if err != nil {
		return act.Receipt{}, err
	}
	return d.change(ctx, c, "account.change", id, "account.password-set.v1", nil,
		func(tx Tx, a Account) (Account, []act.Fact, error) {
			if err := notAdmin(tx, a); err != nil {
				return a, nil, err
			}
			a.Password, a.MustChange = hash, true
			a = a.held(tx.Actor().Agent != "")
			if err := ended(tx, a, ""); err != nil {
				return a, nil, err
			}
			return a, nil, tx.ClearStrikes(Digest(a.Login))
		})
}

// RemoveSecond takes the second step away from someone who lost the telephone,
// on which a session may be open and a passkey may lie: the sessions and the
// passkeys end.
func (d Commands) RemoveSecond(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	return d.change(ctx, c, "account.change", id, "account.second-removed.v1", nil,
		func(tx Tx, a Account) (Account, []act.Fact, error) {
			if err := notAdmin(tx, a); err != nil {
				return a, nil, err
			}
			if a.TOTP == "" {
				return a, nil, text.Refuse(text.Conflict, "account.second-off")
			}
			a.TOTP, a.Recovery = "", ""
			if err := cmp.Or(tx.EndSessions(a.ID, ""), noPasskeys(tx, a)); err != nil {
				return a, nil, err
			}
			return a, nil, tx.DropSecond(a.ID)
		})
}

// Close shuts an account and ends its sessions and, for good, its tokens.
func (d Commands) Close(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	return d.change(ctx, c, "account.change", id, "account.closed.v1", nil,
		func(tx Tx, a Account) (Account, []act.Fact, error) {
			next, err := decideAmong(tx, a.Close)
			if err != nil {
				return a, nil, err
			}
			return next, nil, ended(tx, a, "")
		})
}

// Reopen opens a closed account again, with its password and second step and
// without what was open before.
func (d Commands) Reopen(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	return d.change(ctx, c, "account.change", id, "account.reopened.v1", nil,
		func(tx Tx, a Account) (Account, []act.Fact, error) {
			next, err := decideAmong(tx, a.Reopen)
			if err != nil {
				return a, nil, err
			}
			return next, nil, ended(tx, a, "")
		})
}

// Link says whose account it is from now on; 0 = nobody's. The former holder's
// password, second step, sessions and tokens end with it: the account opens
// nothing until a first password is set.
func (d Commands) Link(ctx context.Context, c act.Command, id, person ref.ID) (act.Receipt, error) {
	return d.change(ctx, c, "account.change", id, "account.linked.v1", []any{person},
		func(tx Tx, a Account) (Account, []act.Fact, error) {
			if err := known(tx, person); err != nil {
				return a, nil, err
			}
			if err := notAdmin(tx, a); err != nil {
				return a, nil, err
			}
			next, err := decideAmong(tx, func(admins []Account) (Account, error) { return a.Link(person, admins) })
			if err != nil {
				return a, nil, err
			}
			next = next.handedOn().held(tx.Actor().Agent != "")
			if err := tx.DropSecond(a.ID); err != nil {
				return a, nil, err
			}
			return next, []act.Fact{act.Id("person", person)}, ended(tx, a, "")
		})
}

// Grant makes the account one of the three administrators (verb grant.change).
// Its open sessions and its tokens end, so that nothing opened as an official
// stays open or comes back when the grant is taken. Why it is given stands in
// the record; only the console, which opens the house, need not say.
func (d Commands) Grant(ctx context.Context, c act.Command, id ref.ID, role actor.Role,
	reason string) (act.Receipt, error) {
	if err := why(c, reason); err != nil {
		return act.Receipt{}, err
	}
	return d.change(ctx, c, "grant.change", id, "account.granted.v1", []any{role, reason},
		func(tx Tx, a Account) (Account, []act.Fact, error) {
			next, err := decideAmong(tx,
				func(admins []Account) (Account, error) { return a.Give(role, admins, tx.Actor().Agent != "") })
			if err != nil {
				return a, nil, err
			}
			return next, because(reason, act.Code("role", string(role))), ended(tx, a, "")
		})
}

// ReasonMost is how long the reason for a grant may be, in characters.
const ReasonMost = 500

// why demands the reason of a grant given or taken by a person.
func why(c act.Command, reason string) error {
	var errs text.InputErrors
	least := 1
	if c.Actor.Agent != "" {
		least = 0
	}
	text.Limits(&errs, "reason", reason, least, ReasonMost)
	return errs.Err()
}

// because adds the reason to the facts of an entry, where one was given.
func because(reason string, facts ...act.Fact) []act.Fact {
	if reason != "" {
		facts = append(facts, act.Words("reason", reason))
	}
	return facts
}

// Release lets an account open again that the system administrator made, reset
// or linked (verb grant.change): nobody opens somebody's account alone.
func (d Commands) Release(ctx context.Context, c act.Command, id ref.ID) (act.Receipt, error) {
	return d.change(ctx, c, "grant.change", id, "account.released.v1", nil,
		func(tx Tx, a Account) (Account, []act.Fact, error) {
			next, err := a.Release()
			if err != nil {
				return a, nil, err
			}
			return next, nil, ended(tx, a, "")
		})
}

// Ungrant ends an administrator's grant, with the reason.
func (d Commands) Ungrant(ctx context.Context, c act.Command, id ref.ID, reason string) (act.Receipt, error) {
	if err := why(c, reason); err != nil {
		return act.Receipt{}, err
	}
	return d.change(ctx, c, "grant.change", id, "account.ungranted.v1", []any{reason},
		func(tx Tx, a Account) (Account, []act.Fact, error) {
			next, err := decideAmong(tx, a.Take)
			if err != nil {
				return a, nil, err
			}
			return next, because(reason, act.Code("role", string(a.Admin))), ended(tx, a, "")
		})
}

func decideAmong(tx Tx, rule func([]Account) (Account, error)) (Account, error) {
	admins, err := tx.Administrators()
	if err != nil {
		return Account{}, err
	}
	return rule(admins)
}
