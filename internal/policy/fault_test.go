package policy_test

import (
	"cmp"
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
	in        string // the fault stands in this file and not in the one that was changed
	line      int    // and on this line; 0 = that of the replacement
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
	{key: "policy.fact-unknown", file: "facts.txt", old: "duty-red ", with: "duty-pink "},
	{key: "policy.fact-named-twice", file: "facts.txt", old: "duty-late | 履责逾期完成", with: "duty-late | 履责按期完成"},
	{key: "policy.fact-named-twice", file: "facts.txt", old: "duty-late | 履责逾期完成", with: "duty-late | 分值"},
	{key: "policy.fact-named-twice", file: "rules.txt", old: "first-lecture | 讲授廉政党课",
		with: "first-lecture | 听取班子成员履责情况汇报"},
	{key: "policy.fact-named-twice", file: "rules.txt", old: "first-lecture | 讲授廉政党课", with: "first-lecture | 预防教育",
		in: "institutions.txt", line: 9},
	{key: "policy.scheme-points", file: "schemes.txt", old: "in circulars | 加分 | 数据 | 通报加分 | 5 ",
		with: "in circulars | 加分 | 数据 | 通报加分 | 五 "},
	{key: "policy.scheme-points", file: "schemes.txt", old: "circulated     | 2 ", with: "circulated     | -2 "},
	{key: "policy.scheme-word", file: "indicators.txt", old: "sign-off in person | 4 | 评分",
		with: "sign-off in person | 4 | 打分"},
	{key: "policy.scheme-quota", file: "schemes.txt", old: "| 90 | 30% |", with: "| 90 | 三成 |"},
	{key: "policy.scheme-quota", file: "schemes.txt", old: "| 90 | 30% |", with: "| 90 | 33.3% |"},
	{key: "policy.scheme-percent", file: "schemes.txt", old: "| leaders     | 40%  |", with: "| leaders     | 40 |"},
	{key: "policy.answer-worth", file: "schemes.txt", old: "| 基本满意 | 70   |", with: "| 基本满意 | 100.5 |"},
	{key: "policy.answer-worth", file: "schemes.txt", old: "| 不了解   | 不计 |", with: "| 不了解   | 不算 |"},
	{key: "policy.answer-twice", file: "schemes.txt", old: "| 基本满意 | 70   |", with: "| 满意 | 70 |"},
	{key: "scheme.voters-none", file: "schemes.txt", old: "principal   | 10   | leaders ",
		with: "principal   | 12   | leaders "},
	{key: "scheme.voters-source", file: "schemes.txt", old: "principal   | 10   | leaders ",
		with: "principal   | 8.1  | leaders "},
	{key: "scheme.voters-twice", file: "schemes.txt", old: "principal   | 10   | peers ",
		with: "principal   | 10   | leaders "},
	{key: "scheme.voters-weight", file: "schemes.txt", old: "| leaders     | 40%  |", with: "| leaders     | 0% |"},
	{key: "scheme.voters-sum", file: "schemes.txt", old: "| leaders     | 40%  |",
		with: "| leaders     | 39.99% |", below: 2},
	{key: "scheme.times", file: "schemes.txt", old: "隐瞒不报倍数 | 2 ", with: "隐瞒不报倍数 | 20 "},
	{key: "policy.effect-months", file: "effects.txt", old: "| 18个月 | 党纪处分条例", with: "| 18天 | 党纪处分条例"},
	{key: "policy.effect-months", file: "effects.txt", old: "| 60个月  ", with: "| 60天 "},
	{key: "policy.effect-probation", file: "effects.txt", old: "12个月 | 24个月 |", with: "12个月 | 无 |"},
	{key: "policy.effect-twice", file: "effects.txt", old: "| 2016-01-01 |            |        | 18个月",
		with: "| 2015-12-31 |            |        | 18个月"},
	{key: "policy.effect-annual", file: "effects.txt", old: "开除党籍 | 重新入党", with: "开除党籍 | 年度考核"},
	{key: "policy.consequence-side", file: "consequences.txt", old: "优秀 | 班子       | 创建 ", with: "优秀 | 班子 | 通报曝光 "},
	{key: "policy.consequence-side", file: "consequences.txt", old: "问责通报 | 通报曝光", with: "问责通报 | 创建"},
	{key: "policy.consequence-lasts", file: "consequences.txt", old: "20个工作日 | 下一年度 |          |",
		with: "20个工作日 | 影响期 | |"},
	{key: "policy.consequence-lasts", file: "consequences.txt", old: "15天 | 考核影响", with: "15天 | 下一年度"},
	{key: "policy.consequence-use", file: "consequences.txt", old: "核查用途 | 评优评先", with: "核查用途 | 年度考核"},
	{key: "policy.effect-gap", file: "effects.txt", old: "不称职 | 不定等次 | 不定等次 |", with: "不称职 | | 不定等次 |"},
	{key: "policy.code-unknown", file: "effects.txt", old: "开除党籍 | 重新入党", with: "开除党籍 | 入团"},
	{key: "policy.scheme-overlap", file: "schemes.txt", old: "discipline-committee、discipline-group、work-discipline",
		with: "discipline-committee、party-group"},
	{key: "scheme.bodies", file: "schemes.txt", old: "discipline-committee、discipline-group、work-discipline", with: "、"},
	{key: "scheme.side", file: "schemes.txt", old: "discipline-committee、discipline-group、work-discipline",
		with: "discipline-committee、leading-group"},
	{key: "scheme.group-twice", file: "schemes.txt", old: "| 2025 | | 5 | |", with: "| 2025 | | 5 | party+npc、npc+mass |"},
	{key: "scheme.sum", file: "indicators.txt", old: "dual duty | 12 |", with: "dual duty | 13 |",
		in: "schemes.txt", line: 18},
	{key: "scheme.many", file: "indicators.txt", old: "principal | 1 | 组织", in: "schemes.txt", line: 18,
		with: strings.Repeat("principal | 1 | 一 | One | 1 | | | | | | | D\n", 200) + "principal | 1 | 组织"},
	{key: "scheme.many-extras", file: "schemes.txt", old: "principal、supervisory | covered-up", line: 18,
		with: strings.Repeat("principal | over | 一 | One | 一号 | | D | |\n", 50) + "principal、supervisory | covered-up"},
	{key: "scheme.number", file: "indicators.txt", old: "principal | 1.1 |", with: "principal | 1.1.1.1.1 |"},
	{key: "scheme.number", file: "indicators.txt", old: "principal | 1.1 |", with: "principal | 1.01 |"},
	{key: "scheme.number-twice", file: "indicators.txt", old: "principal | 1.2 |", with: "principal | 1.1 |"},
	{key: "scheme.points", file: "indicators.txt", old: "studies the work | 4 |", with: "studies the work | 0 |"},
	{key: "scheme.points", file: "indicators.txt", old: "studies the work | 4 |", with: "studies the work | 9999999 |"},
	{key: "scheme.parent", file: "indicators.txt", old: "principal | 1.2 |", with: "principal | 12.2 |"},
	{key: "scheme.children", file: "indicators.txt", old: "Organisation and study | 12 |",
		with: "Organisation and study | 13 |"},
	{key: "scheme.parent-source", file: "indicators.txt", old: "Organisation and study | 12 | |",
		with: "Organisation and study | 12 | 评分 |"},
	{key: "scheme.source", file: "indicators.txt", old: "sign-off in person | 4 | 评分", with: "sign-off in person | 4 | "},
	{key: "scheme.extra-source", file: "schemes.txt", old: "the city or above | 加分 | 评分",
		with: "the city or above | 加分 | 测评"},
	{key: "scheme.formula-unasked", file: "indicators.txt", old: "sign-off in person | 4 | 评分 | |",
		with: "sign-off in person | 4 | 评分 | 4 |"},
	{key: "scheme.office", file: "indicators.txt", old: "sign-off in person | 4 | 评分 | | principal-office |",
		with: "sign-off in person | 4 | 评分 | | |"},
	{key: "scheme.most", file: "schemes.txt", old: "加分 | 数据 | 通报加分 | 5 ", with: "加分 | 数据 | 通报加分 | 0 "},
	{key: "scheme.code-twice", file: "schemes.txt", old: "supervisory | admonished ", with: "supervisory | circulated "},
	{key: "scheme.deduction", file: "schemes.txt", old: "admonished     | 3 ", with: "admonished     | 101 "},
	{key: "scheme.document", file: "schemes.txt", old: "| 中发〔2010〕19号 |", with: "| |"},
	{key: "scheme.grades", file: "schemes.txt", old: "principal、supervisory | excellent | 优秀 | Excellent | 90 | 30% | " +
		"D\nprincipal、supervisory | good      | 良好 | Good      | 80 |     | D\n" +
		"principal、supervisory | fair      | 一般 | Fair      | 60 |     | D\n" +
		"principal、supervisory | poor ", with: "principal | poor ", line: 19},
	{key: "scheme.quota", file: "schemes.txt", old: "| 0  |     |", with: "| 0  | 10% |"},
	{key: "scheme.grade-last", file: "schemes.txt", old: "| 0  |     |", with: "| 10 |     |"},
	{key: "scheme.grade-order", file: "schemes.txt", old: "| 60 |     |", with: "| 85 |     |"},
	{key: "formula.unknown-near", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "分值 × 班子成员按期率"},
	{key: "formula.unknown", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "9 × zzz"},
	{key: "formula.long", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "1 + " + strings.Repeat("1 + ", 200) + "1"},
	{key: "formula.empty", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: ""},
	{key: "formula.not-a-number", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "红牌 ≥ 1"},
	{key: "formula.numeral", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "1.23456"},
	{key: "formula.unclosed", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "（分值 + 1"},
	{key: "formula.unfinished", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "分值 ×"},
	{key: "formula.unexpected", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "分值 分值"},
	{key: "formula.chained", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "若 1 ≤ 红牌 ≤ 2 则 1 否则 0"},
	{key: "formula.deep", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "" + strings.Repeat("(", 30) + "1"},
	{key: "formula.costly", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "" + strings.Repeat("1+", 150) + "1"},
	{key: "formula.call", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "最小"},
	{key: "formula.arity", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "最小(1)"},
	{key: "formula.choice", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "若 红牌 = 1 则 1"},
	{key: "formula.number-wanted", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "1 +（红牌 = 1）"},
	{key: "formula.truth-wanted", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "若 红牌 则 1 否则 0"},
	{key: "formula.unknown", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "红牌; 分值"},
	{key: "formula.unknown", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "os.exit(1)"},
	{key: "formula.unexpected", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "分值(1)"},
	{key: "formula.unknown", file: "indicators.txt", old: "分值 × 班子成员平均按期率", with: "「红牌」.x"},
	{key: "formula.unknown", file: "schemes.txt", old: "加分 | 数据 | 通报加分 |", with: "加分 | 数据 | 分值 |"},
	{key: "formula.unknown-near", file: "schemes.txt", old: "若「追究刑事责任·班子成员」", with: "若「刑事责任」"},
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
		check(x.key, cmp.Or(x.in, x.file), cmp.Or(x.line, line), fsys)
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
