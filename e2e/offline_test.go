package e2e

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"shuangze/internal/lang"
)

// line is what lies between a browser and the county: it can be cut, and it can lose
// the answer to what the server did.
type line struct {
	URL   string
	down  atomic.Bool
	loses atomic.Bool
	posts atomic.Int32 // forms that reached the server
}

// emulateLine also takes the line away, and tells the page of it; the library has its
// parameters under another command only.
var emulateLine = cdp.Command[network.OverrideNetworkStateParams, cdp.Empty]{Method: "Network.emulateNetworkConditions"}

// lineTo is a line to a county.
func lineTo(t *testing.T, county *County) *line {
	t.Helper()
	to, err := url.Parse(county.URL)
	if err != nil {
		t.Fatal(err)
	}
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host // forms are asked whence they come
	}}
	l := &line{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if l.down.Load() {
			panic(http.ErrAbortHandler)
		}
		if r.Method == http.MethodPost {
			l.posts.Add(1)
			if l.loses.Load() {
				forward.ServeHTTP(httptest.NewRecorder(), r)
				panic(http.ErrAbortHandler)
			}
		}
		forward.ServeHTTP(w, r)
	}))
	server.Config.ErrorLog = nil
	t.Cleanup(server.Close)
	l.URL = server.URL
	return l
}

// cut takes the line away, or gives it back; the browser notices.
func (l *line) cut(p *Page, down bool) {
	p.t.Helper()
	l.down.Store(down)
	states := []bool{down}
	if !down { // a page that was opened without a line does not know of it yet
		states = []bool{true, false}
	}
	for _, off := range states {
		p.must("the line", call(p.ctx, emulateLine, network.OverrideNetworkStateParams{Offline: off,
			DownloadThroughput: -1, UploadThroughput: -1}))
	}
}

// eval waits until a script's answer is as wanted.
func (p *Page) eval(what, script string) {
	p.arrive()
	p.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](script, chromedp.EvalAwaitPromise))
		if err == nil && ok {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("%s: %v, %v. The page says:\n%s", what, ok, err, p.Text("body"))
		}
	}
}

// shellReady says that the form can be opened without a line: all is put aside, marked as whole (a page that was left
// half way is begun anew by the next), and the worker that answers works. The page itself may be without one: whoever
// goes on while the worker begins is answered by it from the next page on.
const shellReady = `(async () => { const c = await caches.open('shuangze-shells');
	const worker = ((await navigator.serviceWorker.getRegistration()) || {}).active;
	return !!localStorage.getItem('shuangze-shells') && !!(await c.match('/records/new')) &&
		!!worker && worker.state === 'activated' })()`

const keptIs = `new Promise(yes => { const o = indexedDB.open('shuangze'); o.onsuccess = () => {
	const t = o.result.transaction(['forms','files']), f = t.objectStore('forms').count(),
		b = t.objectStore('files').count();
	t.oncomplete = () => { o.result.close(); yes(f.result === FORMS && b.result === FILES) } } })`

// kept says whether the browser keeps as many forms, and files of as many.
func kept(forms, files string) string {
	return strings.NewReplacer("FORMS", forms, "FILES", files).Replace(keptIs)
}

// records is how many duty records of this subject the unit has.
func (l *life) records(user, subject string, want int) {
	l.t.Helper()
	p := Browser(l.t, Desk, true).At(l.county.URL)
	p.Speak(l.language)
	p.SignIn(user)
	p.Goto("/records?tab=all")
	if n := strings.Count(p.Text("main"), subject); n != want {
		l.t.Errorf("%d records of %s, want %d:\n%s", n, subject, want, p.Text("main"))
	}
}

// A record is written on a phone without a line, with a photograph: the form opens from
// what the browser put aside, what is typed is kept, waits, and is sent once the line is
// back. An answer that is lost doubles nothing. Who is signed out sends nothing, nobody
// sees another's, and what is refused comes back with everything typed.
func TestRecordsOffline(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ name, language string }{{"zh", "zh-CN"}, {"en", "en"}} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			l := &life{t: t, county: Demo(t), name: "offline-" + v.name, language: v.language, width: Phone, js: true, tab: true,
				say: lang.MustLoad().Wanted(v.language)}
			way := lineTo(t, l.county)
			say := func(key, x string) string { return strings.Replace(l.say.T("page.waits."+key), "#", x, 1) }
			word := func(key string) string { return l.say.T("record." + key) }
			p := Drawn(t, Phone, true).At(way.URL)
			p.Speak(v.language)
			p.SignIn("shuping-lly")
			write := func(subject string) {
				t.Helper()
				p.Fill(word("field.form"), firstForm(l))
				p.Fill(word("field.subject"), subject)
			}
			beginning, _, _ := strings.Cut(l.say.T("page.waits.kept"), "#")
			p.Goto("/records/new")
			p.eval("nothing was put aside", shellReady)

			// Without a line, from nothing: the form opens, is kept, and waits.
			way.cut(p, true)
			p.Goto("/records/new")
			p.MustSee(l.say.T("page.waits.shell"))
			p.MustNotSee(l.say.T("page.sign-out"))
			l.look(p, "shell")
			write("下村走访" + v.name)
			p.Upload("file", picture(t))
			p.MustSee(beginning)
			p.eval("the draft is not kept", kept("1", "1"))
			p.Goto("/records/new") // the telephone died meanwhile
			p.MustSee(strings.TrimSpace(strings.Split(l.say.T("page.waits.back"), "#")[0]))
			p.eval("the form is empty", `
				document.querySelector('[name=subject]').value.startsWith('下村走访') &&
				document.querySelector('[type=file]').files[0].name === '公示栏.png'`)
			l.look(p, "brought-back")
			p.Press(word("act.add"))
			p.MustSee(say("count", "1"), say("line", ""))
			write("二次走访" + v.name)
			p.Press(word("act.add"))
			p.MustSee(say("count", "2"))
			l.look(p, "waiting")
			way.cut(p, false)
			p.MustSee(say("sent", "下村走访"+v.name), say("sent", "二次走访"+v.name))
			p.eval("something is still kept", kept("0", "0"))
			l.look(p, "sent")
			p.Press(say("sent", "下村走访"+v.name))
			p.MustSee("下村走访"+v.name, "公示栏.png", word("state.confirmed"))
			l.records("shuping-lly", "下村走访"+v.name, 1)

			// The server did it, the answer was lost, and it is sent again.
			p.Goto("/records/new")
			write("答复丢失" + v.name)
			before := way.posts.Load()
			way.loses.Store(true)
			p.Press(word("act.add"))
			p.MustSee(say("count", "1"))
			way.loses.Store(false)
			p.Goto("/")
			p.eval("it still waits", kept("0", "0"))
			if n := way.posts.Load() - before; n < 2 {
				t.Errorf("sent %d times", n)
			}
			l.records("shuping-lly", "答复丢失"+v.name, 1)

			// Refused: shown beside the field, everything typed is there.
			p.Goto("/records/new")
			p.Fill(word("field.form"), firstForm(l))
			p.Fill(word("field.done-on"), in(40))
			p.Fill(word("field.subject"), "以后的事"+v.name)
			p.Upload("file", picture(t))
			p.Press(word("act.add"))
			p.MustSee(say("errors", "1"))
			p.eval("what was typed is lost", `
				document.querySelector('[name=subject]').value.startsWith('以后的事') &&
				document.querySelector('[type=file]').files.length === 1 && !!document.querySelector('#f-doneOn-error')`)
			l.look(p, "refused")
			way.cut(p, true) // and refused in the queue
			p.Press(word("act.add"))
			p.MustSee(say("count", "1"))
			way.cut(p, false)
			p.MustSee(say("refused", ""))
			p.Goto("/")
			p.MustSee(say("count", "1"), say("refused", ""), "以后的事"+v.name)
			l.look(p, "workbench")

			// Signed out: it says that it waits and not what; nobody else sees or sends it.
			p.Press("//*[@id='top']//summary[.//*[contains(@class,'who-name')]]")
			p.Press(l.say.T("page.sign-out"))
			p.MustSee(say("gone", "1"))
			p.MustNotSee("以后的事")
			p.eval("the form is still put aside", `caches.has('shuangze-shells').then(x => !x)`)
			l.look(p, "signed-out")
			p.SignIn("caizheng-jb")
			p.MustSee(say("others", "1"))
			p.MustNotSee("以后的事")
			p.Goto("/records/new")
			p.MustSee(say("others", "1"))
			p.MustNotSee("以后的事")
			p.eval("the form holds another's words", `!document.querySelector('[name=subject]').value`)
			l.look(p, "another")
			l.records("caizheng-jb", "以后的事"+v.name, 0)

			// The same account again: put right, and done.
			p.must("signing out", call(p.ctx, network.ClearBrowserCookies, cdp.Empty{}))
			p.SignIn("shuping-lly")
			p.Press(l.say.T("page.waits.open"))
			p.MustSee(say("errors", "1"))
			p.Fill(word("field.done-on"), in(0))
			p.Press(word("act.add"))
			p.MustSee(l.say.T("did.record.add"), "以后的事"+v.name, "公示栏.png")
			p.eval("something is still kept", kept("0", "0"))

			// The session ended while the form was open: it waits for the account.
			p.Goto("/records/new")
			write("登录过期" + v.name)
			p.must("the session ends", call(p.ctx, network.ClearBrowserCookies, cdp.Empty{}))
			p.Press(word("act.add"))
			p.MustSee(say("count", "1"), say("sign-in", ""))
			p.SignIn("shuping-lly")
			p.eval("it still waits", kept("0", "0"))
			l.records("shuping-lly", "登录过期"+v.name, 1)

			// A correction is kept and sent in the same way; what is kept can be removed.
			p.Goto("/records?tab=all")
			p.Press("登录过期" + v.name)
			p.Press(word("act.correct"))
			p.Fill(word("field.subject"), "登录过期以后"+v.name)
			p.MustSee(beginning)
			p.Press("//form//button[@data-clear]")
			p.Press("//form//button[@data-clear]")
			p.eval("it is still kept", kept("0", "0"))
			p.Fill(word("field.subject"), "登录过期以后"+v.name)
			p.Fill(word("field.reason"), "写得不准")
			p.Press(word("act.correct"))
			p.MustSee(l.say.T("did.record.correct"), "登录过期以后"+v.name)
		})
	}
}

// firstForm is what the first form of duty is called in this language.
func firstForm(l *life) string {
	if l.say.Chinese() {
		return "会议研究"
	}
	return "meeting"
}
