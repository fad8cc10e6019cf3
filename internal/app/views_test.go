package app

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/lists/view"
	"shuangze/internal/web/api"
)

var (
	viewBar  = regexp.MustCompile(`(?s)<div class="views">.*?</nav>`)
	viewForm = regexp.MustCompile(`name="query" value="([^"]*)"`)
)

// A saved view through the pages, without script: saved from a list, found
// above it by its owner alone, shown first when asked for, renamed, deleted;
// wrong names are said with what was typed; twenty and no more; and it widens
// nobody's scope. The same for programs.
func TestSavedViews(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	const login, other = "jiandu-jb", "shuping-lly"
	page := func(login, path string) string {
		w := p.send(login, "GET", path, nil)
		if w.Code != 200 {
			t.Fatalf("%s as %s: %d", path, login, w.Code)
		}
		return w.Body.String()
	}
	body := page(login, "/orders?light=red&unit=&sort=due&after=zz.1&hack=1")
	offered := viewForm.FindStringSubmatch(body)
	if offered == nil || html.UnescapeString(offered[1]) != "light=red&sort=due" {
		t.Fatalf("the list offers to save %q", offered)
	}
	if viewForm.MatchString(page(login, "/orders")) || viewForm.MatchString(page(login, "/people?all=1")) {
		t.Error("a list without a filter offers to save it")
	}
	before := entries(t, p.h)
	save := func(login, list, name, query, usual string) (int, string, string) {
		w := p.send(login, "POST", "/views", url.Values{"list": {list}, "name": {name}, "query": {query},
			"usual": {usual}, "key": {"K"}})
		return w.Code, w.Header().Get("Location"), w.Body.String()
	}
	code, to, _ := save(login, "orders", "  红灯 督办 ", "light=red&sort=due", "")
	if code != 303 || to != "/orders?light=red&sort=due&did=view.saved" {
		t.Fatalf("saved: %d %s", code, to)
	}
	if again, _, _ := save(login, "orders", "红灯 督办", "light=red&sort=due", ""); again != 303 ||
		len(listViews(p, login)) != 1 {
		t.Errorf("a form sent twice: %d, %d views", again, len(listViews(p, login)))
	}
	body = page(login, to)
	if bar := viewBar.FindString(body); !strings.Contains(bar, "红灯 督办") || !strings.Contains(bar, `aria-current="page"`) ||
		viewForm.MatchString(body) {
		t.Errorf("the saved view is not the one that is shown: %s", bar)
	}
	if body := page(other, "/orders?light=red"); strings.Contains(body, "红灯 督办") {
		t.Error("another person sees the view")
	}
	for _, wrong := range []struct{ list, name, query, say string }{
		{"orders", "", "light=red", "视图名称"}, {"orders", strings.Repeat("名", view.NameMost+1), "light=red", "视图名称"},
		{"orders", "红灯 督办", "light=blue", "同名视图"}, {"orders", "空的", "after=zz.1&hack=1", "先设好"}, {"units", "别的", "q=a", "请"},
	} {
		code, _, body := save(login, wrong.list, wrong.name, wrong.query, "yes")
		if code != 422 || !strings.Contains(body, wrong.say) || wrong.name != "" && !strings.Contains(body, wrong.name) ||
			!strings.Contains(body, "checked") {
			t.Errorf("%+v: %d", wrong, code)
		}
	}

	// Shown first, and the whole list is still one click away.
	mine := listViews(p, login)[0]
	change := func(login, id, name, usual string) int {
		return p.send(login, "POST", "/views/"+id, url.Values{"name": {name}, "usual": {usual}, "key": {"K"}}).Code
	}
	if code := change(login, mine.ID.String(), "我的红灯", "yes"); code != 303 {
		t.Errorf("changed: %d", code)
	}
	if w := p.send(login, "GET", "/orders", nil); w.Code != 303 ||
		w.Header().Get("Location") != "/orders?light=red&sort=due" {
		t.Errorf("the list opens with %d %s", w.Code, w.Header().Get("Location"))
	}
	if w := p.send(other, "GET", "/orders", nil); w.Code != 200 {
		t.Errorf("for another person it opens with %d", w.Code)
	}
	if body := page(login, "/orders?light=red&sort=due"); !strings.Contains(body, `href="/orders?tab=open"`) ||
		strings.Contains(body, `href="/orders?"`) {
		t.Error("no way from the view to all open orders")
	}
	if body := page(login, "/orders?unit=1099511627777"); strings.Contains(body, `class="clear" href="/orders"`) {
		t.Error("clearing the filters leads to the saved view")
	}
	page(login, "/orders?tab=open")
	if code, _, _ := save(login, "orders", "也先显示", "light=blue", "yes"); code != 303 {
		t.Errorf("second usual view: %d", code)
	}
	if n := len(slices.DeleteFunc(listViews(p, login), func(v api.SavedView) bool { return !v.Usual })); n != 1 {
		t.Errorf("%d views are shown first", n)
	}

	// Nobody else's, and never more than one's own scope.
	if code := change(other, mine.ID.String(), "抢来的", ""); code != 404 {
		t.Errorf("another person's view is renamed: %d", code)
	}
	if w := p.send(other, "POST", "/views/"+mine.ID.String()+"/delete", url.Values{"key": {"K"}}); w.Code != 404 {
		t.Errorf("another person's view is deleted: %d", w.Code)
	}
	if w := p.send("xitong", "POST", "/views", url.Values{"list": {"orders"}, "name": {"a"},
		"query": {"light=red"}}); w.Code != 404 {
		t.Errorf("an administrator saves a view of a list he has not: %d", w.Code)
	}
	finance := p.unit("财政局").String()
	if code, to, _ := save(other, "orders", "别的单位", "all=1&unit="+finance, ""); code != 303 ||
		listCount.FindString(page(other, to)) != "" {
		t.Errorf("a view of another unit's orders: %d, %q", code, listCount.FindString(page(other, to)))
	}
	if code, to, _ := save(login, "problems", "旧来源", "source=gone&side=principal", ""); code != 303 ||
		!strings.Contains(page(login, to), "已不认识") {
		t.Errorf("a view with a value that is no more: %d", code)
	}
	if code, to, _ := save(login, "people", "姓王的", "q=王&on=2026-01-01", ""); code != 303 ||
		to != "/people?q=%E7%8E%8B&did=view.saved" || !strings.Contains(viewBar.FindString(page(login, to)), "姓王的") {
		t.Errorf("a view of people: %d %s", code, to)
	}

	// Managing them, wrong names with what was typed.
	w := p.send(login, "POST", "/views/"+mine.ID.String(), url.Values{"name": {"也先显示"}, "key": {"K"}})
	if w.Code != 422 || !strings.Contains(w.Body.String(), "同名视图") {
		t.Errorf("a name that is taken: %d", w.Code)
	}
	if body := page(login, "/views"); !strings.Contains(body, "姓王的") || !strings.Contains(body, "旧来源") ||
		strings.Contains(body, "别的单位") {
		t.Error("the page of views")
	}
	if w := p.send(login, "POST", "/views/"+mine.ID.String()+"/delete", url.Values{"key": {"K"}}); w.Code != 303 ||
		strings.Contains(page(login, "/views"), "我的红灯") {
		t.Errorf("deleted: %d", w.Code)
	}
	have := 0
	for _, v := range listViews(p, login) {
		if v.List == "orders" {
			have++
		}
	}
	for i := have; i < view.Most; i++ {
		if code, _, body := save(login, "orders", fmt.Sprint("视图", i), fmt.Sprint("q=词", i), ""); code != 303 {
			t.Fatalf("view %d: %d %s", i, code, body)
		}
	}
	if code, _, body := save(login, "orders", "太多", "q=太多", ""); code != 409 || !strings.Contains(body, "最多保存 20 个") {
		t.Errorf("one more than there may be: %d", code)
	}
	if viewForm.MatchString(page(login, "/orders?q=再来")) {
		t.Error("a list that keeps no more views offers to save one")
	}

	// Programs.
	call := func(token, method, path, body string) (int, api.SavedView) {
		w := p.call(token, method, path, []byte(body))
		var v api.SavedView
		json.Unmarshal(w.Body.Bytes(), &v)
		for _, op := range p.ops {
			if op.Method == method && regexp.MustCompile("^"+strings.Replace(op.Path, "{id}", `\d+`, 1)+"$").MatchString(path) {
				p.fits(op, w)
			}
		}
		return w.Code, v
	}
	const given = `{"list":"problems","name":"逾期","query":"tab=overdue&limit=9"}`
	code, v := call(p.all[other], "POST", "/views", given)
	if code != 201 || v.Query != "tab=overdue" || v.ID == 0 {
		t.Errorf("saved by a program: %d %+v", code, v)
	}
	if again, same := call(p.all[other], "POST", "/views", given); again != 200 || same.ID != v.ID {
		t.Errorf("again: %d %+v", again, same)
	}
	at := "/views/" + v.ID.String()
	for _, x := range []struct {
		token, method, path, body string
		code                      int
	}{
		{p.reads[other], "POST", "/views", given, 403}, {p.reads[other], "DELETE", at, "", 403},
		{p.all[login], "DELETE", at, "", 404}, {p.all[login], "PUT", at, `{"name":"a","usual":true}`, 404},
		{p.all[other], "PUT", at, `{"name":"","usual":true}`, 422}, {p.all[other], "PUT", at, `{"name":"逾期的","usual":true}`,
			200}, {p.reads[other], "GET", "/views", "", 200},
		{p.all[other], "DELETE", at, "", 200}, {p.all[other], "DELETE", at, "", 404},
	} {
		if code, _ := call(x.token, x.method, x.path, x.body); code != x.code {
			t.Errorf("%s %s %s: %d, want %d", x.method, x.path, x.body, code, x.code)
		}
	}
	if now := entries(t, p.h); now != before {
		t.Errorf("%d entries of views in the journal", now-before)
	}
}

func listViews(p *programs, login string) []api.SavedView {
	p.Helper()
	var all api.SavedViews
	if err := json.Unmarshal(p.call(p.all[login], "GET", "/views", nil).Body.Bytes(), &all); err != nil {
		p.Fatal(err)
	}
	return all.Items
}
