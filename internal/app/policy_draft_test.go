package app

import (
	"encoding/json"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"shuangze/internal/policy"
	"shuangze/internal/web/api"
	"shuangze/internal/web/desk"
)

// area is the text of a file as it stands in the form.
func area(t *testing.T, page, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, `name="`+name+`"`)
	_, rest, _ = strings.Cut(rest, ">")
	s, _, found := strings.Cut(rest, "</textarea>")
	if !ok || !found {
		t.Fatalf("the form has no %s", name)
	}
	return strings.TrimPrefix(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
}

// While a text is written the form says how it stands, and fields write single rows into it; nothing is recorded and
// nothing else of the text is changed.
func TestPolicyDraft(t *testing.T) {
	y := inYears(t)
	const author = "zhuti-jb"
	entries := y.entries()
	start := y.page(author, "/policy/versions/new?file=indicators.txt")
	y.reads("the form", start, "没有发现错误", "一级指标合计 100.00 / 100 分", "改 1.1", "任务按期完成", "讲授廉政党课·按期完成",
		`name="base-id" value="0"`, `data-check="/policy/versions/check"`)
	shipped := shippedTexts(t, "levels.txt", "15个工作日", "15个工作日")
	short := formOf(shippedTexts(t, "indicators.txt", "| Tasks on time | 15 |", "| Tasks on time | 12.5 |"), "说明不能丢")
	short.Set("do", "read")
	_, page := y.form(author, "/policy/versions/new", short)
	y.reads("a sum that is short", page, "一级指标合计 97.50 / 100 分", "还差 2.50 分", "应为 100.00 分", "说明不能丢", `data-line="`)

	// What the script sends is laid over the version it was begun from.
	part := url.Values{"base-id": {"0"}, "file": {"indicators.txt"}, "indicators.txt": {strings.Replace(
		short.Get("indicators.txt"), "÷ 任务应完成", "÷ 任务应办完", 1)}}
	code, page := y.form(author, "/policy/versions/check", part)
	if code != 200 || strings.Contains(page, "<main") {
		t.Errorf("%d %.200s", code, page)
	}
	y.reads("what the script is told", page, "97.50", "任务应办完", `href="#f-indicators.txt"`, `data-from="`, "字：")
	long := url.Values{"base-id": {"0"}, "file": {"indicators.txt"}, "indicators.txt": {strings.Repeat("长", 10_001)}}
	if code, _ := y.form(author, "/policy/versions/check", long); code != 422 {
		t.Errorf("a text too long: %d", code)
	}
	if code, _ := y.form("shuping-lly", "/policy/versions/check", part); code != 403 && code != 404 {
		t.Errorf("a clerk: %d", code)
	}

	// Fields: opened, changed, added, moved, removed.
	form := formOf(shipped, "说明不能丢")
	was := strings.ReplaceAll(form.Get("indicators.txt"), "\r\n", "\n")
	line := strings.Count(was[:strings.Index(was, "principal | 4 |")], "\n") + 1
	form.Set("open", "1")
	if code, page = y.form(author, "/policy/versions/new", form); code != 422 {
		t.Errorf("a comment was opened: %d", code)
	}
	y.reads("a line that is no row", page, "现在不是指标")
	form.Set("open", "19")
	_, page = y.form(author, "/policy/versions/new", form)
	form.Del("open")
	fields := url.Values{"i-line": {""}, "i-scheme": {"principal"}, "i-no": {"12"}, "i-zh": {"新的指标"}, "i-en": {"New"},
		"i-points": {"2.5"}, "i-source": {"评分"}, "i-office": {"principal-office"}, "i-rule": {"凭记录"}, "i-mark": {"D"}}
	with := func(do string, more url.Values) url.Values {
		out := maps.Clone(form)
		maps.Copy(out, more)
		out.Set("do", do)
		return out
	}
	bad := maps.Clone(fields)
	bad["i-zh"] = []string{"甲|乙"}
	code, page = y.form(author, "/policy/versions/new", with("row-put", bad))
	if code != 422 || area(t, page, "indicators.txt") != was {
		t.Errorf("a bar in a cell: %d", code)
	}
	y.reads("a bar in a cell", page, "不能写竖线", `href="#f-i-zh"`, "甲|乙", "凭记录")
	code, page = y.form(author, "/policy/versions/new", with("row-put", fields))
	now := area(t, page, "indicators.txt")
	added := "principal | 12 | 新的指标 | New | 2.5 | 评分 | | principal-office | 凭记录 | | | D\n"
	if code != 200 || strings.Replace(now, added, "", 1) != was || now == was {
		t.Errorf("%d\n%s", code, now)
	}
	y.reads("what was added", page, "已写到文本第", "多出 2.50 分", "说明不能丢", "还没有提出")
	four := url.Values{"i-line": {strconv.Itoa(line)}, "i-scheme": {"principal"}, "i-no": {"4"}}
	_, page = y.form(author, "/policy/versions/new", with("row-up", four))
	moved := area(t, page, "indicators.txt")
	if strings.Count(moved, "principal | 3 | 任务清单按期完成") != 1 || strings.Count(moved, "principal | 4 | 班子成员") != 1 ||
		len(moved) != len(was) {
		t.Errorf("moved:\n%s", moved)
	}
	_, page = y.form(author, "/policy/versions/new", with("row-remove", four))
	if gone := area(t, page, "indicators.txt"); strings.Contains(gone, "任务清单按期完成") ||
		strings.Count(gone, "\n") != strings.Count(was, "\n")-1 {
		t.Errorf("removed:\n%s", gone)
	}
	y.reads("what was removed", page, "还差 15.00 分")
	_, page = y.form(author, "/policy/versions/new", with("row-fact",
		url.Values{"fact": {"任务应完成"}, "i-formula": {"分值 ×"}}))
	if got := area(t, page, "i-formula"); got != "分值 × 「任务应完成」" {
		t.Errorf("%q", got)
	}
	if y.entries() != entries {
		t.Error("something was recorded")
	}
}

// The schemes of a version are a document on the page and as a file, in both languages.
func TestSchemesAsDocument(t *testing.T) {
	y := inYears(t)
	page := y.page("shuping-lly", "/policy/versions/0/schemes")
	y.reads("the document", page, "党委（党组）主体责任考核办法", "纪委（纪检组）监督责任考核办法", "任务清单按期完成", "15 × 按期完成数",
		"《关于实行党风廉政建设责任制的规定》中发〔2010〕19号（待核实）", "同组前 30%", "加分合计最多 5.00 分", "乘 0.5", "/policy/versions/0/schemes/as/pdf")
	one := y.page("shuping-lly", "/policy/versions/0/schemes?scheme=supervisory")
	if strings.Contains(one, "任务清单按期完成") || !strings.Contains(one, "as/docx?scheme=supervisory") {
		t.Error("one scheme is asked for and the other is there")
	}
	for at, want := range map[string]int{"?scheme=none": 404, "/as/odt": 404, "/as/pdf": 200,
		"/as/docx?scheme=principal": 200} {
		w := y.ask("shuping-lly", "GET", "/policy/versions/0/schemes"+at)
		if dir := os.Getenv("SHUANGZE_ARTEFACTS"); dir != "" && at == "/as/pdf" {
			_ = os.WriteFile(filepath.Join(dir, "schemes.pdf"), w.Body.Bytes(), 0o644)
		}
		if w.Code != want || want == 200 && w.Body.Len() < 5000 {
			t.Errorf("%s: %d, %d bytes", at, w.Code, w.Body.Len())
		}
	}
	english := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/policy/versions/0/schemes", nil)
	r.Header.Set("Accept-Language", "en")
	r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: y.cookies["shuping-lly"]})
	y.desk.ServeHTTP(english, r)
	y.reads("in English", html.UnescapeString(english.Body.String()), "Tasks on time", "the first 30 % of the group")
}

// By the API: some files laid over a version are read, with the place of each fault, sums and trees.
func TestPolicyDraftByProgram(t *testing.T) {
	p := programsOf(t)
	before := entries(t, p.h)
	texts := map[string]string{}
	for _, f := range shippedTexts(t, "indicators.txt", "÷ 任务应完成", "÷ 任务应办完") {
		texts[f.Name] = f.Text
	}
	ask := func(name, text string) (out api.PolicyReading, code int) {
		t.Helper()
		body, err := json.Marshal(api.PolicyDraft{Files: []api.PolicyFile{{Name: name, Text: text}}})
		if err != nil {
			t.Fatal(err)
		}
		w := p.call(p.all["zhuti-jb"], "POST", "/policy/versions/0/check", body, "Content-Type", "application/json",
			"Accept-Language", "zh-CN")
		if w.Code == 200 {
			if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
				t.Fatal(err)
			}
		}
		return out, w.Code
	}
	got, code := ask("indicators.txt", texts["indicators.txt"])
	if code != 200 || got.Sound || len(got.Faults) != 1 {
		t.Fatalf("%d %+v", code, got)
	}
	f := got.Faults[0]
	line := []rune(strings.Split(texts["indicators.txt"], "\n")[f.Line-1])
	if f.File != "indicators.txt" || f.Cell != "算法" || string(line[f.Column-1:f.End-1]) != "任务应办完" ||
		!strings.Contains(f.Message, "任务应完成") {
		t.Errorf("%+v", f)
	}
	if len(got.Schemes) != 2 || got.Schemes[0].Sum != 100_00 || !slices.ContainsFunc(got.Schemes[0].Indicators,
		func(i api.IndicatorDraft) bool { return i.No == "4" && i.Points == 15_00 && i.Source == "facts" }) {
		t.Errorf("%+v", got.Schemes)
	}
	sound, _ := ask("indicators.txt", strings.Replace(texts["indicators.txt"], "任务应办完", "任务应完成", 1))
	texts["indicators.txt"] = strings.Replace(texts["indicators.txt"], "任务应办完", "任务应完成", 1)
	if pack, err := policy.LoadTexts(texts); err != nil || !sound.Sound || sound.Digest != pack.Digest {
		t.Errorf("%v %+v", err, sound)
	}
	if gone, _ := ask("indicators.txt", ""); gone.Sound || len(gone.Faults) == 0 {
		t.Errorf("%+v", gone)
	}
	if entries(t, p.h) != before {
		t.Error("a reading was recorded")
	}
	for _, as := range []string{"pdf", "docx"} {
		w := p.call(p.all["shuping-lly"], "GET", "/policy/versions/0/schemes/as/"+as+"?scheme=principal", nil)
		if w.Code != 200 || w.Body.Len() < 5000 {
			t.Errorf("%s: %d", as, w.Code)
		}
	}
}
