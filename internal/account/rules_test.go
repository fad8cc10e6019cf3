package account

import (
	"errors"
	"strings"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// key is the text key of a refusal or of the first input error; "" for none.
func key(err error) string {
	var r *text.Refusal
	var e text.InputErrors
	switch {
	case errors.As(err, &r):
		return r.Key
	case errors.As(err, &e):
		return e[0].Key
	case err != nil:
		return err.Error()
	}
	return ""
}

func TestLoginAndPasswordRules(t *testing.T) {
	for _, x := range []struct{ login, password, want string }{
		{"zhang.wei", "correct horse", ""},
		{"张伟01", "correct horse", ""},
		{"ab", "correct horse", "account.login-length"},
		{strings.Repeat("a", 41), "correct horse", "account.login-length"},
		{"zhang wei", "correct horse", "account.login-letters"},
		{"zhang.wei", "ninechars", "account.password-short"},
		{"zhang.wei", "九个汉字的密码不够", "account.password-short"},
		{"zhang.wei", "十个汉字的密码就够了呀", ""},
		{"zhang.wei", strings.Repeat("ab", 65), "account.password-long"},
		{"zhang.weimin", "Zhang.Weimin", "account.password-login"},
		{"zhang.wei", "Qwertyuiop", "account.password-common"},
		{"zhang.wei", "aaaaaaaaaaaa", "account.password-common"},
	} {
		n := New{Login: x.login, Name: "张伟", Password: x.password}
		if got := key(n.check()); got != x.want {
			t.Errorf("%q %q: %q, want %q", x.login, x.password, got, x.want)
		}
	}
	if got := key(New{Login: "abc", Password: "correct horse"}.check()); got != "account.name-required" {
		t.Errorf("nobody's account without a name: %q", got)
	}
}

func TestLocksGrow(t *testing.T) {
	var s Strikes
	now := when.Instant(1_700_000_000_000_000)
	for i := range 4 {
		var ok bool
		if s, ok = s.Try(now); !ok || s.Until > now {
			t.Fatalf("try %d: locked early", i+1)
		}
	}
	for _, want := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		var ok bool
		if s, ok = s.Try(now); !ok || s.Until != now.Add(want*time.Minute) {
			t.Fatalf("locked until %s, want %d minutes", s.Until, want)
		}
		if _, ok = s.Try(s.Until - 1); ok {
			t.Fatal("a try while locked")
		}
		now = s.Until
	}
	if s, ok := s.Try(now.Add(25 * time.Hour)); !ok || s.N != 1 {
		t.Errorf("a day later there are %d failures", s.N)
	}
}

func TestAddresses(t *testing.T) {
	var a Addresses
	now := when.Instant(1_700_000_000_000_000)
	for range addressTries {
		if a.until("10.0.0.1", now) != 0 {
			t.Fatal("stopped early")
		}
		a.fail("10.0.0.1", now)
	}
	if a.until("10.0.0.1", now) == 0 || a.until("10.0.0.2", now) != 0 || a.until("10.0.0.1", now.Add(addressWindow)) != 0 {
		t.Error("the limit is not by address and window")
	}
}

func TestSessionsEnd(t *testing.T) {
	s := Session{Created: 1, Seen: 1}
	for _, x := range []struct {
		seen, now time.Duration
		live      bool
	}{{0, 0, true}, {0, Idle - 1000, true}, {0, Idle, false}, {Absolute - time.Minute, Absolute - 1000, true},
		{Absolute - time.Minute, Absolute, false}} {
		s.Seen = s.Created.Add(x.seen)
		if s.Live(s.Created.Add(x.now)) != x.live {
			t.Errorf("seen after %s, now %s: live %v", x.seen, x.now, !x.live)
		}
	}
}

func TestThreeAdministrators(t *testing.T) {
	sys := Account{ID: 1, Admin: actor.SystemAdmin, Person: 9}
	sec := Account{ID: 2, Admin: actor.SecurityAdmin}
	gone := Account{ID: 3, Admin: actor.SystemAdmin, Closed: true}
	all := []Account{sys, sec, gone}
	plain := Account{ID: 4}
	give := func(a Account, r actor.Role, console bool) func() error {
		return func() error { _, err := a.Give(r, all, console); return err }
	}
	for _, x := range []struct {
		what string
		do   func() error
		want string
	}{
		{"first grant", give(plain, actor.AuditAdmin, false), ""},
		{"second grant", give(sys, actor.AuditAdmin, false), "account.grant-two"},
		{"same grant", give(sys, actor.SystemAdmin, false), "account.grant-held"},
		{"business role", give(plain, actor.Clerk, false), "account.role-unknown"},
		{"closed", give(Account{ID: 4, Closed: true}, actor.AuditAdmin, false), "account.is-closed"},
		{"password not its own", give(Account{ID: 4, MustChange: true}, actor.AuditAdmin, false),
			"account.grant-password-first"},
		{"console begins", give(Account{ID: 4, MustChange: true}, actor.AuditAdmin, true), ""},
		{"same person twice", give(Account{ID: 4, Person: 9}, actor.AuditAdmin, false), "account.grant-two-person"},
		{"take the last", func() error { _, err := sys.Take(all); return err }, "account.last-admin"},
		{"take none", func() error { _, err := plain.Take(all); return err }, "account.grant-none"},
		{"take one of two", func() error {
			_,
				err := sys.Take(append(all, Account{ID: 5, Admin: actor.SystemAdmin}))
			return err
		}, ""},
		{"take from a closed one", func() error { _, err := gone.Take(all); return err }, ""},
		{"close the last", func() error { _, err := sec.Close(all); return err }, "account.last-admin"},
		{"close twice", func() error { _, err := gone.Close(all); return err }, "account.is-closed"},
		{"reopen an open one", func() error { _, err := plain.Reopen(all); return err }, "account.is-open"},
		{"link to another administrator's person", func() error { _, err := sec.Link(9, all); return err },
			"account.grant-two-person"},
		{"nobody's without a name", func() error { _, err := plain.Link(0, all); return err }, "account.name-required"},
	} {
		if got := key(x.do()); got != x.want {
			t.Errorf("%s: %q, want %q", x.what, got, x.want)
		}
	}
}

// An administrator reads no business content: red when a verb of the business
// is opened to one of the three.
func TestAdministratorsReadNoBusiness(t *testing.T) {
	mine := map[access.Verb]actor.Role{"account.see": actor.SystemAdmin, "account.change": actor.SystemAdmin,
		"font.see": actor.SystemAdmin, "outlet.see": actor.SystemAdmin, "outlet.change": actor.SystemAdmin,
		"clock.see": actor.SystemAdmin, "clock.confirm": actor.SystemAdmin, "grant.see": actor.SecurityAdmin,
		"grant.change": actor.SecurityAdmin, "journal.see": actor.AuditAdmin, "access-log.see": actor.AuditAdmin,
		"proof.see": actor.AuditAdmin}
	anyones := map[access.Verb]bool{"self.manage": true, "self.use": true, "session.open": true, "policy.see": true}
	for _, r := range Admins {
		a := actor.Actor{Account: 1, Jurisdiction: 1, Grants: []actor.Grant{{Role: r}}}
		for _, v := range access.Verbs() {
			if got := access.Can(a, v, access.Object{Jurisdiction: 1}); got && !anyones[v] && mine[v] != r {
				t.Errorf("%s may %s", r, v)
			}
		}
	}
}

func TestTokenRules(t *testing.T) {
	good := NewToken{Name: "报表", Scopes: []string{"order:read"}, Expires: 110}
	for _, x := range []struct {
		change func(*NewToken)
		want   string
	}{
		{func(*NewToken) {}, ""},
		{func(n *NewToken) { n.Name = "" }, "account.token-name-required"},
		{func(n *NewToken) { n.Scopes = nil }, "account.token-scopes"},
		{func(n *NewToken) { n.Scopes = []string{"order:eat"} }, "account.token-scope-unknown"},
		{func(n *NewToken) { n.Scopes = []string{"self:write"} }, "account.token-scope-unknown"},
		{func(n *NewToken) { n.Scopes = []string{"account:write"} }, "account.token-scope-unknown"},
		{func(n *NewToken) { n.Expires = 100 }, "account.token-expires"},
		{func(n *NewToken) { n.Expires = 100 + 367 }, "account.token-expires"},
	} {
		n := good
		x.change(&n)
		if got := key(n.check(100)); got != x.want {
			t.Errorf("%+v: %q, want %q", n, got, x.want)
		}
	}
	if tok := (Token{Expires: 110}); !tok.Valid(109) || tok.Valid(110) || (Token{Expires: 110, Revoked: true}).Valid(1) {
		t.Error("a token's end")
	}
}

func TestRecoveryCodesWorkOnce(t *testing.T) {
	shown, kept := newRecovery()
	a := Account{Recovery: kept}
	b, ok := a.useRecovery(strings.ToUpper(strings.ReplaceAll(shown[3], "-", " ")))
	if !ok || b.RecoveryLeft() != recoveryCodes-1 {
		t.Fatalf("left %d", b.RecoveryLeft())
	}
	if _, ok := b.useRecovery(shown[3]); ok {
		t.Error("used twice")
	}
	if _, ok := b.useRecovery(shown[4]); !ok {
		t.Error("another code was lost")
	}
}
