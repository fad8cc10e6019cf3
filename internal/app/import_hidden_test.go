package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/web/api"
)

// awkward is a roll as counties send it: a sheet of notes first, a hidden one
// with a roll of its own, a header of two rows with merged groups, a filter
// left on, a hidden column, and a name that two people bear.
func awkward(t *testing.T, mark, unit string) []byte {
	t.Helper()
	f := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", "填报说明"))
	check(f.SetCellValue("填报说明", "A1", "一、请各单位于月底前报送。二、姓名、单位按编制文件填写。"))
	fill := func(name string, rows [][]any) {
		_, err := f.NewSheet(name)
		check(err)
		for i, r := range rows {
			check(f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &r))
		}
	}
	fill("去年", [][]any{{"姓名", "出生年月", "工作单位", "职务"}, {mark + "去年人", "1970-01", unit, "科员"}})
	check(f.SetSheetVisible("去年", false))
	fill("名册", [][]any{
		{"干部名册"},
		{"序号", "基本情况", "", "", "任职情况", ""},
		{"", "姓名", "性别", "出生年月", "工作单位", "职务"},
		{1, mark + "甲", "男", "1981-01", unit, "科员"},
		{2, mark + "乙", "女", "1982-02", unit, "科员"},
		{3, mark + "丙", "女", "1983-03", unit, "科员"},
		{4, "周同名", "男", "1980-05", unit, "科员"},
		{5, mark + "戊", "男", "1985-05", unit, "科员"},
	})
	for _, m := range [][2]string{{"A1", "F1"}, {"A2", "A3"}, {"B2", "D2"}, {"E2", "F2"}} {
		check(f.MergeCell("名册", m[0], m[1]))
	}
	for _, n := range []int{5, 6, 8} {
		check(f.SetRowVisible("名册", n, false))
	}
	check(f.SetColVisible("名册", "D", false))
	var b bytes.Buffer
	check(f.Write(&b))
	return b.Bytes()
}

// The awkward roll means the same at every door: the page, the API and the
// command line read what is hidden and say so, leave the hidden sheet and the
// notes out and say that, and ask which of two people is meant.
func TestAwkwardRollAtEveryDoor(t *testing.T) {
	t.Parallel()
	v, ctx := visit(t), context.Background()
	twins := make([]ref.ID, 2)
	for i := range twins {
		r, err := v.h.Bodies.Do(ctx, act.Command{Actor: v.actor("zhuti-jb")},
			bodies.Act{Verb: "person.change", Kind: "person.added.v1",
				Command: bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: "周同名", Birth: "1980-05"}, Namesake: true}})
		if err != nil {
			t.Fatal(err)
		}
		twins[i] = r.Object.ID
	}
	// written tells who of the roll stands in the register, and that the post
	// went to the second of the two.
	written := func(t *testing.T, mark, unit string) {
		t.Helper()
		rows, err := v.h.DB.Rows(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		bearers := 0
		for _, p := range rows.Persons {
			if strings.HasPrefix(p.Name, mark) {
				names = append(names, strings.TrimPrefix(p.Name, mark)+p.Birth)
			}
			if p.Name == "周同名" {
				bearers++
			}
		}
		if fmt.Sprint(names) != "[甲1981-01 乙1982-02 丙1983-03 戊1985-05]" || bearers != 2 {
			t.Errorf("%v were written, and %d people of the same name", names, bearers)
		}
		got := ref.ID(0)
		for _, a := range rows.Appointments {
			if (a.Person == twins[0] || a.Person == twins[1]) && a.Unit == v.unit(unit) {
				got = a.Person
			}
		}
		if got != twins[1] {
			t.Errorf("the post in %s went to %d, want %d", unit, got, twins[1])
		}
	}
	said := []string{"“名册”有 3 行被隐藏或筛选掉，已照常读取：第 5–6、8 行", "“名册”有 1 列被隐藏，已照常读取：D 出生年月"}
	who := twins[1].String()

	t.Run("page", func(t *testing.T) {
		body := awkward(t, "页", "曙坪镇")
		w := v.upload("zhuti-jb", "/import", "名册.xlsx", body)
		page := w.Body.String()
		for _, s := range append(said, "隐藏的工作表，未读取", "未找到“干部名册”的表头", "名册第 7 行“周同名”是哪一位") {
			if !strings.Contains(page, s) {
				t.Errorf("the preview does not say %s\n%s", s, lines(page))
			}
		}
		form := draftOf(page)
		if w := v.submit("zhuti-jb", "/import/confirm", form); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("without an answer: %d", w.Code)
		}
		form.Set(fmt.Sprintf("who-7-%x", "名册"), who)
		if w := v.submit("zhuti-jb", "/import/confirm", form); w.Code != http.StatusOK {
			t.Errorf("%d\n%s", w.Code, lines(w.Body.String()))
		}
		written(t, "页", "曙坪镇")
	})

	t.Run("API", func(t *testing.T) {
		server := httptest.NewServer(v.desk)
		defer server.Close()
		p := program{t, server.URL, signIn(t, server.URL, "zhuti-jb").token("import:write", "person:write")}
		send := func(want int, query string) (x api.Import) {
			t.Helper()
			_, out := p.ask(want, "POST", "/imports?name="+url.QueryEscape("名册.xlsx")+query, awkward(t, "口", "财政局"),
				"Content-Type", "application/octet-stream")
			if err := json.Unmarshal(out, &x); want < 300 && err != nil {
				t.Fatal(err)
			}
			return x
		}
		dry := send(200, "&dryRun=true")
		var left []string
		for _, s := range dry.Skipped {
			left = append(left, fmt.Sprint(s.Sheet, s.Row))
		}
		if fmt.Sprint(dry.Notices) != fmt.Sprint(said) || dry.New != 4 || dry.Written || fmt.Sprint(left) != "[填报说明0 去年0]" {
			t.Errorf("%+v", dry)
		}
		if len(dry.Ask) != 1 || dry.Ask[0].Row != 7 || len(dry.Ask[0].Candidates) != 2 {
			t.Fatalf("%+v", dry.Ask)
		}
		send(422, "")
		send(422, "&choose="+url.QueryEscape("名册!7=1"))
		if x := send(201, "&choose="+url.QueryEscape("名册!7="+who)); !x.Written || x.New != 4 || x.Changed != 1 {
			t.Errorf("%+v", x)
		}
		written(t, "口", "财政局")
	})

	t.Run("command line", func(t *testing.T) {
		name, unit := filepath.Join(t.TempDir(), "名册.xlsx"), "信访局"
		if err := os.WriteFile(name, awkward(t, "行", unit), 0o600); err != nil {
			t.Fatal(err)
		}
		take := func(want bool, choose ...string) (Imported, string) {
			t.Helper()
			list, ok, err := v.h.Import(ctx, []string{name}, ImportOptions{Choose: choose})
			if err != nil || ok != want {
				t.Fatal(ok, err, list)
			}
			var out strings.Builder
			tell(&out, v.h.Words.In("zh-CN"), list, ImportOptions{})
			return list[0], out.String()
		}
		r, out := take(false)
		for _, s := range append(said, fmt.Sprintf("--choose '名册!7=%s'  周同名（1980-05）", who), "--choose '名册!7=new'") {
			if !strings.Contains(out, s) {
				t.Errorf("%s is not in\n%s", s, out)
			}
		}
		if r.Written || r.Good != 4 || len(r.Ask) != 1 || len(r.Ask[0].Candidates) != 2 {
			t.Errorf("%+v", r)
		}
		if r, _ := take(false, "名册!7=1"); r.Written {
			t.Errorf("somebody who was not offered: %+v", r)
		}
		if r, _ := take(true, "名册!7="+who); !r.Written || r.New != 4 || r.Changed != 1 {
			t.Errorf("%+v", r)
		}
		written(t, "行", unit)
		if _, _, err := v.h.Import(ctx, []string{name, name}, ImportOptions{Choose: []string{"名册!7=new"}}); err == nil {
			t.Error("an answer for one of two files")
		}
	})
}
