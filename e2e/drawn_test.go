package e2e

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// drawing shows a browser the pages that unscripted was given, as they were given: one page of each width, with scripts
// and without, for the whole run. What a page asks for comes from the county that the page is of.
type drawing struct {
	sync.Mutex
	server *httptest.Server
	page   *Page
	of     *unscripted     // whose page is shown
	parts  map[string]bool // the shapes of the parts that were drawn
}

// drawings are those of this run.
var drawings struct {
	sync.Mutex
	all map[string]*drawing
}

func (b *unscripted) drawing() *drawing {
	drawings.Lock()
	defer drawings.Unlock()
	key := fmt.Sprint(b.width, b.scripts)
	if drawings.all[key] == nil {
		if drawings.all == nil {
			drawings.all = map[string]*drawing{}
		}
		d := &drawing{parts: map[string]bool{}}
		d.server = httptest.NewServer(d)
		drawings.all[key] = d
	}
	return drawings.all[key]
}

func (d *drawing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	of := d.of // one page is drawn at a time
	if r.Header.Get("Sec-Fetch-Dest") == "document" {
		for _, name := range []string{"Content-Type", "Content-Security-Policy"} {
			w.Header().Set(name, of.header.Get(name))
		}
		w.Write(of.body)
		return
	}
	for _, c := range of.client.Jar.Cookies(of.at) {
		r.AddCookie(c)
	}
	// The browser goes on to the next page when it likes.
	(&httputil.ReverseProxy{ErrorLog: log.New(io.Discard, "", 0), Rewrite: func(p *httputil.ProxyRequest) {
		p.SetURL(&url.URL{Scheme: of.at.Scheme, Host: of.at.Host})
	}}).ServeHTTP(w, r)
}

// draw looks at a page in the browser when a part of it has a shape that was not drawn at its width before, and says
// what is wrong with it: that it does not fit, asks for what it must not or, where it is drawn with scripts, what axe
// finds in it.
func (b *unscripted) draw(t testing.TB) (wrong []string) {
	t.Helper()
	d := b.drawing()
	d.Lock()
	defer d.Unlock()
	parts := b.parts()
	if !slices.ContainsFunc(parts, func(part string) bool { return !d.parts[part] }) {
		return nil
	}
	p := d.show(t, b)
	if wide := p.wide(); wide > b.width {
		wrong = append(wrong, fmt.Sprintf("%s is %d wide on a screen of %d", b.at, wide, b.width))
	}
	if b.scripts {
		found, err := p.axe()
		p.must("looking for accessibility faults", err)
		for _, v := range found {
			wrong = append(wrong, fmt.Sprintf("%s, %d wide: %s", b.at, b.width, v))
		}
	}
	strays, faults := p.watch.take()
	for _, w := range slices.Concat(strays, faults) {
		wrong = append(wrong, b.at.String()+": "+w)
	}
	for _, part := range parts {
		d.parts[part] = d.parts[part] || wrong == nil
	}
	return wrong
}

// show puts this page on the browser's screen. Whoever calls holds the lock.
func (d *drawing) show(t testing.TB, b *unscripted) *Page {
	t.Helper()
	if d.page == nil {
		d.page = open(t, b.width, b.scripts)
		// Nothing that a page keeps is there on the next.
		d.page.must("going without a worker", call(d.page.ctx, network.SetBypassServiceWorker,
			network.SetBypassServiceWorkerParams{Bypass: true}))
		if b.scripts { // nearly all of these are looked at by axe, which costs twice as much to send each time
			d.page.must("giving pages axe", call(d.page.ctx, page.AddScriptToEvaluateOnNewDocument,
				page.AddScriptToEvaluateOnNewDocumentParams{Source: axe}))
			d.page.axed = true
		}
	}
	d.page.t, d.of = t, b
	if b.scripts {
		d.page.must("forgetting what pages keep", call(d.page.ctx, storage.ClearDataForOrigin,
			storage.ClearDataForOriginParams{Origin: d.server.URL, StorageTypes: "local_storage,indexeddb"}))
	}
	d.page.watch.take()
	d.page.must("drawing "+b.at.String(), d.page.within(func(ctx context.Context) error {
		return chromedp.Do(ctx, chromedp.Navigate(d.server.URL+b.at.RequestURI()))
	}))
	return d.page
}

// evaluate is what a script says of the page on the screen, with the browser's tools: a page without scripts runs none.
func evaluate[T any](p *Page, what, script string) T {
	p.t.Helper()
	p.arrive()
	in := p
	if p.plain != nil {
		d := p.plain.drawing()
		d.Lock()
		defer d.Unlock()
		in = d.show(p.t, p.plain)
	}
	is, err := chromedp.Run(in.ctx, chromedp.Evaluate[T](script))
	p.must(what, err)
	return is
}
