package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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
	"shuangze/internal/paper/face"
)

// texts are the texts of a page of a size, by baseline, each line with its words and the left end of its first.
type lineAt struct {
	x, y, size float64
	role       face.Role
	words      string
	at         []float64 // places on the page
	end        float64   // where the last one ends
}

var measure = &typesetter{maker: maker, glyphs: map[glyphKey]glyph{}}

func linesOf(p Page) []lineAt {
	var out []lineAt
	for _, op := range p.Ops {
		t, ok := op.(*Text)
		if !ok {
			continue
		}
		var at []float64
		for _, x := range t.At {
			at = append(at, t.X+x)
		}
		end := at[len(at)-1] + measure.glyph(t.Role, t.Words[len(t.Words)-1]).em*t.Size
		if n := len(out); n > 0 && out[n-1].y == t.Y && out[n-1].size == t.Size && t.X > out[n-1].x {
			out[n-1].words += string(t.Words)
			out[n-1].at, out[n-1].end = append(out[n-1].at, at...), end
			continue
		}
		out = append(out, lineAt{t.X, t.Y, t.Size, t.Role, string(t.Words), at, end})
	}
	return out
}

func find(t testing.TB, p Page, words string) lineAt {
	t.Helper()
	for _, l := range linesOf(p) {
		if strings.HasPrefix(l.words, words) {
			return l
		}
	}
	t.Fatalf("no line begins with %q", words)
	return lineAt{}
}

func near(t testing.TB, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.3 {
		t.Errorf("%s is at %.2f, %.2f wanted", what, got, want)
	}
}

// 22 lines of 28 characters, on the same places of every page.
func TestGrid(t *testing.T) {
	d := official.Document{Mark: "镇坪县文件", Number: "镇发〔2025〕1号", Title: []string{"关于字数的通知"},
		Body: []official.Block{{Text: strings.Repeat("落实全面从严治党主体责任", 200)}}}
	pages := pagesOf(t, d)
	lines := slices.DeleteFunc(linesOf(pages[1]), func(l lineAt) bool { return l.size != body })
	if len(lines) != 22 {
		t.Fatalf("a page has %d lines", len(lines))
	}
	for i, l := range lines {
		near(t, fmt.Sprintf("line %d", i), l.y, 104.88+20.6+28.99*float64(i))
		if n := len(l.at); n != 28 {
			t.Fatalf("line %d has %d characters", i, n)
		}
		for j, x := range l.at {
			near(t, fmt.Sprintf("character %d of line %d", j, i), x, 79.37+15.79*float64(j))
		}
	}
	for _, l := range linesOf(pages[0]) {
		if l.size == body && l.y > 500 {
			n := (l.y - lines[0].y) / pitch
			near(t, "a line of the first page", n*pitch, math.Round(n)*pitch)
		}
	}
}

func TestHeadOfACircular(t *testing.T) {
	d := circular()
	d.Copy, d.Urgency, d.Mark = "000001", "特急", "中共镇坪县委文件"
	pages := pagesOf(t, d)
	p := pages[0]
	near(t, "份号", find(t, p, "000001").y, 104.88+20.6)
	near(t, "urgency", find(t, p, "特急").y, 104.88+20.6+pitch)
	mark := find(t, p, d.Mark)
	near(t, "the top of the mark", mark.y-ink*mark.size, 104.88+35*mm)
	near(t, "the middle of the mark", (mark.x+mark.end)/2, 79.37+442.2/2)
	if mark.size != 40 {
		t.Errorf("the mark is %.1f high", mark.size)
	}
	no := find(t, p, d.Number)
	near(t, "the number", no.y, 104.88+35*mm+40+2*pitch+20.6)
	rule := rules(p)[0]
	if rule.Ink != Red || rule.Width != 1.5 {
		t.Errorf("the rule is %+v", rule)
	}
	near(t, "the rule", rule.Y1, no.y+(1-ink)*body+4*mm)
	near(t, "its length", rule.X2-rule.X1, 442.2)
	title := find(t, p, d.Title[0])
	near(t, "the title", title.y, rule.Y1+2*pitch+baseline(titleLine, 22))
	if title.size != 22 || title.role != face.Title {
		t.Errorf("the title is %+v", title)
	}
	near(t, "the addressee", find(t, p, "各镇党委").x, 79.37)
	if l := find(t, p, "一、总体情况"); l.role != face.Hei || math.Abs(l.x-79.37-2*em) > 0.1 {
		t.Errorf("the heading is %+v", l)
	}
	second := func(p Page) (heading, rest face.Role) {
		for i, op := range p.Ops {
			if s, ok := op.(*Text); ok && strings.HasPrefix(string(s.Words), "（一）责任传导不够到位。") {
				return s.Role, p.Ops[i+1].(*Text).Role
			}
		}
		return "", ""
	}
	if a, b := second(pages[1]); a != face.Kai || b != face.Fang {
		t.Errorf("a heading of the second level is in %q, what follows in %q", a, b)
	}
	for i, p := range pages {
		l := find(t, p, fmt.Sprintf("— %d —", i+1))
		near(t, "the number of a page", l.y-0.33*14, 104.88+637.8+7*mm)
		if i%2 == 0 {
			near(t, "an odd number's end", l.end, 79.37+442.2-14)
		} else {
			near(t, "an even number", l.x, 79.37+14)
		}
	}
	// A mark too long is shrunk, and longer still it has two lines.
	d.Mark = strings.Repeat("镇坪县", 5)
	if mark = find(t, pagesOf(t, d)[0], d.Mark); mark.size > 30 || mark.end > 79.37+442.5 {
		t.Errorf("the long mark is %.1f high and ends at %.1f", mark.size, mark.end)
	}
}

func rules(p Page) []*Rule {
	var out []*Rule
	for _, op := range p.Ops {
		if r, ok := op.(*Rule); ok {
			out = append(out, r)
		}
	}
	return out
}

func TestSigners(t *testing.T) {
	d := upward()
	p := pagesOf(t, d)[0]
	no := find(t, p, d.Number)
	near(t, "the number of what goes to a superior", no.x, 79.37+em)
	first := find(t, p, "签发人：张喆")
	third := 0.0
	for _, op := range p.Ops {
		if s, ok := op.(*Text); ok {
			switch string(s.Words) {
			case "张喆":
				near(t, "the name", s.X, first.at[4])
			case "王翀":
				third = s.X
				near(t, "the last name", s.Y, no.y)
			}
			if string(s.Words) == "李大堃" && s.Role != face.Kai {
				t.Errorf("a signer's name is in %s", s.Role)
			}
		}
	}
	near(t, "the third name, below the first", third, first.at[4])
}

func TestHeadOfALetter(t *testing.T) {
	d := letter()
	pages := pagesOf(t, d)
	mark := find(t, pages[0], d.Mark)
	near(t, "the top of the mark", mark.y-ink*mark.size, 30*mm)
	r := rules(pages[0])
	if len(r) != 4 || r[0].Width < r[1].Width || r[2].Width > r[3].Width {
		t.Fatalf("%d rules, the upper should have the thick one above, the lower one below", len(r))
	}
	near(t, "the upper rule", r[0].Y1-r[0].Width/2, 30*mm+40+4*mm)
	near(t, "the lower rule", r[3].Y1+r[3].Width/2, 841.89-20*mm)
	for _, r := range r {
		near(t, "the length of a rule", r.X2-r.X1, 170*mm)
		near(t, "the middle of a rule", (r.X1+r.X2)/2, 595.28/2)
	}
	near(t, "the number's end", find(t, pages[0], d.Number).end, 79.37+442.2)
	near(t, "the number", find(t, pages[0], d.Number).y, find(t, pages[0], d.Copy).y)
	for i, p := range pages {
		numbered := false
		for _, l := range linesOf(p) {
			numbered = numbered || strings.HasPrefix(l.words, "— ")
		}
		if numbered != (i > 0) {
			t.Errorf("page %d of a letter is numbered: %v", i+1, numbered)
		}
	}
	if n := len(rules(pages[len(pages)-1])); n != 0 {
		t.Errorf("the foot of a letter has %d rules", n)
	}
}

func TestOrganAndDate(t *testing.T) {
	d := circular()
	d.Annexes, d.Annexed, d.Body, d.Organ, d.Mark = nil, nil, d.Body[:1], "镇坪县纪委监委办公室", ""
	p := pagesOf(t, d)[0]
	organ, date := find(t, p, d.Organ), find(t, p, d.Date)
	near(t, "the sealed date's end", date.end, 79.37+442.2-4*em)
	near(t, "the middle of the organ", (organ.x+organ.end)/2, (date.x+date.end)/2)
	near(t, "the date below the organ", date.y-organ.y, pitch)
	d.Sealed = false
	p = pagesOf(t, d)[0]
	organ, date = find(t, p, d.Organ), find(t, p, d.Date)
	near(t, "the organ's end", organ.end, 79.37+442.2-2*em)
	near(t, "the date", date.x, organ.x+2*em)
	d.Organ = "县纪委"
	p = pagesOf(t, d)[0]
	organ, date = find(t, p, d.Organ), find(t, p, d.Date)
	near(t, "the end of a date that is longer", date.end, 79.37+442.2-2*em)
	near(t, "the organ", organ.x, date.x-2*em)
	near(t, "the note", find(t, p, "（此件").x, 79.37+2*em)
}

// However many lines a text has: its organ and date share a page with it, the 版记 ends on the last line of the last
// page, nothing lies over anything or leaves the area, and no line is lost.
func TestEnds(t *testing.T) {
	for n := 1; n < 50; n++ {
		for _, sealed := range []bool{false, true} {
			for _, annexed := range []int{0, 1, 3} {
				d := circular()
				d.Annexes, d.Annexed, d.Sealed, d.Body, d.Organ = nil, nil, sealed, nil, "镇坪县纪委监委"
				for i := range n {
					d.Body = append(d.Body, official.Block{Text: fmt.Sprintf("正文第%d行", i+1)})
				}
				for i := range annexed {
					d.Annexed = append(d.Annexed, fmt.Sprintf("第%d个附件", i+1))
				}
				pages := pagesOf(t, d)
				where := fmt.Sprintf("%d lines, sealed %v, %d annexes", n, sealed, annexed)
				seen := 0
				for i, p := range pages {
					text, organ := 0, 0
					bottom := 0.0
					for _, l := range linesOf(p) {
						if strings.HasPrefix(l.words, "正文第") {
							text++
						}
						if l.size == body && (strings.HasPrefix(l.words, d.Organ) || strings.HasPrefix(l.words, d.Date)) {
							organ++
						}
						if l.y > 104.88+637.8 && !strings.HasPrefix(l.words, "— ") {
							t.Fatalf("%s: %q stands below the area", where, l.words)
						}
						if l.size == body {
							if l.y < bottom+pitch-0.1 && bottom > 0 {
								t.Fatalf("%s: %q lies over the line above", where, l.words)
							}
							bottom = l.y
						}
						if l.size == small.size && l.role == face.Fang && l.y < bottom+10 {
							t.Fatalf("%s: the foot lies over the text", where)
						}
					}
					seen += text
					if organ != 0 && (organ != 2 || text == 0) {
						t.Fatalf("%s: page %d has %d lines of the signature and %d of the text", where, i+1, organ, text)
					}
					if r := rules(p); i == len(pages)-1 {
						near(t, where+": the last rule", r[len(r)-1].Y1, 104.88+637.8)
					} else if slices.ContainsFunc(r, func(r *Rule) bool { return r.Ink == Black }) {
						t.Fatalf("%s: page %d has a foot", where, i+1)
					}
				}
				if seen != n {
					t.Fatalf("%s: %d lines are there", where, seen)
				}
			}
		}
	}
}

func TestHeadingIsNotLast(t *testing.T) {
	for n := range 25 {
		d := official.Document{Form: official.Plain}
		for range n {
			d.Body = append(d.Body, official.Block{Text: "正文"})
		}
		d.Body = append(d.Body, official.Block{Text: "一、标题", Level: official.First}, official.Block{Text: "其后"})
		for _, p := range pagesOf(t, d) {
			lines := linesOf(p)
			if lines[len(lines)-2].words == "一、标题" { // the last one is the page's number
				t.Errorf("after %d lines a heading ends its page", n)
			}
		}
	}
}

func TestAnnexes(t *testing.T) {
	d := circular()
	pages := pagesOf(t, d)
	for _, head := range []string{"附件1", "附件2"} {
		at := slices.IndexFunc(pages, func(p Page) bool { return linesOf(p)[0].words == head })
		if at < 0 {
			t.Fatalf("no page begins with %s", head)
		}
		l := linesOf(pages[at])
		near(t, "the title of an annex", l[1].y-baseline(titleLine, 22), 104.88+2*pitch)
		if l[0].role != face.Hei {
			t.Errorf("%s is in %s", head, l[0].role)
		}
	}
	d.Annexes, d.Annexed = d.Annexes[:1], d.Annexed[:1]
	if !slices.ContainsFunc(pagesOf(t, d), func(p Page) bool { return linesOf(p)[0].words == "附件" }) {
		t.Error("the only annex has a number")
	}
	hang := upward()
	for _, p := range pagesOf(t, hang) {
		for i, l := range linesOf(p) {
			if strings.HasPrefix(l.words, "附件：") {
				near(t, "the second line of an annex's name", linesOf(p)[i+1].x, l.at[3])
			}
		}
	}
}

func TestTables(t *testing.T) {
	d := list()
	d.Body = d.Body[:1]
	pages := pagesOf(t, d)
	long := 0
	for i, p := range pages {
		if p.Width < p.Height && i < len(pages)-1 {
			t.Fatalf("page %d of a wide table stands upright", i+1)
		}
		heads := 0
		for _, op := range p.Ops {
			if s, ok := op.(*Text); ok {
				if string(s.Words) == "督办事项" {
					heads++
				}
				long += strings.Count(string(s.Words), "需要逐一核对")
			}
		}
		if want := 1; p.Width > p.Height && heads != want {
			t.Errorf("page %d has %d heads", i+1, heads)
		}
	}
	if long != 40 {
		t.Errorf("of a row longer than a page %d lines of 40 are there", long)
	}
	// A row stands whole: its number and the last line of its text are on one page.
	for i, p := range pagesOf(t, official.Document{Form: official.Plain, Body: []official.Block{{Table: ledger(100)}}}) {
		first, last := 0, 0
		for _, l := range p.Ops {
			if s, ok := l.(*Text); ok {
				first += strings.Count(string(s.Words), "DB2025-")
				last += strings.Count(string(s.Words), "公示")
			}
		}
		if first != last || first == 0 {
			t.Errorf("page %d begins %d rows and ends %d", i+1, first, last)
		}
	}
	shares := &official.Table{Columns: []official.Column{{Label: "甲", Width: 1}, {Label: "乙", Width: 3}}, Rows: [][]string{{"一", "二"}}}
	var x []float64
	for _, r := range rules(pagesOf(t, official.Document{Form: official.Plain, Body: []official.Block{{Table: shares}}})[0]) {
		if r.X1 == r.X2 {
			x = append(x, r.X1)
		}
	}
	slices.Sort(x)
	x = slices.Compact(x)
	near(t, "the second column", x[1]-x[0], 442.2/4)
	near(t, "the end of the table", x[2]-x[0], 442.2)
}

func TestTooLong(t *testing.T) {
	for what, d := range map[string]official.Document{
		"rows":       {Body: []official.Block{{Table: ledger(1500)}}, Annexes: []official.Annex{{Body: []official.Block{{Table: ledger(501)}}}}},
		"characters": {Body: []official.Block{{Text: strings.Repeat("字", MaxText+1)}}},
		"pages":      {Body: slices.Repeat([]official.Block{{Text: "字"}}, 23*MaxPages)},
	} {
		var tooLong *TooLongError
		if _, err := maker.Make(context.Background(), d, options); !errors.As(err, &tooLong) || tooLong.What != what {
			t.Errorf("of %s: %v", what, err)
		}
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if _, err := maker.Make(ended, circular(), options); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended caller gets %v", err)
	}
}

func TestCharts(t *testing.T) {
	ch := &official.Chart{Scale: 100, Labels: []string{"甲", "乙", "丙"}, Values: []int64{1000, -505, -7}}
	for i, want := range []string{"10.00", "-5.05", "-0.07"} {
		if got := figure(ch, i); got != want {
			t.Errorf("%d is printed %q, %q wanted", ch.Values[i], got, want)
		}
	}
	p := pagesOf(t, official.Document{Form: official.Plain, Body: []official.Block{{Chart: ch}}})[0]
	var bars []*Bar
	for _, op := range p.Ops {
		if b, ok := op.(*Bar); ok && b.Ink == Brick {
			bars = append(bars, b)
		}
	}
	if len(bars) != 3 {
		t.Fatalf("%d bars", len(bars))
	}
	near(t, "half the height", bars[1].Height, bars[0].Height*0.505)
	near(t, "what is below nought begins at it", bars[1].Y, bars[0].Y+bars[0].Height)
	all := linesOf(pagesOf(t, list())[len(pagesOf(t, list()))-1])
	if !slices.ContainsFunc(all, func(l lineAt) bool { return strings.HasPrefix(l.words, "第66单位") }) {
		t.Error("the last of 66 bars is not there")
	}
}

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
	d := circular()
	d.Body = append(d.Body, official.Block{Text: "异体与部首：⼀一⼆二，缺字：😀与\U000E0FFF，结束。"})
	text := tool(t, "pdftotext", stored(t, made(t, d)), "-")
	text = strings.ReplaceAll(strings.ReplaceAll(pageNumber.ReplaceAllString(text, ""), "\n", ""), "\f", "")
	want := []string{d.Mark, d.Number, d.Title[0] + d.Title[1], d.To + "：", d.Organ + d.Date, "附件：1." + d.Annexed[0] + "2." + d.Annexed[1],
		"（" + d.Note + "）", d.Code, d.DayCode, d.Printer, d.Printed + "印发", "喆", "堃翀玥旻昉珺䶮龑𬭎"[:3]}
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
	b := made(t, circular())
	for _, want := range []string{"<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>U</pdfaid:conformance>", "/OutputIntents", "2025-04-08"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("the file does not say %s", want)
		}
	}
	o := options
	o.NoArchive = true
	if b, err := maker.Make(context.Background(), circular(), o); err != nil || bytes.Contains(b, []byte("pdfaid")) {
		t.Errorf("a plain PDF calls itself an archive's, or %v", err)
	}
}

func TestSameBytes(t *testing.T) {
	want := made(t, circular())
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			m := &Maker{Faces: face.Bundled()}
			for range 2 {
				for _, m := range []*Maker{m, maker} {
					if got, err := m.Make(context.Background(), circular(), options); err != nil || !bytes.Equal(got, want) {
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
		s := rapid.OneOf(rapid.StringN(0, 60, -1), rapid.StringOfN(rapid.RuneFrom([]rune("，。（）“”——……〔〕\u0301\u200d\u202e\x00\n 字词a1%")), 0, 80, -1))
		list := rapid.SliceOfN(s, 0, 3)
		d := official.Document{Form: rapid.SampledFrom([]official.Form{official.General, official.Letter, official.Plain}).Draw(t, "form"),
			Lang: rapid.SampledFrom([]string{"", "en"}).Draw(t, "lang"), Copy: s.Draw(t, "copy"), Urgency: s.Draw(t, "urgency"), Mark: s.Draw(t, "mark"),
			Number: s.Draw(t, "number"), Signers: list.Draw(t, "signers"), Title: list.Draw(t, "title"), To: s.Draw(t, "to"),
			Annexed: list.Draw(t, "annexed"), Organ: s.Draw(t, "organ"), Date: s.Draw(t, "date"), Sealed: rapid.Bool().Draw(t, "sealed"),
			Note: s.Draw(t, "note"), Copies: s.Draw(t, "copies"), Printer: s.Draw(t, "printer"), Printed: s.Draw(t, "printed"),
			Code: s.Draw(t, "code"), DayCode: s.Draw(t, "day code"), Foot: s.Draw(t, "foot")}
		text := s.Draw(t, "text")
		d.Body = append(d.Body, official.Block{Text: text, Level: official.LevelOf(text)},
			official.Block{Table: &official.Table{Wide: rapid.Bool().Draw(t, "wide"), Columns: []official.Column{{Label: s.Draw(t, "label")}, {Width: 2}},
				Rows: [][]string{{s.Draw(t, "cell")}, {"", s.Draw(t, "cell"), "over"}}}},
			official.Block{Chart: &official.Chart{Labels: list.Draw(t, "labels"), Values: []int64{math.MinInt64, 0, math.MaxInt64}}})
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
						if math.IsNaN(s.X+s.Y+s.At[i]) || math.IsInf(s.X+s.Y+s.At[i], 0) {
							t.Fatalf("%q stands nowhere", r)
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
	d := circular()
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
	d := circular()
	d.Annexes, d.Body = nil, slices.Repeat(d.Body, 62)
	if n := len(pagesOf(b, d)); n < 98 || n > 105 {
		b.Fatalf("%d pages", n)
	}
	b.ReportAllocs()
	for b.Loop() {
		made(b, d)
	}
}

func BenchmarkLedger(b *testing.B) {
	d := official.Document{Form: official.Plain, Body: []official.Block{{Table: ledger(2000)}}}
	b.ReportAllocs()
	for b.Loop() {
		made(b, d)
	}
}
