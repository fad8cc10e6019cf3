package store_test

import (
	"context"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/handover"
	"shuangze/internal/journal"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/store/storetest"
	"shuangze/internal/when"
)

// The sheet of a chief who left lists what is open of the unit, once; it stays as it
// was frozen while the matters go on, is signed by both or by an office for who left
// the county, and never without a confirmation of this very sheet.
func TestHandoverIsFrozenAndSigned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, c *storetest.County) {
		ctx, today := context.Background(), when.At(time.Now()).Day()
		first := c.Issue(t, c.Draft()).Object.ID
		other := c.Draft()
		other.Subject = "另一单"
		c.Issue(t, other)
		var left ref.ID
		c.Play(t, "person.change", func(tx *store.Tx) (journal.Kind, ref.Ref, error) {
			left = tx.NewID()
			rows := bodies.Rows{Appointments: []bodies.Appointment{
				{ID: left, Version: 1, Person: 50, Unit: c.Unit, Post: bodies.Chief, Title: "原局长",
					Period: when.Period{From: 1, To: today}}}}
			return "person.appointed.v1", ref.Ref{Kind: ref.Person, ID: 50}, tx.SaveRegisters(bodies.Change{Rows: rows})
		})
		d := handover.Commands{Door: act.NewDoor(c.DB, func(t act.Tx) handover.Tx { return t.(*store.Tx) }),
			SignBy: func(day when.Day) when.Deadline { return when.Deadline{Due: day + 5} }}
		machine := act.Command{Actor: actor.Machine(c.Office.Jurisdiction, "tick")}
		r, err := d.Make(ctx, machine, left, 1)
		if err != nil {
			t.Fatal(err)
		}
		id := r.Object.ID
		if _, err := d.Make(ctx, machine, left, 1); err == nil || !strings.Contains(err.Error(), "handover.made") {
			t.Errorf("made twice: %v", err)
		}
		now := func() (*handover.Sheet, []handover.Row) {
			t.Helper()
			v, _, err := c.DB.One(ctx, ref.Handover, id)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := c.DB.HandoverRows(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			return v.(*handover.Sheet), rows
		}
		s, rows := now()
		if len(rows) != 2 || rows[0].Matter != first || rows[0].Of != ref.Order || rows[0].Due == 0 ||
			rows[0].State != "issued" || rows[1].Title != "另一单" ||
			s.Matters != 2 || !s.Frozen(rows) || !s.Gone || s.Due != today+5 || s.Leaver != 50 {
			t.Fatalf("%+v %+v", s, rows)
		}
		if _, err := c.Orders.Withdraw(ctx, act.Command{Actor: c.Office}, first, "另行督办"); err != nil {
			t.Fatal(err)
		}
		if s, rows := now(); !s.Frozen(rows) || rows[0].State != "issued" {
			t.Error("what is frozen moved with the matter")
		}
		n := d.Noun()
		do := func(ctx context.Context, who actor.Actor, name string, in any) string {
			a, _ := n.Act(name)
			if _, err := a.Do(ctx, noun.Call{Command: act.Command{Actor: who}, ID: id, In: in}); err != nil {
				return err.Error()
			}
			return ""
		}
		chief := actor.Actor{Account: 1, Person: 1, Jurisdiction: c.Office.Jurisdiction,
			Grants: []actor.Grant{{Role: actor.FirstResponsible, Unit: c.Unit, Own: []ref.ID{c.Unit}}}}
		wrong := handover.Confirmed(ctx, "passkey", []byte("another sheet"))
		right := handover.Confirmed(ctx, "passkey", purpose(t, s))
		for _, x := range []struct {
			ctx  context.Context
			who  actor.Actor
			act  string
			in   any
			want string
		}{
			{ctx, chief, "sign-in", &handover.Signing{}, "handover.unconfirmed"},
			{wrong, chief, "sign-in", &handover.Signing{}, "handover.unconfirmed"},
			{right, c.Hand, "sign-in", &handover.Signing{}, "access.forbidden"},
			{right, c.Office, "sign-in", &handover.Signing{}, "access.forbidden"},
			{right, chief, "sign-out", &handover.Signing{}, "access.forbidden"},
			{ctx, chief, "reserve", &handover.Reserved{Row: "3", Note: "待核"}, "handover.no-row"},
			{ctx, c.Hand, "reserve", &handover.Reserved{Row: "2", Note: "待核"}, "access.forbidden"},
			{ctx, chief, "reserve", &handover.Reserved{Row: "2", Note: "账目待核"}, ""},
			{right, chief, "sign-in", &handover.Signing{}, ""},
			{right, chief, "sign-in", &handover.Signing{}, "handover.signed"},
			{ctx, chief, "reserve", &handover.Reserved{Row: "2", Note: "改口"}, "handover.signed"},
			{right, c.Office, "sign-out", &handover.Signing{}, "input.required"},
			{right, c.Office, "sign-out", &handover.Signing{Reason: "已调离本县"}, ""},
		} {
			if got := do(x.ctx, x.who, x.act, x.in); x.want == "" && got != "" || !strings.Contains(got, x.want) {
				t.Errorf("%s by %d: %q, want %q", x.act, x.who.Person, got, x.want)
			}
		}
		s, rows = now()
		if s.State != handover.Signed || s.InBy != 1 || s.InMeans != "passkey" || s.OutBy != c.Office.Person ||
			s.OutReason == "" || rows[1].InNote != "账目待核" || rows[1].OutNote != "" || !s.Frozen(rows) {
			t.Errorf("%+v %+v", s, rows)
		}
	})
}

func purpose(t *testing.T, s *handover.Sheet) []byte {
	t.Helper()
	b, err := hex.DecodeString(s.Digest)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
