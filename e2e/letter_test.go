package e2e

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// laid is what the browser makes of a letter's paper, in millimetres.
type laid struct {
	Width, Pitch, Title, Size, Organ, Indent float64
	Chars, Lines, Red                        int
}

// measure fills the body with one character and counts: how many stand in a full line, and how far apart lines are.
const measure = `(() => {
	const mm = 96 / 25.4, one = s => document.querySelector(s), box = e => e.getBoundingClientRect(), body = one('.letter-body')
	const p = document.createElement('p')
	p.textContent = '督'.repeat(28 * 50)
	body.append(p)
	const text = p.firstChild, range = document.createRange(), tops = []
	let second = 0
	for (let i = 0; i < text.length; i++) {
		range.setStart(text, i); range.setEnd(text, i + 1)
		const top = Math.round(range.getBoundingClientRect().top * 10) / 10
		if (tops.at(-1) !== top) tops.push(top)
		if (tops.length === 2) second++
	}
	const letter = box(one('.letter'))
	range.setStart(text, 0); range.setEnd(text, 1)
	return {Width: letter.width / mm, Chars: second, Lines: tops.length, Pitch: (tops[20] - tops[0]) / 20 / mm,
		Size: parseFloat(getComputedStyle(p).fontSize) * .75, Title: parseFloat(getComputedStyle(one('.letter>h1')).fontSize) * .75,
		Organ: (box(one('.letter-organ')).top - letter.top) / mm, Indent: (box(range).left - letter.left) / mm,
		Red: getComputedStyle(one('.letter-organ')).color === 'rgb(200, 22, 29)' ? 1 : 0}
})()`

// A letter is laid out as GB/T 9704-2012 asks: A4, a type area of 156×225 mm with 28 characters of 16pt (三号) to the
// line and 22 lines to the page, the issuing organ in red 35 mm below its top, a title of 22pt (二号), and a number
// at the foot of each page.
func TestLetterLayout(t *testing.T) {
	t.Parallel()
	county := Shared(t)
	p := Drawn(t, Desk, true).At(county.URL)
	p.Speak("zh-CN")
	p.SignIn("zhuti-jb")
	p.Goto("/orders?all=1")
	p.Goto(p.link("/orders/"))
	p.Goto(p.link("/letters/"))
	p.must("as printed", call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
	got, err := chromedp.Run(p.ctx, chromedp.Evaluate[laid](measure))
	p.must("measuring", err)
	t.Logf("%+v", got)
	near := func(what string, got, want, within float64) {
		if math.Abs(got-want) > within {
			t.Errorf("%s is %.2f, want %.2f", what, got, want)
		}
	}
	near("the type area's width (mm)", got.Width, 156, .2)
	near("the body (pt)", got.Size, 16, .1)
	near("the title (pt)", got.Title, 22, .1)
	near("the organ's distance from the top (mm)", got.Organ, 35, .5)
	near("the first line's indent (mm)", got.Indent, 2*156./28, .2)
	if got.Chars != 28 || got.Lines != 51 { // the first line has 26
		t.Errorf("%d characters to the line, %d lines", got.Chars, got.Lines)
	}
	if n := int(225 / got.Pitch); n != 22 {
		t.Errorf("lines are %.3f mm apart: %d to the page", got.Pitch, n)
	}
	if got.Red != 1 {
		t.Error("the organ is not red")
	}

	yes := true
	pdf, err := chromedp.Call(p.ctx, page.PrintToPDF,
		page.PrintToPDFParams{PreferCSSPageSize: &yes, PrintBackground: &yes})
	p.must("printing", err)
	if dir := os.Getenv("SHUANGZE_ARTEFACTS"); dir != "" {
		p.must("keeping the print", os.WriteFile(filepath.Join(dir, "letter.pdf"), pdf.Data, 0o644))
	}
	pages := regexp.MustCompile(`/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]`).FindAllStringSubmatch(string(pdf.Data), -1)
	if len(pages) != 4 { // 51 lines and the rest of a short letter
		t.Errorf("the letter is printed on %d pages", len(pages))
	}
	for _, m := range pages {
		for i, want := range []float64{210, 297} {
			pt, _ := strconv.ParseFloat(m[i+1], 64)
			near("the sheet (mm)", pt/72*25.4, want, .5)
		}
	}
}
