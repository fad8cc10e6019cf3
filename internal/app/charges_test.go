package app

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
	"shuangze/internal/notify"
	"shuangze/internal/ref"
	"shuangze/internal/text"
)

// confirmed is an order that waits for its office to review it.
func (v *visitors) confirmed() order.Order {
	v.Helper()
	all, err := v.h.DB.EveryOrder(context.Background(), 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, o := range all {
		if o.State == order.Confirmed {
			return o
		}
	}
	v.Fatal("no order waits to be reviewed")
	return order.Order{}
}

// Of two who take a matter up one has it; the other is told on the page and at the form,
// and may act all the same. It is put back, handed over, renewed, and ends by itself.
func TestMattersAreTakenUp(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		o := v.confirmed()
		lead, foreign := "zhuti", "jiandu-jb"
		if o.Side == actor.Supervisory {
			lead, foreign = "jiandu", "zhuti-jb"
		}
		head, hand := v.actor(lead), v.actor(lead+"-jb")
		d := v.h.charges().With(v.kinds())
		at := "/orders/" + o.ID.String()
		before, err := v.h.DB.ChargesOn(ctx, []ref.ID{o.ID})
		for _, c := range before { // the demonstration's head of the office has it
			_, back := d.PutBack(ctx, act.Command{Actor: head}, c.ID)
			err = errors.Join(err, back)
		}
		if err != nil {
			t.Fatal(err)
		}
		refused := func(err error, key string) {
			t.Helper()
			var r *text.Refusal
			var in text.InputErrors
			if !(errors.As(err, &r) && r.Key == key || errors.As(err, &in) && in[0].Key == key) {
				t.Errorf("%v, want %s", err, key)
			}
		}
		take := func(who actor.Actor) error {
			_, err := d.Take(ctx, act.Command{Actor: who}, o.Ref(), "close")
			return err
		}
		held := func() (ref.ID, ref.ID) {
			t.Helper()
			list, err := v.h.DB.ChargesOn(ctx, []ref.ID{o.ID})
			if err != nil || len(list) != 1 {
				t.Fatalf("%d have it, %v", len(list), err)
			}
			return list[0].ID, list[0].Holder
		}
		for _, login := range []string{"shuping-lly", "shuping", "caizheng", "caizheng-jb", "xitong", foreign} {
			if err := take(v.actor(login)); err == nil {
				t.Errorf("%s took it up", login)
			}
		}
		_, err = d.Take(ctx, act.Command{Actor: hand}, o.Ref(), "attach")
		refused(err, "charge.nothing")

		var wg sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for _, who := range []actor.Actor{head, hand} {
			wg.Go(func() {
				err := take(who)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else {
					refused(err, "charge.held")
				}
			})
		}
		wg.Wait()
		if won != 1 {
			t.Fatalf("%d of two took it up", won)
		}
		id, who := held()
		first, other, login := head, hand, lead+"-jb"
		if who == hand.Person {
			first, other, login = hand, head, lead
		}
		for _, page := range []string{at, at + "/do/close", "/?taken=others"} {
			if body := v.ask(login, "GET", page).Body.String(); !strings.Contains(body, v.personName(who)+" 从 ") {
				t.Errorf("%s does not say who has it", page)
			}
		}
		if body := v.ask(login, "GET", "/?taken=free").Body.String(); strings.Contains(body, at+"/") {
			t.Error("it is free and taken up")
		}
		body := v.ask("shuping-lly", "GET", at).Body.String()
		if strings.Contains(body, "起承办") || strings.Contains(body, "我来办") {
			t.Error("the unit reads who of the office has it")
		}
		if err := take(first); err != nil {
			t.Error("not renewed:", err)
		}
		_, err = d.PutBack(ctx, act.Command{Actor: other}, id)
		refused(err, "charge.not-own")
		_, err = d.Hand(ctx, act.Command{Actor: first}, id, v.actor("shuping-lly").Person)
		refused(err, "charge.to")
		if _, err = d.Hand(ctx, act.Command{Actor: first}, id, other.Person); err != nil {
			t.Fatal(err)
		}
		if err := v.h.TellEntries(ctx, v.takes("notify")); err != nil {
			t.Fatal(err)
		}
		told := false
		for _, m := range v.inbox(login) {
			told = told || m.Said == "charge.handed" && m.Of == o.Ref() && notify.Of(other).Person == m.Person
		}
		if _, now := held(); now != other.Person || !told {
			t.Errorf("handed to %d, told %v", now, told)
		}
		list, _ := v.h.DB.ChargesOn(ctx, []ref.ID{o.ID})
		c, today := list[0], v.h.Clock().Day()
		if !d.Live(c, string(o.State), today) || d.Live(c, "closed", today) || d.Live(c, string(o.State), today+14) {
			t.Error("it ends when the matter is decided, and when nobody touched it for long")
		}
		if w := v.send(login, "POST", "/charges/"+id.String()+"/put-back", url.Values{"of": {"order"},
			"object": {o.ID.String()}}); w.Code != 303 {
			t.Errorf("put back: %d", w.Code)
		}
		if w := v.send(login, "POST", "/charges", url.Values{"of": {"order"}, "object": {o.ID.String()}, "act": {"close"},
			"from": {"workbench"}}); w.Code != 303 {
			t.Errorf("taken up again: %d", w.Code)
		}
		if body := v.ask(login, "GET", "/?taken=mine").Body.String(); !strings.Contains(body, at+"/") {
			t.Error("what one took up is not among one’s own")
		}
	})
}
