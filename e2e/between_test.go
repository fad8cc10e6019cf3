package e2e

import (
	"context"
	_ "embed"
	"testing"

	"github.com/chromedp/chromedp"
)

// between looks for what cannot be read on the page that is shown: see between.js.
//
//go:embed between.js
var between string

// Between the phone and the desk, and on the desk, the pages that are open all day
// can be read in both languages: nothing is wider than the screen or lies over
// something else, no column of a list is narrower than four characters, and the
// heading of the overview stays directly under the bar.
func TestWidthsBetween(t *testing.T) {
	county := Shared(t)
	for _, language := range []string{"zh-CN", "en"} {
		t.Run(language, func(t *testing.T) {
			p := Drawn(t, Desk, true).At(county.URL)
			p.Speak(language)
			p.SignIn("zhuti-jb")
			p.Goto("/orders?light=red")
			order := p.link("/orders/")
			for _, path := range []string{"/orders?tab=open", "/problems", "/overview", "/", "/people", order} {
				p.Goto(path)
				for _, width := range []int{768, 800, 900, 1000, 1024, Desk} {
					p.Resize(width)
					for _, wrong := range p.unreadable() {
						t.Errorf("%s at %d (%s): %s", path, width, language, wrong)
					}
				}
			}
		})
	}
}

// The menu of a narrow desk opens over the page and closes again.
func TestMenuBetween(t *testing.T) {
	p := Drawn(t, 800, false).At(Shared(t).URL)
	p.SignIn("zhuti-jb")
	p.Goto("/overview")
	p.MustNotSee("存证链")
	open := chromedp.Evaluate[chromedp.Void](`document.querySelector('.menu-open').click()`)
	p.must("opening the menu", chromedp.Do(p.ctx, open))
	p.MustSee("存证链", "督办清单")
	p.Press("督办清单")
	if p.URL() != p.base+"/orders" {
		t.Errorf("the menu leads to %s", p.URL())
	}
	p.MustNotSee("存证链")
}

func (p *Page) unreadable() (wrong []string) {
	p.t.Helper()
	p.must("measuring "+p.URL(), p.within(func(ctx context.Context) (err error) {
		wrong, err = chromedp.Run(ctx, chromedp.Evaluate[[]string](between))
		return err
	}))
	return wrong
}
