package app

import (
	"net/url"
	"regexp"
	"testing"

	"shuangze/internal/lang"
)

// counted is what the menu says of a list, for the eye and in words; "" = nothing.
func (v *visitors) counted(login, page, href string) (n, said string) {
	v.Helper()
	menu := regexp.MustCompile(`<a href="` + href + `"[^>]*>\s*(?:<i[^>]*>[^<]*</i>\s*)?<span>[^<]*</span>\s*` +
		`<em aria-hidden="true">([\d,]+)</em>\s*<span class="vh">([^<]*)</span>`)
	if m := menu.FindStringSubmatch(v.ask(login, "GET", page).Body.String()); m != nil {
		return m[1], m[2]
	}
	return "", ""
}

// The menu says beside each list how much of it waits for the reader, on every page and in
// words too; it asks for that once in a while and not on every page; and what somebody does
// is gone from it at once.
func TestMenuSaysWhatWaits(t *testing.T) {
	t.Parallel()
	v := visit(t)
	_, all := v.counted("shuping-lly", "/", "/")
	orders, said := v.counted("shuping-lly", "/orders", "/orders")
	words := lang.MustLoad().In(lang.Chinese)
	if orders == "" || said != words.T("menu.waits", "n", orders) || all == "" {
		t.Fatalf("the menu says %q in words %q of orders, %q of all", orders, said, all)
	}
	if got, _ := v.counted("shuping-lly", "/lists", "/orders"); got != orders {
		t.Errorf("%s orders on one page and %s on another", orders, got)
	}
	if n, _ := v.counted("shuping-lly", "/orders", "/powers"); n != "" {
		t.Errorf("%s powers wait, which never do", n)
	}
	before := v.h.DB.Statements()
	v.ask("shuping-lly", "GET", "/documents")
	again := v.h.DB.Statements() - before
	v.submit("shuping-lly", "/views", url.Values{}) // whatever it answers, it may have changed something
	before = v.h.DB.Statements()
	v.ask("shuping-lly", "GET", "/documents")
	if anew := v.h.DB.Statements() - before; anew < again+5 {
		t.Errorf("%d statements after an act, %d else: nothing was counted anew", anew, again)
	}
	before = v.h.DB.Statements()
	v.ask("shuping-lly", "GET", "/documents")
	if n := v.h.DB.Statements() - before; n != again {
		t.Errorf("%d statements the second time, %d else", n, again)
	}
}
