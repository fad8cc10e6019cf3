package app

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"shuangze/internal/web/desk"
)

// upload sends a file as a browser does.
func (v *visitors) upload(login, path, name string, body []byte) *httptest.ResponseRecorder {
	v.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		v.Fatal(err)
	}
	part.Write(body)
	if err := form.Close(); err != nil {
		v.Fatal(err)
	}
	r := httptest.NewRequest("POST", path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Accept-Language", "zh-CN")
	r.AddCookie(&http.Cookie{Name: desk.SessionCookie, Value: v.cookies[login]})
	w := httptest.NewRecorder()
	v.desk.ServeHTTP(w, r)
	return w
}

// workbook is an xlsx with one sheet whose rows are written by rows.
func workbook(t *testing.T, rows func(io.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate,
		func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	put := func(name string, body func(io.Writer)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		body(w)
	}
	text := func(s string) func(io.Writer) { return func(w io.Writer) { io.WriteString(w, s) } }
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	put("[Content_Types].xml", text(head+
		`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`))
	put("_rels/.rels", text(head+
		`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`))
	put("xl/workbook.xml", text(head+
		`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>`))
	put("xl/_rels/workbook.xml.rels",
		text(head+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`))
	put("xl/worksheets/sheet1.xml", func(w io.Writer) {
		io.WriteString(w, head+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
		rows(w)
		io.WriteString(w, `</sheetData></worksheet>`)
	})
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func row(w io.Writer, n int, cells ...string) {
	fmt.Fprintf(w, `<row r="%d">`, n)
	for i, c := range cells {
		if f, is := strings.CutPrefix(c, "="); is {
			fmt.Fprintf(w, `<c r="%c%d" t="str"><f>%s</f><v>甲单位</v></c>`, 'A'+i, n, f)
		} else {
			fmt.Fprintf(w, `<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+i, n, c)
		}
	}
	io.WriteString(w, `</row>`)
}

// Wrong files, through the pages of an import and of evidence: a clear answer
// beside the field, and nothing written.
func TestWrongFilesThroughThePage(t *testing.T) {
	t.Parallel()
	v := visit(t)
	png := "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 64)
	bomb := workbook(t, func(w io.Writer) {
		row(w, 1, "单位名称", "单位类别")
		fill := []byte(strings.Repeat(" ", 1<<20))
		for range 600 { // 600 MB of nothing in well under a megabyte
			w.Write(fill)
		}
	})
	if len(bomb) > 20<<20 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	long := workbook(t, func(w io.Writer) {
		row(w, 1, "单位名称", "单位类别")
		for n := 2; n <= 200001; n++ {
			row(w, n, "单位", "镇")
		}
	})
	before := entries(t, v.h)
	for _, x := range []struct {
		name, says string
		body       []byte
	}{
		{"炸弹.xlsx", "解压后超过", bomb},
		{"二十万行.xlsx", "行", long},
		{"表.xlsx", "其实是改了名的 CSV 文本", []byte("单位名称,单位类别\n甲单位,镇\n")},
		{"图片.xlsx", "PNG", []byte(png)},
		{"截断.xlsx", "已损坏", bomb[:len(bomb)/2]},
		{"旧版.xls", "旧版 .xls", append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 2048)...)},
		{"空.xlsx", "空", nil},
		{"别的表.xlsx", "认不出", workbook(t, func(w io.Writer) { row(w, 1, "天气", "温度"); row(w, 2, "晴", "20") })},
		{"公式.xlsx", "公式", workbook(t, func(w io.Writer) {
			row(w, 1, "单位名称", "单位类别", "成立时间")
			row(w, 2, `=HYPERLINK(&quot;http://x&quot;)`, "镇", "2020-01-01")
		})},
	} {
		w := v.upload("zhuti-jb", "/import", x.name, x.body)
		body := w.Body.String()
		if w.Code != http.StatusUnprocessableEntity && !(x.name == "公式.xlsx" && w.Code == http.StatusOK) ||
			!strings.Contains(body, x.says) {
			t.Errorf("%s: %d, and not “%s”:\n%s", x.name, w.Code, x.says, lines(body))
		}
	}
	if after := entries(t, v.h); after != before {
		t.Errorf("%d entries were written", after-before)
	}
	order := v.of(v.unit("曙坪镇"))["order"]
	for _, x := range []struct {
		name, says string
		body       []byte
	}{
		{"照片.pdf", "不符", []byte(png)},
		{"网页.png", "", []byte("<!doctype html><script>alert(1)</script>")},
		{"矢量.svg", "", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)},
		{"程序.exe", "", []byte("MZ\x90\x00\x03\x00\x00\x00")},
		{"空.png", "", nil},
	} {
		w := v.upload("shuping-lly", "/orders/"+order+"/do/attach", x.name, x.body)
		if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, x.says) {
			t.Errorf("evidence %s: %d, and not “%s”:\n%s", x.name, w.Code, x.says, lines(body))
		}
	}
	if after := entries(t, v.h); after != before {
		t.Errorf("%d entries were written for refused evidence", after-before)
	}
}

// lines are the words of a page about errors.
func lines(body string) string {
	var out []string
	for _, l := range strings.Split(body, "<") {
		if _, words, ok := strings.Cut(l, ">"); ok && strings.TrimSpace(words) != "" {
			out = append(out, strings.TrimSpace(words))
		}
	}
	return strings.Join(out, " | ")
}
