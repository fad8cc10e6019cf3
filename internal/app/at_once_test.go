package app

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
)

var headCell = regexp.MustCompile(`(?s)<th[^>]*>.*?</th>`)

// heads are what the head of a list says, without the column of boxes.
func heads(page string) (out []string) {
	for _, h := range headCell.FindAllString(page, -1) {
		if !strings.Contains(h, `class="vh"`) {
			out = append(out, strings.Trim(anyTag.ReplaceAllString(h, ""), "↑↓↕ \n\t"))
		}
	}
	return out
}

// A list shows the columns that its address chooses, on the screen and on paper,
// keeps them from tab to tab, and what a line does not hold costs one statement
// for the page.
func TestColumnsAreChosen(t *testing.T) {
	t.Parallel()
	v := visit(t)
	for _, c := range []struct {
		list, cols string
		head       []string
		more       int64
	}{
		{"/problems", "", []string{"编号", "问题内容", "责任单位", "问题等级", "状态", "整改时限"}, 0},
		{"/problems?tab=all&sort=-new", "order,rejections,source,found,nonsense",
			[]string{"问题内容", "问题来源", "发现日期", "督办单编号", "退回次数"}, 1},
		{"/orders", "", []string{"编号", "事由", "主办单位", "状态", "办结时限"}, 0},
		{"/orders?all=1&sort=-new", "number,assist,issued,first-due,extensions,problem,urgency",
			[]string{"编号", "事由", "紧急程度", "配合单位", "下发日期", "原定时限", "延期次数", "问题编号"}, 1},
		{"/people", "", []string{"人员", "职务", "单位"}, 0},
		{"/people?all=1", "level,body,birth", []string{"人员", "机构", "人员层级", "出生年月"}, 0},
	} {
		count := func(path string) (string, int64) {
			v.ask("zhuti-jb", "GET", path)
			before := v.h.DB.Statements()
			w := v.ask("zhuti-jb", "GET", path)
			if w.Code != http.StatusOK {
				t.Fatal(path, w.Code)
			}
			return w.Body.String(), v.h.DB.Statements() - before
		}
		_, usual := count(c.list)
		path := c.list
		if c.cols != "" {
			path += "&cols=" + url.QueryEscape(c.cols)
		}
		page, n := count(path)
		want := c.head
		if strings.HasPrefix(c.list, "/people") && !access.Anywhere(v.actor("zhuti-jb"), "person.change") {
			want = slices.DeleteFunc(slices.Clone(want), func(s string) bool { return s == "出生年月" })
		}
		if got := heads(page); !slices.Equal(got, want) {
			t.Errorf("%s shows %q, not %q", path, got, want)
		}
		if n > usual+c.more {
			t.Errorf("%s: %d statements, %d without its columns", path, n, usual)
		}
		if c.cols == "" || strings.HasPrefix(c.list, "/people") {
			continue
		}
		for _, l := range tabLink.FindAllStringSubmatch(tabBar.FindString(page), -1) {
			if !strings.Contains(l[1], "cols=") {
				t.Errorf("%s: the tab %s forgets the columns", path, l[1])
			}
		}
		list, query, _ := strings.Cut(path, "?")
		paper := v.ask("zhuti-jb", "GET", list+"/print?"+query).Body.String()
		if got := heads(paper); !slices.Equal(got, c.head) {
			t.Errorf("%s is printed with %q", path, got)
		}
	}
	for page, number := range map[string]string{
		"/problems?tab=all&sort=-new&cols=order": `<a href="/orders/\w+">[^<]*〔?2026`,
		"/orders?all=1&sort=-new&cols=problem":   `<a href="/problems/\w+">[^<]*2026`} {
		if w := v.ask("zhuti-jb", "GET", page); !regexp.MustCompile(number).MatchString(w.Body.String()) {
			t.Errorf("%s: no number of the other side", page)
		}
	}
	w := v.ask("shuping-lly", "GET", "/people?all=1&cols=name,birth,pinyin,level")
	if got := heads(w.Body.String()); !slices.Equal(got, []string{"人员", "人员层级"}) {
		t.Errorf("who does not keep the register is shown %q", got)
	}
	w = v.ask("zhuti-jb", "GET", "/orders?light=red&choose=1&col=number&col=side&after=1.2")
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "/orders?cols=number%2Cside&light=red" {
		t.Errorf("the form of columns leads to %d %s", w.Code, to)
	}
}

// Each list that is sorted one way is turned round by the other, page by page and
// back again.
func TestListsTurnRound(t *testing.T) {
	t.Parallel()
	v := visit(t)
	h, ctx := v.h, t.Context()
	scope := access.ScopeOf(v.actor("lingdao"), "order.see")
	walk := func(read func(after order.Cursor) (ids []ref.ID, newer, older order.Cursor)) (out []ref.ID) {
		var last, newer order.Cursor
		var page []ref.ID
		for at := (order.Cursor{}); ; {
			ids, n, o := read(at)
			out = append(out, ids...)
			if page, newer = ids, n; o.ID == 0 {
				break
			}
			last, at = at, o
		}
		back, _, _ := read(newer)
		if again, _, _ := read(last); len(page) > 0 && !slices.Equal(back, again) {
			t.Errorf("the page before the last is %v, going back %v", again, back)
		}
		return out
	}
	orders := func(f order.Filter) []ref.ID {
		f.Limit = 7
		return walk(func(after order.Cursor) (ids []ref.ID, _, _ order.Cursor) {
			f.After = after
			p, err := h.DB.Orders(ctx, scope, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range p.Lines {
				ids = append(ids, l.ID)
			}
			return ids, p.Newer, p.Older
		})
	}
	problems := func(f problem.Filter) []ref.ID {
		f.Limit = 7
		return walk(func(after order.Cursor) (ids []ref.ID, _, _ order.Cursor) {
			f.After = problem.Cursor(after)
			p, err := h.DB.Problems(ctx, scope, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range p.Lines {
				ids = append(ids, l.ID)
			}
			return ids, order.Cursor(p.Newer), order.Cursor(p.Older)
		})
	}
	turned := func(what string, a, b []ref.ID) {
		slices.Reverse(b)
		if len(a) < 15 || !slices.Equal(a, b) {
			t.Errorf("%s: %d lines, the other way %d, or others", what, len(a), len(b))
		}
	}
	turned("orders by day", orders(order.Filter{Open: true, Sort: order.ByDue}),
		orders(order.Filter{Open: true, Sort: order.ByDueLast}))
	turned("orders by number", orders(order.Filter{Sort: order.Newest}), orders(order.Filter{Sort: order.Oldest}))
	turned("problems by day", problems(problem.Filter{Open: true}), problems(problem.Filter{Open: true, Turned: true}))
	turned("problems by number", problems(problem.Filter{Newest: true}),
		problems(problem.Filter{Newest: true, Turned: true}))
}

// Several rows are done together: each by its own command, so that what is refused
// for one is done for the others, and sending twice does nothing twice. Nobody
// reaches by it what they do not reach one by one.
func TestSeveralAtOnce(t *testing.T) {
	t.Parallel()
	v := visit(t)
	ctx := t.Context()
	orders, err := v.h.DB.EveryOrder(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	today := v.h.Clock().Day()
	pick := func(n int, fit func(order.Order) bool) (out []order.Order) {
		for _, o := range orders {
			if len(out) < n && fit(o) {
				out = append(out, o)
			}
		}
		if len(out) < n {
			t.Fatalf("the demonstration has %d such orders, not %d", len(out), n)
		}
		return out
	}
	mine := func(o order.Order) bool { return o.Side == actor.Principal && o.State.Open() && !o.LongTerm }
	plain := pick(2, func(o order.Order) bool { return mine(o) && !o.Special && o.State == order.InProgress })
	already := pick(1, func(o order.Order) bool { return mine(o) && o.Special })
	foreign := pick(1, func(o order.Order) bool { return o.Side == actor.Supervisory && o.State.Open() && !o.Special })
	list := []order.Order{plain[0], already[0], plain[1], foreign[0]}
	form := url.Values{"act": {"supervise"}, "key": {"together"}}
	for _, o := range list {
		form.Add("id", o.ID.String())
	}
	page := v.ask("zhuti-jb", "GET", "/orders/many?"+form.Encode())
	says := page.Body.String()
	if page.Code != 200 || !strings.Contains(says, "一并办理的 2 项") || !strings.Contains(says, "1 项没有办理") ||
		!strings.Contains(says, "已经列为挂牌督办") || strings.Contains(says, foreign[0].Number.String()) ||
		strings.Contains(says, `value="`+foreign[0].ID.String()+`"`) {
		t.Errorf("asked: %d %s", page.Code, anyTag.ReplaceAllString(says, " "))
	}
	entries := v.entries()
	wrong := v.submit("zhuti-jb", "/orders/many", form)
	if wrong.Code != 422 || v.entries() != entries || strings.Count(wrong.Body.String(), `name="id"`) != 3 {
		t.Errorf("without a reason: %d, %d entries", wrong.Code, v.entries()-entries)
	}
	form.Set("reason", "久拖不决，列为挂牌督办")
	for range 2 {
		did := v.submit("zhuti-jb", "/orders/many", form)
		says := did.Body.String()
		if did.Code != 200 || !strings.Contains(says, "已办理 2 项") || !strings.Contains(says, "1 项没有办理") ||
			strings.Count(says, "/journal/entries/") != 2 || strings.Contains(says, foreign[0].Number.String()) {
			t.Errorf("done: %d %s", did.Code, anyTag.ReplaceAllString(says, " "))
		}
	}
	if n := v.entries() - entries; n != 2 {
		t.Errorf("%d entries for two orders", n)
	}
	for i, o := range list {
		now, _, err := v.h.DB.Order(ctx, o.ID)
		if want := i < 3; err != nil || now.Special != want {
			t.Errorf("%s: special %v, %v", o.Number, now.Special, err)
		}
	}

	early := pick(1, func(o order.Order) bool {
		letters, err := v.h.DB.Letters(ctx, o.ID)
		return err == nil && mine(o) && o.Due > today+3 && o.MayWrite(number.Reminder, letters, v.h.Clock()) == nil
	})
	late := pick(1, func(o order.Order) bool { return mine(o) && o.Due < today && o.State == order.InProgress })
	did := v.submit("zhuti-jb", "/orders/many", url.Values{"act": {"remind"}, "key": {"remind"}, "body": {"请抓紧"},
		"id": {early[0].ID.String(), late[0].ID.String()}})
	letters, err := v.h.DB.Letters(ctx, early[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if says := did.Body.String(); did.Code != 200 || !strings.Contains(says, "已办理 1 项") ||
		!strings.Contains(says, "1 项没有办理") ||
		!slices.ContainsFunc(letters, func(l order.Letter) bool {
			return l.State == order.Written && l.Number.Series == number.Reminder && l.Body == "请抓紧"
		}) {
		t.Errorf("reminded: %d %s, %+v", did.Code, anyTag.ReplaceAllString(says, " "), letters)
	}

	problems, err := v.h.DB.EveryProblem(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	form = url.Values{"act": {"note"}, "key": {"noted"}, "instruction": {"请盯紧整改"}}
	wait := 0
	for _, p := range problems {
		if p.Reported() && p.State.Open() && wait < 5 {
			if p.NotedAt == 0 {
				wait++
			}
			form.Add("id", p.ID.String())
		}
	}
	entries = v.entries()
	did = v.submit("lingdao", "/problems/many", form)
	if wait == 0 || did.Code != 200 || v.entries() != entries+wait ||
		!strings.Contains(did.Body.String(), fmt.Sprintf("已办理 %d 项", wait)) {
		t.Errorf("%d noted: %d, %d entries", wait, did.Code, v.entries()-entries)
	}

	// Refused: what is nobody's to do here, nothing ticked, too much ticked, and what
	// a forged form names beside one's own.
	own, other := v.of(v.unit("曙坪镇")), v.of(v.unit("财政局"))
	most := url.Values{"act": {"supervise"}, "reason": {"理由理由理由理由理由"}}
	for i := range 51 {
		most.Add("id", ref.ID(1000+i).String())
	}
	entries = v.entries()
	for _, x := range []struct {
		login, path string
		form        url.Values
		code        int
		says        string
	}{
		{"shuping-lly", "/problems/many", url.Values{"act": {"note"}, "id": {own["problem"], other["problem"]}}, 404, ""},
		{"shuping-lly", "/orders/many", url.Values{"act": {"supervise"}, "id": {own["order"]}, "reason": {"理由"}}, 404, ""},
		{"lingdao", "/problems/many", url.Values{"act": {"close"}, "id": {own["problem"]}}, 404, ""},
		{"zhuti-jb", "/orders/many", most, 409, "一次最多办理 50 项"},
		{"zhuti-jb", "/orders/many", url.Values{"act": {"supervise"}, "reason": {"理由"}}, 409, "没有选中"},
		{"zhuti-jb", "/orders/many",
			url.Values{"act": {"supervise"}, "id": {foreign[0].ID.String(), "9999999999"}, "reason": {"理由"}}, 409, "没有选中"},
		{"zhuti-jb", "/orders/many", url.Values{"act": {"supervise"}, "id": {"x", ""}, "reason": {"理由"}}, 409, "没有选中"},
	} {
		for _, w := range []*httptest.ResponseRecorder{v.submit(x.login, x.path, x.form),
			v.ask(x.login, "GET", x.path+"?"+x.form.Encode())} {
			if w.Code != x.code || !strings.Contains(w.Body.String(), x.says) {
				t.Errorf("%s %s %v: %d", x.login, x.path, x.form["act"], w.Code)
			}
		}
	}
	if n := v.entries() - entries; n != 0 {
		t.Errorf("%d entries of what was refused", n)
	}
}

// The rows that are ticked are taken out as a table, and of those that a forged
// address names beside them none that the visitor may not see.
func TestTickedRowsAreTakenOut(t *testing.T) {
	t.Parallel()
	v := visit(t)
	own, other := v.of(v.unit("曙坪镇")), v.of(v.unit("财政局"))
	for list, kind := range map[string]string{"/problems": "problem", "/orders": "order"} {
		q := url.Values{"act": {"export"}, "id": {own[kind], other[kind]}}
		w := v.ask("shuping-lly", "GET", list+"/many?"+q.Encode())
		to := w.Header().Get("Location")
		if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, list+".xlsx?") {
			t.Fatal(list, w.Code, to)
		}
		for login, rows := range map[string]int{"shuping-lly": 1, "lingdao": 2} {
			w := v.ask(login, "GET", strings.Replace(to, ".xlsx", ".csv", 1))
			lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
			if w.Code != 200 || err != nil || len(lines) != rows+1 {
				t.Errorf("%s%s: %d, %d lines, %v", login, to, w.Code, len(lines), err)
			}
		}
		if w := v.ask("shuping-lly", "GET", list+"/many?act=export"); w.Code != http.StatusConflict {
			t.Errorf("%s: nothing ticked was taken out: %d", list, w.Code)
		}
	}
}

// The people behind names that an imported ledger writes in many rows are named once;
// rows with other names, or of another unit, are left and said.
func TestNamesAreMatchedAtOnce(t *testing.T) {
	t.Parallel()
	v, name := visit(t), filepath.Join(t.TempDir(), "2026年台账.csv")
	if err := os.WriteFile(name, []byte("单位,问题来源,存在问题,等级,整改措施,整改时限,责任领导,责任人\n"+
		"财政局,日常检查,甲,轻微,改,12月底前,王一,李二\n财政局,日常检查,乙,轻微,改,12月底前,王一,李二\n"+
		"财政局,日常检查,丙,轻微,改,12月底前,王三,李二\n曙坪镇,日常检查,丁,轻微,改,12月底前,王一,李二\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, got := ledgers(t, v.h, ImportOptions{}, name)
	if r.Good != 4 {
		t.Fatalf("%+v", r)
	}
	form := url.Values{"act": {"match"}, "key": {"matched"}}
	for _, facts := range []string{"甲", "乙", "丙", "丁"} { // the list reads the newest first
		form.Add("id", got[facts].ID.String())
	}
	says := v.ask("zhuti-jb", "GET", "/problems/many?"+form.Encode())
	first := regexp.MustCompile(`台账上写的是“(.)`).FindStringSubmatch(says.Body.String())
	if says.Code != 200 || first == nil || !strings.Contains(says.Body.String(), "另行对应") {
		t.Fatalf("asked: %d %s", says.Code, anyTag.ReplaceAllString(says.Body.String(), " "))
	}
	posts := v.county.PostsIn(v.unit("财政局"))
	leader, handler := posts[0].Person, posts[1].Person
	form.Set("unit", v.unit("财政局").String())
	form.Set("leader-name", "王一")
	form.Set("handler-name", "李二")
	entries := v.entries()
	if w := v.submit("zhuti-jb", "/problems/many", form); w.Code != 422 && !strings.Contains(w.Body.String(), "没有办理") ||
		v.entries() != entries {
		t.Errorf("nobody is named: %d, %d entries", w.Code, v.entries()-entries)
	}
	form.Set("key", "matched-now")
	form.Set("leader", leader.String())
	form.Set("handler", handler.String())
	for range 2 {
		w := v.submit("zhuti-jb", "/problems/many", form)
		if w.Code != 200 || !strings.Contains(w.Body.String(), "已办理 2 项") ||
			!strings.Contains(w.Body.String(), "2 项没有办理") {
			t.Errorf("done: %d %s", w.Code, anyTag.ReplaceAllString(w.Body.String(), " "))
		}
	}
	if n := v.entries() - entries; n != 2 {
		t.Errorf("%d entries", n)
	}
	for facts, want := range map[string]bool{"甲": true, "乙": true, "丙": false, "丁": false} {
		p, _, err := v.h.DB.Problem(context.Background(), got[facts].ID)
		if err != nil || (p.Leader == leader && p.Handler == handler) != want || p.LeaderName == "" {
			t.Errorf("%s: %d, %d, “%s”: %v", facts, p.Leader, p.Handler, p.LeaderName, err)
		}
	}
}
