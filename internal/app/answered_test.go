package app

import (
	"context"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/letter"
	letterslip "shuangze/internal/letter/slip"
	"shuangze/internal/lists/order"
	"shuangze/internal/notify"
	"shuangze/internal/ref"
)

// What one of several did waits for none of them: whoever was told so that one of them does it finds that it is done,
// also who did it without opening the message. Who was told for another reason reads it still.
func TestOneOfSeveralAnswered(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		ctx := context.Background()
		tells := func() {
			t.Helper()
			if err := v.h.TellEntries(ctx, v.takes("notify")); err != nil {
				t.Fatal(err)
			}
		}
		about := func(login string, of ref.Ref, topic string) (m notify.Message) {
			t.Helper()
			for _, m := range v.inbox(login) {
				if m.Of == of && m.Topic == topic {
					return m
				}
			}
			t.Fatalf("%s was told nothing of %s", login, topic)
			return m
		}
		waits := func(of ref.Ref, topic, said string, logins ...string) {
			t.Helper()
			for _, login := range logins {
				if m := about(login, of, topic); m.Said != said || m.Read != 0 || m.Why == "done" {
					t.Errorf("%s is asked %+v, want %s", login, m, said)
				}
			}
		}
		done := func(of ref.Ref, topic, said string, logins ...string) {
			t.Helper()
			for _, login := range logins {
				if m := about(login, of, topic); m.Said != said || m.Read == 0 || m.Why != "done" || m.Due != 0 {
					t.Errorf("%s is asked still: %+v", login, m)
				}
			}
		}
		tells()

		// An extension is granted by one of the office.
		o := v.extended("曙坪镇")
		offices := map[actor.Side][]string{actor.Principal: {"zhuti", "zhuti-jb"},
			actor.Supervisory: {"jiandu", "jiandu-jb"}}[o.Side]
		tells()
		waits(o.Ref(), "order.extension", "order.extension-asked", offices...)
		if _, err := v.h.Orders.RefuseExtension(ctx, act.Command{Actor: v.actor(offices[0])}, o.ID, "按原期限办理"); err != nil {
			t.Fatal(err)
		}
		tells()
		done(o.Ref(), "order.extension", "order.extension-refused", offices...)
		waits(o.Ref(), "order.extension", "order.extension-refused", "shuping-lly")
		page := v.ask(offices[1], "GET", "/inbox").Body.String()
		if !strings.Contains(page, "原来等您办，已经办好了") {
			t.Error("the inbox does not say that it is done")
		}

		// A document is received by one of the unit's desk; asked and answered within one round leave nothing unread.
		id := v.dispatched(1, letter.Signing, "落实主体责任办公室")
		slip := ref.Ref{Kind: ref.Slip, ID: v.slipOf(id, "县委督查室")}
		tells()
		waits(slip, "slip.open", "slip.made", "zhuti-jb", "zhuti")
		if _, no := v.does("zhuti", ref.Slip, "agree", slip.ID, &letterslip.Said{}); no != "" {
			t.Fatal(no)
		}
		tells()
		done(slip, "slip.open", "slip.agreed", "zhuti-jb", "zhuti")
		id = v.dispatched(2, letter.Signing, "落实主体责任办公室")
		slip.ID = v.slipOf(id, "县委督查室")
		if _, no := v.does("zhuti", ref.Slip, "agree", slip.ID, &letterslip.Said{}); no != "" {
			t.Fatal(no)
		}
		tells()
		done(slip, "slip.open", "slip.agreed", "zhuti-jb", "zhuti")
	})
}

// extended is an order of a unit for which its clerk has just asked an extension.
func (v *visitors) extended(unit string) order.Order {
	v.Helper()
	ctx, clerk := context.Background(), act.Command{Actor: v.actor("shuping-lly")}
	all, err := v.h.DB.EveryOrder(ctx, 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, o := range all {
		if o.Unit != v.unit(unit) || !o.State.Open() {
			continue
		}
		if _, err = v.h.Orders.AskExtension(ctx, clerk, o.ID, o.Due+5, "汛期道路中断", "已公示六个村"); err == nil {
			return o
		}
	}
	v.Fatal("no order of "+unit+" can be extended", err)
	return order.Order{}
}
