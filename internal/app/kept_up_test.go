package app

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"shuangze/internal/bodies"
	"shuangze/internal/intake"
	"shuangze/internal/lang"
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
	table := intake.OrderTable(c, chinese(h), h.DB, everything("order.see"), open)
	if err := table.Write(ctx, &b, intake.XLSX); err != nil {
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
