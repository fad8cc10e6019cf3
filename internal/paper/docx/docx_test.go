package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"shuangze/internal/official"
	"shuangze/internal/official/sample"
	"shuangze/internal/paper/face"
	"shuangze/internal/paper/pdf"
)

var day = time.Date(2025, 4, 8, 1, 0, 0, 0, time.UTC)

func made(t testing.TB, d official.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Make(&b, d, day); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// words are all that a document's parts say, and whether each part is XML.
func words(t testing.TB, b []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, ".png") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		d, in := xml.NewDecoder(r), false
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			switch x := token.(type) {
			case xml.StartElement:
				in = x.Name.Local == "t"
			case xml.EndElement:
				in = false
			case xml.CharData:
				if in {
					all.Write(x)
				}
			}
		}
	}
	return all.String()
}

func TestSaysAll(t *testing.T) {
	for name, d := range sample.All() {
		got := words(t, made(t, d))
		want := append([]string{d.Mark, d.Number, d.To, d.Organ, d.Date, d.Copies, d.Printer, d.Printed, d.Code, d.DayCode,
			d.Urgency, d.Copy, d.Foot, d.Note}, d.Title...)
		want = append(append(want, d.Annexed...), d.Signers...)
		for _, b := range d.Body {
			want = append(want, b.Text)
		}
		for _, a := range d.Annexes {
			want = append(want, a.Title...)
		}
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s does not say %q", name, w)
			}
		}
		if !bytes.Equal(made(t, d), made(t, d)) {
			t.Errorf("%s is not the same twice", name)
		}
	}
}

// Whatever is typed, the parts are XML and each character that XML can hold stands in them.
func TestAnyWords(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.String().Draw(rt, "words")
		d := official.Document{Form: rapid.SampledFrom([]official.Form{official.General, official.Letter,
			official.Plain}).Draw(rt, "form"), Mark: s, Number: s, Title: []string{s, s}, To: s,
			Body:    official.Paragraphs(s + "\n" + s),
			Annexed: []string{s}, Organ: s, Date: s, Sealed: rapid.Bool().Draw(rt, "sealed"), Note: s, Copies: s, Printer: s,
			Address: s, Code: s, Signers: []string{s, s},
			Annexes: []official.Annex{{Title: []string{s}, Body: []official.Block{{Table: &official.Table{
				Columns: []official.Column{{Label: s}}, Rows: [][]string{{s}, {}}}}, {Chart: &official.Chart{Labels: []string{s},
				Values: []int64{rapid.Int64Range(-1e6, 1e6).Draw(rt, "value")}, Scale: 100}}}}}}
		got := words(t, made(t, d))
		var clean strings.Builder
		escape(&clean, s)
		want, err := unescaped(clean.String())
		if err != nil || !strings.Contains(got, want) {
			rt.Fatalf("%q is lost (%v)", want, err)
		}
	})
}

func unescaped(s string) (v string, err error) {
	err = xml.Unmarshal([]byte("<x>"+s+"</x>"), &v)
	return v, err
}

func TestTooManyRows(t *testing.T) {
	d := official.Document{Body: []official.Block{{Table: sample.Ledger(MostRows + 1)}}}
	if err := Make(io.Discard, d, day); err == nil {
		t.Error("a table of any length is written")
	}
}

func TestFigures(t *testing.T) {
	for _, x := range []struct {
		value, scale int64
		want         string
	}{{948, 10, "94.8"}, {5, 100, "0.05"}, {-5, 10, "-0.5"}, {7, 1, "7"}, {0, 10, "0.0"}} {
		if got := figure(x.value, x.scale); got != x.want {
			t.Errorf("%d of %d is %q, %q wanted", x.value, x.scale, got, x.want)
		}
	}
}

// LibreOffice opens each, sets 22 lines of 28 characters on a full page, and ends where pages end.
func TestOpensInLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		if strings.Contains(os.Getenv("SHUANGZE_REQUIRE"), "libreoffice") {
			t.Fatal("SHUANGZE_REQUIRE asks for LibreOffice, and there is none")
		}
		t.Skip("no LibreOffice")
	}
	dir := t.TempDir()
	if kept := os.Getenv("SHUANGZE_ARTEFACTS"); kept != "" {
		dir = filepath.Join(kept, "docx")
	}
	fonts(t, dir)
	var files []string
	full := official.Document{Mark: "镇坪县文件", Number: "镇发〔2025〕1号", Title: []string{"关于字数的通知"}, To: "各镇",
		Body: []official.Block{{Text: strings.Repeat("落实主体责任和监督责任", 200)}}}
	all := sample.All()
	all["full"] = full
	for name, d := range all {
		file := filepath.Join(dir, name+".docx")
		if err := os.WriteFile(file, made(t, d), 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	c := exec.Command(office, append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "office"), "--headless",
		"--convert-to", "pdf", "--outdir", dir}, files...)...)
	c.Env = append(os.Environ(), "FONTCONFIG_FILE="+filepath.Join(dir, "fonts.conf"), "HOME="+dir)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := func(name string, page int) []string {
		out, err := exec.Command("pdftotext", "-layout", "-f", fmt.Sprint(page), "-l", fmt.Sprint(page),
			filepath.Join(dir, name+".pdf"), "-").CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		var all []string
		for l := range strings.Lines(string(out)) {
			if l = strings.TrimSpace(l); l != "" {
				all = append(all, l)
			}
		}
		return all
	}
	second := lines("full", 2)
	if len(second) != 23 || strings.ReplaceAll(second[22], " ", "") != "—2—" {
		t.Fatalf("the second page has %d lines with its number: %q", len(second), second)
	}
	for i, l := range second[:22] {
		if n := len([]rune(l)); n != 28 {
			t.Errorf("line %d of the second page has %d characters: %s", i+1, n, l)
		}
	}
	laid := &pdf.Maker{Faces: face.Bundled()}
	for name, d := range sample.All() {
		whole, err := exec.Command("pdftotext", filepath.Join(dir, name+".pdf"), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		pages, err := laid.Pages(t.Context(), d)
		if got := bytes.Count(whole, []byte{'\f'}); err != nil || got != len(pages) {
			t.Errorf("%s has %d pages in LibreOffice and %d as PDF (%v)", name, got, len(pages), err)
		}
		got := strings.Join(strings.Fields(string(whole)), "")
		for _, w := range []string{d.Mark, d.Number, d.Organ, d.Date, d.Printer, d.Code, strings.Join(d.Title, "")} {
			if !strings.Contains(got, strings.Join(strings.Fields(w), "")) {
				t.Errorf("%s as opened does not say %q", name, w)
			}
		}
	}
}
