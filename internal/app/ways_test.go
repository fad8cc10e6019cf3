package app

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/hook"
	"shuangze/internal/mail"
	"shuangze/internal/mail/mailtest"
	"shuangze/internal/notify"
	"shuangze/internal/outlet"
	"shuangze/internal/when"
)

// wayExamples are addresses of the routes of what goes out.
var wayExamples = map[string][]string{
	"GET /ways/outlets/{id}":                    {"/ways/outlets/9"},
	"POST /ways/outlets/{id}":                   {"/ways/outlets/9"},
	"POST /ways/outlets/{id}/{what}":            {"/ways/outlets/9/off"},
	"POST /account/notifications/{way}/confirm": {"/account/notifications/mail/confirm"},
	"POST /account/notifications/{way}/code":    {"/account/notifications/mail/code"},
}

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
		Mail: &mail.Server{Host: p.server.Addr, Safe: "plain", From: "双责 <tz@example.cn>",
			Step: 300 * time.Millisecond},
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
	c := notify.Choice{Ways: map[string][]string{"order": {notify.Mail}, "problem": {notify.Mail}}, Own: true,
		AtOnce: true, Email: login + "@example.cn"}
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
	words, err := l.Text()
	if err != nil {
		t.Fatal(err, l.Raw)
	}
	return words
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
		_, err := p.h.Orders.Supervise(context.Background(), p.office(o.Side), o.ID, true, "进展缓慢，列为挂牌督办")
		if err == nil {
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
