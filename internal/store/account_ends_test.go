package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/passkey/passkeytest"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// What becomes of the credentials of an account with each change of it: the
// session in which it is done or that is asked about, another session, a token, a
// passkey, a second step begun, the second step in force, the recovery codes, the
// password. "+" goes on, "-" has ended.
func TestWhatEndsWithEachChange(t *testing.T) {
	type carried struct {
		*hall
		device                    *passkeytest.Device
		id, guest                 ref.ID
		second                    bool
		own, other, token, secret string
		feeds                     []string
	}
	const begun, inForce = false, true
	for _, x := range []struct {
		name   string
		second bool // a second step is in force, else begun
		do     func(*carried) error
		want   string // own session, other session, token, passkey, second step, recovery codes, password
	}{
		{"nothing", begun, func(*carried) error { return nil }, "++++++"},
		{"nothing, second step in force", inForce, func(*carried) error { return nil }, "+++++++"},
		{"own password", begun, func(c *carried) error {
			return c.did(c.desk.ChangePassword(c.ctx, c.cmd(c.who(c.own)), c.own, newPassword, "third password"))
		}, "+----."},
		{"own password, second step in force", inForce, func(c *carried) error {
			return c.did(c.desk.ChangePassword(c.ctx, c.cmd(c.who(c.own)), c.own, newPassword, "third password"))
		}, "+---++."},
		{"password reset", begun, func(c *carried) error {
			return c.did(c.desk.SetPassword(c.ctx, c.cmd(c.root), c.id, "third password"))
		}, "-----."},
		{"password reset, second step in force", inForce, func(c *carried) error {
			return c.did(c.desk.SetPassword(c.ctx, c.cmd(c.root), c.id, "third password"))
		}, "----++."},
		{"second step removed", inForce, func(c *carried) error {
			return c.did(c.desk.RemoveSecond(c.ctx, c.cmd(c.root), c.id))
		}, "--+---+"},
		{"own second step ended", inForce, func(c *carried) error {
			return c.did(c.desk.EndSecond(c.ctx, c.cmd(c.who(c.own)), newPassword))
		}, "++++--+"},
		{"new recovery codes", inForce, func(c *carried) error {
			_, r, err := c.desk.NewRecovery(c.ctx, c.cmd(c.who(c.own)), newPassword)
			return c.did(r, err)
		}, "+++++-+"},
		{"language", begun, func(c *carried) error {
			return c.did(c.desk.SetLanguage(c.ctx, c.cmd(c.who(c.own)), "en"))
		}, "++++++"},
		{"locked by an administrator and opened again", begun, func(c *carried) error {
			return cmpErr(c.did(c.desk.Close(c.ctx, c.cmd(c.root), c.id)), c.did(c.desk.Reopen(c.ctx, c.cmd(c.root), c.id)))
		}, "-----+"},
		{"locked and opened, second step in force", inForce, func(c *carried) error {
			return cmpErr(c.did(c.desk.Close(c.ctx, c.cmd(c.root), c.id)), c.did(c.desk.Reopen(c.ctx, c.cmd(c.root), c.id)))
		}, "----+++"},
		{"linked to another person", begun, func(c *carried) error {
			return c.did(c.desk.Link(c.ctx, c.cmd(c.root), c.id, c.guest))
		}, "-----."},
		{"linked to another person, second step in force", inForce, func(c *carried) error {
			return c.did(c.desk.Link(c.ctx, c.cmd(c.root), c.id, c.guest))
		}, "------."},
		{"linked to nobody", begun, func(c *carried) error {
			return c.did(c.desk.Link(c.ctx, c.cmd(c.root), c.id, 0))
		}, "-----."},
		{"made an administrator and back", begun, func(c *carried) error {
			c.made("shenji", 0)
			if a, ok, err := c.keeper.ByLogin(c.ctx, "shenji"); err != nil || !ok {
				return err
			} else if err := c.did(c.desk.Grant(c.ctx, c.cmd(c.root), a.ID, actor.AuditAdmin, "test")); err != nil {
				return err
			}
			return cmpErr(c.did(c.desk.Grant(c.ctx, c.cmd(c.root), c.id, actor.AuditAdmin, "test")),
				c.did(c.desk.Ungrant(c.ctx, c.cmd(c.root), c.id, "test")))
		}, "-----+"},
		{"tries that fail until the name is locked for an hour", begun, func(c *carried) error {
			for range 12 {
				c.move(2 * time.Minute)
				c.desk.SignIn(c.ctx, "clerk", "wrong password", "", "x")
			}
			_, err := c.desk.SignIn(c.ctx, "clerk", newPassword, "", "x")
			c.want("not locked", err, "account.locked")
			_, err = c.db.keep(c.ctx, `DELETE FROM login_failure WHERE n>0`)
			return err
		}, "++++++"},
		{"the last post ends today", begun, func(c *carried) error {
			err := c.dismiss()
			c.move(2 * time.Second)
			return err
		}, "---+++"},
		{"the last post ends by itself", begun, func(c *carried) error {
			c.now.Store(int64((c.db.clock().Day() + 10).Start()))
			return nil
		}, "---+++"},
		{"the post ends and another begins a day later", begun, func(c *carried) error {
			today := c.db.clock().Day()
			if err := cmpErr(c.dismiss(), c.appoint(today+1)); err != nil {
				return err
			}
			c.now.Store(int64((today + 1).Start()))
			return nil
		}, "---+++"},
		{"the post ends and another begins the same day", begun, func(c *carried) error {
			return cmpErr(c.appoint(c.db.clock().Day()), c.dismiss())
		}, "++++++"},
	} {
		t.Run(x.name, func(t *testing.T) {
			accountHall(t, func(h *hall) {
				c := &carried{hall: h, id: h.made("clerk", h.person), second: x.second}
				if _, err := h.db.keep(h.ctx, `DELETE FROM login_failure WHERE n>0`); err != nil {
					h.t.Fatal(err)
				}
				c.guest = h.another()
				c.own, c.other = h.in("clerk", newPassword, ""), h.in("clerk", newPassword, "")
				who := h.who(c.own)
				var err error
				if c.token, _, err = h.desk.CreateToken(h.ctx, h.cmd(who),
					account.NewToken{Name: "x", Scopes: []string{"order:read"}, Expires: h.db.clock().Day() + 300}); err != nil {
					h.t.Fatal(err)
				}
				for _, unit := range []ref.ID{0, h.unit} {
					feed, _, err := h.desk.CreateFeed(h.ctx, h.cmd(who), account.NewFeed{Unit: unit})
					if err != nil || len(feed) < 22 {
						h.t.Fatal(feed, err)
					}
					c.feeds = append(c.feeds, feed)
				}
				c.device = device()
				if err := h.adds(c.own, c.device, "x", h.proof(c.own)); err != nil {
					h.t.Fatal(err)
				}
				if c.secret, _, err = h.desk.StartSecond(h.ctx, who, newPassword); err != nil {
					h.t.Fatal(err)
				}
				var codes []string
				if x.second {
					code, _ := totp.GenerateCode(c.secret, h.db.clock().Time())
					if codes, _, err = h.desk.ConfirmSecond(h.ctx, h.cmd(who), code); err != nil {
						h.t.Fatal(err)
					}
				}
				if err := x.do(c); err != nil {
					h.t.Fatal(err)
				}
				got := ""
				mark := func(on bool) {
					got += map[bool]string{true: "+", false: "-"}[on]
				}
				_, _, _, err = h.keeper.Actor(h.ctx, c.own)
				mark(err == nil)
				_, _, _, err = h.keeper.Actor(h.ctx, c.other)
				mark(err == nil)
				_, _, _, err = h.keeper.ActorByToken(h.ctx, c.token)
				mark(err == nil)
				for _, feed := range c.feeds { // addresses of calendars end as tokens do
					if _, _, _, ended := h.keeper.ActorByFeed(h.ctx, feed); (ended == nil) != (err == nil) {
						h.t.Errorf("token %v, address of a calendar %v", err, ended)
					}
				}
				_, err = h.enters(c.device, nil)
				mark(err == nil)
				a, _, err := h.keeper.ByID(h.ctx, c.id)
				if err != nil {
					h.t.Fatal(err)
				}
				if x.second {
					mark(a.TOTP == c.secret)
					mark(len(codes) > 0 && a.RecoveryLeft() == len(codes) && h.knows(a, codes[0]))
				} else {
					draft, err := h.keeper.DraftSecret(h.ctx, c.id)
					if err != nil {
						h.t.Fatal(err)
					}
					mark(draft != "")
				}
				switch _, err := h.desk.SignIn(h.ctx, "clerk", newPassword, "", "x"); {
				case err == nil || err == account.CodeNeeded:
					mark(true)
				case err == account.Refused:
					got += "."
				default:
					got += fmt.Sprint(err)
				}
				if got != x.want {
					h.t.Errorf("%s, want %s", got, x.want)
				}
				if v := verified(h.t, h.db, VerifyOptions{}); !v.OK() {
					f, _ := v.First()
					h.t.Errorf("verify: %+v", f)
				}
			})
		})
	}
}

// did is the outcome of a command.
func (h *hall) did(_ act.Receipt, err error) error { return err }

func cmpErr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// knows says whether a recovery code is one of the account's, without using it.
func (h *hall) knows(a account.Account, code string) bool {
	h.t.Helper()
	_, err := h.desk.SignIn(h.ctx, a.Login, newPassword, code, "x")
	return err == nil || a.Closed || a.Password != "hash:"+newPassword
}

// another puts a second person on the register.
func (h *hall) another() (id ref.ID) {
	h.t.Helper()
	ch := bodies.Change{Rows: bodies.Rows{Persons: []bodies.Person{{Version: 1, Name: "李娜"}}}}
	if err := h.register(ch); err != nil {
		h.t.Fatal(err)
	}
	return ch.Persons[0].ID
}

func (h *hall) register(ch bodies.Change) error {
	office := actor.Actor{Account: 7, Person: 8, Jurisdiction: h.root.Jurisdiction,
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
	_, err := h.db.Perform(h.ctx, act.Command{Actor: office, Verb: "person.change"}, func(t act.Tx) error {
		tx := t.(*Tx)
		if err := tx.Allow("person.change", objectOf(office.Jurisdiction)); err != nil {
			return err
		}
		for i := range ch.Persons {
			ch.Persons[i].ID = tx.NewID()
		}
		for i := range ch.Appointments {
			if ch.Appointments[i].ID == 0 {
				ch.Appointments[i].ID = tx.NewID()
			}
		}
		if err := tx.SaveRegisters(ch); err != nil {
			return err
		}
		return tx.Record("person.changed.v1", ref.Ref{Kind: ref.Person, ID: h.person})
	})
	return err
}

// dismiss ends the person's post with today.
func (h *hall) dismiss() error {
	rows, err := h.db.Rows(h.ctx, h.root.Jurisdiction)
	if err != nil {
		return err
	}
	var ch bodies.Change
	for _, a := range rows.Appointments {
		if a.Person == h.person && a.Period.To < h.db.clock().Day()+100 {
			a.Version++
			a.Period = when.Period{From: a.Period.From - 30, To: h.db.clock().Day()}
			ch.Appointments = append(ch.Appointments, a)
		}
	}
	return h.register(ch)
}

func (h *hall) appoint(from when.Day) error {
	return h.register(bodies.Change{
		Rows: bodies.Rows{Appointments: []bodies.Appointment{{Version: 1, Person: h.person, Unit: h.unit,
			Post: bodies.Clerk, Title: "联络员", Period: when.Period{From: from, To: from + 300}}}}})
}

// A token cannot be made in a session that has ended meanwhile: another process
// believes in it for two seconds.
func TestNoTokenFromAnEndedSession(t *testing.T) {
	accountHall(t, func(h *hall) {
		h.made("clerk", h.person)
		own, other := h.in("clerk", newPassword, ""), h.in("clerk", newPassword, "")
		late := h.who(other)
		if _, err := h.desk.ChangePassword(h.ctx, h.cmd(h.who(own)), own, newPassword, "third password"); err != nil {
			h.t.Fatal(err)
		}
		n := account.NewToken{Name: "x", Scopes: []string{"order:read"}, Expires: h.db.clock().Day() + 2, Session: other}
		_, _, err := h.desk.CreateToken(h.ctx, h.cmd(late), n)
		h.want("made in an ended session", err, "account.signed-out")
		n.Session = own
		_, _, err = h.desk.CreateToken(h.ctx, h.cmd(h.who(own)), n)
		h.want("made in the session that stands", err, "")
	})
}

// Somebody without a post makes no token.
func TestNoTokenWithoutAPost(t *testing.T) {
	accountHall(t, func(h *hall) {
		h.made("guest", h.another())
		_, _, err := h.desk.CreateToken(h.ctx, h.cmd(h.who(h.in("guest", newPassword, ""))),
			account.NewToken{Name: "x", Scopes: []string{"order:read"}, Expires: h.db.clock().Day() + 2})
		h.want("no post", err, "account.token-no-post")
	})
}

// A code used under a clock that was years ahead does not shut its owner out
// until that year has come; a code used an hour ahead stays used.
func TestUsedCodesAndAWrongClock(t *testing.T) {
	accountHall(t, func(h *hall) {
		id := h.made("clerk", h.person)
		const now = 60_000_000 // in steps of 30 seconds
		for _, x := range []struct {
			step int64
			want bool
		}{{now, true}, {now, false}, {now + 1, true}, {now, false}, {now - 120, false}, {now + 36*1_051_200, true},
			{now, true}, {now, false}} {
			if ok, err := h.keeper.TakeStep(h.ctx, id, x.step); ok != x.want || err != nil {
				h.t.Errorf("step %+d: %v %v", x.step-now, ok, err)
			}
		}
	})
}
