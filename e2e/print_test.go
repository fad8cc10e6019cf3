package e2e

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// worst puts into a page what a county may write: texts of 600 characters, names of 40, words of 200 without a
// break, tables of many rows and, where it says so, of twelve columns.
const worst = `((rows, cols) => {
	const name = '镇坪县曙坪镇人民政府农业农村和生态环境保护综合行政执法大队联合党支部委员会办公室第一组'.slice(0, 40)
	const long = '群众反映惠民补贴资金公示不及时、公示栏破损，'.repeat(40).slice(0, 598) + '完毕', word = 'Unbroken'.repeat(25)
	const put = (e, text) => {
		const inner = [...e.childNodes].find(n => n.nodeType === 1 && n.matches('a,span,b') && !n.matches('.vh'))
		if (inner) inner.textContent = text; else e.textContent = text
	}
	for (const table of document.querySelectorAll('main table')) {
		if (cols) for (const tr of table.rows) {
			while (tr.cells.length > 4 && tr.cells.length < cols) tr.append(tr.lastElementChild.cloneNode(true))
		}
		const body = table.tBodies[0], first = [...body.rows].find(tr => tr.cells.length > 1)
		if (!first) continue
		const short = [...body.rows].findLast(tr => tr.cells.length > 1)
		while (body.rows.length < rows) body.append(short.cloneNode(true))
		const free = [...first.cells].filter(c => !c.matches('.nw,.n,.due,.do') && !c.hasAttribute('data-heat') && !c.querySelector('.chip'))
		free.forEach((c, i) => put(c, [[name, long, word, name, name], [long, name, word, name, name]][first.querySelector('.lead') ? 1 : 0][Math.min(i, 4)]))
	}
	document.querySelectorAll('main h1, .letter-organ, .letter-to').forEach(e => { e.textContent += name })
	document.querySelectorAll('.facts dd').forEach((e, i) => put(e, [long, word, name][i % 3]))
	document.querySelectorAll('.tl-say>span, .tl-say blockquote, .sheet>ul>li>a, .life small').forEach((e, i) => { e.textContent = [name, word, long][i % 3] })
	document.querySelectorAll('.letter-body>p').forEach((e, i) => { e.textContent = [long, word][i % 2] })
	document.querySelectorAll('textarea').forEach(e => { e.value = long })
})`

// faults are what a sheet of this width would lose: what reaches beyond its right edge, and texts cut by the box
// they stand in.
const faults = `((edge) => {
	const out = [], say = e => e.tagName + '.' + e.className + ' ' + (e.textContent || '').trim().slice(0, 30)
	for (const e of document.body.querySelectorAll('*')) {
		if (!e.checkVisibility() || e.closest('.vh')) continue
		const box = e.getBoundingClientRect(), style = getComputedStyle(e)
		if (!box.width || !box.height) continue
		const right = box.right + Math.min(0, parseFloat(style.marginRight)) // the blank after a spaced letter
		if (right > edge + 1 || box.left < -1) out.push('beyond the edge by ' + Math.round(right - edge) + ': ' + say(e))
		const cuts = style.overflowX !== 'visible' || e.matches('textarea')
		if (cuts && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) out.push('cut: ' + say(e))
		if (!cuts && e.children.length === 0 && e.scrollWidth > e.clientWidth + 2 && style.display !== 'inline') out.push('runs out of its box: ' + say(e))
		if (e.matches('button, input[type=file], nav:not(.tabs,.pager), .btn')) out.push('of no use on paper: ' + say(e))
	}
	return out.slice(0, 5)
})`

// printed is a page as it leaves the printer.
type printed struct {
	Sheets []sheet
	Foot   string // what stands under the last line
	Heads  string // the first heading that every sheet with rows of the longest table bears
}

const mark = `({Foot: [...document.querySelectorAll('.print-foot p, .letter-check p, .letter footer p')].filter(e => e.checkVisibility()).map(e => e.innerText).join(''),
	Heads: document.querySelector('main thead') ? [...document.querySelector('main table:has(tbody tr:nth-child(30)) thead, main thead').querySelectorAll('th')].filter(e => e.checkVisibility() && !e.querySelector('.vh')).map(e => e.innerText.replace(/[↕↑↓]/, '')).join('') : ''})`

func (p *Page) print(name string) (out printed) {
	p.t.Helper()
	out, err := chromedp.Run(p.ctx, chromedp.Evaluate[printed](mark))
	p.must("reading the foot", err)
	yes := true
	file, err := chromedp.Call(p.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes})
	p.must("printing", err)
	if dir := os.Getenv("SHUANGZE_ARTEFACTS"); dir != "" {
		p.must("keeping the print", os.MkdirAll(filepath.Join(dir, "prints"), 0o755),
			os.WriteFile(filepath.Join(dir, "prints", name+".pdf"), file.Data, 0o644))
	}
	out.Sheets, err = readPDF(file.Data)
	p.must("reading the print", err)
	out.Foot, out.Heads = plain(out.Foot), plain(out.Heads)
	return out
}

var (
	counter  = regexp.MustCompile(`^(\d+/\d+|—\d+—)$`)
	codeLine = regexp.MustCompile(`610927-\d+-[0-9A-Z]{4}-[0-9A-Z]{4}`)
)

// check is what holds for everything printed: it stands within the margins, the code stands once and on the last
// sheet, and no sheet bears nothing but the foot.
func (x printed) check(t *testing.T, side, bottom float64) {
	t.Helper()
	for i, s := range x.Sheets {
		if right, low := s.far(); right > s.W-side+1 || low > s.H {
			t.Errorf("sheet %d is written to %.1f of %.1f mm, down to %.1f of %.1f", i+1, right, s.W-side, low, s.H-bottom)
		}
		var said []string
		for _, l := range s.lines() {
			if !counter.MatchString(l) && !strings.Contains(x.Foot, l) && !strings.Contains(x.Heads, l) {
				said = append(said, l)
			}
		}
		if len(said) == 0 {
			t.Errorf("sheet %d of %d bears nothing but %q", i+1, len(x.Sheets), s.lines())
		}
		if bears := codeLine.MatchString(strings.Join(s.lines(), "\n")); bears != (i == len(x.Sheets)-1) {
			t.Errorf("sheet %d of %d: the day code stands there: %v", i+1, len(x.Sheets), bears)
		}
	}
}

// media shows the page as printed on a sheet of so many millimetres between its margins.
func (p *Page) media(mm float64) (edge float64) {
	p.t.Helper()
	edge = math.Floor(mm * 96 / 25.4)
	p.must("as printed", call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}),
		call(p.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: int64(edge),
			Height: 900, DeviceScaleFactor: 1}))
	return edge
}

func (p *Page) screen() {
	p.t.Helper()
	p.must("back on the screen", call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}))
}

// Everything that a clerk may print, filled with the longest that may stand there: nothing is cut at a margin or by
// its box, tables repeat their heading, navigation and buttons stay on the screen, and the foot with the day code
// has no sheet of its own.
func TestPrints(t *testing.T) {
	t.Parallel()
	county := Shared(t)
	const upright, across, letter = 178., 273., 156. // millimetres between the margins
	for _, x := range []struct {
		user  string
		kinds []struct {
			path string
			wide float64
			cols int
		}
	}{
		{"zhuti-jb", []struct {
			path string
			wide float64
			cols int
		}{
			{"/", upright, 0}, {"/overview", across, 12}, {"/orders?all=1", upright, 0}, {"/orders/*", upright, 0},
			{"/letters/*", letter, 0},
			{"/orders/print?tab=open", across, 12}, {"/problems?tab=all", upright, 0}, {"/problems/*", upright, 0},
			{"/problems/print?tab=overdue", across, 12},
			{"/problems/new", upright, 0}, {"/county", upright, 0}, {"/units/*", upright, 0}, {"/county/print", across, 12},
			{"/people", upright, 0},
			{"/people/*", upright, 0}, {"/gaps", upright, 0}, {"/search?q=公示", upright, 0}, {"/journal", upright, 0},
		}},
		{"shenji", []struct {
			path string
			wide float64
			cols int
		}{{"/access-log", upright, 0}}},
	} {
		p := county.As(t, x.user, Desk, true)
		for i, k := range x.kinds {
			language := []string{"zh-CN", "en"}[i%2]
			p.Speak(language)
			path := k.path
			if kind, first := strings.CutSuffix(path, "*"); first {
				path = p.link(kind)
			}
			name := fmt.Sprintf("%s-%02d-%s", x.user, i, language)
			t.Run(name+path, func(t *testing.T) {
				p.t = t
				p.Goto(path)
				edge := p.media(k.wide)
				_, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](fmt.Sprintf("%s(45, %d) ?? null", worst, k.cols)))
				p.must("filling the page", err)
				lost, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](fmt.Sprintf("%s(%v)", faults, edge)))
				p.must("measuring", err)
				for _, l := range lost {
					t.Error(l)
				}
				side := 16.
				switch k.wide {
				case across:
					side = 12
				case letter:
					side = 26
				}
				out := p.print(name)
				out.check(t, side, 16)
				if turned := out.Sheets[0].W > out.Sheets[0].H; turned != (k.wide == across) {
					t.Errorf("the sheet lies across: %v", turned)
				}
				p.screen()
			})
			p.t = t
		}
	}
}

// Whatever a page holds, one line more or less: the foot never stands on a sheet of its own, and every sheet of a
// table has its heading.
func TestPrintsToTheLastLine(t *testing.T) {
	t.Parallel()
	p := Shared(t).As(t, "zhuti-jb", Desk, true)
	p.Speak("en")
	for _, x := range []struct{ path, fill string }{
		{"/orders/print?all=1", tableOf}, {"/orders?all=1", tableOf}, {"/overview", tableOf}, {"/", tableOf},
		{"/orders?all=1>/orders/*", lifeOf}, {"/letters/*", letterOf},
	} {
		for _, path := range strings.Split(x.path, ">") {
			if kind, first := strings.CutSuffix(path, "*"); first {
				path = p.link(kind)
			}
			p.Goto(path)
		}
		made := map[int]printed{}
		print := func(lines int) printed {
			if out, ok := made[lines]; ok {
				return out
			}
			_, err := chromedp.Run(p.ctx, chromedp.Evaluate[any](fmt.Sprintf("%s(%d) ?? null", x.fill, lines)))
			p.must("filling the page", err)
			made[lines] = p.print("lines")
			return made[lines]
		}
		// The first number of lines that does not go on as many sheets as none at all.
		few := len(print(0).Sheets)
		low, high := 0, 64
		for high-low > 1 {
			if middle := (low + high) / 2; len(print(middle).Sheets) > few {
				high = middle
			} else {
				low = middle
			}
		}
		for _, n := range []int{0, 1, low, high} {
			t.Run(fmt.Sprintf("%s with %d", x.path, n), func(t *testing.T) {
				out := print(n)
				out.check(t, 12, 14)
				if want := few + map[bool]int{true: 1}[n >= high]; len(out.Sheets) != want {
					t.Errorf("%d sheets, want %d", len(out.Sheets), want)
				}
				for i, s := range out.Sheets {
					if text := strings.Join(s.lines(), ""); out.Heads != "" && n > 0 && strings.Contains(text, "LINE") &&
						!strings.Contains(text, out.Heads) {
						t.Errorf("sheet %d has lines without the heading %q: %q", i+1, out.Heads, text)
					}
				}
			})
		}
	}
}

// What fills a page with so many lines.
const (
	tableOf = `((n) => {
		const body = document.querySelector('main table').tBodies[0]
		window.line ||= [...body.rows].find(tr => tr.cells.length > 1).cloneNode(true)
		const cell = [...window.line.cells].find(c => c.matches('.lead,.unit')) || window.line.cells[1]
		for (const c of window.line.cells) if (!c.matches('[data-heat]')) c.textContent = '.'
		cell.textContent = 'LINE'
		body.replaceChildren(...Array.from({length: n}, () => window.line.cloneNode(true)))
	})`
	lifeOf = `((n) => {
		const list = document.querySelector('.tl')
		window.line ||= list.querySelector('li').cloneNode(true)
		list.replaceChildren(...Array.from({length: n + 1}, () => window.line.cloneNode(true)))
	})`
	letterOf = `((n) => {
		const body = document.querySelector('.letter-body')
		body.replaceChildren(...Array.from({length: n + 1}, () => Object.assign(document.createElement('p'), {textContent: '督办事项'})))
	})`
)
