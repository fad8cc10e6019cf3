package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Every page of every role, in both languages and on both widths: it opens, it fits, axe finds nothing, no word is
// missing, and nothing is asked of another host. A path ending in * stands for the first link on the page before
// that begins so.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	county := Shared(t)
	for _, x := range []struct {
		user  string
		paths []string
	}{
		{"", []string{"/sign-in", "/verify", "/verify?code=0000-0000-0000-0000-0000", "/nothing-here"}},
		{"zhuti-jb", []string{"/", "/problems", "/problems/*", "/problems/new", "/orders", "/orders/*", "/journal/entries/*",
			"/orders?all=1&sort=-new", "/orders/print?level=ordinary", "/problems/print?tab=overdue", "/views",
			"/orders/new", "/overview", "/county",
			"/units/*", "/bodies/*", "/county/print", "/people", "/people/*", "/gaps", "/import", "/policy",
			"/policy/versions", "/policy/versions/0", "/policy/versions/new", "/journal", "/search?q=公示", "/search?q=zrx",
			"/orders?all=1&person=zrx", "/gaps?on=2020-01-01", "/search?q=没有这样的词",
			"/units/new", "/people/new", "/account", "/account/password", "/account/second"}},
		{"jiandu-jb", []string{"/orders", "/orders/*", "/problems", "/problems/*"}},
		{"shuping-lly", []string{"/", "/orders", "/orders/*", "/problems/new"}},
		{"lingdao", []string{"/", "/overview"}},
		{"xitong", []string{"/", "/accounts", "/accounts/*", "/accounts/new", "/clock", "/fonts"}},
		{"anquan", []string{"/", "/grants", "/grants/*"}},
		{"shenji", []string{"/", "/access-log", "/access-log?journal=system&kind=account.granted&who=shuping", "/journal"}},
	} {
		for _, v := range []struct {
			language string
			width    int
		}{{"zh-CN", Desk}, {"zh-CN", Phone}, {"en", Desk}, {"en", Phone}} {
			if v.language == "en" && v.width == Phone && x.user != "zhuti-jb" {
				continue // the parts are the same; their labels are the longest where most of them are
			}
			t.Run(strings.Join([]string{x.user, v.language, fmt.Sprint(v.width)}, "-"), func(t *testing.T) {
				t.Parallel()
				p := Browser(t, v.width, true).At(county.URL)
				p.Speak(v.language)
				if x.user != "" {
					p.SignIn(x.user)
				}
				at := -1
				var open func(i int) // what is the first of a list is found on the page before it
				open = func(i int) {
					path := x.paths[i]
					if kind, first := strings.CutSuffix(path, "*"); first {
						if at != i-1 {
							open(i - 1)
						}
						path = p.link(kind)
					}
					p.Goto(path)
					at = i
				}
				for i, path := range x.paths {
					// The many pages in each language and at each width, not in each of both together.
					turn := (v.language == "en") != (v.width == Phone) != (i%2 == 1)
					if x.user == "zhuti-jb" && turn && !everyPicture {
						continue
					}
					open(i)
					if want := map[bool]int{true: http.StatusNotFound,
						false: http.StatusOK}[path == "/nothing-here"]; p.Status() != want {
						t.Errorf("%s: %d", path, p.Status())
					}
					p.MustNotSee("⟦")
					p.Look(fmt.Sprintf("page-%s-%s-%02d", x.user, v.language, i))
				}
			})
		}
	}
}

// Name and password are typed, with and without JavaScript; whoever mistypes keeps the name.
func TestSignInByTheForm(t *testing.T) {
	t.Parallel()
	county := Shared(t)
	for _, js := range []bool{true, false} {
		t.Run(fmt.Sprint(js), func(t *testing.T) {
			p := Drawn(t, Phone, js).At(county.URL)
			p.Goto(signIn.path)
			p.Fill(signIn.user, "shuping-lly")
			p.Fill(signIn.password, "not-"+signIn.demo)
			p.press("signing in", []string{`//form[.//input[@type='password']]//button[not(@type) or @type='submit']`})
			if !strings.HasSuffix(p.URL(), signIn.path) || p.Status() != http.StatusUnprocessableEntity {
				t.Errorf("a wrong password leads to %s (%d)", p.URL(), p.Status())
			}
			p.SignInByForm("shuping-lly")
			p.MustSee("工作台")
		})
	}
}

// link is the first address on the page that begins so and goes on with a number.
func (p *Page) link(start string) string {
	p.t.Helper()
	p.arrive()
	if p.plain != nil {
		for n := range p.plain.doc.Descendants() {
			id, is := strings.CutPrefix(get(n, "href"), start)
			if n.Data == "a" && is && id != "" && id[0] >= '0' && id[0] <= '9' {
				return get(n, "href")
			}
		}
		p.t.Fatalf("%s has no link to %s…", p.URL(), start)
	}
	found := evaluate[string](p, "looking for a link "+start, fmt.Sprintf(
		`([...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href')).find(h => h.startsWith(%q) && /^[0-9]/.test(h.slice(%d))) || '')`, start, len(start)))
	if found == "" {
		p.t.Fatalf("%s has no link to %s…", p.URL(), start)
	}
	return found
}
