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

	"shuangze/internal/bodies"
	"shuangze/internal/exchange"
	"shuangze/internal/lists/problem"
	"shuangze/internal/web/api"
)

// What a row leaves out and is taken all the same, and what the register keeps
// against the file, is said beside the row.
func TestImportKeepsNoSilence(t *testing.T) {
	h, dir := house(t), t.TempDir()
	file := func(name, body string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	r, _ := ledgers(t, h, ImportOptions{},
		file("单位.csv", "单位名称,类别,上级单位,党委（党组）,成立时间,代码\n甲局,政府部门,,党组,2019-03-01,B77\n乙所,下属单位,甲局,,2010-01-01,\n丙局,政府部门,,,,\n"))
	holds(t, "units", notes(r), "3  设立时间 2010年1月1日 早于上级单位“甲局”，登记为 2019年3月1日", "4  没有设立时间，从 2000年1月1日 算起")
	r, _ = ledgers(t, h, ImportOptions{}, file("单位二.csv", "单位名称,类别,上级单位,党委（党组）,成立时间,代码\n甲局,政府部门,,党组,2018-03-01,B78\n"))
	holds(t, "units again", notes(r), "登记的是 B77", "文件里的设立时间是 2018年3月1日")
	r, _ = ledgers(t, h, ImportOptions{},
		file("人.csv", "姓名,性别,出生年月,工作单位,职务,党内职务,任职时间,责任层级\n赵一,男,1980.05,甲局,局长,党组书记,2015-01-01,主要领导\n钱二,女,1981.06,甲局,科员,,,\n"))
	holds(t, "people", notes(r), "2  任职时间 2015年1月1日 早于机构设立，登记为 2019年3月1日", "3  没有任职时间", "3  没有责任层级")
	r, _ = ledgers(t, h, ImportOptions{}, file("人二.csv", "姓名,性别,出生年月,工作单位,职务\n钱二,男,1981.06,甲局,科员\n"))
	holds(t, "people again", notes(r), "2  文件里的性别与登记的不同")
	if strings.Contains(notes(r), "没有任职时间") || r.Same != 1 {
		t.Errorf("a post that stands is told as new: %s", notes(r))
	}
}

// A program sees the questions with what each answer does, and the notes.
func TestLedgerThroughTheAPI(t *testing.T) {
	t.Parallel()
	v := visit(t)
	body := []byte(ledgerHead + "曙坪镇、城关镇,日常检查,接口的两家问题,轻微,1.补齐,2026-11-30,局长张甲,李乙\n财政局,日常检查,接口的自由读法,轻微,1.补齐,2026年第四季度,张甲,待定\n")
	server := httptest.NewServer(v.desk)
	defer server.Close()
	p := program{t, server.URL, signIn(t, server.URL, "zhuti-jb").token("import:write", "person:write")}
	send := func(want int, query url.Values) (out api.Import) {
		t.Helper()
		_, answer := p.ask(want, "POST", "/imports?"+query.Encode(), body, "Content-Type", "application/octet-stream")
		if err := json.Unmarshal(answer, &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	q := url.Values{"name": {"台账.csv"}, "dryRun": {"true"}}
	out := send(http.StatusOK, q)
	if len(out.Ask) != 1 || len(out.Ask[0].Candidates) != 3 || out.Ask[0].Candidates[2].Answer != "each" ||
		!strings.Contains(out.Ask[0].Question, "曙坪镇、城关镇") {
		t.Fatalf("%+v", out)
	}
	holds(t, "rows", out.Rows[0].Note+"\n"+out.Rows[1].Note, "“责任领导”：“局长张甲”读作 张甲", "“整改时限”：“2026年第四季度”读作 2026年12月31日",
		"待定不是人名")
	lead := out.Ask[0].Candidates[0]
	if lead.Unit == 0 || lead.Says == "" {
		t.Errorf("%+v", lead)
	}
	q = url.Values{"name": {"台账.csv"}, "choose": {fmt.Sprintf("%s!2=%s", out.Ask[0].Sheet, lead.Answer)}}
	if out = send(http.StatusCreated, q); out.New != 2 {
		t.Fatalf("%+v", out)
	}
	all, _ := v.h.DB.EveryProblem(context.Background(), 1)
	for _, p := range all {
		if p.Facts == "接口的两家问题" && (p.Unit != lead.Unit || len(p.Assist) != 1) {
			t.Errorf("%+v", p)
		}
	}
}

// What is taken out with several units and measures of several people is the
// same when it is read again.
func TestLedgerBack(t *testing.T) {
	h, ctx := house(t), context.Background()
	ledgers(t, h, ImportOptions{SkipBad: true}, sample("单位登记表.xlsx"), sample("干部名册.xlsx"), sample("整改台账-单位写法.xlsx"),
		sample("整改台账-一题多措施.xlsx"))
	county, _ := h.Found(ctx, "test")
	rows, err := h.DB.Rows(ctx, county.No)
	if err != nil {
		t.Fatal(err)
	}
	table := exchange.ProblemTable(bodies.Snapshot(h.Clock().Day(), rows), chinese(h), h.DB, everything("import.problems"),
		problem.Filter{})
	var b bytes.Buffer
	if err := table.Write(ctx, &b, exchange.CSV); err != nil {
		t.Fatal(err)
	}
	holds(t, "export", b.String(), "财政局（牵头）、审计局", "组织专题学习（责任领导 赵若溪，责任人 陆思远，2026-12-25前）")
	name := filepath.Join(t.TempDir(), "台账.csv")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, _ := ledgers(t, h, ImportOptions{}, name); r.New != 0 || r.Same != 6 || len(r.Errors) != 0 {
		t.Errorf("%+v", r)
	}
}
