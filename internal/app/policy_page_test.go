package app

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/web/api"
	"shuangze/internal/web/desk"
	"shuangze/policy/zhenping"
)

// form sends a form as a browser does, with CRLF at the ends of lines, and gives
// the page it leads to.
func (y *years) form(login, path string, values url.Values) (int, string) {
	y.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "zh-CN")
	r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: y.cookies[login]})
	w := httptest.NewRecorder()
	y.desk.ServeHTTP(w, r)
	if to := w.Header().Get("Location"); to != "" {
		return w.Code, y.page(login, to)
	}
	return w.Code, html.UnescapeString(w.Body.String())
}

func (y *years) page(login, path string) string {
	y.Helper()
	w := y.ask(login, "GET", path)
	if w.Code != 200 {
		y.Fatalf("%s: %s answers %d\n%s", login, path, w.Code, lines(w.Body.String()))
	}
	return html.UnescapeString(w.Body.String())
}

func (y *years) reads(what, page string, want ...string) {
	y.Helper()
	for _, s := range want {
		if !strings.Contains(page, s) {
			y.Errorf("%s does not say %q\n%s", what, s, lines(page))
		}
	}
}

// formOf are the fields that the form of files holds, as a browser sends them.
func formOf(files []version.File, note string) url.Values {
	out := url.Values{"note": {note}, "base": {"最初的政策包"}, "key": {note + "key"}}
	for _, f := range files {
		out.Add("file", f.Name)
		out.Set(f.Name, strings.ReplaceAll(f.Text, "\n", "\r\n"))
	}
	return out
}

// The whole way of a version through the pages: checked, refused with lines and
// nothing lost, proposed, not adopted by its author, compared, adopted by another,
// in force for the very next page, and withdrawn where it was still to come.
func TestPolicyPages(t *testing.T) {
	ctx := context.Background()
	y := inYears(t)
	author, other := "zhuti-jb", "zhuti"
	y.reads("the policy", y.page(author, "/policy"), "现行：最初的政策包", "/policy/versions")
	y.reads("the list", y.page(author, "/policy/versions"), "最初的政策包", "现行", "/policy/versions/new", "/policy/versions/0")
	y.reads("the ground", y.page("xitong", "/policy/versions/0"), "levels.txt", "15个工作日")
	start := y.page(author, "/policy/versions/new")
	y.reads("the form", start, `name="levels.txt"`, "15个工作日", `value="orders.txt"`)
	if w := y.ask("shuping-lly", "GET", "/policy/versions/new"); w.Code != http.StatusForbidden {
		t.Errorf("a clerk is given the form: %d", w.Code)
	}

	entries := y.entries()
	bad := formOf(shippedTexts(t, "levels.txt", "15个工作日", "十五天左右"), "我写的说明")
	bad.Set("orders.txt", bad.Get("orders.txt")+"# 我的另一处改动\r\n")
	for _, do := range []string{"check", "propose"} {
		bad.Set("do", do)
		code, page := y.form(author, "/policy/versions/new", bad)
		if code != 422 {
			t.Fatalf("%s: %d\n%s", do, code, lines(page))
		}
		y.reads(do+" of a faulty text", page, "levels.txt:13：“期限”栏的“十五天左右”不是期限", `href="#f-levels.txt"`,
			"十五天左右", "# 我的另一处改动", "我写的说明", `aria-invalid="true"`)
	}
	good := formOf(shippedTexts(t, "levels.txt", "15个工作日", "14个工作日"), "轻微问题十四个工作日")
	good.Set("do", "check")
	code, page := y.form(author, "/policy/versions/new", good)
	if code != 200 {
		t.Fatalf("%d\n%s", code, lines(page))
	}
	y.reads("a sound text", page, "文本没有错误", "− 13 slight   | 15个工作日", "+ 13 slight   | 14个工作日", "levels.txt：去掉 1 行，写入 1 行")
	if strings.Contains(page, "calendar.txt：去掉") {
		t.Error("files that nobody changed compare as changed")
	}
	if y.entries() != entries {
		t.Fatal("a check was recorded")
	}
	good.Set("do", "propose")
	code, page = y.form(author, "/policy/versions/new", good)
	if code != 303 {
		t.Fatalf("%d\n%s", code, lines(page))
	}
	y.reads("what was proposed", page, "第 1 版", "待采用", "这一版是您提出的", "+ 13 slight   | 14个工作日", "轻微问题十四个工作日")
	all, err := y.h.DB.PolicyVersions(ctx, 1)
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	at := "/policy/versions/" + all[0].ID.String()
	if w := y.ask(author, "GET", at+"/adopt"); w.Code != http.StatusForbidden {
		t.Errorf("its author may adopt it: %d", w.Code)
	}
	today := y.h.Clock().Day()
	decision := url.Values{"from": {today.String()}, "reason": {""}, "beside": {"0"}, "key": {"adoption"}}
	if code, _ := y.form(author, at+"/adopt", decision); code != http.StatusForbidden {
		t.Errorf("its author adopted it: %d", code)
	}
	y.reads("the decision", y.page(other, at+"/adopt"), "+ 13 slight   | 14个工作日", "从哪一天起施行")
	for field, value := range map[string]string{"from": (today - 1).String(), "reason": strings.Repeat("长", 501)} {
		wrong := url.Values{"from": {today.String()}, "reason": {"县委第九次会议"}, "beside": {"0"}, "key": {"k" + field}}
		wrong.Set(field, value)
		code, page := y.form(other, at+"/adopt", wrong)
		if code != 422 {
			t.Errorf("%s: %d", field, code)
		}
		y.reads("a wrong "+field, page, `href="#f-`+field+`"`, value)
	}
	decision.Set("from", "2026-13-40")
	if code, page := y.form(other, at+"/adopt", decision); code != 422 {
		t.Errorf("no such day: %d\n%s", code, lines(page))
	}
	decision.Set("from", today.String())
	decision.Set("reason", "县委第九次会议")
	decision.Set("beside", "999")
	code, page = y.form(other, at+"/adopt", decision)
	if code != 409 {
		t.Errorf("compared with another: %d", code)
	}
	y.reads("compared with another", page, "请重新比较", "县委第九次会议", `name="beside" value="0"`)
	decision.Set("beside", "0")
	code, page = y.form(other, at+"/adopt", decision)
	if code != 303 {
		t.Fatalf("%d\n%s", code, lines(page))
	}
	y.reads("what was adopted", page, "现行", "县委第九次会议", "采用政策包版本", "/journal/entries/")
	y.reads("the policy", y.page(author, "/policy"), "现行：第 1 版", y.h.latest().Policy.Digest[:16])
	y.reads("the list", y.page("shenji", "/policy/versions"), "第 1 版", "现行", "已被取代")
	y.reads("the entry", y.page(author, "/journal/entries/"+jump(page)), "采用政策包版本", "/policy/versions/")

	// Another one is still to come, and is taken back.
	later := formOf(shippedTexts(t, "levels.txt", "15个工作日", "13个工作日"), "再短一天")
	later.Set("do", "propose")
	if code, page = y.form(other, "/policy/versions/new", later); code != 303 {
		t.Fatalf("%d\n%s", code, lines(page))
	}
	if all, err = y.h.DB.PolicyVersions(ctx, 1); err != nil || len(all) != 2 {
		t.Fatal(len(all), err)
	}
	at = "/policy/versions/" + all[1].ID.String()
	come := url.Values{"from": {(today + 30).String()}, "reason": {"下月起"}, "beside": {all[0].ID.String()}, "key": {"come"}}
	if code, page = y.form(author, at+"/adopt", come); code != 303 {
		t.Fatalf("%d\n%s", code, lines(page))
	}
	y.reads("what is to come", page, "待施行", "撤回")
	y.page(other, at+"/withdraw")
	if code, _ := y.form(other, at+"/withdraw", url.Values{"reason": {""}, "key": {"w1"}}); code != 422 {
		t.Errorf("for no reason: %d", code)
	}
	if code, page = y.form(other, at+"/withdraw", url.Values{"reason": {"暂缓"}, "key": {"w2"}}); code != 303 {
		t.Fatalf("%d\n%s", code, lines(page))
	}
	y.reads("what was withdrawn", page, "已撤回", "暂缓")
	if code, page = y.form(other, at+"/withdraw", url.Values{"reason": {"又来"}, "key": {"w3"}}); code != 409 {
		t.Errorf("twice: %d", code)
	}
	y.reads("twice", page, "已经撤回了", "又来")
	english := httptest.NewRequest("GET", at, nil)
	english.Header.Set("Accept-Language", "en")
	english.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: y.cookies[other]})
	w := httptest.NewRecorder()
	y.desk.ServeHTTP(w, english)
	y.reads("in English", html.UnescapeString(w.Body.String()), "Version 2", "withdrawn",
		"Line by line against: Version 1")
	for _, none := range []string{"/policy/versions/x", "/policy/versions/999", "/policy/versions/new?base=999",
		"/policy/versions/0/adopt"} {
		if w := y.ask(other, "GET", none); w.Code != 404 {
			t.Errorf("%s answers %d", none, w.Code)
		}
	}
}

// proposal is a version to propose by the API, unlike any other.
func (p *programs) proposal(n int) string {
	p.Helper()
	var in api.PolicyProposal
	for _, f := range shippedTexts(p.T, "levels.txt", "15个工作日", fmt.Sprintf("%d个工作日", n)) {
		in.Files = append(in.Files, api.PolicyFile(f))
	}
	in.Note = "轻微问题的期限"
	b, err := json.Marshal(in)
	if err != nil {
		p.Fatal(err)
	}
	return string(b)
}

// By the API: a text is judged and nothing is written, versions are listed and
// read whole, and what the pages do is seen there.
func TestPolicyByProgram(t *testing.T) {
	p := programsOf(t)
	before := entries(t, p.h)
	ask := func(method, path, body string, into any) int {
		t.Helper()
		w := p.call(p.all["zhuti-jb"], method, path, []byte(body), "Content-Type", "application/json",
			"Accept-Language", "en")
		if into != nil {
			if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
				t.Fatalf("%s: %v in %.300s", path, err, w.Body)
			}
		}
		return w.Code
	}
	text, _, _ := strings.Cut(p.proposal(17), `,"note"`)
	text += "}"
	var sound api.PolicySound
	if code := ask("POST", "/policy/check", text, &sound); code != 200 || len(sound.Digest) != 64 {
		t.Errorf("%d %+v", code, sound)
	}
	var trouble api.Trouble
	bad := strings.Replace(text, "17个工作日", "about a fortnight", 1)
	if code := ask("POST", "/policy/check", bad, &trouble); code != 422 {
		t.Errorf("%d", code)
	}
	if len(trouble.Errors) == 0 || trouble.Errors[0].Field != "levels.txt" ||
		!strings.HasPrefix(trouble.Errors[0].Message, "levels.txt:13: “about a fortnight”") {
		t.Errorf("%+v", trouble)
	}
	if entries(t, p.h) != before {
		t.Fatal("a check was recorded")
	}
	var list api.PolicyVersions
	ask("GET", "/policy/versions", "", &list)
	if len(list.Items) != 1 || list.Items[0].State != "ground" || !list.Items[0].InForce {
		t.Errorf("%+v", list)
	}
	files, err := policy.Texts(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	id := p.made("proposePolicy", write{"/policy/versions", p.proposal(17)})
	today := p.h.Clock().Day().String()
	at := "/policy/versions/" + id.String()
	p.made("adoptPolicy", write{at + "/adopt", fmt.Sprintf(`{"from":"%s","reason":"县委会议"}`, today)})
	ask("GET", "/policy/versions", "", &list)
	if x := list.Items[0]; len(list.Items) != 2 || !x.InForce || x.Entry == 0 || x.ProposedBy == x.AdoptedBy || x.No != 1 {
		t.Errorf("%+v", list)
	}
	var one api.PolicyVersionWhole
	if code := ask("GET", at, "", &one); code != 200 || len(one.Files) != len(files) || one.Digest != sound.Digest {
		t.Errorf("%d %+v", code, one.PolicyVersion)
	}
	var now api.Policy
	if ask("GET", "/policy", "", &now); now.Digest != sound.Digest {
		t.Errorf("in force is %s, want %s", now.Digest, sound.Digest)
	}
	if code := ask("POST", at+"/withdraw", `{"reason":"错了"}`, nil); code != 409 {
		t.Errorf("what is in force was withdrawn: %d", code)
	}
	if code := ask("GET", "/policy/versions/x", "", nil); code != 404 {
		t.Errorf("%d", code)
	}
}

// jump is the entry to which a page leads first.
func jump(page string) string {
	_, rest, _ := strings.Cut(page, "/journal/entries/")
	n, _, _ := strings.Cut(rest, `"`)
	return n
}
