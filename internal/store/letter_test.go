package store

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
)

// letterDesk gives both sides their 代字; its letters say what the order said.
func letterDesk(db *DB) order.Desk {
	d := desk(db)
	d.Rules.Word = func(s actor.Side, n number.Series) string {
		if s == actor.Supervisory {
			return "镇纪督"
		}
		return "镇督"
	}
	d.Rules.Write = func(o order.Order, l order.Letter, n order.Names) order.Paper {
		return order.Paper{Organ: n.Office, Title: "督办通知书", To: n.Unit, Body: []string{o.Subject, l.Due.String()}}
	}
	return d
}

func TestConcurrentLettersAreNumberedWithoutGaps(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		office.Grants = append(office.Grants, actor.Grant{Role: actor.SupervisoryOffice, Side: actor.Supervisory})
		d := letterDesk(db)
		ids := map[actor.Side]ref.ID{}
		for _, s := range []actor.Side{actor.Principal, actor.Supervisory} {
			r, err := d.Create(ctx, act.Command{Actor: office}, s, input(unit))
			if err != nil {
				t.Fatal(err)
			}
			ids[s] = r.Object.ID
		}
		var wg sync.WaitGroup
		for c := range 16 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				side, series := actor.Principal, number.Notice
				if c%2 == 1 {
					side, series = actor.Supervisory, number.Reminder
				} else if c%4 == 2 {
					series = number.Reminder // another kind under the same 代字
				}
				for range 4 {
					if c%8 == 7 { // refused after nothing was taken: not overdue
						if _, err := d.Send(ctx, act.Command{Actor: office}, ids[side], number.Urging, "", 0); err == nil {
							t.Error("an order that is not late was urged")
						}
						continue
					}
					if _, err := d.Send(ctx, act.Command{Actor: office}, ids[side], series, "", 0); err != nil {
						t.Error(err)
						return
					}
				}
			}()
		}
		wg.Wait()
		year := 0
		codes, counted, numbers := map[string]bool{}, map[number.Series]int64{}, map[number.Number]bool{}
		for side, want := range map[actor.Side]int{actor.Principal: 32, actor.Supervisory: 24} {
			sent, err := db.Letters(ctx, ids[side])
			if err != nil || len(sent) != want {
				t.Fatal(side, len(sent), err)
			}
			for i, l := range sent {
				if l.DocumentNo != int64(i+1) {
					t.Errorf("letter %d of %s is %s", i+1, side, l.Document())
				}
				counted[l.Number.Series]++
				numbers[l.Number], year = true, l.Number.Year
				if again, ok, err := db.LetterByCode(ctx, l.Code); err != nil || !ok || again.ID != l.ID || codes[l.Code] {
					t.Error("the code does not find its letter", err)
				}
				codes[l.Code] = true
				for _, typed := range []string{l.Document(), l.Number.String()} {
					if again, ok, err := db.LetterNumbered(ctx, office.Jurisdiction, typed); err != nil || !ok || again.ID != l.ID {
						t.Errorf("%s does not find its letter: %v", typed, err)
					}
				}
				if _, ok, _ := db.LetterNumbered(ctx, office.Jurisdiction+1, l.Document()); ok {
					t.Error("another county's letter was found")
				}
			}
			if w, got := map[actor.Side]string{actor.Principal: "镇督", actor.Supervisory: "镇纪督"}[side], sent[0].Document(); got != fmt.Sprintf("%s〔%d〕1号", w, sent[0].Number.Year) {
				t.Error(got)
			}
		}
		for series, n := range counted { // the register's own numbers, over both sides
			for no := range n {
				if !numbers[number.Number{Series: series, Year: year, No: no + 1}] {
					t.Errorf("there is no %s %d of %d", series, no+1, n)
				}
			}
		}
		if _, ok, err := db.LetterByCode(ctx, ""); ok || err != nil {
			t.Error("no code found a letter", err)
		}
		if v := verified(t, db, VerifyOptions{}); v.State.Total+v.State.Derived.Total+v.Strays.Total != 0 {
			t.Errorf("%+v", v)
		}
		if err := db.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Send(ctx, act.Command{Actor: office}, ids[actor.Principal], number.Notice, "", 0); err != nil {
			t.Fatal(err)
		}
		if sent, _ := db.Letters(ctx, ids[actor.Principal]); sent[32].DocumentNo != 33 {
			t.Error("after a rebuild the next number is", sent[32].Document())
		}
	})
}

// A letter stays as it was sent, whatever happens to its order afterwards.
func TestLetterKeepsItsWords(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		d := letterDesk(db)
		r, err := d.Create(ctx, act.Command{Actor: office}, actor.Principal, input(unit))
		if err != nil {
			t.Fatal(err)
		}
		id := r.Object.ID
		if _, err := d.Send(ctx, act.Command{Actor: office}, id, number.Notice, "", 0); err != nil {
			t.Fatal(err)
		}
		was, _ := db.Letters(ctx, id)
		if _, err := db.Perform(ctx, act.Command{Actor: office, Verb: "test.change"}, func(a act.Tx) error {
			tx := a.(*Tx)
			tx.allowed = true
			o, err := tx.Order(id)
			if err != nil {
				return err
			}
			o.Due, o.Subject, o.Extensions = o.Due+10, "另一件事", 1
			if err := tx.SaveOrder(o); err != nil {
				return err
			}
			return tx.Record("test.changed.v1", o.Ref())
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Withdraw(ctx, act.Command{Actor: office}, id, "重复下发"); err != nil {
			t.Fatal(err)
		}
		now, _ := db.Letters(ctx, id)
		if !reflect.DeepEqual(was, now) || now[0].Paper.Body[0] != input(unit).Subject {
			t.Errorf("was %+v\nnow %+v", was, now)
		}
		c, err := order.Check(ctx, db, order.ShowCode(now[0].Code))
		if err != nil || c.Standing != order.Void || c.Letter.ID != now[0].ID || c.VoidReason <= c.Entry || c.Entry == 0 || c.VoidOn == 0 {
			t.Errorf("%+v, %v", c, err)
		}
		if c, err := order.Check(ctx, db, order.NewCode()); err != nil || c.Standing != order.Unknown || c.Public() != (order.Public{Standing: order.Unknown}) {
			t.Errorf("%+v, %v", c, err)
		}
	})
}
