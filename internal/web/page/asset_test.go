package page

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestAssets(t *testing.T) {
	for _, x := range []struct{ path, accept, encoding, kind string }{
		{AssetURL("app.css"), "gzip, deflate, br", "gzip", "text/css; charset=utf-8"},
		{AssetURL("app.css"), "gzip", "gzip", "text/css; charset=utf-8"},
		{AssetURL("app.js"), "", "", "text/javascript; charset=utf-8"},
		{AssetURL("favicon.svg"), "", "", "image/svg+xml"},
	} {
		r := httptest.NewRequest("GET", x.path, nil)
		r.Header.Set("Accept-Encoding", x.accept)
		w := httptest.NewRecorder()
		Assets().ServeHTTP(w, r)
		h := w.Header()
		if w.Code != 200 || h.Get("Content-Encoding") != x.encoding || h.Get("Content-Type") != x.kind ||
			!strings.Contains(h.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", x.path, w.Code, h)
		}
	}
	w := httptest.NewRecorder()
	Assets().ServeHTTP(w, httptest.NewRequest("GET", "/static/app.css", nil))
	if w.Code != 404 {
		t.Errorf("a name without its digest answers %d", w.Code)
	}
	if n := len(assets().byName["app.css"].gz); n > 10<<10 {
		t.Errorf("the stylesheet is %d bytes compressed, more than 10 KB", n)
	}
	scripts := 0
	for name, most := range map[string]int{"app.js": 3 << 10, "waits.js": 6 << 10, "passkey.js": 2 << 10,
		"draft.js":  2 << 10,
		"worker.js": 1 << 10} {
		n := len(assets().byName[name].gz)
		if scripts += n; n > most {
			t.Errorf("%s is %d bytes compressed, more than %d", name, n, most)
		}
	}
	t.Logf("scripts: %d bytes compressed", scripts)
}

func TestWith(t *testing.T) {
	v := View{Path: "/orders", Query: url.Values{"sort": {"due"}, "after": {"x"}, "unit": {"7"}}}
	for want, got := range map[string]string{
		"/orders?sort=-due&unit=7": v.With("sort", "-due"),
		"/orders?sort=due":         v.With("unit", ""),
		"/orders":                  v.With("unit", "", "sort", ""),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if v.Here() != "/orders?after=x&sort=due&unit=7" || v.Query.Get("after") == "" {
		t.Error("With changed the view")
	}
}
