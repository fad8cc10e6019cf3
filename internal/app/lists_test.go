package app

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A number of the page of lists that is written on a link.
var numberLink = regexp.MustCompile(`<a href="([^"]+)" data-n="([\d,]+)"`)

// How long a list says it is.
var listLength = regexp.MustCompile(`共 ([\d,]+) 条`)

// Every number on the overview of the five lists is the length of the list that it leads to,
// for an office, the leading group, a unit's clerk and its first responsible person.
func TestListsCountWhatTheyLeadTo(t *testing.T) {
	eachEngine(t, func(t *testing.T, v *visitors) {
		for login, least := range map[string]int{"zhuti-jb": 150, "lingdao": 150, "shuping-lly": 20} {
			asked, wrong := map[string]int{}, 0
			body := v.ask(login, "GET", "/lists").Body.String()
			for _, m := range numberLink.FindAllStringSubmatch(body, -1) {
				to, n := html.UnescapeString(m[1]), figureRead(t, m[2])
				got, known := asked[to]
				if !known {
					w := v.ask(login, "GET", strings.TrimSuffix(to, "#units"))
					switch page := w.Body.String(); {
					case w.Code != 200:
						got = -w.Code
					case strings.HasPrefix(to, "/lists"):
						got = strings.Count(page, `<th scope="row"`)
					case listLength.MatchString(page):
						got = figureRead(t, listLength.FindStringSubmatch(page)[1])
					}
					asked[to] = got
				}
				if got != n {
					if t.Errorf("%s: %s is said to hold %d and holds %d", login, to, n, got); wrong > 10 {
						t.FailNow()
					}
					wrong++
				}
			}
			if len(asked) < least {
				t.Errorf("%s: only %d lists were looked at", login, len(asked))
			}
		}
	})
}

func figureRead(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
