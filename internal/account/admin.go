package account

import (
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// Admins are the three separated administrators (三员分立, spec 6.1).
var Admins = []actor.Role{actor.SystemAdmin, actor.SecurityAdmin, actor.AuditAdmin}

func roleName(r actor.Role) text.Message {
	switch r {
	case actor.SystemAdmin:
		return text.M("account.role.system-admin")
	case actor.SecurityAdmin:
		return text.M("account.role.security-admin")
	}
	return text.M("account.role.audit-admin")
}

// IsAdmin says whether the role is one of the three.
func IsAdmin(r actor.Role) bool {
	return r == actor.SystemAdmin || r == actor.SecurityAdmin || r == actor.AuditAdmin
}

// Give makes the account one of the three. An account holds one of them, and
// so does a person over all open accounts; admins are the county's accounts
// that hold any. Someone who gave the first password could sign in as the new
// administrator, so the owner's own password comes first; the console, which
// opens the house, is excepted.
func (a Account) Give(role actor.Role, admins []Account, console bool) (Account, error) {
	switch {
	case !IsAdmin(role):
		return a, text.InputErrors{{Field: "role", Message: text.M("account.role-unknown")}}
	case a.Closed:
		return a, text.Refuse(text.Conflict, "account.is-closed")
	case a.Admin == role:
		return a, text.Refuse(text.Conflict, "account.grant-held")
	case a.Admin != "":
		return a, text.Refuse(text.Conflict, "account.grant-two")
	case a.Held && !console:
		return a, text.Refuse(text.Conflict, "account.held")
	case a.MustChange && !console:
		return a, text.Refuse(text.Conflict, "account.grant-password-first")
	}
	a.Admin = role
	return a, a.apart(admins)
}

// apart refuses that one person is two administrators by two accounts.
func (a Account) apart(admins []Account) error {
	for _, b := range admins {
		if a.Person != 0 && a.Admin != "" && b.ID != a.ID && !b.Closed && b.Person == a.Person && b.Admin != a.Admin {
			return text.Refuse(text.Conflict, "account.grant-two-person")
		}
	}
	return nil
}

// held is the account after the system administrator gave it a password or
// another owner. Whoever does that alone could sign in as any official and read
// business (三员分立), so it waits for the security administrator; the console,
// which opens the house, is excepted.
func (a Account) held(console bool) Account {
	a.Held = a.Held || !console
	return a
}

// Release lets a held account open again.
func (a Account) Release() (Account, error) {
	switch {
	case a.Closed:
		return a, text.Refuse(text.Conflict, "account.is-closed")
	case !a.Held:
		return a, text.Refuse(text.Conflict, "account.not-held")
	}
	a.Held = false
	return a, nil
}

// Take ends the account's grant; the last open one of a kind stays.
func (a Account) Take(admins []Account) (Account, error) {
	if a.Admin == "" {
		return a, text.Refuse(text.Conflict, "account.grant-none")
	}
	if a.last(admins) {
		return a, text.Refuse(text.Conflict, "account.last-admin", "role", roleName(a.Admin))
	}
	a.Admin = ""
	return a, nil
}

// Close shuts the account; the last open administrator of a kind stays.
func (a Account) Close(admins []Account) (Account, error) {
	if a.Closed {
		return a, text.Refuse(text.Conflict, "account.is-closed")
	}
	if a.last(admins) {
		return a, text.Refuse(text.Conflict, "account.last-admin", "role", roleName(a.Admin))
	}
	a.Closed = true
	return a, nil
}

// Reopen opens a closed account again, with the grant it had.
func (a Account) Reopen(admins []Account) (Account, error) {
	if !a.Closed {
		return a, text.Refuse(text.Conflict, "account.is-open")
	}
	a.Closed = false
	return a, a.apart(admins)
}

// Link says whose account it is; 0 = nobody's of the organisation.
func (a Account) Link(person ref.ID, admins []Account) (Account, error) {
	same := a.Person == person
	a.Person = person
	if person == 0 && a.Name == "" {
		return a, text.InputErrors{{Field: "person", Message: text.M("account.name-required")}}
	}
	if same {
		return a, text.Refuse(text.Conflict, "account.linked-already")
	}
	return a, a.apart(admins)
}

func (a Account) last(admins []Account) bool {
	if a.Admin == "" || a.Closed {
		return false
	}
	for _, b := range admins {
		if b.ID != a.ID && b.Admin == a.Admin && !b.Closed {
			return false
		}
	}
	return true
}
