package app

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"shuangze/internal/web/desk"
)

// readNames finds in the sources of the pages every name that is read from a form
// or an address, so that a new one is tested without being named here.
func readNames(t *testing.T) (names []string) {
	t.Helper()
	readers := []string{"Form", "FormID", "FormDay", "PostFormValue", "Get", "Has"}
	note := func(e ast.Expr) {
		if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if s, _ := strconv.Unquote(l.Value); s != "" && s == strings.ToLower(s) && !slices.Contains(names, s) {
				names = append(names, s)
			}
		}
	}
	err := filepath.WalkDir("../web/desk", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		// The room of ballots is read by itself, so that no log names what stood in a form: TestVotingPages.
		kernel := slices.Contains([]string{"bounds.go", "quiet.go"}, filepath.Base(name))
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				f, ok := n.Fun.(*ast.SelectorExpr)
				if ok && len(n.Args) > 0 && slices.Contains(readers, f.Sel.Name) {
					note(n.Args[0])
				}
				// What comes in is read in one place, where its bounds are.
				if ok && !kernel && slices.Contains([]string{"ParseForm", "ParseMultipartForm", "FormFile", "FormValue",
					"MultipartReader"}, f.Sel.Name) {
					t.Errorf("%s reads a request by itself: %s", name, f.Sel.Name)
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.SelectorExpr); ok && !kernel && x.Sel.Name == "R" &&
					slices.Contains([]string{"Body", "MultipartForm", "Trailer"}, n.Sel.Name) {
					t.Errorf("%s reads a request by itself: %s", name, n.Sel.Name)
				}
			case *ast.IndexExpr:
				note(n.Index)
			case *ast.CompositeLit: // tables of fields: {"reason", …}
				for _, e := range n.Elts {
					note(e)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || len(names) < 60 {
		t.Fatal(len(names), err)
	}
	slices.Sort(names)
	return names
}

// sampled is of how many names one is tried on a page: each name on some pages and each page with some names, all with
// all when the tests go on longer (SHUANGZE_SOAK). One gate before all pages bounds them, by the name alone.
const sampled = 32

// Every name that any page reads, on every page: what is too long is cut where it
// is only searched for and refused otherwise, at once, and nothing is recorded.
func TestEveryInputHasABound(t *testing.T) {
	t.Parallel()
	v := visit(t)
	names := readNames(t)
	examples, before, whole := v.examples(), v.entries(), long()
	query, long, wide := strings.Repeat("整改", 1700), strings.Repeat("整改", 150), strings.Repeat("x", 20_001)
	var slowest time.Duration
	ask := func(method, path string, form url.Values) (int, string) {
		start := time.Now()
		w := v.send("zhuti-jb", method, path, form)
		if took := time.Since(start); took > slowest {
			slowest = took
		}
		if w.Code >= 500 {
			t.Errorf("%s %.60s: %d", method, path, w.Code)
		}
		return w.Code, w.Body.String()
	}
	tried := 0
	writes := slices.Clone(v.routes) // first: a list taken out is recorded, whatever it is searched for
	slices.SortStableFunc(writes, func(a, b desk.Route) int { return strings.Compare(b.Pattern[:4], a.Pattern[:4]) })
	for i, r := range writes {
		method, path, _ := strings.Cut(r.Pattern, " ")
		if method == "GET" && writes[max(0, i-1)].Pattern[:4] == "POST" && v.entries() != before {
			t.Error("something was recorded")
		}
		if at := examples[r.Pattern]; at != nil {
			path = at[0]
		}
		path, _, _ = strings.Cut(path, "?")
		if path == "/v" || strings.HasPrefix(path, "/v/") {
			continue // it has bounds of its own, and reads no address: TestVotingPages
		}
		for j, name := range names {
			if !whole && (i+j)%sampled != 0 {
				continue
			}
			tried++
			if name == "kept" && path == "/acting" {
				continue // a whole form may be kept, and to act as oneself again asks for nothing
			}
			if method == "POST" {
				code, _ := ask(method, path, url.Values{name: {wide}})
				if code != http.StatusUnprocessableEntity && name != "kept" && !tableOf(path, name) {
					t.Errorf("POST %s with a long %s: %d", path, name, code)
				}
				continue
			}
			value := long
			if name == "q" {
				value = query
			}
			code, body := ask(method, path+"?"+url.Values{name: {value}}.Encode(), nil)
			switch name {
			case "q":
				if code == http.StatusOK && strings.Contains(body, `<main id="main"`) && !strings.Contains(body, "只按前 60 字查找") &&
					!strings.Contains(body, `class="tools"`) {
					t.Errorf("GET %s does not say that the query was cut", path)
				}
			case "to":
			default:
				if code != http.StatusUnprocessableEntity {
					t.Errorf("GET %s with a long %s: %d", path, name, code)
				}
			}
			// the way back is an address, which a form may carry along
			if name != "to" && strings.Contains(body, strings.Repeat("整改", 101)) {
				t.Errorf("GET %s says a long %s again", path, name)
			}
		}
		if !whole && i%sampled != 0 {
			continue
		}
		many := url.Values{}
		for i := range 6000 {
			many.Add("n"+strconv.Itoa(i), "x")
		}
		for what, form := range map[string]url.Values{"many fields": many,
			"one name often": {"assist": slices.Repeat([]string{"7"}, 1500)}} {
			if method == "GET" {
				path, form = path+"?"+form.Encode(), nil
			}
			if code, _ := ask(method, path, form); code != http.StatusUnprocessableEntity {
				t.Errorf("%s %.60s with %s: %d", method, path, what, code)
			}
			path, _, _ = strings.Cut(path, "?")
		}
	}
	if code, _ := ask("GET", "/orders/"+strings.Repeat("9", 3000), nil); code != http.StatusNotFound {
		t.Error("a long path:", code)
	}
	t.Logf("%d names on %d routes, %d requests, the slowest %v", len(names), len(v.routes), tried, slowest)
	// What costs by the square of an input takes minutes; a busy machine stretches what is well to some seconds.
	if slowest > 6*time.Second {
		t.Errorf("one took %v", slowest)
	}
}

// What was typed into a field that is far too long comes back.
func TestTooLongIsGivenBack(t *testing.T) {
	t.Parallel()
	v := visit(t)
	words := strings.Repeat("工程款支付文件缺失。", 2400)
	w := v.send("zhuti-jb", "POST", "/problems/new", url.Values{"facts": {words}})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), words) ||
		!strings.Contains(w.Body.String(), "有一栏太长：最多 20,000 字，现在有 24,000 字") {
		t.Errorf("%d, %d bytes", w.Code, w.Body.Len())
	}
}

// left is what stands in the house's temporary folder.
func (v *visitors) left() []string {
	v.Helper()
	list, err := os.ReadDir(filepath.Join(v.h.FilesDir(), "tmp"))
	if err != nil {
		v.Fatal(err)
	}
	var out []string
	for _, x := range list {
		out = append(out, x.Name())
	}
	return out
}

// Nothing stays in a temporary folder, whatever became of the upload, and what a
// killed program left goes at the next start.
func TestNothingStaysInTemporaryFolders(t *testing.T) {
	system := t.TempDir()
	t.Setenv("TMPDIR", system)
	v := visit(t)
	good := []byte(ledgerHead + "曙坪镇,日常检查,临时目录试验的问题,一般,1.立即整改,2026-12-01,张三,李四\n")
	for what, c := range map[string]struct {
		path, name string
		body       []byte
		code       int
	}{
		"a table":   {"/import", "台账.csv", good, 200},
		"no table":  {"/import", "x.csv", []byte("什么也不是\n"), 422},
		"too large": {"/import", "x.csv", bytes.Repeat([]byte("x"), 21<<20), 422},
		"far more":  {"/import", "x.csv", bytes.Repeat([]byte("x"), 106<<20), 413},
	} {
		if w := v.upload("zhuti-jb", c.path, c.name, c.body); w.Code != c.code {
			t.Errorf("%s: %d", what, w.Code)
		}
		if left := v.left(); len(left) > 0 {
			t.Errorf("%s left %v", what, left)
		}
	}
	cut := httptest.NewRequest("POST", "/import",
		strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nhalf"))
	cut.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	cut.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: v.cookies["zhuti-jb"]})
	w := httptest.NewRecorder()
	if v.desk.ServeHTTP(w, cut); w.Code != http.StatusUnprocessableEntity || len(v.left()) > 0 {
		t.Errorf("broken off: %d, %v", w.Code, v.left())
	}
	if w := v.send("zhuti-jb", "GET", "/problems.csv", nil); w.Code != 200 || len(v.left()) > 0 {
		t.Errorf("an export: %d, %v", w.Code, v.left())
	}
	if list, err := os.ReadDir(system); err != nil || len(list) > 0 {
		t.Error("the machine’s temporary folder holds", list, err)
	}
	for _, name := range []string{"put-1", "use-1"} {
		if err := os.WriteFile(filepath.Join(v.h.FilesDir(), "tmp", name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.h.sweepTemp(); err != nil || len(v.left()) > 0 {
		t.Error("after a start:", err, v.left())
	}
}

// tableOf says that a field is a table of people, which its act bounds itself.
func tableOf(path, name string) bool {
	return name == "names" && strings.HasPrefix(path, "/opinions/") && strings.HasSuffix(path, "/do/name")
}
