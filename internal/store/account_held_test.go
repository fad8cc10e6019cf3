package store

import (
	"testing"

	"github.com/pquerna/otp/totp"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
)

// What the system administrator does alone to somebody's account opens nothing
// until the security administrator releases it.
func TestTwoAdministratorsOpenAnAccount(t *testing.T) {
	accountHall(t, func(h *hall) {
		ids := map[actor.Role]ref.ID{}
		for _, r := range account.Admins {
			ids[r] = h.made(string(r), 0)
			if _, err := h.desk.Grant(h.ctx, h.cmd(h.root), ids[r], r, "test"); err != nil {
				h.t.Fatal(err)
			}
		}
		sys, sec := h.who(h.in("system-admin", newPassword, "")), h.who(h.in("security-admin", newPassword, ""))
		one := func(_ act.Receipt, err error) error { return err }
		signIn := func(password string) error {
			_, err := h.desk.SignIn(h.ctx, "clerk", password, "", "x")
			return err
		}
		r, err := h.desk.Create(h.ctx, h.cmd(sys), account.New{Login: "clerk", Person: h.person, Password: oldPassword})
		if err != nil {
			h.t.Fatal(err)
		}
		id := r.Object.ID
		h.want("made and not released", signIn(oldPassword), "account.held")
		h.want("a wrong password learns nothing", signIn("wrong password"), "account.refused")
		h.want("the system administrator releases", one(h.desk.Release(h.ctx, h.cmd(sys), id)), "access.missing")
		h.want("a held account becomes an administrator", one(h.desk.Grant(h.ctx, h.cmd(sec), id, actor.AuditAdmin, "test")),
			"account.held")
		h.want("release", one(h.desk.Release(h.ctx, h.cmd(sec), id)), "")
		h.want("release twice", one(h.desk.Release(h.ctx, h.cmd(sec), id)), "account.not-held")
		s := h.in("clerk", oldPassword, "")
		h.want("own password", one(h.desk.ChangePassword(h.ctx, h.cmd(h.who(s)), s, oldPassword, newPassword)), "")
		token, _, err := h.desk.CreateToken(h.ctx, h.cmd(h.who(s)),
			account.NewToken{Name: "x", Scopes: []string{"order:read"}, Expires: h.db.clock().Day() + 2})
		if err != nil {
			h.t.Fatal(err)
		}
		h.want("reset by the security administrator", one(h.desk.SetPassword(h.ctx, h.cmd(sec), id, oldPassword)),
			"access.missing")
		h.want("given to its owner", one(h.desk.Link(h.ctx, h.cmd(sys), id, h.person)), "account.linked-already")
		h.want("given to somebody else", one(h.desk.Link(h.ctx, h.cmd(sys), id, h.another())), "")
		if _, _, _, err := h.keeper.Actor(h.ctx, s); err != account.SignedOut {
			h.t.Error("the session goes on:", err)
		}
		if _, _, _, err := h.keeper.ActorByToken(h.ctx, token); err != account.SignedOut {
			h.t.Error("the token goes on:", err)
		}
		h.want("linked: the former holder's password opens nothing", signIn(newPassword), "account.refused")
		h.want("release", one(h.desk.Release(h.ctx, h.cmd(sec), id)), "")
		h.want("linked and released, and no password set", signIn(newPassword), "account.refused")
		h.want("reset", one(h.desk.SetPassword(h.ctx, h.cmd(sys), id, oldPassword)), "")
		h.want("reset and not released", signIn(oldPassword), "account.held")
		for range account.Tries + 1 {
			h.want("the right password is no failure", signIn(oldPassword), "account.held")
		}
	})
}

// A password, secret or recovery code that was replaced is nowhere any more,
// and the proof still holds.
func TestReplacedSecretsAreForgotten(t *testing.T) {
	accountHall(t, func(h *hall) {
		k := newKeys(t)
		h.made("clerk", h.person)
		s := h.in("clerk", newPassword, "")
		who := h.who(s)
		secret, _, err := h.desk.StartSecond(h.ctx, who, newPassword)
		if err != nil {
			h.t.Fatal(err)
		}
		code, _ := totp.GenerateCode(secret, h.db.clock().Time())
		codes, _, err := h.desk.ConfirmSecond(h.ctx, h.cmd(who), code)
		if err != nil {
			h.t.Fatal(err)
		}
		kept := func(what string) (n int) {
			h.t.Helper()
			if err := h.db.queryRow(h.ctx, `SELECT COUNT(*) FROM opening WHERE body LIKE $1`,
				"%"+what+"%").Scan(&n); err != nil {
				h.t.Fatal(err)
			}
			return n
		}
		if kept("hash:"+oldPassword) != 0 || kept("hash:"+newPassword) != 1 || kept(secret) != 1 {
			h.t.Errorf("old %d, new %d, secret %d", kept("hash:"+oldPassword), kept("hash:"+newPassword), kept(secret))
		}
		h.in("clerk", newPassword, codes[3])
		if n := kept("account/" + who.Account.String() + "/recovery"); n != 1 {
			h.t.Errorf("the recovery codes are opened %d times", n)
		}
		if _, err := h.desk.EndSecond(h.ctx, h.cmd(who), newPassword); err != nil {
			h.t.Fatal(err)
		}
		if kept(secret) != 0 {
			h.t.Error("the ended secret is still there")
		}
		if kept("张伟") == 0 || kept("account/"+who.Account.String()+"/login") != 1 {
			h.t.Error("more was forgotten than the secrets")
		}
		if v := verified(h.t, h.db, VerifyOptions{Key: k.verifier}); len(v.State.Faults) > 0 || v.State.Forgotten == 0 {
			h.t.Errorf("forgotten %d, faults %v", v.State.Forgotten, v.State.Faults)
		}
	})
}
