package pdf

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/official"
	"shuangze/internal/official/sample"
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
	d := sample.Circular()
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
	d := sample.Upward()
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
	d := sample.Letter()
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
	d := sample.Circular()
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
				d := sample.Circular()
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

// Blank lines above a seal are given up before anything is carried to the next page.
func TestBlankLinesAreGivenUp(t *testing.T) {
	d := official.Document{Organ: "县纪委", Date: "2025年4月8日", Sealed: true}
	for lines, want := range map[int]int{17: 3, 18: 2, 19: 1} {
		d.Body = slices.Repeat([]official.Block{{Text: "正文"}}, lines)
		pages := pagesOf(t, d)
		if len(pages) != 1 {
			t.Fatalf("%d lines and a signature take %d pages", lines, len(pages))
		}
		all := linesOf(pages[0])
		near(t, fmt.Sprintf("the organ below %d lines", lines), all[lines].y, all[lines-1].y+float64(want+1)*pitch)
	}
	d.Body = append(d.Body[:0], slices.Repeat([]official.Block{{Text: "正文"}}, 20)...)
	pages := pagesOf(t, d)
	if all := linesOf(pages[1]); len(pages) != 2 || all[1].words != "正文" || all[2].words != "县纪委" {
		t.Errorf("of 20 lines the last two do not go along: %+v", all)
	}
}

// More copies than a page has room for begin on the pages before; none is lost, all stand in the area.
func TestManyCopies(t *testing.T) {
	d := official.Document{Mark: "镇坪县文件", Copies: strings.Repeat("各镇党委、", 150), Printer: "办公室", Printed: "2025年4月8日"}
	n := 0
	for _, p := range pagesOf(t, d) {
		for _, l := range linesOf(p) {
			n += strings.Count(l.words, "党")
			if l.size == small.size && l.role == face.Fang && (l.y < 104.88 || l.y > 104.88+637.8) {
				t.Fatalf("%q stands at %.1f", l.words, l.y)
			}
		}
	}
	if n != 150 {
		t.Errorf("%d of 150 copies are there", n)
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
	d := sample.Circular()
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
	hang := sample.Upward()
	for _, p := range pagesOf(t, hang) {
		for i, l := range linesOf(p) {
			if strings.HasPrefix(l.words, "附件：") {
				near(t, "the second line of an annex's name", linesOf(p)[i+1].x, l.at[3])
			}
		}
	}
}
