package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"sync"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/notify"
	"shuangze/internal/outlet"
	"shuangze/internal/ref"
	"shuangze/internal/store"
)

// hearer is another system that answers after a while: a call may be broken off by the end
// of who calls.
type hearer struct {
	mu    sync.Mutex
	calls map[int64]map[string]int // by entry, by webhook-id
	first chan struct{}            // closed at the first call
	once  sync.Once
}

func (h *hearer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var e event
	if err := json.Unmarshal(body, &e); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	h.mu.Lock()
	if h.calls[e.Data.Entry] == nil {
		h.calls[e.Data.Entry] = map[string]int{}
	}
	h.calls[e.Data.Entry][r.Header.Get("webhook-id")]++
	h.mu.Unlock()
	h.once.Do(func() {
		close(h.first)
		select { // the first is never answered: who calls is killed first
		case <-r.Context().Done():
		case <-time.After(20 * time.Second):
		}
	})
	time.Sleep(30 * time.Millisecond)
}

func (h *hearer) heard() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.calls)
}

// issued puts orders on record for the first unit's chief, each of them another matter.
func issuedOrder(t *testing.T, h *House, n int) (told ref.ID) {
	t.Helper()
	ctx := context.Background()
	county, err := h.DB.County(ctx, 1, h.Clock().Day())
	if err != nil {
		t.Fatal(err)
	}
	unit, team := ref.ID(0), bodies.Team{}
	for _, u := range county.Units() {
		if unit, team = u, county.Team(u); len(team.Leaders) > 0 {
			break
		}
	}
	office := actor.Actor{Account: 7, Person: 8, Jurisdiction: 1,
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
	for i := range n {
		r, err := h.Orders.Create(ctx, act.Command{Actor: office}, actor.Principal, order.DraftInput{
			Subject: fmt.Sprint("惠农补贴公示不及时", i), Content: "二季度未公开", Quality: "全部公示",
			Source: order.FromDecision, Urgency: order.Ordinary, Unit: unit, Leader: team.Leaders[0],
			Handler: team.Posted[0], Measures: measure.List{{Text: "补公示"}}, Due: h.Clock().Day() + 30})
		if err == nil {
			_, err = h.Orders.Issue(ctx, act.Command{Actor: colleague(office)}, r.Object.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return team.Posted[0]
}

// buried lets the time pass that others wait for the dead: of a job until its lease is over
// and it is due again, of a delivery until its claim is.
func buried(t *testing.T, h *House, lane string) {
	t.Helper()
	ctx := context.Background()
	for _, name := range []string{"notify", "deliver"} {
		if err := h.DB.ChangeJob(ctx, name, func(j store.JobRow) (store.JobRow, error) {
			j.Holder, j.Until, j.Done, j.Tries = "", 0, 0, 0
			return j, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	was, err := h.DB.OpenDeliveries(ctx, lane, h.Clock().Add(time.Hour), 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range was {
		now := d
		now.Next, now.Until = h.Clock(), h.Clock()
		if ok, err := h.DB.ChangeDeliveries(ctx, []store.DeliveryRow{d}, []store.DeliveryRow{now}); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
}

// Two processes over one database tell people and call another system, and are killed (-9)
// at any moment, the first time in the middle of a call. In the end each notification was
// told once, and each event came by one identifier, however often it was called.
func TestKilledWhileTelling(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, place func() ([]string, Config)) {
		const orders = 40
		at, c := place()
		with := func(args ...string) []string { return append(args, at...) }
		want(t, 0, nil, with("user", "add", "laowang", "--name", "老王", "--role", "system-admin")...)
		ctx := context.Background()
		h, err := Open(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { h.Close() })
		peopled(t, h)
		want(t, 0, nil, with("user", "add", "jia", "--name", "甲某", "--person", "甲某")...)
		heard := &hearer{calls: map[int64]map[string]int{}, first: make(chan struct{})}
		other := httptest.NewServer(heard)
		t.Cleanup(other.Close)
		h.Outlets.Rules = outlet.Rules{Here: true, Groups: []string{"order"}}
		admin := actor.Actor{Account: 1, Jurisdiction: 1, Grants: []actor.Grant{{Role: actor.SystemAdmin}}}
		_, made, err := h.Outlets.Add(ctx, act.Command{Actor: admin}, outlet.Input{Name: "平台",
			Address: other.URL + "/hook", Groups: []string{"order"}})
		if err != nil {
			t.Fatal(err)
		}
		told, lane := issuedOrder(t, h, orders), string(notify.HookLane(made.Object.ID))
		serves := with("serve", "--calls", "here", "--addr", "127.0.0.1:0")

		for i := range killRounds(4) {
			two := []*exec.Cmd{command(t, serves...), command(t, serves...)}
			for _, cmd := range two {
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
			}
			wait := time.After(time.Duration(200+rand.IntN(1300)) * time.Millisecond)
			if i == 0 {
				wait = time.After(time.Minute)
			}
			select {
			case <-wait:
				if i == 0 {
					t.Error("nobody was called")
				}
			case <-func() chan struct{} {
				if i == 0 {
					return heard.first
				}
				return nil
			}():
			}
			for _, cmd := range two {
				cmd.Process.Kill()
				cmd.Wait()
				time.Sleep(time.Duration(rand.IntN(40)) * time.Millisecond) // the other goes on for a moment
			}
			buried(t, h, lane)
		}
		_, stop := serving(t, with("serve", "--calls", "here")...)
		_, stopTwo := serving(t, with("serve", "--calls", "here")...)
		inbox := func(group string) (out []notify.Message) {
			out, err := messages{h.DB}.Messages(ctx, notify.Inbox{Person: told}, notify.Filter{Group: group, Limit: 1000})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		open := func() int {
			left, err := h.DB.OpenDeliveries(ctx, lane, h.Clock().Add(time.Hour), 1000)
			if err != nil {
				t.Fatal(err)
			}
			return len(left)
		}
		for end := time.Now().Add(time.Minute); time.Now().Before(end) &&
			(heard.heard() < 2*orders || len(inbox("order")) < orders || open() > 0); {
			time.Sleep(100 * time.Millisecond)
		}
		stop()
		stopTwo()

		seen, says := map[string]bool{}, map[string]int{} // what falls due is told too
		for _, m := range inbox("") {
			key := fmt.Sprint(m.Of, m.Said)
			if m.Times != 1 || seen[key] {
				t.Errorf("told again: %+v", m)
			}
			seen[key] = true
			says[m.Said]++
		}
		if says["order.issued"] != orders {
			t.Errorf("told of %d orders %v", orders, says)
		}
		again := 0
		for entry, ids := range heard.calls {
			if len(ids) != 1 {
				t.Errorf("entry %d came by %v", entry, ids)
			}
			for _, n := range ids {
				again += n - 1
			}
		}
		if len(heard.calls) < 2*orders || again == 0 {
			t.Errorf("%d events, called %d times again", len(heard.calls), again)
		}
		t.Logf("%d messages, %d events, %d calls made again under the same identifier", len(seen), len(heard.calls), again)
	})
}
