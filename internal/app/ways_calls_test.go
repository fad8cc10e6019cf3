package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/hook"
	"shuangze/internal/notify"
	"shuangze/internal/outlet"
	"shuangze/internal/ref"
	"shuangze/internal/store"
)

// receiver is another system, which fails as it is told.
type receiver struct {
	*httptest.Server
	mu   sync.Mutex
	how  string
	got  map[string]int // times, by webhook-id, that were taken
	all  []string
	stop chan struct{}
	bad  []string
}

func receives(t *testing.T) *receiver {
	r := &receiver{got: map[string]int{}, stop: make(chan struct{})}
	r.Server = httptest.NewServer(r)
	t.Cleanup(func() { close(r.stop); r.Close() })
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body)
	id := q.Header.Get("webhook-id")
	r.mu.Lock()
	how := r.how
	r.all = append(r.all, string(body))
	if how == "" || how == "taken" {
		r.got[id]++
	}
	r.mu.Unlock()
	switch how {
	case "stall", "taken":
		<-r.stop
	case "drip":
		for range 100 {
			io.WriteString(w, "x")
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	case "cut":
		panic(http.ErrAbortHandler)
	case "503", "410":
		w.WriteHeader(map[string]int{"503": 503, "410": 410}[how])
	}
}

func (r *receiver) fails(how string) { r.mu.Lock(); r.how = how; r.mu.Unlock() }

func (r *receiver) taken() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := map[string]int{}
	for k, v := range r.got {
		out[k] = v
	}
	return out
}

// listens registers another system.
func (p *posted) listens(r *receiver) ref.ID {
	p.Helper()
	_, got, err := p.h.Outlets.Add(context.Background(), act.Command{Actor: p.admin()}, outlet.Input{Name: "平台",
		Address: r.URL + "/hook", Groups: []string{"order"}})
	if err != nil {
		p.Fatal(err)
	}
	return got.Object.ID
}

func (p *posted) admin() actor.Actor { return p.actor("xitong") }

// Another system is told of what follows its registration, each entry once by its
// identifier, whatever it does; one that is slow holds up no other; it is told no words.
func TestEventsGoOut(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		p := goingOut(t, v)
		p.round()
		slow, well := receives(t), receives(t)
		p.listens(slow)
		p.listens(well)
		p.round()
		if len(slow.all)+len(well.all) != 0 {
			t.Fatalf("told of the past: %v", well.all)
		}
		faults := []string{"stall", "drip", "cut", "503", "taken"}
		for i, how := range faults {
			p.reports()
			slow.fails(how)
			start := time.Now()
			p.round()
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%s held up the round for %s", how, took)
			}
			if n := len(well.taken()); n != i+1 {
				t.Errorf("the other has %d after %s", n, how)
			}
		}
		slow.fails("")
		for range 4 {
			p.passes(2 * time.Hour)
			p.delivers()
		}
		got := slow.taken()
		if len(got) != len(faults) {
			t.Errorf("%d events arrived: %v", len(got), got)
		}
		for _, body := range well.all {
			var e event
			if err := json.Unmarshal([]byte(body), &e); err != nil || e.Type != "order.reported.v1" || e.Data.Entry == 0 ||
				e.Data.Kind != "order" || e.Data.ID == 0 || regexp.MustCompile(`\p{Han}`).MatchString(body) {
				t.Errorf("%s, %v", body, err)
			}
		}
		if v, err := p.h.DB.Verify(context.Background(), store.VerifyOptions{}); err != nil || !v.OK() {
			t.Errorf("%v %v", v, err)
		}
	})
}

// What does not answer for long is given up after the table's tries, turned off on record,
// and administrators are written to, once.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	p := goingOut(t, visit(t))
	p.round()
	r := receives(t)
	id := p.listens(r)
	r.fails("503")
	p.reports()
	p.reports()
	p.round()
	tries := 0
	for _, pause := range append(slices.Clone(notify.Pauses), time.Hour, time.Hour) {
		tries = len(r.all)
		p.passes(pause + time.Second)
		p.delivers()
		p.delivers()
	}
	if tries > 2*(len(notify.Pauses)+1) {
		t.Errorf("%d tries", tries)
	}
	o, ok, err := p.h.DB.OpenOutlet(context.Background(), id)
	if err != nil || !ok || o.On {
		t.Errorf("it is on still: %v", err)
	}
	p.delivers()
	alarms := 0
	for _, l := range p.server.Taken() {
		if strings.Contains(l.To, "admin@") && strings.Contains(text1(t, l), "平台") {
			alarms++
		}
	}
	if alarms != 1 {
		t.Errorf("%d alarms", alarms)
	}
	p.sees(p.ask("xitong", "GET", "/ways"), 200, "平台", "已暂停", "503", "未送到")
	p.sees(p.ask("xitong", "GET", "/ways/outlets/"+id.String()), 200, "503", "恢复送出")
	r.fails("")
	n := len(r.all)
	p.submit("xitong", "/ways/outlets/"+id.String()+"/test", url.Values{"key": {"k1"}})
	p.submit("xitong", "/ways/outlets/"+id.String()+"/test", url.Values{"key": {"k1"}})
	p.delivers()
	if got := len(r.all) - n; got != 1 {
		t.Errorf("%d tests arrived", got)
	}
}

// Two processes that deliver at once call once; who claims and dies is followed by another
// once the claim is over, under the same name.
func TestDeliveredByTwo(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		p := goingOut(t, v)
		ctx := context.Background()
		p.round()
		r := receives(t)
		id := p.listens(r)
		lane := notify.HookLane(id)
		for i := range 5 {
			d := notify.NewDelivery(lane, notify.Event, fmt.Sprint("entry/", i), p.h.Clock())
			d.Jurisdiction, d.Body = 1, `{}`
			if err := p.h.DB.Enlist(ctx, deliveryRow(d)); err != nil {
				t.Fatal(err)
			}
		}
		var work sync.WaitGroup
		for range 4 {
			work.Go(func() {
				if err := p.h.sendAll(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		work.Wait()
		got := r.taken()
		if len(got) != 5 {
			t.Errorf("%v", got)
		}
		for id, n := range got {
			if n != 1 {
				t.Errorf("%s came %d times", id, n)
			}
		}
		// Claimed, said, and the process was no more when the answer came.
		d := notify.NewDelivery(lane, notify.Event, "entry/9", p.h.Clock())
		d.Jurisdiction, d.Body = 1, `{}`
		if err := p.h.DB.Enlist(ctx, deliveryRow(d)); err != nil {
			t.Fatal(err)
		}
		rows, err := p.h.DB.OpenDeliveries(ctx, string(lane), p.h.Clock(), 10)
		if err != nil || len(rows) != 1 {
			t.Fatal(len(rows), err)
		}
		was := delivery(rows[0])
		if ok, err := p.h.change(ctx, []notify.Delivery{was},
			[]notify.Delivery{was.Taken("dead", was.UID, p.h.Clock())}); !ok || err != nil {
			t.Fatal(err)
		}
		p.delivers()
		if n := r.taken()["msg_"+was.UID]; n != 0 {
			t.Error("called while another has it")
		}
		p.passes(notify.ClaimFor + time.Second)
		p.delivers()
		p.delivers()
		if n := r.taken()["msg_"+was.UID]; n != 1 {
			t.Errorf("called %d times", n)
		}
	})
}

// A messenger is called as its template says, of what somebody chose, without what matters
// are called.
func TestMessengerGoesOut(t *testing.T) {
	t.Parallel()
	p := goingOut(t, visit(t))
	var mu sync.Mutex
	var got []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		got = append(got, string(b))
		io.WriteString(w, `{"code":"0"}`)
	}))
	t.Cleanup(s.Close)
	tpl := hook.Template{Method: "POST", Address: s.URL, Body: `{"to":"{{to}}","text":"{{text}}","id":"{{id}}"}`}
	tpl.Taken.Field, tpl.Taken.Values = "code", []string{"0"}
	p.h.Ways.Messenger = &tpl
	p.round()
	box, who := p.h.box().With(p.kinds()), p.actor("shuping-lly")
	c := notify.Choice{Ways: map[string][]string{"order": {notify.Messenger}}, Own: true, Phone: "13800000000"}
	if err := box.Choose(t.Context(), who, c, p.h.Clock()); err != nil {
		t.Fatal(err)
	}
	p.delivers()
	code := regexp.MustCompile(`：(\d{6})`).FindStringSubmatch(got[0])
	if err := box.Confirm(t.Context(), who, notify.Messenger, code[1], p.h.Clock()); err != nil {
		t.Fatal(err)
	}
	p.supervises()
	p.round()
	p.round()
	if len(got) != 2 || !strings.Contains(got[1], "列为挂牌督办") || !strings.Contains(got[1], "13800000000") ||
		strings.Contains(got[1], "低保") {
		t.Errorf("%q", got)
	}
}
