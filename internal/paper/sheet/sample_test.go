package sheet

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

const samples = "../../../testdata/samples"

func openSample(t *testing.T, name string) Found {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(samples, name))
	if err != nil {
		t.Fatal(err)
	}
	return recognise(t, b, name)
}

func recognise(t *testing.T, b []byte, name string) Found {
	t.Helper()
	book, err := Open(bytes.NewReader(b), int64(len(b)), name, Limits{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	f, err := Recognise(book, Forms())
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

// register is the county of the units sample.
func register(t *testing.T) Look {
	units, _ := ParseUnits(openSample(t, "单位登记表.xlsx").Tables, Look{Unit: func(string) bool { return false }})
	names := map[string]bool{}
	for _, u := range units {
		names[u.Name] = true
	}
	return Look{Unit: func(s string) bool { return names[s] }}
}

// wants compares errors with lines "sheet row key message".
func wants(t *testing.T, got []RowError, want ...string) {
	t.Helper()
	var lines []string
	for _, e := range got {
		lines = append(lines, fmt.Sprintf("%s %d %s %s", e.Sheet, e.Row, e.Key, e.Message.Key))
	}
	if fmt.Sprint(lines) != fmt.Sprint(want) {
		t.Errorf("errors\n got %q\nwant %q", lines, want)
	}
}

func TestUnitsSample(t *testing.T) {
	f := openSample(t, "单位登记表.xlsx")
	units, errs := ParseUnits(f.Tables, Look{Unit: func(string) bool { return false }})
	if f.Form.Kind != "units" || len(units) != 75 {
		t.Errorf("%s: %d good units, want 75", f.Form.Kind, len(units))
	}
	wants(t, errs,
		"Sheet1 79 parent sheet.unit.no-parent",
		"Sheet1 80 since sheet.day.none",
		"Sheet1 80 name sheet.row.twice")
	if e := errs[0]; e.Letter != "D" || e.Column != "上级单位" || e.Data["value"] != "某某局" {
		t.Errorf("place of the fault: %+v", e)
	}
	sk := f.Tables[0].Skipped
	if len(sk) != 2 || sk[0].Number != 81 || sk[0].Reason.Key != "sheet.skip.total" || sk[1].Number != 82 ||
		sk[1].Reason.Key != "sheet.skip.signature" {
		t.Errorf("skipped %+v", sk)
	}
	for row, want := range map[int]string{
		8:  "上竹镇 town 2018-04-07 party-committee discipline-committee ",
		11: "公安局 government 2017-09-04 party-committee discipline-group ",
		9:  "华坪镇 town 2019-04-13 party-committee discipline-committee ",
		70: "城关小学 subordinate 2022-02-24   教育体育和科技局",
	} {
		u := units[row-4]
		if row == 9 || row == 8 || row == 11 || row == 70 {
			if got := fmt.Sprintf("%s %s %s %s %s %s", u.Name, u.Category, u.Since, u.Principal,
				u.Supervisory, u.Parent); got != want {
				t.Errorf("row %d: %q, want %q", row, got, want)
			}
		}
	}
}

func TestPeopleSample(t *testing.T) {
	f := openSample(t, "干部名册.xlsx")
	people, errs := ParsePeople(f.Tables, register(t))
	if f.Form.Kind != "people" || len(people) != 282 {
		t.Errorf("%s: %d good people, want 282", f.Form.Kind, len(people))
	}
	wants(t, errs,
		"干部名册 286 born sheet.month.none",
		"干部名册 286 unit sheet.unit.unknown",
		"干部名册 287 name sheet.cell.required")
	if p := people[19]; p.Name != "林翀" || p.Born.String() != "1970-09" || p.Level != "staff" ||
		p.Since.String() != "2021-02-20" || p.Gender != "m" {
		t.Errorf("row 23: %+v", p)
	}
}

func TestProblemsSample(t *testing.T) {
	f := openSample(t, "问题清单及整改台账.xlsx")
	problems, errs := ParseProblems(f.Tables, register(t))
	if f.Form.Kind != "problems" || len(f.Tables) != 2 || len(problems) != 36 {
		t.Errorf("%s: %d sheets, %d good problems, want 2 and 36", f.Form.Kind, len(f.Tables), len(problems))
	}
	wants(t, errs,
		"二季度 22 unit sheet.unit.unknown",
		"二季度 23 source sheet.choice.unknown",
		"二季度 23 level sheet.choice.unknown",
		"二季度 23 measures sheet.cell.required",
		"二季度 23 due sheet.day.none",
		"二季度 23 handler sheet.cell.required")
	closed := 0
	for _, p := range problems {
		if len(p.Measures) != 3 || p.Measures[0] != "召开会议专题研究" || p.Measures[2] != "完善制度，举一反三" {
			t.Errorf("row %d: measures %q", p.Row, p.Measures)
		}
		if p.State == "closed" {
			closed++
		}
	}
	if closed != 25 {
		t.Errorf("%d closed, want 25 (是 and 已销号)", closed)
	}
	if p := problems[22]; p.Leaders[0] != "胡旻" || p.Handlers[0] != "李书恒" || p.Source != "public-review" ||
		p.Due.String() != "2025-05-07" {
		t.Errorf("二季度 row 8: %+v", p)
	}
}

func TestTasksSample(t *testing.T) {
	f := openSample(t, "任务清单.xlsx")
	tasks, errs := ParseTasks(f.Tables, register(t), 0)
	if f.Form.Kind != "tasks" || len(tasks) != 12 {
		t.Errorf("%s: %d good tasks, want 12", f.Form.Kind, len(tasks))
	}
	wants(t, errs, "任务清单 16 limit sheet.limit.form", "任务清单 16 points sheet.points.form")
	want := []string{
		"routine 2025-01-01..2025-12-31 quarter [] 500", "routine 2025-01-01..2025-03-31  [] 800",
		"routine 2025-01-01..2025-12-31  [towns departments] 500", "routine 2025-01-01..2025-06-30  [] 200",
		"routine 2025-01-01..2025-12-31 half [towns departments] 500",
		"staged 2025-01-01..2025-03-31  [towns departments] 400",
		"staged 2025-01-01..2025-01-31  [towns departments] 400", "staged 2025-01-01..2025-01-31  [] 600",
		"staged 2025-02-01..2025-12-31  [towns departments] 700", "key 2025-06-01..2025-09-30  [towns departments] 200",
		"key 2025-01-01..2025-10-31  [towns departments] 700", "key 2025-01-01..2025-09-30  [] 300",
	}
	for i, x := range tasks {
		if got := fmt.Sprintf("%s %s..%s %s %v %d", x.Kind, x.Limit.Period.From, x.Limit.Due(), x.Limit.Every,
			x.Groups, x.Points); got != want[i] {
			t.Errorf("row %d: %s, want %s", x.Row, got, want[i])
		}
	}
}

func TestSurveySample(t *testing.T) {
	f := openSample(t, "满意度测评汇总.xlsx")
	rows, errs := ParseSurvey(f.Tables, register(t))
	if f.Form.Kind != "survey" || len(rows) != 7 {
		t.Errorf("%s: %d good rows, want 7", f.Form.Kind, len(rows))
	}
	wants(t, errs, "汇总 11 returned sheet.survey.returned", "汇总 11 valid sheet.survey.sum")
	if errs[1].Data["sum"] != 65 || errs[1].Data["valid"] != 55 {
		t.Errorf("sum: %v", errs[1].Data)
	}
}
