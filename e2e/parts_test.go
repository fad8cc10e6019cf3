package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// What axe looks at no more must not hide what is wrong elsewhere: a fault in a part that is new among known ones is
// found, and so is what is wrong only between parts each of which was sound.
func TestAxeSeesBetweenParts(t *testing.T) {
	const (
		named  = `<section class="named"><h2>名称</h2><p><label for="x">名称</label> <input id="x"></p></section>`
		deeper = `<section class="named"><h2>细目</h2><h3>一</h3><p>有</p></section>`
		third  = `<section class="third"><h3>二</h3><p>有</p></section>`
		plain  = `<section class="plain"><h2>平常</h2><p>平常 <a href="/">回去</a></p></section>`
		first  = `<nav aria-label="甲"><p><a href="/">回去</a></p></nav>`
		second = `<nav aria-label="乙"><p><a href="/">回去</a></p></nav>`
		hidden = `<section class="plain" aria-hidden="true"><h2>平常</h2><p>平常 <a href="/">回去</a></p></section>`
	)
	pages := map[string]string{
		"/known":    named + deeper + third + plain,
		"/again":    plain + named + deeper + third + plain,
		"/picture":  named + plain + `<section class="new"><h2>图</h2><p><img src="data:,"></p></section>`,
		"/button":   named + `<section class="plain"><h2>平常</h2><p>平常 <button></button></p></section>`,
		"/doubled":  named + plain + strings.Replace(named, "named", "new", 1),
		"/order":    third + plain,
		"/unnamed":  strings.Replace(named, `for="x"`, `for="y"`, 1) + plain,
		"/hidden":   named + hidden,
		"/landmark": first + second + plain,
		"/twice":    first + first + plain,
		"/mains":    named + `<main><p>平常</p></main>`,
	}
	run := time.Now().UnixNano() // what an earlier run knew is not known to this one
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="zh-CN" class="parts-%d"><head><title>页</title>`+
			`<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width"></head>`+
			`<body><main><h1>页</h1>%s</main></body></html>`,
			run, pages[r.URL.Path])
	}))
	t.Cleanup(server.Close)
	p := Drawn(t, Desk, true).At(server.URL)
	for _, c := range []struct {
		path, rule string // the rule that must be found broken; "" = none
		looks      string // at what: "all", "some" or "none" of the page; "" = any
	}{
		{"/known", "", "all"},
		{"/again", "", "none"},
		{"/picture", "image-alt", "some"},
		{"/button", "button-name", "some"},
		{"/doubled", "duplicate-id-aria", "some"},
		{"/order", "heading-order", "all"},
		{"/unnamed", "label", "some"},
		{"/hidden", "aria-hidden-focus", "some"},
		{"/landmark", "", ""},
		{"/twice", "landmark-unique", "all"},
		{"/mains", "landmark-no-duplicate-main", "all"},
		{"/again", "", "none"},
	} {
		p.Goto(c.path)
		all, look, _ := p.shapes().unseen()
		is := "none"
		if all {
			is = "all"
		} else if len(look) > 0 {
			is = "some"
		}
		found, err := p.axe()
		if err != nil {
			t.Fatal(err)
		}
		said := fmt.Sprint(found)
		right := len(found) == 0
		if c.rule != "" {
			right = strings.Contains(said, c.rule+" (")
		}
		if !right || c.looks != "" && is != c.looks {
			t.Errorf("%s: looks at %s, not %s; finds %s, not %q", c.path, is, c.looks, said, c.rule)
		}
	}
}
