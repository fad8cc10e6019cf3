package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/power"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

const chart = "%PDF-1.4\n%%EOF\n"

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 9, 9))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// power finds one of a side in a state.
func (v *visitors) power(side actor.Side, state string) *power.Power {
	v.Helper()
	for _, p := range v.powers() {
		if p.Side == side && p.State == state {
			return p
		}
	}
	v.Fatalf("no power of %s is %s", side, state)
	return nil
}

func (v *visitors) filesOf(id ref.ID) map[string]evidence.Evidence {
	v.Helper()
	all, err := v.h.DB.EvidenceOf(context.Background(), id)
	if err != nil {
		v.Fatal(err)
	}
	out := map[string]evidence.Evidence{}
	for _, e := range all {
		out[e.Name] = e
	}
	return out
}

func (x reader) open(path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	r.AddCookie(x.cookie)
	w := httptest.NewRecorder()
	x.h.ServeHTTP(w, r)
	return w
}

// Two files go to a power with one form; a picture has a preview, a PDF is shown in
// a sandbox, the rest comes down; who may see no powers is told there is nothing;
// one that was attached by mistake is removed and handed to nobody.
func TestFilesOnAPage(t *testing.T) {
	t.Parallel()
	v := visit(t)
	p := v.power(actor.Principal, power.InForce)
	at := "/powers/" + p.ID.String()
	office, unit := enter(t, v.desk, "zhuti-jb"), enter(t, v.desk, "caizheng-jb")
	was := len(v.filesOf(p.ID))
	words := map[string]string{"fileKind": power.OtherFile}
	two := map[string][]byte{"运行图.pdf": []byte(chart), "照片.png": picture(t)}
	if code, body := office.uploadWith(at+"/do/attach", words, two); code != http.StatusSeeOther {
		t.Fatalf("attach: %d %s", code, lines(body))
	}
	stand := v.filesOf(p.ID)
	if len(stand) != was+2 {
		t.Fatalf("%d files stand, there were %d", len(stand), was)
	}
	pdf, photo := stand["运行图.pdf"], stand["照片.png"]
	_, page := office.get(at)
	shown, seen := "/evidence/"+pdf.ID.String(), "/evidence/"+photo.ID.String()
	for _, want := range []string{"附件", "运行图.pdf", "其他", hex.EncodeToString(pdf.Digest),
		seen + "?preview=1", shown + "?show=1", at + "/do/detach?file=" + pdf.ID.String(), "上传附件"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the power says nothing of %q", want)
		}
	}
	if _, page := unit.get(at); !strings.Contains(page, "运行图.pdf") || strings.Contains(page, "/do/detach") {
		t.Error("who may only see it: no file, or the offer to remove it")
	}

	for _, c := range []struct{ path, kind, disposition, policy string }{
		{shown + "?show=1", "application/pdf", "inline; ", "sandbox"},
		{shown, "application/octet-stream", "attachment; ", "default-src 'none'; sandbox"},
		{seen + "?show=1", "application/octet-stream", "attachment; ", "default-src 'none'; sandbox"},
		{seen + "?preview=1", "image/png", "", "default-src 'none'; sandbox"},
	} {
		w := unit.open(c.path)
		h := w.Header()
		if w.Code != 200 || h.Get("Content-Type") != c.kind || h.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(h.Get("Content-Disposition"), c.disposition) || h.Get("Content-Security-Policy") != c.policy {
			t.Errorf("%s: %d %v", c.path, w.Code, h)
		}
	}
	for _, login := range []string{"xitong", "anquan", "shenji"} {
		admin := enter(t, v.desk, login)
		for _, path := range []string{"/evidence/" + pdf.ID.String(), at, at + "/do/attach"} {
			if w := admin.open(path); w.Code != http.StatusNotFound {
				t.Errorf("%s at %s: %d", login, path, w.Code)
			}
		}
	}

	detach := at + "/do/detach"
	_, form := office.get(detach + "?file=" + photo.ID.String())
	if !regexp.MustCompile(`<option value="` + photo.ID.String() + `" selected`).MatchString(form) {
		t.Error("the form does not know which file it was opened for")
	}
	words = map[string]string{"file": photo.ID.String()}
	if code, body := office.uploadWith(detach, words, nil); code != 422 || !strings.Contains(body, "移除原因") {
		t.Errorf("without a reason: %d", code)
	}
	words["reason"] = "与这项职权无关"
	if code, body := office.uploadWith(detach, words, nil); code != http.StatusSeeOther {
		t.Fatalf("remove: %d %s", code, lines(body))
	}
	_, page = office.get(at)
	if !strings.Contains(page, "<s>照片.png</s>") || !strings.Contains(page, "移除：与这项职权无关") ||
		strings.Contains(page, "/evidence/"+photo.ID.String()) {
		t.Error("the page of the power does not say of the file that it was removed, or leads to it")
	}
	for _, query := range []string{"", "?preview=1", "?show=1"} {
		if w := office.open("/evidence/" + photo.ID.String() + query); w.Code != http.StatusNotFound {
			t.Errorf("a removed file is handed out: %d", w.Code)
		}
	}
	shelf, err := blob.Open(v.h.FilesDir())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := files{shelf}.Open(photo.Digest)
	if err != nil {
		t.Fatal("the bytes of a removed file are gone:", err)
	}
	kept.Close()
}

// What is wrong with files is said beside them, and none of them is named.
func TestFilesThatAreNotTaken(t *testing.T) {
	t.Parallel()
	v := visit(t)
	p := v.power(actor.Principal, power.InForce)
	office := enter(t, v.desk, "zhuti-jb")
	at := "/powers/" + p.ID.String() + "/do/attach"
	was := len(v.filesOf(p.ID))
	good := map[string]string{"fileKind": power.FlowChart}
	large := append([]byte(chart), make([]byte, evidence.SizeMost)...)
	many := map[string][]byte{}
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		many[n+".pdf"] = []byte(chart)
	}
	for name, c := range map[string]struct {
		words map[string]string
		files map[string][]byte
		says  string
	}{
		"none":      {good, nil, "请选择一个文件"},
		"six":       {good, many, "一次最多上传 5 个文件，您选了 6 个"},
		"empty":     {good, map[string][]byte{"空.pdf": {}}, "是空的"},
		"too large": {good, map[string][]byte{"大.pdf": large}, "文件超过 20 MB"},
		"no kind":   {map[string]string{}, map[string][]byte{"一.pdf": []byte(chart)}, "请重新选择文件"},
		"of no kind": {good, map[string][]byte{"一.pdf": []byte(chart), "二.exe": []byte("MZ\x00\x01")},
			"“二.exe”：不接受这类文件"},
	} {
		code, body := office.uploadWith(at, c.words, c.files)
		if code != 422 || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d, want %q: %s", name, code, c.says, lines(body))
		}
	}
	if n := len(v.filesOf(p.ID)); n != was {
		t.Errorf("%d files stand, there were %d", n, was)
	}
	ended := v.power(actor.Principal, power.Ended)
	to := "/powers/" + ended.ID.String()
	if code, _ := office.get(to + "/do/attach"); code != http.StatusConflict {
		t.Errorf("the form for a power that has ended: %d", code)
	}
	if _, page := office.get(to); strings.Contains(page, "/do/attach") {
		t.Error("files are asked for a power that has ended")
	}
	if w := v.ask("caizheng-jb", "POST", at); w.Code != http.StatusForbidden {
		t.Errorf("somebody else's power: %d", w.Code)
	}
}

// multi is a form with JSON and files.
func multi(t *testing.T, data string, names ...string) (body []byte, media string) {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	m.WriteField("data", data)
	for _, name := range names {
		w, err := m.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(chart + name))
	}
	m.Close()
	return b.Bytes(), m.FormDataContentType()
}

// Programs attach, list and remove files as the pages do.
func TestFilesByTheAPI(t *testing.T) {
	t.Parallel()
	v := programsOf(t)
	p := v.power(actor.Principal, power.InForce)
	at := "/powers/" + p.ID.String()
	was := len(v.filesOf(p.ID))
	attach := func(login, data string, names ...string) *httptest.ResponseRecorder {
		body, media := multi(t, data, names...)
		return v.call(v.all[login], "POST", at+"/attach", body, "Content-Type", media, "Idempotency-Key", "一"+login)
	}
	for _, c := range []struct {
		login, data string
		names       []string
		code        int
		says        string
	}{
		{"caizheng-jb", `{"fileKind":"other"}`, []string{"一.pdf"}, 403, ""},
		{"zhuti-jb", `{"fileKind":"x"}`, []string{"一.pdf"}, 422, "fileKind"},
		{"zhuti-jb", `{"fileKind":"other"}`, nil, 422, "请选择一个文件"},
		{"zhuti-jb", `{"fileKind":"other","x":1}`, []string{"一.pdf"}, 422, `"x"`},
		{"zhuti-jb", `{"fileKind":"other"}`, strings.Fields("1.pdf 2.pdf 3.pdf 4.pdf 5.pdf 6.pdf 7.pdf"), 422, "您选了 7 个"},
		{"zhuti-jb", `{"fileKind":"other"}`, []string{"一.exe"}, 415, "一.exe"},
		{"zhuti-jb", `{"fileKind":"other"}`, []string{"一.pdf", "二.pdf"}, 200, `"replayed":false`},
		{"zhuti-jb", `{"fileKind":"other"}`, []string{"一.pdf", "二.pdf"}, 200, `"replayed":true`},
		{"zhuti-jb", `{"fileKind":"other"}`, []string{"一.pdf", "三.pdf"}, 422, ""},
	} {
		if w := attach(c.login, c.data, c.names...); w.Code != c.code || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s %s %v: %d %s", c.login, c.data, c.names, w.Code, w.Body)
		}
	}
	type listed struct {
		Items []struct {
			ID                          ref.ID
			Name, Kind, Digest, Removal string
			Size                        int64
		}
	}
	list := func() (out listed) {
		w := v.call(v.reads["caizheng-jb"], "GET", at+"/files", nil)
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != 200 {
			t.Fatalf("%d %s %v", w.Code, w.Body, err)
		}
		return out
	}
	all := list()
	if len(all.Items) != was+2 {
		t.Fatalf("files: %+v", all)
	}
	last := all.Items[len(all.Items)-1]
	if last.Name != "二.pdf" || last.Kind != "other" || len(last.Digest) != 64 || last.Size == 0 {
		t.Errorf("the last file: %+v", last)
	}
	bytesOf := func() int { return v.call(v.all["zhuti-jb"], "GET", "/evidence/"+last.ID.String(), nil).Code }
	if n := bytesOf(); n != 200 {
		t.Errorf("the bytes: %d", n)
	}
	data := `{"file":` + last.ID.String() + `,"reason":"传错了"}`
	w := v.call(v.all["zhuti-jb"], "POST", at+"/"+noun.DetachAct, []byte(data))
	if w.Code != 200 {
		t.Fatalf("remove: %d %s", w.Code, w.Body)
	}
	if all := list(); all.Items[len(all.Items)-1].Removal != "传错了" {
		t.Errorf("the list does not say that the file was removed: %+v", all)
	}
	if n := bytesOf(); n != 404 {
		t.Errorf("the bytes of a removed file: %d", n)
	}
	// A new power brings its flow chart along.
	data = `{"name":"节能检查","category":"decision","body":` + p.Body.String() + `,"basis":"章程","boundary":"不得收费"}`
	body, media := multi(t, data, "图.pdf")
	w = v.call(v.all["zhuti-jb"], "POST", "/powers", body, "Content-Type", media)
	var made struct{ ID ref.ID }
	if err := json.Unmarshal(w.Body.Bytes(), &made); err != nil || w.Code != 201 {
		t.Fatalf("a new power: %d %s", w.Code, w.Body)
	}
	if f := v.filesOf(made.ID); f["图.pdf"].Phase != power.FlowChart {
		t.Errorf("the files of a new power: %+v", f)
	}
}
