package store

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"shuangze/internal/account"
	"shuangze/internal/passkey/passkeytest"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

var here = account.SiteAt(false, "localhost:8080")

func device() *passkeytest.Device { return &passkeytest.Device{Origin: here.Origin, Counter: 1} }

func (h *hall) proof(session string) account.Proof {
	return account.Proof{Session: session, Site: here, Password: newPassword}
}

// adds adds a passkey of the device to the account of the session.
func (h *hall) adds(session string, d *passkeytest.Device, name string, p account.Proof) error {
	asked, err := h.desk.StartPasskey(h.ctx, h.who(session), name, p)
	if err != nil {
		return err
	}
	_, err = h.desk.AddPasskey(h.ctx, h.cmd(h.who(session)), here, session, name, d.Create(asked))
	return err
}

// keys is the passkeys in force of the session's account.
func (h *hall) keys(session string) []account.Passkey {
	h.t.Helper()
	all, err := h.desk.OwnPasskeys(h.ctx, h.who(session))
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// enters signs in by the device's passkey.
func (h *hall) enters(d *passkeytest.Device, spoil func(string) string) (string, error) {
	h.t.Helper()
	visitor := account.NewVisitor()
	asked, err := h.desk.AskSignIn(h.ctx, here, visitor)
	if err != nil {
		h.t.Fatal(err)
	}
	answer := d.Get(asked)
	if spoil != nil {
		answer = spoil(answer)
	}
	return h.desk.SignInByPasskey(h.ctx, here, visitor, answer, "Firefox")
}

// A passkey is added with fresh proof, opens the account with both steps in one,
// and is removed; each change has its entry and the record verifies.
func TestPasskeys(t *testing.T) {
	accountHall(t, func(h *hall) {
		h.made("clerk", h.person)
		s, d := h.in("clerk", newPassword, ""), device()
		wrong := h.proof(s)
		wrong.Password = "wrong password"
		h.want("wrong password", h.adds(s, d, "电脑", wrong), "account.password-wrong")
		h.want("no name", h.adds(s, d, " ", h.proof(s)), "account.passkey-name-required")
		h.want("long name", h.adds(s, d, strings.Repeat("长", 61), h.proof(s)), "account.name-long")
		elsewhere := h.proof(s)
		elsewhere.Site = account.SiteAt(false, "127.0.0.1:8080")
		h.want("a number", h.adds(s, d, "电脑", elsewhere), "account.passkey-address")
		h.want("added", h.adds(s, d, strings.Repeat("长", 60), h.proof(s)), "")
		if n := h.entries("passkey.added.v1"); n != 1 {
			t.Errorf("%d entries", n)
		}

		// With the second step in force the code is asked for too, and a passkey needs none.
		secret, _, err := h.desk.StartSecond(h.ctx, h.who(s), newPassword)
		if err != nil {
			t.Fatal(err)
		}
		code, _ := totp.GenerateCode(secret, h.db.clock().Time())
		if _, _, err := h.desk.ConfirmSecond(h.ctx, h.cmd(h.who(s)), code); err != nil {
			t.Fatal(err)
		}
		h.want("no code", h.adds(s, device(), "手机", h.proof(s)), "account.code-needed")
		h.move(time.Minute)
		p := h.proof(s)
		p.Code, _ = totp.GenerateCode(secret, h.db.clock().Time())
		h.want("with code", h.adds(s, device(), "手机", p), "")

		in, err := h.enters(d, nil)
		h.want("signed in", err, "")
		if a := h.who(in); a.Person != h.person {
			t.Errorf("%+v", a)
		}
		all := h.keys(in)
		if len(all) != 2 || all[0].Name != "手机" || all[0].Used != 0 || all[1].Used != h.db.clock() {
			t.Errorf("%+v", all)
		}

		_, err = h.desk.RemovePasskey(h.ctx, h.cmd(h.who(in)), all[1].ID, h.proof(in))
		h.want("removed without code", err, "account.code-needed")
		asked, err := h.desk.AskConfirm(h.ctx, h.who(in), in, here, account.RemovingPasskey(all[1].ID))
		h.want("asked", err, "")
		_, err = h.desk.RemovePasskey(h.ctx, h.cmd(h.who(in)), all[1].ID,
			account.Proof{Session: in, Site: here, Answer: d.Get(asked)})
		h.want("removed by itself", err, "")
		if n := len(h.keys(in)); n != 1 || h.entries("passkey.removed.v1") != 1 {
			t.Errorf("%d left", n)
		}
		_, err = h.enters(d, nil)
		h.want("a removed one", err, "account.passkey-refused")
		if v := verified(t, h.db, VerifyOptions{}); !v.OK() {
			f, _ := v.First()
			t.Errorf("verify: %+v", f)
		}
	})
}

// Whatever is wrong with an answer, nobody gets in, and it counts as a failure.
func TestPasskeyRefused(t *testing.T) {
	accountHall(t, func(h *hall) {
		h.made("clerk", h.person)
		s, d := h.in("clerk", newPassword, ""), device()
		h.want("added", h.adds(s, d, "电脑", h.proof(s)), "")
		other := h.made("other", 0)
		theirs, od := h.in("other", newPassword, ""), device()
		h.want("added", h.adds(theirs, od, "电脑", h.proof(theirs)), "")

		clean := func() {
			if _, err := h.db.keep(h.ctx, `DELETE FROM login_failure WHERE n>0`); err != nil {
				t.Fatal(err)
			}
		}
		tampered := func(s string) string {
			i := strings.Index(s, `"signature":"`) + 30
			c := byte('A')
			if s[i] == c {
				c = 'B'
			}
			return s[:i] + string(c) + s[i+1:]
		}
		_, err := h.enters(d, tampered)
		h.want("tampered", err, "account.passkey-refused")
		if n := h.entries("session.failed.v1"); n != 1 {
			t.Errorf("%d failures recorded", n)
		}
		_, err = h.enters(d, func(string) string { return `{"rawId":"AAAA"}` })
		h.want("nobody's", err, "account.passkey-refused")
		_, err = h.enters(d, func(string) string { return `not JSON` })
		h.want("not an answer", err, "account.passkey-refused")
		_, err = h.enters(d, func(s string) string { return strings.Repeat(" ", 20_000) + s })
		h.want("too long", err, "account.passkey-refused")
		d.Absent = true
		_, err = h.enters(d, nil)
		h.want("owner not recognised", err, "account.passkey-refused")
		d.Absent, d.Origin = false, "http://localhost.example:8080"
		_, err = h.enters(d, nil)
		h.want("another origin", err, "account.passkey-refused")
		d.Origin = here.Origin
		mine := d.User
		d.User = od.User
		_, err = h.enters(d, nil)
		h.want("another account's name", err, "account.passkey-refused")
		d.User = mine
		clean()

		// A challenge is good once, in its own session, for five minutes.
		visitor := account.NewVisitor()
		asked, err := h.desk.AskSignIn(h.ctx, here, visitor)
		h.want("asked", err, "")
		answer := d.Get(asked)
		_, err = h.desk.SignInByPasskey(h.ctx, here, account.NewVisitor(), answer, "x")
		h.want("another visitor", err, "account.passkey-late")
		_, err = h.desk.SignInByPasskey(h.ctx, here, visitor, answer, "x")
		h.want("in time", err, "")
		_, err = h.desk.SignInByPasskey(h.ctx, here, visitor, answer, "x")
		h.want("again", err, "account.passkey-late")
		asked, err = h.desk.AskSignIn(h.ctx, here, visitor)
		h.want("asked", err, "")
		h.move(5 * time.Minute)
		_, err = h.desk.SignInByPasskey(h.ctx, here, visitor, d.Get(asked), "x")
		h.want("too late", err, "account.passkey-late")
		asked, err = h.desk.AskSignIn(h.ctx, here, visitor)
		h.want("asked", err, "")
		h.move(-time.Hour)
		_, err = h.desk.SignInByPasskey(h.ctx, here, visitor, d.Get(asked), "x")
		h.want("a clock set back", err, "account.passkey-late")
		h.move(time.Hour)
		clean()

		// A counter that does not rise comes from a copy: refused and recorded, also
		// when what was counted since has been lost.
		copied := *d
		_, err = h.enters(d, nil)
		h.want("the device", err, "")
		_, err = h.enters(&copied, nil)
		h.want("its copy", err, "account.passkey-cloned")
		if _, err := h.db.keep(h.ctx, `DELETE FROM passkey_use WHERE used>0`); err != nil {
			t.Fatal(err)
		}
		copied.Counter = 1 // what it counted when it was added
		_, err = h.enters(&copied, nil)
		h.want("its copy, counting from the first", err, "account.passkey-cloned")
		if n := h.entries("passkey.cloned.v1"); n != 2 {
			t.Errorf("%d copies recorded", n)
		}
		clean()

		// An account that is closed or waits for its release opens by no passkey. Both
		// end the passkeys; these stand for one that was read a moment before.
		for range 5 {
			_, err = h.enters(d, tampered)
			h.want("wrong", err, "account.passkey-refused")
		}
		_, err = h.enters(d, nil)
		h.want("locked", err, "account.locked")
		clean()
		if _, err := h.desk.Close(h.ctx, h.cmd(h.root), other); err != nil {
			t.Fatal(err)
		}
		_, err = h.enters(od, nil)
		h.want("closed", err, "account.passkey-refused")
	})
}

// At the moment of an act the person says again who it is, for that act and none
// other.
func TestConfirm(t *testing.T) {
	accountHall(t, func(h *hall) {
		h.made("clerk", h.person)
		s := h.in("clerk", newPassword, "")
		document, another := []byte("digest of a document"), []byte("digest of another")
		confirm := func(purpose []byte, p account.Proof) error {
			c, err := h.desk.Confirm(h.ctx, h.who(s), purpose, p)
			if err == nil && (c.Account == 0 || c.At != h.db.clock() || (c.Means == account.ByPasskey) != (c.Passkey != 0)) {
				t.Errorf("%+v", c)
			}
			return err
		}
		h.want("nothing to confirm with", confirm(document, h.proof(s)), "account.confirm-enrol")
		d := device()
		h.want("added", h.adds(s, d, "电脑", h.proof(s)), "")
		h.want("password alone", confirm(document, h.proof(s)), "account.confirm-by-passkey")

		ask := func(purpose []byte) []byte {
			b, err := h.desk.AskConfirm(h.ctx, h.who(s), s, here, purpose)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		by := func(answer string) account.Proof { return account.Proof{Session: s, Site: here, Answer: answer} }
		answer := d.Get(ask(document))
		h.want("for another document", confirm(another, by(answer)), "account.passkey-late")
		h.want("for the document", confirm(document, by(answer)), "")
		h.want("again", confirm(document, by(answer)), "account.passkey-late")
		elsewhere := by(d.Get(ask(document)))
		elsewhere.Session = h.in("clerk", newPassword, "")
		h.want("in another session", confirm(document, elsewhere), "account.passkey-late")
		sign := account.NewVisitor()
		asked, err := h.desk.AskSignIn(h.ctx, here, sign)
		h.want("asked", err, "")
		h.want("what was asked to sign in", confirm(document, by(d.Get(asked))), "account.passkey-late")

		h.made("other", 0)
		theirs, od := h.in("other", newPassword, ""), device()
		h.want("added", h.adds(theirs, od, "电脑", h.proof(theirs)), "")
		od.User = d.User
		h.want("another's passkey", confirm(document, by(od.Get(ask(document)))), "account.passkey-refused")
		if n := h.entries("session.unconfirmed.v1"); n != 2 { // the first, and the first after a success
			t.Errorf("%d entries of failures", n)
		}
		h.want("wrong a fifth time", confirm(document, by("{}")), "account.passkey-refused")
		h.want("once more", confirm(document, h.proof(s)), "account.confirm-by-passkey")
		h.want("once more", confirm(document, by(d.Get(ask(document)))), "account.locked")
		if _, err := h.desk.SignIn(h.ctx, "clerk", newPassword, "", "x"); err != nil {
			t.Errorf("a lock at the screen locks the door: %v", err)
		}
		h.move(2 * time.Minute)

		// Of two with one answer, one is believed.
		answer = d.Get(ask(document))
		var believed atomic.Int32
		var both sync.WaitGroup
		who := h.who(s)
		for range 2 {
			both.Go(func() {
				if _, err := h.desk.Confirm(h.ctx, who, document, by(answer)); err == nil {
					believed.Add(1)
				}
			})
		}
		both.Wait()
		if n := believed.Load(); n != 1 {
			t.Errorf("%d believed", n)
		}

		secret, _, err := h.desk.StartSecond(h.ctx, h.who(s), newPassword)
		if err != nil {
			t.Fatal(err)
		}
		code, _ := totp.GenerateCode(secret, h.db.clock().Time())
		recovery, _, err := h.desk.ConfirmSecond(h.ctx, h.cmd(h.who(s)), code)
		if err != nil {
			t.Fatal(err)
		}
		p := h.proof(s)
		h.want("no code", confirm(document, p), "account.code-needed")
		p.Code = code
		h.want("a used code", confirm(document, p), "account.code-wrong")
		p.Code = recovery[0]
		h.want("a recovery code", confirm(document, p), "")
		h.want("a used recovery code", confirm(document, p), "account.code-wrong")
		h.move(time.Minute)
		p.Code, _ = totp.GenerateCode(secret, h.db.clock().Time())
		c, err := h.desk.Confirm(h.ctx, h.who(s), document, p)
		if err != nil || c.Means != account.ByPasswordAndCode || c.Passkey != 0 {
			t.Errorf("%+v %v", c, err)
		}
		token := h.who(s)
		token.Scopes = []string{"order:write"}
		_, err = h.desk.Confirm(h.ctx, token, document, p)
		var refused *text.Refusal
		if !errors.As(err, &refused) {
			t.Errorf("a token confirms: %v", err)
		}
	})
}

// Ten passkeys an account, twenty open questions a session, and three hundred an
// address.
func TestPasskeysAreBounded(t *testing.T) {
	accountHall(t, func(h *hall) {
		h.made("clerk", h.person)
		s := h.in("clerk", newPassword, "")
		for i := range 10 {
			h.want("added", h.adds(s, device(), fmt.Sprint(i), h.proof(s)), "")
		}
		h.want("an eleventh", h.adds(s, device(), "x", h.proof(s)), "account.passkey-many")
		purpose := []byte("x")
		for range 20 {
			_, err := h.desk.AskConfirm(h.ctx, h.who(s), s, here, purpose)
			h.want("asked", err, "")
		}
		_, err := h.desk.AskConfirm(h.ctx, h.who(s), s, here, purpose)
		h.want("a twenty-first", err, "account.passkey-asked")
		h.move(6 * time.Minute)
		_, err = h.desk.AskConfirm(h.ctx, h.who(s), s, here, purpose)
		h.want("later", err, "")
		if err := h.keeper.Sweep(h.ctx); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := h.db.queryRow(h.ctx, `SELECT COUNT(*) FROM challenge`).Scan(&n); err != nil || n != 1 {
			t.Errorf("%d challenges kept: %v", n, err)
		}
		ctx := account.FromAddress(h.ctx, "192.0.2.1")
		for i := range 301 {
			_, err := h.desk.AskSignIn(ctx, here, account.NewVisitor())
			h.want(fmt.Sprint("asked ", i), err, map[bool]string{true: "account.locked"}[i == 300])
		}
		if got := account.SiteAt(false, "[::1]:8080"); got != (account.Site{}) {
			t.Errorf("%+v", got)
		}
	})
}

// What was begun before the password was reset ends with it.
func TestPasskeyBegunBeforeAReset(t *testing.T) {
	accountHall(t, func(h *hall) {
		id := h.made("clerk", h.person)
		s, d := h.in("clerk", newPassword, ""), device()
		who := h.who(s)
		asked, err := h.desk.StartPasskey(h.ctx, who, "x", h.proof(s))
		h.want("begun", err, "")
		_, err = h.desk.SetPassword(h.ctx, h.cmd(h.root), id, "third password")
		h.want("reset", err, "")
		_, err = h.desk.AddPasskey(h.ctx, h.cmd(who), here, s, "x", d.Create(asked))
		h.want("ended", err, "account.signed-out")
		if _, err := h.desk.RemovePasskey(h.ctx, h.cmd(who), ref.ID(1), h.proof(s)); err == nil {
			t.Error("removed with the former password")
		}
	})
}
