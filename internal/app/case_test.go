package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"shuangze/internal/web/api"
)

func caseFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../testdata/cases", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A file that is not taken is told why, with 413, 415 or 422 and beside its field;
// what offices and phones make is kept; a name in GBK is read; and every download
// carries a name of ASCII beside the Chinese one (cases 16 and r02).
func TestAnswersToFiles(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	token := p.all["shuping-lly"]
	at := "/orders/" + p.of(p.unit("曙坪镇"))["order"]
	before := entries(t, p.h)
	refused := func(what string, w *httptest.ResponseRecorder, status int, says string) {
		t.Helper()
		var answer api.Trouble
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != status || len(answer.Errors) != 1 ||
			!strings.Contains(answer.Errors[0].Message, says) {
			t.Errorf("%s: %d %s", what, w.Code, w.Body)
		}
	}
	put := func(path, name string, body []byte) *httptest.ResponseRecorder {
		p.keys++
		return p.call(token, "POST", path+"?name="+url.QueryEscape(name), body, "Accept-Language", "zh-CN", "Idempotency-Key",
			fmt.Sprint("file-", p.keys))
	}
	refused("empty", put(at+"/evidence", "空.pdf", nil), 422, "文件是空的")
	refused("kind", put(at+"/evidence", "程序.exe", []byte("MZ\x90\x00")), 415, "HEIC")
	refused("ending", put(at+"/evidence", "照片.pdf", caseFile(t, "16-evidence-answers/照片.heic")), 415, "不符")
	refused("size", put(at+"/evidence", "大.txt", bytes.Repeat([]byte("大"), 8<<20)), 413, "20 MB")
	token = p.all["zhuti-jb"]
	refused("a picture as a table", put("/imports", "表.xlsx", []byte("\x89PNG\r\n\x1a\n0000")), 415, "PNG")
	refused("a table too large", put("/imports", "表.csv", bytes.Repeat([]byte("大"), 8<<20)), 413, "20 MB")
	refused("an empty table", put("/imports", "表.csv", nil), 422, "文件是空的")
	if n := entries(t, p.h) - before; n != 0 {
		t.Errorf("%d entries of files not taken", n)
	}
	token = p.all["shuping-lly"]
	for _, name := range []string{"公文.ofd", "演示.dps", "照片.heic"} {
		if w := put(at+"/evidence", name, caseFile(t, "16-evidence-answers/"+name)); w.Code != http.StatusCreated {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	// As a page, beside the field; and a name in GBK.
	for name, says := range map[string]string{"空.pdf": "是空的", "程序.exe": "不接受这类文件"} {
		body := []byte("MZ\x90\x00")
		if name == "空.pdf" {
			body = nil
		}
		w := p.upload("shuping-lly", at+"/do/attach", name, body)
		if w.Code != 422 || !strings.Contains(w.Body.String(), says) || !strings.Contains(w.Body.String(), `type="file"`) {
			t.Errorf("the page on %s: %d\n%s", name, w.Code, lines(w.Body.String()))
		}
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("说明.txt")
	if err != nil {
		t.Fatal(err)
	}
	multi := func(name string) (body []byte, kind string) {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		part, err := form.CreatePart(
			textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="` + name + `"`}})
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte("情况说明" + name))
		form.Close()
		return b.Bytes(), form.FormDataContentType()
	}
	body, kind := multi(gbk)
	if w := p.call(token, "POST", at+"/evidence", body, "Content-Type", kind, "Idempotency-Key", "gbk"); w.Code != 201 {
		t.Errorf("a name in GBK: %d %s", w.Code, w.Body)
	}
	body, kind = multi("\xff\xfe\xff.txt")
	refused("a name in nothing", p.call(token, "POST", at+"/evidence", body, "Content-Type", kind, "Accept-Language",
		"zh-CN"), 422, "文件名")

	var whole struct {
		Evidence []struct {
			ID   json.Number
			Name string
		}
	}
	if err := json.Unmarshal(p.call(token, "GET", at, nil).Body.Bytes(), &whole); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, e := range whole.Evidence {
		names[e.Name] = e.ID.String()
	}
	for _, name := range []string{"公文.ofd", "演示.dps", "照片.heic", "说明.txt"} {
		id := names[name]
		if id == "" {
			t.Errorf("%s is not there: %v", name, names)
			continue
		}
		for _, w := range []*httptest.ResponseRecorder{p.call(token, "GET", "/evidence/"+id, nil),
			p.ask("shuping-lly", "GET", "/evidence/"+id)} {
			if h := w.Header().Get("Content-Disposition"); w.Code != 200 || !strings.Contains(h, `filename="evidence-`+id) ||
				!strings.Contains(h, "filename*=UTF-8''"+url.PathEscape(name)) {
				t.Errorf("%s: %d %s", name, w.Code, h)
			}
		}
	}
	if w := p.ask("shuping-lly", "GET", at); strings.Contains(w.Body.String(), "/evidence/"+names["照片.heic"]+"?preview") {
		t.Error("a HEIC is shown")
	}
	if h := p.ask("zhuti-jb", "GET", "/problems.xlsx").Header().Get("Content-Disposition"); h != "" &&
		!strings.Contains(h, `filename="`) {
		t.Error(h)
	}
}

// What is no text is not kept: a body in another encoding, half a character, a sign
// for a lost character in a name; and a query is folded as the names were (cases
// r02, r10, 12, 14).
func TestCharactersThroughEveryDoor(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	token := p.all["zhuti-jb"]
	before := entries(t, p.h)
	add := func(body []byte) *httptest.ResponseRecorder {
		p.keys++
		return p.call(token, "POST", "/people", body, "Content-Type", "application/json", "Idempotency-Key",
			fmt.Sprint("char-", p.keys), "Accept-Language", "zh-CN")
	}
	for what, body := range map[string][]byte{"GBK": caseFile(t, "r02-gbk-json/body-gbk.json"),
		"half": caseFile(t, "r02-gbk-json/body-surrogate.json"),
		"mark": []byte(`{"name":"李?"}`), "box": []byte(`{"name":"李□"}`), "star": []byte(`{"name":"吴＊"}`),
		"lost": []byte(`{"name":"孙�"}`), "private": []byte(`{"name":"王\ue001"}`)} {
		if w := add(body); w.Code != 422 || what != "GBK" && !strings.Contains(w.Body.String(), "丢失") {
			t.Errorf("%s: %d %s", what, w.Code, w.Body)
		}
	}
	gbk := "name=%D5%C5%CE%B0%C3%F1"
	for path, form := range map[string]string{"/people/new": gbk, "/orders": "subject=%D5%C5"} {
		r := httptest.NewRequest("POST", path, strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: "shuangze", Value: p.cookies["zhuti-jb"]})
		w := httptest.NewRecorder()
		if p.desk.ServeHTTP(w, r); w.Code == 303 || w.Code == 200 {
			t.Errorf("%s in GBK: %d", path, w.Code)
		}
	}
	if n := entries(t, p.h) - before; n != 0 {
		t.Fatalf("%d entries of what is no text", n)
	}
	for given, want := range map[string]string{"买买提•阿不都": "买买提·阿不都", "邬⽂明": "邬文明", "WANG  Ming": "WANG Ming",
		"王\ue863": "王䶮", "钱𠮷": "钱𠮷"} {
		body, _ := json.Marshal(map[string]string{"name": given})
		if w := add(body); w.Code != 201 {
			t.Errorf("%s: %d %s", given, w.Code, w.Body)
		}
		for _, q := range []string{given, want, strings.ToLower(want), strings.ReplaceAll(want, "·", "・"),
			strings.ReplaceAll(want, " ", ", ")} {
			w := p.call(token, "GET", "/people?q="+url.QueryEscape(q), nil)
			if !strings.Contains(w.Body.String(), `"`+want+`"`) {
				t.Errorf("%q does not find %s: %d %s", q, want, w.Code, w.Body)
			}
			if w := p.ask("zhuti-jb", "GET", "/search?q="+url.QueryEscape(q)); !strings.Contains(w.Body.String(), want+"</a>") &&
				!strings.Contains(w.Body.String(), want) {
				t.Errorf("the page does not find %s by %q", want, q)
			}
		}
	}
}

// A protected workbook and one whose parts have other names go through the page as
// through the program: previewed, kept, confirmed.
func TestUnusualWorkbooksThroughThePage(t *testing.T) {
	t.Parallel()
	v := visit(t)
	for _, name := range []string{"07-velvet/单位.xlsx", "04-part-names/根目录.xlsx", "02-csv-semicolons/单位.csv"} {
		w := v.upload("zhuti-jb", "/import", filepath.Base(name), caseFile(t, name))
		form := draftOf(w.Body.String())
		if w.Code != 200 || form.Get("digest") == "" {
			t.Errorf("%s: %d\n%s", name, w.Code, lines(w.Body.String()))
			continue
		}
		if w := v.submit("zhuti-jb", "/import/wrong-rows", form); w.Code != 404 { // read again, and nothing is wrong
			t.Errorf("%s, read again: %d\n%s", name, w.Code, lines(w.Body.String()))
		}
	}
}
