package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"shuangze/internal/lang"
	"shuangze/internal/text"
)

// make builds a workbook of rows written as lines with | between cells, and
// merges the given ranges.
func build(t testing.TB, lines []string, merges ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, l := range lines {
		for j, v := range strings.Split(l, "|") {
			if v != "" {
				f.SetCellValue("Sheet1", Letter(j+1)+fmt.Sprint(i+1), v)
			}
		}
	}
	for _, m := range merges {
		a, b, _ := strings.Cut(m, ":")
		if err := f.MergeCell("Sheet1", a, b); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Another county's ledger: other order, other words, a two-row header, heading
// rows between, totals, remarks, measures of one problem on rows of their own.
func TestOtherCountyLedger(t *testing.T) {
	f := recognise(t, build(t, []string{
		"某县问题整改台账",
		"",
		"编号|存在问题（具体）|整改举措|办结时限|牵头单位|发现途径|问题 等级|责任人员||完成状态",
		"|||||||责任领导|具体责任人|",
		"一、镇",
		"1|公示不及时|1.立即公示|2025.6.30|城关镇|明察暗访|一般|张三|李四|√",
		"||2.建立制度|2025.7.31|||||王五|",
		"2|谈话记录雷同|重新谈话|2025年7月1日|曾家镇|年终考核|轻微|赵六|钱七|整改中",
		"本页小计|2",
		"备注：以上情况属实",
		"审核人：某某",
	}, "A1:J1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:G4", "H3:I3", "J3:J4", "A5:J5",
		"A6:A7", "B6:B7", "E6:E7"), "a.xlsx")
	rows, errs := ParseProblems(f.Tables, Look{})
	wants(t, errs)
	if f.Tables[0].Header != 4 || len(rows) != 2 {
		t.Fatalf("header %d, rows %+v", f.Tables[0].Header, rows)
	}
	if got := fmt.Sprintln(rows[0].Measures, rows[0].Due, rows[0].Leaders, rows[0].Handlers, rows[0].State, rows[0].Level,
		rows[0].Source); got != "[立即公示 建立制度] 2025-07-31 [张三] [李四] closed ordinary spotcheck\n" {
		t.Error(got)
	}
	var reasons []string
	for _, s := range f.Tables[0].Skipped {
		reasons = append(reasons, fmt.Sprintf("%d %s", s.Number, s.Reason.Key[len("sheet.skip."):]))
	}
	if got := strings.Join(reasons, " "); got != "5 heading 9 total 10 remark 11 signature" {
		t.Errorf("skipped: %s", got)
	}
}

func TestColumnsByMeaning(t *testing.T) {
	for _, c := range []struct{ kind, header string }{
		{"units", "部门名称|机构类型|主管部门|党组织设置|纪检机构|成立日期"},
		{"units", "名称|类别"},
		{"people", "姓    名|部 门|生日|现任职务|手机号码"},
		{"people", "单位（盖章）|干部姓名*|出生年月(年.月)"},
		{"problems", "单位|问题|措施|期限"},
		{"problems", "责任单位|反馈的具体问题|拟采取的整改措施|整改完成时限要求"},
		{"tasks", "工作任务|牵头部门|时间节点|赋分"},
		{"survey", "测评单位|发放份数|收回份数|有效票数|满意|较满意|不满意"},
	} {
		b := build(t, []string{"标题", c.header, strings.Repeat("x|", 7)})
		if f := recognise(t, b, "a.xlsx"); f.Form.Kind != c.kind {
			t.Errorf("%s read as %s", c.header, f.Form.Kind)
		}
	}
}

func TestUnknownFiles(t *testing.T) {
	for _, c := range []struct {
		want  string
		lines []string
		forms []Form
	}{
		{"sheet.form.unknown", []string{"商品|价格|数量", "苹果|3|5"}, Forms()},
		{"sheet.form.unknown", []string{"关于开会的通知", "各单位：", "请按时参加"}, Forms()},
		{"sheet.form.missing", []string{"序号|责任单位|问题来源|等级|责任领导|具体责任人|整改情况", "1|a|b|c|d|e|f"}, Forms()},
		{"sheet.form.other", []string{"姓名|性别|出生年月|工作单位", "张三|男|1970.01|城关镇"}, []Form{Units()}},
	} {
		b := build(t, c.lines)
		book, err := Open(bytes.NewReader(b), int64(len(b)), "a.xlsx", Limits{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = Recognise(book, c.forms)
		var in text.InputErrors
		if !errors.As(err, &in) || in[0].Key != c.want {
			t.Errorf("%v: %v %v, want %s", c.lines, err, in, c.want)
			continue
		}
		if seen := in[0].Data["seen"].([]string); !strings.Contains(strings.Join(seen, " "),
			strings.Split(strings.Split(c.lines[0], "|")[0], "：")[0]) {
			t.Errorf("seen %q does not name the file's words", seen)
		}
		if c.want == "sheet.form.missing" && lang.MustLoad().In(lang.English).T("sheet.form.missing", "form", "", "seen", "",
			"missing", in[0].Data["missing"]) != "This looks like “”, but these columns are missing: Facts, Measures, Due. Seen: " {
			t.Errorf("missing %v", in[0].Data["missing"])
		}
	}
}

func TestHiddenSheetIsNotRead(t *testing.T) {
	f := excelize.NewFile()
	f.SetCellValue("Sheet1", "A1", "单位名称")
	f.SetCellValue("Sheet1", "B1", "单位类别")
	f.SetCellValue("Sheet1", "A2", "城关镇")
	f.NewSheet("暗")
	f.SetCellValue("暗", "A1", "单位名称")
	f.SetCellValue("暗", "B1", "单位类别")
	f.SetCellValue("暗", "A2", "鬼")
	f.SetSheetVisible("暗", false)
	var b bytes.Buffer
	f.Write(&b)
	got := recognise(t, b.Bytes(), "a.xlsx")
	if len(got.Tables) != 1 || len(got.Skipped) != 1 || got.Skipped[0].Reason.Key != "sheet.skip.hidden" {
		t.Errorf("%+v", got.Skipped)
	}
}

// A person's row that begins with a word like a footer's is still data.
func TestFootersAreNotData(t *testing.T) {
	f := recognise(t, build(t, []string{
		"单位名称|单位类别|备注", "1|2|3", "城关镇|镇|", "单位名称|单位类别|备注", "示例|镇|", "总工会|群团|合计两人", "小计|2|", "合 计|3", "填表人：张三|审核人：李四",
	}), "a.xlsx")
	var names []string
	for _, r := range f.Tables[0].Rows {
		names = append(names, r.Cells["name"].Text)
	}
	if fmt.Sprint(names) != "[城关镇 总工会]" {
		t.Errorf("%q", names)
	}
	if len(f.Tables[0].Skipped) != 6 {
		t.Errorf("%+v", f.Tables[0].Skipped)
	}
}

func TestUnitParents(t *testing.T) {
	f := recognise(t, build(t, []string{
		"单位名称|单位类别|上级单位", "甲|镇|甲", "乙|镇|丙", "丙|镇|乙", "丁|镇|甲", "戊|镇|己", "己|镇|老单位", "庚|镇|没有的",
	}), "a.xlsx")
	units, errs := ParseUnits(f.Tables, Look{Unit: func(s string) bool { return s == "老单位" }})
	wants(t, errs, "Sheet1 2 parent sheet.unit.own-parent", "Sheet1 3 parent sheet.unit.circle",
		"Sheet1 4 parent sheet.unit.bad-parent",
		"Sheet1 5 parent sheet.unit.bad-parent", "Sheet1 8 parent sheet.unit.no-parent")
	if len(units) != 2 {
		t.Errorf("%+v", units)
	}
}

func TestDuplicatesAndArithmetic(t *testing.T) {
	f := recognise(t, build(t, []string{"姓名|出生年月|工作单位|职务", "胡　旻|1969.06|城关镇|书记", "胡旻|1969-06|城关镇|书记",
		"胡旻|1969-06|城关镇|镇长"}), "a.xlsx")
	people, errs := ParsePeople(f.Tables, Look{})
	wants(t, errs, "Sheet1 3 name sheet.row.twice")
	if len(people) != 2 {
		t.Errorf("%d people", len(people))
	}
	f = recognise(t, build(t, []string{
		"单位|发放|收回|有效|满意|基本满意|不满意|不了解", "甲|10|10|11|11|0|0|0", "乙|10|9|8|8|0|0|1", "丙|10|九|8|8|0|0|0", "丁|10|9|8|8|0|0|",
		"戊|10|9|8|9|-1|0|0", "丁|10|9|8|8|0|0|",
	}), "a.xlsx")
	rows, errs := ParseSurvey(f.Tables, Look{})
	wants(t, errs, "Sheet1 2 valid sheet.survey.valid", "Sheet1 3 valid sheet.survey.sum",
		"Sheet1 4 returned sheet.int.form",
		"Sheet1 6 basic sheet.int.negative", "Sheet1 7 unit sheet.row.twice")
	if len(rows) != 1 {
		t.Errorf("%+v", rows)
	}
}

// A ledger without some expected columns is read, and says so once; without
// source or level none of its rows is.
func TestAbsentColumns(t *testing.T) {
	f := recognise(t, build(t, []string{"责任单位|问题内容|整改措施|整改时限", "甲|乙|丙|2025-01-01"}), "a.xlsx")
	rows, errs := ParseProblems(f.Tables, Look{})
	wants(t, errs, "Sheet1 1 source sheet.column.needed", "Sheet1 1 level sheet.column.needed",
		"Sheet1 1 leader sheet.column.absent", "Sheet1 1 handler sheet.column.absent")
	if len(rows) != 0 {
		t.Errorf("rows without source and level: %+v", rows)
	}
	f = recognise(t, build(t, []string{"责任单位|问题来源|等级|问题内容|整改措施|整改时限", "甲|日常检查|一般|乙|丙|2025-01-01"}), "a.xlsx")
	rows, errs = ParseProblems(f.Tables, Look{})
	wants(t, errs, "Sheet1 1 leader sheet.column.absent", "Sheet1 1 handler sheet.column.absent")
	if len(rows) != 1 || len(rows[0].Missing) != 2 {
		t.Errorf("%+v", rows)
	}
}

// What is out of sight is read and named: rows in runs, columns that matter.
func TestHiddenIsReadAndSaid(t *testing.T) {
	f := excelize.NewFile()
	f.SetSheetRow("Sheet1", "A1", &[]any{"姓名", "出生年月", "工作单位", "备用"})
	for n := 2; n <= 60; n++ {
		f.SetSheetRow("Sheet1", fmt.Sprint("A", n), &[]any{"张三" + string(rune('一'+n)), "1980-01", "甲局", "x"})
		if n%2 == 0 || n == 3 {
			f.SetRowVisible("Sheet1", n, false)
		}
	}
	f.SetSheetRow("Sheet1", "A62", &[]any{"合计"})
	f.SetRowVisible("Sheet1", 62, false) // not data, whether seen or not
	f.SetColVisible("Sheet1", "B:D", false)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	got := recognise(t, b.Bytes(), "a.xlsx").Tables[0]
	if len(got.Rows) != 59 || len(got.Folded) != 31 || fmt.Sprint(got.FoldedColumns) != "[{born B 出生年月} {unit C 工作单位}]" {
		t.Errorf("%d rows, hidden %v, columns %v", len(got.Rows), got.Folded, got.FoldedColumns)
	}
	said := got.Notices()
	if len(said) != 3 || said[2].Key != "sheet.unused.columns" || said[0].Key != "sheet.hidden.rows" ||
		said[1].Key != "sheet.hidden.columns" {
		t.Fatalf("%+v", said)
	}
	if rows := spans(got.Folded); len(rows) != spansMost+1 || rows[0] != "2–4" || rows[1] != "6" ||
		rows[spansMost] != "…" {
		t.Error(rows)
	}
}
