package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/passkey"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// plainHash stands in for argon2id and counts the work.
type plainHash struct{ n atomic.Int64 }

func (h *plainHash) Hash(_ context.Context, p string) (string, error) { return "hash:" + p, nil }
func (h *plainHash) Matches(_ context.Context, p, hash string) (bool, error) {
	h.n.Add(1)
	return hash == "hash:"+p, nil
}

type hall struct {
	t      *testing.T
	db     *DB
	now    atomic.Int64
	desk   account.Commands
	keeper *Doorkeeper
	hash   *plainHash
	root   actor.Actor
	person ref.ID
	unit   ref.ID
	ctx    context.Context
}

const oldPassword, newPassword = "first password", "second password"

// accountHall is a county with a unit, a person who is clerk there for ten
// days, and an account "clerk" of theirs, whose password is newPassword.
func accountHall(t *testing.T, f func(*hall)) {
	engines(t, func(t *testing.T, db *DB) {
		h := &hall{t: t, db: db, hash: &plainHash{}, ctx: context.Background()}
		h.now.Store(int64(when.At(time.Now())))
		db.clock = func() when.Instant { return when.Instant(h.now.Load()) }
		office, unit := county(t, db)
		h.unit, h.root = unit, actor.Machine(office.Jurisdiction, "console root")
		h.keeper = NewDoorkeeper(db)
		h.desk = account.Commands{Door: act.NewDoor(db, func(t act.Tx) account.Tx { return t.(*Tx) }),
			Keeper: h.keeper, Hasher: h.hash,
			Codes: Totp{Issuer: "双责"}, Passkeys: passkey.Library{Name: "双责"}, Clock: db.clock, Addresses: &account.Addresses{}}
		today := db.clock().Day()
		_, err := db.Perform(h.ctx, act.Command{Actor: office, Verb: "person.change"}, func(t act.Tx) error {
			tx := t.(*Tx)
			if err := tx.Allow("person.change", objectOf(office.Jurisdiction)); err != nil {
				return err
			}
			h.person = tx.NewID()
			ch := bodies.Change{Rows: bodies.Rows{Persons: []bodies.Person{{ID: h.person, Version: 1, Name: "张伟"}},
				Appointments: []bodies.Appointment{{ID: tx.NewID(), Version: 1, Person: h.person, Unit: unit,
					Post: bodies.Clerk, Title: "联络员",
					Period: when.Period{From: today, To: today + 10}}}}}
			if err := tx.SaveRegisters(ch); err != nil {
				return err
			}
			return tx.Record("person.enrolled.v1", ref.Ref{Kind: ref.Person, ID: h.person})
		})
		if err != nil {
			t.Fatal(err)
		}
		h.t = t
		f(h)
	})
}

func (h *hall) move(d time.Duration) { h.now.Add(d.Microseconds()) }

func (h *hall) cmd(a actor.Actor) act.Command { return act.Command{Actor: a} }

// made makes an account with a password of its owner's.
func (h *hall) made(login string, person ref.ID) ref.ID {
	h.t.Helper()
	r, err := h.desk.Create(h.ctx, h.cmd(h.root), account.New{Login: login, Name: login,
		Person: person, Password: oldPassword})
	if err != nil {
		h.t.Fatal(err)
	}
	s := h.in(login, oldPassword, "")
	a, acc, _, err := h.keeper.Actor(h.ctx, s)
	if err != nil || !acc.MustChange || len(a.Grants) != 0 {
		h.t.Fatalf("before the own password: %+v %v", a, err)
	}
	if _, err := h.desk.ChangePassword(h.ctx, h.cmd(a), s, oldPassword, newPassword); err != nil {
		h.t.Fatal(err)
	}
	return r.Object.ID
}

func (h *hall) in(login, password, code string) string {
	h.t.Helper()
	s, err := h.desk.SignIn(h.ctx, login, password, code, "Firefox")
	if err != nil {
		h.t.Fatalf("sign in %s: %v", login, err)
	}
	return s
}

func (h *hall) who(token string) actor.Actor {
	h.t.Helper()
	a, _, _, err := h.keeper.Actor(h.ctx, token)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

func (h *hall) want(what string, err error, key string) {
	h.t.Helper()
	got := ""
	var r *text.Refusal
	var e text.InputErrors
	switch {
	case errors.As(err, &r):
		got = r.Key
	case errors.As(err, &e):
		got = e[0].Key
	case err != nil:
		got = err.Error()
	}
	if got != key {
		h.t.Errorf("%s: %q, want %q", what, got, key)
	}
}

func (h *hall) entries(kind string) (n int) {
	h.t.Helper()
	if err := h.db.queryRow(h.ctx, `SELECT COUNT(*) FROM entry WHERE kind=$1`, kind).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

func TestSignInTellsNothing(t *testing.T) {
	accountHall(t, func(h *hall) {
		id := h.made("clerk", h.person)
		closed := h.made("closed", 0)
		if _, err := h.desk.Close(h.ctx, h.cmd(h.root), closed); err != nil {
			h.t.Fatal(err)
		}
		before := h.entries("session.failed.v1")
		for _, x := range []struct{ login, password string }{{"clerk", "wrong password"}, {"nobody", newPassword},
			{"closed", newPassword}, {"", ""}} {
			n := h.hash.n.Load()
			if _, err := h.desk.SignIn(h.ctx, x.login, x.password, "", "x"); err != account.Refused {
				h.t.Errorf("%q: %v", x.login, err)
			}
			if h.hash.n.Load() != n+1 {
				h.t.Errorf("%q: %d hashes", x.login, h.hash.n.Load()-n)
			}
		}
		if n := h.entries("session.failed.v1") - before; n != 2 {
			h.t.Errorf("%d failures journalled, want those of the two accounts", n)
		}
		// The same name again: no second entry within ten minutes, five lock.
		for range 4 {
			h.desk.SignIn(h.ctx, "clerk", "wrong password", "", "x")
			h.desk.SignIn(h.ctx, "nobody", "wrong password", "", "x")
		}
		if n := h.entries("session.failed.v1") - before; n != 2 {
			h.t.Errorf("%d failures journalled", n)
		}
		for _, login := range []string{"clerk", "nobody"} {
			_, err := h.desk.SignIn(h.ctx, login, newPassword, "", "x")
			h.want(login+" locked", err, "account.locked")
		}
		h.move(61 * time.Second)
		if _, err := h.desk.SignIn(h.ctx, "clerk", "wrong password", "", "x"); err != account.Refused {
			h.t.Error(err)
		}
		h.move(61 * time.Second)
		_, err := h.desk.SignIn(h.ctx, "clerk", newPassword, "", "x")
		h.want("the lock has grown", err, "account.locked")
		h.move(60 * time.Second)
		h.in(" CLERK ", newPassword, "")
		if _, err := h.desk.SignIn(h.ctx, "clerk", "wrong password", "", "x"); err != account.Refused {
			h.t.Error("failures were not forgotten by the success:", err)
		}
		if _, err := h.desk.SetPassword(h.ctx, h.cmd(h.root), id, oldPassword); err != nil {
			h.t.Fatal(err)
		}
		h.in("clerk", oldPassword, "")
	})
}

func TestSessionsEnd(t *testing.T) {
	accountHall(t, func(h *hall) {
		h.made("clerk", h.person)
		a := h.in("clerk", newPassword, "")
		b := h.in("clerk", newPassword, "")
		h.move(29 * time.Minute)
		who := h.who(a)
		h.move(2 * time.Minute)
		if _, _, _, err := h.keeper.Actor(h.ctx, b); err != account.SignedOut {
			h.t.Error("an idle session lives:", err)
		}
		if other := NewDoorkeeper(h.db); other != nil {
			if _, _, _, err := other.Actor(h.ctx, a); err != nil {
				h.t.Error("what one process saw, another does not know:", err)
			}
		}
		c := h.in("clerk", newPassword, "")
		list, err := h.desk.Sessions(h.ctx, who)
		if err != nil || len(list) != 2 {
			h.t.Fatalf("%d sessions, %v", len(list), err)
		}
		if err := h.desk.EndOthers(h.ctx, who, a); err != nil {
			h.t.Fatal(err)
		}
		if _, _, _, err := h.keeper.Actor(h.ctx, c); err != account.SignedOut {
			h.t.Error("an ended session lives:", err)
		}
		for range 26 {
			h.move(28 * time.Minute)
			if _, _, _, err = h.keeper.Actor(h.ctx, a); err != nil {
				break
			}
		}
		if err != account.SignedOut {
			h.t.Error("a session outlives twelve hours")
		}
		d := h.in("clerk", newPassword, "")
		h.desk.SignOut(h.ctx, h.who(d), d)
		if _, _, _, err := h.keeper.Actor(h.ctx, d); err != account.SignedOut {
			h.t.Error("signed out and still in")
		}
		if err := h.keeper.Sweep(h.ctx); err != nil {
			h.t.Error(err)
		}
	})
}

func TestAccessEndsWithTheAppointment(t *testing.T) {
	accountHall(t, func(h *hall) {
		h.made("clerk", h.person)
		a := h.who(h.in("clerk", newPassword, ""))
		if !a.Is(actor.Clerk) || !slices.Contains(a.Units(), h.unit) || a.Post != "联络员" ||
			a.Name != "张伟" || a.Appointment == 0 {
			h.t.Fatalf("%+v", a)
		}
		h.now.Store(int64((h.db.clock().Day() + 10).Start()) - 1_000_000)
		s := h.in("clerk", newPassword, "")
		if !h.who(s).Is(actor.Clerk) {
			h.t.Error("the last day does not count")
		}
		h.move(time.Second)
		if a, _, _, err := h.keeper.Actor(h.ctx, s); err != account.SignedOut || len(a.Grants) != 0 {
			h.t.Errorf("after the end: %+v, %v", a, err)
		}
		if a := h.who(h.in("clerk", newPassword, "")); len(a.Grants) != 0 || len(a.Units()) != 0 ||
			access.Can(a, "order.list", objectOf(a.Jurisdiction)) {
			h.t.Errorf("signed in after the end: %+v", a)
		}
	})
}

func TestSecondStep(t *testing.T) {
	accountHall(t, func(h *hall) {
		h.made("clerk", h.person)
		who := h.who(h.in("clerk", newPassword, ""))
		_, err := h.desk.EndSecond(h.ctx, h.cmd(who), newPassword)
		h.want("end what is off", err, "account.second-off")
		_, _, err = h.desk.StartSecond(h.ctx, who, "wrong password")
		h.want("start without the password", err, "account.password-wrong")
		_, _, err = h.desk.ConfirmSecond(h.ctx, h.cmd(who), "000000")
		h.want("a wrong password begins nothing", err, "account.second-start")
		secret, _, err := h.desk.StartSecond(h.ctx, who, newPassword)
		if err != nil {
			h.t.Fatal(err)
		}
		code := func() string { c, _ := totp.GenerateCode(secret, h.db.clock().Time()); return c }
		_, _, err = h.desk.ConfirmSecond(h.ctx, h.cmd(who), "12345")
		h.want("wrong code", err, "account.code-wrong")
		codes, _, err := h.desk.ConfirmSecond(h.ctx, h.cmd(who), code())
		if err != nil || len(codes) != 10 {
			h.t.Fatal(codes, err)
		}
		_, _, err = h.desk.StartSecond(h.ctx, who, newPassword)
		h.want("start twice", err, "account.second-on")
		if _, err := h.desk.SignIn(h.ctx, "clerk", newPassword, code(), "x"); err != account.Refused {
			h.t.Error("a code was good twice:", err)
		}
		h.move(30 * time.Second)
		if _, err := h.desk.SignIn(h.ctx, "clerk", newPassword, "", "x"); err != account.CodeNeeded {
			h.t.Error(err)
		}
		h.in("clerk", newPassword, code())
		h.in("clerk", newPassword, strings.ToUpper(strings.ReplaceAll(codes[0], "-", "－")))
		if _, err := h.desk.SignIn(h.ctx, "clerk", newPassword, codes[0], "x"); err != account.Refused {
			h.t.Error("a recovery code was good twice:", err)
		}
		_, err = h.desk.EndSecond(h.ctx, h.cmd(who), "wrong password")
		h.want("end without the password", err, "account.password-wrong")
		if _, err := h.desk.EndSecond(h.ctx, h.cmd(who), newPassword); err != nil {
			h.t.Error(err)
		}
		h.in("clerk", newPassword, "")
	})
}

func TestAdministratorsAreApart(t *testing.T) {
	accountHall(t, func(h *hall) {
		ids := map[actor.Role]ref.ID{}
		for _, r := range account.Admins {
			ids[r] = h.made(string(r), 0)
			if _, err := h.desk.Grant(h.ctx, h.cmd(h.root), ids[r], r, "test"); err != nil {
				h.t.Fatal(err)
			}
		}
		sys, sec := h.who(h.in("system-admin", newPassword, "")), h.who(h.in("security-admin", newPassword, ""))
		clerkID := h.made("clerk", h.person)
		clerk := h.who(h.in("clerk", newPassword, ""))
		one := func(_ act.Receipt, err error) error { return err }
		new := account.New{Login: "clerk", Name: "x", Password: oldPassword}
		h.want("login taken", one(h.desk.Create(h.ctx, h.cmd(sys), new)), "account.login-taken")
		h.want("a clerk makes accounts", one(h.desk.Create(h.ctx, h.cmd(clerk), new)), "access.missing")
		new.Login, new.Person = "other", 999
		h.want("person unknown", one(h.desk.Create(h.ctx, h.cmd(sys), new)), "account.person-unknown")
		h.want("system administrator grants", one(h.desk.Grant(h.ctx, h.cmd(sys), clerkID, actor.AuditAdmin, "test")),
			"access.missing")
		h.want("security administrator closes", one(h.desk.Close(h.ctx, h.cmd(sec), clerkID)), "access.missing")
		h.want("two grants", one(h.desk.Grant(h.ctx, h.cmd(sec), ids[actor.SystemAdmin], actor.AuditAdmin, "test")),
			"account.grant-two")
		h.want("last taken", one(h.desk.Ungrant(h.ctx, h.cmd(sec), ids[actor.AuditAdmin], "test")), "account.last-admin")
		h.want("last closed", one(h.desk.Close(h.ctx, h.cmd(sys), ids[actor.AuditAdmin])), "account.last-admin")
		h.want("another's password", one(h.desk.SetPassword(h.ctx, h.cmd(sys), ids[actor.AuditAdmin], oldPassword)),
			"account.admin-console")
		h.want("console resets it", one(h.desk.SetPassword(h.ctx, h.cmd(h.root), ids[actor.AuditAdmin], oldPassword)), "")
		h.want("another county", one(h.desk.Close(h.ctx, h.cmd(actor.Machine(sys.Jurisdiction+1, "console root")), clerkID)),
			"access.missing")
		// An official who becomes an administrator is no official any more.
		s := h.in("clerk", newPassword, "")
		h.want("grant", one(h.desk.Grant(h.ctx, h.cmd(sec), clerkID, actor.AuditAdmin, "test")), "")
		if _, _, _, err := h.keeper.Actor(h.ctx, s); err != account.SignedOut {
			h.t.Error("the official's session stays open:", err)
		}
		a := h.who(h.in("clerk", newPassword, ""))
		if len(a.Grants) != 1 || a.Grants[0].Role != actor.AuditAdmin || a.Units() != nil {
			h.t.Errorf("%+v", a)
		}
		list, err := h.desk.Accounts(h.ctx, sec, account.Filter{Admins: true})
		if err != nil || len(list) != 4 || list[0].Password != "" {
			h.t.Errorf("%d administrators, %v", len(list), err)
		}
		_, err = h.desk.Accounts(h.ctx, clerk, account.Filter{})
		h.want("a clerk lists accounts", err, "access.missing")
		// A closed account is out at once.
		s = h.in("clerk", newPassword, "")
		h.want("close", one(h.desk.Close(h.ctx, h.cmd(sys), clerkID)), "")
		if _, _, _, err := h.keeper.Actor(h.ctx, s); err != account.SignedOut {
			h.t.Error("a closed account stays in:", err)
		}
		h.want("reopen", one(h.desk.Reopen(h.ctx, h.cmd(sys), clerkID)), "")
	})
}

func TestTokensDoWhatTheyAreFor(t *testing.T) {
	accountHall(t, func(h *hall) {
		h.made("clerk", h.person)
		who := h.who(h.in("clerk", newPassword, ""))
		today := h.db.clock().Day()
		secret, r, err := h.desk.CreateToken(h.ctx, h.cmd(who), account.NewToken{Name: "报表", Scopes: []string{"order:read"},
			Expires: today + 2})
		if err != nil {
			h.t.Fatal(err)
		}
		a, _, _, err := h.keeper.ActorByToken(h.ctx, secret)
		if err != nil || !a.Is(actor.Clerk) {
			h.t.Fatalf("%+v %v", a, err)
		}
		o := access.Object{Jurisdiction: a.Jurisdiction, Unit: h.unit}
		for v, want := range map[access.Verb]string{"order.list": "", "order.see": "", "order.report": "access.token-scope",
			"problem.list": "access.token-scope", "self.manage": "access.token-scope"} {
			h.want(string(v), access.May(a, v, o), want)
		}
		_, _, err = h.desk.CreateToken(h.ctx, h.cmd(a), account.NewToken{Name: "x", Scopes: []string{"order:read"},
			Expires: today + 2})
		h.want("a token makes a token", err, "access.token-scope")
		if _, _, _, err := h.keeper.ActorByToken(h.ctx, "szt_no"); err != account.SignedOut {
			h.t.Error(err)
		}
		if _, err := h.desk.RevokeToken(h.ctx, h.cmd(who), r.Object.ID); err != nil {
			h.t.Fatal(err)
		}
		if _, _, _, err := h.keeper.ActorByToken(h.ctx, secret); err != account.SignedOut {
			h.t.Error("a revoked token works")
		}
		_, err = h.desk.RevokeToken(h.ctx, h.cmd(who), r.Object.ID)
		h.want("revoked twice", err, "account.token-revoked")
		secret, _, _ = h.desk.CreateToken(h.ctx, h.cmd(who), account.NewToken{Name: "报表", Scopes: []string{"order:read"},
			Expires: today + 2})
		h.move(48 * time.Hour)
		if _, _, _, err := h.keeper.ActorByToken(h.ctx, secret); err != account.SignedOut {
			h.t.Error("an expired token works")
		}
	})
}

func TestOneSlotPerTry(t *testing.T) {
	accountHall(t, func(h *hall) {
		h.made("clerk", h.person)
		done := make(chan error, 20)
		for i := range 20 {
			go func() {
				_, err := h.desk.SignIn(h.ctx, "clerk", fmt.Sprint("guess number ", i), "", "x")
				done <- err
			}()
		}
		judged := 0
		for range 20 {
			if err := <-done; err == account.Refused {
				judged++
			}
		}
		if judged != account.Tries {
			h.t.Errorf("%d guesses at once were judged, want %d", judged, account.Tries)
		}
	})
}

// The roles that appointments give are the roles that access knows.
func TestRolesHaveOneName(t *testing.T) {
	for _, r := range []bodies.Role{bodies.RoleLeadingGroup, bodies.RolePrincipalOffice, bodies.RoleSupervisoryOffice,
		bodies.RoleFirst,
		bodies.RoleTeam, bodies.RoleDiscipline, bodies.RoleClerk, bodies.RoleStaff, bodies.RoleAssessor} {
		found := false
		for _, a := range actor.All {
			found = found || a == actor.Role(r)
		}
		if !found {
			t.Errorf("%s is no role of access", r)
		}
	}
}

// What one process ends, another one stops to accept within two seconds; and a
// session's last use is written once a minute, not with every page.
func TestSessionsOfTwoProcesses(t *testing.T) {
	accountHall(t, func(h *hall) {
		h.made("clerk", h.person)
		s := h.in("clerk", newPassword, "")
		other := NewDoorkeeper(h.db)
		if _, _, _, err := other.Actor(h.ctx, s); err != nil {
			h.t.Fatal(err)
		}
		n := h.db.Statements()
		other.Actor(h.ctx, s)
		if n = h.db.Statements() - n; n > 1 {
			h.t.Errorf("%d statements for a session just read, want 1 (the county's stamp)", n)
		}
		seen := func() (at int64) {
			if err := h.db.queryRow(h.ctx, `SELECT seen FROM session WHERE account=$1 ORDER BY created DESC,seen DESC`,
				int64(h.who(s).Account)).Scan(&at); err != nil {
				h.t.Fatal(err)
			}
			return at
		}
		first := seen()
		h.move(59 * time.Second)
		if h.who(s); seen() != first {
			h.t.Error("written within a minute")
		}
		h.move(time.Second)
		if h.who(s); seen() == first {
			h.t.Error("not written after a minute")
		}
		who := h.who(s)
		other.Actor(h.ctx, s)
		if err := h.desk.SignOut(h.ctx, who, s); err != nil {
			h.t.Fatal(err)
		}
		h.move(2 * time.Second)
		if _, _, _, err := other.Actor(h.ctx, s); err != account.SignedOut {
			h.t.Error("after two seconds another process still lets in:", err)
		}
	})
}
