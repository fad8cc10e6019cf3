package pdf

import (
	"bytes"
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"shuangze/internal/official"
	"shuangze/internal/official/sample"
	"shuangze/internal/paper/face"
)

func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("no %s here (scripts/need.sh poppler installs it)", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", name, err, out)
	}
	return string(out)
}

func stored(t testing.TB, b []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

var pageNumber = regexp.MustCompile(`(?m)^ *— ?\d+ ?— *$`)

// What is read out of the file is what was written into it, without a blank between the characters.
func TestWordsAreFound(t *testing.T) {
	d := sample.Circular()
	d.Body = append(d.Body, official.Block{Text: "同形：⼀一、甲‒乙–丙，缺字：😀与\U000E0FFF，结束。"})
	const rare = "喆堃翀玥旻昉珺䶮龑𬭎"
	d.Body = append(d.Body, official.Block{Text: rare}, official.Block{Text: "一、" + rare, Level: official.First},
		official.Block{Text: "（一）" + rare, Level: official.Second})
	d.Title = append(d.Title, "关于"+rare+"的通报")
	text := tool(t, "pdftotext", stored(t, made(t, d)), "-")
	text = strings.ReplaceAll(strings.ReplaceAll(pageNumber.ReplaceAllString(text, ""), "\n", ""), "\f", "")
	want := []string{d.Mark, d.Number, strings.Join(d.Title, ""), d.To + "：", d.Organ + d.Date,
		"附件：1." + d.Annexed[0] + "2." + d.Annexed[1],
		"（" + d.Note + "）", d.Code, d.DayCode, d.Printer, d.Printed + "印发"}
	for _, b := range d.Body {
		want = append(want, clean(b.Text))
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("not found: %q", w)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
	for line := range strings.Lines(tool(t, "pdffonts", stored(t, made(t, d)))) {
		if strings.Contains(line, "Shuangze") && !strings.Contains(line, "yes yes yes") {
			t.Errorf("a typeface is not embedded, or not with what its glyphs mean: %s", line)
		}
	}
}

func TestArchive(t *testing.T) {
	b := made(t, sample.Circular())
	for _, want := range []string{"<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>U</pdfaid:conformance>",
		"/OutputIntents", "2025-04-08"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("the file does not say %s", want)
		}
	}
	o := options
	o.NoArchive = true
	if b, err := maker.Make(context.Background(), sample.Circular(), o); err != nil || bytes.Contains(b,
		[]byte("pdfaid")) {
		t.Errorf("a plain PDF calls itself an archive's, or %v", err)
	}
}

func TestSameBytes(t *testing.T) {
	want := made(t, sample.Circular())
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			m := &Maker{Faces: face.Bundled()}
			for range 2 {
				for _, m := range []*Maker{m, maker} {
					if got, err := m.Make(context.Background(), sample.Circular(), options); err != nil || !bytes.Equal(got, want) {
						t.Errorf("the same document is another file: %d and %d bytes, %v", len(got), len(want), err)
					}
				}
			}
		})
	}
	wait.Wait()
}

// Whatever is typed: a document comes of it, and every character of its text that shows anything is on a page.
func TestAnyDocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.StringN(0, 60, -1),
			rapid.StringOfN(rapid.RuneFrom([]rune("，。（）“”——……〔〕\u0301\u200d\u202e\x00\n 字词a1%")), 0, 80, -1))
		list := rapid.SliceOfN(s, 0, 3)
		d := official.Document{Form: rapid.SampledFrom([]official.Form{official.General, official.Letter,
			official.Plain}).Draw(t, "form"),
			Lang: rapid.SampledFrom([]string{"", "en"}).Draw(t, "lang"), Copy: s.Draw(t, "copy"), Urgency: s.Draw(t,
				"urgency"), Mark: s.Draw(t, "mark"),
			Number: s.Draw(t, "number"), Signers: list.Draw(t, "signers"), Title: list.Draw(t, "title"), To: s.Draw(t, "to"),
			Annexed: list.Draw(t, "annexed"), Organ: s.Draw(t, "organ"), Date: s.Draw(t, "date"),
			Sealed: rapid.Bool().Draw(t, "sealed"),
			Note:   s.Draw(t, "note"), Copies: s.Draw(t, "copies"), Printer: s.Draw(t, "printer"), Printed: s.Draw(t, "printed"),
			Code: s.Draw(t, "code"), DayCode: s.Draw(t, "day code"), Foot: s.Draw(t, "foot")}
		text := s.Draw(t, "text")
		d.Body = append(d.Body, official.Block{Text: text, Level: official.LevelOf(text)},
			official.Block{Table: &official.Table{Wide: rapid.Bool().Draw(t, "wide"),
				Columns: []official.Column{{Label: s.Draw(t, "label")}, {Width: 2}},
				Rows:    [][]string{{s.Draw(t, "cell")}, {"", s.Draw(t, "cell"), "over"}}}},
			official.Block{Chart: &official.Chart{Labels: list.Draw(t, "labels"), Values: []int64{math.MinInt64, 0,
				math.MaxInt64}}})
		pages, err := maker.Pages(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		have := map[rune]int{}
		for _, p := range pages {
			for _, op := range p.Ops {
				if s, ok := op.(*Text); ok {
					for i, r := range s.Words {
						have[r]++
						if x := s.X + s.At[i]; !(x > 20 && x < p.Width-20 && s.Y > 20 && s.Y < p.Height-10) {
							t.Fatalf("%q of %q stands at %.1f, %.1f, beyond the page", r, string(s.Words), x, s.Y)
						}
					}
				}
			}
		}
		for _, r := range clean(text + d.To + d.Organ + d.Date + d.Note) {
			if have[r] == 0 && r != '\n' {
				t.Fatalf("%q is on no page", r)
			}
		}
		if _, err := maker.Make(context.Background(), d, options); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkCircular(b *testing.B) {
	d := sample.Circular()
	d.Annexes = nil
	if n := len(pagesOf(b, d)); n != 3 {
		b.Fatalf("%d pages", n)
	}
	b.ReportAllocs()
	for b.Loop() {
		made(b, d)
	}
}

func BenchmarkHundredPages(b *testing.B) {
	d := sample.Circular()
	d.Annexes, d.Body = nil, slices.Repeat(d.Body, 85)
	if n := len(pagesOf(b, d)); n < 98 || n > 105 {
		b.Fatalf("%d pages", n)
	}
	b.ReportAllocs()
	for b.Loop() {
		made(b, d)
	}
}

func BenchmarkLedger(b *testing.B) {
	d := official.Document{Form: official.Plain, Body: []official.Block{{Table: sample.Ledger(2000)}}}
	b.ReportAllocs()
	for b.Loop() {
		made(b, d)
	}
}
