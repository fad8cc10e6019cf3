package desk

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/account"
	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/lang"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/policy"
	"shuangze/internal/web/gate"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

// disk keeps temporary files and nothing else.
type disk struct{ *blob.Store }

func (disk) Put(context.Context, io.Reader, string, int64) (e evidence.Evidence, err error) { return }
func (disk) Keep(context.Context, io.Reader, int64) (digest []byte, err error)              { return }
func (disk) Open([]byte) (blob.File, error) {
	return nil,
		os.ErrNotExist
}

// A form with files is read within its bounds as it comes; nothing of it stays,
// also when a page fails in the middle.
func TestFormsWithFiles(t *testing.T) {
	dir := t.TempDir()
	store, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	pack, err := policy.Load(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	d := &Desk{Read: unsigned{}, Words: lang.MustLoad(), Policy: pack,
		Clock: func() when.Instant { return when.Date(2026, 11, 24).Start() }, Log: slog.New(slog.DiscardHandler),
		Files: disk{store}, Gate: gate.New(), Who: func(_ context.Context, token string) (actor.Actor,
			account.Account, bool, error) {
			return actor.Actor{Account: 7, Person: 8,
					Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}},
				account.Account{}, token == "ours", nil
		}}
	said := ""
	tell := func(v *Visit) error {
		said = fmt.Sprintf("%q", v.Form("words"))
		for _, u := range v.Uploads("file") {
			kept := 0
			if u.Body != nil {
				b, err := io.ReadAll(u.Body)
				if err != nil {
					return err
				}
				kept = len(b)
			}
			said += fmt.Sprintf(" %s %d %d", u.Name, u.Size, kept)
		}
		return v.Go("/")
	}
	h, err := d.Handler([]Route{{Pattern: "POST /files", May: "order.see", Files: true, Handle: tell},
		{Pattern: "POST /open", Public: true, Files: true, Handle: tell},
		{Pattern: "POST /fails", May: "order.see", Files: true,
			Handle: func(v *Visit) error { panic(v.Uploads("file")[0].Name) }}})
	if err != nil {
		t.Fatal(err)
	}
	form := func(build func(*multipart.Writer)) (string, []byte) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		build(w)
		w.Close()
		return w.FormDataContentType(), b.Bytes()
	}
	file := func(w *multipart.Writer, name string, n int) {
		p, _ := w.CreateFormFile("file", name)
		p.Write(bytes.Repeat([]byte("x"), n))
	}
	for what, c := range map[string]struct {
		path, cookie string
		build        func(*multipart.Writer)
		code         int
		said         string
	}{
		"words and files": {"/files", "ours", func(w *multipart.Writer) {
			w.WriteField("words", "说明")
			file(w, "a.png",
				5)
			file(w, "b.png", 0)
		}, 303, `"说明" a.png 5 5 b.png 0 0`},
		"a large file": {"/files", "ours", func(w *multipart.Writer) { file(w, "a.png", 30<<20) }, 303,
			fmt.Sprintf(`"" a.png %d %d`, 30<<20, 20<<20+1)},
		"many files": {"/files", "ours", func(w *multipart.Writer) {
			for range 8 {
				file(w, "a", 1)
			}
		}, 303, `""` + strings.Repeat(" a 1 1", filesMost) + strings.Repeat(" a 1 0", 2)},
		"a page that fails": {"/fails", "ours", func(w *multipart.Writer) { file(w, "a.png", 5) }, 500, ""},
		"nobody's files":    {"/open", "", func(w *multipart.Writer) { file(w, "a.png", 5) }, 303, `"" a.png 5 0`},
		"nobody's many":     {"/open", "", func(w *multipart.Writer) { file(w, "a.png", 26<<20) }, 413, ""},
		"many words": {"/files", "ours",
			func(w *multipart.Writer) { w.WriteField("words", strings.Repeat("x", 2<<20)) }, 413, ""},
		"a long word": {"/files", "ours",
			func(w *multipart.Writer) { w.WriteField("words", strings.Repeat("x", fieldMost+1)) }, 422, ""},
		"a long name": {"/files", "ours",
			func(w *multipart.Writer) { w.WriteField(strings.Repeat("x", nameMost+1), "x") }, 422, ""},
		"a long file's name": {"/files", "ours", func(w *multipart.Writer) { file(w, strings.Repeat("x", 3*nameMost), 5) },
			422, ""},
		"long headings": {"/files", "ours", func(w *multipart.Writer) {
			w.CreatePart(map[string][]string{"Content-Disposition": {`form-data; name="file"; filename="a"`},
				"X-More": {strings.Repeat("x", 5<<20)}})
		}, 422, ""},
		"many parts": {"/files", "ours", func(w *multipart.Writer) {
			for range listMost + 1 {
				w.WriteField("words", "x")
			}
		}, 422, ""},
	} {
		kind, body := form(c.build)
		r := httptest.NewRequest("POST", c.path, bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.AddCookie(&http.Cookie{Name: SessionCookie, Value: c.cookie})
		w := httptest.NewRecorder()
		said = ""
		if h.ServeHTTP(w, r); w.Code != c.code || said != c.said {
			t.Errorf("%s: %d %s", what, w.Code, said)
		}
		if left, err := os.ReadDir(filepath.Join(dir, "tmp")); err != nil || len(left) > 0 {
			t.Errorf("%s left %v, %v", what, left, err)
		}
	}
}
