package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"shuangze/internal/text"
)

const cases = "../../../testdata/cases"

func openCase(t *testing.T, name string) Found {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(cases, name))
	if err != nil {
		t.Fatal(err)
	}
	return recognise(t, b, name)
}

func anyUnit(string) bool { return true }
func noUnit(string) bool  { return false }

// A workbook is found by its relations, whatever its parts are called and wherever
// they lie, and so are its sheets.
func TestPartsByTheirRelations(t *testing.T) {
	for name, want := range map[string]int{"04-part-names/workbook2.xlsx": 2, "04-part-names/反斜杠.xlsx": 2,
		"04-part-names/大小写.xlsx":           2,
		"04-part-names/无worksheets目录.xlsx": 1, "04-part-names/根目录.xlsx": 1, "00-base/单位.xlsx": 2} {
		units, errs := ParseUnits(openCase(t, name).Tables, Look{Unit: noUnit})
		if len(units) != want || len(errs) != 0 {
			t.Errorf("%s: %d units, %v", name, len(units), errs)
		}
	}
	problems, errs := ParseProblems(openCase(t, "r07-workbook-name/01-workbook22.xlsx").Tables, Look{Unit: anyUnit})
	if len(problems) != 3 || len(errs) != 0 {
		t.Errorf("workbook22: %d problems, %v", len(problems), errs)
	}
}

// Excel encrypts a protected workbook with a password nobody typed, in the older
// and the newer way; a password of one's own stays a refusal, and a file that asks
// for more work than Excel's does is not worked on.
func TestStandingPassword(t *testing.T) {
	units, errs := ParseUnits(openCase(t, "07-velvet/单位.xlsx").Tables, Look{Unit: noUnit})
	if len(units) == 0 || len(errs) != 0 {
		t.Errorf("%d units, %v", len(units), errs)
	}
	plain, err := os.ReadFile(filepath.Join(cases, "00-base/单位.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]string{standing: "", "secret": "sheet.file.encrypted"} {
		b, err := excelize.Encrypt(plain, &excelize.Options{Password: password})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(bytes.NewReader(b), int64(len(b)), "单位.xlsx", Limits{}); refusalKey(err) != want {
			t.Errorf("password %q: %v", password, err)
		}
	}
	velvet, err := os.ReadFile(filepath.Join(cases, "07-velvet/单位.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(velvet); i += 97 { // damaged anywhere: an answer, no panic
		b := bytes.Clone(velvet)
		b[i] ^= 0xff
		Open(bytes.NewReader(b[:len(b)-i/3]), int64(len(b)-i/3), "单位.xlsx", Limits{})
	}
	for info, want := range map[string]bool{`<p:encryptedKey spinCount="100000" saltSize="16"/>`: true,
		`<p:encryptedKey spinCount="9999999"/>`:                false,
		`<p:encryptedKey spinCount = '99999999999999999999'/>`: false, `<a spinCount="1"/><b spinCount="9999999"/>`: false,
		`<p:encryptedKey/>`: false} {
		if modest([]byte("\x04\x00\x04\x00\x40\x00\x00\x00"+info)) != want {
			t.Errorf("%s: what a key costs is not told", info)
		}
	}
}

func refusalKey(err error) string {
	var in text.InputErrors
	if errors.As(err, &in) && len(in) > 0 {
		return in[0].Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// A merge counts for every cell it covers in the rows of data, in headings and
// titles it stays one cell, and whoever imports is told.
func TestMergedSideways(t *testing.T) {
	for name, rows := range map[string]string{"08-merged-sideways/问题.xlsx": "2–3",
		"r13-ditto-and-sideways/05-sideways.xlsx": "3"} {
		f := openCase(t, name)
		problems, errs := ParseProblems(f.Tables, Look{Unit: anyUnit})
		if len(errs) != 0 || len(problems) == 0 {
			t.Errorf("%s: %d problems, %v", name, len(problems), errs)
		}
		for _, p := range problems {
			if len(p.Leaders) == 0 || len(p.Handlers) == 0 {
				t.Errorf("%s row %d: %v, %v", name, p.Row, p.Leaders, p.Handlers)
			}
		}
		notices := f.Tables[0].Notices()
		if len(notices) != 1 || notices[0].Key != "sheet.merged.aside" ||
			fmt.Sprint(notices[0].Data["rows"]) != "["+rows+"]" {
			t.Errorf("%s: %v", name, notices)
		}
	}
	if problems, _ := ParseProblems(openCase(t, "08-merged-sideways/问题.xlsx").Tables,
		Look{Unit: anyUnit}); len(problems) != 3 {
		t.Errorf("%d problems of three rows", len(problems))
	}
}

// The separator is the one that parts the headings, whatever stands in the values.
func TestSeparator(t *testing.T) {
	units, errs := ParseUnits(openCase(t, "02-csv-semicolons/单位.csv").Tables, Look{Unit: noUnit})
	problems, more := ParseProblems(openCase(t, "02-csv-semicolons/问题.csv").Tables, Look{Unit: anyUnit})
	if len(units) != 1 || len(problems) != 8 || len(errs)+len(more) != 0 {
		t.Errorf("%d units, %d problems, %v %v", len(units), len(problems), errs, more)
	}
	for _, name := range []string{"02-tabs.csv", "02b-tabs-one-column.csv"} {
		people, errs := ParsePeople(openCase(t, "r04-tab-guard/"+name).Tables, Look{Unit: anyUnit})
		if len(people) != 12 || len(errs) != 0 {
			t.Errorf("%s: %d people, %v", name, len(people), errs)
		}
	}
	const rows = "姓名|出生年月|工作单位|职务|联系电话\n张三|1975-03|财政局|局长|=\"0915\"\n李四|1976-04|财政局|副局长|\"5;6,7\"\n"
	for _, sep := range []string{",", ";", "\t", "，"} {
		for _, end := range []string{"\n", "\r\n", "\r"} {
			b := strings.ReplaceAll(strings.ReplaceAll(rows, "|", sep), "\n", end)
			people, errs := ParsePeople(recognise(t, []byte(b), "名册.csv").Tables, Look{Unit: anyUnit})
			if len(people) != 2 || len(errs) != 0 || people[0].Phone != "0915" || people[1].Phone != "5;6,7" ||
				people[1].Row != 3 {
				t.Errorf("parted by %q, rows by %q: %+v, %v", sep, end, people, errs)
			}
		}
	}
}

// A day is the day a person sees: a hair before midnight, and the 43 seconds that
// programs lose in Shanghai, are the next one; the last second is its own.
func TestLastMinuteOfADay(t *testing.T) {
	f := openCase(t, "01-serial-before-midnight/尾差.xlsx")
	units, errs := ParseUnits(f.Tables, Look{Unit: noUnit})
	var got []string
	for _, u := range units {
		got = append(got, u.Since.String())
	}
	if fmt.Sprint(got) != "[2025-03-01 2025-02-28 2025-02-28 2025-03-01]" || len(errs) != 0 {
		t.Errorf("%v, %v", got, errs)
	}
	if n := f.Tables[0].Notices(); len(n) != 1 || n[0].Key != "sheet.day.late" ||
		fmt.Sprint(n[0].Data["rows"]) != "[3–5]" {
		t.Errorf("notices: %v", n)
	}
	f = openCase(t, "01-serial-before-midnight/单位.xlsx")
	if units, _ := ParseUnits(f.Tables, Look{Unit: noUnit}); len(units) == 0 || units[0].Since.String() != "2025-03-01" ||
		len(f.Tables[0].Notices()) != 1 {
		t.Errorf("%v, %v", units, f.Tables[0].Notices())
	}
	if d, _ := Day(Cell{Kind: Number, Serial: 46378.99999}); d.String() != "2026-12-22" {
		t.Error(d)
	}
}

// Weekdays and ages in brackets say nothing more of a day, and 。 is a slip for a point.
func TestDayWithWords(t *testing.T) {
	for s, want := range map[string]string{"2026年12月31日（星期四）": "2026-12-31", "2026年12月31日 周四": "2026-12-31",
		"2026。12。31":        "2026-12-31",
		"2026年12月31日（星期四）前": "2026-12-31", "2026．12．31": "2026-12-31"} {
		c := Cell{Kind: Text, Raw: s, Text: clean(s)}
		if d, f := Deadline(c); f != nil || d.String() != want {
			t.Errorf("%q: %v, %v", s, d, f)
		}
		if w, f := Limit(c, 2026); f != nil || w.Due().String() != want {
			t.Errorf("the limit %q: %v, %v", s, w, f)
		}
	}
	for s, want := range map[string]string{"1975.03\n（51岁）": "1975-03", "1982年11月(44周岁)": "1982-11",
		"1979。08": "1979-08"} {
		if m, f := Month(Cell{Kind: Text, Raw: s, Text: clean(s)}); f != nil || m.String() != want {
			t.Errorf("%q: %v, %v", s, m, f)
		}
	}
}

// Look-alikes are what they look like; rare characters stay; where a character was
// lost the cell is an error, except that those of old GBK fonts are known.
func TestCharactersOfNames(t *testing.T) {
	if units, errs := ParseUnits(openCase(t, "12-radicals/单位.xlsx").Tables, Look{Unit: noUnit}); len(units)+
		len(errs) == 0 {
		t.Error("nothing was read")
	} else {
		seen := map[string]bool{}
		for _, u := range units {
			if seen[text.Key(u.Name)] || strings.ContainsAny(u.Name, "⾦\ufe00\U000e0100") {
				t.Errorf("a second unit: %q", u.Name)
			}
			seen[text.Key(u.Name)] = true
		}
	}
	var names []string
	for _, f := range []string{"名册-gb18030.csv", "名册-utf8.csv", "名册-转义.xlsx"} {
		people, errs := ParsePeople(openCase(t, "14-rare-characters/"+f).Tables, Look{Unit: anyUnit})
		for _, p := range people {
			names = append(names, p.Name)
		}
		for _, e := range errs {
			names = append(names, f+" "+fmt.Sprint(e.Row)+" "+e.Message.Key)
		}
	}
	want := "王䶮 赵㛃 钱𠮷 名册-gb18030.csv 2 input.lost 王䶮 周某某 名册-utf8.csv 2 input.lost 名册-utf8.csv 3 input.lost 名册-utf8.csv 6 input.lost 𠮷文静 李一"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	problems, errs := ParseProblems(openCase(t, "r08-kangxi/07-kangxi.xlsx").Tables,
		Look{Unit: func(s string) bool { return s == "水利局" || s == "财政局" }})
	if len(errs) != 0 || !strings.Contains(fmt.Sprint(problems), "工程款支付文件缺失") {
		t.Errorf("%v, %v", problems, errs)
	}
}

// In columns of words a figure is what the file shows: with its percent sign, its
// noughts and its words, and a date as a date. Figures that lost digits are errors.
func TestFiguresAsShown(t *testing.T) {
	formats := []string{"0%", "000000", "0.00", `0"份"`, "#,##0", "yyyy/m/d", `yyyy"年"m"月"d"日"`, "General",
		"[$-804]yyyy\"年\"m\"月\";@", "@"}
	values := []any{0.5, 915, 2.5, 12, 12345, 46378, 46378, 2.5, 46378, 7}
	want := "50% 000915 2.50 12份 12,345 2026/12/22 2026年12月22日 2.5 2026年12月 7"
	rows := []cells{{"单位名称", "单位类别", "单位简称"}}
	for i, v := range values {
		rows = append(rows, cells{"单位" + string(rune('甲'+i)), "镇", v})
	}
	b := bookOf(t, func(f *excelize.File) {
		for i, code := range formats {
			id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			if err != nil {
				t.Fatal(err)
			}
			f.SetCellStyle("表", fmt.Sprintf("C%d", i+2), fmt.Sprintf("C%d", i+2), id)
		}
	}, leaf{name: "表", rows: rows})
	units, errs := ParseUnits(recognise(t, b, "单位.xlsx").Tables, Look{Unit: noUnit})
	var got []string
	for _, u := range units {
		got = append(got, u.Short)
	}
	if strings.Join(got, " ") != want || len(errs) != 0 {
		t.Errorf("got  %s\nwant %s\n%v", strings.Join(got, " "), want, errs)
	}
	for _, c := range []Cell{{Kind: Number, Serial: 6.10927196801011e17, Text: "610927196801011000"},
		{Kind: Text, Text: "6.1E+17"}, {Kind: Text, Text: "6.10927E+17"}} {
		if _, f := Words(50, true)(c); f == nil || f.Key != "sheet.cell.digits" {
			t.Errorf("%+v: %v", c, f)
		}
	}
	for _, s := range []string{"610927196801011234", "1E3", "E+17"} {
		if v, f := Words(50, true)(Cell{Kind: Text, Text: s}); f != nil || v != s {
			t.Errorf("%q: %v", s, f)
		}
	}
}

// Rows that are only formatted are named as the cause of a file too large.
func TestEmptyRowsAreNamed(t *testing.T) {
	rows := []cells{{"单位名称", "单位类别"}, {"甲局", "镇"}}
	b := bookOf(t, func(f *excelize.File) {
		id, _ := f.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFF00"}}})
		f.SetCellStyle("表", "A3", "F20000", id)
	}, leaf{name: "表", rows: rows})
	for want, limits := range map[string]Limits{"sheet.file.empty-rows": {Unpack: 1 << 20}, "": {}} {
		if _, err := Open(bytes.NewReader(b), int64(len(b)), "单位.xlsx", limits); refusalKey(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
