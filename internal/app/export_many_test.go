package app

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shuangze/internal/paper/sheet"
	"shuangze/internal/web/desk"
)

// copies makes the tables of problems and orders long, behind the house's back:
// n more of them, on the side of the office of principal responsibility.
func copies(t *testing.T, h *House, table string, n int) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(h.Dir, "shuangze.db")+
		"?_pragma=busy_timeout(10000)&_pragma=synchronous(OFF)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var names []string
	rows, err := db.Query(`SELECT name FROM pragma_table_info(?)`, table)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		names = append(names, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	as := map[string]string{"id": "(SELECT MAX(id) FROM " + table + ")+k.n", "year": "3000", "no": "k.n"}
	var from []string
	for _, s := range names {
		if as[s] != "" {
			s = as[s]
		}
		from = append(from, s)
	}
	if _, err := db.Exec(fmt.Sprintf(`WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM k WHERE n<%d)
		INSERT INTO %s(%s) SELECT %s FROM k JOIN (SELECT * FROM %s WHERE side='principal' ORDER BY no DESC LIMIT 1)`, n,
		table, strings.Join(names, ","), strings.Join(from, ","), table)); err != nil {
		t.Fatal(err)
	}
}

// spilled takes an answer to the disk, as a browser does.
type spilled struct {
	head http.Header
	code int
	f    *os.File
}

func (s *spilled) Header() http.Header         { return s.head }
func (s *spilled) WriteHeader(code int)        { s.code = code }
func (s *spilled) Write(b []byte) (int, error) { return s.f.Write(b) }

// Twenty thousand rows (sixty in the long run) go out as Excel and as CSV, from both lists, all of them
// and in little memory; and who goes away meanwhile leaves nothing behind, in
// the record or on the disk.
func TestExportsOfManyRows(t *testing.T) {
	if testing.Short() {
		t.Skip("-short")
	}
	many := 20_000
	if long() {
		many = 60_000
	}
	v := visit(t)
	copies(t, v.h, "orders", many)
	copies(t, v.h, "problem", many)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	fetch := func(ctx context.Context, path string, to http.ResponseWriter) {
		r := httptest.NewRequestWithContext(ctx, "GET", path, nil)
		r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: v.cookies["zhuti-jb"]})
		v.desk.ServeHTTP(to, r)
	}
	for _, path := range []string{"/orders.xlsx", "/orders.csv", "/problems.xlsx", "/problems.csv"} {
		f, err := os.CreateTemp(t.TempDir(), "")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		to := &spilled{http.Header{}, 200, f}
		began := time.Now()
		peak := heapPeak(func() { fetch(context.Background(), path, to) })
		size, _ := f.Seek(0, io.SeekEnd)
		t.Logf("%s: %d bytes in %s, %d MB of heap", path, size, time.Since(began).Round(time.Millisecond), peak>>20)
		if to.code != 200 || to.head.Get("Content-Length") != fmt.Sprint(size) {
			t.Errorf("%s: %d, %d bytes, said %s", path, to.code, size, to.head.Get("Content-Length"))
		}
		if peak > 80<<20+headroom { // the collector lets it grow by that much more
			t.Errorf("%s: %d MB of heap", path, peak>>20)
		}
		rows := 0
		if strings.HasSuffix(path, ".xlsx") {
			book, err := sheet.Open(f, size, "x.xlsx", sheet.Limits{Rows: 2 * many, Cells: 20 * many, Text: 1 << 30,
				File: 1 << 30, Unpack: 1 << 30})
			if err != nil {
				t.Fatal(path, err)
			}
			rows = len(book.Grids[0].Lines) - 2
		} else {
			f.Seek(0, io.SeekStart)
			for lines := bufio.NewScanner(f); lines.Scan(); {
				if strings.Contains(lines.Text(), "3000-") {
					rows++
				}
			}
		}
		if rows < many {
			t.Errorf("%s has %d rows", path, rows)
		}
	}

	before := entries(t, v.h)
	for _, path := range []string{"/orders.xlsx", "/problems.csv"} {
		ctx, leave := context.WithCancel(context.Background())
		time.AfterFunc(40*time.Millisecond, leave)
		w := httptest.NewRecorder()
		fetch(ctx, path, w)
		leave()
		if w.Body.Len() > 20_000 || entries(t, v.h) != before {
			t.Errorf("%s was taken by somebody who had gone: %d bytes, %d entries", path, w.Body.Len(), entries(t, v.h)-before)
		}
	}
	if left, _ := os.ReadDir(temp); len(left) > 0 {
		t.Errorf("%v is left behind", left)
	}
}
