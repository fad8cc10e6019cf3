package store

import (
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/clock"
	"shuangze/internal/journal"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

const oneDay = 24 * time.Hour

// timed is a hall whose clock is doubted, with a system administrator.
type timed struct {
	*hall
	time   clock.Commands
	office actor.Actor
	admin  actor.Actor
}

func clockHall(t *testing.T, f func(*timed)) {
	accountHall(t, func(h *hall) {
		h.db.leap = clock.MostDays * oneDay
		x := &timed{hall: h, time: clock.Commands{Door: act.NewDoor(h.db, func(t act.Tx) clock.Tx { return t.(*Tx) }),
			Read: h.db}}
		x.office = actor.Actor{Account: 7, Person: 8, Jurisdiction: h.root.Jurisdiction,
			Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
		id := h.made("xitong", 0)
		h.made("clerk", h.person)
		if _, err := h.desk.Grant(h.ctx, h.cmd(h.root), id, actor.SystemAdmin, "test"); err != nil {
			h.t.Fatal(err)
		}
		x.admin = h.who(h.in("xitong", newPassword, ""))
		h.move(time.Minute)
		f(x)
	})
}

// act issues an order, whose number tells the year it was issued in.
func (x *timed) act() (act.Receipt, error) {
	in := input(x.unit)
	in.Due = x.db.clock().Day() + 30
	return issue(x.ctx, desk(x.db), x.office, actor.Principal, in)
}

func (x *timed) confirm() error {
	_, err := x.time.Confirm(x.ctx, x.cmd(x.admin), clock.Reading{})
	return err
}

// latest is the latest entry of a journal.
func (x *timed) latest(b act.Book) trail.Entry {
	x.t.Helper()
	name, err := x.db.JournalName(x.ctx, x.root.Jurisdiction, b)
	if err != nil {
		x.t.Fatal(err)
	}
	list, _, err := x.db.Log(x.ctx, name, trail.LogFilter{Limit: 1})
	if err != nil || len(list) != 1 {
		x.t.Fatal(list, err)
	}
	return list[0]
}

func (x *timed) sound() {
	x.t.Helper()
	if v := verified(x.t, x.db, VerifyOptions{}); !v.OK() {
		f, _ := v.First()
		x.t.Errorf("verify: %+v", f)
	}
}

// A clock far from the last entry binds nobody: nothing is recorded until the
// administrator confirms it, while people sign in and read.
func TestClockInDoubt(t *testing.T) {
	for name, jump := range map[string]time.Duration{"a rest of 36 days": 36 * oneDay, "years ahead": 36 * 366 * oneDay,
		"years behind": -3 * 366 * oneDay} {
		t.Run(name, func(t *testing.T) {
			clockHall(t, func(x *timed) {
				r, err := x.act()
				x.want("before", err, "")
				key := act.Command{Actor: x.admin, Key: "k1"}
				made, err := x.desk.Create(x.ctx, key, account.New{Login: "early", Name: "early", Password: oldPassword})
				x.want("an account before", err, "")
				last := max(r.At, made.At)
				x.move(jump)
				now := x.db.clock()
				_, err = x.act()
				x.want("an order in doubt", err, "clock.doubt")
				_, err = x.desk.Create(x.ctx, x.cmd(x.admin), account.New{Login: "late", Name: "late", Password: oldPassword})
				x.want("an account in doubt", err, "clock.doubt")
				again, err := x.desk.Create(x.ctx, key, account.New{Login: "early", Name: "early", Password: oldPassword})
				if x.want("what was done is answered", err, ""); !again.Replayed || again.Seq != made.Seq {
					x.t.Errorf("%+v", again)
				}
				_, err = x.desk.SignIn(x.ctx, "xitong", "wrong password", "", "x")
				x.want("a wrong password", err, "account.refused")
				admin := x.who(x.in("xitong", newPassword, ""))
				if e := x.latest(act.Access); e.Kind != "session.opened.v1" || e.At > last || e.At < last.Add(-time.Hour) {
					x.t.Errorf("time does not stand still: %s at %s", e.Kind, e.At)
				}
				if _, err := x.db.Orders(x.ctx, access.ScopeOf(x.office, "order.see"), order.Filter{}); err != nil {
					x.t.Error("read:", err)
				}
				if made, err := x.db.Checkpoint(x.ctx, newKeys(x.t).signer); err != nil || len(made) == 0 || made[0].At != last {
					x.t.Errorf("a note of a time in doubt: %v %v", made, err)
				}
				x.sound()

				_, err = x.time.Confirm(x.ctx, x.cmd(x.office), clock.Reading{})
				x.want("an office confirms", err, "access.missing")
				_, err = x.time.Confirm(x.ctx, x.cmd(admin), clock.Reading{Last: last, Now: now.Add(-2 * time.Hour)})
				x.want("what was seen is no more", err, "clock.moved")
				seen, err := x.time.See(x.ctx, admin)
				if err != nil || !seen.Doubtful() || seen.Last != last || seen.Now != now {
					x.t.Fatalf("%+v %v", seen, err)
				}
				receipt, err := x.time.Confirm(x.ctx, x.cmd(admin), seen)
				x.want("the administrator confirms", err, "")
				if e := x.latest(act.System); e.Kind != clock.Kind || e.At != now || e.Seq != receipt.Seq ||
					e.Person != admin.Person {
					x.t.Errorf("%+v", e)
				}
				facts := x.facts("system", receipt.Seq)
				if facts["last"] != int64(last) || facts["clock"] != int64(now) {
					x.t.Errorf("the two times: %v, want %d and %d", facts, last, now)
				}
				x.want("twice", x.confirm(), "clock.fits")
				r, err = x.act()
				if x.want("an order afterwards", err, ""); r.At != now {
					x.t.Errorf("at %s, want %s", r.At, now)
				}
				x.in("clerk", newPassword, "")
				x.sound()
			})
		})
	}
}

func (x *timed) facts(journalName string, seq int64) map[string]int64 {
	x.t.Helper()
	var frozen []byte
	err := x.db.queryRow(x.ctx, `SELECT e.frozen FROM entry e JOIN head h ON h.no=e.journal WHERE h.journal=$1 AND e.seq=$2`, journalName, seq).Scan(&frozen)
	if err != nil {
		x.t.Fatal(err)
	}
	e, err := journal.Parse(frozen)
	if err != nil {
		x.t.Fatal(err)
	}
	out := map[string]int64{}
	for _, f := range e.Facts {
		out[f.Name] = f.Value.AsInt()
	}
	return out
}

// A wrong year that was written, because somebody confirmed it or the database
// was young, is left again: time goes back on record in each journal, numbers
// of the right year go on where they were, and what bears the wrong year stays.
func TestTheWayOutOfAWrongYear(t *testing.T) {
	clockHall(t, func(x *timed) {
		right, err := x.act()
		x.want("the right year", err, "")
		start := x.db.clock()
		x.move(36 * 366 * oneDay)
		x.want("somebody confirms the wrong year", x.confirm(), "")
		wrong, err := x.act()
		x.want("the wrong year", err, "")
		x.in("xitong", newPassword, "")
		if wrong.Number == right.Number || wrong.Number[2:6] == right.Number[2:6] {
			x.t.Fatalf("%s and %s", right.Number, wrong.Number)
		}
		x.now.Store(int64(start.Add(2 * oneDay)))
		_, err = x.act()
		x.want("back in the right year", err, "clock.doubt")
		x.in("clerk", newPassword, "") // nobody is locked out
		x.want("confirm", x.confirm(), "")
		for _, b := range []act.Book{act.Acts, act.Access, act.System} {
			if e := x.latest(b); e.Kind != clock.Kind || e.At != x.db.clock() {
				x.t.Errorf("journal %q ends with %s of %s", b, e.Kind, e.At)
			}
		}
		x.move(time.Minute)
		next, err := x.act()
		x.want("an order", err, "")
		if next.At != x.db.clock() || next.Number[:6] != right.Number[:6] || next.Number <= right.Number {
			x.t.Errorf("%s of %s after %s", next.Number, next.At, right.Number)
		}
		x.sound()
		// Time that goes back without a word is found.
		if err := x.db.submit(x.ctx, "", func(tx *Tx) error {
			_, err := tx.exec(`UPDATE entry SET kind='order.issued.v1' WHERE kind=$1`, clock.Kind)
			return err
		}); err != nil {
			x.t.Fatal(err)
		}
		found := false
		for _, r := range verified(x.t, x.db, VerifyOptions{}).Journals {
			for _, f := range r.Faults {
				found = found || f.What == "entry-time"
			}
		}
		if !found {
			x.t.Error("time went back and verify says nothing")
		}
	})
}

// Within the limit nothing is asked: behind the last entry its time is kept, and
// the administrator may leave even that.
func TestClockWithinTheLimit(t *testing.T) {
	clockHall(t, func(x *timed) {
		x.want("a longer post", x.appoint(x.db.clock().Day()), "")
		x.move(34 * oneDay)
		first, err := x.act()
		x.want("34 days later", err, "")
		x.want("nothing to confirm", x.confirm(), "clock.fits")
		x.move(-10 * oneDay)
		second, err := x.act()
		if x.want("10 days behind", err, ""); second.At != first.At {
			x.t.Errorf("at %s, want %s", second.At, first.At)
		}
		s := x.in("clerk", newPassword, "")
		x.who(s)
		token, _, err := x.desk.CreateToken(x.ctx, x.cmd(x.who(s)),
			account.NewToken{Name: "x", Scopes: []string{"order:read"}, Expires: first.At.Day() + 20})
		x.want("a token", err, "")
		if _, _, _, err := x.keeper.ActorByToken(x.ctx, token); err != nil {
			x.t.Error("a token made while the clock is behind:", err)
		}
		x.want("back on record", x.confirm(), "")
		third, err := x.act()
		if x.want("afterwards", err, ""); third.At != x.db.clock() {
			x.t.Errorf("at %s, want the clock's", third.At)
		}
		x.sound()
		x.db.leap = 0
		x.move(100 * 366 * oneDay)
		_, err = x.act()
		x.want("a county that is played", err, "")
	})
}

// A young database believes its clock: there is nothing to compare it with.
func TestClockOfAnEmptyDatabase(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		db.leap = clock.MostDays * oneDay
		db.clock = func() when.Instant { return when.Date(1999, 1, 1).Start() }
		if office, unit := county(t, db); office.Jurisdiction == 0 || unit == ref.ID(0) {
			t.Error("not founded")
		}
	})
}
