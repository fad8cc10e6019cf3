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
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/cascadia"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// drawing shows a browser the pages that unscripted was given, as they were given: one page of each width for the whole
// run. What a page asks for comes from the county that the page is of.
var drawing struct {
	mu     sync.Mutex
	server *httptest.Server
	pages  map[int]*Page
	of     *unscripted     // whose page is shown
	parts  map[string]bool // the shapes of the parts that were drawn, by width
}

func serveDrawn(w http.ResponseWriter, r *http.Request) {
	of := drawing.of // one page is drawn at a time
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
// what is wrong with it: that it does not fit, or asks for what it must not.
func (b *unscripted) draw(t testing.TB) (wrong []string) {
	t.Helper()
	drawing.mu.Lock()
	defer drawing.mu.Unlock()
	parts := b.parts()
	if !slices.ContainsFunc(parts, func(part string) bool { return !drawing.parts[part] }) {
		return nil
	}
	p := b.drawn(t)
	if wide := p.wide(); wide > b.width {
		wrong = append(wrong, fmt.Sprintf("%s is %d wide on a screen of %d", b.at, wide, b.width))
	}
	strays, faults := p.watch.take()
	for _, w := range slices.Concat(strays, faults) {
		wrong = append(wrong, b.at.String()+": "+w)
	}
	for _, part := range parts {
		drawing.parts[part] = drawing.parts[part] || wrong == nil
	}
	return wrong
}

// drawn is the browser's page of this width with this page on it. Whoever calls holds drawing.mu.
func (b *unscripted) drawn(t testing.TB) *Page {
	t.Helper()
	if drawing.server == nil {
		drawing.server = httptest.NewServer(http.HandlerFunc(serveDrawn))
		drawing.pages, drawing.parts = map[int]*Page{}, map[string]bool{}
		chromium.end = append(chromium.end, drawing.server.Close)
	}
	p := drawing.pages[b.width]
	if p == nil {
		p = open(t, b.width, false)
		drawing.pages[b.width] = p
	}
	p.t, drawing.of = t, b
	p.watch.take()
	p.must("drawing "+b.at.String(), p.within(func(ctx context.Context) error {
		return chromedp.Do(ctx, chromedp.Navigate(drawing.server.URL+b.at.EscapedPath()))
	}))
	return p
}

// evaluate is what a script says of the page on the screen, with the browser's tools: a page without scripts runs none.
func evaluate[T any](p *Page, what, script string) T {
	p.t.Helper()
	p.arrive()
	in := p
	if p.plain != nil {
		drawing.mu.Lock()
		defer drawing.mu.Unlock()
		in = p.plain.drawn(p.t)
	}
	is, err := chromedp.Run(in.ctx, chromedp.Evaluate[T](script))
	p.must(what, err)
	return is
}

var mainPart = cascadia.MustCompile("main")

// parts are the shapes of the parts of a page: what stands in its main part two levels down, with what it stands in,
// and what is around it. Neighbours of one shape count once; words do not count.
func (b *unscripted) parts() (out []string) {
	top := cascadia.Query(b.doc, mainPart)
	if top == nil {
		return []string{shapeOf(b.doc, nil)}
	}
	out = append(out, shapeOf(b.doc, top))
	var down func(n *html.Node, in string, depth int)
	down = func(n *html.Node, in string, depth int) {
		for c := range n.ChildNodes() {
			if c.Type != html.ElementNode {
				continue
			}
			if depth == 0 {
				out = append(out, in+shapeOf(c, nil))
				continue
			}
			here := in + headOf(c) + ">"
			out = append(out, here)
			down(c, here, depth-1)
		}
	}
	down(top, headOf(top)+">", 2)
	for i := range out {
		out[i] = fmt.Sprint(b.width) + out[i]
	}
	return out
}

// headOf is an element as far as the stylesheet tells it from another.
func headOf(n *html.Node) string {
	var out strings.Builder
	out.WriteString(n.Data)
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "type", "role", "open", "hidden", "colspan", "rows", "cols", "aria-current":
			out.WriteString(" " + a.Key + "=" + a.Val)
		}
	}
	return out.String()
}

func shapeOf(n, but *html.Node) string {
	var kids []string
	for c := range n.ChildNodes() {
		kind := ""
		switch {
		case c == but:
			continue
		case c.Type == html.ElementNode:
			kind = shapeOf(c, but)
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "":
			kind = "w"
		}
		if kind != "" && !slices.Contains(kids, kind) {
			kids = append(kids, kind)
		}
	}
	return headOf(n) + "(" + strings.Join(kids, ",") + ")"
}
