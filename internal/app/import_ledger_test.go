package app

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

const cases = "../../testdata/cases"

// ledgers imports files after those they rest on and gives what became of the
// last, and the problems there are then by their facts.
func ledgers(t *testing.T, h *House, o ImportOptions, files ...string) (Imported, map[string]problem.Problem) {
	t.Helper()
	ctx := context.Background()
	var r Imported
	for i, f := range files {
		opt := ImportOptions{SkipBad: true}
		if i == len(files)-1 {
			opt = o
		}
		list, _, err := h.Import(ctx, []string{f}, opt)
		if err != nil {
			t.Fatal(err)
		}
		r = list[0]
	}
	county, err := h.Found(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	list, err := h.DB.EveryProblem(ctx, county.No)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]problem.Problem{}
	for _, p := range list {
		out[p.Facts] = p
	}
	return r, out
}

func sample(name string) string { return filepath.Join(samples, name) }

func notes(r Imported) string {
	var out []string
	for _, n := range r.Notes {
		out = append(out, fmt.Sprintf("%d %s %s", n.Row, n.Column, n.Message))
	}
	return strings.Join(out, "\n")
}

func holds(t *testing.T, what, s string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(s, p) {
			t.Errorf("%s: no %q in\n%s", what, p, s)
		}
	}
}

// A ledger with several measures to a problem: each keeps its people and limit,
// and the problem is closed only when all its rows are.
func TestLedgerOfSeveralMeasures(t *testing.T) {
	h := house(t)
	r, got := ledgers(t, h, ImportOptions{}, sample("单位登记表.xlsx"), sample("干部名册.xlsx"), sample("整改台账-一题多措施.xlsx"))
	if r.Good != 2 || len(r.Errors) != 0 || len(got) != 2 || !r.Written {
		t.Fatalf("%+v", r)
	}
	p := got["公务接待清单不全"]
	want := []string{"补齐清单 赵若溪 马春燕 2026-12-10", "修订接待办法 赵若溪 马春燕 2026-12-20", "组织专题学习 赵若溪 陆思远 2026-12-25"}
	for i, m := range p.Measures {
		if s := fmt.Sprint(m.Text, " ", m.Leader, " ", m.Who, " ", m.Due); s != want[i] || m.IsDone() {
			t.Errorf("%s, want %s", s, want[i])
		}
	}
	if len(p.Measures) != 3 || p.Due.String() != "2026-12-25" {
		t.Errorf("%+v", p)
	}
	r, got = ledgers(t, h, ImportOptions{}, filepath.Join(cases, "r01-merged-measures", "15-measures.xlsx"))
	p = got["专项资金管理不规范"]
	if r.Good != 2 || p.State != problem.Registered || p.History || len(p.Measures) != 3 {
		t.Fatalf("%+v\n%+v", r, p)
	}
	for i, want := range []string{"张三 李四 true", "张三 王五 true", "赵六 钱七 false"} {
		if m := p.Measures[i]; fmt.Sprint(m.Leader, " ", m.Who, " ", m.IsDone()) != want {
			t.Errorf("measure %d: %+v, want %s", i, m, want)
		}
	}
	if other := got["公务用车登记不全"]; other.State != problem.Closed || !other.History {
		t.Errorf("a closed row is history: %+v", other)
	}
	holds(t, "notes", notes(r), "3 整改措施 第 3–5 行合为一个问题", "3 整改状态 第 5 行没有销号", "王五", "钱七")
	if r, _ := ledgers(t, h, ImportOptions{}, filepath.Join(cases, "r01-merged-measures",
		"15-measures.xlsx")); r.Written || r.Same != 2 {
		t.Errorf("again: %+v", r)
	}
}

func TestLedgerLimits(t *testing.T) {
	h := house(t)
	r, got := ledgers(t, h, ImportOptions{SkipBad: true}, sample("单位登记表.xlsx"), sample("干部名册.xlsx"),
		sample("整改台账-时限写法.xlsx"))
	if r.Good != 14 || len(r.Errors) != 1 || r.Errors[0].Row != 12 || !strings.Contains(r.Errors[0].Message, "没有销号") {
		t.Fatalf("%+v", r)
	}
	today := h.Clock().Day()
	y, m, d := today.Date()
	later := time.Date(y, m+3, d, 0, 0, 0, 0, time.UTC)
	if later.Day() != d { // the month is shorter
		later = time.Date(y, m+4, 0, 0, 0, 0, 0, time.UTC)
	}
	for n, want := range map[int]string{1: "2026-12-22", 2: "2026-12-22", 3: "2026-12-22", 4: "2026-12-31",
		5: "2026-12-31", 6: today.String(), 7: "2026-12-31", 8: later.Format(time.DateOnly),
		9: "2026-12-20", 10: "2026-12-31", 12: "2026-12-22", 13: "2026-12-22", 14: "2026-12-22", 15: "2026-12-22"} {
		p, ok := got[fmt.Sprintf("时限写法第%d种的问题", n)]
		if !ok || p.Due.String() != want || p.LongTerm != (n == 7) {
			t.Errorf("%d: %s long %v, want %s", n, p.Due, p.LongTerm, want)
		}
	}
	holds(t, "notes", notes(r), "3 整改时限 “26-12-22”按这张表的年份 2026 读作 2026年12月22日", "7 整改时限 “立行立改”", "8 整改时限 “长期坚持”登记为长期坚持",
		"9 整改时限 “三个月内”",
		"10 整改时限 “12月中旬”", "11 整改时限 “2026年第四季度”", "16 整改时限 “46378.99999”")
	if strings.Contains(notes(r), "2 整改时限") || strings.Contains(notes(r), "15 整改时限") {
		t.Error("a literal day is told as a free reading:\n" + notes(r))
	}
}

// A limit counted from the day of the import is the same problem on a later day.
func TestLedgerAgainOnALaterDay(t *testing.T) {
	h := house(t)
	ledgers(t, h, ImportOptions{SkipBad: true}, sample("单位登记表.xlsx"), sample("整改台账-时限写法.xlsx"))
	now := h.Clock()
	h.Clock = func() when.Instant { return now.Add(72 * time.Hour) }
	if r, _ := ledgers(t, h, ImportOptions{SkipBad: true}, sample("整改台账-时限写法.xlsx")); r.New != 0 || r.Same != 14 {
		t.Errorf("%+v", r)
	}
}

// Several units, and words for all of a kind, are asked; every answer does what
// it says.
func TestLedgerUnits(t *testing.T) {
	h := house(t)
	r, got := ledgers(t, h, ImportOptions{SkipBad: true}, sample("单位登记表.xlsx"), sample("干部名册.xlsx"),
		sample("整改台账-单位写法.xlsx"))
	if r.Good != 4 || len(r.Ask) != 3 || len(r.Errors) != 3 || len(got) != 4 {
		t.Fatalf("%+v", r)
	}
	holds(t, "notes", notes(r), "5 责任单位 “县财政局”读作“财政局”", "7 责任单位 “镇坪县财政局”读作“财政局”", "2 责任领导 有几个人：取第一位 王启明，李静澜照原文保留",
		"陆思远照原文保留")
	county, _ := h.Found(context.Background(), "test")
	rows, _ := h.DB.Rows(context.Background(), county.No)
	c := bodies.Snapshot(h.Clock().Day(), rows)
	unit := func(id ref.ID) string { return c.Name(id) }
	marked := got["多单位第5种的问题"]
	if unit(marked.Unit) != "财政局" || len(marked.Assist) != 1 || unit(marked.Assist[0]) != "审计局" ||
		marked.LeaderName != "王启明、李静澜" || marked.HandlerName != "马春燕、陆思远" {
		t.Errorf("%+v", marked)
	}
	for _, n := range []int{4, 6, 7} {
		if p := got[fmt.Sprintf("多单位第%d种的问题", n)]; unit(p.Unit) != "财政局" || len(p.Assist) != 0 {
			t.Errorf("%d: %+v", n, p)
		}
	}
	answer := func(row int, says string) string {
		for _, a := range r.Ask {
			for _, x := range a.Candidates {
				if a.Row == row && strings.HasPrefix(x.Says, says) {
					return fmt.Sprintf("%s!%d=%s", a.Sheet, row, x.Answer)
				}
			}
		}
		t.Fatalf("row %d is not asked %s: %+v", row, says, r.Ask)
		return ""
	}
	choose := []string{answer(2, "财政局牵头，审计局配合"), answer(3, "每个单位各记一个问题，共 2 个"), answer(4, "每个单位各记一个问题，共 7 个")}
	if _, _, err := h.Import(context.Background(), []string{sample("整改台账-单位写法.xlsx")},
		ImportOptions{Choose: []string{"整改台账!4=new"}}); err != nil {
		t.Fatal(err)
	}
	r, got = ledgers(t, h, ImportOptions{Choose: choose}, sample("整改台账-单位写法.xlsx"))
	if !r.Written || r.New != 1+2+7 || r.Same != 4 || r.Good != 7 {
		t.Fatalf("%+v", r)
	}
	if p := got["多单位第1种的问题"]; unit(p.Unit) != "财政局" || len(p.Assist) != 1 {
		t.Errorf("%+v", p)
	}
	if r, _ = ledgers(t, h, ImportOptions{Choose: choose}, sample("整改台账-单位写法.xlsx")); r.Written || r.Same != 14 {
		t.Errorf("again: %+v", r)
	}
}

// Words that are no names, and 同上.
func TestLedgerNames(t *testing.T) {
	h := house(t)
	r, got := ledgers(t, h, ImportOptions{}, filepath.Join(cases, "00-base", "单位.xlsx"),
		filepath.Join(cases, "15-names-in-ledger", "台账.xlsx"))
	if r.Good != 10 || len(r.Errors) != 0 {
		t.Fatalf("%+v", r)
	}
	for i, want := range []string{"张甲|李乙", "张甲|李乙", "张甲|各股室负责人", "张甲|王丙、赵丁", "张甲、李乙|王丙、赵丁", "张甲|李乙",
		"张甲|李乙", "张甲|李乙", "张甲|办公室", "张甲|待定"} {
		if p := got[fmt.Sprintf("事项%d", i)]; p.LeaderName+"|"+p.HandlerName != want {
			t.Errorf("%d: %s|%s, want %s", i, p.LeaderName, p.HandlerName, want)
		}
	}
	holds(t, "notes", notes(r), "2 责任领导 “张甲（党组书记）”读作 张甲；党组书记未录入", "3 责任领导 “局长张甲”读作 张甲", "4 责任人 各股室负责人不是人名",
		"5 责任人 有几个人：取第一位 王丙，赵丁",
		"7 责任领导 “党组书记、局长张甲”读作 张甲", "8 责任人 “同上”读作上一行的“李乙”", "9 责任人 “〃”读作上一行的“李乙”", "10 责任人 办公室不是人名", "11 责任人 待定不是人名")
	r, got = ledgers(t, h, ImportOptions{SkipBad: true}, filepath.Join(cases, "11-ledger-words", "台账.xlsx"))
	if r.Good != 5 || len(r.Ask) != 1 || r.Ask[0].Row != 5 || got["公示栏未更新"].Due.String() != "2026-09-30" ||
		!strings.Contains(got["公示栏未更新"].Remark, "并长期坚持") {
		t.Errorf("%+v\n%+v", r, got["公示栏未更新"])
	}
	for _, facts := range []string{"档案缺页", "档案缺页二", "档案缺页三"} {
		if got[facts].Due.String() != "2026-12-31" {
			t.Errorf("%s: %s", facts, got[facts].Due)
		}
	}
	h = house(t)
	r, got = ledgers(t, h, ImportOptions{}, sample("单位登记表.xlsx"),
		filepath.Join(cases, "r13-ditto-and-sideways", "06-ditto.xlsx"))
	if r.Good != 4 || len(r.Errors) != 0 {
		t.Errorf("%+v", r)
	}
	for _, p := range got {
		if p.LeaderName != "张三" || p.HandlerName != "李四" || p.Due.String() != "2026-12-31" {
			t.Errorf("%+v", p)
		}
	}
}

// A ledger without a column of units is read when the unit stands above its rows.
func TestLedgerUnderHeadings(t *testing.T) {
	h, name := house(t), filepath.Join(t.TempDir(), "2026年台账.csv")
	if err := os.WriteFile(name, []byte(
		"问题来源,存在问题,等级,整改措施,整改时限,责任领导,责任人\n一、县财政局（1个）,,,,,,\n日常检查,甲,轻微,改,11月底前,王一,李二\n二、审计局,,,,,,\n日常检查,乙,轻微,改,四季度,王一,同上\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	r, got := ledgers(t, h, ImportOptions{}, sample("单位登记表.xlsx"), name)
	if !r.Written || r.New != 2 || got["甲"].Unit == got["乙"].Unit || got["乙"].HandlerName != "李二" {
		t.Errorf("%+v", r)
	}
	holds(t, "notes", notes(r), "3 责任单位 单位取自第 2 行的标题：财政局", "5 责任单位 单位取自第 4 行的标题：审计局")
}

// The age beside a month of birth is no part of it.
func TestRollWithAges(t *testing.T) {
	h := house(t)
	r, _ := ledgers(t, h, ImportOptions{}, sample("单位登记表.xlsx"),
		filepath.Join(cases, "r06-age-in-birth-month", "04-roll-age.xlsx"))
	county, _ := h.Found(context.Background(), "test")
	rows, _ := h.DB.Rows(context.Background(), county.No)
	var got []string
	for _, p := range rows.Persons {
		got = append(got, p.Name+" "+p.Birth)
	}
	slices.Sort(got)
	if r.Good != 3 || fmt.Sprint(got) != "[秦远山 1975-03 许文静 1982-11 郝立德 1979-08]" {
		t.Errorf("%+v %v", r, got)
	}
}

// Somebody of the same name and birth month who serves in another unit is asked
// about, and never taken for the same person.
func TestSamePersonElsewhereIsAsked(t *testing.T) {
	h, dir := house(t), t.TempDir()
	file := func(name, body string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	head := "姓名,出生年月,工作单位,职务\n"
	r, _ := ledgers(t, h, ImportOptions{}, sample("单位登记表.xlsx"), file("一.csv", head+"邵同名,1980-05,财政局,科员\n"),
		file("二.csv", head+"邵同名,1980-05,审计局,科员\n"))
	if len(r.Ask) != 1 || r.Written || len(r.Ask[0].Candidates) != 1 ||
		r.Errors[0].Message != h.Words.In(lang.Chinese).T("exchange.elsewhere-person", "name", "邵同名", "n", 1) {
		t.Fatalf("%+v", r)
	}
	at := fmt.Sprintf("%s!%d=", r.Ask[0].Sheet, r.Ask[0].Row)
	persons := func() int {
		county, _ := h.Found(context.Background(), "test")
		rows, _ := h.DB.Rows(context.Background(), county.No)
		return len(rows.Persons)
	}
	if r, _ = ledgers(t, h, ImportOptions{Choose: []string{at + "new"}}, filepath.Join(dir, "二.csv")); !r.Written ||
		persons() != 2 {
		t.Errorf("%+v, %d persons", r, persons())
	}
	r, _ = ledgers(t, h, ImportOptions{}, file("三.csv", head+"邵同名,1980-05,林业局,科员\n"))
	if len(r.Ask) != 1 || len(r.Ask[0].Candidates) != 2 {
		t.Fatalf("%+v", r)
	}
	if r, _ = ledgers(t, h, ImportOptions{Choose: []string{fmt.Sprintf("%s!%d=%s", r.Ask[0].Sheet, r.Ask[0].Row,
		r.Ask[0].Candidates[0].Answer)}}, filepath.Join(dir, "三.csv")); !r.Written || persons() != 2 {
		t.Errorf("%+v, %d persons", r, persons())
	}
}

// The page asks and tells the same, in both languages, and writes what was
// answered; the problem's page shows each measure with whose it is.
func TestLedgerOnThePage(t *testing.T) {
	t.Parallel()
	v := visit(t)
	body := []byte(ledgerHead + "曙坪镇、城关镇,日常检查,两家都有的问题,轻微,1.补齐,11月底前,局长张甲,各股室负责人\n县财政局,日常检查,自由读法的问题,轻微,1.补齐,2026年第四季度,张甲/李乙,同上\n")
	w := v.upload("zhuti-jb", "/import", "2026年台账.csv", body)
	form := draftOf(w.Body.String())
	page := w.Body.String()
	if w.Code != http.StatusOK {
		t.Fatalf("%d\n%s", w.Code, lines(page))
	}
	holds(t, "page", page, "“责任单位”：“县财政局”读作“财政局”", "“整改时限”：“2026年第四季度”读作 2026年12月31日", "曙坪镇牵头，城关镇配合",
		"每个单位各记一个问题，共 2 个：曙坪镇、城关镇", "“局长张甲”读作 张甲",
		"“具体责任人”：“同上”读作上一行的“各股室负责人”", "按这张表的年份 2026 读作 2026年11月30日")
	var name string
	for _, x := range strings.Split(page, `name="`) {
		if strings.HasPrefix(x, "who-") {
			name = x[:strings.IndexByte(x, '"')]
		}
	}
	form.Set(name, "each")
	w = v.submit("zhuti-jb", "/import/confirm", form)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "导入完成") {
		t.Fatalf("%d\n%s", w.Code, lines(w.Body.String()))
	}
	all, err := v.h.DB.EveryProblem(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range all {
		if p.Facts == "两家都有的问题" {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d problems of two towns", n)
	}
	english := v.h.Words.In(lang.English)
	for _, key := range []string{
		"exchange.whose", "exchange.lead", "exchange.each", "sheet.read.day", "sheet.read.nobody",
	} {
		if s := english.T(key); strings.ContainsAny(s, "，。；") {
			t.Errorf("%s in English: %s", key, s)
		}
	}
}
