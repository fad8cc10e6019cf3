package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"shuangze/internal/text"
)

const (
	typesXML = `<?xml version="1.0"?><Types/>`
	bookXML  = `<?xml version="1.0"?><workbook xmlns:r="x"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`
	relsXML  = `<?xml version="1.0"?><Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
)

// workbookOf zips a workbook whose one sheet is what body writes.
func workbookOf(t testing.TB, body func(io.Writer), more ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name string, f func(io.Writer)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		f(w)
	}
	more = append([]string{"[Content_Types].xml", typesXML, "xl/workbook.xml", bookXML, "xl/_rels/workbook.xml.rels",
		relsXML}, more...)
	for i := 0; i+1 < len(more); i += 2 {
		put(more[i], func(w io.Writer) { io.WriteString(w, more[i+1]) })
	}
	put("xl/worksheets/sheet1.xml", body)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sheetOf(rows string) func(io.Writer) {
	return func(w io.Writer) { io.WriteString(w, "<worksheet><sheetData>"+rows+"</sheetData></worksheet>") }
}

// why is the key of a refusal, "" if the file was taken.
func why(t testing.TB, b []byte, name string, l Limits) (string, *Book, text.Message) {
	t.Helper()
	book, err := Open(bytes.NewReader(b), int64(len(b)), name, l)
	if err == nil {
		return "", book, text.Message{}
	}
	var in text.InputErrors
	if !errors.As(err, &in) {
		t.Fatalf("%s: not a refusal: %v", name, err)
	}
	return in[0].Key, nil, in[0].Message
}

// growth is the highest heap above the start while f ran, in MB.
func growth(f func()) int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	start := m.HeapInuse
	var peak atomic.Uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			peak.Store(max(peak.Load(), m.HeapInuse))
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	f()
	close(stop)
	<-done
	return int(max(peak.Load(), start)-start) >> 20
}

func bounded(t *testing.T, f func()) {
	t.Helper()
	mb := growth(f)
	t.Logf("memory growth %d MB", mb)
	if mb > 150 {
		t.Errorf("memory grew by %d MB, at most 150 allowed", mb)
	}
}

// fill writes n megabytes of a repeated text.
func fill(w io.Writer, s string, mb int) {
	chunk := strings.Repeat(s, (1<<20)/len(s))
	for range mb {
		io.WriteString(w, chunk)
	}
}

func TestBombs(t *testing.T) {
	for _, c := range []struct {
		name, want string
		body       func(io.Writer)
		limits     Limits
	}{
		{"declared", "sheet.file.bomb", func(w io.Writer) { fill(w, " ", 300) }, Limits{}},
		{"ratio", "sheet.file.ratio", func(w io.Writer) { fill(w, " ", 150) }, Limits{}},
		{"endless text", "sheet.file.long-cell", func(w io.Writer) {
			io.WriteString(w, `<worksheet><sheetData><row><c t="inlineStr"><is><t>`)
			fill(w, "a", 100)
		}, Limits{Ratio: 1 << 30}},
		{"endless attribute", "sheet.file.endless",
			func(w io.Writer) { io.WriteString(w, `<worksheet a="`); fill(w, "a", 100) }, Limits{Ratio: 1 << 30}},
		{"deep", "sheet.file.damaged", func(w io.Writer) { fill(w, "<a>", 100) }, Limits{Ratio: 1 << 30}},
		{"many small cells", "sheet.file.columns", func(w io.Writer) {
			io.WriteString(w, `<worksheet><sheetData><row>`)
			fill(w, `<c><v>1</v></c>`, 50)
		}, Limits{Ratio: 1 << 30}},
		{"comments", "", func(w io.Writer) {
			io.WriteString(w, `<worksheet><sheetData>`)
			fill(w, `<!-- no -->`, 20)
			io.WriteString(w, `</sheetData></worksheet>`)
		}, Limits{Ratio: 1 << 30}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := workbookOf(t, c.body)
			bounded(t, func() {
				if got, _, _ := why(t, b, "a.xlsx", c.limits); got != c.want {
					t.Errorf("%s, want %s", got, c.want)
				}
			})
		})
	}
}

// A header that lies about the size does not get more read than it declares,
// nor more than the limit.
func TestLyingHeader(t *testing.T) {
	b := workbookOf(t, func(w io.Writer) {
		io.WriteString(w, "<worksheet><sheetData>")
		fill(w, "<row/>", 60)
		io.WriteString(w, "</sheetData></worksheet>")
	})
	// The last directory record is the sheet's; make it declare 100 bytes.
	i := bytes.LastIndex(b, []byte("PK\x01\x02"))
	copy(b[i+24:], []byte{100, 0, 0, 0})
	bounded(t, func() {
		if got, _, _ := why(t, b, "a.xlsx", Limits{}); got != "sheet.file.damaged" {
			t.Errorf("%s", got)
		}
	})
	honest := workbookOf(t, func(w io.Writer) {
		io.WriteString(w, "<worksheet><sheetData>")
		fill(w, "<row/>", 3)
		io.WriteString(w, "</sheetData></worksheet>")
	})
	if got, _, _ := why(t, honest, "a.xlsx", Limits{Unpack: 4 << 20}); got != "" {
		t.Errorf("an honest file of 3 MB was refused: %s", got)
	}
}

func TestManyEntries(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 2001 {
		z.Create(fmt.Sprintf("x/%d", i))
	}
	z.Close()
	if got, _, _ := why(t, b.Bytes(), "a.xlsx", Limits{}); got != "sheet.file.entries" {
		t.Errorf("%q", got)
	}
}

func TestTooManyRows(t *testing.T) {
	b := workbookOf(t, func(w io.Writer) {
		io.WriteString(w, "<worksheet><sheetData>")
		for i := 1; i <= 200_000; i++ {
			fmt.Fprintf(w, `<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d" t="inlineStr"><is><t>单位%d</t></is></c><c r="C%d"><v>%d</v></c></row>`, i, i, i, i, i, i, i*7)
		}
		io.WriteString(w, "</sheetData></worksheet>")
	})
	t.Logf("%d KB", len(b)>>10)
	bounded(t, func() {
		got, _, m := why(t, b, "a.xlsx", Limits{})
		if got != "sheet.file.rows" || m.Data["limit"] != 50_000 || m.Data["count"] != 50_001 {
			t.Errorf("%s %v", got, m.Data)
		}
	})
}

// The widest file that is still taken stays within the memory bound too.
func TestLargestTaken(t *testing.T) {
	b := workbookOf(t, func(w io.Writer) {
		io.WriteString(w, "<worksheet><sheetData>")
		for i := 1; i <= 50_000; i++ {
			fmt.Fprintf(w, `<row r="%d">`, i)
			for c := range 8 {
				fmt.Fprintf(w, `<c t="inlineStr"><is><t> 单位名称较长较长较长%d-%d </t></is></c>`, i, c)
			}
			io.WriteString(w, "</row>")
		}
		io.WriteString(w, "</sheetData></worksheet>")
	})
	bounded(t, func() {
		got, book, _ := why(t, b, "a.xlsx", Limits{})
		if got != "" || len(book.Grids[0].Lines) != 50_000 {
			t.Errorf("refused: %s", got)
		}
		runtime.KeepAlive(book)
	})
}

func TestWrongFiles(t *testing.T) {
	ole := append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 2000)...)
	locked := append(append([]byte{}, ole...), utf16le("EncryptedPackage")...)
	gb, _ := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte("单位名称,备注\n城关镇,好\n"))
	var plain, word bytes.Buffer
	z := zip.NewWriter(&plain)
	z.Create("a.txt")
	z.Close()
	z = zip.NewWriter(&word)
	z.Create("word/document.xml")
	z.Close()
	for _, c := range []struct {
		name, want string
		bytes      []byte
	}{
		{"表.xlsx", "sheet.file.renamed-csv", []byte("单位名称,备注\n城关镇,好\n")},
		{"表.xlsx", "sheet.file.renamed-csv", gb},
		{"表.csv", "", gb},
		{"表.csv", "", []byte("\ufeff单位名称,备注\n")},
		{"表.pdf", "sheet.file.text-named", []byte("单位名称,备注\n")},
		{"表.xls", "sheet.file.xls", ole},
		{"表.xlsx", "sheet.file.xls", ole},
		{"表.xlsx", "sheet.file.encrypted", locked},
		{"表.xlsx", "sheet.file.not-sheet", []byte("\x89PNG\r\n\x1a\n0000")},
		{"表.pdf", "sheet.file.not-sheet", []byte("%PDF-1.7\n")},
		{"表.xlsx", "sheet.file.zip", plain.Bytes()},
		{"表.xlsx", "sheet.file.not-sheet", word.Bytes()},
		{"表.xls", "sheet.file.web-page", []byte("<html><table><tr><td>1</td></tr></table>")},
		{"表.csv", "sheet.file.unknown", []byte("a\x00b")},
		{"表.csv", "sheet.file.utf16", []byte("\xff\xfea\x00")},
		{"表.xlsx", "sheet.file.empty", nil},
		{"表.xlsx", "sheet.file.damaged", []byte("PK\x03\x04 and no more")},
		{"表.xlsx", "sheet.file.damaged", func() []byte { b := workbookOf(t, sheetOf("<row/>")); return b[:len(b)/2] }()},
		{"表.xlsx", "sheet.file.columns", workbookOf(t, sheetOf(`<row r="1"><c r="GS1"><v>1</v></c></row>`))},
	} {
		if got, _, _ := why(t, c.bytes, c.name, Limits{}); got != c.want {
			t.Errorf("%s %.20q: %q, want %q", c.name, c.bytes, got, c.want)
		}
	}
	if got, _, _ := why(t, make([]byte, 100), "a", Limits{File: 99}); got != "sheet.file.too-big" {
		t.Errorf("too big: %q", got)
	}
}

func TestCells(t *testing.T) {
	b := workbookOf(t, sheetOf(`<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f t="shared" si="0"/><v>x</v></c>`+
		`<c r="C1" t="e"><v>#REF!</v></c><c r="D1" s="1"><v>45717</v></c><c r="E1" s="2"><v>1980.1</v></c><c r="F1" t="s"><v>0</v></c>`+
		`<c r="G1" t="inlineStr"><is><t>甲_x000D_乙</t><rPh><t>ruby</t></rPh></is></c><c r="H1" t="s"><v>9</v></c></row>`),
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="2"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml", `<sst><si><r><t>　甲</t></r><r><t>方 </t></r></si></sst>`)
	got, book, _ := why(t, b, "a.xlsx", Limits{})
	if got != "" {
		t.Fatal(got)
	}
	l := book.Grids[0].Lines[0]
	for col, want := range map[int]string{1: "5 ", 2: "5 ", 3: "6 #REF!", 4: "3 45717", 5: "2 1980.10",
		6: "1 甲方", 7: "1 甲\n乙", 8: "0 "} {
		c := l.At(col)
		if got := fmt.Sprintf("%d %s", c.Kind, c.Text); got != want {
			t.Errorf("%s1 = %q, want %q", Letter(col), got, want)
		}
	}
}

// Rows of a CSV are counted as Excel counts them.
func TestCSVRows(t *testing.T) {
	_, book, _ := why(t, []byte("甲,乙\r\n\r\n\"一\n二\",x\r\n=1+1,'=1+1\r\n"), "a.csv", Limits{})
	g := book.Grids[0]
	if len(g.Lines) != 3 || g.Lines[1].Number != 3 || g.Lines[2].Number != 4 {
		t.Fatalf("%+v", g.Lines)
	}
	if a, b := g.Lines[2].At(1), g.Lines[2].At(2); a.Kind != Formula || b.Kind != Text || b.Text != "=1+1" {
		t.Errorf("formula %+v, disarmed %+v", a, b)
	}
}

// A formula in a real workbook reaches the row as an error, its value unused.
func TestFormulaCell(t *testing.T) {
	f := excelize.NewFile()
	for i, v := range []any{"单位名称", "单位类别"} {
		f.SetCellValue("Sheet1", Letter(i+1)+"1", v)
	}
	f.SetCellFormula("Sheet1", "A2", `=HYPERLINK("http://x","城关镇")`)
	f.SetCellValue("Sheet1", "B2", "镇")
	var b bytes.Buffer
	f.Write(&b)
	units, errs := ParseUnits(recognise(t, b.Bytes(), "a.xlsx").Tables, Look{})
	if len(units) != 0 {
		t.Errorf("taken: %+v", units)
	}
	wants(t, errs, "Sheet1 2 name sheet.cell.formula")
}

// Whatever the bytes, Open and Recognise answer and do not panic.
func FuzzOpen(f *testing.F) {
	f.Add([]byte("单位名称,单位类别\n城关镇,镇\n"), true)
	f.Add(workbookOf(f, sheetOf(`<row r="1"><c r="A1"><v>1</v></c></row>`)), false)
	f.Add([]byte(`<row r="1"><c r="A1" t="inlineStr"><is><t>单位名称</t></is></c></row><mergeCell ref="A1:B9"/>`), true)
	f.Fuzz(func(t *testing.T, b []byte, inside bool) {
		name := "a.csv"
		if inside {
			b, name = workbookOf(t, func(w io.Writer) { w.Write(b) }), "a.xlsx"
		}
		book, err := Open(bytes.NewReader(b), int64(len(b)), name, Limits{})
		if err != nil {
			return
		}
		if found, err := Recognise(book, Forms()); err == nil {
			ParseUnits(found.Tables, Look{})
			ParseProblems(found.Tables, Look{})
		}
	})
}

// 5,000 rows with 37 bad ones: each is named, the others are good.
func TestFiveThousandRows(t *testing.T) {
	b := workbookOf(t, func(w io.Writer) {
		io.WriteString(w, `<worksheet><sheetData><row r="1">`)
		for _, h := range []string{"姓名", "出生年月", "工作单位", "任现职时间"} {
			fmt.Fprintf(w, `<c t="inlineStr"><is><t>%s</t></is></c>`, h)
		}
		io.WriteString(w, `</row>`)
		for i := range 5000 {
			month := i%12 + 1
			if i%135 == 0 && i < 37*135 {
				month = 13
			}
			fmt.Fprintf(w, `<row><c t="inlineStr"><is><t>张%c</t></is></c><c t="inlineStr"><is><t>1970.%02d</t></is></c><c t="inlineStr"><is><t>城关镇</t></is></c><c><v>45717</v></c></row>`, rune(0x4e00+i), month)
		}
		io.WriteString(w, `</sheetData></worksheet>`)
	})
	start := time.Now()
	people, errs := ParsePeople(recognise(t, b, "a.xlsx").Tables, Look{})
	if len(people) != 5000-37 || len(errs) != 37 || errs[1].Row != 137 {
		t.Errorf("%d good, %d errors", len(people), len(errs))
	}
	t.Log(time.Since(start))
}
