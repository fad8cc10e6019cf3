package app

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"shuangze/internal/lists/document"
	"shuangze/internal/lists/power"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
)

// clauseWrites are the writes about clauses: their texts are no words like others.
func (p *programs) clauseWrites(deeds map[string]func() write, next func() int) {
	add := deeds["addDocument"]
	at := func(id ref.ID, rest string) string { return "/documents/" + id.String() + rest }
	made := func() ref.ID {
		id := p.made("addDocument", add())
		p.made("enterDocument", write{at(id, "/clauses"), `{"text":"第一条 甲\n第二条 乙"}`})
		return id
	}
	deeds["enterDocument"] = func() write {
		id := p.made("addDocument", add())
		return write{at(id, "/clauses"), fmt.Sprintf(`{"text":"第一条 甲\n第%d条 乙"}`, next()+1)}
	}
	deeds["rewordDocument"] = func() write {
		return write{at(made(), "/reword"),
			fmt.Sprintf(`{"clause":"第1条","text":"丙%d","on":"2026-11-01","reason":"修订"}`, next())}
	}
	deeds["strikeDocument"] = func() write {
		return write{at(made(), "/strike"),
			fmt.Sprintf(`{"clause":"第二条","on":"2026-11-01","reason":"修订%d"}`, next())}
	}
}

// titled finds a document of the demonstration whose title ends so.
func (v *visitors) titled(end string) *document.Document {
	v.Helper()
	all, err := v.h.DB.Documents(context.Background(), 1)
	if err != nil {
		v.Fatal(err)
	}
	for _, d := range all {
		if strings.HasSuffix(d.Title, end) {
			return d
		}
	}
	v.Fatalf("no document is called …%s", end)
	return nil
}

// post sends a form, or with a file a multipart one.
func (v *visitors) post(login, path string, form url.Values, file string) *httptest.ResponseRecorder {
	v.Helper()
	body, kind := &bytes.Buffer{}, "application/x-www-form-urlencoded"
	if file == "" {
		body.WriteString(form.Encode())
	} else {
		m := multipart.NewWriter(body)
		for name := range form {
			if err := m.WriteField(name, form.Get(name)); err != nil {
				v.Fatal(err)
			}
		}
		w, err := m.CreateFormFile("table", "条文.csv")
		if err != nil {
			v.Fatal(err)
		}
		fmt.Fprint(w, file)
		m.Close()
		kind = m.FormDataContentType()
	}
	r := httptest.NewRequest(http.MethodPost, path, body)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Accept-Language", "zh-CN")
	r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: v.cookies[login]})
	w := httptest.NewRecorder()
	v.desk.ServeHTTP(w, r)
	return w
}

func (v *visitors) sees(w *httptest.ResponseRecorder, code int, words ...string) {
	v.Helper()
	body := w.Body.String()
	if w.Code != code {
		v.Errorf("%d, want %d", w.Code, code)
	}
	for _, s := range words {
		if !strings.Contains(body, s) {
			v.Errorf("the page does not say %q", s)
		}
	}
}

// Rows show the text of what they cite as it reads today, or that it is not found
// and where it is entered; a document lists what cites it.
func TestCitations(t *testing.T) {
	t.Parallel()
	ctx, v := context.Background(), visit(t)
	duty := v.duties()[0]
	paper := v.titled("实施意见")
	at := "/responsibilities/" + duty.ID.String()
	v.sees(v.ask("zhuti-jb", "GET", at), 200, paper.Title, duty.Clause, "班子每季度至少专题研究一次")
	powers, err := v.h.DB.AllOf(ctx, ref.Power, 1)
	if err != nil {
		t.Fatal(err)
	}
	old := v.titled("行政监察法")
	for _, x := range powers {
		if strings.Contains(x.(*power.Power).Basis, "行政监察法") {
			w := v.ask("zhuti-jb", "GET", "/powers/"+x.Head().ID.String())
			v.sees(w, 200, "/documents/"+old.ID.String(), "未录入条文", "/do/enter", "由“中华人民共和国监察法”取代")
			if now := v.titled("国监察法"); strings.Contains(w.Body.String(), "/documents/"+now.ID.String()) {
				t.Error("行政监察法 was read as 监察法")
			}
			w = v.ask("shuping-lly", "GET", "/powers/"+x.Head().ID.String())
			if strings.Contains(w.Body.String(), "/do/enter") {
				t.Error("a town is led to enter the text of a law")
			}
			break
		}
	}
	doc := "/documents/" + paper.ID.String()
	v.sees(v.ask("shuping-lly", "GET", doc), 200, at, "指出的问题列入问题清单", "以前的条文（1）")
	v.sees(v.ask("shuping-lly", "GET", "/documents/"+old.ID.String()), 200, "2018年3月20日 起废止",
		"/documents/"+v.titled("国监察法").ID.String(), "未录入条文")
	w := v.ask("shuping-lly", "GET", doc+"?on="+paper.Issued.String())
	v.sees(w, 200, "听取一次班子成员履责情况汇报，逐人点评。")
	if strings.Contains(w.Body.String(), "指出的问题列入问题清单") {
		t.Error("a change is shown before its day")
	}
	v.sees(v.ask("shuping-lly", "GET", doc+"?on=never"), 200, "没有这一天")
}

// Clauses are seen before they are kept: the first sending keeps nothing, what was
// changed since is seen anew; a table is read into the form; a double click is
// harmless, and a town enters nothing of the county's.
func TestClausesAreSeenFirst(t *testing.T) {
	t.Parallel()
	ctx, v := context.Background(), visit(t)
	d := v.titled("考核办法（试行）")
	at := "/documents/" + d.ID.String() + "/do/enter"
	kept := func() int {
		list, err := v.h.DB.Clauses(ctx, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	seen := func(w *httptest.ResponseRecorder) string {
		_, rest, ok := strings.Cut(w.Body.String(), `name="seen" value="`)
		s, _, _ := strings.Cut(rest, `"`)
		if !ok {
			t.Fatal("the form does not hold what was seen")
		}
		return s
	}
	form := url.Values{"key": {"CLAUSESKEY"}, "text": {"总则\n第一条 考核按年进行。\n第二条 得分公开。"}}
	w := v.post("zhuti-jb", at, form, "")
	v.sees(w, 200, "将录入 2 条", "不收的行（1）", "考核按年进行。")
	if kept() != 0 {
		t.Fatal("clauses were kept unseen")
	}
	form.Set("seen", seen(w))
	form.Set("text", form.Get("text")+"\n第三条 申诉十日内答复。")
	if w = v.post("zhuti-jb", at, form, ""); kept() != 0 {
		t.Fatal("clauses were kept that were not seen")
	}
	v.sees(w, 200, "将录入 3 条")
	form.Set("seen", seen(w))
	for range 2 {
		v.sees(v.post("zhuti-jb", at, form, ""), 303)
	}
	if kept() != 3 {
		t.Errorf("%d clauses kept", kept())
	}
	w = v.post("zhuti-jb", at, url.Values{"text": {"第一条 另写。"}}, "")
	v.sees(w, 422, "已经录入，文字不同", "另写。")
	if strings.Contains(w.Body.String(), `name="seen"`) {
		t.Error("what cannot be entered counts as seen")
	}
	w = v.post("zhuti-jb", at, url.Values{"text": {""}}, "条款,条文\n第四条,考核结果通报。\n第五条,办法自印发之日起施行。\n")
	v.sees(w, 200, "将录入 2 条", "第四条\t考核结果通报。", "条款\t条文")
	v.sees(v.post("zhuti-jb", at, url.Values{"text": {"第四条 甲"}}, "PK\x03\x04not a book"), 422, "第四条 甲")
	if kept() != 3 {
		t.Errorf("%d clauses kept", kept())
	}
	v.sees(v.post("shuping-lly", at, form, ""), 403)
	own := "/documents/" + v.titled("曙坪镇三定方案").ID.String() + "/do/enter"
	v.sees(v.post("shuping-lly", own, url.Values{"text": {"一、内设机构三个。"}}, ""), 200, "将录入 1 条")
	v.sees(v.ask("zhuti-jb", "GET", "/documents/"+d.ID.String()+"/do/reword?clause=%E7%AC%AC%E4%B8%80%E6%9D%A1"), 200,
		"考核按年进行。")
}
