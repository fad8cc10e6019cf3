package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Four times the units cost about four times the work.
func TestImportOfUnitsGrowsEvenly(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	cost := func(n int) (float64, time.Duration) {
		h := house(t)
		var b strings.Builder
		b.WriteString("单位名称,单位类别,上级单位,主体责任机构,监督责任机构\n")
		for i := range n {
			if i%20 == 0 {
				fmt.Fprintf(&b, "第%d局,政府部门,,党组,纪检组\n", i)
			} else {
				fmt.Fprintf(&b, "第%d站,下属单位,第%d局,党支部,\n", i, i-i%20)
			}
		}
		name := filepath.Join(dir, "u.csv")
		os.WriteFile(name, []byte(b.String()), 0o600)
		var m, m2 runtime.MemStats
		runtime.ReadMemStats(&m)
		start := time.Now()
		got, ok, err := h.Import(ctx, []string{name}, ImportOptions{})
		if err != nil || !ok || got[0].New != n {
			t.Fatal(ok, err, got)
		}
		took := time.Since(start)
		runtime.ReadMemStats(&m2)
		return float64(m2.TotalAlloc - m.TotalAlloc), took
	}
	few, short := cost(500)
	many, took := cost(2000)
	t.Logf("500 units in %s; 2,000 in %s, %.1f times the memory", short, took, many/few)
	if many > 7*few {
		t.Errorf("four times the units cost %.1f times the memory", many/few)
	}
}

// A row that fails halfway, here by its body after its unit, has done nothing:
// what stands below it fails too, and the rest is as if it were not there.
func TestHalfARowIsNone(t *testing.T) {
	long := strings.Repeat("长", 59)
	name := filepath.Join(t.TempDir(), "u.csv")
	os.WriteFile(name, []byte("单位名称,单位类别,上级单位,主体责任机构\n甲局,政府部门,,党组\n"+long+",政府部门,,党组\n乙站,下属单位,"+long+",\n丙站,下属单位,甲局,\n"),
		0o600)
	people := filepath.Join(t.TempDir(), "p.csv")
	os.WriteFile(people, []byte("姓名,出生年月,工作单位,职务\n张三,1980-01,"+long+",科员\n李四,1980-01,丙站,科员\n"), 0o600)
	ctx, h := context.Background(), house(t)
	dry, _, err := h.Import(ctx, []string{name, people}, ImportOptions{DryRun: true})
	if err != nil || len(dry[1].Errors) != 1 || dry[1].Errors[0].Row != 2 || dry[1].New != 1 {
		t.Errorf("%v %+v", err, dry)
	}
	for range 2 {
		got, _, err := h.Import(ctx, []string{name}, ImportOptions{SkipBad: true})
		if err != nil || len(got[0].Errors) != 2 || got[0].Errors[0].Row != 3 || got[0].Errors[1].Row != 4 ||
			got[0].Good != 2 {
			t.Fatalf("%v %+v", err, got)
		}
	}
	rows, err := h.DB.Rows(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range rows.Facts {
		if f.Name == long || f.Name == "乙站" {
			t.Errorf("%s was founded", f.Name)
		}
	}
}
