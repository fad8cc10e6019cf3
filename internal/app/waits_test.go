package app

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"shuangze/internal/demo"
	"shuangze/internal/web/page"
)

// waitsAnswer is what a script that sends a kept form reads.
type waitsAnswer struct {
	Done string
	Say  []struct{ Field, Called, Say string }
	Key  string
}

func (v *visitors) waits(login string, form url.Values, of string) (int, waitsAnswer) {
	v.Helper()
	w := v.send(login, "POST", "/records", form, "Shuangze-Waits", of)
	var a waitsAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		v.Fatalf("%d %v\n%s", w.Code, err, w.Body)
	}
	return w.Code, a
}

// A form that waited is done once, by its own account and no other, whatever session it
// is sent in; what is wrong is said for the field.
func TestFormsThatWait(t *testing.T) {
	t.Parallel()
	v := visit(t)
	const login = "shuping-lly"
	a, other := v.actor(login), v.actor("caizheng-jb")
	own, d := a.Account.String(), v.openDuty(false)
	form := url.Values{"key": {"ABCDEFGHIJKLMNOPQRSTUVWX"}, page.OwnerName: {own}, "body": {d.Body.String()},
		"person": {a.Person.String()}, "form": {"meeting"}, "doneOn": {v.h.Clock().Day().String()}}
	before := len(v.records())
	made := func(what string, want int) {
		t.Helper()
		if n := len(v.records()) - before; n != want {
			t.Fatalf("%s: %d records, want %d", what, n, want)
		}
	}

	code, said := v.waits(login, form, own)
	if code != http.StatusUnprocessableEntity || len(said.Say) != 1 || said.Say[0].Field != "subject" ||
		said.Say[0].Called != "履责事项：" || said.Say[0].Say == "" || said.Done != "" {
		t.Fatalf("nothing said of what is missing: %d %+v", code, said)
	}
	form.Set("subject", "下村走访")
	if code, said = v.waits("", form, own); code != http.StatusUnauthorized || said.Done != "" {
		t.Errorf("signed out: %d %+v", code, said)
	}
	if code, said = v.waits("caizheng-jb", form, own); code != http.StatusUnauthorized || said.Done != "" {
		t.Errorf("another account: %d %+v", code, said)
	}
	w := v.send("caizheng-jb", "POST", "/records", form)
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "另一个账号") {
		t.Errorf("another account without script: %d\n%s", w.Code, w.Body)
	}
	made("not its account's", 0)

	code, said = v.waits(login, form, own)
	done := said.Done
	if code != http.StatusOK || !strings.HasPrefix(done, "/records/") || !strings.Contains(done, "did=record.add") {
		t.Fatalf("%d %+v", code, said)
	}
	in := v.send("", "POST", "/sign-in", url.Values{"login": {login}, "password": {demo.Password}})
	v.cookies["again"] = in.Result().Cookies()[0].Value
	if code, said = v.waits("again", form, own); code != http.StatusOK || said.Done != done {
		t.Errorf("in another session: %d %+v, first %s", code, said, done)
	}
	made("the answer was lost", 1)
	form.Set("subject", "另一件事")
	if code, said = v.waits(login, form, own); code != http.StatusUnprocessableEntity || len(said.Say) == 0 ||
		said.Key == "" || said.Key == form.Get("key") {
		t.Errorf("other words: %d %+v", code, said)
	}
	made("other words", 1)
	form.Set("key", said.Key)
	if code, said = v.waits(login, form, own); code != http.StatusOK {
		t.Errorf("other words sent on: %d %+v", code, said)
	}
	made("sent on", 2)

	// What was typed when the session ended is given back to its account alone.
	kept := url.Values{"kept": {form.Encode()}, "to": {"/records"}, "password": {demo.Password}}
	for name, back := range map[string]bool{login: true, "caizheng-jb": false} {
		kept.Set("login", name)
		w := v.send("", "POST", "/sign-in", kept)
		if strings.Contains(w.Body.String(), "另一件事") != back {
			t.Errorf("%s, account %s of %s: %d\n%s", name, own, other.Account, w.Code, w.Body)
		}
	}
}

// The form that a browser puts aside names nobody who is signed in, holds no key and
// nothing that waits; the worker is ours, and the policy of every page stays as strict.
func TestFormsPutAside(t *testing.T) {
	t.Parallel()
	v := visit(t)
	const login = "shuping-lly"
	whole, shell := v.send(login, "GET", "/records/new", nil), v.send(login, "GET", "/records/new?shell=1", nil)
	body := shell.Body.String()
	for _, words := range []string{"退出登录", `name="key"`, `id="menu"`, `data-shells`, "搜索"} {
		if strings.Contains(body, words) || !strings.Contains(whole.Body.String(), words) {
			t.Errorf("%s stands in the form put aside, or never did", words)
		}
	}
	if !strings.Contains(body, `name="`+page.OwnerName+`" value="`+v.actor(login).Account.String()+`"`) {
		t.Error("whose it is, is not said:\n" + body)
	}
	if w := v.send("shenji", "GET", "/", nil); strings.Contains(w.Body.String(), "data-shells") {
		t.Error("who writes no records puts their form aside")
	}
	worker := v.send("", "GET", page.WorkerPath, nil)
	if worker.Code != 200 || !strings.HasPrefix(worker.Header().Get("Content-Type"), "text/javascript") ||
		worker.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("the worker: %d %v", worker.Code, worker.Header())
	}
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	for what, w := range map[string]*httptest.ResponseRecorder{"page": whole, "form": shell, "worker": worker} {
		if got := w.Header().Get("Content-Security-Policy"); got != policy {
			t.Errorf("%s: %s", what, got)
		}
	}
}
