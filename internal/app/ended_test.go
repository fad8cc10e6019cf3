package app

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/demo"
)

var keptField = regexp.MustCompile(`name="kept" value="([^"]*)"`)

// A session that ends while a form is open loses nothing that was typed, and
// no password travels with it.
func TestEndedSessionKeepsTheForm(t *testing.T) {
	ctx := context.Background()
	h := house(t)
	c, err := h.Found(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	county, err := h.DB.County(ctx, c.No, h.Clock().Day())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.demoAccount(ctx, c.No, demo.Account{Login: "xitong", Name: "系统管理员", Role: "system-admin",
		Password: demo.Password}, county); err != nil {
		t.Fatal(err)
	}
	desk, err := h.Handler(ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	post := func(path string, form url.Values) (*httptest.ResponseRecorder, string) {
		r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		desk.ServeHTTP(w, r)
		return w, w.Body.String()
	}
	facts := "二季度惠农补贴未公示\n“三公”经费 <b>&amp;"
	w, body := post("/problems?from=1", url.Values{"facts": {facts}, "key": {"K1"}, "password": {"geheim"}})
	if w.Code != http.StatusUnauthorized || strings.Contains(body, "geheim") {
		t.Fatalf("%d\n%s", w.Code, body)
	}
	m := keptField.FindStringSubmatch(body)
	if m == nil {
		t.Fatal("nothing is kept:\n" + body)
	}
	kept := html.UnescapeString(m[1])
	enter := url.Values{"login": {"xitong"}, "password": {"wrong"}, "to": {"/problems?from=1"}, "kept": {kept}}
	if w, body = post("/sign-in", enter); w.Code != http.StatusUnprocessableEntity ||
		keptField.FindStringSubmatch(body) == nil || html.UnescapeString(keptField.FindStringSubmatch(body)[1]) != kept {
		t.Fatalf("a wrong password loses it: %d\n%s", w.Code, body)
	}
	enter.Set("password", demo.Password)
	w, body = post("/sign-in", enter)
	if w.Code != http.StatusOK || w.Result().Cookies()[0].Value == "" ||
		!strings.Contains(body, `action="/problems?from=1"`) ||
		!strings.Contains(body, "\n"+html.EscapeString(facts)+"</textarea>") || !strings.Contains(body, ">\nK1</textarea>") {
		t.Fatalf("not given back: %d\n%s", w.Code, body)
	}
	enter.Set("to", "//elsewhere.example/x")
	if w, _ = post("/sign-in", enter); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" {
		t.Fatalf("sent elsewhere: %d %s", w.Code, w.Header().Get("Location"))
	}
}
