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
	"sync/atomic"
	"testing"
	"time"

	"encoding/base64"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/hook"
	"shuangze/internal/mail"
	"shuangze/internal/mail/mailtest"
	"shuangze/internal/notify"
	"shuangze/internal/outlet"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// posted are letters in front of a server of the test, with a clock that the test moves.
type posted struct {
	*visitors
	server *mailtest.Server
	ahead  atomic.Int64 // of the clock, in microseconds
}

// goingOut puts ways around a house: a mail server, and calls to this machine.
func goingOut(t *testing.T, v *visitors) *posted {
	t.Helper()
	p := &posted{visitors: v, server: mailtest.Start(t)}
	clock := v.h.Clock
	v.h.Clock = func() when.Instant { return clock() + when.Instant(p.ahead.Load()) }
	v.h.Ways = Ways{Base: "https://s.example.cn", Admin: "admin@example.cn",
		Mail:  &mail.Server{Host: p.server.Addr, Safe: "plain", From: "双责 <tz@example.cn>", Step: 300 * time.Millisecond},
		Calls: hook.Caller{Here: true, Limit: 400 * time.Millisecond}}
	v.h.Outlets.Rules = outlet.Rules{Here: true, Groups: []string{"order", "problem"}}
	return p
}

func (p *posted) passes(d time.Duration) { p.ahead.Add(d.Microseconds()) }

// round tells what is new and makes one round of deliveries.
func (p *posted) round() {
	p.Helper()
	if err := p.h.TellEntries(context.Background(), p.takes("notify")); err != nil {
		p.Fatal(err)
	}
	p.delivers()
}

func (p *posted) delivers() {
	p.Helper()
	if err := p.h.Deliver(context.Background(), p.takes("deliver")); err != nil {
		p.Fatal(err)
	}
}

// hears has somebody choose e-mail for orders at once, at all hours, and confirm the
// address by the code that arrives.
func (p *posted) hears(login string, more func(*notify.Choice)) {
	p.Helper()
	ctx, who := context.Background(), p.actor(login)
	box := p.h.box().With(p.kinds())
	c := notify.Choice{Ways: map[string][]string{"order": {notify.Mail}, "problem": {notify.Mail}}, Own: true, AtOnce: true,
		Email: login + "@example.cn"}
	if more != nil {
		more(&c)
	}
	if err := box.Choose(ctx, who, c, p.h.Clock()); err != nil {
		p.Fatal(err)
	}
	p.delivers()
	letters := p.server.Taken()
	code := regexp.MustCompile(`\d{6}`).FindString(text1(p.T, letters[len(letters)-1]))
	if err := box.Confirm(ctx, who, notify.Mail, code, p.h.Clock()); err != nil {
		p.Fatal(code, err)
	}
}

// text1 is a letter's plain text.
func text1(t *testing.T, l mailtest.Letter) string {
	t.Helper()
	_, rest, _ := strings.Cut(l.Raw, "text/plain; charset=utf-8\r\n")
	rest, _, _ = strings.Cut(rest, "\r\n--")
	b, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(rest, "\r\n", ""))
	if err != nil {
		t.Fatal(err, l.Raw)
	}
	return string(b)
}

// to are the letters to somebody but codes, each once by its identifier.
func (p *posted) to(login string) (out []mailtest.Letter) {
	p.Helper()
	seen := map[string]bool{}
	for _, l := range p.server.Taken() {
		if strings.Contains(l.To, "<"+login+"@") && !strings.Contains(text1(p.T, l), "验证码") && !seen[l.ID] {
			seen[l.ID] = true
			out = append(out, l)
		}
	}
	return out
}

// supervises puts an order of the unit under special supervision, of which it is told.
func (p *posted) supervises() {
	p.Helper()
	orders, err := p.h.DB.EveryOrder(context.Background(), 1)
	if err != nil {
		p.Fatal(err)
	}
	for _, o := range orders {
		if o.Unit != p.unit("曙坪镇") || !o.State.Open() || o.Special {
			continue
		}
		if _, err := p.h.Orders.Supervise(context.Background(), p.office(o.Side), o.ID, true, "进展缓慢，列为挂牌督办"); err == nil {
			return
		}
	}
	p.Fatal("no order is left that can be supervised")
}

// reports has the unit report on an order, as often as the test likes.
func (p *posted) reports() {
	p.Helper()
	o, _ := p.sentTo("曙坪镇")
	clerk := act.Command{Actor: p.actor("shuping-lly")}
	if _, err := p.h.Orders.Report(context.Background(), clerk, o.ID, "逐户核对完成一半", nil); err != nil {
		p.Fatal(err)
	}
}

// Somebody is written to once their address is confirmed, of what they chose and have not
// read; once, whatever the server does in between; in letters that lead to the matter.
func TestMailGoesOut(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		p := goingOut(t, v)
		p.round()
		p.hears("shuping-lly", nil)
		p.round()
		if got := p.to("shuping-lly"); len(got) != 0 {
			t.Fatalf("told of the past: %s", text1(t, got[0]))
		}
		faults := [][2]string{{"greeting", "stall"}, {"EHLO", "cut"}, {"MAIL", "drip"}, {"RCPT", "451 later"},
			{"taken", "451 later"}, {"taken", "stall"}, {"taken", "cut"}}
		p.supervises()
		for i, f := range faults {
			p.server.Fail(f[0], f[1])
			p.round()
			p.server.Fail(f[0], "")
			p.delivers() // not before its pause is over
			if n := len(p.to("shuping-lly")); n != 0 && f[0] != "taken" {
				t.Fatalf("%v: %d letters", f, n)
			}
			p.passes(notify.Pauses[i] + time.Second)
		}
		p.delivers()
		got := p.to("shuping-lly")
		if len(got) != 1 {
			t.Fatalf("%d letters", len(got))
		}
		// Whoever breaks off after the letter was taken is handed it again: under the same name.
		if all := p.server.Taken(); len(all) != 4 || all[1].ID != all[3].ID {
			t.Errorf("%d letters in all", len(all))
		}
		if body := text1(t, got[0]); !strings.Contains(body, "列为挂牌督办") || !strings.Contains(body,
			"https://s.example.cn/orders/") || !strings.Contains(body, "https://s.example.cn/account/notifications") {
			t.Errorf("the letter says\n%s", body)
		}
		p.passes(48 * time.Hour)
		p.round()
		if n := len(p.to("shuping-lly")); n != 1 {
			t.Errorf("%d letters", n)
		}
		// What was read before it went out, and what nobody chose, is not sent.
		p.supervises()
		p.server.Fail("greeting", "cut")
		p.round()
		p.server.Fail("greeting", "")
		p.submit("shuping-lly", "/inbox/read", url.Values{"until": {"9999999999999999"}})
		p.passes(time.Hour)
		p.delivers()
		if n := len(p.to("shuping-lly")); n != 1 {
			t.Errorf("%d letters, one of what was read", n)
		}
	})
}

// A digest gathers what is told until the county's hour; nobody is disturbed in quiet hours
// or on days that are not worked.
func TestDigestGoesOut(t *testing.T) {
	t.Parallel()
	p := goingOut(t, visit(t))
	p.round()
	p.hears("shuping-lly", func(c *notify.Choice) { c.AtOnce, c.Rest = false, true })
	p.supervises()
	p.round()
	p.supervises()
	p.round()
	if n := len(p.to("shuping-lly")); n != 0 {
		t.Fatalf("%d letters before the hour", n)
	}
	c := p.h.box().Rules
	next := c.NextDigest(notify.Choice{Rest: true}, p.h.Clock())
	p.passes(next.Time().Sub(p.h.Clock().Time()) - time.Minute)
	p.delivers()
	if n := len(p.to("shuping-lly")); n != 0 {
		t.Fatalf("%d letters a minute before the hour", n)
	}
	p.passes(2 * time.Minute)
	p.delivers()
	got := p.to("shuping-lly")
	if len(got) != 1 || strings.Count(text1(t, got[0]), "列为挂牌督办") != 2 {
		t.Fatalf("%d letters", len(got))
	}
}

// An address is nobody's until the code was typed; tries and codes are limited.
func TestAddressIsConfirmed(t *testing.T) {
	t.Parallel()
	p := goingOut(t, visit(t))
	var err error
	if p.desk, err = p.h.Handler(ServeOptions{}); err != nil {
		t.Fatal(err)
	}
	p.sees(p.ask("shuping-lly", "GET", "/account/notifications"), 200, "电子邮件")
	p.sees(p.submit("shuping-lly", "/account/notifications", url.Values{"ways-order": {"mail"}}), 422, "要写明送到哪里")
	good := url.Values{"ways-order": {"mail"}, "email": {"other@example.cn"}, "pace": {"once"}}
	if w := p.submit("shuping-lly", "/account/notifications", good); w.Code != 303 {
		t.Fatal(w.Code)
	}
	at := "/account/notifications/mail"
	p.sees(p.ask("shuping-lly", "GET", "/account/notifications"), 200, "确认邮箱", "other@example.cn")
	p.delivers()
	code := regexp.MustCompile(`\d{6}`).FindString(text1(t, p.server.Taken()[0]))
	wrong := "000000"
	if code == wrong {
		wrong = "000001"
	}
	for range 5 {
		p.sees(p.submit("shuping-lly", at+"/confirm", url.Values{"code": {wrong}}), 422, "验证码不对")
	}
	p.sees(p.submit("shuping-lly", at+"/confirm", url.Values{"code": {code}}), 422, "已失效")
	for range 4 {
		p.submit("shuping-lly", at+"/code", url.Values{})
	}
	if w := p.submit("shuping-lly", at+"/code", url.Values{}); w.Code != 409 {
		t.Errorf("a sixth code: %d", w.Code)
	}
	p.delivers()
	letters := p.server.Taken()
	if len(letters) != 2 { // those that were void when they would have gone out stay here
		t.Errorf("%d letters", len(letters))
	}
	code = regexp.MustCompile(`\d{6}`).FindString(text1(t, letters[len(letters)-1]))
	if w := p.submit("caizheng", at+"/confirm", url.Values{"code": {code}}); w.Code != 422 {
		t.Errorf("somebody else’s code: %d", w.Code)
	}
	if w := p.submit("shuping-lly", at+"/confirm", url.Values{"code": {code}}); w.Code != 303 {
		t.Errorf("%d", w.Code)
	}
	p.sees(p.ask("shuping-lly", "GET", "/account/notifications"), 200, "已确认")
}

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
