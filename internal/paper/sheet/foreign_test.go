package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

type cells = []any

// leaf is a sheet of another county's file: nil is a cell left blank.
type leaf struct {
	name   string
	rows   []cells
	merges []string
}

// bookOf builds a workbook as another county would send it.
func bookOf(t testing.TB, adapt func(*excelize.File), leaves ...leaf) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, l := range leaves {
		if i == 0 {
			f.SetSheetName("Sheet1", l.name)
		} else if _, err := f.NewSheet(l.name); err != nil {
			t.Fatal(err)
		}
		for n, r := range l.rows {
			for c, v := range r {
				var err error
				at := Letter(c+1) + fmt.Sprint(n+1)
				switch v := v.(type) {
				case nil:
				case []excelize.RichTextRun:
					err = f.SetCellRichText(l.name, at, v)
				default:
					err = f.SetCellValue(l.name, at, v)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, m := range l.merges {
			a, b, _ := strings.Cut(m, ":")
			if err := f.MergeCell(l.name, a, b); err != nil {
				t.Fatal(err)
			}
		}
	}
	if adapt != nil {
		adapt(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// told is what was understood of a file: its kind, the good rows in short, the
// errors and what is said about whole sheets and columns.
func told(t testing.TB, b []byte) (out []string) {
	t.Helper()
	book, err := Open(bytes.NewReader(b), int64(len(b)), "a.xlsx", Limits{})
	if err != nil {
		return []string{err.Error()}
	}
	f, err := Recognise(book, Forms())
	if err != nil {
		return []string{err.Error()}
	}
	var errs []RowError
	switch f.Form.Kind {
	case "units":
		var rows []UnitRow
		rows, errs = ParseUnits(f.Tables, Look{})
		for _, r := range rows {
			out = append(out, fmt.Sprint(r.Row, " ", r.Name, " ", r.Category, " ", r.Parent, " ", r.Principal,
				" ", r.Supervisory, " ", r.Since))
		}
	case "people":
		var rows []PersonRow
		rows, errs = ParsePeople(f.Tables, Look{})
		for _, r := range rows {
			out = append(out, fmt.Sprint(r.Sheet, " ", r.Row, " ", r.Name, " ", r.Born, " ", r.Unit, " ", r.Level, " ", r.Since))
		}
	case "problems":
		var rows []ProblemRow
		rows, errs = ParseProblems(f.Tables, Look{})
		for _, r := range rows {
			out = append(out, fmt.Sprint(r.Sheet, " ", r.Row, " ", r.Unit, " ", r.Source, " ", r.Facts, " ", r.Level, " ",
				r.Measures, " ", r.Due, " ", r.State))
		}
	case "tasks":
		var rows []TaskRow
		rows, errs = ParseTasks(f.Tables, Look{}, 0)
		for _, r := range rows {
			out = append(out, fmt.Sprint(r.Row, " ", r.Kind, " ", r.Task, " ", r.Units, " ", r.Groups, " ", r.Limit.Due()))
		}
	case "survey":
		var rows []SurveyRow
		rows, errs = ParseSurvey(f.Tables, Look{})
		for _, r := range rows {
			out = append(out, fmt.Sprint(r.Row, " ", r.Unit, " ", r.Issued, r.Returned, r.Valid, r.Satisfied,
				r.Basic, r.Dissatisfied, r.Unknown))
		}
	}
	for _, e := range append(f.Lacking, errs...) {
		out = append(out, fmt.Sprintf("! %s %d %s %s", e.Sheet, e.Row, e.Column, strings.TrimPrefix(e.Message.Key, "sheet.")))
	}
	for _, s := range f.Skipped {
		out = append(out, "- "+s.Sheet)
	}
	for _, table := range f.Tables {
		for _, m := range table.Notices() {
			out = append(out, fmt.Sprintf("? %s %v%v", strings.TrimPrefix(m.Key, "sheet."), m.Data["columns"], m.Data["rows"]))
		}
	}
	return out
}

// ledger is a county's list of problems with one column of interest.
func ledger(name, heading string, words ...any) leaf {
	l := leaf{name: name, rows: []cells{{"责任单位", "问题来源", "存在问题", "程度", "整改措施", "整改期限", "责任领导", "责任人", "整改状态"}}}
	at := map[string]int{"来源": 1, "程度": 3, "期限": 5, "状态": 8}[heading]
	for i, w := range words {
		r := cells{"甲局", "暗访", fmt.Sprint("事", i), "一般", "改", "2025.6.30", "张三", "李四", "否"}
		r[at] = w
		l.rows = append(l.rows, r)
	}
	return l
}

// Files as other counties send them: every one is read rightly or answered.
func TestForeignFiles(t *testing.T) {
	for _, c := range []struct {
		name string
		body []byte
		want []string
	}{
		{"titles, a line of units, heading cells with breaks, bodies in brackets, months only",
			bookOf(t, nil, leaf{"县直部门", []cells{
				{"平利县2025年党风廉政建设责任主体登记表"},
				{"填报单位：中共平利县委办公室（盖章）", nil, nil, nil, "填报日期：2025年3月1日", nil, "单位：个"},
				{},
				{"序\n号", "单位\n名称", "单位\n性质", "主管\n单位", "党委\n（党组）", "纪委（纪检组）", "成立\n时间", "备\n注", "编制数"},
				{1, "县委办公室", "党群系统", "无", "机关党支部", "/", "2019.3", "", 20},
				{},
				{2, "城 关 镇", "乡镇", "", "党委", "纪委", 43525, ""},
				{3, "八仙\u200b镇", "乡镇", "", "镇党委", "镇纪委", "２０１９年３月１日", ""},
				{"说明：1.本表由各单位填报；2.一式两份。"},
			}, []string{"A1:H1"}}), []string{
				"5 县委办公室 party  agency-branch  2019-03-01", "7 城关镇 town  party-committee discipline-committee 2019-03-01",
				"8 八仙镇 town  party-committee discipline-committee 2019-03-01", "? unused.columns [I 编制数]<nil>",
				"? month.first <nil>[5]"}},
		{"a cover, instructions, and the roll by kinds of units", bookOf(t, nil,
			leaf{"封面", []cells{{"某某县"}, {"干部名册"}}, nil},
			leaf{"填表说明", []cells{{"字段", "要求"}, {"姓名", "必填"}, {"出生年月", "必填"}, {"工作单位", "必填"}}, nil},
			leaf{"镇", []cells{{"名字", "乡镇（街道）", "出生年月", "职务", "任现职时间"}, {"张三", "城关镇", "1978.05", "镇长", "2021.03"},
				{"李四", "城关镇", "1978年5月", "书记", "2021年3月"},
				{"王五", "城关镇", "197805", "", nil}, {"赵六", "城关镇", "1978-05-01", "", nil}, {"钱七", "城关镇", 28611, "", nil},
				{"孙八", "城关镇", 1978.05, "", 2021.1}, {"周九", "城关镇", "78.05", "", nil}}, nil},
			leaf{"部门", []cells{{"名字", "部门", "出生年月"}, {"张三丰", "财政局", "１９７８．０５"}}, nil}), []string{
			"镇 2 张三 1978-05 城关镇  2021-03-01", "镇 3 李四 1978-05 城关镇  2021-03-01", "镇 4 王五 1978-05 城关镇  1970-01-01",
			"镇 5 赵六 1978-05 城关镇  1970-01-01",
			"镇 6 钱七 1978-05 城关镇  1970-01-01", "部门 2 张三丰 1978-05 财政局  1970-01-01", "! 镇 7 任现职时间 month.ambiguous",
			"! 镇 8 出生年月 day.two-digit-year",
			"- 封面", "- 填表说明", "? month.first <nil>[2–3]"}},
		{"a sheet that lacks one column is not passed over", bookOf(t, nil,
			leaf{"部门", []cells{{"姓名", "部门", "出生年月"}, {"张三", "财政局", "1978.05"}}, nil},
			leaf{"镇", []cells{{"姓名", "镇名", "出生年月", "职务"}, {"李四", "城关镇", "1978.05", "镇长"}}, nil}), []string{
			"部门 2 张三 1978-05 财政局  1970-01-01", "! 镇 1 工作单位 form.lacking", "- 镇"}},
		{"a sheet of statistics beside the ledger", bookOf(t, nil, leaf{"汇总", []cells{{"单位", "问题数", "已销号"}, {"甲局", 3, 2}},
			nil}, ledger("明细", "状态", "否")), []string{
			"明细 2 甲局 spotcheck 事0 ordinary [改] 2025-06-30 open", "- 汇总"}},
		{"days from 1904, with and without a style", bookOf(t, func(f *excelize.File) {
			yes := true
			f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
			s, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
			f.SetCellStyle("S", "C2", "C2", s)
		}, leaf{"S", []cells{{"姓名", "单位", "出生年月"}, {"张三", "财政局", 28611 - 1462}, {"李四", "财政局", 28611 - 1462}}, nil}), []string{
			"S 2 张三 1978-05 财政局  1970-01-01", "S 3 李四 1978-05 财政局  1970-01-01"}},
		{"states in the county's words", bookOf(t, nil, ledger("一季度", "状态", "已办结", "已完成", "是", "√", "整改到位", "✔", "已销号（6.30）",
			"Ｙ", true), ledger("二季度", "状态", "正在办理", "未整改完成", false, "☐", "长期坚持", "100%")), []string{
			"一季度 2 甲局 spotcheck 事0 ordinary [改] 2025-06-30 closed", "一季度 3 甲局 spotcheck 事1 ordinary [改] 2025-06-30 closed",
			"一季度 4 甲局 spotcheck 事2 ordinary [改] 2025-06-30 closed",
			"一季度 5 甲局 spotcheck 事3 ordinary [改] 2025-06-30 closed", "一季度 6 甲局 spotcheck 事4 ordinary [改] 2025-06-30 closed",
			"一季度 7 甲局 spotcheck 事5 ordinary [改] 2025-06-30 closed",
			"一季度 8 甲局 spotcheck 事6 ordinary [改] 2025-06-30 closed", "一季度 9 甲局 spotcheck 事7 ordinary [改] 2025-06-30 closed",
			"一季度 10 甲局 spotcheck 事8 ordinary [改] 2025-06-30 closed",
			"! 二季度 2 存在问题 row.twice", "! 二季度 3 存在问题 row.twice", "! 二季度 4 存在问题 row.twice", "! 二季度 5 存在问题 row.twice",
			"! 二季度 6 存在问题 row.twice", "! 二季度 7 整改状态 choice.unknown", "! 二季度 7 存在问题 row.twice"}},
		{"states that are not done", bookOf(t, nil, ledger("S", "状态", "正在办理", "未整改完成", false, "☐", "长期坚持", "", "100%")),
			[]string{
				"S 2 甲局 spotcheck 事0 ordinary [改] 2025-06-30 working", "S 3 甲局 spotcheck 事1 ordinary [改] 2025-06-30 open",
				"S 4 甲局 spotcheck 事2 ordinary [改] 2025-06-30 open",
				"S 5 甲局 spotcheck 事3 ordinary [改] 2025-06-30 open", "S 6 甲局 spotcheck 事4 ordinary [改] 2025-06-30 long-term",
				"S 7 甲局 spotcheck 事5 ordinary [改] 2025-06-30 open", "! S 8 整改状态 choice.unknown"}},
		{"limits in words", bookOf(t, nil, ledger("S", "期限", "2025年6月底", "2025.6.30前", "2025年6月30日之前完成", "2025年底", "2024年2月末",
			"6月30日", "立行立改", "2025年6月", "2025年13月底")), []string{
			"S 2 甲局 spotcheck 事0 ordinary [改] 2025-06-30 open", "S 3 甲局 spotcheck 事1 ordinary [改] 2025-06-30 open",
			"S 4 甲局 spotcheck 事2 ordinary [改] 2025-06-30 open",
			"S 5 甲局 spotcheck 事3 ordinary [改] 2025-12-31 open", "S 6 甲局 spotcheck 事4 ordinary [改] 2024-02-29 open",
			"! S 7 整改期限 day.no-year", "! S 8 整改期限 day.form",
			"! S 9 整改期限 day.no-day", "! S 10 整改期限 month.none"}},
		{"sources in the county's words", bookOf(t, nil, ledger("S", "来源", "信访举报", "日常督查", "年终检查考核", "上级巡察反馈", "综合研判、日常检查")),
			[]string{
				"S 2 甲局 public-report 事0 ordinary [改] 2025-06-30 open", "S 3 甲局 daily-check 事1 ordinary [改] 2025-06-30 open",
				"S 4 甲局 yearend 事2 ordinary [改] 2025-06-30 open",
				"! S 5 问题来源 choice.unknown", "! S 6 问题来源 choice.unknown"}},
		{"较重 is a word of cases and sets no level", bookOf(t, nil, ledger("S", "程度", "轻微问题", "较重", "Ⅱ级")), []string{
			"S 2 甲局 spotcheck 事0 slight [改] 2025-06-30 open", "! S 3 程度 choice.unknown", "! S 4 程度 choice.unknown"}},
		{"a header of two rows, a column and a row further in",
			bookOf(t, nil, leaf{"台账", []cells{{}, {nil, "某县问题整改台账（2025年第一季度）"},
				{nil, "填报单位：某县纪委", nil, nil, nil, nil, nil, "填报时间：2025.4.1"},
				{nil, "序号", "问题情况", nil, nil, nil, "整改要求", nil, "责任人", nil, "销号情况", nil},
				{nil, nil, "责任单位", "问题内容", "问题来源", "级别", "整改措施", "整改时限", "责任领导", "具体责任人", "是否销号", "销号时间"},
				{nil, 1, "城关镇", "甲", "日常检查", "一般", "1.乙", "2025-06-30", "张三", "李四", "是", "2025-06-20"}},
				[]string{"B2:L2", "B4:B5", "C4:F4", "G4:H4", "I4:J4", "K4:L4"}}),
			[]string{"台账 6 城关镇 daily-check 甲 ordinary [乙] 2025-06-30 closed"}},
		{"categories merged over rows",
			bookOf(t, nil, leaf{"任务", []cells{{"2025年党风廉政建设任务清单"}, {"序号", "工作类别", "具体任务", "牵头单位", "完成时间"},
				{1, "常规工作", "甲", "县委办", "3月底"}, {2, nil, "乙", "县委办", "6月底前"}, {3, "重点工作", "丙", "各乡镇", "全年"},
				{4, nil, "丁", "县委办", "2025年12月"}},
				[]string{"A1:E1", "B3:B4", "B5:B6"}}), []string{"3 routine 甲 [县委办] [] 2025-03-31",
				"4 routine 乙 [县委办] [] 2025-06-30",
				"5 key 丙 [] [towns] 2025-12-31", "6 key 丁 [县委办] [] 2025-12-31"}},
		{"figures as words, full width, rich text, a comment",
			bookOf(t, func(f *excelize.File) { f.AddComment("S", excelize.Comment{Cell: "A2", Author: "x", Text: "批注"}) },
				leaf{"S", []cells{{"测评单位", "发出票数", "收回票数", "有效票", "满意", "基本满意", "不满意", "不了解"},
					{"甲", "５０", " 48 ", 48, "40份", "8", "0", "/"},
					{[]excelize.RichTextRun{{Text: "丙"}, {Text: "镇", Font: &excelize.Font{Bold: true}}}, 10, 10, 10, 10, 0, 0, 0}},
					nil}), []string{"2 甲 50 48 48 40 8 0 0", "3 丙镇 10 10 10 10 0 0 0"}},
		{"formulas: of a running number none minds, of a value it is said", bookOf(t, func(f *excelize.File) {
			f.SetCellFormula("S", "C2", `TEXT(1,"0")`)
			f.SetCellFormula("S", "A3", "ROW()-1")
		}, leaf{"S", []cells{{"序号", "姓名", "出生年月", "单位"}, {1, "张三", nil, "财政局"}, {nil, "李四", "1978.05", "财政局"}}, nil}),
			[]string{
				"S 3 李四 1978-05 财政局  1970-01-01", "! S 2 出生年月 cell.formula"}},
		{"one column for unit and post",
			bookOf(t, nil, leaf{"S", []cells{{"姓名", "性别", "出生年月", "单位及职务", "责任层级"}, {"张三", "男", "1978.05", "财政局局长", "第一责任人"}},
				nil}), []string{
				"input: file: sheet.form.missing"}},
		{"a value under no heading",
			bookOf(t, nil, leaf{"S", []cells{{"姓名", "单位", "出生年月", nil, nil}, {"张三", "财政局", "1978.05", nil, "科员"}}, nil}),
			[]string{
				"S 2 张三 1978-05 财政局  1970-01-01", "? unused.columns [E]<nil>"}},
	} {
		if got := told(t, c.body); strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}
