package desk

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/lang"
	"shuangze/internal/policy"
	"shuangze/internal/text"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

func kernel(t *testing.T, routes ...Route) http.Handler {
	t.Helper()
	pack, err := policy.Load(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	d := &Desk{Read: unsigned{}, Words: lang.MustLoad(), Policy: pack,
		Clock: func() when.Instant { return when.Date(2026, 11, 24).Start() }, Log: slog.New(slog.DiscardHandler),
		Who: func(_ context.Context, token string) (actor.Actor, account.Account, bool, error) {
			return actor.Actor{Account: 7, Person: 8,
					Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}},
				account.Account{}, token == "ours", nil
		}}
	h, err := d.Handler(routes)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func send(h http.Handler, method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: SessionCookie, Value: "ours"})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// Whoever comes second is told, led to how it stands now, and gets back what
// was written, but no secret.
func TestConflictGivesTheWordsBack(t *testing.T) {
	h := kernel(t, Route{Pattern: "POST /orders/{id}/do/{deed}", May: "order.see",
		Handle: func(v *Visit) error { return text.Refuse(text.Stale, "input.stale") }})
	w := send(h, "POST", "/orders/9/do/close", url.Values{"opinion": {"整改到位,同意<销号>,附件齐全"}, "key": {"ABCDEFGHIJKLMNOP"},
		"old": {"a secret of ten"}})
	body := w.Body.String()
	if w.Code != http.StatusConflict || !strings.Contains(body, "整改到位,同意&lt;销号&gt;,附件齐全</blockquote>") ||
		!strings.Contains(body, `href="/orders/9"`) {
		t.Fatalf("%d\n%s", w.Code, body)
	}
	for _, never := range []string{"ABCDEFGHIJKLMNOP", "a secret"} {
		if strings.Contains(body, never) {
			t.Errorf("%q is shown", never)
		}
	}
}

// A fault shows a reference and nothing of the inside.
func TestPanicIsAPage(t *testing.T) {
	h := kernel(t, Route{Pattern: "GET /broken", May: "workbench.see",
		Handle: func(v *Visit) error { panic("the inside") }})
	w := send(h, "GET", "/broken", nil)
	if body := w.Body.String(); w.Code != 500 || strings.Contains(body, "the inside") ||
		!strings.Contains(body, w.Header().Get("X-Request-Id")) {
		t.Fatalf("%d\n%s", w.Code, body)
	}
}

// A route without a known verb stops the start.
func TestUndeclaredRoute(t *testing.T) {
	for _, r := range []Route{{Pattern: "GET /x"}, {Pattern: "GET /x", May: "no.such"},
		{Pattern: "GET /x", May: "workbench.see", Public: true}} {
		if _, err := (&Desk{}).Handler([]Route{r}); err == nil {
			t.Errorf("%+v starts", r)
		}
	}
}

// A step that is refused before anything was sent leads back to the matter too;
// a matter that does not exist leads nowhere but home.
func TestRefusedStepLeadsBack(t *testing.T) {
	why := text.Conflict
	h := kernel(t, Route{Pattern: "GET /orders/{id}/do/{deed}", May: "order.see", Handle: func(v *Visit) error {
		if why == text.Missing {
			return Missing()
		}
		return text.Refuse(why, "order.issue-own")
	}})
	for _, c := range []struct {
		why    text.Why
		status int
		back   bool
	}{{text.Conflict, 409, true}, {text.Forbidden, 403, true}, {text.Missing, 404, false}} {
		why = c.why
		w := send(h, "GET", "/orders/9/do/issue", nil)
		if back := strings.Contains(w.Body.String(), `href="/orders/9"`); w.Code != c.status || back != c.back {
			t.Errorf("%v: %d, leads back %v", c.why, w.Code, back)
		}
	}
}

// Where no person acted, the words say who or what did: never the bare name of a machine.
func TestAgentWord(t *testing.T) {
	words := lang.MustLoad()
	for agent, want := range map[string]string{"console root": "服务器控制台（root）", "tick": "系统（tick）",
		"rules": "系统（履责规则）", "calendar": "系统（日历）", "": ""} {
		if got := AgentWord(words.Wanted("zh-CN"), agent); got != want {
			t.Errorf("%s: %s", agent, got)
		}
	}
}
