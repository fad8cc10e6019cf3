package sheet

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"shuangze/internal/when"
)

// ledgerLook is a county with these units, on 8 October 2026.
func ledgerLook(units ...string) Look {
	return Look{County: "镇坪县", Today: when.Date(2026, time.October, 8), Unit: func(s string) bool {
		for _, u := range units {
			if u == s {
				return true
			}
		}
		return false
	}}
}

// readingsOf are the keys of readings, with their rows.
func readingsOf(list []Reading) string {
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprintf("%d %s %s", r.Row, r.Key, strings.TrimPrefix(r.Message.Key, "sheet.read.")))
	}
	return strings.Join(out, "; ")
}

// Tables that join the lists of problems, measures and responsibilities under a
// head of two rows are one ledger.
func TestThreeListsUnderOneHead(t *testing.T) {
	f := recognise(t, build(t, []string{
		"2026年巡察整改“三个清单”",
		"序号|问题清单||||措施清单||责任清单||",
		"|问题来源|具体问题|等级|整改措施|完成时限|责任单位|责任领导|具体责任人|完成情况",
		"1|日常检查|甲|一般|改|2026年11月底前|财政局|王一|李二|整改中",
	}, "A1:J1", "A2:A3", "B2:D2", "E2:F2", "G2:J2"), "a.xlsx")
	rows, errs := ParseProblems(f.Tables, ledgerLook("财政局"))
	wants(t, errs)
	if len(rows) != 1 || rows[0].Unit != "财政局" || rows[0].Facts != "甲" || rows[0].Due.String() != "2026-11-30" ||
		rows[0].Leaders[0] != "王一" || rows[0].Handlers[0] != "李二" {
		t.Errorf("%+v", rows)
	}
}

// The unit may stand in a row of its own above its rows, or above the head for
// the whole table, instead of in a column.
func TestUnitAboveItsRows(t *testing.T) {
	const head = "序号|问题来源|存在问题|等级|整改措施|整改时限|责任领导|责任人"
	const bare = "问题来源|存在问题|等级|整改措施|整改时限|责任领导|责任人"
	line := func(facts string) string { return "1|日常检查|" + facts + "|一般|改|2026-12-31|王一|李二" }
	for _, c := range []struct {
		name, want string
		lines      []string
		errs       []string
	}{
		{"chapters", "甲 财政局 3; 乙 财政局 3; 丙 审计局 6", []string{"台账", head, "一、财政局（2个问题）", line("甲"),
			line("乙"), "（二）县审计局", line("丙")}, nil},
		{"with words before", "甲 财政局 2", []string{head, "责任单位：镇坪县财政局", line("甲")}, nil},
		{"above the head", "甲 财政局 2", []string{"责任单位：财政局", head, line("甲")}, nil},
		{"a bare name in the first column", "甲 财政局 2; 乙 审计局 4", []string{bare, "财政局", strings.TrimPrefix(line("甲"), "1|"),
			"审计局", strings.TrimPrefix(line("乙"), "1|")}, nil},
		{"none above", "乙 审计局 3", []string{head, line("甲"), "一、审计局", line("乙")},
			[]string{"Sheet1 2 unit sheet.cell.required"}},
		{"a heading that is no unit", "", []string{head, "一、政治建设方面", line("甲")},
			[]string{"Sheet1 3 unit sheet.cell.required"}},
	} {
		book := build(t, c.lines)
		b, err := Open(strings.NewReader(string(book)), int64(len(book)), "a.xlsx", Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Recognise(b, Forms()); err == nil {
			t.Fatalf("%s: taken for a table with the column", c.name)
		}
		f, err := Recognise(b, []Form{Headed()})
		if err != nil || !f.Whole() {
			t.Fatalf("%s: %v", c.name, err)
		}
		rows, errs := ParseProblems(f.Tables, ledgerLook("财政局", "审计局"))
		var got []string
		for _, r := range rows {
			for _, x := range r.Readings {
				if x.Message.Key == "sheet.read.heading" {
					got = append(got, fmt.Sprint(r.Facts, " ", r.Unit, " ", x.Data["row"]))
				}
			}
		}
		wants(t, errs, c.errs...)
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// What stands in cells of people is parted into names and what is none.
func TestPeopleAsWritten(t *testing.T) {
	look := ledgerLook("办公室", "财政局", "林业局", "扶贫办")
	for cell, want := range map[string]string{
		"张甲": "张甲; ", "张甲（党组书记）": "张甲; taken-off", "局长张甲": "张甲; taken-off", "党组书记、局长张甲": "张甲; taken-off",
		"张甲局长": "张甲; taken-off",
		"张甲同志": "张甲; taken-off", "王丙/赵丁": "王丙,赵丁; several", "张甲\n李乙": "张甲,李乙; several", "张甲，李乙；王丙": "张甲,李乙,王丙; several",
		"张甲（党组书记、局长）、李乙": "张甲,李乙; taken-off several", "李乙  13900000000": "李乙; taken-off",
		"张甲、王丙等3人": "张甲,王丙; taken-off several",
		"待定":       "待定; nobody", "各股室负责人": "各股室负责人; nobody", "办公室": "办公室; nobody", "局长": "局长; nobody",
		"财政局局长": "财政局局长; nobody",
		"林业局长":  "林业局长; nobody",
		"张局长":   "张局长; nobody", "各股室负责人、张甲": "张甲,各股室负责人; nobody", "扶贫办": "扶贫办; nobody", "欧阳明月": "欧阳明月; ",
		"阿依古丽·买买提": "阿依古丽·买买提; ",
		"胡　旻":      "胡旻; ", "牵头领导：张甲": "张甲; taken-off", "胡建社": "胡建社; ", "副局长 张甲": "张甲; taken-off",
		"王书": "王书; ", "林业局李林": "李林; taken-off",
	} {
		table := Table{Form: Problems(), Columns: []Matched{{"leader", "A", "责任领导"}}}
		var errs []RowError
		r := &reader{table: &table, row: Row{Cells: map[string]Cell{"leader": {Kind: Text, Raw: cell, Text: clean(cell)}}},
			errors: &errs}
		names := r.people("leader", look)
		var keys []string
		for _, x := range r.told {
			keys = append(keys, strings.TrimPrefix(x.Message.Key, "sheet.read."))
		}
		if got := strings.Join(names, ",") + "; " + strings.Join(keys, " "); got != want || len(errs) > 0 {
			t.Errorf("%q: %q, want %q %v", cell, got, want, errs)
		}
	}
}

// Limits as counties write them, in a list of 2026 of something found on
// 8 September, or on a day that is not said.
func TestLimitsAsWritten(t *testing.T) {
	found := when.Date(2026, time.September, 8)
	look := ledgerLook()
	look.Working = func(from when.Day, n int) when.Day { return from + 1000 + when.Day(n) }
	for _, c := range []struct{ cell, want string }{
		{"立行立改", "2026-09-08 found"}, {"立即整改", "2026-09-08 found"}, {"立行立改，2026年9月底前完成", "2026-09-30 day"},
		{"三个月内", "2026-12-08 found"}, {"3个月内完成", "2026-12-08 found"}, {"半年内", "2027-03-08 found"},
		{"15日内", "2026-09-23 found"}, {"两周内", "2026-09-22 found"},
		{"十五个工作日内", (found + 1015).String() + " found"}, {"自发现之日起一个月内", "2026-10-08 found"},
		{"12月中旬", "2026-12-20 year"}, {"2026年12月上旬", "2026-12-10 day"}, {"11月下旬前", "2026-11-30 year"},
		{"四季度末", "2026-12-31 year"}, {"2026年第四季度", "2026-12-31 day"},
		{"第三季度", "2026-09-30 year"}, {"年底", "2026-12-31 year"}, {"年底前", "2026-12-31 year"}, {"2026年底前", "2026-12-31 day"},
		{"11月底前", "2026-11-30 year"}, {"今年11月底前完成", "2026-11-30 year"},
		{"明年6月底", "2027-06-30 day"}, {"上半年", "2026-06-30 year"}, {"6月30日前", "2026-06-30 year"},
		{"长期坚持", "2026-12-31 long LONG"}, {"长期", "2026-12-31 long LONG"},
		{"26-12-22", "2026-12-22 year"}, {"26.12.22", "2026-12-22 year"}, {"26年12月22日前", "2026-12-22 year"},
		{"2026年12月31日（星期四）", "2026-12-31 day"}, {"2026。12。31", "2026-12-31 day"},
		{"2026年9月底前完成，并长期坚持", "2026-09-30 day kept"}, {"2026-12-22", "2026-12-22 "}, {"2026.12.22前", "2026-12-22 "},
		{"25-12-22", "! sheet.day.two-digit-year"}, {"已完成", "! sheet.term.done"}, {"已整改到位", "! sheet.term.done"},
		{"尽快", "! sheet.day.form"}, {"13月中旬", "! sheet.day.form"},
		{"每季度末", "! sheet.day.form"}, {"2026-02-30", "! sheet.day.none"}, {"26-02-30", "! sheet.day.none"},
	} {
		table := Table{Form: Problems(), Columns: []Matched{{"due", "A", "整改时限"}}}
		var errs []RowError
		r := &reader{table: &table, row: Row{Cells: map[string]Cell{"due": {Kind: Text, Raw: c.cell, Text: c.cell}}},
			errors: &errs}
		got := r.term("due", listYear{2026, true}, found, 0, false, look)
		say := got.Due.String() + " "
		for _, x := range r.told {
			say += strings.TrimPrefix(x.Message.Key, "sheet.read.")
		}
		if got.Long {
			say += " LONG"
		} else if got.Kept != "" {
			say += " kept"
		}
		if len(errs) > 0 {
			say = "! " + errs[0].Message.Key
		}
		if strings.ContainsAny(c.cell, "（。") { // one day, read as literally as a cell is
			say, c.want = strings.TrimSuffix(say, "day"), strings.TrimSuffix(c.want, "day")
		}
		if say != c.want {
			t.Errorf("%s: %q, want %q", c.cell, say, c.want)
		}
	}
	// Without a day found it counts from the import's and says so; in a row that
	// is closed 已完成 is the day of closing.
	table := Table{Form: Problems(), Columns: []Matched{{"due", "A", "整改时限"}}}
	var errs []RowError
	r := &reader{table: &table, row: Row{Cells: map[string]Cell{"due": {Kind: Text, Text: "三个月内"}}}, errors: &errs}
	if got := r.term("due", listYear{}, 0, 0, false, look); got.Due.String() != "2027-01-08" || !got.Floating ||
		readingsOf(r.told) != "0 due today" {
		t.Errorf("%+v %s", got, readingsOf(r.told))
	}
	r = &reader{table: &table, row: Row{Cells: map[string]Cell{"due": {Kind: Text, Text: "已完成"}}}, errors: &errs}
	if got := r.term("due", listYear{}, 0, found, true, look); got.Due != found || len(errs) > 0 {
		t.Errorf("%+v %v", got, errs)
	}
}

// Units as written: the county's own prefix, several units, words for all of a
// kind. Another county's unit is none of ours.
func TestUnitsAsWritten(t *testing.T) {
	look := ledgerLook("财政局", "审计局", "县医院", "城关镇", "党史（档案）局")
	for cell, want := range map[string]string{
		"财政局": "财政局 [] [] false; ", "县财政局": "财政局 [] [] false; unit", "镇坪县财政局": "财政局 [] [] false; unit", "平利县财政局": "! 平利县财政局",
		"医院":      "县医院 [] [] false; unit",
		"财政局、审计局": "财政局 [审计局] [] false; ", "财政局\n审计局": "财政局 [审计局] [] false; ", "审计局、财政局（牵头）": "财政局 [审计局] [] true; unit",
		"牵头单位：财政局；配合单位：审计局、城关镇": "财政局 [审计局 城关镇] [] true; unit unit", "各镇": " [] [towns] false; ",
		"各镇、县直各部门": " [] [towns departments] false; ",
		"财政局、某某局":  "! 某某局", "党史（档案）局": "党史（档案）局 [] [] false; ", "财政局牵头、审计局配合": "财政局 [审计局] [] true; unit unit",
	} {
		table := Table{Form: Problems(), Columns: []Matched{{"unit", "A", "责任单位"}}}
		var errs []RowError
		r := &reader{table: &table, row: Row{Cells: map[string]Cell{"unit": {Kind: Text, Raw: cell, Text: cell}}},
			errors: &errs}
		w := r.whose("unit", look)
		var keys []string
		for _, x := range r.told {
			keys = append(keys, strings.TrimPrefix(x.Message.Key, "sheet.read."))
		}
		got := fmt.Sprintf("%s %v %v %v; %s", w.Unit, w.Others, w.Groups, w.Marked, strings.Join(keys, " "))
		if len(errs) > 0 {
			got = fmt.Sprint("! ", errs[0].Data["value"])
		}
		if got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
}

// The name of a roll with remarks beside it.
func TestNamesOfARoll(t *testing.T) {
	table := Table{Form: People(), Columns: []Matched{{"name", "A", "姓名"}, {"gender", "B", "性别"}, {"born", "C", "出生年月"},
		{"unit", "D", "单位"}, {"post", "E", "职务"}}}
	row := func(n int, name, gender, born, post string) Row {
		r := Row{Number: n, Cells: map[string]Cell{"unit": {Kind: Text, Text: "财政局"}}}
		for k, v := range map[string]string{"name": name, "gender": gender, "born": born, "post": post} {
			if v != "" {
				r.Cells[k] = Cell{Kind: Text, Raw: v, Text: v}
			}
		}
		return r
	}
	table.Rows = []Row{row(1, "许文静（女）", "", "1982.11（44岁）", "科员"), row(2, "秦远山(挂职)", "男", "1975.03\n（51岁）", "副局长"),
		row(3, "张甲（党组书记）", "〃", "1979年8月 47岁", ""),
		row(4, "李乙（男，51岁）", "女", "1979.08", ""), row(5, "王丙、赵丁", "男", "1979.08", "")}
	people, errs := ParsePeople([]Table{table}, ledgerLook("财政局"))
	wants(t, errs, " 4 name sheet.name.gender", " 5 name sheet.name.several")
	var got []string
	for _, p := range people {
		got = append(got, fmt.Sprint(p.Name, " ", p.Gender, " ", p.Born, " ", p.Post, ": ", readingsOf(p.Readings)))
	}
	want := []string{"许文静 f 1982-11 科员: 1 name moved", "秦远山 m 1975-03 副局长: 2 name taken-off",
		"张甲 m 1979-08 党组书记: 3 gender ditto; 3 name moved"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%q\n%q", got, want)
	}
}

// Rows that are one problem: what each says of its own is kept or told.
func TestRowsOfOneProblem(t *testing.T) {
	f := recognise(t, build(t, []string{
		"责任单位|问题来源|存在问题|等级|整改措施|整改时限|责任领导|责任人|整改情况|是否销号|销号时间",
		"财政局|日常检查|甲|一般|一|2026-06-30|张三|李四|已改|是|2026-06-20",
		"|||严重|二|2026-03-31|同上|王五|已改完|是|2026-03-30",
		"||||三|〃|赵六|钱七||否|",
		"财政局|日常检查|乙|一般|四|2026-06-30|张三|李四||是|2026-06-20",
		"||||五|||王五||是|2026-06-29",
		"财政局|日常检查|丙|一般|六|2026-06-30|张三|李四||否|",
		"|||||||王五||否|",
	}, "A2:A4", "B2:B4", "C2:C4", "A5:A6", "B5:B6", "C5:C6", "D5:D6", "A7:A8", "B7:B8", "C7:C8", "D7:D8", "E7:E8"),
		"a.xlsx")
	rows, errs := ParseProblems(f.Tables, ledgerLook("财政局"))
	wants(t, errs)
	if len(rows) != 3 {
		t.Fatalf("%+v", rows)
	}
	say := func(p ProblemRow) string {
		s := p.State + " " + p.Due.String() + " " + p.Progress
		for i, m := range p.Measures {
			if i < len(p.Steps) {
				x := p.Steps[i]
				s += fmt.Sprintf("; %s %v %v %s %v %d", m, x.Leaders, x.Handlers, x.Due, x.Done, x.Closed)
			}
		}
		return s
	}
	day := func(m, d int) when.Day { return when.Date(2026, time.Month(m), d) }
	if got, want := say(rows[0]), fmt.Sprintf(
		"working 2026-06-30 已改\n已改完; 一 [张三] [李四] 2026-06-30 true %d; 二 [张三] [王五] 2026-03-31 true %d; 三 [赵六] [钱七] 2026-03-31 false 0",
		day(6, 20), day(3, 30)); got != want {
		t.Errorf("\n%s\n%s", got, want)
	}
	if got := readingsOf(rows[0].Readings); got != "3 leader ditto; 3 level dropped; 4 due ditto; 2 measures rows; 2 state not-closed" {
		t.Error(got)
	}
	if rows[1].State != "closed" || rows[1].Closed != day(6, 29) || len(rows[1].Steps) != 2 {
		t.Error(say(rows[1]))
	}
	if got := readingsOf(rows[2].Readings); !strings.Contains(got, "8 handler no-measure") {
		t.Error(got)
	}
}

// 同上 in the first row has nothing above it.
func TestDittoInTheFirstRow(t *testing.T) {
	f := recognise(t, build(t, []string{"责任单位|问题来源|存在问题|等级|整改措施|整改时限|责任领导|责任人", "同上|日常检查|甲|一般|改|2026-12-31|张三|李四"}),
		"a.xlsx")
	_, errs := ParseProblems(f.Tables, ledgerLook("财政局"))
	if len(errs) == 0 || errs[0].Message.Key != "sheet.ditto.first" {
		t.Error(errs)
	}
}
