package app

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/when"
)

// Two reviewers close the same order at once: one succeeds, one is told who
// was first and gets back what was written. The same form sent twice is one
// closing with one answer.
func TestTwoReviewersAtOnce(t *testing.T) {
	today := when.Date(2026, time.November, 24)
	t.Run("sqlite", func(t *testing.T) { twoReviewers(t, demoHouse(t, today)) })
	t.Run("postgres", func(t *testing.T) {
		u := os.Getenv("SHUANGZE_TEST_POSTGRES")
		if u == "" {
			if strings.Contains(os.Getenv("SHUANGZE_REQUIRE"), "postgres") {
				t.Fatal("SHUANGZE_REQUIRE asks for postgres, and SHUANGZE_TEST_POSTGRES names none")
			}
			t.Skip("no PostgreSQL lent (make test lends one)")
		}
		c := Config{Dir: t.TempDir(), Database: soakSchema(t, u)}
		if built, err := BuildDemo(context.Background(), c, 1, today); err != nil || !built {
			t.Fatal(built, err)
		}
		c.Clock = func() when.Instant { return today.Start().Add(10 * time.Hour) }
		h, err := Open(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { h.Close() })
		twoReviewers(t, h)
	})
}

func twoReviewers(t *testing.T, h *House) {
	v := visitHouse(t, h)
	id := v.of(v.unit("曙坪镇"))["order"]
	send := func(login, deed, key string, form url.Values) *httptest.ResponseRecorder {
		form.Set("key", key)
		r := httptest.NewRequest("POST", "/orders/"+id+"/do/"+deed, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept-Language", "zh-CN")
		r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: v.cookies[login]})
		w := httptest.NewRecorder()
		v.desk.ServeHTTP(w, r)
		return w
	}
	photo, err := base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
	if err != nil {
		t.Fatal(err)
	}
	if w := v.upload("shuping-lly", "/orders/"+id+"/do/attach", "公示栏.png", photo); w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, lines(w.Body.String()))
	}
	if w := send("shuping-lly", "request-close", "REQUEST", url.Values{"done": {"各村均已公示"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, lines(w.Body.String()))
	}
	if w := send("shuping", "confirm-close", "CONFIRM", url.Values{"opinion": {"属实"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, lines(w.Body.String()))
	}
	review := func(login string) *httptest.ResponseRecorder {
		return send(login, "close", "KEYOF"+login, url.Values{"opinion": {login + "现场核实,同意销号"}})
	}
	type said struct {
		login string
		*httptest.ResponseRecorder
	}
	answers := make(chan said)
	for _, login := range []string{"zhuti", "zhuti-jb"} {
		go func() { answers <- said{login, review(login)} }()
	}
	first, second := <-answers, <-answers
	if first.Code != http.StatusSeeOther {
		first, second = second, first
	}
	if first.Code != http.StatusSeeOther || second.Code != http.StatusConflict {
		t.Fatalf("%d and %d", first.Code, second.Code)
	}
	if body := second.Body.String(); !strings.Contains(body, second.login+"现场核实,同意销号</blockquote>") || !strings.Contains(body, "已销号") || !strings.Contains(body, `href="/orders/`+id+`"`) {
		t.Errorf("the second is not told:\n%s", lines(body))
	}
	if again := review(first.login); again.Code != http.StatusSeeOther || again.Header().Get("Location") != first.Header().Get("Location") {
		t.Errorf("the same form again: %d %s, before %s", again.Code, again.Header().Get("Location"), first.Header().Get("Location"))
	}
	history, err := h.DB.History(context.Background(), ref.Parse(id))
	if err != nil {
		t.Fatal(err)
	}
	closed := 0
	for _, e := range history {
		if strings.HasPrefix(string(e.Kind), "order.closed") {
			closed++
		}
	}
	if closed != 1 {
		t.Errorf("closed %d times", closed)
	}
}
