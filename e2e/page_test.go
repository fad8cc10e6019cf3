package e2e

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/andybalholm/cascadia"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// At makes paths given to Goto relative to a running county (or any other address).
func (p *Page) At(base string) *Page {
	p.base = strings.TrimSuffix(base, "/")
	return p
}

// Speak asks for pages in another language than Chinese from now on.
func (p *Page) Speak(language string) {
	p.t.Helper()
	if p.plain != nil {
		p.plain.language = language
		return
	}
	p.must("language "+language, call(p.ctx, network.SetExtraHTTPHeaders,
		network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": language}}))
}

// Goto opens a path and waits until it is loaded. Any status is fine: see Status.
func (p *Page) Goto(path string) {
	p.t.Helper()
	p.owed = ""
	if strings.HasPrefix(path, "/") {
		path = p.base + path
	}
	if p.plain != nil {
		p.must("opening "+path, p.plain.open(path))
		return
	}
	p.must("opening "+path, p.within(func(ctx context.Context) error {
		return chromedp.Do(ctx, chromedp.Navigate(path))
	}))
}

// Status is the HTTP status of the document on the screen.
func (p *Page) Status() int {
	p.arrive()
	if p.plain != nil {
		return p.plain.status
	}
	p.watch.mu.Lock()
	defer p.watch.mu.Unlock()
	return int(p.watch.status)
}

// URL is the address of the document on the screen.
func (p *Page) URL() string {
	p.t.Helper()
	p.arrive()
	if p.plain != nil {
		return p.plain.at.String()
	}
	address, err := chromedp.Run(p.ctx, chromedp.Location())
	p.must("asking for the address", err)
	return address
}

// Fill types into the field with this label (or name, or #id, or XPath), replacing what it held. Lists choose by
// the words shown or by value; dates are given as 2006-01-02.
func (p *Page) Fill(field, value string) {
	p.t.Helper()
	if p.plain != nil {
		p.arrive()
		p.must("filling "+field, p.plain.fill(fieldPaths(field), value))
		return
	}
	p.must("filling "+field, p.within(func(ctx context.Context) error {
		path, err := p.find(ctx, fieldPaths(field))
		if err != nil {
			return err
		}
		kind, err := chromedp.Run(ctx,
			onNode[string](path, `function() { return this.tagName === 'SELECT' ? 'select' : this.tagName === 'TEXTAREA' ? 'text' : this.type }`))
		if err != nil {
			return err
		}
		switch {
		case kind == "select":
			return chromedp.Do(ctx, onNode[chromedp.Void](path, `function(want) {
				const o = [...this.options].find(o => o.text.trim() === want || o.value === want);
				if (!o) throw new Error('the list has no ' + want + ', only ' + [...this.options].map(o => o.text.trim()).join(' '));
				this.focus(); this.value = o.value;
				this.dispatchEvent(new Event('input', {bubbles: true})); this.dispatchEvent(new Event('change', {bubbles: true}));
			}`, value))
		case slices.Contains([]string{"date", "time", "month", "week", "datetime-local", "color", "range"}, kind):
			return chromedp.Do(ctx, onNode[chromedp.Void](path, `function(v) {
				this.focus(); this.value = v;
				this.dispatchEvent(new Event('input', {bubbles: true})); this.dispatchEvent(new Event('change', {bubbles: true}));
			}`, value))
		}
		return chromedp.Do(ctx,
			onNode[chromedp.Void](path, `function() { this.focus(); this.select() }`),
			chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
				if value == "" {
					return chromedp.Do(ctx, chromedp.KeyEvent("\b"))
				}
				return call(ctx, input.InsertText, input.InsertTextParams{Text: value})
			}))
	}))
}

// Tick presses the box or choice with this label.
func (p *Page) Tick(field string) {
	p.t.Helper()
	p.press("ticking "+field, fieldPaths(field))
}

// Upload gives files to the field with this label.
func (p *Page) Upload(field string, files ...string) {
	p.t.Helper()
	if p.plain != nil {
		p.arrive()
		n, err := p.plain.query(fieldPaths(field))
		p.must("uploading to "+field, err)
		p.plain.files[n] = files
		return
	}
	p.must("uploading to "+field, p.within(func(ctx context.Context) error {
		path, err := p.find(ctx, fieldPaths(field))
		if err != nil {
			return err
		}
		return chromedp.Do(ctx, chromedp.SetUploadFiles(chromedp.Search(path), files, chromedp.NodeReady))
	}))
}

// Press presses the button, link or summary with these words (or #id, or XPath) and waits for the page that
// follows, if one does.
func (p *Page) Press(words string) {
	p.t.Helper()
	p.press("pressing "+words, pressPaths(words))
}

// Keys types keys as from the keyboard (kb.Tab, kb.Enter, letters) and waits for the page that follows, if one does.
func (p *Page) Keys(keys string) {
	p.t.Helper()
	p.must("keys", p.within(func(ctx context.Context) error {
		begun, loaded, _ := p.watch.counts()
		if err := chromedp.Do(ctx, chromedp.KeyEvent(keys)); err != nil {
			return err
		}
		return p.watch.settle(ctx, begun, loaded)
	}))
}

func (p *Page) press(doing string, paths []string) {
	p.t.Helper()
	if p.plain != nil {
		p.arrive()
		p.must(doing, p.plain.press(paths))
		return
	}
	p.must(doing, p.within(func(ctx context.Context) error {
		path, err := p.find(ctx, paths)
		if err != nil {
			return err
		}
		for {
			begun, loaded, _ := p.watch.counts()
			err := chromedp.Do(ctx, chromedp.Click(chromedp.Search(path), chromedp.NodeVisible))
			switch {
			case err == nil:
				return p.watch.settle(ctx, begun, loaded)
			case !replaced(err) || ctx.Err() != nil:
				return err
			}
			time.Sleep(50 * time.Millisecond)
		}
	}))
}

// replaced says that what was found had been put up anew before it was touched: nobody pressed anything yet. A person
// would find it again without noticing.
func replaced(err error) bool {
	for _, said := range []string{"No node with given id", "Could not find node", "Node is detached",
		"does not have a layout object", "Could not compute box model", "Cannot find context with specified id"} {
		if strings.Contains(err.Error(), said) {
			return true
		}
	}
	return false
}

// Text is what a person reads in the first element that the selector (CSS) finds, spaces made one.
func (p *Page) Text(selector string) (text string) {
	p.t.Helper()
	if p.plain != nil {
		p.arrive()
		found, err := cascadia.Parse(selector)
		p.must("reading "+selector, err)
		n := cascadia.Query(p.plain.doc, found)
		if n == nil {
			p.t.Fatalf("reading %s: it is not on %s", selector, p.URL())
		}
		return p.plain.text(n)
	}
	p.must("reading "+selector, p.within(func(ctx context.Context) (err error) {
		for range 5 {
			text, err = chromedp.Run(ctx, chromedp.Text(chromedp.CSS(selector)))
			if err == nil || !replaced(err) {
				return err
			}
			time.Sleep(50 * time.Millisecond) // the browser was still putting the page up
		}
		return err
	}))
	return strings.Join(strings.Fields(text), " ")
}

// MustSee waits until the words can be read on the page.
func (p *Page) MustSee(words ...string) {
	p.t.Helper()
	for _, w := range words {
		if text, ok := p.reads(w, patience, true); !ok {
			p.t.Fatalf("%s (%d) does not say %q. It says:\n%s", p.URL(), p.Status(), w, text)
		}
	}
}

// MustNotSee fails when the words can be read on the page now.
func (p *Page) MustNotSee(words ...string) {
	p.t.Helper()
	for _, w := range words {
		if text, ok := p.reads(w, 0, false); !ok {
			p.t.Fatalf("%s (%d) must not say %q. It says:\n%s", p.URL(), p.Status(), w, text)
		}
	}
}

func (p *Page) reads(words string, wait time.Duration, want bool) (string, bool) {
	p.t.Helper()
	words = strings.Join(strings.Fields(words), " ")
	for end := time.Now().Add(wait); ; time.Sleep(50 * time.Millisecond) {
		text := p.Text("body")
		if p.plain != nil { // what stands apart is the stylesheet's, and nothing comes by itself
			return text, strings.Contains(strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(words, " ", "")) == want
		}
		if strings.Contains(text, words) == want {
			return text, true
		}
		if time.Now().After(end) {
			return text, false
		}
	}
}

// Fits fails when the page must be pushed sideways to be read.
func (p *Page) Fits() {
	p.t.Helper()
	if p.plain != nil {
		p.arrive()
		for _, wrong := range p.plain.draw(p.t) {
			p.t.Error(wrong)
		}
		return
	}
	p.arrive()
	if wide := p.wide(); wide > p.width {
		p.t.Errorf("%s is %d wide on a screen of %d", p.URL(), wide, p.width)
	}
}

func (p *Page) wide() int {
	p.t.Helper()
	wide, err := chromedp.Run(p.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
	p.must("measuring", err)
	return wide
}

// Look is what every state of every page goes through: it fits and it has no accessibility fault, and its picture is
// kept where pictures are asked for. Of pages of one shape and width axe takes the first.
func (p *Page) Look(name string) {
	p.t.Helper()
	if p.plain != nil {
		p.Fits() // pictures are not asked for
		return
	}
	kind, known := p.kind()
	if everyPicture || somePictures && !known {
		p.Shot(name)
	}
	p.Fits()
	if known {
		return
	}
	if p.js {
		p.Axe()
	}
	if !p.t.Failed() {
		sound.Store(kind, true)
	}
}

// What SHUANGZE_PICTURES asks for: each page, or one of each shape and width. A picture proves nothing by itself and
// costs half of what axe does, so that unasked a run pictures only what failed.
var (
	everyPicture = os.Getenv("SHUANGZE_PICTURES") == "all"
	somePictures = os.Getenv("SHUANGZE_PICTURES") == "first"
)

// SignIn signs in as the demonstration's accounts do: through the form's own address, without drawing the form, which
// TestSignInByTheForm and the journeys of accounts do. The page that follows is opened by what is done on it.
func (p *Page) SignIn(user string) {
	p.t.Helper()
	session, err := p.session(user)
	p.must("signing "+user+" in", err)
	if p.plain != nil {
		at, err := url.Parse(p.base)
		p.must("keeping the session of "+user, err)
		p.plain.client.Jar.SetCookies(at, []*http.Cookie{session})
		p.owed = "/"
		return
	}
	p.must("keeping the session of "+user, call(p.ctx, network.SetCookie, network.SetCookieParams{
		Name: session.Name, Value: session.Value, URL: p.base, HTTPOnly: new(true), SameSite: network.CookieSameSiteLax}))
	p.owed = "/"
}

// session is a new session of the user's, as the server hands it to a browser.
func (p *Page) session(user string) (*http.Cookie, error) {
	client := http.Client{Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.PostForm(p.base+signIn.path,
		url.Values{signIn.user: {user}, signIn.password: {signIn.demo}})
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	for _, c := range answer.Cookies() {
		if c.Name == signIn.cookie && c.Value != "" {
			return c, nil
		}
	}
	words, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<16))
	return nil, fmt.Errorf("%s: no session came:\n%s", answer.Status, words)
}

// SignInByForm types name and password.
func (p *Page) SignInByForm(user string) {
	p.t.Helper()
	p.Goto(signIn.path)
	p.Fill(signIn.user, user)
	p.Fill(signIn.password, signIn.demo)
	p.press("signing in", []string{`//form[.//input[@type='password']]//button[not(@type) or @type='submit']`})
	if strings.HasSuffix(p.URL(), signIn.path) {
		p.t.Fatalf("%s could not sign in (%d):\n%s", user, p.Status(), p.Text("body"))
	}
}

// signIn is what the harness knows of the sign-in page; names of fields, so that it holds in both languages.
var signIn = struct{ path, user, password, demo, cookie string }{"/sign-in", "login", "password", "shuangze-demo",
	"shuangze"}

// find returns the first of the paths that finds something, waiting for one to.
func (p *Page) find(ctx context.Context, paths []string) (string, error) {
	for {
		for _, path := range paths {
			nodes, err := chromedp.Run(ctx, chromedp.Nodes(chromedp.Search(path), chromedp.AtLeast(0)))
			if err != nil {
				return "", err
			}
			if len(nodes) > 0 {
				return "(" + path + ")[1]", nil
			}
		}
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("nothing on the page answers to it: %w", ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// onNode calls a function on the first element at the path. The browser's tools may do so with JavaScript switched
// off for the page.
func onNode[T any](path, function string, args ...any) chromedp.Action[T] {
	return chromedp.QueryAfter(chromedp.Search(path), func(ctx context.Context, t *chromedp.Target,
		nodes []*chromedp.Node) (T, error) {
		object, err := cdp.Call(ctx, t, dom.ResolveNode, dom.ResolveNodeParams{NodeID: nodes[0].NodeID})
		if err != nil {
			var none T
			return none, err
		}
		return chromedp.CallFunctionOn[T](function,
			func(p *runtime.CallFunctionOnParams) { p.ObjectID = object.Object.ObjectID }, args...)(ctx, t)
	}, chromedp.NodeReady)
}

// fieldPaths are the ways to mean a field, the surest first: an address, the label's exact words, its first words,
// the name.
func fieldPaths(field string) []string {
	if path, ok := address(field); ok {
		return []string{path}
	}
	q, control := quote(field), `*[self::input[not(@type='hidden')] or self::select or self::textarea]`
	return []string{
		`//` + control + `[@id=//label[normalize-space()=` + q + `]/@for]`,
		`//label[normalize-space()=` + q + `]//` + control,
		`//` + control + `[@id=//label[starts-with(normalize-space(),` + q + `)]/@for]`,
		`//label[starts-with(normalize-space(),` + q + `)]//` + control,
		`//` + control + `[@name=` + q + ` or @aria-label=` + q + `]`,
	}
}

func pressPaths(words string) []string {
	if path, ok := address(words); ok {
		return []string{path}
	}
	q := quote(words)
	return []string{
		`//button[normalize-space()=` + q + `]`,
		`//input[(@type='submit' or @type='button') and @value=` + q + `]`,
		`//a[normalize-space()=` + q + `]`,
		`//summary[normalize-space()=` + q + `]`,
		`//*[(self::a or self::button) and (@aria-label=` + q + ` or @title=` + q + `)]`,
		`//*[self::a or self::button or self::summary][contains(normalize-space(),` + q + `)]`,
	}
}

// address takes #id and XPath as they are.
func address(s string) (string, bool) {
	if id, ok := strings.CutPrefix(s, "#"); ok {
		return `//*[@id=` + quote(id) + `]`, true
	}
	return s, strings.HasPrefix(s, "//")
}

// quote makes an XPath string of any text; XPath has no escapes.
func quote(s string) string {
	if !strings.Contains(s, "'") {
		return "'" + s + "'"
	}
	if !strings.Contains(s, `"`) {
		return `"` + s + `"`
	}
	return `concat('` + strings.ReplaceAll(s, "'", `', "'", '`) + `')`
}
