package app

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
)

var seenVersion = regexp.MustCompile(`name="version" value="(\d+)"`)

var offered = regexp.MustCompile(`href="(/(?:orders|problems)/\d+/do/[a-z-]+)(?:\?[^"]*)?"`)

// What would be refused is not offered: every deed that a page offers to
// whoever looks at it is carried out by its command or asks for what was left
// empty, in every state that the demonstration county knows; and what is not
// offered has no form.
func TestOffersAreTaken(t *testing.T) {
	t.Parallel()
	v := visit(t)
	ctx := context.Background()
	var pages []string
	seen := map[string]int{}
	orders, err := v.h.DB.EveryOrder(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range orders {
		key := fmt.Sprint("order", o.State, o.Side, o.AskedDue != 0, o.LongTerm, o.Special, o.Due < v.h.Clock().Day(),
			o.Problem != 0, o.Extensions, o.Level, o.Unit == v.unit("曙坪镇"))
		if seen[key]++; seen[key] <= 1 {
			pages = append(pages, "/orders/"+o.ID.String())
		}
	}
	problems, err := v.h.DB.EveryProblem(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		key := fmt.Sprint("problem", p.State, p.Side, p.Level, p.Imported, p.Order != 0, p.NoteBy != 0, p.NotedAt != 0,
			len(p.Standing(v.h.Clock().Day())) > 0, p.Unit == v.unit("曙坪镇"))
		if seen[key]++; seen[key] <= 1 {
			pages = append(pages, "/problems/"+p.ID.String())
		}
	}
	played, n := map[string]int{}, 0
	for _, page := range pages {
		for _, login := range v.logins {
			if login == "" {
				continue
			}
			w := v.ask(login, "GET", page)
			if w.Code != 200 {
				continue
			}
			may := map[string]bool{}
			for _, m := range offered.FindAllStringSubmatch(w.Body.String(), -1) {
				if strings.HasPrefix(m[1], page+"/") {
					may[m[1]] = true
				}
			}
			for _, path := range deedsOf(page) {
				form := v.ask(login, "GET", path)
				if !may[path] {
					if form.Code == 200 && !strings.HasSuffix(path, "/match") { // people may be named anew; there is no need to
						t.Errorf("%s: %s is not offered and has a form", login, path)
					}
					continue
				}
				n++
				if form.Code != 200 {
					t.Errorf("%s: %s is offered and answers %d\n%s", login, path, form.Code, lines(form.Body.String()))
					continue
				}
				if name := path[strings.LastIndex(path, "/")+1:]; slices.Contains([]string{"submit", "issue",
					"acknowledge", "note"}, name) {
					continue // nothing to leave empty: they are carried out below
				}
				empty := url.Values{"key": {formKey.FindStringSubmatch(form.Body.String())[1]}}
				if seen := seenVersion.FindStringSubmatch(form.Body.String()); seen != nil {
					empty.Set("version", seen[1])
				}
				if w := v.submit(login, path, empty); w.Code != 422 {
					t.Errorf("%s: %s is offered and, sent empty, answers %d\n%s", login, path, w.Code, lines(w.Body.String()))
				}
				played[path[strings.LastIndex(path, "/")+1:]]++
			}
		}
	}
	for _, page := range pages {
		for _, name := range []string{"issue", "submit", "acknowledge", "note"} {
			for _, login := range v.logins {
				w := v.ask(login, "GET", page)
				if login == "" || !strings.Contains(w.Body.String(), `href="`+page+"/do/"+name+`"`) {
					continue
				}
				k := formKey.FindStringSubmatch(v.ask(login, "GET", page+"/do/"+name).Body.String())
				if k == nil {
					t.Fatalf("%s: %s has no form", login, page+"/do/"+name)
				}
				if w := v.submit(login, page+"/do/"+name, url.Values{"key": {k[1]}}); w.Code != 303 {
					t.Errorf("%s: %s is offered and answers %d\n%s", login, page+"/do/"+name, w.Code, lines(w.Body.String()))
				}
				played[name]++
			}
		}
	}
	t.Log(len(pages), "pages", n, "offers", played)
	for _, name := range []string{"submit", "issue", "return", "acknowledge", "report", "attach", "request-close",
		"recall-close", "ask-extension", "recall-extension", "grant-extension",
		"refuse-extension", "close", "reject", "write-letter", "supervise", "make-long-term", "reopen", "reassign",
		"withdraw", "rectify", "recall", "note", "keep-level", "raise", "correct"} {
		if played[name] == 0 {
			t.Errorf("nobody was offered %s", name)
		}
	}
}

// deedsOf are the addresses of all deeds on a page.
func deedsOf(page string) (out []string) {
	names := []string{"submit", "issue", "return", "acknowledge", "report", "attach", "request-close", "recall-close",
		"ask-extension", "recall-extension", "grant-extension", "refuse-extension",
		"confirm-close", "close", "reject", "write-letter", "supervise", "unsupervise", "review", "make-long-term",
		"end-long-term", "reopen", "reassign", "withdraw"}
	if strings.HasPrefix(page, "/problems/") {
		names = []string{"rectify", "recall", "attach", "close", "reject", "note", "keep-level", "raise", "correct",
			"reopen", "withdraw", "match"}
	}
	for _, name := range names {
		out = append(out, page+"/do/"+name)
	}
	return out
}

// No order is offered for a problem of a unit that the county only watches, and
// no form lets one be chosen.
func TestUnitsThatTakeNoMatter(t *testing.T) {
	t.Parallel()
	v := visit(t)
	for _, u := range v.county.Units() {
		if v.county.Takes(u) == nil {
			continue
		}
		for _, path := range []string{"/orders/new", "/problems/new"} {
			if body := v.ask("zhuti-jb", "GET", path).Body.String(); strings.Contains(body, `<option value="`+u.String()+`">`) {
				t.Errorf("%s offers %s", path, v.county.Name(u))
			}
		}
		return
	}
	t.Error("the demonstration watches no unit")
}

// Choosing a unit shows its people and selects none of them, whoever was chosen
// before: in the forms of orders and problems alike.
func TestChoosingAUnitSelectsNobody(t *testing.T) {
	t.Parallel()
	v := visit(t)
	unit := v.unit("曙坪镇")
	first := v.county.PostsIn(unit)[0].Person.String()
	for path, at := range map[string]string{"/orders": "/orders/new", "/problems": "/problems/new"} {
		k := formKey.FindStringSubmatch(v.ask("zhuti-jb", "GET", at).Body.String())
		w := v.submit("zhuti-jb", path, url.Values{"key": {k[1]}, "then": {"people"}, "unit": {unit.String()},
			"leader": {first}, "handler": {first}, "subject": {"已写的题目"}, "facts": {"已写的事实"}})
		body := w.Body.String()
		if w.Code != 200 || !strings.Contains(body, `<option value="`+first+`"`) || !strings.Contains(body, "已写的") {
			t.Errorf("%s: %d", path, w.Code)
		}
		for _, name := range []string{"leader", "handler"} {
			if s := selection(body, name); s != "" {
				t.Errorf("%s: choosing a unit selected %s for %s", path, s, name)
			}
		}
	}
}

// selection is what a choice on the page has selected.
func selection(body, name string) string {
	_, rest, _ := strings.Cut(body, `name="`+name+`"`)
	list, _, _ := strings.Cut(rest, "</select>")
	if m := regexp.MustCompile(`<option value="(\d+)" selected`).FindStringSubmatch(list); m != nil {
		return m[1]
	}
	return ""
}

// Two editors: the second sees what stands now beside what they typed, field by
// field, loses nothing, and can send it again.
func TestTwoEditors(t *testing.T) {
	t.Parallel()
	v := visit(t)
	ctx := context.Background()
	var draft order.Order
	orders, err := v.h.DB.EveryOrder(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range orders {
		if o.State == order.Draft && o.Side == "principal" {
			draft = o
		}
	}
	if draft.ID == 0 {
		t.Fatal("the demonstration has no draft")
	}
	form := func(path string) url.Values {
		body := v.ask("zhuti-jb", "GET", path).Body.String()
		return url.Values{"key": {formKey.FindStringSubmatch(body)[1]}, "version": {seenVersion.FindStringSubmatch(body)[1]}}
	}
	edit := "/orders/" + draft.ID.String() + "/edit"
	fill := func(f url.Values, subject, quality string) url.Values {
		for k, s := range map[string]string{"subject": subject, "quality": quality, "content": "内容", "urgency": "ordinary",
			"source": string(draft.Source), "unit": draft.Unit.String(), "leader": draft.Leader.String(),
			"handler": draft.Handler.String(), "measures": "公示\n问责", "due": (v.h.Clock().Day() + 5).String(),
			"problem": ref.ID(draft.Problem).String()} {
			f.Set(k, s)
		}
		return f
	}
	mine, theirs := form(edit), form(edit)
	if w := v.submit("zhuti-jb", edit, fill(theirs, "别人的题目", "同样的要求")); w.Code != 303 {
		t.Fatalf("the first: %d\n%s", w.Code, lines(w.Body.String()))
	}
	w := v.submit("zhuti-jb", edit, fill(mine, "我的题目", "同样的要求"))
	body := w.Body.String()
	for _, want := range []string{"我的题目", "别人的题目", "别人改后现在是"} {
		if w.Code != 409 || !strings.Contains(body, want) {
			t.Errorf("the second editor: %d, without %s", w.Code, want)
		}
	}
	if n := strings.Count(body, `class="now"`); n != 1 {
		t.Errorf("%d fields differ, want only the subject", n)
	}
	again := fill(url.Values{"key": {formKey.FindStringSubmatch(body)[1]},
		"version": {seenVersion.FindStringSubmatch(body)[1]}}, "我的题目", "同样的要求")
	if w := v.submit("zhuti-jb", edit, again); w.Code != 303 {
		t.Errorf("sent again: %d\n%s", w.Code, lines(w.Body.String()))
	}

	at := "/problems/" + v.of(v.unit("曙坪镇"))["problem"]
	correct := func(f url.Values, facts string) url.Values {
		p, _, err := v.h.DB.Problem(ctx, ref.Parse(strings.TrimPrefix(at, "/problems/")))
		if err != nil {
			t.Fatal(err)
		}
		for k, s := range map[string]string{"facts": facts, "source": p.Source, "subsource": p.Subsource,
			"category": p.Category, "rule": p.Rule, "cause": p.Cause, "leader": p.Leader.String(), "handler": p.Handler.String(),
			"reason": "写错了"} {
			f.Set(k, s)
		}
		if p.Found != 0 {
			f.Set("found", p.Found.String())
		}
		return f
	}
	for _, login := range []string{"zhuti-jb"} {
		if v.ask(login, "GET", at+"/do/correct").Code != 200 {
			t.Fatal(at)
		}
		mine, theirs = form(at+"/do/correct"), form(at+"/do/correct")
		if w := v.submit(login, at+"/do/correct", correct(theirs, "别人改的事实")); w.Code != 303 {
			t.Fatalf("the first: %d\n%s", w.Code, lines(w.Body.String()))
		}
		w := v.submit(login, at+"/do/correct", correct(mine, "我改的事实"))
		if body := w.Body.String(); w.Code != 409 || !strings.Contains(body, "我改的事实") || !strings.Contains(body, "别人改的事实") ||
			strings.Count(body, `class="now"`) != 1 {
			t.Errorf("the second corrector: %d, %d fields\n%s", w.Code, strings.Count(body, `class="now"`), lines(body))
		}
	}
}
