package sheet

import (
	"fmt"
	"testing"
)

func words1(s string) Cell {
	if clean(s) == "" {
		return Cell{}
	}
	return Cell{Kind: Text, Raw: s, Text: clean(s)}
}

func fig(f float64) Cell { return Cell{Kind: Number, Text: figure(f, 0), Serial: f} }

func dated(f float64) Cell { return Cell{Kind: Date, Text: figure(f, 0), Serial: f} }

// answer is the value, or the key of the fault.
func answer(v any, f Fault) string {
	if f != nil {
		return f.Key
	}
	return fmt.Sprint(v)
}

func TestDay(t *testing.T) {
	for _, c := range []struct {
		cell Cell
		want string
	}{
		{words1("2025-03-01"), "2025-03-01"}, {words1("2025/3/1"), "2025-03-01"}, {words1("2025.3.1"), "2025-03-01"},
		{words1("2025年3月1日"), "2025-03-01"}, {words1("２０２５年３月１日"), "2025-03-01"}, {words1("2025 年 3 月 1 号"), "2025-03-01"},
		{dated(45717), "2025-03-01"}, {fig(45717), "2025-03-01"}, {dated(45717.75), "2025-03-01"},
		{fig(20250301), "2025-03-01"},
		{words1("2025-03-01 00:00:00"), "2025-03-01"}, {words1("2024-02-29"), "2024-02-29"},
		{words1("2020-02-30"), "sheet.day.none"}, {words1("2025年2月30日"), "sheet.day.none"},
		{words1("2023.2.29"), "sheet.day.none"},
		{words1("2025/13/1"), "sheet.day.none"}, {words1("25/3/1"), "sheet.day.two-digit-year"},
		{words1("25.3.1"), "sheet.day.two-digit-year"},
		{words1("2025年3月"), "sheet.day.no-day"}, {words1("明天"), "sheet.day.form"}, {fig(5), "sheet.day.form"},
		{fig(2025), "sheet.day.form"},
		{Cell{Kind: Formula}, "sheet.cell.formula"}, {Cell{Kind: Broken, Text: "#REF!"}, "sheet.cell.broken"},
		{Cell{}, "sheet.cell.required"},
	} {
		if got := answer(Day(c.cell)); got != c.want {
			t.Errorf("Day(%q %v) = %s, want %s", c.cell.Text, c.cell.Kind, got, c.want)
		}
	}
}

func TestMonth(t *testing.T) {
	for _, c := range []struct {
		cell Cell
		want string
	}{
		{words1("1969.06"), "1969-06"}, {words1("1969-06"), "1969-06"}, {words1("1969年6月"), "1969-06"},
		{words1("196906"), "1969-06"},
		{fig(196906), "1969-06"}, {fig(1969.06), "1969-06"}, {fig(1969.12), "1969-12"}, {words1("1969.6"), "1969-06"},
		{dated(25385), "1969-07"},
		{words1("1969-06-15"), "1969-06"}, {words1("1980.10"), "1980-10"}, {words1("1969年6月生"), "1969-06"},
		{fig(1980.1), "sheet.month.ambiguous"}, {Cell{Kind: Number, Text: figure(1980.1, 2), Serial: 1980.1}, "1980-10"},
		{words1("1980.13"), "sheet.month.none"}, {words1("198013"), "sheet.month.none"},
		{words1("1980.0"), "sheet.month.none"},
		{words1("80.5"), "sheet.day.two-digit-year"}, {words1("1969-06-31"), "sheet.day.none"},
		{words1("六九年"), "sheet.month.form"},
	} {
		if got := answer(Month(c.cell)); got != c.want {
			t.Errorf("Month(%q) = %s, want %s", c.cell.Text, got, c.want)
		}
	}
}

func TestName(t *testing.T) {
	for in, want := range map[string]string{
		"胡　旻": "胡旻", "胡 旻": "胡旻", " 胡  旻　": "胡旻", "John  Smith": "John Smith", "艾力•买买提": "艾力·买买提",
		"阿 依 古丽": "阿依古丽", "张三1": "sheet.name.form", "—": "sheet.cell.required",
	} {
		if got := answer(Name(words1(in))); got != want {
			t.Errorf("Name(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	for in, want := range map[string]string{
		"1.召开会议；\n2.制定方案。": "[召开会议 制定方案]", "1、召开会议；2、制定方案": "[召开会议 制定方案]", "①甲②乙": "[甲 乙]",
		"（一）甲\n（二）乙": "[甲 乙]", "1.整改": "[整改]", "退还1.5万元；2.5万元另议": "[退还1.5万元；2.5万元另议]", "甲\n乙": "[甲 乙]",
		"1.第一步\n续行\n2.第二步": "[第一步\n续行 第二步]", "10.十": "[十]", "无": "[]",
	} {
		if got := answer(Numbered(words1(in))); got != want {
			t.Errorf("Numbered(%q) = %s, want %s", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"检察院、交通运输局": "[检察院 交通运输局]", "甲,乙;丙，丁；戊\n己": "[甲 乙 丙 丁 戊 己]", "/": "[]", "讲稿、无": "[讲稿]",
	} {
		if got := answer(List(words1(in))); got != want {
			t.Errorf("List(%q) = %s, want %s", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"胡　旻": "[胡旻]", "胡旻、李　喆": "[胡旻 李喆]", "张立川 李静澜": "[张立川 李静澜]", "John Smith": "[John Smith]",
	} {
		if got := answer(Names(words1(in))); got != want {
			t.Errorf("Names(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestChoice(t *testing.T) {
	for in, want := range map[string]string{"党委": "party-committee", "党 委": "party-committee", "党　组": "party-group",
		"委员会": "sheet.choice.unknown"} {
		if got := answer(Choice(words1(in), PrincipalOrgans)); got != want {
			t.Errorf("Choice(%q) = %s, want %s", in, got, want)
		}
	}
	if got := answer(Choice(words1("特别严重"), ProblemLevels)); got != "sheet.choice.unknown" {
		t.Errorf("特别严重 = %s", got)
	}
	if got := answer(Choice(words1("一般（问题）"), ProblemLevels)); got != "ordinary" {
		t.Errorf("一般 = %s", got)
	}
}

func TestFigures(t *testing.T) {
	for in, want := range map[string]string{
		"136": "136", "１３６": "136", "136.0": "136", "1,200": "1200", "120份": "120", "-3": "-3", "1.5": "sheet.int.form",
		"约20": "sheet.int.form", "1,2": "sheet.int.form",
	} {
		if got := answer(Int(words1(in))); got != want {
			t.Errorf("Int(%q) = %s, want %s", in, got, want)
		}
	}
	for in, want := range map[string]string{"2026": "2026", "2026年": "2026", "２０２６年度": "2026", "今年": "sheet.int.form"} {
		if got := answer(Year(words1(in))); got != want {
			t.Errorf("Year(%q) = %s, want %s", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"5": "500", "2.5": "250", "5分": "500", "0.25": "25", "两分": "sheet.points.form", "-5": "sheet.points.form",
		"5.125": "sheet.points.form", "1e3": "sheet.points.form",
	} {
		if got := answer(Points(words1(in))); got != want {
			t.Errorf("Points(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestLimit(t *testing.T) {
	for in, want := range map[string]string{
		"3月底前": "2025-01-01..2025-03-31 ", "元月底前": "2025-01-01..2025-01-31 ", "全年": "2025-01-01..2025-12-31 ",
		"每季度末": "2025-01-01..2025-12-31 quarter", "每半年": "2025-01-01..2025-12-31 half", "每月": "2025-01-01..2025-12-31 month",
		"2月至12月": "2025-02-01..2025-12-31 ", "6月30日前": "2025-01-01..2025-06-30 ", "2025年9月30日": "2025-01-01..2025-09-30 ",
		"10月底": "2025-01-01..2025-10-31 ", "1月31日": "2025-01-01..2025-01-31 ", "十二月底前": "2025-01-01..2025-12-31 ",
		"上半年": "2025-01-01..2025-06-30 ", "二季度末": "2025-04-01..2025-06-30 ", "11月中旬": "2025-01-01..2025-11-20 ",
		"2025年11月至2026年3月": "2025-11-01..2026-03-31 ", "2025.9.30": "2025-01-01..2025-09-30 ",
		"年底前": "2025-01-01..2025-12-31 ",
		"2月底": "2025-01-01..2025-02-28 ", "3月1日-4月15日": "2025-03-01..2025-04-15 ", "6月底前完成": "2025-01-01..2025-06-30 ",
		"13月底前": "sheet.limit.form", "2月30日前": "sheet.limit.form", "12月至2月": "sheet.limit.form", "尽快": "sheet.limit.form",
		"0月": "sheet.limit.form",
	} {
		w, f := Limit(words1(in), 2025)
		got := fmt.Sprintf("%s..%s %s", w.Period.From, w.Due(), w.Every)
		if f != nil {
			got = f.Key
		}
		if got != want {
			t.Errorf("Limit(%q) = %s, want %s", in, got, want)
		}
	}
	if _, f := Limit(words1("3月底前"), 0); f == nil {
		t.Error("a month without a year was taken")
	}
	if w, f := Limit(dated(45930), 2025); f != nil || w.Due().String() != "2025-09-30" {
		t.Errorf("a date cell as limit: %v %v", w, f)
	}
}
