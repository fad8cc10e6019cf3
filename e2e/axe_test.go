package e2e

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// axe-core 4.14.1, MPL-2.0, unchanged; its licence lies beside it. It is used by tests only.
//
//go:embed vendor/axe.min.js
var axe string

type violation struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		Target  []string `json:"target"`
		HTML    string   `json:"html"`
		Summary string   `json:"failureSummary"`
	} `json:"nodes"`
}

func (v violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", v.ID, v.Impact, v.Help)
	for _, n := range v.Nodes {
		fmt.Fprintf(&b, "\n    %s  %s\n        %s", strings.Join(n.Target, " "), n.HTML,
			strings.ReplaceAll(n.Summary, "\n", "\n        "))
	}
	return b.String()
}

// shape is what axe's rules judge a page by, but for its width.
//
//go:embed shape.js
var shape string

// sound are the pages on which axe found nothing in this run, by width and shape, and what stood around them.
var sound, soundAround sync.Map

// shapes are what axe judges a page by: all of it, and its head and menu, a third of what axe looks at.
type shapes struct{ Whole, Around string }

func (p *Page) shapes() (s shapes) {
	p.t.Helper()
	p.must("asking for the shape of a page", p.within(func(ctx context.Context) (err error) {
		s, err = chromedp.Run(ctx, chromedp.Evaluate[shapes](shape))
		return err
	}))
	at := fmt.Sprint(p.width, p.js)
	return shapes{at + s.Whole, at + s.Around}
}

// kind is what the page on the screen is to axe: its width and shape. known says that axe found nothing on one like it.
func (p *Page) kind() (kind string, known bool) {
	p.t.Helper()
	kind = p.shapes().Whole
	_, known = sound.Load(kind)
	return kind, known
}

// Axe fails for every accessibility fault on the page as it stands, all of axe's rules. It needs a page with
// JavaScript. The browser's tools run it, so the page's own security policy stays in force and is watched like
// everything else.
func (p *Page) Axe() {
	p.t.Helper()
	found, err := p.axe()
	p.must("looking for accessibility faults", err)
	for _, v := range found {
		p.t.Errorf("%s, %d wide: %s", p.URL(), p.width, v)
	}
}

func (p *Page) axe() (found []violation, err error) {
	if !p.js {
		return nil, fmt.Errorf("axe cannot run on a page without JavaScript")
	}
	// Head and menu, in which nothing was found on another page, are looked at no more; the rules about a whole page
	// are asked all the same.
	around, of := p.shapes().Around, `document`
	if _, known := soundAround.Load(around); known {
		of = `{exclude: [['.frame > header'], ['.frame > nav']]}`
	}
	defer func() {
		if err == nil && len(found) == 0 {
			soundAround.Store(around, true)
		}
	}()
	err = p.within(func(ctx context.Context) error {
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](axe)); err != nil {
			return err
		}
		found, err = chromedp.Run(ctx, chromedp.Evaluate[[]violation](
			`axe.run(`+of+`, {resultTypes: ['violations']}).then(r => r.violations.map(v => ({id: v.id, impact: v.impact, help: v.help,
				nodes: v.nodes.map(n => ({target: n.target.map(String), html: n.html, failureSummary: n.failureSummary}))})))`,
			chromedp.EvalAwaitPromise))
		return err
	})
	return found, err
}
