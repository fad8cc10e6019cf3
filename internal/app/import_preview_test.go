package app

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuangze/internal/lang"
)

// The preview says of a changed row what stands and what will, before the rows
// that are new; beside an error what the row holds; and of 5,000 rows with 37
// bad ones all 37, on a page that stays small.
func TestPreviewSaysWhatChanges(t *testing.T) {
	t.Parallel()
	v := visit(t)
	var name, birth, unit, post string
	for _, u := range v.county.Units() {
		for _, a := range v.county.PostsIn(u) {
			p, _ := v.county.Person(a.Person)
			if b, _ := v.county.Body(a.Body); !b.Kind.Single() && a.Unit == u && p.Birth != "" && a.Level == "staff" &&
				a.PartyTitle == "" {
				name, birth, unit, post = p.Name, p.Birth, v.county.Name(u), a.Title
			}
		}
	}
	var b strings.Builder
	b.WriteString("姓名,出生年月,工作单位,职务,责任层级\n")
	for i := range 4962 {
		fmt.Fprintf(&b, "新%c%c,1980-01,曙坪镇,科员,具体工作人员\n", '一'+rune(i%90), '丁'+rune(i/90))
	}
	for i := range 37 {
		fmt.Fprintf(&b, "错%c,1980-13,曙坪镇,出纳%d,具体工作人员\n", '一'+rune(i), i)
	}
	fmt.Fprintf(&b, "%s,%s,%s,%s（改）,具体工作人员\n", name, birth, unit, post)
	w := v.upload("zhuti", "/import", "名册.csv", []byte(b.String()))
	body := w.Body.String()
	if w.Code != http.StatusOK || len(body) > 300<<10 {
		t.Fatalf("%d, %d bytes", w.Code, len(body))
	}
	for i := range 37 {
		if want := fmt.Sprintf("｜出纳%d｜", i); !strings.Contains(body, want) {
			t.Errorf("no %s beside an error", want)
		}
	}
	change := post + " → " + post + "（改）"
	if at := strings.Index(body, change); at < 0 || at > strings.Index(body, "新一丁") {
		t.Errorf("%s stands at %d, the first new row at %d", change, at, strings.Index(body, "新一丁"))
	}
}

// The command line says when nothing was to be written, and that units go
// before people; a ledger’s own words are kept where there is no field for them.
func TestImportSaysWhy(t *testing.T) {
	ctx, h, dir := context.Background(), house(t), t.TempDir()
	file := func(name, body string) []string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		return []string{p}
	}
	do := func(files []string) Imported {
		t.Helper()
		list, _, err := h.Import(ctx, files, ImportOptions{SkipBad: true})
		if err != nil {
			t.Fatal(err)
		}
		return list[0]
	}
	p := h.Words.In(lang.Chinese)
	people := file("名册.csv", "姓名,出生年月,工作单位,电话\n赵一,1980.05,甲局,1\n钱二,1980.05,甲局,2\n孙三,1980.05,乙局,3\n")
	if r := do(people); len(r.Notices) == 0 || r.Notices[0] != p.T("exchange.units-first", "n", 3) ||
		r.Note != p.T("exchange.nothing") {
		t.Errorf("people before units: %q %q", r.Notices, r.Note)
	}
	units := file("单位.csv", "单位名称,类别,党委（党组）,纪委（纪检组）,成立时间\n甲局,政府部门,党组,纪检组,2019.3\n乙局,政府部门,党委,/,2019-03-02\n")
	if r := do(units); r.New != 2 || !r.Written || len(r.Notices) != 1 {
		t.Errorf("units: %+v", r)
	}
	if r := do(units); r.New+r.Changed != 0 || r.Written || r.Note != p.T("import.no-change.say") {
		t.Errorf("units again: %+v", r)
	}
	if r := do(people); r.New != 3 || len(r.Notices) != 1 || !strings.Contains(r.Notices[0], "D 电话") {
		t.Errorf("people: %+v", r)
	}
	ledger := file("台账.csv", "责任单位,问题来源,问题内容,等级,问题类别,整改措施,整改时限,责任领导,具体责任人,是否销号,销号时间,备注\n"+
		"甲局,日常检查,问题一,一般,四风问题,改,2025年6月底,赵一,钱二,整改到位,2025-06-20,抄件\n乙局,日常检查,问题二,一般,,改,2025-06-30前,孙三,孙三,长期坚持,,\n")
	if r := do(ledger); r.New != 2 || len(r.Errors) != 0 {
		t.Fatalf("ledger: %+v", r)
	}
	if r := do(ledger); r.New+r.Changed != 0 || r.Same != 2 {
		t.Errorf("ledger again: %+v", r)
	}
	county, err := h.Found(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	list, err := h.DB.EveryProblem(ctx, county.No)
	if err != nil || len(list) != 2 {
		t.Fatal(len(list), err)
	}
	for _, x := range list {
		want := "抄件\n原台账问题类别：四风问题\n原台账销号时间：2025-06-20"
		if !x.History {
			want = "原台账状态：长期坚持"
		}
		if x.Remark != want || x.Due.String() != "2025-06-30" {
			t.Errorf("%s: %q, due %s", x.Facts, x.Remark, x.Due)
		}
	}
	// A ledger without levels: what such a row becomes is not guessed.
	bare := file("无等级.csv", "责任单位,问题来源,问题内容,整改措施,整改时限,责任领导,具体责任人\n甲局,日常检查,问题三,改,2025-06-30,赵一,钱二\n")
	if r := do(bare); r.Good != 0 || r.Written || len(r.Errors) != 1 || r.Errors[0].Column != "等级" {
		t.Errorf("without levels: %+v", r)
	}
	list, _ = h.DB.EveryProblem(ctx, county.No)
	for _, x := range list {
		if x.Level == "" {
			t.Errorf("%s has no level", x.Facts)
		}
	}
}
