package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/journal"
	"shuangze/internal/lists/task"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/store/storetest"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// A bureau's task, counter-signed by the committee that is responsible with it,
// reported quarter by quarter, delivered, sent back and accepted: its row says how it
// stands, and of two who act at once one is refused.
func TestTasksAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, c *storetest.County) {
		ctx, year := context.Background(), when.At(time.Now()).Day().Year()
		always := when.Period{From: 1, To: when.Open}
		var group, committee ref.ID
		c.Play(t, "body.change", func(tx *store.Tx) (journal.Kind, ref.Ref, error) {
			group, committee = tx.NewID(), tx.NewID()
			seat := tx.NewID()
			rows := bodies.Rows{Units: []bodies.Unit{{ID: seat, Version: 1, Code: "U2", When: always}},
				Bodies: []bodies.Body{
					{ID: group, Version: 1, Kind: bodies.PartyGroup, Name: "党组", Unit: c.Unit, Period: always},
					{ID: committee, Version: 1, Kind: bodies.WorkCommittee, Name: "工委", Unit: seat, Period: always}}}
			return "body.founded.v1", ref.Ref{Kind: ref.Body, ID: group}, tx.SaveRegisters(bodies.Change{Rows: rows})
		})
		n := task.Commands{Door: act.NewDoor(c.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }),
			Tables:    func(string) []string { return []string{"key"} },
			LateShare: func(when.Day) int64 { return 50 }}.Noun()
		do := func(who actor.Actor, name string, id ref.ID, in any) (ref.ID, error) {
			a, ok := n.Act(name)
			if !ok {
				t.Fatal("no act ", name)
			}
			r, err := a.Do(ctx, noun.Call{Command: act.Command{Actor: who}, ID: id, In: in})
			return r.Object.ID, err
		}
		secretary := actor.Actor{Account: 31, Person: 31, Jurisdiction: c.Office.Jurisdiction,
			Grants: []actor.Grant{{Role: actor.FirstResponsible, Body: committee}}}
		id, err := do(c.Office, "add", 0, &task.Task{Year: int64(year), Origin: task.OfCommittee, Category: "key",
			Task: "每季度研究", Body: group, Period: "每季度末", Points: 250})
		if err != nil {
			t.Fatal(err)
		}
		now := func() *task.Task {
			t.Helper()
			v, ok, err := c.DB.One(ctx, ref.Task, id)
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			return v.(*task.Task)
		}
		// Two of one body sign at once, two report one quarter, two accept.
		twice := func(first, second actor.Actor, name string, in func() any) {
			t.Helper()
			var wait sync.WaitGroup
			errs := make([]error, 2)
			for i, who := range []actor.Actor{first, second} {
				wait.Go(func() { _, errs[i] = do(who, name, id, in()) })
			}
			wait.Wait()
			var refused *text.Refusal
			if (errs[0] == nil) == (errs[1] == nil) || !errors.As(errors.Join(errs...), &refused) {
				t.Errorf("%s at once: %v", name, errs)
			}
		}
		none := func() any { return nil }
		if x := now(); x.Countersign != task.Wanted || x.Countersigner != committee {
			t.Fatalf("%+v", x)
		}
		other := secretary
		other.Account, other.Person = 32, 32
		twice(secretary, other, "countersign", none)
		if x := now(); x.Countersign != task.Signed || x.CountersignedBy != 31 && x.CountersignedBy != 32 {
			t.Errorf("%+v", x)
		}
		for i := range 3 {
			if _, err := do(c.Hand, "report", id, &task.Reported{Progress: "已研究", Round: true}); err != nil {
				t.Fatal(err)
			}
			if x := now(); x.Reached != int64(i+1) || x.Next != x.Dues()[i+1] || x.Percent != int64(25*(i+1)) {
				t.Errorf("quarter %d: %+v", i+1, x)
			}
		}
		done := func() any { return &task.Said{Text: "四次均已研究"} }
		twice(c.Hand, storetest.Colleague(c.Hand), "deliver", done)
		if _, err := do(c.Office, "send-back", id, &task.Said{Text: "缺少第四季度的会议记录"}); err != nil {
			t.Fatal(err)
		}
		if x := now(); x.State != task.Open || x.Reached != 3 || x.Missing == "" || x.DeliveredBy != 0 {
			t.Errorf("%+v", x)
		}
		twice(c.Hand, storetest.Colleague(c.Hand), "deliver", done)
		twice(c.Office, storetest.Colleague(c.Office), "accept", none)
		if x := now(); x.State != task.Done || x.Countersign != task.Signed || x.AcceptedOn == 0 {
			t.Errorf("%+v", x)
		}
	})
}
