package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// letterDesk gives both sides their 代字; its letters say what the order said.
func letterDesk(db *DB) order.Commands {
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
		var mu sync.Mutex
		ids := map[actor.Side][]ref.ID{}
		var wg sync.WaitGroup
		for c := range 16 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				side := []actor.Side{actor.Principal, actor.Supervisory}[c%2]
				r, err := issue(ctx, d, office, side, input(unit)) // with its notice
				if err != nil {
					t.Error(err)
					return
				}
				id := r.Object.ID
				mu.Lock()
				ids[side] = append(ids[side], id)
				mu.Unlock()
				for range 3 {
					if c%8 == 7 { // refused after nothing was taken: not overdue
						if _, err := d.WriteLetter(ctx, act.Command{Actor: office}, id, number.Urging, "", 0); err == nil {
							t.Error("an order that is not late was urged")
						}
						continue
					}
					if err := sendLetter(ctx, db, d, office, id, number.Reminder); err != nil {
						t.Error(err)
						return
					}
				}
			}()
		}
		wg.Wait()
		year := 0
		codes, counted, numbers := map[string]bool{}, map[number.Series]int64{}, map[number.Number]bool{}
		for side, want := range map[actor.Side]int{actor.Principal: 32, actor.Supervisory: 26} {
			var sent []order.Letter
			for _, id := range ids[side] {
				list, err := db.Letters(ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				sent = append(sent, list...)
			}
			slices.SortFunc(sent, func(a, b order.Letter) int { return cmp.Compare(a.DocumentNo, b.DocumentNo) })
			if len(sent) != want {
				t.Fatal(side, len(sent))
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
			if w, got := map[actor.Side]string{actor.Principal: "镇督",
				actor.Supervisory: "镇纪督"}[side], sent[0].Document(); got != fmt.Sprintf("%s〔%d〕1号", w, sent[0].Number.Year) {
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
		one := ids[actor.Principal][0]
		if err := sendLetter(ctx, db, d, office, one, number.Reminder); err != nil {
			t.Fatal(err)
		}
		if sent, _ := db.Letters(ctx, one); sent[len(sent)-1].DocumentNo != 33 {
			t.Error("after a rebuild the next number is", sent[len(sent)-1].Document())
		}
	})
}

// A letter stays as it was sent, whatever happens to its order afterwards.
func TestLetterKeepsItsWords(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		d := letterDesk(db)
		r, err := issue(ctx, d, office, actor.Principal, input(unit))
		if err != nil {
			t.Fatal(err)
		}
		id := r.Object.ID
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
		c, err := order.Check(ctx, db, official.ShowCode(now[0].Code))
		if err != nil || c.Standing != order.Void || c.Letter.ID != now[0].ID || c.VoidReason <= c.Entry ||
			c.Entry == 0 || c.VoidOn == 0 {
			t.Errorf("%+v, %v", c, err)
		}
		if c, err := order.Check(ctx, db, official.NewCode(nil)); err != nil || c.Standing != order.Unknown ||
			c.Public() != (order.Public{Standing: order.Unknown}) {
			t.Errorf("%+v, %v", c, err)
		}
	})
}

// sendLetter writes a letter as one person and sends it as another.
func sendLetter(
	ctx context.Context, db *DB, d order.Commands, office actor.Actor, id ref.ID, series number.Series,
) error {
	if _, err := d.WriteLetter(ctx, act.Command{Actor: office}, id, series, "", 0); err != nil {
		return err
	}
	list, err := db.Letters(ctx, id)
	if err != nil {
		return err
	}
	_, err = d.SendLetter(ctx, act.Command{Actor: colleague(office)}, list[len(list)-1].ID)
	return err
}

// A letter waits for somebody else: whoever wrote it does not send it, a second
// one is not written meanwhile, what is dropped is never sent, and none of it
// takes a number. The unit reads what was sent, once.
func TestLettersNeedTwoPeople(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		d := letterDesk(db)
		r, err := issue(ctx, d, office, actor.Principal, input(unit))
		if err != nil {
			t.Fatal(err)
		}
		id := r.Object.ID
		refused := func(err error) string {
			var no *text.Refusal
			if errors.As(err, &no) {
				return no.Key
			}
			return fmt.Sprint(err)
		}
		want := func(what, key string, err error) {
			t.Helper()
			if got := refused(err); got != key {
				t.Errorf("%s: %s, want %s", what, got, key)
			}
		}
		write := func() (ref.ID, error) {
			if _, err := d.WriteLetter(ctx, act.Command{Actor: office}, id, number.Reminder, "请抓紧", 0); err != nil {
				return 0, err
			}
			list, err := db.Letters(ctx, id)
			return list[len(list)-1].ID, err
		}
		first, err := write()
		if err != nil {
			t.Fatal(err)
		}
		if l, _, _ := db.Letter(ctx, first); l.Number.No != 0 || l.Code != "" || l.DocumentNo != 0 || l.Paper.Kept() {
			t.Errorf("a letter that was not sent has a number: %+v", l)
		}
		_, err = write()
		want("a second while one waits", "order.letter-waits", err)
		_, err = d.SendLetter(ctx, act.Command{Actor: office}, first)
		want("sent by its writer", "order.letter-own", err)
		hand := actor.Actor{Account: 40, Person: 2, Jurisdiction: office.Jurisdiction,
			Grants: []actor.Grant{{Role: actor.Clerk, Unit: unit, Own: []ref.ID{unit}}}}
		_, err = d.ReadLetter(ctx, act.Command{Actor: hand}, first)
		want("read before it was sent", "order.letter-read-already", err)
		if _, err := d.DropLetter(ctx, act.Command{Actor: office}, first, "已电话提醒"); err != nil {
			t.Fatal(err)
		}
		_, err = d.SendLetter(ctx, act.Command{Actor: colleague(office)}, first)
		want("sent after it was dropped", "order.letter-gone.dropped", err)
		second, err := write()
		if err != nil {
			t.Fatal(err)
		}
		waiting, err := db.LettersWritten(ctx, access.ScopeOf(office, "order.see"))
		if err != nil || len(waiting) != 1 || waiting[0].ID != second || waiting[0].Order != id ||
			waiting[0].Writer != office.Person {
			t.Errorf("waiting: %+v %v", waiting, err)
		}
		if _, err := d.SendLetter(ctx, act.Command{Actor: colleague(office)}, second); err != nil {
			t.Fatal(err)
		}
		_, err = d.SendLetter(ctx, act.Command{Actor: colleague(office)}, second)
		want("sent twice", "order.letter-gone.sent", err)
		if l, _, _ := db.Letter(ctx, second); l.Number.No != 1 || l.By != office.Person+1000 || l.Writer != office.Person ||
			!l.Paper.Kept() {
			t.Errorf("%+v", l)
		}
		unread, err := db.LettersUnread(ctx, access.ScopeOf(hand, "order.see"))
		if err != nil || len(unread) != 1 || unread[0].ID != second {
			t.Errorf("unread: %+v %v", unread, err)
		}
		if _, err := d.ReadLetter(ctx, act.Command{Actor: hand}, second); err != nil {
			t.Fatal(err)
		}
		_, err = d.ReadLetter(ctx, act.Command{Actor: hand}, second)
		want("read twice", "order.letter-read-already", err)
		if list, err := db.LettersUnread(ctx, access.ScopeOf(hand, "order.see")); err != nil || len(list) != 0 {
			t.Errorf("still unread: %+v %v", list, err)
		}
		if list, err := db.LettersWritten(ctx, access.ScopeOf(office, "order.see")); err != nil || len(list) != 0 {
			t.Errorf("still waiting: %+v %v", list, err)
		}
	})
}
