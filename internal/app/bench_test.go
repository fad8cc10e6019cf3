package app

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/bench"
)

// A tiny county is measured from end to end, and again without being made
// anew; the report has every line that was promised. How fast is not asked.
func TestBench(t *testing.T) {
	c := Config{Dir: t.TempDir()}
	var first, again bytes.Buffer
	o := BenchOptions{Orders: 200, Each: 10 * time.Millisecond, JSON: true}
	if err := Bench(context.Background(), c, o, &first); err != nil {
		t.Fatal(err)
	}
	var r bench.Report
	if err := json.Unmarshal(first.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Orders != 200 || r.Units != 66 || r.Engine != "SQLite" || r.Machine == "" {
		t.Errorf("report %+v", r)
	}
	for _, want := range []string{"list 50 filtered and sorted, deep page, JSON", "one order with history, JSON",
		"overview, HTML",
		"search of two characters, rare, HTML", "page /", "create an order, JSON, flushed",
		"journal append, one entry a command, without the API"} {
		i := slices.IndexFunc(r.Lines, func(l bench.Line) bool { return l.Name == want })
		if i < 0 {
			t.Errorf("the report lacks %q", want)
			continue
		}
		if l := r.Lines[i]; l.Ours.N == 0 || l.Ours.PerSecond <= 0 || l.Ours.P50 <= 0 || l.Ours.P99 < l.Ours.P50 ||
			l.Least > 0 && l.Floor == nil {
			t.Errorf("%+v", l)
		}
	}
	// What was measured is in the journal, and in the tallies that tell of it.
	if v, err := Verify(context.Background(), c, VerifyOptions{}); err != nil || !v.OK {
		t.Errorf("verify: %v %+v", err, v.Faults)
	}
	if len(r.Facts) < 3 || !strings.Contains(r.Facts[0].Name, "everything fits") {
		t.Errorf("facts %+v", r.Facts)
	}
	o.JSON, o.Only = false, "list 50"
	if err := Bench(context.Background(), c, o, &again); err != nil {
		t.Fatal(err)
	}
	if s := again.String(); !strings.Contains(s, "| list 50") || !strings.Contains(s, "66 units") {
		t.Errorf("the table:\n%s", s)
	}
	o.JSON, o.Only = true, "overview"
	again.Reset()
	r = bench.Report{}
	if err := Bench(context.Background(), c, o, &again); err != nil || json.Unmarshal(again.Bytes(), &r) != nil ||
		len(r.Facts) > 0 || len(r.Lines) != 2 {
		t.Errorf("only what names the overview, its load and its page: %v %+v", err, r.Lines)
	}
}

// Bench writes into no county but its own.
func TestBenchKeepsOut(t *testing.T) {
	ctx := context.Background()
	c := Config{Dir: t.TempDir(), Hasty: true}
	h, err := Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Found(ctx, "test"); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	err = Bench(ctx, c, BenchOptions{Orders: 100, Each: time.Millisecond}, &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "only writes into a database of its own") {
		t.Errorf("it answered %v", err)
	}
}
