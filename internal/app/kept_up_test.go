package app

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/exchange"
	"shuangze/internal/lang"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/paper/sheet"
	"shuangze/internal/when"
)

var tableRow = regexp.MustCompile(`(?s)<tr>.*?</tr>`)

// The day of a matter that is kept up for good binds nobody: no list, page, print
// or spreadsheet gives it as the day it is due.
func TestADayThatBindsNobodyIsNotGivenAsDue(t *testing.T) {
	ctx := t.Context()
	h := demoHouse(t, when.Date(2026, time.November, 24))
	desk, err := h.Handler(ServeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x, zh := enter(t, desk, "zhuti-jb"), h.Words.In(lang.Chinese)
	row := func(path, href string) string {
		t.Helper()
		_, page := x.get(path)
		for _, r := range tableRow.FindAllString(page, -1) {
			if strings.Contains(r, href) {
				return r
			}
		}
		t.Errorf("%s has no row of %s", path, href)
		return ""
	}
	// The row, in full and without the year.
	says := func(where, row, want string, due when.Day) {
		t.Helper()
		if !strings.Contains(row, want) || strings.Contains(row, zh.DayShort(due)) {
			t.Errorf("%s: %s; want %q and no %s", where, row, want, zh.DayShort(due))
		}
	}
	rows, err := h.DB.Rows(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	c, open := bodies.Snapshot(h.Clock().Day(), rows), order.Filter{Open: true}
	table := exchange.OrderTable(c, chinese(h), h.DB, everything("order.see"), open)
	if err := table.Write(ctx, &b, exchange.XLSX); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(bytes.NewReader(b.Bytes()), int64(b.Len()), "a.xlsx", sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	lines := book.Grids[0].Lines
	column := func(key string) int {
		i := slices.IndexFunc(lines[1].Spots, func(c sheet.Spot) bool { return c.Text == zh.T(key) })
		return lines[1].Spots[i].Col
	}
	number, due := column("order.number"), column("order.due")

	orders, err := h.DB.EveryOrder(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	n, led := 0, 0
	for _, o := range orders {
		if !o.LongTerm || !o.State.Open() || o.Side != "principal" {
			continue
		}
		n++
		want := zh.T("order.review-by", "day", o.ReviewBy)
		q := "?q=" + o.Number.String()
		says("the list", row("/orders?q="+url.QueryEscape(o.Subject), "/orders/"+o.ID.String()), want, o.Due)
		says("the print", row("/orders/print"+q, o.Number.String()), want, o.Due)
		says("the leader's page", row("/people/"+o.Leader.String(), "/orders/"+o.ID.String()), want, o.Due)
		i := slices.IndexFunc(lines, func(l sheet.Line) bool { return l.At(number).Text == o.Number.String() })
		if i < 0 || lines[i].At(due).Text != want {
			t.Errorf("the spreadsheet of %s, line %d: %+v", o.Number, i, lines[max(i, 0)].At(due))
		}
		if o.Problem == 0 {
			continue
		}
		led++
		p, _, err := h.DB.Problem(ctx, o.Problem)
		if err != nil {
			t.Fatal(err)
		}
		q, want = "?q="+p.Number.String(), zh.T("order.long-term")
		says("the list of problems", row("/problems"+q, "/problems/"+p.ID.String()), want, p.Due)
		says("the print of problems", row("/problems/print"+q, p.Number.String()), want, p.Due)
	}
	if n == 0 || led == 0 {
		t.Errorf("%d orders kept up, %d of a problem", n, led)
	}
}

// Nobody looks again at what was kept up and is closed: no page, list or print
// of it names a next day.
func TestClosedIsNotLookedAtAgain(t *testing.T) {
	p := play(t)
	p.issue()
	at := "/orders/" + p.order.String()
	p.did(p.h.Orders.MakeLongTerm(p.ctx, act.Command{Actor: p.actor("zhuti-jb")}, p.order, "每季都要公示"))
	for _, path := range []string{at, "/orders?tab=open&q=惠农补贴公示"} {
		p.reads(path, p.page("zhuti-jb", path), "每季度复查，下次截止")
	}
	p.did(p.h.Orders.RequestClose(p.ctx, act.Command{Actor: p.actor("shuping-lly")}, p.order, "十个村已公示",
		evidence.Evidence{Name: "后.png", Type: "image/png", Size: 1, Digest: make([]byte, 32)}))
	p.did(p.h.Orders.ConfirmClose(p.ctx, act.Command{Actor: p.actor(p.leader)}, p.order, "属实"))
	p.did(p.h.Orders.Close(p.ctx, act.Command{Actor: p.actor("zhuti")}, p.order, "抽查三个村"))
	leader := "/people/" + p.actor(p.leader).Person.String()
	for _, path := range []string{at, "/orders?state=closed&q=惠农补贴公示", "/orders/print?state=closed&q=惠农补贴公示", leader} {
		page := p.page("zhuti-jb", path)
		if path == leader {
			_, page, _ = strings.Cut(page, at)
			page, _, _ = strings.Cut(page, "</tr>")
		} else {
			p.reads(path, page, "长期坚持")
		}
		if strings.Contains(page, "下次截止") || strings.Contains(page, "前复查") {
			t.Errorf("%s still says when it is looked at next", path)
		}
	}
	o, _, err := p.h.DB.Order(p.ctx, p.order)
	if err != nil || o.ReviewBy == 0 {
		t.Fatal(o.ReviewBy, err)
	}
}

// The overview counts an order by its state and again by its day: the columns are
// two groups under headings of their own, and the page says that they do not add
// up. Those of the states do, to the orders that are open.
func TestOverviewColumnsDoNotAddUp(t *testing.T) {
	v := visit(t)
	for _, lang := range []string{"zh-CN", "en"} {
		w := v.send("lingdao", "GET", "/overview", nil, "Accept-Language", lang, "Cookie", "language="+lang)
		body := w.Body.String()
		for zh, en := range map[string]string{"督办单：按时限": "Orders by day", "督办单：按状态": "Orders by state",
			"各列不能相加": "The columns do not add up"} {
			if want := map[string]string{"zh-CN": zh, "en": en}[lang]; !strings.Contains(body, want) {
				t.Errorf("the overview does not say %q", want)
			}
		}
		spans := regexp.MustCompile(`scope="colgroup" colspan="(\d+)"`).FindAllStringSubmatch(body, -1)
		if len(spans) != 3 || spans[0][1] != "4" || spans[1][1] != "4" || spans[2][1] != "3" {
			t.Errorf("groups of columns: %v", spans)
		}
		foot := body[strings.Index(body, "<tfoot>"):]
		var sums []int
		for _, cell := range regexp.MustCompile(`(?s)<td.*?</td>`).FindAllString(foot, -1) {
			n, _ := digits(cell)
			sums = append(sums, n)
		}
		open, _ := digits(regexp.MustCompile(`(?s)href="/orders\?tab=open">.*?</a>`).FindString(body))
		if len(sums) != 11 || sums[4]+sums[5]+sums[6] != open || open == 0 {
			t.Errorf("by state %v, open %d", sums, open)
		}
	}
}
