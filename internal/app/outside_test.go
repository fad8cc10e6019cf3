package app

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// How busy a county is, is told to its own machine only.
func TestMetricsStayHere(t *testing.T) {
	h, err := Open(context.Background(), Config{Dir: t.TempDir(), Hasty: true})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	handler, err := h.Handler(ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, forwarded string
		told            bool
	}{{"127.0.0.1:9", "", true}, {"[::1]:9", "", true}, {"192.0.2.1:9", "", false}, {"127.0.0.1:9", "192.0.2.1", false}} {
		r, w := httptest.NewRequest("GET", "/metrics", nil), httptest.NewRecorder()
		if r.RemoteAddr = c.from; c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		handler.ServeHTTP(w, r)
		if told := strings.Contains(w.Body.String(), "shuangze_requests_total"); told != c.told {
			t.Errorf("%+v: %d %.100s", c, w.Code, w.Body)
		}
	}
}

// Behind a proxy the cookie goes over TLS only, and who tries passwords from
// elsewhere does not lock others out.
func TestBehindProxy(t *testing.T) {
	t.Parallel()
	h, err := Open(context.Background(), Config{Dir: t.TempDir(), Hasty: true})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	ctx := context.Background()
	if err := Users(ctx, h, UserTask{What: "add", Login: "laowang", Name: "老王", Password: "correct horse battery"},
		io.Discard); err != nil {
		t.Fatal(err)
	}
	handler, err := h.Handler(ServeOptions{Proxied: true})
	if err != nil {
		t.Fatal(err)
	}
	try := func(from, password string) *http.Response {
		form := url.Values{"login": {"laowang"}, "password": {password}}
		if password == "" {
			form = url.Values{"login": {rand.Text()}, "password": {"x"}}
		}
		r, w := httptest.NewRequest("POST", "/sign-in", strings.NewReader(form.Encode())), httptest.NewRecorder()
		r.RemoteAddr = "127.0.0.1:9"
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Add("X-Forwarded-For", "203.0.113.9") // said by the caller: not believed
		r.Header.Add("X-Forwarded-For", "10.0.0.1, "+from)
		handler.ServeHTTP(w, r)
		return w.Result()
	}
	for range 70 {
		try("198.51.100.7", "")
	}
	r := try("192.0.2.1", "correct horse battery")
	if c := r.Cookies(); r.StatusCode != 303 || len(c) != 1 || !c[0].Secure || !c[0].HttpOnly {
		t.Errorf("%d %v", r.StatusCode, c)
	}
}
