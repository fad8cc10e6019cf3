package policy_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"shuangze/internal/policy"
)

var update = flag.Bool("update", false, "write testdata/faults.golden anew")

// faultCase changes the shipped pack in one place and names the fault expected.
type faultCase struct {
	key       string
	file      string
	old, with string // the first old in the file is replaced
	below     int    // the fault stands so many lines below the replacement's first line
	whole     bool   // the fault is about the file, line 0
}

var faultCases = []faultCase{
	{key: "policy.not-utf8", file: "county.txt", old: "镇坪县政策包", with: "\xd5\xf2"},
	{key: "policy.outside-section", file: "levels.txt", old: "[问题层级]", with: "严重 | 3个月\n[问题层级]"},
	{key: "policy.section-malformed", file: "levels.txt", old: "[层级升级]", with: "[层级升级"},
	{key: "policy.section-malformed", file: "levels.txt", old: "[层级升级]", with: "[ ]"},
	{key: "policy.section-repeated", file: "levels.txt", old: "[层级升级]", with: "[层级办理]\n层级 | 期限\n[层级升级]"},
	{key: "policy.section-unknown", file: "levels.txt", old: "[层级升级]", with: "[层级降级]\n层级 | 期限\n[层级升级]"},
	{key: "policy.section-missing", file: "levels.txt", old: "[层级升级]", with: "[升级]", whole: true},
	{key: "policy.section-empty", file: "county.txt", old: "[代字]", with: "[代字]\n代码 | 机构 | 文种 | 代字 | 出处\n[代字二]"},
	{key: "policy.letter-kind", file: "county.txt", old: "supervisory-office |      |",
		with: "supervisory-office | 提醒书、表扬信 |"},
	{key: "policy.letter-kind-repeated", file: "county.txt", old: "supervisory-office |      |",
		with: "principal-office |      |"},
	{key: "policy.column-missing", file: "levels.txt", old: "层级     | 期限       | 须发督办单", with: "层级     | 期限       | 说明二",
		below: -1},
	{key: "policy.column-unknown", file: "orders.txt", old: "项目             | 值        | 出处 | 说明",
		with: "项目 | 值 | 出处 | 备注", below: -1},
	{key: "policy.column-repeated", file: "orders.txt", old: "项目             | 值        | 出处 | 说明",
		with: "项目 | 值 | 出处 | 值"},
	{key: "policy.cells", file: "orders.txt", old: "延期次数上限     | 2         | D    |", with: "延期次数上限 | 2 | D"},
	{key: "policy.cell-empty", file: "sources.txt", old: "studied       | 综合研判", with: "studied       |"},
	{key: "policy.code-malformed", file: "sources.txt", old: "studied ", with: "综合 "},
	{key: "policy.code-malformed", file: "levels.txt", old: "overdue ", with: "Overdue "},
	{key: "policy.code-repeated", file: "sources.txt", old: "spotcheck ", with: "studied "},
	{key: "policy.code-repeated", file: "levels.txt", old: "ordinary | 1个月", with: "slight | 1个月"},
	{key: "policy.code-repeated", file: "orders.txt", old: "延期次数上限 ", with: "签收时限 "},
	{key: "policy.code-repeated", file: "calendar.txt", old: "2026 | 2025-11-04", with: "2025 | 2025-11-04"},
	{key: "policy.code-repeated", file: "calendar.txt", old: "2025-02-08 周六", with: "2025-01-26"},
	{key: "policy.code-repeated", file: "bodies.txt", old: "county-discipline | 2018", with: "discipline-group | 2018"},
	{key: "policy.code-repeated", file: "duties.txt", old: "principal-office   | 县委督查室", with: "leading-group | 县委督查室"},
	{key: "policy.code-unknown", file: "sources.txt", old: "superior-other          | superior",
		with: "superior-other          | above"},
	{key: "policy.code-unknown", file: "duties.txt", old: "principal-guide         | principal-office",
		with: "principal-guide         | town"},
	{key: "policy.code-unknown", file: "county.txt", old: "integrity-building   | T", with: "honesty   | T"},
	{key: "policy.code-absent", file: "sources.txt", old: "public-report ", with: "public-letters ", below: -7},
	{key: "policy.code-absent", file: "orders.txt", old: "flash ", with: "at-once ", below: -2},
	{key: "policy.item-unknown", file: "orders.txt", old: "延期次数上限 ", with: "延期次数下限 "},
	{key: "policy.number", file: "orders.txt", old: "延期次数上限     | 2 ", with: "延期次数上限     | 两次 "},
	{key: "policy.number", file: "orders.txt", old: "驳回要求最少字数 | 10", with: "驳回要求最少字数 | 0"},
	{key: "policy.number", file: "orders.txt", old: "| 1  | 2  |", with: "| 1  | 0  |"},
	{key: "policy.limit", file: "levels.txt", old: "15个工作日", with: "十五个工作日"},
	{key: "policy.day", file: "calendar.txt", old: "2025-02-04 周二", with: "2025-02-30"},
	{key: "policy.weekday", file: "calendar.txt", old: "2025-02-04 周二", with: "2025-02-04 周三"},
	{key: "policy.yes-no", file: "levels.txt", old: "15个工作日 | 否", with: "15个工作日 | 无"},
	{key: "policy.burden-counts", file: "burden.txt", old: "| 全部 ", with: "| 一半 "},
	{key: "policy.recheck-period", file: "rechecks.txt", old: "| 季 ", with: "| 年 "},
	{key: "policy.signer", file: "letters.txt", old: "主要负责人、班子成员", with: "主要负责人、值班员"},
	{key: "policy.mark", file: "sources.txt", old: "Comprehensive study     | T", with: "Comprehensive study     | X"},
	{key: "policy.mark", file: "sources.txt", old: "Comprehensive study     | T", with: "Comprehensive study     | TR"},
	{key: "policy.verified-missing", file: "bodies.txt", old: "起施行)  | 否", with: "起施行)  |"},
	{key: "policy.verified-claimed", file: "bodies.txt", old: "起施行)  | 否", with: "起施行)  | 是"},
	{key: "policy.period-reversed", file: "calendar.txt", old: "2025-02-04 周二", with: "2025-01-04 周六"},
	{key: "policy.year-unknown", file: "calendar.txt", old: "2026 | spring          | 2026-02-14",
		with: "2027 | spring          | 2026-02-14"},
	{key: "policy.year-outside", file: "calendar.txt", old: "2026 | spring          | 2026-02-14",
		with: "2025 | spring          | 2026-02-14"},
	{key: "policy.year-outside", file: "calendar.txt", old: "| 2026-02-15 周日 |", with: "| 2025-11-15 |"},
	{key: "policy.holiday-overlap", file: "calendar.txt", old: "2025-05-01 周四", with: "2025-04-05 周六"},
	{key: "policy.makeup-weekday", file: "calendar.txt", old: "2025-04-27 周日", with: "2025-04-28"},
	{key: "policy.makeup-holiday", file: "calendar.txt", old: "2025-04-27 周日", with: "2025-05-03"},
	{key: "policy.month-day", file: "calendar.txt", old: "| 05-01 |", with: "| 5月1日 |"},
	{key: "policy.cards-turn", file: "orders.txt", below: 1, old: "| 0  | D\nyellow | 黄牌     | Yellow card | 1 ",
		with: "| 1  | D\nyellow | 黄牌     | Yellow card | 2 "},
	{key: "policy.rule-body", file: "rules.txt", old: "| county-committee、party", with: "| leading-group、party"},
	{key: "policy.rule-who", file: "rules.txt", old: "| team | 每季度", with: "| staff | 每季度"},
	{key: "policy.rule-cadence", file: "rules.txt", old: "| team | 每季度", with: "| team | 每周"},
	{key: "policy.rule-in-person", file: "rules.txt", old: "| 谈话记录 | 否 | 1.5", with: "| 谈话记录 | 是 | 1.5"},
	{key: "policy.rule-appointed", file: "rules.txt", old: "| first | 任职", with: "| team | 任职"},
	{key: "policy.rule-due", file: "rules.txt", old: "| 期末前5个工作日", with: "| 季末前5个工作日"},
	{key: "policy.rule-due", file: "rules.txt", old: "| 任职后10个工作日", with: "| 期末后10个工作日"},
	{key: "policy.rule-due", file: "rules.txt", old: "| 每季度 | 1 | 期末 |", with: "| 每季度 | 1 | 03-31 |"},
	{key: "policy.rule-points", file: "rules.txt", old: "| 2.5 |", with: "| 2.505 |"},
	{key: "policy.cards-gap", file: "orders.txt", old: "| 1  | 2  |", with: "| 2  | 2  |"},
	{key: "policy.division-malformed", file: "county.txt", old: "610927", with: "61092"},
	{key: "policy.prefix-malformed", file: "orders.txt", old: "| DB ", with: "| db "},
	{key: "policy.prefix-county", file: "orders.txt", old: "| DB ", with: "| DB-单位 "},
	{key: "policy.prefix-repeated", file: "orders.txt", old: "| DB ", with: "| WT "},
	{key: "policy.prefix-repeated", file: "county.txt", old: "镇纪督", with: "镇督"},
}

// Each case must give its fault on its line; every sentence, in both
// languages, is kept in testdata/faults.golden to be read by a person.
func TestFaults(t *testing.T) {
	var golden strings.Builder
	told := map[string]bool{}
	check := func(key, place string, line int, fsys fs.FS) {
		t.Helper()
		p, err := policy.Load(fsys)
		var faults policy.Faults
		if !errors.As(err, &faults) || p != nil {
			t.Errorf("%s: loads: %v", key, err)
			return
		}
		for _, f := range faults {
			if f.Message.Key != key || f.File != place || f.Line != line {
				continue
			}
			told[key] = true
			fmt.Fprintf(&golden, "%s\n  %s: %s\n  %s: %s\n", key, f.Place(), f.Sentence("zh"), f.Place(), f.Sentence("en"))
			for _, s := range []string{f.Sentence("zh"), f.Sentence("en")} {
				if strings.ContainsAny(s, "{}") {
					t.Errorf("%s: not all data are given: %s", key, s)
				}
			}
			if f.Message.Data["file"] != place || f.Message.Data["line"] != line {
				t.Errorf("%s: data %v", key, f.Message.Data)
			}
			if !strings.HasPrefix(err.Error(), faults[0].Error()) {
				t.Errorf("%s: error is %v", key, err)
			}
			return
		}
		t.Errorf("%s at %s:%d is not among\n%v", key, place, line, err)
	}

	for _, x := range faultCases {
		fsys := copyOf(t)
		whole := string(fsys[x.file].Data)
		at := strings.Index(whole, x.old)
		if at < 0 {
			t.Fatalf("%s: %q is not in %s", x.key, x.old, x.file)
		}
		fsys[x.file].Data = []byte(strings.Replace(whole, x.old, x.with, 1))
		line := 1 + strings.Count(whole[:at], "\n") + x.below
		if x.whole {
			line = 0
		}
		check(x.key, x.file, line, fsys)
	}
	check("policy.no-files", ".", 0, fstest.MapFS{"a.md": {}})
	torn := copyOf(t)
	torn["levels.txt"].Mode = fs.ModeDir
	check("policy.unreadable", "levels.txt", 0, torn)

	for key, s := range policy.Sentences() {
		if !told[key] {
			t.Errorf("%s is in no case", key)
		}
		if s[0] == "" || s[1] == "" {
			t.Errorf("%s lacks a language", key)
		}
	}
	const file = "testdata/faults.golden"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(golden.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != golden.String() {
		t.Errorf("the sentences differ from %s (run with -update and read the difference): %v", file, err)
	}
}

// One run tells everything, by file and line, and a fault brings no others
// with it.
func TestAllFaultsAtOnce(t *testing.T) {
	fsys := copyOf(t)
	change := func(file, old, with string) {
		fsys[file].Data = []byte(strings.Replace(string(fsys[file].Data), old, with, 1))
	}
	change("calendar.txt", "2025-02-04 周二", "2025-02-30")
	change("levels.txt", "15个工作日", "半个月")
	change("levels.txt", "3个月", "三个月")
	change("orders.txt", "| DB ", "| 督 ")
	_, err := policy.Load(fsys)
	var faults policy.Faults
	errors.As(err, &faults)
	var keys []string
	for i, f := range faults {
		keys = append(keys, f.Message.Key)
		if i > 0 && (faults[i-1].File > f.File || faults[i-1].File == f.File && faults[i-1].Line > f.Line) {
			t.Errorf("%s stands after %s", f.Place(), faults[i-1].Place())
		}
	}
	if got := strings.Join(keys, " "); got != "policy.day policy.limit policy.limit policy.prefix-malformed" {
		t.Errorf("faults:\n%v", err)
	}
}

// Anything at all may be written into a file; Load must answer, not fall over.
func FuzzLoad(f *testing.F) {
	f.Add("[问题层级]\n代码|中文|英文|出处\nslight|轻微|Slight|T\n")
	f.Add("[\n【】\n|")
	f.Fuzz(func(t *testing.T, s string) {
		fsys := fstest.MapFS{"a.txt": {Data: []byte(s)}}
		if _, err := policy.Load(fsys); err == nil {
			t.Error("a pack of one table loads")
		}
		mixed := copyOf(t)
		mixed["z.txt"] = &fstest.MapFile{Data: []byte(s)}
		_, _ = policy.Load(mixed)
		delete(mixed, "orders.txt")
		_, _ = policy.Load(mixed)
	})
}
