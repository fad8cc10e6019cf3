package app

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/when"
)

var (
	rollSays = regexp.MustCompile(`截至存证第 ([\d,]+) 号；共 ([\d,]+) 条`)
	rollBody = regexp.MustCompile(`(?s)<tbody>.*</tbody>`)
)

// A printed list is the whole list of its filter, within the reader's scope, as
// of an entry of the journal that it names; that it was taken out is recorded.
func TestPrintedList(t *testing.T) {
	t.Parallel()
	today := when.Date(2026, time.November, 24)
	h := demoHouse(t, today)
	desk, err := h.Handler(ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	size := func(book string) (n int64) {
		if err := h.DB.EachHead(t.Context(), func(name string, size int64) {
			if strings.Contains(name, book) {
				n += size
			}
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, login := range []string{"zhuti-jb", "shuping-lly", "lingdao"} {
		x := enter(t, desk, login)
		for _, list := range []string{"/orders", "/problems"} {
			for _, query := range []string{"?tab=open", "?tab=all&all=1", "?level=ordinary&sort=-new", "?q=公示", "?state=closed",
				"?light=red&tab=overdue"} {
				_, page := x.get(list + query)
				want := 0
				if m := listCount.FindStringSubmatch(page); m != nil {
					want, _ = digits(m[1])
				}
				before := size("access/")
				code, paper := x.get(list + "/print" + query)
				says := rollSays.FindStringSubmatch(paper)
				if code != 200 || says == nil {
					t.Fatalf("%s %s/print%s: %d", login, list, query, code)
				}
				entry, _ := digits(says[1])
				lines, _ := digits(says[2])
				if rows := strings.Count(rollBody.FindString(paper), "<tr>"); rows != want || lines != want ||
					int64(entry) != size("acts/") {
					t.Errorf("%s %s/print%s: %d rows, says %d, up to entry %d; its list has %d and the journal %d", login, list, query,
						rows, lines, entry, want, size("acts/"))
				}
				if after := size("access/"); after != before+1 {
					t.Errorf("%s/print%s: %d entries in the access journal", list, query, after-before)
				}
				if !strings.Contains(page, list+"/print?") {
					t.Errorf("%s%s does not lead to its print", list, query)
				}
			}
		}
	}
	last := ""
	if err := h.DB.EachAct(t.Context(), func(journal string, seq, at int64, kind, object string, id int64) {
		if strings.Contains(journal, "access/") {
			last = kind
		}
	}); err != nil || last != "list.printed.v1" {
		t.Errorf("recorded: %s, %v", last, err)
	}
	if _, paper := enter(t, desk, "zhuti-jb").get("/orders/print?level=ordinary&light=red"); !strings.Contains(paper,
		"红牌") || !strings.Contains(paper, "一般") || !strings.Contains(paper, "镇坪县") {
		t.Error("the paper does not say what was asked for")
	}

	// Longer than may be: the first lines, and it says that there are more.
	a, _, _, err := h.Doors.Actor(t.Context(), enter(t, desk, "lingdao").cookie.Value)
	if err != nil {
		t.Fatal(err)
	}
	for _, sort := range []order.Sort{order.ByDue, order.Newest} {
		f := order.Filter{Open: true, Sort: sort}
		all, err := h.DB.WholeOrders(t.Context(), access.ScopeOf(a, "order.see"), f, 5000)
		some, err2 := h.DB.WholeOrders(t.Context(), access.ScopeOf(a, "order.see"), f, 7)
		exact, err3 := h.DB.WholeOrders(t.Context(), access.ScopeOf(a, "order.see"), f, len(all.Orders))
		if err != nil || err2 != nil || err3 != nil || all.More || !some.More || exact.More || len(some.Orders) != 7 ||
			fmt.Sprint(some.Orders[6].ID) != fmt.Sprint(all.Orders[6].ID) {
			t.Errorf("%v: %d of %d, more %v %v %v", sort, len(some.Orders), len(all.Orders), some.More, all.More, exact.More)
		}
	}
	if p, err := h.DB.WholeProblems(t.Context(), access.ScopeOf(a, "problem.see"), problem.Filter{Newest: true},
		3); err != nil || !p.More || len(p.Problems) != 3 {
		t.Errorf("problems: %d, %v, %v", len(p.Problems), p.More, err)
	}
}
