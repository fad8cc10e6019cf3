package app

import (
	"net/url"
	"strings"
	"testing"
)

// The list of what an organ holds is still there after the organ has ended, and says so.
func TestListOfAnEndedOrgan(t *testing.T) {
	t.Parallel()
	v := visit(t)
	x := v.powers()[0]
	body, _ := v.county.Body(x.Body)
	list := "/powers?body=" + x.Body.String()
	if says := v.ask("zhuti-jb", "GET", list).Body.String(); !strings.Contains(says, x.Name) ||
		strings.Contains(says, "已撤销") {
		t.Fatal("before it ended")
	}
	did := v.submit("zhuti-jb", "/bodies/"+x.Body.String()+"/do/end", url.Values{"key": {"ends"},
		"on": {v.h.Clock().Day().String()}, "document": {"某委发〔2026〕1号"}})
	if did.Code != 303 {
		t.Fatal(did.Code, did.Body.String())
	}
	says := v.ask("zhuti-jb", "GET", list).Body.String()
	if !strings.Contains(says, x.Name) || !strings.Contains(says, body.Name+"（已撤销）") {
		t.Error(anyTag.ReplaceAllString(says, " "))
	}
}
