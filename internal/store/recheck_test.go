package store_test

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/lists/order"
	"shuangze/internal/noun"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/store/storetest"
	"shuangze/internal/when"
)

// A period is drawn of once, when its seed is signed; of two at once one draws. Whoever
// looks is named among those of the office without a hand in the closing; what does not
// hold is taken up again in the same transaction, and a refused day leaves both as they
// were. The first closing stays.
func TestSampleIsDrawnAndSeen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, c *storetest.County) {
		ctx, today := context.Background(), when.At(time.Now()).Day()
		p := recheck.Period{Name: "past", From: today - 30, To: today - 2}
		always := when.Period{From: 1, To: when.Open}
		c.Play(t, "body.change", func(tx *store.Tx) (journal.Kind, ref.Ref, error) {
			office := tx.NewID()
			rows := bodies.Rows{Bodies: []bodies.Body{{ID: office, Version: 1, Kind: bodies.PrincipalOffice, Name: "办公室",
				Period: always}}}
			for _, person := range []ref.ID{8, 70} {
				rows.Appointments = append(rows.Appointments, bodies.Appointment{ID: tx.NewID(), Version: 1, Person: person,
					Body: office, Post: bodies.OfficeHandler, Title: "经办", Period: always})
			}
			return "body.founded.v1", ref.Ref{Kind: ref.Body, ID: office}, tx.SaveRegisters(bodies.Change{Rows: rows})
		})
		for _, subject := range []string{"甲", "乙", "丙"} {
			in := c.Draft()
			in.Subject = subject
			id := c.Issue(t, in).Object.ID
			if subject == "丙" {
				continue // it is open
			}
			c.Play(t, "order.close", func(tx *store.Tx) (journal.Kind, ref.Ref, error) {
				o, err := tx.Order(id)
				o.State, o.Requester, o.ClosedAt = order.Closed, 2, (today - 5).Start()
				o.FirstClosedAt = o.ClosedAt
				return "order.closed.v1", o.Ref(), errors.Join(err, tx.SaveOrder(o))
			})
		}
		d := recheck.Commands{Door: act.NewDoor(c.DB, func(t act.Tx) recheck.Tx { return t.(*store.Tx) }),
			Rule:  recheck.Rule{Share: 100, PerUnit: 1, AtMost: 200},
			DueBy: func(day when.Day) when.Deadline { return when.Deadline{Due: day + 28} },
			Reopen: func(tx recheck.Tx, x *recheck.Check, reason string, due when.Day) error {
				return c.Orders.ReopenIn(tx.(*store.Tx), x.Matter, reason, due)
			}}
		machine := act.Command{Actor: actor.Machine(c.Office.Jurisdiction, "tick")}
		draw := func() error { _, err := d.Make(ctx, machine, actor.Principal, p); return err }
		if err := draw(); !errors.Is(err, recheck.ErrNoSeed) {
			t.Errorf("drawn without a seed: %v", err)
		}
		key, _, err := note.GenerateKey(rand.Reader, "test")
		if err != nil {
			t.Fatal(err)
		}
		signer, err := note.NewSigner(key)
		if err != nil {
			t.Fatal(err)
		}
		signed, err := c.DB.Checkpoint(ctx, signer)
		if err != nil {
			t.Fatal(err)
		}
		both := make(chan error, 2)
		for range 2 {
			go func() { both <- draw() }()
		}
		if a, b := <-both, <-both; (a == nil) == (b == nil) || !strings.Contains(errors.Join(a, b).Error(), "draw.made") {
			t.Fatalf("two at once: %v, %v", a, b)
		}
		if _, err := d.Make(ctx, machine, actor.Supervisory, p); !errors.Is(err, recheck.ErrNothing) {
			t.Errorf("the other side: %v", err)
		}
		if last, err := c.DB.LastDraw(ctx, c.Office.Jurisdiction, actor.Principal); last != p.To || err != nil {
			t.Errorf("%d %v", last, err)
		}
		draws, err := c.DB.AllOf(ctx, ref.Draw, c.Office.Jurisdiction)
		if err != nil || len(draws) != 1 {
			t.Fatal(draws, err)
		}
		made := draws[0].(*recheck.Draw)
		i := slices.IndexFunc(signed, func(s store.Signed) bool { return strings.Contains(s.Journal, "acts") })
		if made.Seed != recheck.Seed(p, actor.Principal, signed[i].Root) || made.Covers != signed[i].Size {
			t.Errorf("seed %s", made.Seed)
		}
		units, err := c.DB.DrawUnits(ctx, made.ID)
		if err != nil || len(units) != 1 || units[0].Closed != 2 || units[0].Sample != 2 || len(made.Again(units)) != 2 {
			t.Fatalf("%+v %v", units, err)
		}
		all, err := c.DB.AllOf(ctx, ref.Recheck, c.Office.Jurisdiction)
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		for _, v := range all { // 8 closed both
			if x := v.(*recheck.Check); x.Reviewer != 8 || x.Checker != 70 || x.Requester != 2 || x.Due != today+28 {
				t.Errorf("%+v", x)
			}
		}
		other := c.Office
		other.Account, other.Person = 77, 70
		fails, holds := all[0].(*recheck.Check), all[1].(*recheck.Check)
		do := func(who actor.Actor, name string, id ref.ID, in any) string {
			a, _ := d.Noun().Act(name)
			if _, err := a.Do(ctx, noun.Call{Command: act.Command{Actor: who}, ID: id, In: in}); err != nil {
				return err.Error()
			}
			return ""
		}
		said := "公开栏没有更新，问题又出现"
		for _, x := range []struct {
			who  actor.Actor
			act  string
			id   ref.ID
			in   any
			want string
		}{
			{c.Office, "fail", fails.ID, &recheck.Said{Text: said, Due: today + 20}, "recheck.not-yours"},
			{c.Hand, "fail", fails.ID, &recheck.Said{Text: said, Due: today + 20}, "access.forbidden"},
			{other, "fail", fails.ID, &recheck.Said{Text: said}, "input.required"},
			{other, "fail", fails.ID, &recheck.Said{Text: said, Due: today}, "order.due-past"},
			{other, "hand", fails.ID, &recheck.Handed{Checker: 8}, "recheck.checker.barred"},
			{other, "fail", fails.ID, &recheck.Said{Text: said, Due: today + 20}, ""},
			{other, "fail", fails.ID, &recheck.Said{Text: said, Due: today + 20}, "recheck.judged"},
			{other, "reply", fails.ID, &recheck.Said{Text: "属实"}, "access.forbidden"},
			{c.Hand, "reply", fails.ID, &recheck.Said{Text: "属实"}, ""},
			{other, "hold", holds.ID, &recheck.Said{Text: said}, ""},
		} {
			if got := do(x.who, x.act, x.id, x.in); x.want == "" && got != "" || !strings.Contains(got, x.want) {
				t.Errorf("%s by %d: %q, want %q", x.act, x.who.Person, got, x.want)
			}
			if o, _, err := c.DB.Order(ctx, fails.Matter); x.want != "" && x.want != "recheck.judged" &&
				x.act == "fail" && (o.State != order.Closed || err != nil) {
				t.Errorf("%s: refused, and the order is %s", x.want, o.State)
			}
		}
		o, _, err := c.DB.Order(ctx, fails.Matter)
		if err != nil || o.State != order.InProgress || o.Reopenings != 1 || o.FirstClosedAt != (today-5).Start() ||
			o.Due != today+20 {
			t.Errorf("%+v %v", o, err)
		}
		came, err := c.DB.CameOf(ctx, []ref.ID{made.ID})
		if want := (recheck.Came{Held: 1, Failed: 1}); came[made.ID] != want || err != nil {
			t.Errorf("%+v %v", came, err)
		}
	})
}
