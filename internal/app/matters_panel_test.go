package app

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"shuangze/internal/accountability/matters"
	"shuangze/internal/ref"
)

// The panel of a matter, who heads it, and who signed the report on which day: as the page shows it, programs of those
// who read the page have it, and nobody else.
func TestPanelByProgram(t *testing.T) {
	t.Parallel()
	p := programsOf(t)
	signed, open := 0, 0
	for _, m := range every[*matters.Matter](p.visitors, ref.Matter) {
		if m.Panel == "" {
			continue
		}
		at := "/matters/" + m.ID.String()
		var got struct {
			Members []struct {
				Person       ref.ID
				Head, Signed bool
				SignedAt     string
			}
		}
		w := p.call(p.reads["zhuti-jb"], "GET", at, nil)
		page := p.ask("zhuti-jb", "GET", at)
		if w.Code != page.Code {
			t.Errorf("%s: %d by page, %d by program", at, page.Code, w.Code)
		}
		if w.Code != 200 {
			continue
		}
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		var members []ref.ID
		for _, x := range got.Members {
			members = append(members, x.Person)
			if x.Head != (x.Person == m.Lead) || x.Signed != slices.Contains(m.Signed(), x.Person) ||
				x.Signed != (x.SignedAt != "") {
				t.Errorf("%s: %+v", at, x)
			}
			name, _ := p.county.Person(x.Person)
			if !strings.Contains(page.Body.String(), name.Name) {
				t.Errorf("%s: the page does not name %s", at, name.Name)
			}
			if x.Signed {
				signed++
			} else {
				open++
			}
		}
		if !slices.Equal(members, m.Members()) {
			t.Errorf("%s: %v, not %v", at, members, m.Members())
		}
		if n := strings.Count(page.Body.String(), "日 已签名"); n != len(m.Signed()) {
			t.Errorf("%s: the page says of %d that they signed and when, not of %d", at, n, len(m.Signed()))
		}
		if w := p.call(p.reads["caizheng-jb"], "GET", at, nil); w.Code != 404 {
			t.Errorf("another unit reads %s: %d", at, w.Code)
		}
	}
	if signed == 0 || open == 0 {
		t.Errorf("%d signed, %d did not: the test shows too little", signed, open)
	}
}
