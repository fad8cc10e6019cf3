package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/delegation"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// deputies is an office with two people who delegate, and a colleague of both.
type deputies struct {
	*hall
	n          *noun.Noun
	office     ref.ID // the organ, which has no seat in a unit
	head, hand ref.ID // persons
	headIn     string // session of the head
	handIn     string // session of the hand, who deputises
	post       ref.ID // of the head in the office
	town       ref.ID // in which neither of the two holds a post
	today      when.Day
}

// deputyHall is accountHall with an office of two: the head, who is a leader of the
// unit too, and a hand.
func deputyHall(t *testing.T, f func(*deputies)) {
	accountHall(t, func(h *hall) {
		d := &deputies{hall: h, today: h.db.clock().Day()}
		d.n = delegation.Commands{Door: act.NewDoor(h.db, func(t act.Tx) noun.Tx { return t.(*Tx) })}.Noun()
		d.register(func(tx *Tx) bodies.Rows {
			d.office, d.head, d.hand, d.post, d.town = tx.NewID(), tx.NewID(), tx.NewID(), tx.NewID(), tx.NewID()
			always := when.Period{From: 1, To: when.Open}
			at := func(id, who, unit, body ref.ID, post bodies.Post, title string) bodies.Appointment {
				return bodies.Appointment{ID: id, Version: 1, Person: who, Unit: unit, Body: body, Post: post, Title: title,
					Period: always}
			}
			return bodies.Rows{
				Bodies:  []bodies.Body{{ID: d.office, Version: 1, Kind: bodies.PrincipalOffice, Period: always}},
				Units:   []bodies.Unit{{ID: d.town, Version: 1, Code: "U9", When: always}},
				Persons: []bodies.Person{{ID: d.head, Version: 1, Name: "赵若溪"}, {ID: d.hand, Version: 1, Name: "钱有为"}},
				Appointments: []bodies.Appointment{at(d.post, d.head, 0, d.office, bodies.OfficeHead, "主任"),
					at(tx.NewID(), d.hand, 0, d.office, bodies.OfficeHandler, "干事"),
					at(tx.NewID(), d.head, h.unit, 0, bodies.TeamMember, "副镇长"), at(tx.NewID(), 1, d.town, 0, bodies.Chief, "镇长"),
					at(tx.NewID(), 2, d.town, 0, bodies.Clerk, "联络员")}}
		})
		d.made("head", d.head)
		d.made("hand", d.hand)
		d.headIn, d.handIn = d.in("head", newPassword, ""), d.in("hand", newPassword, "")
		f(d)
	})
}

func (d *deputies) register(rows func(*Tx) bodies.Rows) {
	d.t.Helper()
	registrar := actor.Actor{Account: 7, Person: 8, Jurisdiction: d.root.Jurisdiction,
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
	_, err := d.db.Perform(d.ctx, act.Command{Actor: registrar, Verb: "person.change"}, func(t act.Tx) error {
		tx := t.(*Tx)
		if err := tx.Allow("person.change", objectOf(registrar.Jurisdiction)); err != nil {
			return err
		}
		if err := tx.SaveRegisters(bodies.Change{Rows: rows(tx)}); err != nil {
			return err
		}
		return tx.Record("person.enrolled.v1", ref.Ref{Kind: ref.Person, ID: d.head})
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// lend makes a delegation of who acts, from one day to another.
func (d *deputies) lend(who actor.Actor, to ref.ID, first, last when.Day) (ref.ID, error) {
	a, _ := d.n.Act("add")
	r, err := a.Do(d.ctx, noun.Call{Command: d.cmd(who),
		In: &delegation.Delegation{Deputy: to, First: first, Last: last, Reason: "外出学习"}})
	return r.Object.ID, err
}

func (d *deputies) revoke(who actor.Actor, id ref.ID) error {
	a, _ := d.n.Act("revoke")
	_, err := a.Do(d.ctx, noun.Call{Command: d.cmd(who), ID: id, In: &delegation.Revoking{Reason: "提前返回"}})
	return err
}

func (d *deputies) actFor(id ref.ID) error {
	_, err := d.desk.ActFor(d.ctx, d.cmd(d.who(d.handIn)), d.handIn, id)
	return err
}

// A deputy has the grants of the posts where both work and no others, from the choice
// on until the delegation ends: revoked at once, over after its last day, or when one
// of the two leaves the post.
func TestDeputyActsWhileItIsLent(t *testing.T) {
	deputyHall(t, func(d *deputies) {
		head, self := d.who(d.headIn), d.who(d.handIn)
		if len(head.Grants) < 2 || !head.InPerson() || self.OnBehalf != 0 {
			t.Fatalf("%+v %+v", head, self)
		}
		id, err := d.lend(head, d.hand, d.today, d.today+9)
		if err != nil {
			t.Fatal(err)
		}
		if a := d.who(d.handIn); a.OnBehalf != 0 {
			t.Error("acts for somebody without having chosen to")
		}
		if err := d.actFor(id); err != nil {
			t.Fatal(err)
		}
		a := d.who(d.handIn)
		if a.Person != d.hand || a.OnBehalf != d.head || a.Delegation != id || a.Appointment != d.post || a.Post != "主任" ||
			len(a.Grants) != 1 || a.Grants[0].Role != actor.PrincipalOffice || a.Grants[0].Appointment != d.post {
			t.Errorf("as the deputy: %+v", a)
		}
		if a.Of(d.unit) || !a.StandsIn(d.unit) {
			t.Error("the head's post in the unit is lent, or its matters are not the head's own")
		}
		if other := d.in("hand", newPassword, ""); d.who(other).OnBehalf != 0 {
			t.Error("another session acts for the head too")
		}
		d.want("lends on", second(d.lend(a, d.head, d.today, d.today)), "access.in-person")
		d.want("changes the password", second(d.desk.ChangePassword(d.ctx, d.cmd(a), d.handIn, newPassword,
			"third password")), "access.in-person")
		d.want("makes a token", third(d.desk.CreateToken(d.ctx, d.cmd(a), account.NewToken{Name: "x",
			Scopes: []string{"order:read"}, Expires: d.today + 3})), "access.in-person")
		if _, err := d.desk.Confirm(d.ctx, a, []byte("x"), account.Proof{}); err == nil ||
			!strings.Contains(err.Error(), "access.in-person") {
			t.Errorf("confirms a signature as a deputy: %v", err)
		}
		if _, err := d.desk.SetLanguage(d.ctx, d.cmd(a), "en"); err != nil {
			t.Errorf("one's own language: %v", err)
		}

		if err := d.revoke(head, id); err != nil {
			t.Fatal(err)
		}
		if b := d.who(d.handIn); b.OnBehalf != 0 || b.Person != d.hand {
			t.Errorf("after it was revoked: %+v", b)
		}
		d.want("with the actor of before", d.draft(a), "delegation.none")
		d.want("chosen again", d.actFor(id), "delegation.none")

		if id, err = d.lend(head, d.hand, d.today, d.today+1); err != nil {
			t.Fatal(err)
		}
		if err := d.actFor(id); err != nil || d.who(d.handIn).OnBehalf != d.head {
			t.Fatal(err)
		}
		a = d.who(d.handIn)
		d.move(24 * time.Hour)
		d.handIn, d.headIn = d.in("hand", newPassword, ""), d.in("head", newPassword, "")
		if err := d.actFor(id); err != nil || d.who(d.handIn).OnBehalf != d.head {
			t.Fatalf("on its last day: %v", err)
		}
		d.move(24 * time.Hour)
		d.want("the day after", d.draft(a), "delegation.none")
		d.handIn, d.headIn = d.in("hand", newPassword, ""), d.in("head", newPassword, "")
		d.want("chosen the day after", d.actFor(id), "delegation.none")

		if id, err = d.lend(d.who(d.headIn), d.hand, d.today+2, d.today+20); err != nil {
			t.Fatal(err)
		}
		if err := d.actFor(id); err != nil {
			t.Fatal(err)
		}
		a = d.who(d.handIn)
		d.register(func(*Tx) bodies.Rows {
			return bodies.Rows{Appointments: []bodies.Appointment{{ID: d.post, Version: 2, Person: d.head, Body: d.office,
				Post: bodies.OfficeHead, Title: "主任", Period: when.Period{From: 1, To: d.today + 2}}}}
		})
		if b := d.who(d.handIn); b.OnBehalf != 0 {
			t.Errorf("the head left the office: %+v", b)
		}
		d.want("after the post ended", d.draft(a), "delegation.none")
	})
}

func second[T any](_ T, err error) error        { return err }
func third[T, U any](_ T, _ U, err error) error { return err }

func (d *deputies) orders() order.Commands { return desk(d.db) }

func (d *deputies) draft(a actor.Actor) error {
	_, err := d.orders().Create(d.ctx, d.cmd(a), actor.Principal, input(d.town))
	return err
}

// The two-person rule is not got round by acting for another: what the deputy began in
// the head's name neither of the two finishes, and what either began as themselves the
// deputy does not finish in the head's name. Orders, letters and closing go through it.
func TestDeputyIsNoSecondPerson(t *testing.T) {
	deputyHall(t, func(d *deputies) {
		self, head, o := d.who(d.handIn), d.who(d.headIn), d.orders()
		third := colleague(head)
		third.Grants = []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}
		id, err := d.lend(head, d.hand, d.today, d.today+5)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.actFor(id); err != nil {
			t.Fatal(err)
		}
		deputy := d.who(d.handIn)
		pairs := []struct {
			name   string
			by     actor.Actor
			others []actor.Actor
		}{{"the deputy", deputy, []actor.Actor{self, head, deputy}}, {"the hand", self, []actor.Actor{self, deputy}},
			{"the head", head, []actor.Actor{head, deputy}}}
		for _, x := range pairs {
			r, err := o.Create(d.ctx, d.cmd(x.by), actor.Principal, input(d.town))
			if err != nil {
				t.Fatal(err)
			}
			for _, other := range x.others {
				d.want(x.name+" drafted", second(o.Issue(d.ctx, d.cmd(other), r.Object.ID)), "order.issue-own")
			}
			if _, err := o.Issue(d.ctx, d.cmd(third), r.Object.ID); err != nil {
				t.Fatalf("%s drafted, somebody else approves: %v", x.name, err)
			}
			if _, err := o.WriteLetter(d.ctx, d.cmd(x.by), r.Object.ID, "TX", "请抓紧", 0); err != nil {
				t.Fatal(err)
			}
			list, err := d.db.Letters(d.ctx, r.Object.ID)
			if err != nil {
				t.Fatal(err)
			}
			letter := list[len(list)-1]
			if list[0].State == order.Written {
				letter = list[0]
			}
			for _, other := range x.others {
				d.want(x.name+" wrote", second(o.SendLetter(d.ctx, d.cmd(other), letter.ID)), "order.letter-own")
			}
			if _, err := o.SendLetter(d.ctx, d.cmd(third), letter.ID); err != nil {
				t.Fatal(err)
			}
		}
		all, err := d.db.Orders(d.ctx, access.ScopeOf(deputy, "order.see"), order.Filter{})
		if err != nil || len(all.Lines) != 3 {
			t.Fatalf("%d orders %v", len(all.Lines), err)
		}
		entries := 0
		for _, l := range all.Lines {
			if l.Drafter == d.hand && l.DrafterFor == d.head {
				entries++
			}
			acts, err := d.db.History(d.ctx, l.ID, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range acts.Events {
				if e.OnBehalf != 0 && (e.OnBehalf != d.head || e.Person != d.hand || e.Appointment != d.post) {
					t.Errorf("%s: %d for %d in %d", e.Kind, e.Person, e.OnBehalf, e.Appointment)
				}
				if e.OnBehalf != 0 {
					entries++
				}
			}
		}
		if entries != 3 { // the order, its draft and its letter
			t.Errorf("%d tell of both", entries)
		}
		// Who looks again at what the deputy closed is told of both (internal/recheck).
		closed := all.Lines[0].ID
		before := when.At(time.Now().AddDate(1, 0, 0))
		if by, err := d.db.Closers(d.ctx, closed, before); by != (recheck.Closing{}) || err != nil {
			t.Errorf("nobody closed it: %+v %v", by, err)
		}
		c := d.cmd(deputy)
		c.Verb = "order.supervise"
		_, err = d.db.Perform(d.ctx, c, func(t act.Tx) error {
			tx := t.(*Tx)
			x, err := tx.Order(closed)
			if err != nil {
				return err
			}
			x.State = order.Closed
			return errors.Join(tx.Allow("order.supervise", x.Object(order.Nobody)), tx.SaveOrder(x),
				tx.Record("order.closed.v1", x.Ref()))
		})
		if err != nil {
			t.Fatal(err)
		}
		by, err := d.db.Closers(d.ctx, closed, before)
		if want := (recheck.Closing{Reviewer: deputy.Hands()}); by != want || err != nil || !by.Has(d.head) ||
			!by.Has(d.hand) {
			t.Errorf("closed by %+v, want %+v %v", by, want, err)
		}
		if by, err := d.db.Closers(d.ctx, closed, 1); by.Has(d.head) || err != nil {
			t.Errorf("before: %+v %v", by, err)
		}
		d.want("a matter of the head's own unit", second(o.Create(d.ctx, d.cmd(deputy), actor.Principal, input(d.unit))),
			"access.own-matter")
	})
}
