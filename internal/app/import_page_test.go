package app

import (
	"bytes"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/paper/sheet"
	"shuangze/internal/web/desk"
)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// draftOf reads the hidden fields of a preview: what its form sends.
func draftOf(body string) url.Values {
	out := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(body, -1) {
		out.Set(m[1], html.UnescapeString(m[2]))
	}
	return out
}

func (v *visitors) submit(login, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "zh-CN")
	r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: v.cookies[login]})
	w := httptest.NewRecorder()
	v.desk.ServeHTTP(w, r)
	v.says(login, w)
	return w
}

// says follows where an act led to: what it did is said there, which only the
// entry it made can prove.
func (v *visitors) says(login string, w *httptest.ResponseRecorder) {
	v.Helper()
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.Contains(to, "&entry=") {
		return
	}
	if page := v.ask(login, "GET", to); !strings.Contains(page.Body.String(), `class="flash`) {
		v.Errorf("%s: nothing is said at %s (%d)", login, to, page.Code)
	}
}

const ledgerHead = "责任单位,问题来源,问题内容,等级,整改措施,整改时限,责任领导,具体责任人\n"

// What is confirmed is what was previewed, once; a preview of somebody else is
// missing; and the rows in error come back as a table that imports when mended.
func TestPreviewThroughThePage(t *testing.T) {
	t.Parallel()
	v := visit(t)
	table := []byte(ledgerHead + "曙坪镇,日常检查,导入页试验的第一个问题,一般,1.立即整改,2026-12-01,张三,李四\n" +
		"没有的镇,日常检查,导入页试验的第二个问题,一般,1.立即整改,2026-12-01,张三,李四\n")
	before := entries(t, v.h)
	w := v.upload("zhuti-jb", "/import", "台账.csv", table)
	form := draftOf(w.Body.String())
	if w.Code != http.StatusOK || form.Get("digest") == "" || !strings.Contains(w.Body.String(), "没有“没有的镇”这个单位") {
		t.Fatalf("%d\n%s", w.Code, lines(w.Body.String()))
	}

	// The rows in error, as they stand in the file and with what is wrong.
	w = v.submit("zhuti-jb", "/import/wrong-rows", form)
	book, err := sheet.Open(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()), "x.xlsx", sheet.Limits{})
	if err != nil || len(book.Grids) != 1 || len(book.Grids[0].Lines) != 2 {
		t.Fatalf("%d %v %+v", w.Code, err, book)
	}
	row := book.Grids[0].Lines[1]
	if row.At(1).Text != "没有的镇" || row.At(9).Text != "3" || !strings.Contains(row.At(10).Text, "责任单位: 没有“没有的镇”这个单位") {
		t.Errorf("%+v", row)
	}

	// Another official who may import learns the digest: nothing is there.
	for _, path := range []string{"/import/confirm", "/import/wrong-rows"} {
		if w := v.submit("jiandu-jb", path, form); w.Code != http.StatusNotFound {
			t.Errorf("somebody else's draft at %s: %d", path, w.Code)
		}
	}
	// Without leave nothing of a file with a bad row is written.
	if w := v.submit("zhuti-jb", "/import/confirm", form); w.Code != http.StatusUnprocessableEntity ||
		entries(t, v.h) != before {
		t.Errorf("%d, %d entries", w.Code, entries(t, v.h)-before)
	}
	// What was shown is no longer what would be written: shown again.
	stale := url.Values{}
	for k := range form {
		stale.Set(k, form.Get(k))
	}
	stale.Set("skip", "yes")
	stale.Set("outcome", "00")
	if w := v.submit("zhuti-jb", "/import/confirm", stale); w.Code != http.StatusUnprocessableEntity ||
		entries(t, v.h) != before || draftOf(w.Body.String()).Get("outcome") != form.Get("outcome") {
		t.Errorf("%d, %d entries", w.Code, entries(t, v.h)-before)
	}
	// A double click writes once.
	form.Set("skip", "yes")
	done := make(chan int)
	for range 3 {
		go func() { done <- v.submit("zhuti-jb", "/import/confirm", form).Code }()
	}
	for range 3 {
		if code := <-done; code != http.StatusOK {
			t.Errorf("one click of three: %d", code)
		}
	}
	if n := entries(t, v.h) - before; n != 1 {
		t.Errorf("%d entries for one problem", n)
	}
	if w := v.submit("zhuti-jb", "/import/confirm", form); w.Code != http.StatusOK ||
		!strings.Contains(w.Body.String(), "没有变化") || entries(t, v.h)-before != 1 {
		t.Errorf("once more: %d, %d entries\n%s", w.Code, entries(t, v.h)-before, lines(w.Body.String()))
	}

	// More than the page shows: it says how many more, and the table has all.
	var many strings.Builder
	many.WriteString(ledgerHead)
	for range 450 {
		many.WriteString("没有的镇,日常检查,很多个问题,一般,1.立即整改,2026-12-01,张三,李四\n")
	}
	w = v.upload("zhuti-jb", "/import", "很多.csv", []byte(many.String()))
	if !strings.Contains(w.Body.String(), "未列出") {
		t.Errorf("rows left off are not told of\n%s", lines(w.Body.String()))
	}
	w = v.submit("zhuti-jb", "/import/wrong-rows", draftOf(w.Body.String()))
	book, err = sheet.Open(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()), "x.xlsx", sheet.Limits{})
	if err != nil || len(book.Grids[0].Lines) != 451 {
		t.Errorf("%d %v", w.Code, err)
	}
}
