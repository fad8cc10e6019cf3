package app

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/exchange"
	"shuangze/internal/lang"
	"shuangze/internal/when"
)

// What is exported changes nothing when it is imported again.
func TestExportBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	fromSamples := house(t)
	if _, ok, err := fromSamples.Import(ctx, sampleFiles()[:3], ImportOptions{SkipBad: true}); err != nil || !ok {
		t.Fatal(ok, err)
	}
	exportBack(t, fromSamples)
	played := demoHouse(t, when.Date(2026, time.November, 24))
	exportBack(t, played)
}

func exportBack(t *testing.T, h *House) {
	ctx := context.Background()
	rows, err := h.DB.Rows(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	c := bodies.Snapshot(h.Clock().Day(), rows)
	dir := t.TempDir()
	var files []string
	put := func(name string, f func(*bytes.Buffer) error) {
		var b bytes.Buffer
		if err := f(&b); err != nil {
			t.Fatal(err)
		}
		files = append(files, filepath.Join(dir, name))
		if err := os.WriteFile(files[len(files)-1], b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range exchange.Tables {
		for _, table := range slices.Concat(outward(h, c, lang.Chinese), outward(h, c, lang.English)) {
			put(fmt.Sprint(len(files), table.Name, ".", f), func(b *bytes.Buffer) error { return table.Write(ctx, b, f) })
		}
	}
	before := entries(t, h)
	list, ok, err := h.Import(ctx, files, ImportOptions{})
	if err != nil || !ok {
		t.Errorf("%v %v", ok, err)
	}
	for _, r := range list {
		t.Logf("%s: %d good, %d new, %d changed, %d same", r.Kind, r.Good, r.New, r.Changed, r.Same)
		if r.New+r.Changed+len(r.Errors) > 0 || r.Same == 0 {
			t.Errorf("%s: %d new, %d changed, %+v", r.Kind, r.New, r.Changed, r.Errors[:min(5, len(r.Errors))])
		}
	}
	if after := entries(t, h); after != before {
		t.Errorf("the journal grew from %d to %d", before, after)
	}
}

// A table that leaves the house is an act: the audit administrator sees who
// took it. Who may not take it leaves no trace of having taken it.
func TestExportsAreRecorded(t *testing.T) {
	t.Parallel()
	v := visit(t)
	const words = "导出表格"
	// Once among the kinds that the log is filtered by.
	if body := v.ask("shenji", "GET", "/access-log").Body.String(); strings.Count(body, words) != 1 {
		t.Fatal("an export before there was one")
	}
	if w := v.ask("shuping-lly", "GET", "/people.xlsx"); w.Code == 200 {
		t.Errorf("a clerk took the people: %d", w.Code)
	}
	before := entries(t, v.h)
	for i, path := range []string{"/units.xlsx", "/people.xlsx", "/problems.csv", "/orders.xlsx?light=red"} {
		begins := "PK"
		if strings.HasSuffix(path, "csv") {
			begins = "\ufeff"
		}
		if w := v.ask("zhuti-jb", "GET", path); w.Code != 200 || !strings.HasPrefix(w.Body.String(), begins) ||
			w.Header().Get("Content-Length") != fmt.Sprint(w.Body.Len()) {
			t.Errorf("%s: %d", path, w.Code)
		}
		if n := entries(t, v.h) - before; n != int64(i+1) {
			t.Errorf("after %s there are %d more entries", path, n)
		}
	}
	body := v.ask("shenji", "GET", "/access-log").Body.String()
	if n := strings.Count(body, words) - 1; n != 4 {
		t.Errorf("the access log tells of %d exports:\n%s", n, lines(body))
	}
}

// everything is the reach of the console.
func everything(see access.Verb) access.Scope { return access.ScopeOf(actor.Machine(1, "test"), see) }
