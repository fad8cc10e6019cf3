package e2e

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
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

// sound are the pages and parts of pages on which axe found nothing in this run, by width and shape.
var sound sync.Map

// shapes are what axe judges a page by: what is asked of all of it, and its parts, each after the one it is in.
type shapes struct {
	Page    []string
	Doubled []string // identifiers that something refers to and that more than one element has
	Parts   []struct {
		Key string
		In  int // its place in Parts; -1 = in none
	}
}

func (p *Page) shapes() (s shapes) {
	p.t.Helper()
	p.must("asking for the shape of a page", p.within(func(ctx context.Context) (err error) {
		s, err = chromedp.Run(ctx, chromedp.Evaluate[shapes](shape))
		return err
	}))
	at := fmt.Sprint(p.width, p.js, " ")
	for i := range s.Page {
		s.Page[i] = at + s.Page[i]
	}
	slices.Sort(s.Page)
	s.Page = slices.Compact(s.Page)
	for i := range s.Parts {
		s.Parts[i].Key = at + s.Parts[i].Key
	}
	return s
}

// kind is what the page and all its parts are together.
func (s shapes) kind() string {
	keys := slices.Clone(s.Page)
	for _, part := range s.Parts {
		keys = append(keys, part.Key)
	}
	slices.Sort(keys)
	return strings.Join(slices.Compact(keys), " ")
}

// unseen are the parts to look at and, within them, those that need no look, by their places. all says that it is
// the page itself that was not seen yet: then nothing of it is left out, because axe's rules about a page (the order
// of headings, landmarks, what stands outside them) ask only those elements that are not left out.
func (s shapes) unseen() (all bool, look, leave []int) {
	for _, key := range s.Page {
		if _, seen := sound.Load(key); !seen {
			return true, nil, nil
		}
	}
	n := len(s.Parts)
	known, clear := make([]bool, n), make([]bool, n) // clear: known, and so is all that is in it
	for i := n - 1; i >= 0; i-- {
		_, known[i] = sound.Load(s.Parts[i].Key)
		clear[i] = known[i]
		for j := i + 1; j < n; j++ {
			if s.Parts[j].In == i && !clear[j] {
				clear[i] = false
			}
		}
	}
	looked := make([]bool, n)
	for i, part := range s.Parts {
		within := part.In >= 0 && looked[part.In]
		looked[i] = within || !known[i]
		switch {
		case within && clear[i]:
			leave, looked[i] = append(leave, i), false
		case !within && !known[i]:
			look = append(look, i)
		}
	}
	return false, look, leave
}

func (s shapes) keep() {
	for _, key := range s.Page {
		sound.Store(key, true)
	}
	for _, part := range s.Parts {
		sound.Store(part.Key, true)
	}
}

// kind is what the page on the screen is to axe: its width and shape. known says that axe found nothing on one like
// it, nor on its parts where they stood on other pages.
func (p *Page) kind() (kind string, known bool) {
	p.t.Helper()
	s := p.shapes()
	kind = s.kind()
	if _, known = sound.Load(kind); known {
		return kind, true
	}
	all, look, _ := s.unseen()
	return kind, !all && len(look) == 0
}

// Axe fails for every accessibility fault on the page as it stands, all of axe's rules, but for parts on which it
// found none before. It needs a page with JavaScript. The browser's tools run it, so the page's own security policy
// stays in force and is watched like everything else.
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
	s := p.shapes()
	all, look, leave := s.unseen()
	of := `document`
	switch {
	case !all && len(look) == 0:
		return nil, nil
	case !all:
		of = fmt.Sprintf(`(of => ({include: [%s].map(of), exclude: [%s].map(of)}))(i => window[Symbol.for('parts')][i])`,
			places(look), places(leave))
	}
	err = p.within(func(ctx context.Context) error {
		if !p.axed {
			if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](axe)); err != nil {
				return err
			}
		}
		// Only a rule that no run asks for (which way a screen is turned) reads the style sheets anew.
		found, err = chromedp.Run(ctx, chromedp.Evaluate[[]violation](
			`axe.run(`+of+`, {resultTypes: ['violations'], preload: {assets: ['media']}}).then(r => r.violations.map(
				v => ({id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map(
					n => ({target: n.target.map(String), html: n.html, failureSummary: n.failureSummary}))})))`,
			chromedp.EvalAwaitPromise))
		return err
	})
	for _, id := range s.Doubled {
		found = append(found, violation{ID: "duplicate-id-aria", Impact: "critical", Help: "more than one #" + id})
	}
	if err == nil && len(found) == 0 {
		s.keep()
	}
	return found, err
}

func places(at []int) string {
	var b strings.Builder
	for _, i := range at {
		fmt.Fprint(&b, i, ",")
	}
	return b.String()
}
