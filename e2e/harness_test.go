package e2e

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// The harness is tested on a small site whose faults are known: a harness that sees nothing would pass every journey.

const form = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>督办</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head>
<body><main><h1>督办单</h1><noscript>没有脚本也能用</noscript>
<form method="post" action="/sent" enctype="multipart/form-data">
<p><label for="t">标题</label> <input id="t" name="title" value="旧"></p>
<p><label for="d">截止日期 （必填）</label> <input id="d" name="due" type="date"></p>
<p><label for="u">单位</label> <select id="u" name="unit"><option value="1">县委办</option><option value="2">城关镇</option></select></p>
<p><label>说明 <textarea name="note"></textarea></label></p>
<p><label><input type="checkbox" name="sure" value="yes"> 我已核对</label></p>
<p><label for="f">附件</label> <input id="f" name="file" type="file"></p>
<button>提交</button></form>
<p><a href="/slow">慢页</a></p><details><summary>更多</summary><p>藏着的话</p></details></main></body></html>`

func site(t *testing.T) string {
	page := func(body string) string {
		return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>页</title><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main><h1>页</h1>` + body + `</main></body></html>`
	}
	pages := map[string]string{
		"/":        form,
		"/fault":   page(`<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="><p style="color:#ccc;background:#fff">看不清</p>`),
		"/stray":   page(`<img alt="外面" src="http://stray.example/x.png"><p>到了</p>`),
		"/throws":  page(`<script>missing()</script><p>到了</p>`),
		"/refused": page(`<script>document.title='no'</script><p>到了</p>`),
		"/wide":    page(`<div style="width:900px">宽</div>`),
		"/late":    page(`<p id="x"></p><script>setTimeout(() => document.getElementById('x').textContent = '晚到的字', 400)</script>`),
		"/plain":   page(`<p>平常</p>`),
		"/one":     page(`<ul><li><a href="/plain">一项</a></li></ul>`),
		"/more":    page(`<ul><li><a href="/late">别的</a></li><li><a href="/wide">再一项</a></li></ul>`),
		"/silent":  page(`<ul><li><a href="/late">别的</a></li><li><a href="/wide"></a></li></ul>`),
		"/twice":   page(`<ul id="a"><li id="a"><a href="/late">别的</a></li></ul>`),
		"/once":    page(`<ul id="a"><li id="b"><a href="/late">别的</a></li></ul>`),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch r.URL.Path {
		case "/sent":
			if err := r.ParseMultipartForm(1 << 20); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			name := "无"
			if f := r.MultipartForm.File["file"]; len(f) > 0 {
				name = f[0].Filename
			}
			v := r.PostForm
			http.SetCookie(w, &http.Cookie{Name: "last", Value: "1"})
			w.WriteHeader(http.StatusUnprocessableEntity)
			fmt.Fprint(w, page("<p>收到 "+
				html.EscapeString(strings.Join([]string{v.Get("title"), v.Get("due"), v.Get("unit"), v.Get("note"),
					v.Get("sure"), name}, "|"))+"</p>"))
		case "/slow":
			time.Sleep(700 * time.Millisecond)
			fmt.Fprint(w, page("<p>终于</p>"))
		case "/cookie":
			_, err := r.Cookie("last")
			fmt.Fprint(w, page(fmt.Sprintf("<p>饼干 %v 语言 %s</p>", err == nil, r.Header.Get("Accept-Language"))))
		default:
			if r.URL.Path == "/refused" || r.URL.Path == "/plain" {
				w.Header().Set("Content-Security-Policy", "default-src 'none'; img-src data:; style-src 'self'")
			}
			text, ok := pages[r.URL.Path]
			if !ok {
				w.WriteHeader(http.StatusNotFound)
				text = page("<p>没有这一页</p>")
			}
			fmt.Fprint(w, text)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// Filling and pressing must reach the server, by people with and without JavaScript, on both widths.
func TestFormsArePressed(t *testing.T) {
	attachment := filepath.Join(t.TempDir(), "附件.txt")
	if err := os.WriteFile(attachment, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	url := site(t)
	for _, c := range []struct {
		name  string
		width int
		js    bool
		open  func(testing.TB, int, bool) *Page
	}{{"desk", Desk, true, Drawn}, {"phone", Phone, false, Drawn}, {"unscripted", Phone, false, Browser}} {
		t.Run(c.name, func(t *testing.T) {
			p := c.open(t, c.width, c.js).At(url)
			p.Goto("/")
			p.MustSee("督办单")
			if c.js {
				p.MustNotSee("没有脚本也能用")
			} else {
				p.MustSee("没有脚本也能用") // shown only when JavaScript is truly off
			}
			p.Fill("标题", "关于整改的督办单")
			p.Fill("截止日期", "2026-03-01")
			p.Fill("单位", "城关镇")
			p.Fill("note", "第一行")
			p.Tick("我已核对")
			p.Upload("附件", attachment)
			p.Look("harness-form")
			p.Shot("harness-form")
			p.Press("提交")
			p.MustSee("收到 关于整改的督办单|2026-03-01|2|第一行|yes|附件.txt")
			if p.Status() != http.StatusUnprocessableEntity {
				t.Errorf("status %d", p.Status())
			}
		})
	}
}

func TestPressWaitsForTheNextPage(t *testing.T) {
	for name, open := range map[string]func(testing.TB, int, bool) *Page{"drawn": Drawn, "unscripted": Browser} {
		t.Run(name, func(t *testing.T) { pressWaits(t, open(t, Desk, false).At(site(t))) })
	}
}

func pressWaits(t *testing.T, p *Page) {
	p.Goto("/")
	p.MustNotSee("藏着的话")
	p.Press("更多")
	p.MustSee("藏着的话")
	p.Press("慢页")
	if text := p.Text("main p"); text != "终于" {
		t.Errorf("after the link: %q", text)
	}
	p.Goto("/nothing")
	if p.Status() != http.StatusNotFound {
		t.Errorf("status %d", p.Status())
	}
}

func TestKeyboardAlone(t *testing.T) {
	p := Drawn(t, Desk, true).At(site(t))
	p.Goto("/")
	p.Keys(kb.Tab)
	p.Keys("abc")
	p.Keys(kb.Enter)
	p.MustSee("收到 abc|")
}

func TestPagesAreApart(t *testing.T) {
	url := site(t)
	one := Drawn(t, Desk, true).At(url)
	one.Goto("/")
	one.Press("提交")
	one.Speak("en")
	one.Goto("/cookie")
	one.MustSee("饼干 true 语言 en")
	two := Drawn(t, Desk, true).At(url)
	two.Goto("/cookie")
	two.MustSee("饼干 false 语言 zh-CN")
}

func TestLateWordsAreWaitedFor(t *testing.T) {
	p := Drawn(t, Desk, true).At(site(t))
	p.Goto("/late")
	p.MustSee("晚到的字")
}

// A known fault must be found; a good page under a strict policy must pass, so axe runs without loosening it.
func TestAxeSees(t *testing.T) {
	p := Drawn(t, Phone, true).At(site(t))
	p.Goto("/fault")
	found, err := p.axe()
	if err != nil {
		t.Fatal(err)
	}
	said := fmt.Sprint(found)
	for _, rule := range []string{"image-alt", "color-contrast"} {
		if !strings.Contains(said, rule) {
			t.Errorf("axe did not find %s: %s", rule, said)
		}
	}
	p.Goto("/plain")
	p.Axe()
	if _, err := Drawn(t, Phone, false).axe(); err == nil {
		t.Error("axe without JavaScript must be an error, not a clean page")
	}
}

// Pages alike but for their words and the length of their lists are one to axe; a link without words and a doubled
// identifier are another.
func TestKindOfPage(t *testing.T) {
	p := Drawn(t, Phone, true).At(site(t))
	kind := func(path string) string {
		p.Goto(path)
		is, _ := p.kind()
		return is
	}
	if one, more := kind("/one"), kind("/more"); one != more {
		t.Errorf("%s is not %s", more, one)
	}
	if kind("/one") == kind("/silent") || kind("/twice") == kind("/once") {
		t.Error("a fault is taken for a page without it")
	}
	wide := Drawn(t, Desk, true).At(p.base)
	wide.Goto("/one")
	if is, _ := wide.kind(); is == kind("/one") {
		t.Error("widths are one")
	}
	if without := Drawn(t, Phone, false).At(p.base); true {
		without.Goto("/one")
		without.kind() // the tools may ask where the page's own scripts may not run
	}
}

func TestWatchHears(t *testing.T) {
	p := Drawn(t, Phone, true).At(site(t))
	for _, c := range []struct{ path, stray, fault string }{
		{"/stray", "stray.example/x.png", ""},
		{"/throws", "", "missing is not defined"},
		{"/refused", "", "security policy"},
		{"/plain", "", ""},
	} {
		p.Goto(c.path)
		time.Sleep(100 * time.Millisecond) // events follow the page
		strays, faults := p.watch.take()
		if got := strings.Join(strays, " "); (c.stray == "") != (got == "") || !strings.Contains(got, c.stray) {
			t.Errorf("%s: strays %q", c.path, got)
		}
		if got := strings.Join(faults, " "); (c.fault == "") != (got == "") || !strings.Contains(got, c.fault) {
			t.Errorf("%s: faults %q", c.path, got)
		}
	}
}

func TestLeaves(t *testing.T) {
	for address, want := range map[string]bool{
		"http://127.0.0.1:8080/x": false, "data:,": false, "blob:http://127.0.0.1/1": false, "about:blank": false,
		"https://fonts.example/a": true, "http://127.0.0.1.evil.example/": true, "http://localhost:80/": false,
		"http://localhost.evil.example/": true,
		"wss://x.example":                true, "://": true,
	} {
		if got := leaves(address); got != want {
			t.Errorf("leaves(%q) = %v", address, got)
		}
	}
}

// Pages too wide for their screen and words not on the page must fail a journey.
func TestJourneysCanFail(t *testing.T) {
	url := site(t)
	for name, j := range map[string]struct {
		open    func(testing.TB, int, bool) *Page
		js      bool
		journey func(*Page)
	}{
		"too wide":                {Drawn, true, func(p *Page) { p.Goto("/wide"); p.Fits() }},
		"unsaid":                  {Drawn, true, func(p *Page) { p.Goto("/plain"); p.MustNotSee("平常") }},
		"fault":                   {Drawn, true, func(p *Page) { p.Goto("/fault"); p.Axe() }},
		"too wide for all":        {Browser, false, func(p *Page) { p.Goto("/wide"); p.Look("wide") }},
		"not shown":               {Browser, false, func(p *Page) { p.Goto("/"); p.MustSee("藏着的话") }},
		"nothing to press":        {Browser, false, func(p *Page) { p.Goto("/"); p.Press("没有这个") }},
		"nothing to choose":       {Browser, false, func(p *Page) { p.Goto("/"); p.Fill("单位", "没有这个单位") }},
		"a fault where it passes": {Browser, true, func(p *Page) { p.Goto("/fault"); p.Look("fault") }},
		"a script that throws":    {Browser, true, func(p *Page) { p.Goto("/throws"); p.Look("throws") }},
		"a script that may not":   {Browser, true, func(p *Page) { p.Goto("/refused"); p.Look("refused") }},
	} {
		t.Run(name, func(t *testing.T) {
			p := j.open(t, Phone, j.js).At(url)
			heard := &ear{TB: t}
			p.t = heard
			done := make(chan struct{})
			go func() { defer close(done); j.journey(p) }()
			<-done
			p.t = t
			if !heard.failed {
				t.Error("the journey passed")
			}
		})
	}
}

// ear takes the failures of a journey that is meant to fail.
type ear struct {
	testing.TB
	failed bool
}

func (e *ear) Error(...any)          { e.failed = true }
func (e *ear) Errorf(string, ...any) { e.failed = true }
func (e *ear) Fatalf(string, ...any) { e.failed = true; runtime.Goexit() }
