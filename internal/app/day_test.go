package app

import (
	"bytes"
	"context"
	"html"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/demo"
	"shuangze/internal/ref"
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
	r := httptest.NewRequest("POST", "/sign-in",
		strings.NewReader(url.Values{"login": {login}, "password": {demo.Password}}.Encode()))
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
	t.Parallel()
	today := when.Date(2026, time.November, 24)
	h := demoHouse(t, today)
	desk, err := h.Handler(ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range demo.Accounts() {
		if a.Person == "" || a.Role == string(actor.ExternalAssessor) {
			continue
		}
		x := enter(t, desk, a.Login)
		_, page := x.get("/overview")
		page = page[strings.Index(page, "<main"):] // the menu counts what waits, and leads to all
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
	testProposal(t, desk)
	testNote(t, desk)
	testMeasure(t, desk)
	testEvidence(t, h, desk)
}

// upload sends files to an address, with the hidden key of its form.
func (x reader) upload(path string, files map[string][]byte) (int, string) {
	_, form := x.get(path)
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	if k := formKey.FindStringSubmatch(form); k != nil {
		m.WriteField("key", html.UnescapeString(k[1]))
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := m.CreateFormFile("file", name)
		if err != nil {
			x.t.Fatal(err)
		}
		w.Write(files[name])
	}
	m.Close()
	r := httptest.NewRequest("POST", path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.AddCookie(x.cookie)
	w := httptest.NewRecorder()
	x.h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

var (
	formKey    = regexp.MustCompile(`name="key" value="([^"]*)"`)
	reportLink = regexp.MustCompile(`/orders/(\d+)/do/report`)
)

// Evidence as it should not be sent: nothing is lost silently, nothing is named
// unless all of it is welcome, and what is given back can do nothing.
func testEvidence(t *testing.T, h *House, desk http.Handler) {
	ctx := context.Background()
	clerk, stranger := enter(t, desk, "shuping-lly"), enter(t, desk, "caizheng-jb")
	_, page := clerk.get("/")
	m := reportLink.FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the clerk has no order in hand")
	}
	id := ref.Parse(m[1])
	path := "/orders/" + m[1] + "/do/attach"
	count := func() int {
		list, err := h.DB.EvidenceOf(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	before := count()
	png := []byte("\x89PNG\r\n\x1a\n0123456789")
	html := []byte("<html><script>alert(1)</script></html>")
	many := map[string][]byte{}
	for i := range 6 {
		many[strconv.Itoa(i)+".png"] = png
	}
	for name, c := range map[string]struct {
		files map[string][]byte
		code  int
		more  int
	}{
		"two at once":            {map[string][]byte{"一.png": png, "二.png": append(png, 'x')}, 303, 2},
		"one of two is no proof": {map[string][]byte{"a.png": png, "b.png": html}, 422, 0},
		"one of two is empty":    {map[string][]byte{"a.png": png, "b.png": nil}, 422, 0},
		"six at once":            {many, 422, 0},
		"a page named .png":      {map[string][]byte{"a.png": html}, 422, 0},
		"a drawing that runs":    {map[string][]byte{"a.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)}, 422, 0},
		"nothing":                {nil, 422, 0},
		"more than the form may": {map[string][]byte{"a.png": append(png, make([]byte, 106<<20)...)}, 413, 0},
	} {
		was := count()
		code, body := clerk.upload(path, c.files)
		if code != c.code || count()-was != c.more {
			t.Errorf("%s: %d and %d more, want %d and %d\n%.300s", name, code, count()-was, c.code, c.more,
				anyTag.ReplaceAllString(body, ""))
		}
	}
	if code, _ := stranger.upload(path, map[string][]byte{"a.png": png}); code != http.StatusNotFound {
		t.Errorf("another unit's order takes evidence: %d", code)
	}
	list, err := h.DB.EvidenceOf(ctx, id)
	if err != nil || len(list) != before+2 {
		t.Fatal(len(list), err)
	}
	file := "/evidence/" + list[len(list)-1].ID.String()
	r := httptest.NewRequest("GET", file, nil)
	r.AddCookie(clerk.cookie)
	w := httptest.NewRecorder()
	desk.ServeHTTP(w, r)
	for name, want := range map[string]string{"Content-Type": "application/octet-stream",
		"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Error("evidence opens in the page")
	}
	if code, _ := stranger.get(file); code != http.StatusNotFound {
		t.Errorf("another unit reads it: %d", code)
	}
}

// send posts a form with the hidden key of the page it stands on, or of another.
func (x reader) send(page, path string, values url.Values) (int, string) {
	if page != "" {
		_, form := x.get(page)
		k := formKey.FindStringSubmatch(form)
		if k == nil {
			x.t.Fatalf("%s has no form", page)
		}
		values.Set("key", html.UnescapeString(k[1]))
	}
	r := httptest.NewRequest("POST", path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "zh")
	r.AddCookie(x.cookie)
	w := httptest.NewRecorder()
	x.h.ServeHTTP(w, r)
	if to := w.Header().Get("Location"); to != "" {
		_, body := x.get(to)
		return w.Code, body
	}
	return w.Code, w.Body.String()
}

// waiting are the addresses of one kind of deed on a workbench.
func (x reader) waiting(deed string) (out []string) {
	_, page := x.get("/")
	for _, l := range deedLink.FindAllStringSubmatch(page, -1) {
		if strings.HasSuffix(l[1], "/do/"+deed) {
			out = append(out, l[1])
		}
	}
	return out
}

// The system proposes a higher level to the office that decides, on its
// workbench and on the problem's page, and not to the unit. Decided, it is gone.
func testProposal(t *testing.T, desk http.Handler) {
	office, handler, clerk := enter(t, desk, "zhuti"), enter(t, desk, "zhuti-jb"), enter(t, desk, "shuping-lly")
	list := office.waiting("raise")
	if len(list) < 2 || len(handler.waiting("raise")) != len(list) || len(clerk.waiting("raise")) != 0 {
		t.Fatalf("%d proposals wait for the head, %d for the handler, %d for the unit", len(list),
			len(handler.waiting("raise")), len(clerk.waiting("raise")))
	}
	if len(office.waiting("reassign")) == 0 {
		t.Error("nobody is told of an order whose people have left")
	}
	_, bench := office.get("/")
	if !strings.Contains(bench, "，系统建议提级") {
		t.Error("the workbench does not say why")
	}
	for _, raise := range list {
		problem := strings.TrimSuffix(raise, "/do/raise")
		if code, page := office.get(problem); code != http.StatusOK || !strings.Contains(page, "系统建议提高一级") {
			t.Errorf("%s does not say that a higher level is proposed: %d", problem, code)
		}
		if _, page := clerk.get(problem); strings.Contains(page, "系统建议提高一级") {
			t.Errorf("the unit is told of %s", problem)
		}
	}
	keep := strings.TrimSuffix(list[0], "raise") + "keep-level"
	if code, _ := office.send(keep, keep, url.Values{}); code != http.StatusUnprocessableEntity {
		t.Errorf("kept without a reason: %d", code)
	}
	if code, page := office.send(keep, keep, url.Values{"reason": {"与此前情形不同"}}); code != http.StatusSeeOther ||
		!strings.Contains(page, "与此前情形不同") || strings.Contains(page, "系统建议提高一级") {
		t.Errorf("kept: %d", code)
	}
	if code, _ := office.send(list[1], list[1], url.Values{"reason": {"再次发生"}}); code != http.StatusSeeOther {
		t.Errorf("raised: %d", code)
	}
	if code, page := office.get(keep); code != http.StatusConflict || !strings.Contains(page, "没有待决定的提级建议") {
		t.Errorf("decided twice: %d", code)
	}
	if left := len(handler.waiting("raise")); left != len(list)-2 {
		t.Errorf("of %d proposals %d are left", len(list), left)
	}
}

// A serious problem waits for the leading group, on nobody else's workbench,
// until it is noted; the page says by whom.
func testNote(t *testing.T, desk http.Handler) {
	leader, office := enter(t, desk, "lingdao"), enter(t, desk, "zhuti")
	list := leader.waiting("note")
	if len(list) == 0 || len(office.waiting("note")) != 0 {
		t.Fatalf("%d wait for the leading group, %d for the office", len(list), len(office.waiting("note")))
	}
	problem := strings.TrimSuffix(list[0], "/do/note")
	if _, page := office.get(problem); !strings.Contains(page, "待阅知") {
		t.Error("its page does not say that it waits to be noted")
	}
	if code, _ := office.get(list[0]); code != http.StatusForbidden {
		t.Errorf("the office notes it: %d", code)
	}
	if code, _ := leader.send(list[0], list[0],
		url.Values{"instruction": {strings.Repeat("办", 501)}}); code != http.StatusUnprocessableEntity {
		t.Errorf("501 characters: %d", code)
	}
	code, page := leader.send(list[0], list[0], url.Values{"instruction": {"盯住不放"}})
	if code != http.StatusSeeOther || !strings.Contains(page, "盯住不放") ||
		!regexp.MustCompile(`陈立川[^<]*阅知`).MatchString(page) {
		t.Errorf("noted: %d\n%s", code, anyTag.ReplaceAllString(page, " "))
	}
	if left := len(leader.waiting("note")); left != len(list)-1 {
		t.Errorf("of %d %d are left", len(list), left)
	}
	if code, page := leader.get(list[0]); code != http.StatusConflict || !strings.Contains(page, "阅知") {
		t.Errorf("noted again: %d", code)
	}
}

var measureForm = regexp.MustCompile(
	`(?s)<form method="post" action="(/(?:problems|orders)/\d+/measures)">.*?name="measure" value="(\d+)".*?</form>`)

// A measure is marked with one click from the problem's page, of the problem
// itself or of its order; clicked twice it is done once.
func testMeasure(t *testing.T, desk http.Handler) {
	clerk, office := enter(t, desk, "shuping-lly"), enter(t, desk, "zhuti")
	kinds := map[string]bool{}
	_, list := clerk.get("/problems")
	for _, l := range problemLink.FindAllStringSubmatch(list, -1) {
		_, page := clerk.get(l[1])
		forms := measureForm.FindAllStringSubmatch(page, -1)
		i := slices.IndexFunc(forms, func(m []string) bool { return !strings.Contains(m[0], `name="done"`) })
		if i < 0 || kinds[forms[i][1][:9]] {
			continue
		}
		form := forms[i]
		kinds[form[1][:9]] = true
		if _, page := office.get(l[1]); measureForm.MatchString(page) {
			t.Errorf("the office marks the measures of %s", l[1])
		}
		was := strings.Count(page, "chip c-green")
		values := url.Values{"key": {html.UnescapeString(formKey.FindStringSubmatch(form[0])[1])}, "measure": {form[2]},
			"back": {"problem"}}
		for range 2 {
			code, page := clerk.send("", form[1], values)
			if code != http.StatusSeeOther || !strings.Contains(page, "措施已标为完成") ||
				!strings.Contains(page, `action="`+form[1]+`"`) {
				t.Fatalf("%s: %d\n%s", form[1], code, anyTag.ReplaceAllString(page, " "))
			}
			if now := strings.Count(page, "chip c-green"); now != was+1 {
				t.Errorf("%s: %d done, before %d", form[1], now, was)
			}
		}
		if _, course := clerk.get(strings.TrimSuffix(form[1], "/measures")); !strings.Contains(course, "完成一条措施") {
			t.Errorf("%s does not tell of it", form[1])
		}
		values.Set("key", "ANOTHERCLICK"+form[1])
		if code, page := clerk.send("", form[1], values); code != http.StatusConflict || !strings.Contains(page, "已于") {
			t.Errorf("done twice: %d", code)
		}
		values.Set("key", "TAKENBACK"+form[1])
		values.Set("done", "no")
		if code, page := clerk.send("", form[1], values); code != http.StatusSeeOther ||
			strings.Count(page, "chip c-green") != was {
			t.Errorf("taken back: %d", code)
		}
		values.Set("key", "NOSUCH"+form[1])
		values.Set("measure", "77")
		if code, _ := clerk.send("", form[1], values); code != http.StatusConflict {
			t.Errorf("no such measure: %d", code)
		}
	}
	if len(kinds) != 2 {
		t.Errorf("measures were marked of %v", kinds)
	}
}

var problemLink = regexp.MustCompile(`<td class="lead">\s*<a href="(/problems/\d+)"`)
