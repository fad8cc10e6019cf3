package app

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/demo"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/when"
)

// send sends a form as somebody; head are header names and values by turns.
func (v *visitors) send(login, method, path string, form url.Values, head ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Accept-Language", "zh-CN")
	for i := 0; i < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	if login != "" {
		r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: v.cookies[login]})
	}
	w := httptest.NewRecorder()
	v.desk.ServeHTTP(w, r)
	return w
}

func (v *visitors) actor(login string) actor.Actor {
	v.Helper()
	a, _, _, err := v.h.Doors.Actor(context.Background(), v.cookies[login])
	if err != nil {
		v.Fatal(login, err)
	}
	return a
}

// entries is how many acts are recorded.
func (v *visitors) entries() (n int) {
	v.Helper()
	if err := v.h.DB.EachAct(context.Background(), func(string, int64, int64, string, string, int64) { n++ }); err != nil {
		v.Fatal(err)
	}
	return n
}

func TestWalls(t *testing.T) {
	t.Parallel()
	v := visit(t)
	t.Run("headers", v.headers)
	t.Run("other sites", v.otherSites)
	t.Run("own units", v.ownUnits)
	t.Run("forms keep", v.formsKeep)
	t.Run("sign-in is limited", v.limited) // last: it locks this address out
}

// headers are on every answer: pages, downloads, errors, the style, the API,
// the health of the house.
func (v *visitors) headers(t *testing.T) {
	examples := v.examples()
	check := func(what string, w *httptest.ResponseRecorder) {
		t.Helper()
		h := w.Header()
		if !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") ||
			h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" {
			t.Errorf("%s: %d with %v", what, w.Code, h)
		}
	}
	turn := turns{}
	for _, r := range v.routes {
		method, path, _ := strings.Cut(r.Pattern, " ")
		if at := examples[r.Pattern]; at != nil {
			path = at[0]
		}
		logins := []string{"", "zhuti-jb", "shenji"}
		if heavyLook(path) {
			logins = turn.of(form(path), 3, logins)
		}
		for _, login := range logins {
			if method == "GET" {
				check(method+" "+path+" as "+login, v.send(login, method, path, nil))
			}
		}
		check("another site's "+r.Pattern, v.send("zhuti-jb", "POST", path, nil, "Sec-Fetch-Site", "cross-site"))
	}
	for _, path := range []string{"/nothing", "/static/nothing", "/static/app.css", "/api/v1/openapi.json", "/api/v1/me",
		"/api/v1/nothing", "/healthz", "/readyz", "/metrics"} {
		check(path, v.send("", "GET", path, nil))
		check("PUT "+path, v.send("", "PUT", path, nil))
	}
}

// A form that another site sends is refused before anything is read, on every
// route that writes.
func (v *visitors) otherSites(t *testing.T) {
	examples, before := v.examples(), v.entries()
	n := 0
	for _, r := range v.routes {
		method, path, _ := strings.Cut(r.Pattern, " ")
		if method != "POST" {
			continue
		}
		if at := examples[r.Pattern]; at != nil {
			path = at[0]
		}
		n++
		for _, head := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://elsewhere.example"},
			{"Sec-Fetch-Site", "same-site"}} {
			if w := v.send("zhuti-jb", "POST", path, url.Values{"opinion": {"同意"}}, head...); w.Code != http.StatusForbidden {
				t.Errorf("%s from %v: %d", r.Pattern, head, w.Code)
			}
		}
	}
	if n < 20 || v.entries() != before {
		t.Errorf("%d routes tried, %d entries, before %d", n, v.entries(), before)
	}
}

var olderLink = regexp.MustCompile(`href="([^"]*[?&;]after=[^"]*)"`)

var matterLink = regexp.MustCompile(`href="/(orders|problems)/(\d+)"`)

// A unit's people find in lists, search and exports what the policy lets them
// see, all of it and nothing else; and no entry of others' matters.
func (v *visitors) ownUnits(t *testing.T) {
	ctx := context.Background()
	orders, err := v.h.DB.EveryOrder(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	problems, err := v.h.DB.EveryProblem(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	hidden := 0
	for _, login := range []string{"shuping-lly", "shuping-jw", "caizheng-jb", "zhuti-jb"} {
		a := v.actor(login)
		may, all := map[string]bool{}, map[string]string{}
		for _, o := range orders {
			id := o.ID.String()
			all["orders"+id] = o.Subject
			if may["orders"+id] = access.May(a, "order.see", o.Object(order.Nobody)) == nil; !may["orders"+id] {
				hidden++
			}
		}
		for _, p := range problems {
			id := p.ID.String()
			all["problems"+id] = p.Facts
			may["problems"+id] = access.May(a, "problem.see", p.Object()) == nil
		}
		found := map[string]bool{}
		turn := func(path string) {
			for range 100 {
				w := v.send(login, "GET", path, nil)
				if w.Code != 200 {
					t.Fatalf("%s %s: %d", login, path, w.Code)
				}
				for _, m := range matterLink.FindAllStringSubmatch(w.Body.String(), -1) {
					found[m[1]+m[2]] = true
				}
				path = ""
				for _, m := range olderLink.FindAllStringSubmatch(w.Body.String(), -1) {
					to, err := url.Parse(html.UnescapeString(m[1]))
					if err != nil {
						t.Fatal(err)
					}
					if !strings.HasSuffix(to.Query().Get("after"), ".b") { // .b turns back
						path = to.String()
					}
				}
				if path == "" {
					return
				}
			}
			t.Errorf("%s turns without end", path)
		}
		turn("/orders?all=1")
		turn("/problems?all=1")
		for k, yes := range may {
			if found[k] && !yes {
				t.Errorf("%s lists %s, which is not theirs", login, k)
			}
		}
		listed := len(found)
		if listed == 0 {
			t.Errorf("%s lists nothing", login)
		}
		for _, q := range []string{"公示", "督办", "整改", "补贴"} {
			for _, m := range matterLink.FindAllStringSubmatch(v.send(login, "GET", "/search?q="+url.QueryEscape(q),
				nil).Body.String(), -1) {
				if !may[m[1]+m[2]] {
					t.Errorf("%s finds %s%s by %s", login, m[1], m[2], q)
				}
			}
		}
		for _, path := range []string{"/", "/overview", "/journal"} {
			for _, m := range matterLink.FindAllStringSubmatch(v.send(login, "GET", path, nil).Body.String(), -1) {
				if !may[m[1]+m[2]] {
					t.Errorf("%s sees %s%s at %s", login, m[1], m[2], path)
				}
			}
		}
		// Entries of matters that are not theirs answer like missing ones.
		tried := 0
		err := v.h.DB.EachAct(ctx, func(journal string, seq, _ int64, _, object string, id int64) {
			k := object + "s" + ref.ID(id).String()
			if yes, known := may[k]; !known || yes || tried >= 30 || !strings.Contains(journal, "acts") {
				return
			}
			tried++
			for _, tail := range []string{"", "/receipt"} {
				if w := v.send(login, "GET", fmt.Sprintf("/journal/entries/%d%s", seq, tail), nil); w.Code != 404 {
					t.Errorf("%s opens entry %d%s of %s: %d", login, seq, tail, k, w.Code)
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d of %d matters listed, %d foreign entries tried", login, listed, len(may), tried)
	}
	if hidden == 0 {
		t.Error("nothing is hidden from anybody: this test proves nothing")
	}
}

var (
	formTag  = regexp.MustCompile(`(?s)<form\s[^>]*class="form[^>]*>.*?</form>`)
	actionOf = regexp.MustCompile(`action="([^"]+)"`)
	areaTag  = regexp.MustCompile(`<textarea[^>]*\sname="([^"]+)"`)
	inputTag = regexp.MustCompile(`(?s)<input\s[^>]*>`)
	nameOf   = regexp.MustCompile(`name="([^"]+)"`)
	typeOf   = regexp.MustCompile(`type="([^"]+)"`)
	valueOf  = regexp.MustCompile(`value="([^"]*)"`)
	deedHref = regexp.MustCompile(`href="(/(?:orders|problems|units|bodies|people)/\d+/do/[^"]+)"`)
)

// formsKeep sends every form that somebody is offered with words that are too
// long and days that do not exist: the answer is 422 with the same form, what
// was typed in it, a sentence beside the field, and nothing recorded.
func (v *visitors) formsKeep(t *testing.T) {
	before := v.entries()
	tried := map[string]bool{}
	try := func(login, path string) {
		kind := regexp.MustCompile(`\d+`).ReplaceAllString(strings.SplitN(path, "?", 2)[0], "N")
		if tried[kind] {
			return
		}
		w := v.send(login, "GET", path, nil)
		if w.Code != 200 {
			t.Errorf("%s is offered %s: %d", login, path, w.Code)
			return
		}
		f := formTag.FindString(w.Body.String())
		if f == "" {
			t.Errorf("%s: no form", path)
			return
		}
		form, typed, days := url.Values{}, map[string]string{}, 0
		for _, m := range areaTag.FindAllStringSubmatch(f, -1) {
			typed[m[1]] = strings.Repeat("长", 12000)
		}
		for _, tag := range inputTag.FindAllString(f, -1) {
			name, kind, value := nameOf.FindStringSubmatch(tag), typeOf.FindStringSubmatch(tag), valueOf.FindStringSubmatch(tag)
			if name == nil {
				continue
			}
			switch {
			case kind != nil && kind[1] == "hidden" && value != nil:
				form.Add(name[1], html.UnescapeString(value[1]))
			case kind != nil && kind[1] == "date":
				typed[name[1]] = "2026-02-30"
				days++
			case kind == nil || kind[1] == "text":
				typed[name[1]] = strings.Repeat("长", 600)
			}
		}
		if len(typed) == 0 {
			return // a deed that asks for nothing but a press, or for a file
		}
		tried[kind] = true
		for k, s := range typed {
			form.Set(k, s)
		}
		action := path
		if m := actionOf.FindStringSubmatch(f); m != nil {
			action = html.UnescapeString(m[1])
		}
		w = v.send(login, "POST", action, form)
		body := w.Body.String()
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s %s: %d, want 422", login, action, w.Code)
			return
		}
		for k, s := range typed {
			if !strings.Contains(body, s) {
				t.Errorf("%s: what was typed into %s is lost", action, k)
			}
		}
		if !strings.Contains(body, `-error"`) || !strings.Contains(body, `aria-invalid="true"`) {
			t.Errorf("%s: no sentence beside a field", action)
		}
		if strings.Contains(body, "⟦") {
			t.Errorf("%s: a key without words", action)
		}
	}
	for _, x := range [][2]string{{"zhuti", "/orders/new"}, {"zhuti", "/problems/new"}, {"zhuti", "/units/new"},
		{"zhuti", "/bodies/new"}, {"zhuti", "/people/new"}, {"xitong", "/accounts/new"}} {
		try(x[0], x[1])
	}
	ctx := context.Background()
	var pages []string
	orders, err := v.h.DB.EveryOrder(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, o := range orders {
		k := fmt.Sprint(o.State, o.Side, o.AskedDue != 0, o.Special, o.LongTerm)
		if seen[k]++; seen[k] <= 2 {
			pages = append(pages, "/orders/"+o.ID.String())
		}
	}
	problems, err := v.h.DB.EveryProblem(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		k := fmt.Sprint(p.State, p.Side, p.Level)
		if seen[k]++; seen[k] <= 1 {
			pages = append(pages, "/problems/"+p.ID.String())
		}
	}
	unit := v.unit("曙坪镇")
	pages = append(pages, "/units/"+unit.String(), "/people/"+v.county.PostsIn(unit)[0].Person.String())
	for _, b := range v.county.Seated(unit) {
		pages = append(pages, "/bodies/"+b.ID.String())
	}
	for _, login := range []string{"zhuti", "jiandu", "shuping", "caizheng", "shuping-jw"} {
		for _, p := range pages {
			w := v.send(login, "GET", p, nil)
			if w.Code != 200 {
				continue
			}
			for _, m := range deedHref.FindAllStringSubmatch(w.Body.String(), -1) {
				try(login, html.UnescapeString(m[1]))
			}
		}
	}
	var names []string
	for k := range tried {
		names = append(names, k)
	}
	slices.Sort(names)
	t.Log(len(names), "forms:", strings.Join(names, " "))
	if len(names) < 35 {
		t.Errorf("only %d forms were tried", len(names))
	}
	if now := v.entries(); now != before {
		t.Errorf("%d entries were recorded", now-before)
	}
}

// Who tries passwords at random is stopped: then not even a right one opens.
func (v *visitors) limited(t *testing.T) {
	try := func(login, password string) *httptest.ResponseRecorder {
		return v.send("", "POST", "/sign-in", url.Values{"login": {login}, "password": {password}})
	}
	if w := try("zhuti", demo.Password); w.Code != 303 {
		t.Fatal("the right password:", w.Code)
	}
	for i := range 80 {
		if w := try(fmt.Sprintf("nobody%d", i), "x"); w.Code == 303 || w.Code >= 500 {
			t.Fatal(w.Code)
		}
	}
	if w := try("zhuti", demo.Password); w.Code == 303 || len(w.Result().Cookies()) > 0 {
		t.Errorf("after 80 failures from one address: %d", w.Code)
	}
}

// Two offices close one order at once: one does, the other is told who did and
// when. The same form sent twice at once does it once, and both are told so.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { twoAtOnce(t, "") })
	t.Run("postgres", func(t *testing.T) {
		u := os.Getenv("SHUANGZE_TEST_POSTGRES")
		if u == "" {
			t.Skip("no PostgreSQL lent (make test lends one)")
		}
		twoAtOnce(t, soakSchema(t, u))
	})
}

func twoAtOnce(t *testing.T, database string) {
	ctx, today := context.Background(), when.Date(2026, time.November, 24)
	h := demoHouse(t, today)
	if database != "" {
		h = demoOn(t, h, database)
	}
	var err error
	v := &visitors{T: t, h: h, cookies: map[string]string{}}
	if v.desk, err = h.Handler(ServeOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, login := range []string{"zhuti", "zhuti-jb", "jiandu", "jiandu-jb"} {
		if v.cookies[login], err = h.Accounts.SignIn(ctx, login, demo.Password, "", "test"); err != nil {
			t.Fatal(err)
		}
	}
	orders, err := h.DB.EveryOrder(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	var ready []order.Order
	for _, o := range orders {
		if o.State == order.Confirmed {
			ready = append(ready, o)
		}
	}
	if len(ready) < 1 {
		t.Fatal("no order waits to be closed")
	}
	both := func(send [2]func() *httptest.ResponseRecorder) (out [2]*httptest.ResponseRecorder) {
		var wg sync.WaitGroup
		start := make(chan struct{})
		for i := range send {
			wg.Go(func() { <-start; out[i] = send[i]() })
		}
		close(start)
		wg.Wait()
		return out
	}
	two := [2]string{"zhuti", "zhuti-jb"}
	if ready[0].Side == actor.Supervisory {
		two = [2]string{"jiandu", "jiandu-jb"}
	}
	before := v.entries()
	path := "/orders/" + ready[0].ID.String() + "/do/close"
	closes := func(login string) func() *httptest.ResponseRecorder {
		return func() *httptest.ResponseRecorder {
			return v.send(login, "POST", path, url.Values{"opinion": {"整改到位，同意销号，" + login},
				"key": {"KEY" + strings.ToUpper(login)}})
		}
	}
	names := [2]string{v.actor(two[0]).Name, v.actor(two[1]).Name}
	got := both([2]func() *httptest.ResponseRecorder{closes(two[0]), closes(two[1])})
	first := slices.IndexFunc(got[:], func(w *httptest.ResponseRecorder) bool { return w.Code == 303 })
	if first < 0 || got[1-first].Code != http.StatusConflict {
		t.Fatalf("answered %d and %d, want one 303 and one 409", got[0].Code, got[1].Code)
	}
	_, told, _ := strings.Cut(got[1-first].Body.String(), `class="trouble"`)
	for _, words := range []string{names[first], "10:00", ready[0].Number.String(), "整改到位，同意销号"} {
		if !strings.Contains(told, words) {
			t.Errorf("the second is not told %q: %.900s", words, told)
		}
	}
	if n := v.entries() - before; n < 1 || n > 2 { // closing an order may close its problem
		t.Errorf("%d entries", n)
	}
	// The winner's form once more: the same answer, nothing written.
	before = v.entries()
	again := closes(two[first])()
	if again.Code != 303 || again.Header().Get("Location") != got[first].Header().Get("Location") ||
		v.entries() != before {
		t.Errorf("sent again: %d %s, first %s", again.Code, again.Header().Get("Location"),
			got[first].Header().Get("Location"))
	}
	// One form, pressed twice at once, makes one order.
	fields := url.Values{"key": {"DOUBLECLICKDOUBLECLICK"}, "subject": {"连点两次的督办单"}, "content": {"二季度惠农补贴未公示"},
		"quality": {"全部公示"}, "source": {"decision"}, "urgency": {"ordinary"},
		"unit": {ready[0].Unit.String()}, "leader": {ready[0].Leader.String()}, "handler": {ready[0].Handler.String()},
		"measures": {"逐村核对并公示"}, "due": {(today + 30).String()}}
	press := func() *httptest.ResponseRecorder { return v.send(two[0], "POST", "/orders", fields) }
	made := both([2]func() *httptest.ResponseRecorder{press, press})
	if made[0].Code != 303 || made[1].Code != 303 ||
		made[0].Header().Get("Location") != made[1].Header().Get("Location") || v.entries() != before+1 {
		t.Errorf("pressed twice: %d %v, %d %v, %d entries", made[0].Code, made[0].Header(), made[1].Code,
			made[1].Header(), v.entries()-before)
	}
}
