package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func wide(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// A file that is no table is told so in a sentence in either language, fails
// even when bad rows may be skipped, writes nothing and costs little memory.
// The files beside it are taken as if it were not there.
func TestImportWrongFiles(t *testing.T) {
	ctx, h, dir := context.Background(), house(t), t.TempDir()
	old := []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}
	good, err := os.ReadFile(sampleFiles()[0])
	if err != nil {
		t.Fatal(err)
	}
	list := []struct {
		name, zh, en string
		body         []byte
	}{
		{"炸弹.xlsx", "解压后超过 200 MB", "unpacks to more than 200 MB", workbook(t, func(w io.Writer) {
			row(w, 1, "单位名称", "单位类别")
			fill := bytes.Repeat([]byte(" "), 1<<20)
			for range 1000 {
				w.Write(fill)
			}
		})},
		{"二十万行.xlsx", "超过 50,000 行", "more than 50,000 rows", workbook(t, func(w io.Writer) {
			row(w, 1, "单位名称", "单位类别")
			for n := 2; n <= 200_001; n++ {
				row(w, n, fmt.Sprintf("单位%d", n), "镇")
			}
		})},
		{"表.xlsx", "改了名的 CSV", "a CSV text renamed", []byte("单位名称,单位类别\n甲单位,镇\n")},
		{"图片.pdf", "而是 PNG 文件", "a PNG file", append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 99)...)},
		{"空.xlsx", "文件是空的", "is empty", nil},
		{"密码.xlsx", "设有密码", "has a password", append(append(old, make([]byte, 5000)...), wide("EncryptedPackage")...)},
		{"旧版.xls", "旧版 .xls", "old .xls", append(old[:8:8], make([]byte, 5000)...)},
		{"截断.xlsx", "已损坏", "damaged", good[:len(good)/2]},
	}
	var files []string
	for _, x := range list {
		files = append(files, filepath.Join(dir, x.name))
		if err := os.WriteFile(files[len(files)-1], x.body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files = append(files, filepath.Join(dir, "没有.xlsx"))
	if _, err := h.Found(ctx, "test"); err != nil {
		t.Fatal(err)
	}
	before := entries(t, h)
	for _, in := range []string{"zh-CN", "en"} {
		peak := heapPeak(func() {
			got, ok, err := h.Import(ctx, files, ImportOptions{SkipBad: true, Lang: in})
			if err != nil || ok || len(got) != len(files) {
				t.Fatal(ok, err, len(got))
			}
			for i, x := range list {
				want := x.zh
				if in == "en" {
					want = x.en
				}
				if r := got[i]; len(r.Errors) != 1 || !strings.Contains(r.Errors[0].Message, want) || r.Written || r.Kind != "" {
					t.Errorf("%s: %+v", x.name, r)
				}
			}
		})
		t.Logf("peak heap above the start: %d MB", peak>>20)
		if peak > 64<<20 {
			t.Errorf("%d MB of heap for wrong files", peak>>20)
		}
	}
	if after := entries(t, h); after != before {
		t.Errorf("%d entries were written", after-before)
	}
	formula := filepath.Join(dir, "公式.csv")
	os.WriteFile(formula, []byte("单位名称,单位类别\n=1+1,镇\n乙单位,政府部门\n"), 0o600)
	got, ok, err := h.Import(ctx, []string{files[3], formula}, ImportOptions{SkipBad: true})
	if err != nil || ok || got[1].New != 1 || !got[1].Written || len(got[1].Errors) != 1 ||
		!strings.Contains(got[1].Errors[0].Message, "公式") {
		t.Errorf("%v %v %+v", ok, err, got)
	}
	var out strings.Builder
	tell(&out, h.Words.In("zh-CN"), got, ImportOptions{})
	if strings.Contains(out.String(), "⟦") {
		t.Error(out.String())
	}
}

// heapPeak is how much the heap grew at most while f ran; all of the process counts, so its callers are not t.Parallel.
func heapPeak(f func()) uint64 {
	// What the tests before it still hold would let the heap grow by as much again before anything is collected.
	defer debug.SetGCPercent(debug.SetGCPercent(25))
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	start, peak, stop, done := m.HeapAlloc, m.HeapAlloc, make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapAlloc)
			}
		}
	}()
	f()
	close(stop)
	<-done
	return peak - start
}

// Four times the people cost about four times the work, also in one unit.
func TestImportGrowsEvenly(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	cost := func(n int) (float64, time.Duration) {
		h := house(t)
		units, people := filepath.Join(dir, "u.csv"), filepath.Join(dir, "p.csv")
		var b strings.Builder
		b.WriteString("姓名,出生年月,工作单位,职务\n")
		for i := range n {
			fmt.Fprintf(&b, "赵%c%c,%d-%02d,甲局,科员\n", '一'+i%50, '丁'+i/50, 1960+i%40, 1+i%12)
		}
		os.WriteFile(units, []byte("单位名称,单位类别\n甲局,政府部门\n"), 0o600)
		os.WriteFile(people, []byte(b.String()), 0o600)
		var m, m2 runtime.MemStats
		runtime.ReadMemStats(&m)
		start, before := time.Now(), entries(t, h)
		got, ok, err := h.Import(ctx, []string{units, people}, ImportOptions{})
		if err != nil || !ok || got[1].New != n {
			t.Fatal(ok, err, got)
		}
		took := time.Since(start)
		runtime.ReadMemStats(&m2)
		if n2 := int(entries(t, h) - before); n2 < 2*n {
			t.Errorf("%d entries for %d persons and as many posts", n2, n)
		}
		return float64(m2.TotalAlloc - m.TotalAlloc), took
	}
	few, _ := cost(500)
	many, took := cost(2000)
	t.Logf("2,000 people in %s, %.1f times the memory of 500", took, many/few)
	if many > 7*few {
		t.Errorf("four times the people cost %.1f times the memory", many/few)
	}
}

// Tables of other counties: other orders, other words, other programs.
func TestImportOtherCounties(t *testing.T) {
	gbk := func(s string) []byte {
		b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	const bom = "\ufeff"
	ctx, h, dir := context.Background(), house(t), t.TempDir()
	for _, x := range []struct {
		name string
		body []byte
		kind string
		good int
		new  int
		says string // in the one error, "" without
	}{
		{"甲县单位.csv", []byte(bom + "甲县责任主体情况表,,,,\r\n填报单位：县委办,,,,\r\n备注,成立日期,主管部门,机构名称,单位性质,党组织设置\r\n,2019.3.1,,民政局,政府工作部门,党组\r\n,20190301,民政局,敬老院,下属单位,\r\n,,,东河乡,乡镇,党委\r\n合计：3个,,,,,\r\n"), "units", 3, 3, ""},
		{"乙县单位.csv", gbk("类型\t单位\t纪检机构\t上级单位\n政府部门\t水务局\t纪检监察组\t无\n二级单位\t水管站\t—\t水务局\n"), "units", 2, 2, ""},
		{"丙县名册.xlsx", workbook(t, func(w io.Writer) { // two header rows, serials, an extra column
			row(w, 1, "丙县领导干部花名册")
			row(w, 2, "基本情况", "", "", "任职情况", "", "")
			row(w, 3, "民族", "干部姓名", "出生日期", "所在单位", "现任职务", "任职时间")
			row(w, 4, "汉", "钱 学", "1975年6月", "民政局", "局长", "43831")
			row(w, 5, "汉", "孙　文", "1980.11", "民政局", "科员", "2020年1月1日")
			row(w, 6, "审核人：王五", "", "", "", "", "")
		}), "people", 2, 2, ""},
		{"丁县名册.csv", gbk("岗位,姓名,部门,生日,手机号码\n科员,周　礼,水务局,1990/5,13900000000\n科员,吴敬,水务局,五月,13900000001\n"),
			"people", 1, 1, "不是年月"},
		{"戊县台账.csv", []byte(bom + "计划完成时间;措施;责任人;发现渠道;程度;存在问题;整改单位;分管领导;完成情况\n2026-12-31;①公示②核对;李四;日常监督;一般问题;补贴未公示;民政局;张三;推进中\n"), "problems", 1, 1, ""},
		{"己县通知.csv", []byte("各单位：\n请于月底前报送材料。\n"), "", 0, 0, "认不出这张表"},
		{"辛县问题.xlsx", workbook(t, func(w io.Writer) { // a merged header would say the same; a remark between rows
			row(w, 1, "序号", "牵头单位", "具体问题", "问题等级", "来源", "整改举措", "完成期限", "包抓领导", "落实人")
			row(w, 2, "1", "水务局", "台账不全", "轻微", "研判", "补齐", "2026年12月1日", "无", "李四")
			row(w, 3, "注：以上为上半年", "", "", "", "", "", "", "", "")
		}), "problems", 0, 0, "必填"},
		{"庚县名册.csv", []byte("姓名,单位,职务\n郑和,民政局,科员\n"), "", 0, 0, ""},
	} {
		name := filepath.Join(dir, x.name)
		os.WriteFile(name, x.body, 0o600)
		for again := range 2 {
			got, _, err := h.Import(ctx, []string{name}, ImportOptions{SkipBad: true})
			if err != nil {
				t.Fatal(x.name, err)
			}
			r := got[0]
			want := x.new
			if again == 1 {
				want = 0
			}
			if r.Kind != x.kind || r.Good != x.good || r.New != want || r.Changed != 0 || x.kind != "" &&
				len(r.Errors) != len(strings.Fields(x.says)) {
				t.Errorf("%s, time %d: %+v", x.name, again+1, r)
			}
			if x.says != "" && (len(r.Errors) != 1 || !strings.Contains(r.Errors[0].Message, x.says)) ||
				x.kind == "" && len(r.Errors) != 1 {
				t.Errorf("%s: %+v", x.name, r.Errors)
			}
			t.Logf("%s: %+v", x.name, r.Errors)
		}
	}
}
