package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"shuangze/internal/lang"
	"shuangze/internal/mail/mailtest"
)

// An administrator registers another system, has it called, and sees that it failed; a clerk chooses e-mail and
// confirms the address by the code that arrives. In both languages and widths, with and without JavaScript.
func TestWaysOut(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language string
		width          int
		js             bool
	}{
		{"zh-desk", "zh-CN", Desk, true},
		{"en-phone-without-javascript", "en", Phone, false},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			post := mailtest.Start(t)
			county := Demo(t, "--base", "https://shuangze.example.cn", "--calls", "here", "--mail", "smtp+plain://"+post.Addr,
				"--mail-from", "双责 <tz@example.cn>", "--mail-admin", "admin@example.cn")
			l := &life{t: t, county: county, name: "ways-" + v.name, language: v.language, width: v.width, js: v.js,
				say: lang.MustLoad().Wanted(v.language)}
			l.outlet()
			l.address(post)
		})
	}
}

// until waits for what the job does every 20 seconds.
func (l *life) until(what string, is func() bool) {
	l.t.Helper()
	for end := time.Now().Add(time.Minute); !is(); time.Sleep(500 * time.Millisecond) {
		if time.Now().After(end) {
			l.t.Fatal("in vain: " + what)
		}
	}
}

func (l *life) outlet() {
	var calls, broken atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		calls.Add(1)
		if broken.Load() != 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	l.t.Cleanup(other.Close)
	say, admin := l.say, l.as("xitong")
	admin.Goto("/ways")
	admin.MustSee(say.T("ways.outlets.none"))
	l.look(admin, "nothing-called")
	admin.Fill("name", "县政务平台")
	admin.Fill("address", "http://platform.example.cn/hook")
	admin.Press(say.T("ways.add.do"))
	if admin.Status() != http.StatusUnprocessableEntity {
		l.t.Errorf("an address without https: %d", admin.Status())
	}
	admin.MustSee(say.T("outlet.groups-none"))
	l.look(admin, "wrong")
	admin.Fill("address", other.URL+"/hook")
	admin.Tick(`//input[@name='groups'][@value='order']`)
	admin.Press(say.T("ways.add.do"))
	admin.MustSee(say.T("outlet.secret"), "whsec_")
	l.look(admin, "secret")
	admin.Press(say.T("outlet.do.test"))
	admin.MustSee(say.T("did.outlet.tested"))
	at := admin.Address()
	l.until("the test call", func() bool { return calls.Load() > 0 })
	admin.Goto(at)
	l.until("its answer", func() bool {
		admin.Goto(at)
		return strings.Contains(admin.Text("main"), say.T("ways.state.done"))
	})
	l.look(admin, "called")
	broken.Store(1)
	n := calls.Load()
	admin.Press(say.T("outlet.do.test"))
	l.until("the test that fails", func() bool { return calls.Load() > n })
	l.until("its failure", func() bool {
		admin.Goto("/ways")
		return strings.Contains(admin.Text("main"), "503")
	})
	admin.MustSee(say.T("ways.held"), say.T("ways.standing"))
	l.look(admin, "failing")
}

func (l *life) address(post *mailtest.Server) {
	say, clerk := l.say, l.as("shuping-lly")
	clerk.Goto("/account/notifications")
	l.look(clerk, "choices")
	clerk.Tick(`//input[@name='ways-order'][@value='mail']`)
	clerk.Press(say.T("choose.save")) // without an address
	clerk.MustSee(say.T("notify.address-needed"))
	l.look(clerk, "no-address")
	clerk.Fill("email", "machunyan@example.cn")
	clerk.Press(say.T("choose.save"))
	clerk.MustSee(say.T("choose.confirm.mail"))
	l.look(clerk, "to-be-confirmed")
	clerk.Fill(say.T("choose.code"), "000000")
	clerk.Press(say.T("choose.confirm"))
	clerk.MustSee(say.T("notify.code-wrong"))
	l.look(clerk, "wrong-code")
	code := ""
	l.until("the code", func() bool {
		for _, x := range post.Taken() {
			if strings.Contains(x.To, "machunyan@") {
				words, err := x.Text()
				if err != nil {
					l.t.Fatal(err)
				}
				code = regexp.MustCompile(`\d{6}`).FindString(words)
			}
		}
		return code != ""
	})
	clerk.Fill(say.T("choose.code"), code)
	clerk.Press(say.T("choose.confirm"))
	clerk.MustSee(say.T("did.inbox.confirmed"), say.T("choose.confirmed"))
	l.look(clerk, "confirmed")
}
