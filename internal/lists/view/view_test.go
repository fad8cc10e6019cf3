package view

import (
	"net/url"
	"strings"
	"testing"
)

// A view keeps what its list's address knows, in one order, and nothing else.
func TestQuery(t *testing.T) {
	for _, c := range []struct {
		list    List
		address string
		kept    string
	}{
		{Orders, "unit=7&light=red&after=x.1&did=a&entry=3&limit=9&state=", "light=red&unit=7"},
		{Orders, "light=red&light=blue", "light=red"},
		{Problems, "tab=overdue&light=red&q=+%E5%85%AC%E7%A4%BA+", "q=%E5%85%AC%E7%A4%BA&tab=overdue"},
		{Problems, "q=" + strings.Repeat("a", valueMost+1) + "&side=principal", "side=principal"},
		{Problems, "tab=open&level=serious", "level=serious"},
		{Orders, "tab=open", ""},
		{Problems, "q=%ff", ""},
		{People, "q=x&on=2026-01-01&all=1", "q=x"},
		{People, "sort=-name&after=5&cols=name,level&unit=7", "cols=name%2Clevel&sort=-name&unit=7"},
		{"units", "q=x", ""},
	} {
		q, err := url.ParseQuery(c.address)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Commands{}).Query(c.list, q); got != c.kept {
			t.Errorf("%s?%s keeps %q, want %q", c.list, c.address, got, c.kept)
		}
	}
}
