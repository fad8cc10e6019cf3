package app

import (
	"strings"
	"testing"
)

// A list offers to make another only to whoever may: seeing what is there is not enough. What it offers opens.
func TestOnlyWhoMayMakeIsOfferedIt(t *testing.T) {
	t.Parallel()
	v := visit(t)
	offered := map[string]bool{}
	for _, login := range []string{"shuping-lly", "jiandu-jb"} {
		for _, n := range v.h.Nouns {
			if _, makes := n.Maker(); !makes {
				continue
			}
			w := v.ask(login, "GET", "/"+n.Name)
			if w.Code != 200 || !strings.Contains(w.Body.String(), `href="/`+n.Name+`/new`) {
				continue
			}
			offered[login+" "+n.Name] = true
			if w := v.ask(login, "GET", "/"+n.Name+"/new"); w.Code != 200 {
				t.Errorf("%s is offered a new one of %s, which answers %d", login, n.Name, w.Code)
			}
		}
	}
	for at, want := range map[string]bool{"shuping-lly appraisals": false, "jiandu-jb appraisals": true,
		"shuping-lly pledges": true} {
		if offered[at] != want {
			t.Errorf("%s: offered is %t", at, offered[at])
		}
	}
}
