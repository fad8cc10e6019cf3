package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"shuangze/internal/web/desk"
)

// No page and no file of an official is shown again by a browser that did not
// ask: after signing out, or when the post ended, nothing is left to look at.
func TestNothingIsShownUnasked(t *testing.T) {
	t.Parallel()
	v := visit(t)
	own := v.of(v.unit("曙坪镇"))
	tags := map[string]string{}
	for _, path := range []string{"/", "/orders", "/orders/" + own["order"], "/orders.csv", "/letters/" + own["letter"],
		"/journal", "/account",
		"/evidence/" + own["evidence"], "/evidence/" + own["evidence"] + "?preview=1"} {
		got := v.ask("shuping", "GET", path)
		if got.Code != 200 {
			t.Fatalf("%s: %d", path, got.Code)
		}
		how := got.Header().Get("Cache-Control")
		if !strings.Contains(how, "no-store") && how != "private, no-cache" {
			t.Errorf("%s: %q", path, how)
		}
		if strings.HasPrefix(path, "/evidence/") {
			tags[path] = got.Header().Get("ETag")
		}
	}
	for path, tag := range tags {
		for login, want := range map[string]int{"shuping": 304, "caizheng": 404, "": 303} {
			r := httptest.NewRequest("GET", path, nil)
			r.Header.Set("If-None-Match", tag)
			if login != "" {
				r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: v.cookies[login]})
			}
			w := httptest.NewRecorder()
			if v.desk.ServeHTTP(w, r); w.Code != want || tag == "" {
				t.Errorf("%s again by %q with %s: %d, want %d", path, login, tag, w.Code, want)
			}
		}
	}
}
