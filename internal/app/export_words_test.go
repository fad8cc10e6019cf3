package app

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"shuangze/internal/bodies"
	"shuangze/internal/exchange"
	"shuangze/internal/lang"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/web/desk"
	"shuangze/internal/when"
)

func speaks(h *House, l lang.Lang) exchange.Speech {
	return exchange.Speech{P: h.Words.In(l), Pack: h.Policy, Day: h.Clock().Day()}
}

func chinese(h *House) exchange.Speech { return speaks(h, lang.Chinese) }

// outward are the tables that go out and come in again.
func outward(h *House, c *bodies.County, l lang.Lang) []exchange.Table {
	s := speaks(h, l)
	return []exchange.Table{exchange.UnitTable(c, s), exchange.PersonTable(c, s),
		exchange.ProblemTable(c, s, h.DB, everything("import.problems"), problem.Filter{})}
}

// taken is a table of a county as a file, and its rows without the running
// number, in the order of the alphabet: another county counts anew.
func taken(t *testing.T, h *House, at int, l lang.Lang, f exchange.Format) (file string, rows []string) {
	t.Helper()
	ctx := context.Background()
	all, err := h.DB.Rows(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	table := outward(h, bodies.Snapshot(h.Clock().Day(), all), l)[at]
	var b bytes.Buffer
	if err := table.Write(ctx, &b, f); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), fmt.Sprintf("%s-%s.%s", table.Name, l, f))
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(bytes.NewReader(b.Bytes()), int64(b.Len()), file, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range book.Grids[0].Lines {
		var row []string
		for _, s := range line.Spots {
			if s.Col > 1 {
				row = append(row, sheet.Letter(s.Col)+"="+s.Text)
			}
		}
		rows = append(rows, strings.Join(row, " | "))
	}
	slices.Sort(rows)
	return file, rows
}

// What goes out in either language and either format founds another county as
// it comes in: every row is good, and what that county exports is the same.
func TestExportsFoundAnotherCounty(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	first := house(t)
	if _, ok, err := first.Import(ctx, sampleFiles()[:3], ImportOptions{SkipBad: true}); err != nil || !ok {
		t.Fatal(ok, err)
	}
	for _, l := range []lang.Lang{lang.Chinese, lang.English} {
		for _, f := range exchange.Tables {
			t.Run(fmt.Sprintf("%s %s", l, f), func(t *testing.T) {
				second := house(t)
				for at := range outward(first, bodies.Snapshot(first.Clock().Day(), bodies.Rows{}), l) {
					file, want := taken(t, first, at, l, f)
					list, ok, err := second.Import(ctx, []string{file}, ImportOptions{Lang: string(l)})
					if err != nil || !ok {
						t.Fatalf("%s: %v %v %+v", file, ok, err, list)
					}
					heads := 1
					if f == exchange.XLSX {
						heads = 2 // a title too
					}
					if r := list[0]; r.Good != len(want)-heads || len(r.Errors) > 0 || !r.Written || len(r.Notices) > 0 {
						t.Errorf("%s: %d rows, %d good, %v, %v", file, len(want)-heads, r.Good, r.Errors, r.Notices)
					}
					_, got := taken(t, second, at, l, f)
					differ(t, file, got, want)
				}
			})
		}
	}
}

// What the played county exports comes in whole elsewhere, measure by measure;
// only what an order did to a problem stays where the order is.
func TestPlayedCountyTravels(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	first := demoHouse(t, when.Date(2026, time.November, 24))
	for _, l := range []lang.Lang{lang.Chinese, lang.English} {
		second := house(t)
		for at := range 3 {
			file, want := taken(t, first, at, l, exchange.XLSX)
			list, ok, err := second.Import(ctx, []string{file}, ImportOptions{Lang: string(l)})
			if err != nil || !ok {
				t.Fatalf("%s: %v %v %+v", file, ok, err, list)
			}
			if r := list[0]; r.Good != len(want)-2 || len(r.Errors) > 0 {
				t.Errorf("%s: %d rows, %d good, %v", file, len(want)-2, r.Good, r.Errors)
			}
		}
		then, now := measuresOf(t, first), measuresOf(t, second)
		differ(t, string(l), now, then)
	}
}

// measuresOf are the measures of all problems, with what each has of its own.
func measuresOf(t *testing.T, h *House) (out []string) {
	t.Helper()
	list, err := h.DB.EveryProblem(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.State == problem.Withdrawn {
			continue
		}
		for _, m := range p.Measures {
			out = append(out, fmt.Sprint(p.Facts, " ", m.Text, " ", m.Leader, " ", m.Who, " ", m.Due, " ", m.Done, " ", m.Past))
		}
	}
	slices.Sort(out)
	return out
}

func differ(t *testing.T, what string, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d rows, want %d", what, len(got), len(want))
	}
	n := 0
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			if n++; n < 4 {
				t.Errorf("%s:\n got %s\nwant %s", what, got[i], want[i])
			}
		}
	}
	if n > 0 {
		t.Errorf("%s: %d rows differ", what, n)
	}
}

// A table speaks one language: headings, names of sheets and fixed values are of
// it, and only what people wrote is as they wrote it.
func TestExportsSpeakOneLanguage(t *testing.T) {
	h := demoHouse(t, when.Date(2026, 11, 24))
	ctx := context.Background()
	rows, err := h.DB.Rows(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	c := bodies.Snapshot(h.Clock().Day(), rows)
	keys := []string{"order.urgency", "order.state"}
	for form, of := range map[string]string{"units": "category principal supervisory", "people": "gender level",
		"problems": "source level category state"} {
		for _, k := range strings.Fields(of) {
			keys = append(keys, "sheet.column."+form+"."+k)
		}
	}
	for _, l := range []lang.Lang{lang.Chinese, lang.English} {
		fixed, seen := map[string]bool{}, 0
		for _, k := range keys {
			fixed[h.Words.In(l).T(k)] = true
		}
		of := func(what, s string) {
			han := strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
			if han != (l == lang.Chinese) || strings.Contains(s, "⟦") {
				t.Errorf("%s %s: %q", l, what, s)
			}
		}
		for _, table := range append(outward(h, c, l), exchange.OrderTable(c, speaks(h, l), h.DB, everything("order.see"),
			order.Filter{})) {
			var b bytes.Buffer
			if err := table.Write(ctx, &b, exchange.XLSX); err != nil {
				t.Fatal(err)
			}
			book, err := sheet.Open(bytes.NewReader(b.Bytes()), int64(b.Len()), "a.xlsx", sheet.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			g := book.Grids[0]
			of(table.Name+", sheet", g.Name)
			of(table.Name+", title", g.Lines[0].At(1).Text)
			for _, head := range g.Lines[1].Spots {
				of(table.Name+", heading", head.Text)
				if !fixed[head.Text] {
					continue
				}
				seen++
				n := 0
				for _, line := range g.Lines[2:] {
					if v := line.At(head.Col).Text; v != "" {
						of(table.Name+", "+head.Text, v)
						n++
					}
				}
				if n == 0 {
					t.Errorf("%s: nothing stands under %s", table.Name, head.Text)
				}
			}
		}
		if seen != len(keys) {
			t.Errorf("%s: %d columns of fixed values, want %d", l, seen, len(keys))
		}
	}
}

// The pages give every table and every empty form in the visitor's language, its
// name too.
func TestPagesExportInTheVisitorsLanguage(t *testing.T) {
	t.Parallel()
	v := visit(t)
	var paths []string
	for _, x := range []string{"units", "people", "problems", "orders", "overview"} {
		paths = append(paths, "/"+x+".xlsx", "/"+x+".csv")
	}
	for _, f := range sheet.Forms() {
		paths = append(paths, "/import/"+f.Kind)
	}
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	for _, path := range paths {
		for _, l := range []lang.Lang{lang.Chinese, lang.English} {
			r := httptest.NewRequest("GET", path, nil)
			r.Header.Set("Accept-Language", string(l))
			r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: v.cookies["zhuti-jb"]})
			w := httptest.NewRecorder()
			v.desk.ServeHTTP(w, r)
			b := w.Body.Bytes()
			_, named, err := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
			if w.Code != 200 || err != nil {
				t.Fatalf("%s in %s: %d %v", path, l, w.Code, err)
			}
			if han(named["filename"]) != (l == lang.Chinese) {
				t.Errorf("%s in %s is called %s", path, l, named["filename"])
			}
			book, err := sheet.Open(bytes.NewReader(b), int64(len(b)), named["filename"], sheet.Limits{})
			if err != nil {
				t.Fatal(path, err)
			}
			head, g := "", book.Grids[0]
			for _, s := range g.Lines[min(len(g.Lines)-1, strings.Count(path, ".xlsx"))].Spots {
				head += s.Text + "|"
			}
			if han(head) != (l == lang.Chinese) || g.Name != "CSV" && han(g.Name) != (l == lang.Chinese) ||
				strings.Contains(head, "⟦") {
				t.Errorf("%s in %s: sheet %s, %s", path, l, g.Name, head)
			}
		}
	}
}

// A program gets them in the language it asks for, Chinese when it asks for none.
func TestTheAPIExportsInTheLanguageAskedFor(t *testing.T) {
	h := demoHouse(t, when.Date(2026, 11, 24))
	handler, err := h.Handler(ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	p := program{t, server.URL, signIn(t, server.URL, "zhuti-jb").token("order:read", "problem:read", "county:read")}
	for path, words := range map[string][2]string{"units": {"单位名称", "Unit name"}, "problems": {"整改措施", "Measures"},
		"orders": {"配合单位", "Assisting units"}} {
		for i, accept := range []string{"", "en-GB,en;q=0.9"} {
			_, body := p.ask(200, "GET", "/exports/"+path+".csv", nil, "Accept-Language", accept)
			if head, _, _ := strings.Cut(string(body), "\n"); !strings.Contains(head, words[i]) {
				t.Errorf("%s, %q: %s", path, accept, head)
			}
		}
	}
}
