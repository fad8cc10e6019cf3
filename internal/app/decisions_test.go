package app

import (
	"bytes"
	"context"
	"html"
	"maps"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
)

// played is a problem of 曙坪镇 under an order that its clerk works on.
type played struct {
	*visitors
	ctx            context.Context
	problem, order ref.ID
	leader         string // the login of who confirms
}

func play(t *testing.T) *played {
	t.Helper()
	p := &played{visitors: visit(t), ctx: context.Background(), leader: "shuping"}
	office, clerk, head := p.actor("zhuti-jb"), p.actor("shuping-lly"), p.actor("shuping")
	unit, today := p.unit("曙坪镇"), p.h.Clock().Day()
	list := measure.List{{Text: "十个村全部重新公示", Who: "李丽", Due: today + 3}, {Text: "建立公示台账", Done: 0}}
	p.problem = p.did(p.h.Problems.Register(p.ctx, act.Command{Actor: office}, problem.Input{Side: actor.Principal,
		Source: "daily-check", Category: p.h.Policy.Codes(policy.Category)[0], Level: problem.Ordinary,
		Unit: unit, Facts: "惠农补贴发放后未公示", Measures: list, Leader: head.Person, Handler: clerk.Person,
		Due: today + 10, Found: today}))
	p.did(p.h.Problems.Attach(p.ctx, act.Command{Actor: office}, p.problem,
		evidence.Evidence{Name: "发现时.png", Type: "image/png", Size: 1, Digest: make([]byte, 32), Phase: evidence.Before}))
	p.order = p.did(p.h.Orders.Create(p.ctx, act.Command{Actor: office}, actor.Principal,
		order.DraftInput{Problem: p.problem, Subject: "惠农补贴公示", Content: "限期公示", Quality: "全部村组公示，群众看得到",
			Source: order.FromProblem, Urgency: order.Ordinary, Unit: unit, Leader: head.Person, Handler: clerk.Person,
			Measures: list, Due: today + 8}))
	return p
}

func (p *played) did(r act.Receipt, err error) ref.ID {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
	return r.Object.ID
}

func (p *played) issue() {
	p.Helper()
	p.did(p.h.Orders.Issue(p.ctx, act.Command{Actor: p.actor("zhuti")}, p.order))
	p.did(p.h.Orders.Acknowledge(p.ctx, act.Command{Actor: p.actor("shuping-lly")}, p.order))
}

func (p *played) page(login, path string) string {
	p.Helper()
	w := p.ask(login, "GET", path)
	if w.Code != 200 {
		p.Fatalf("%s: %s answers %d\n%s", login, path, w.Code, lines(w.Body.String()))
	}
	return html.UnescapeString(w.Body.String())
}

func (p *played) reads(what, page string, want ...string) {
	p.Helper()
	for _, s := range want {
		if !strings.Contains(page, s) {
			p.Errorf("%s does not say %q\n%s", what, s, lines(page))
		}
	}
}

// first is the address that the workbench's first line leads to.
func (p *played) first(login string) string {
	m := deedLink.FindStringSubmatch(p.page(login, "/"))
	if m == nil {
		return ""
	}
	return m[1]
}

// do is an order's deed by its address.
func (p *played) do(name string) string { return "/orders/" + p.order.String() + "/do/" + name }

// Whoever decides sees the matter on the page of the decision: what was asked,
// by whom and when, what is to be done and by whom, the files of before and
// after, and the other answer. What was sent back stands first on the workbench,
// with what is missing; what was taken back leaves the other side's.
func TestDecisionsShowTheMatter(t *testing.T) {
	t.Parallel()
	p := play(t)
	submitted := p.page("zhuti", p.do("issue"))
	p.reads("approving", submitted, "限期公示", "全部村组公示", "十个村全部重新公示", "李丽", "发现时.png", p.do("return"), "送审")
	p.did(p.h.Orders.Return(p.ctx, act.Command{Actor: p.actor("zhuti")}, p.order, "质量要求写得不具体"))
	if at := p.first("zhuti-jb"); at != "/orders/"+p.order.String() {
		t.Errorf("the writer's workbench begins with %s", at)
	}
	p.reads("the writer's workbench", p.page("zhuti-jb", "/"), "质量要求写得不具体", "被退回")
	p.reads("the draft", p.page("zhuti-jb", "/orders/"+p.order.String()), "质量要求写得不具体")
	p.did(p.h.Orders.Submit(p.ctx, act.Command{Actor: p.actor("zhuti-jb")}, p.order))
	p.issue()

	clerk := act.Command{Actor: p.actor("shuping-lly")}
	due := p.h.Clock().Day() + 8
	p.did(p.h.Orders.AskExtension(p.ctx, clerk, p.order, due+5, "汛期道路中断", "已公示六个村"))
	p.reads("the extension", p.page("zhuti", p.do("grant-extension")), "汛期道路中断", "已公示六个村", "申请延到",
		p.do("refuse-extension"), "十个村全部重新公示", "发现时.png")
	waiting := func(login, path string) bool { return strings.Contains(p.page(login, "/"), path) }
	if !waiting("zhuti", p.do("grant-extension")) {
		t.Error("the office is not asked about the extension")
	}
	p.reads("the clerk", p.page("shuping-lly", "/orders/"+p.order.String()), p.do("recall-extension"))
	p.did(p.h.Orders.RecallExtension(p.ctx, clerk, p.order, "道路已通"))
	if waiting("zhuti", p.do("grant-extension")) {
		t.Error("the office is still asked about what was taken back")
	}

	p.did(p.h.Orders.RequestClose(p.ctx, clerk, p.order, "十个村已公示", evidence.Evidence{Name: "整改后.png", Type: "image/png",
		Size: 1, Digest: make([]byte, 32)}))
	p.reads("the leader", p.page(p.leader, p.do("confirm-close")), "十个村已公示", "发现时.png", "整改后.png", "?preview=1",
		"十个村全部重新公示", p.do("recall-close"))
	if !waiting(p.leader, p.do("confirm-close")) {
		t.Error("the leader is not asked")
	}
	p.did(p.h.Orders.RecallClose(p.ctx, clerk, p.order, "还差一个村"))
	if waiting(p.leader, p.do("confirm-close")) {
		t.Error("the leader is still asked about what was taken back")
	}
	p.did(p.h.Orders.RequestClose(p.ctx, clerk, p.order, "十个村已公示"))
	p.did(p.h.Orders.ConfirmClose(p.ctx, act.Command{Actor: p.actor(p.leader)}, p.order, "现场看过，属实"))
	for _, name := range []string{"close", "reject"} {
		p.reads(name, p.page("zhuti", p.do(name)), "十个村已公示", "现场看过，属实", "整改后.png", "发现时.png", "李丽")
	}
	p.reads("closing", p.page("zhuti", p.do("close")), p.do("reject"))
	p.reads("rejecting", p.page("zhuti", p.do("reject")), p.do("close"))
	p.did(p.h.Orders.Reject(p.ctx, act.Command{Actor: p.actor("zhuti")}, p.order, "缺竹园村和新坪村的公示照片"))
	// Problems of the demonstration may have been sent back too.
	for _, m := range deedLink.FindAllStringSubmatch(p.page("shuping-lly", "/"), -1) {
		if m[1] == p.do("request-close") {
			break
		}
		id := ref.Parse(strings.Split(m[1]+"//", "/")[2])
		sent, err := p.h.DB.ProblemsOf(p.ctx, []ref.ID{id})
		if err != nil || sent[id].SentBack == "" {
			t.Errorf("on the clerk's workbench %s stands before what was sent back: %v", m[1], err)
			break
		}
	}
	p.reads("the clerk's workbench", p.page("shuping-lly", "/"), "缺竹园村和新坪村的公示照片")
	p.reads("requesting again", p.page("shuping-lly", p.do("request-close")), "缺竹园村和新坪村的公示照片", `type="file"`)
	p.did(p.h.Orders.RequestClose(p.ctx, clerk, p.order, "已补齐"))
	p.did(p.h.Orders.ConfirmClose(p.ctx, act.Command{Actor: p.actor(p.leader)}, p.order, "已补齐"))
	p.did(p.h.Orders.Close(p.ctx, act.Command{Actor: p.actor("zhuti")}, p.order, "抽查三个村，均已公示"))

	// The problem shows how its order ended, and the order how it was before.
	p.reads("the closed problem", p.page("lingdao", "/problems/"+p.problem.String()), "督办单怎样办结", "抽查三个村，均已公示",
		"整改后.png", "/orders/"+p.order.String())
	p.reads("the order", p.page("lingdao", "/orders/"+p.order.String()), "发现时.png", "/problems/"+p.problem.String())
}

// The files of a form go with its act: one that is not taken keeps all of it back.
func TestFilesGoWithTheAct(t *testing.T) {
	t.Parallel()
	p := play(t)
	p.issue()
	x := enter(t, p.desk, "shuping-lly")
	before := entries(t, p.h)
	if code, page := x.uploadWith(p.do("report"), map[string]string{"progress": "公示过半"},
		map[string][]byte{"好.txt": []byte("现场情况"), "坏.exe": []byte("MZ\x90\x00")}); code != 422 ||
		!strings.Contains(page, "公示过半") {
		t.Errorf("one bad file: %d", code)
	}
	if n := entries(t, p.h) - before; n != 0 {
		t.Errorf("%d acts of files that were not taken", n)
	}
	if code, _ := x.uploadWith(p.do("report"), map[string]string{"progress": "公示过半"},
		map[string][]byte{"一.txt": []byte("一村"), "二.txt": []byte("二村")}); code != 303 {
		t.Errorf("two files with a report: %d", code)
	}
	if code, _ := x.uploadWith(p.do("request-close"), map[string]string{"done": "全部公示"},
		map[string][]byte{"三.txt": []byte("三村")}); code != 303 {
		t.Errorf("a file with the request: %d", code)
	}
	if n := entries(t, p.h) - before; n != 2 {
		t.Errorf("%d acts, want 2", n)
	}
	files, err := p.h.DB.EvidenceOf(p.ctx, p.order)
	if err != nil || len(files) != 3 {
		t.Errorf("%d files: %v", len(files), err)
	}
}

// Every figure says whose it is: the county's, an office's, a unit's.
func TestFiguresSayWhose(t *testing.T) {
	t.Parallel()
	v := visit(t)
	for login, whose := range map[string]string{"lingdao": "镇坪县全县：共", "zhuti-jb": "全县主体责任事项", "jiandu-jb": "全县监督责任事项",
		"shuping-lly": "曙坪镇"} {
		for _, path := range []string{"/orders?tab=open", "/problems?tab=open"} {
			body := v.ask(login, "GET", path).Body.String()
			if !strings.Contains(body, whose) || !strings.Contains(body, "各项数字的范围") {
				t.Errorf("%s: %s does not say %s", login, path, whose)
			}
		}
		if body := v.ask(login, "GET", "/").Body.String(); !strings.Contains(body, "只计轮到您办理的事") {
			t.Errorf("%s: the workbench does not say whose", login)
		}
	}
}

// In the registers too the second editor sees both versions and may send again.
func TestTwoEditorsOfAUnit(t *testing.T) {
	t.Parallel()
	v := visit(t)
	at := "/units/" + v.unit("曙坪镇").String() + "/do/rename"
	form := func(body string) url.Values {
		f := url.Values{"on": {v.h.Clock().Day().String()}}
		for _, m := range hiddenOf.FindAllStringSubmatch(body, -1) {
			f.Set(m[1], html.UnescapeString(m[2]))
		}
		return f
	}
	mine, theirs := form(v.ask("zhuti-jb", "GET", at).Body.String()), form(v.ask("zhuti-jb", "GET", at).Body.String())
	theirs.Set("name", "曙坪镇（别人改）")
	if w := v.submit("zhuti-jb", at, theirs); w.Code != 303 {
		t.Fatalf("the first: %d\n%s", w.Code, lines(w.Body.String()))
	}
	mine.Set("name", "曙坪镇（我改）")
	w := v.submit("zhuti-jb", at, mine)
	body := w.Body.String()
	if w.Code != 409 || !strings.Contains(body, "曙坪镇（我改）") || !strings.Contains(body, "曙坪镇（别人改）") ||
		!strings.Contains(body, `class="now"`) {
		t.Fatalf("the second: %d\n%s", w.Code, lines(body))
	}
	again := form(body)
	again.Set("name", "曙坪镇（我改）")
	again.Set("on", (v.h.Clock().Day() + 1).String())
	if w := v.submit("zhuti-jb", at, again); w.Code != 303 {
		t.Errorf("sent again: %d\n%s", w.Code, lines(w.Body.String()))
	}
}

var hiddenOf = regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)"`)

// uploadWith sends words and files to a form's address, with its hidden key.
func (x reader) uploadWith(path string, words map[string]string, files map[string][]byte) (int, string) {
	_, form := x.get(path)
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	m.WriteField("key", html.UnescapeString(formKey.FindStringSubmatch(form)[1]))
	for name, s := range words {
		m.WriteField(name, s)
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
