package app

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"shuangze/internal/web/desk"
)

var flashed = regexp.MustCompile(`(?s)<div class="flash[^>]*>.*?</div>`)

// at is what a page says was just done.
func (p *played) at(login, path string, cookies ...*http.Cookie) string {
	p.Helper()
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Accept-Language", "zh-CN")
	for _, c := range append(cookies, &http.Cookie{Name: desk.SessionCookie, Value: p.cookies[login]}) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	p.desk.ServeHTTP(w, r)
	if w.Code != 200 {
		p.Fatalf("%s: %s answers %d", login, path, w.Code)
	}
	return flashed.FindString(w.Body.String())
}

// An address that says an act was done is believed for the entry of that act
// alone: of that kind, of this account, about the object of the page.
func TestAddressesAreNotBelieved(t *testing.T) {
	p := play(t)
	p.issue()
	order := "/orders/" + p.order.String()
	w := p.submit("shuping-lly", p.do("report"), url.Values{"key": {"REPORTED"}, "progress": {"六个村已公示"}})
	done := w.Header().Get("Location")
	n := regexp.MustCompile(`entry=(\d+)`).FindStringSubmatch(done)
	if w.Code != 303 || n == nil {
		t.Fatal(w.Code, done)
	}
	number, _ := strconv.Atoi(n[1])
	if said := p.at("shuping-lly", done); !strings.Contains(said, "进展已报告") || !strings.Contains(said, "存证第 "+n[1]+" 号") {
		t.Errorf("after the act: %q", said)
	}
	before := entries(t, p.h)
	address := func(path, did, entry string) string {
		return path + "?" + url.Values{"did": {did}, "entry": {entry}}.Encode()
	}
	for name, x := range map[string][2]string{
		"no entry":              {"shuping-lly", order + "?did=order.report"},
		"no such entry":         {"shuping-lly", address(order, "order.report", "999999999")},
		"an absurd number":      {"shuping-lly", address(order, "order.report", "9223372036854775807")},
		"a number below one":    {"shuping-lly", address(order, "order.report", "-1")},
		"another entry":         {"shuping-lly", address(order, "order.report", strconv.Itoa(number-1))},
		"another act":           {"shuping-lly", address(order, "order.close", n[1])},
		"another object":        {"shuping-lly", address("/units/"+p.unit("曙坪镇").String(), "order.report", n[1])},
		"another account":       {"zhuti", address(order, "order.report", n[1])},
		"an act without entry":  {"zhuti", "/?did=account.password"},
		"that act and an entry": {"zhuti", address("/views", "view.dropped", n[1])},
	} {
		if said := p.at(x[0], x[1]); said != "" {
			t.Errorf("%s: %s", name, said)
		}
	}
	if after := entries(t, p.h); after != before {
		t.Errorf("looking wrote %d entries", after-before)
	}

	// What makes no entry of the county's acts is said to the browser that did it.
	w = p.submit("zhuti", "/views", url.Values{"list": {"orders"}, "name": {"红灯"}, "query": {"light=red"}})
	told := w.Result().Cookies()
	if to := w.Header().Get("Location"); len(told) != 1 || told[0].MaxAge < 1 || told[0].MaxAge > 60 ||
		!strings.Contains(p.at("zhuti", to, told[0]), "视图已保存") {
		t.Errorf("a saved view is not said: %v", told)
	} else {
		said := p.at("zhuti-jb", to, told[0]) + p.at("zhuti", "/views?did=view.dropped", told[0])
		if said += p.at("zhuti", to); said != "" {
			t.Errorf("said to somebody else, of something else, or without the act: %s", said)
		}
	}
}

// A form that comes back with other words after it was sent (the browser's Back)
// is shown again with them, under a new key, and says what was saved before and
// where that stands.
func TestFormSentBefore(t *testing.T) {
	p := play(t)
	p.issue()
	again := func(login, form, path, what string, first, then url.Values, typed ...string) {
		t.Helper()
		before := entries(t, p.h)
		first.Set("key", formKey.FindStringSubmatch(p.page(login, form))[1])
		w := p.submit(login, path, first)
		entry := regexp.MustCompile(`entry=(\d+)`).FindStringSubmatch(w.Header().Get("Location"))
		if w.Code != 303 || entry == nil {
			t.Fatalf("%s: %d\n%s", path, w.Code, lines(w.Body.String()))
		}
		then.Set("key", first.Get("key"))
		w = p.submit(login, path, then)
		page := w.Body.String()
		p.reads(path, page, typed...)
		said := flashed.FindString(page)
		if w.Code != 422 || !strings.Contains(said, what) || !strings.Contains(said, "/journal/entries/"+entry[1]) {
			t.Errorf("%s with other words: %d %q", path, w.Code, said)
		}
		k := formKey.FindStringSubmatch(page)
		if k == nil || k[1] == first.Get("key") || k[1] == "" {
			t.Fatalf("%s is not given again under a new key: %v", path, k)
		}
		if n := entries(t, p.h) - before; n != 1 {
			t.Errorf("%s wrote %d entries", path, n)
		}
		then.Set("key", k[1])
		if w := p.submit(login, path, then); w.Code != 303 && w.Code != 409 {
			t.Errorf("%s sent anew: %d\n%s", path, w.Code, lines(w.Body.String()))
		}
	}
	again("shuping-lly", p.do("report"), p.do("report"), "报告进展",
		url.Values{"progress": {"六个村已公示"}}, url.Values{"progress": {"七个村已公示，差三个"}}, "七个村已公示，差三个")
	again("zhuti", p.do("supervise"), p.do("supervise"), "列为挂牌督办",
		url.Values{"reason": {"群众反映强烈"}}, url.Values{"reason": {"领导批示要求"}}, "领导批示要求")
	draft := url.Values{"side": {"principal"}, "subject": {"补贴公示"}, "content": {"限期公示到村到组"},
		"quality": {"全部公示"}, "source": {"decision"}, "measures": {"十个村重新公示"},
		"leader":  {p.actor(p.leader).Person.String()},
		"handler": {p.actor("shuping-lly").Person.String()}, "urgency": {"ordinary"},
		"unit": {p.unit("曙坪镇").String()}, "due": {(p.h.Clock().Day() + 8).String()}}
	other := maps.Clone(draft)
	other.Set("content", "限期公示到每一户")
	again("zhuti-jb", "/orders/new", "/orders", "拟稿", draft, other, "限期公示到每一户")
}
