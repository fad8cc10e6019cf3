package app

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"shuangze/internal/actor"
	"shuangze/internal/demo"
	"shuangze/internal/when"
)

var (
	tabBar  = regexp.MustCompile(`(?s)<nav class="tabs".*?</nav>`)
	tabLink = regexp.MustCompile(`(?s)<a href="([^"]*)"[^>]*>(.*?)</a>`)
	tabSays = regexp.MustCompile(`(?s)<em>(.*?)</em>`)
)

// Every number on the tabs of a list is the length of the list it leads to, for
// whoever looks and with whatever filter is in force; where only the rows would
// tell it, no number is shown.
func TestTabs(t *testing.T) {
	t.Parallel()
	today := when.Date(2026, 11, 24)
	h := demoHouse(t, today)
	desk, err := h.Handler(ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	county, err := h.DB.County(t.Context(), 1, today)
	if err != nil {
		t.Fatal(err)
	}
	unit := ""
	for _, u := range county.Units() {
		if county.Name(u) == "曙坪镇" {
			unit = u.String()
		}
	}
	seen, shown := 0, 0
	for _, a := range demo.Accounts() {
		if a.Person == "" || a.Role == string(actor.ExternalAssessor) {
			continue
		}
		x := enter(t, desk, a.Login)
		for _, list := range []string{"/orders", "/problems"} {
			for query, numbers := range map[string]bool{"": true, "?unit=" + unit: true, "?level=ordinary&side=principal": true,
				"?unit=" + unit + "&level=serious": true,
				"?q=公示":                            false, "?state=closed": true, "?light=red&unit=" + unit: true,
				"?tab=overdue": true} {
				code, page := x.get(list + query)
				if code != http.StatusOK {
					t.Fatalf("%s %s%s: %d", a.Login, list, query, code)
				}
				links := tabLink.FindAllStringSubmatch(tabBar.FindString(page), -1)
				counted := 0
				for _, l := range links {
					seen++
					number := tabSays.FindStringSubmatch(l[2])
					if number == nil {
						continue
					}
					counted++
					want, _ := digits(number[1])
					_, there := x.get(html.UnescapeString(l[1]))
					got := 0
					if m := listCount.FindStringSubmatch(there); m != nil {
						got, _ = digits(m[1])
					}
					if got != want {
						t.Errorf("%s, %s%s: %s says %d, its list %d", a.Login, list, query, l[1], want, got)
					}
					if strings.Contains(query, "unit=") && !strings.Contains(l[1], "unit="+unit) {
						t.Errorf("%s loses the unit of %s%s", l[1], list, query)
					}
				}
				shown += counted
				least := len(links) - 2 // what no counts tell
				if list == "/orders" {
					least--
				}
				if numbers && counted < least || !numbers && counted > 0 || len(links) < 7 {
					t.Errorf("%s, %s%s: %d of %d tabs have a number", a.Login, list, query, counted, len(links))
				}
			}
		}
	}
	t.Logf("%d tabs, %d numbers", seen, shown)

	x := enter(t, desk, "zhuti-jb")
	for address, kept := range map[string]string{
		"/orders?state=lost&level=ordinary&light=green&unit=99999999": "level=ordinary",
		"/problems?source=moon&tab=none&side=principal":               "side=principal"} {
		_, page := x.get(address)
		_, plain := x.get(strings.SplitN(address, "?", 2)[0] + "?" + kept)
		if !strings.Contains(page, "已不认识") || strings.Contains(plain, "已不认识") ||
			listCount.FindString(page) != listCount.FindString(plain) || listCount.FindString(page) == "" {
			t.Errorf("%s is not shown as what of it is known: %q, %q", address, listCount.FindString(page),
				listCount.FindString(plain))
		}
	}
}
