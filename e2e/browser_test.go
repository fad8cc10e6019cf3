package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Widths the pages are made for.
const (
	Phone = 360
	Desk  = 1440
)

// patience is how long anything on a page may take before the journey fails; the machine may be busy.
const patience = 20 * time.Second

func TestMain(m *testing.M) {
	code := m.Run()
	chromium.stop()
	program.stop()
	os.Exit(code)
}

// chromium is one browser for the whole run; every page has its own cookies.
var chromium shared

type shared struct {
	once sync.Once
	ctx  context.Context
	end  []func()
	err  error
}

func (s *shared) stop() {
	for i := len(s.end) - 1; i >= 0; i-- {
		s.end[i]()
	}
}

func (s *shared) start(path string) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // root, and containers without user namespaces
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("no-pings", true),
		// Every page of a test is a new process, whose scripts run once: optimising them costs more than it brings.
		chromedp.Flag("js-flags", "--no-opt,--no-maglev"),
		chromedp.Flag("lang", "zh-CN"),
		chromedp.Flag("accept-lang", "zh-CN,zh"),
		// Nothing outside is reached even when a page asks; that it asked is reported by watch.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
	)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	s.end = append(s.end, cancel)
	s.ctx, cancel = chromedp.NewContext(allocator)
	s.end = append(s.end, cancel)
	s.err = chromedp.Do(s.ctx)
}

// Page is a tab of its own, as one person at one machine sees it.
type Page struct {
	t     testing.TB
	ctx   context.Context
	end   context.CancelFunc
	base  string // what a path given to Goto is put after
	owed  string // the path of the page that follows a sign-in, until something is done on it; "" = none
	width int
	js    bool
	axed  bool // each of its documents has axe from the start
	watch *watch
	plain *unscripted // instead of a tab, where there are no scripts
}

// Browser opens a page of the given width, with or without JavaScript. At the end of the test the page is closed,
// and the test fails if any page it visited asked for something outside 127.0.0.1, raised a script error, or
// offended against its own security policy. When the test fails a last picture is taken.
//
// It is no tab: links are followed and forms sent without one, and the browser draws what is new, with scripts and
// axe where JavaScript is asked for (unscripted_test.go, drawn_test.go). Journeys about what scripts do ask for
// Drawn; where pictures or the long versions are asked for all do.
func Browser(t testing.TB, width int, js bool) *Page {
	t.Helper()
	if everyPicture || somePictures || os.Getenv("SHUANGZE_SOAK") != "" {
		return Drawn(t, width, js)
	}
	wanted(t)
	// No tab: what asks the browser itself fails.
	p := &Page{t: t, ctx: t.Context(), width: width, plain: newUnscripted(width, js)}
	t.Cleanup(func() {
		if t.Failed() && p.plain.at != nil {
			name := artefacts(t, "screens", "failed-"+strings.NewReplacer("/", "-", " ", "_").Replace(t.Name())+"-plain.html")
			os.WriteFile(name, p.plain.body, 0o644)
		}
		for _, wrong := range p.plain.wrong {
			t.Error(wrong)
		}
	})
	return p
}

// Drawn is Browser in a tab of its own, with scripts or without.
func Drawn(t testing.TB, width int, js bool) *Page {
	t.Helper()
	p := open(t, width, js)
	t.Cleanup(func() {
		if t.Failed() {
			p.Shot("failed-" + t.Name())
		}
		p.end()
		for _, wrong := range p.watch.wrongs() {
			t.Error(wrong)
		}
	})
	return p
}

// wanted skips the test where there is no browser, or fails it where there must be one.
func wanted(t testing.TB) (path string) {
	t.Helper()
	path = os.Getenv("SHUANGZE_CHROMIUM")
	if path == "" {
		if strings.Contains(os.Getenv("SHUANGZE_REQUIRE"), "chromium") {
			t.Fatal("SHUANGZE_REQUIRE asks for chromium, and SHUANGZE_CHROMIUM names none")
		}
		t.Skip("SHUANGZE_CHROMIUM names no browser")
	}
	return path
}

func open(t testing.TB, width int, js bool) *Page {
	t.Helper()
	path := wanted(t)
	chromium.once.Do(func() { chromium.start(path) })
	if chromium.err != nil {
		t.Fatalf("starting %s: %v", path, chromium.err)
	}
	ctx, cancel := chromedp.NewContext(chromium.ctx, chromedp.WithNewBrowserContext())
	p := &Page{t: t, ctx: ctx, end: cancel, width: width, js: js, watch: newWatch()}
	p.must("opening a page", chromedp.Do(ctx), chromedp.Listen(ctx, p.watch.hear))
	p.must("preparing a page",
		call(ctx, network.Enable, network.EnableParams{}),
		call(ctx, log.Enable, struct{}{}),
		call(ctx, page.SetLifecycleEventsEnabled, page.SetLifecycleEventsEnabledParams{Enabled: true}),
		screen(ctx, width),
		call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !js}),
	)
	return p
}

// screen gives a page a screen of this width.
func screen(ctx context.Context, width int) error {
	return call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(width), Height: 900, DeviceScaleFactor: 1, Mobile: width < 600,
	})
}

// Resize makes the window another width, as who pulls at its edge does.
func (p *Page) Resize(width int) {
	p.t.Helper()
	p.must("another width", screen(p.ctx, width))
	p.width = width
}

func (p *Page) must(doing string, errs ...error) {
	p.t.Helper()
	for _, err := range errs {
		if err != nil {
			p.t.Fatalf("%s: %v", doing, err)
		}
	}
}

// arrive opens the page that follows a sign-in when something is to be done there: most journeys go elsewhere first.
func (p *Page) arrive() {
	p.t.Helper()
	if owed := p.owed; owed != "" {
		p.Goto(owed)
		if strings.HasSuffix(p.URL(), signIn.path) {
			p.t.Fatalf("nobody is signed in (%d):\n%s", p.Status(), p.Text("body"))
		}
	}
}

// within runs f with the page's patience.
func (p *Page) within(f func(context.Context) error) error {
	p.arrive()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return f(ctx)
}

// artefacts is where pictures and logs stay after the run.
func artefacts(t testing.TB, parts ...string) string {
	t.Helper()
	root := os.Getenv("SHUANGZE_ARTEFACTS")
	if root == "" {
		root = filepath.Join("..", "artefacts")
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// Shot keeps a picture of the whole page as artefacts/screens/NAME-WIDTH[-nojs].png.
func (p *Page) Shot(name string) {
	p.t.Helper()
	if p.plain != nil {
		return // where pictures are asked for every page is drawn
	}
	name = strings.NewReplacer("/", "-", " ", "_").Replace(name)
	if !p.js {
		name += "-nojs"
	}
	err := p.within(func(ctx context.Context) error {
		picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		if err != nil {
			return err
		}
		return os.WriteFile(artefacts(p.t, "screens", fmt.Sprintf("%s-%d.png", name, p.width)), picture, 0o644)
	})
	if err != nil {
		p.t.Errorf("picture of %s: %v", name, err)
	}
}
