package app

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"weak"

	"shuangze/internal/bodies"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/task"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

const samples = "../../testdata/samples"

// expected is testdata/samples/EXPECTED.md.
var expected = []struct {
	file, kind string
	good       int
	bad        []string // sheet and row
}{
	{"单位登记表.xlsx", "units", 75, []string{"Sheet1 79", "Sheet1 80", "Sheet1 80"}},
	{"干部名册.xlsx", "people", 282, []string{"干部名册 286", "干部名册 286", "干部名册 287"}},
	{"问题清单及整改台账.xlsx", "problems", 36, []string{"二季度 22", "二季度 23", "二季度 23", "二季度 23", "二季度 23", "二季度 23"}},
	{"任务清单.xlsx", "tasks", 12, []string{"任务清单 16", "任务清单 16"}},
	{"满意度测评汇总.xlsx", "survey", 7, []string{"汇总 11", "汇总 11"}},
}

func sampleFiles() (list []string) {
	for _, x := range expected {
		list = append(list, filepath.Join(samples, x.file))
	}
	return list
}

// shut closes a house when its test has ended, and forgets it. A test that ran beside others keeps what it
// registered for its end until the last of them is over, and a house is memory that each collection reads anew.
func shut(t *testing.T, h *House) {
	t.Helper()
	t.Cleanup(func() {
		h.Close()
		h = nil
	})
}

func TestEndedTestsHoldNoHouse(t *testing.T) {
	var held weak.Pointer[House]
	t.Cleanup(func() { // the last of all
		if runtime.GC(); held.Value() != nil {
			t.Error("a house outlives its test")
		}
	})
	held = weak.Make(house(t))
}

func house(t *testing.T) *House {
	t.Helper()
	dir := madeOnce(t, "house", func(dir string) {
		h, err := Open(context.Background(), Config{Dir: dir, Hasty: true})
		if err == nil {
			err = h.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	h, err := Open(context.Background(), Config{Dir: dir, Hasty: true})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, h)
	return h
}

func checkExpected(t *testing.T, list []Imported) {
	t.Helper()
	if len(list) != len(expected) {
		t.Fatalf("%d files answered", len(list))
	}
	for i, want := range expected {
		got := list[i]
		var bad []string
		for _, e := range got.Errors {
			bad = append(bad, fmt.Sprintf("%s %d", e.Sheet, e.Row))
		}
		if got.Kind != want.kind || got.Good != want.good || fmt.Sprint(bad) != fmt.Sprint(want.bad) {
			t.Errorf("%s: kind %s, good %d, errors %v; want %s, %d, %v\n%+v", want.file, got.Kind, got.Good, bad, want.kind,
				want.good, want.bad, got.Errors)
		}
	}
}

// The five samples, in order, are what EXPECTED.md says; and the same files
// again change nothing.
func TestImportSamples(t *testing.T) {
	t.Parallel()
	ctx, h := context.Background(), house(t)
	list, ok, err := h.Import(ctx, sampleFiles(), ImportOptions{SkipBad: true})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	checkExpected(t, list)
	county, err := h.Found(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	problems, err := h.DB.EveryProblem(ctx, county.No)
	if err != nil {
		t.Fatal(err)
	}
	history, unmatched := 0, 0
	for _, p := range problems {
		if p.History && p.State == problem.Closed {
			history++
		}
		if p.Handler == 0 {
			unmatched++
		}
		if !p.Imported || p.HandlerName == "" {
			t.Errorf("%s: imported %v, handler %q", p.Number, p.Imported, p.HandlerName)
		}
	}
	if len(problems) != 36 || history != 25 || unmatched < 30 {
		t.Errorf("%d problems, %d history, %d unmatched", len(problems), history, unmatched)
	}
	rows, err := h.DB.Rows(ctx, county.No)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows.Units) != 75+2 || len(rows.Appointments) != 282 {
		t.Errorf("%d units, %d persons, %d appointments", len(rows.Units), len(rows.Persons), len(rows.Appointments))
	}
	checkTasks(t, h, county.No, bodies.Snapshot(h.Clock().Day(), rows))
	firsts := 0
	c := bodies.Snapshot(h.Clock().Day(), rows)
	for _, b := range c.Bodies() {
		if !c.FirstResponsible(b.ID).Vacant() {
			firsts++
		}
	}
	if firsts < 40 {
		t.Errorf("only %d bodies have their first responsible person", firsts)
	}

	before := entries(t, h)
	again, ok, err := h.Import(ctx, sampleFiles(), ImportOptions{SkipBad: true})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	checkExpected(t, again)
	for i, r := range again {
		if r.New != 0 || r.Changed != 0 || r.Written || r.Kind != "survey" && r.Kind != "tasks" && r.Same != r.Good ||
			r.Kind == "tasks" && (r.Good != 12 || r.Same != list[i].New) {
			t.Errorf("%s again: %d new, %d changed, %d unchanged, written %v", r.File, r.New, r.Changed, r.Same, r.Written)
		}
	}
	if after := entries(t, h); after != before {
		t.Errorf("the journal grew from %d to %d", before, after)
	}
}

// checkTasks looks at what the task list became: twelve tasks, those of several units
// with a part for each of them, within the categories of their merged cells.
func checkTasks(t *testing.T, h *House, no int32, c *bodies.County) {
	t.Helper()
	all, err := h.DB.AllOf(context.Background(), ref.Task, no)
	if err != nil {
		t.Fatal(err)
	}
	committee, _ := c.Single(bodies.CountyCommittee)
	parts, kinds, wholes := map[ref.ID]int{}, map[string]int{}, 0
	for _, v := range all {
		x := v.(*task.Task)
		if x.Parent != 0 {
			parts[x.Parent]++
			continue
		}
		wholes++
		kinds[x.Category]++
		if x.Year != 2025 || x.Lead != "主要负责人" || x.Proof == "" || x.Points == 0 {
			t.Errorf("%s: %+v", x.Task, x)
		}
	}
	every := len(task.Keepers(c, c.Group("all")))
	if slices.Contains(task.Keepers(c, c.Group("all")), committee.ID) {
		every-- // its task is the whole
	}
	for _, v := range all {
		x := v.(*task.Task)
		switch n := parts[x.ID]; {
		case x.Parent != 0:
		case x.Task == "公开勤廉承诺" && (n != every || x.Body != committee.ID || x.Stage != task.Broken):
			t.Errorf("a task for each of %d units has %d parts: %+v", every, n, x)
		case x.Task == "签订党风廉政建设责任书" && (n != 2 || x.Due != when.Date(2025, 3, 31)):
			t.Errorf("a task of two units has %d parts: %+v", n, x)
		case x.Task == "“微腐败”专项整治" && (x.Start != when.Date(2025, 6, 1) || x.Due != when.Date(2025, 9, 30)):
			t.Errorf("%s is from %s to %s", x.Period, x.Start, x.Due)
		}
	}
	if wholes != 12 || kinds["routine"] != 5 || kinds["staged"] != 4 || kinds["key"] != 3 || every < 20 {
		t.Errorf("%d tasks, %v, %d bodies", wholes, kinds, every)
	}
}

// Without leave to skip, a file with a bad row writes nothing of itself, and a
// dry run writes nothing at all and still checks each file against those before.
func TestImportRefuses(t *testing.T) {
	ctx, h := context.Background(), house(t)
	list, ok, err := h.Import(ctx, sampleFiles(), ImportOptions{DryRun: true})
	if err != nil || ok {
		t.Fatal(ok, err)
	}
	checkExpected(t, list)
	if all, _ := h.DB.Counties(ctx); len(all) != 0 {
		t.Error("a dry run founded a county")
	}
	list, ok, err = h.Import(ctx, sampleFiles()[:1], ImportOptions{})
	if err != nil || ok || list[0].Written {
		t.Error("a file with bad rows was written", ok, err)
	}
	county, _ := h.Found(ctx, "test")
	if rows, _ := h.DB.Rows(ctx, county.No); len(rows.Units) != 2 {
		t.Errorf("%d units, want the two seats", len(rows.Units))
	}
}

func TestImportCommand(t *testing.T) {
	var out strings.Builder
	s := &Settings{Data: filepath.Join(t.TempDir(), "none"), Addr: "127.0.0.1:1"}
	ok, err := Import(context.Background(), s, sampleFiles()[:1], ImportOptions{DryRun: true, JSON: true, Lang: "en"},
		&out)
	var list []Imported
	if err != nil || ok || json.Unmarshal([]byte(out.String()), &list) != nil || list[0].Good != 75 {
		t.Errorf("%v %v %s", ok, err, out.String())
	}
}

func entries(t *testing.T, h *House) (n int64) {
	t.Helper()
	err := h.DB.EachHead(context.Background(), func(journal string, size int64) { n += size })
	if err != nil {
		t.Fatal(err)
	}
	return n
}
