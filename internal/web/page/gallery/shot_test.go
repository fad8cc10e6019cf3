package gallery

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"shuangze/internal/lang"
	"shuangze/internal/web/page"
)

const axe = `(async()=>{const r=await axe.run(document,{resultTypes:['violations']});
return r.violations.map(v=>v.id+': '+v.nodes.map(n=>n.target.join(' ')+' '+(n.any[0]?n.any[0].message:'')).join(' | '))})()`

const wide = `document.documentElement.scrollWidth - document.documentElement.clientWidth`

// small lists what a finger would miss: buttons and inputs below 40 px. Links
// within a sentence may be as high as its line.
const small = `[...document.querySelectorAll('button,select,input:not([type=hidden]):not([type=checkbox]):not([type=radio]),.btn,nav a,summary')]
.filter(e=>e.getClientRects().length&&e.getBoundingClientRect().height<40).map(e=>e.tagName+'.'+e.className+' '+e.textContent.trim().slice(0,12)+' '+Math.round(e.getBoundingClientRect().height))`

// TestShots opens every sample page in Chromium in both languages and three
// widths, under the strict content policy, asks axe for violations and for
// anything wider than the screen or too small to touch. Of pages of one shape and
// size axe takes the first. SHUANGZE_PICTURES=first keeps a picture of each of
// these in SHUANGZE_ARTEFACTS, SHUANGZE_PICTURES=all gives each page to both.
// ONLY=order,list looks at some pages.
func TestShots(t *testing.T) {
	chromium := os.Getenv("SHUANGZE_CHROMIUM")
	if chromium == "" {
		if strings.Contains(os.Getenv("SHUANGZE_REQUIRE"), "chromium") {
			t.Fatal("SHUANGZE_REQUIRE asks for chromium, and SHUANGZE_CHROMIUM names none")
		}
		t.Skip("no Chromium lent (make test lends one)")
	}
	dir := t.TempDir()
	if kept := os.Getenv("SHUANGZE_ARTEFACTS"); kept != "" {
		dir = filepath.Join(kept, "gallery")
	}
	script, err := os.ReadFile("../../../../e2e/vendor/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	shape, err := os.ReadFile("../../../../e2e/shape.js")
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]templ.Component{}
	for _, l := range []lang.Lang{lang.Chinese, lang.English} {
		for n, c := range Pages(words.In(l)) {
			if only := os.Getenv("ONLY"); only == "" || strings.Contains(","+only+",", ","+n+",") {
				pages["/"+n+"."+string(l)] = c
			}
		}
	}
	mux := http.NewServeMux()
	mux.Handle("GET /static/", page.Assets())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy",
			"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'")
		if c, ok := pages[r.URL.Path]; ok {
			_ = c.Render(r.Context(), w)
			return
		}
		http.NotFound(w, r)
	})
	srv := httptest.NewServer(mux)
	defer srv.Close()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.ExecPath(chromium))...)
	defer stop()
	ctx, stop := chromedp.NewContext(alloc)
	defer stop()
	for path := range pages {
		for _, s := range sizes {
			s.look(t, ctx, srv.URL+path, string(script), string(shape),
				filepath.Join(dir, strings.TrimPrefix(path, "/")+"."+s.name+".png"))
		}
	}
}

// sound are the pages, by size and shape, on which axe found nothing.
var sound = map[string]bool{}

type size struct {
	name   string
	w, h   int64
	factor float64
	mobile bool
}

var sizes = []size{{"desk", 1440, 1000, 1, false}, {"tablet", 900, 1000, 1, false}, {"phone", 360, 740, 2, true}}

func (s size) look(t *testing.T, ctx context.Context, url, script, shape, file string) {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(url, s.name, err)
		}
	}
	_, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: s.w,
		Height: s.h, DeviceScaleFactor: s.factor, Mobile: s.mobile})
	must(err)
	if os.Getenv("MENU") != "" && s.mobile {
		url += "#menu"
	}
	must(chromedp.Do(ctx, chromedp.Navigate(url)))
	over, err := chromedp.Run(ctx, chromedp.Evaluate[int](wide))
	must(err)
	if over > 0 {
		t.Errorf("%s at %d: %d px too wide", url, s.w, over)
	}
	small, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](small))
	must(err)
	if s.mobile && len(small) > 0 {
		t.Errorf("%s: too small to touch: %s", url, strings.Join(small, " | "))
	}
	is, err := chromedp.Run(ctx, chromedp.Evaluate[string](
		`(s => [...s.page, ...s.parts.map(p => p.key)].join())(`+shape+`)`))
	must(err)
	pictures := os.Getenv("SHUANGZE_PICTURES")
	if is += s.name; sound[is] && pictures != "all" {
		return // the other language, most often: the same to axe
	}
	must(chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](script)))
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](axe, chromedp.EvalAwaitPromise))
	must(err)
	for _, f := range found {
		t.Errorf("%s at %d: %s", url, s.w, f)
	}
	sound[is] = len(found) == 0
	if pictures == "" && len(found) == 0 {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	must(err)
	must(os.WriteFile(file, png, 0o644))
}
