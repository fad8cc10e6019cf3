package app

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"shuangze/internal/demo"
	"shuangze/internal/when"
)

var (
	countedLink = regexp.MustCompile(`(?s)<a[^>]* href="((?:/orders|/problems|/gaps)[^"]*)"[^>]*>(.*?)</a>`)
	anyTag      = regexp.MustCompile(`<[^>]*>`)
	listCount   = regexp.MustCompile(`共 ([\d,]+) 条`)
	deedLink    = regexp.MustCompile(`(?s)<td class="do">.*?href="([^"]+)"`)
)

// reader is one signed-in official.
type reader struct {
	t      *testing.T
	h      http.Handler
	cookie *http.Cookie
}

func enter(t *testing.T, h http.Handler, login string) reader {
	t.Helper()
	r := httptest.NewRequest("POST", "/sign-in", strings.NewReader(url.Values{"login": {login}, "password": {demo.Password}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) == 0 {
		t.Fatalf("%s: %d", login, w.Code)
	}
	return reader{t, h, w.Result().Cookies()[0]}
}

func (x reader) get(path string) (int, string) {
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Accept-Language", "zh")
	r.AddCookie(x.cookie)
	w := httptest.NewRecorder()
	x.h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// digits reads the number of a cell or a figure.
func digits(s string) (int, bool) {
	n, err := strconv.Atoi(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, anyTag.ReplaceAllString(s, "")))
	return n, err == nil
}

// An official's day in the demonstration county: every number of the overview
// opens a list of as many lines, for whoever looks, and every line of the
// workbench says why and opens a form that may be sent.
func TestDay(t *testing.T) {
	today := when.Date(2026, time.November, 24)
	h := demoHouse(t, today)
	desk, err := h.Handler(ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range demo.Accounts() {
		if a.Person == "" {
			continue
		}
		x := enter(t, desk, a.Login)
		_, page := x.get("/overview")
		links := countedLink.FindAllStringSubmatch(page, -1)
		n := 0
		for _, l := range links {
			want, ok := digits(l[2])
			if !ok || strings.HasPrefix(l[1], "/gaps") {
				continue
			}
			n++
			code, list := x.get(html.UnescapeString(l[1]))
			got := 0
			if m := listCount.FindStringSubmatch(list); m != nil {
				got, _ = digits(m[1])
			}
			if code != http.StatusOK || got != want {
				t.Errorf("%s: %s says %d, its list %d (%d)", a.Login, l[1], want, got, code)
			}
		}
		if n < 8 {
			t.Errorf("%s: only %d numbers on the overview", a.Login, n)
		}
		_, page = x.get("/")
		deeds := deedLink.FindAllStringSubmatch(page, -1)
		for _, l := range deeds {
			code, form := x.get(html.UnescapeString(l[1]))
			if code != http.StatusOK || !strings.Contains(form, "<form") {
				t.Errorf("%s: the workbench leads to %s: %d", a.Login, l[1], code)
			}
		}
		if said := strings.Count(page, `<td class="do">`); said != len(deeds) {
			t.Errorf("%s: %d lines, %d deeds", a.Login, said, len(deeds))
		}
		t.Logf("%s: %d numbers, %d deeds", a.Login, n, len(deeds))
	}
}
