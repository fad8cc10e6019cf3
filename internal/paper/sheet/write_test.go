package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"shuangze/internal/lang"
	"shuangze/internal/when"
)

func peopleSheet(people []PersonRow) Sheet {
	f := People()
	level := map[string]string{}
	for _, l := range Levels {
		level[l.Code] = l.Words[0]
	}
	gender := map[string]string{"m": "男", "f": "女"}
	s := Sheet{Name: "干部/名册", Title: "镇坪县干部名册"}
	for _, k := range []string{"name", "gender", "born", "unit", "post", "level", "portfolio", "since", "party"} {
		s.Columns = append(s.Columns, Field{Title: f.Title(in(lang.Chinese), k)})
	}
	var rows [][]any
	for _, p := range people {
		rows = append(rows, []any{p.Name, gender[p.Gender], p.Born, p.Unit, p.Post, level[p.Level],
			p.Portfolio, p.Since, p.Party})
	}
	s.Rows = slices.Values(rows)
	return s
}

// What is exported comes back the same, through xlsx and through CSV, also when
// a post looks like a formula.
func TestRoundTrip(t *testing.T) {
	people, _ := ParsePeople(openSample(t, "干部名册.xlsx").Tables, register(t))
	for i, p := range []string{"=cmd|' /C calc'!A0", "+1", "-副职", "@x", "'=quoted"} {
		people[i].Post = p
	}
	var x, c bytes.Buffer
	if err := Write(&x, peopleSheet(people)); err != nil {
		t.Fatal(err)
	}
	if err := WriteCSV(&c, peopleSheet(people)); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"a.xlsx": x.Bytes(), "a.csv": c.Bytes()} {
		back, errs := ParsePeople(recognise(t, b, name).Tables, register(t))
		wants(t, errs)
		if len(back) != len(people) {
			t.Fatalf("%s: %d rows, want %d", name, len(back), len(people))
		}
		for i := range back {
			back[i].At = people[i].At
			if fmt.Sprint(back[i]) != fmt.Sprint(people[i]) {
				t.Errorf("%s: %v, want %v", name, back[i], people[i])
			}
		}
	}
}

// Another program sees real dates, real figures, words as words, the frozen
// header and the filter.
func TestWrittenFile(t *testing.T) {
	var b bytes.Buffer
	err := Write(&b, Sheet{Name: "表", Title: "题", Columns: []Field{{Title: "文"}, {Title: "日"}, {Title: "数"}, {Title: "分"}},
		Rows: slices.Values([][]any{{"=1+1", when.Date(2025, 3, 1), 7, Hundredths(250)},
			{" \t=2", when.Open, nil, Hundredths(5)}})})
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	part := func(name string) string {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := io.ReadAll(f)
		return string(s)
	}
	xml := part("xl/worksheets/sheet1.xml")
	if strings.Contains(xml, "<f>") || !strings.Contains(xml, `t="inlineStr"`) {
		t.Error("a text became a formula")
	}
	for _, want := range []string{`<autoFilter ref="$A$2:$D$4"`, `state="frozen"`, `ySplit="2"`, "<cols>"} {
		if !strings.Contains(xml, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if !strings.Contains(part("xl/styles.xml"), `quotePrefix="1"`) &&
		!strings.Contains(part("xl/styles.xml"), `quotePrefix="true"`) {
		t.Error("no quote prefix")
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]string{"A3": "=1+1", "B3": "2025-03-01", "C3": "7",
		"D3": "2.50", "B4": "", "D4": "0.05"} {
		if got, _ := f.GetCellValue("表", cell); got != want {
			t.Errorf("%s = %q, want %q", cell, got, want)
		}
	}
	if Write(io.Discard, Sheet{Columns: []Field{{Title: "x"}}, Rows: slices.Values([][]any{{struct{}{}}})}) == nil {
		t.Error("a value no cell can hold was written")
	}
}

func TestDisarm(t *testing.T) {
	for s, want := range map[string]string{
		"=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\ta": "'\ta", "\r=1": "'\r=1", " =1": "' =1", "＝1": "'＝1",
		"'=1": "''=1", "''=1": "'''=1", "城关镇": "城关镇", "'a": "'a", "": "",
	} {
		if got := disarm(s); got != want {
			t.Errorf("disarm(%q) = %q, want %q", s, got, want)
		}
	}
}
