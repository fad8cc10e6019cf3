package api

import (
	"bytes"
	"encoding/json"
	"testing"

	"shuangze/internal/due"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// ordersOf is the page as the document describes it.
func ordersOf(p order.Page, said map[ref.ID]int, rules order.Rules, today when.Day) Orders {
	out := Orders{
		Items: make([]OrderLine, 0, len(p.Lines)),
		Next:  p.Older.String(), Previous: p.Newer.String(), Count: p.Count, More: p.More,
	}
	for _, l := range p.Lines {
		out.Items = append(out.Items, OrderLine{
			l.ID, l.Number.String(), l.Subject, string(l.Side), string(l.State),
			string(rules.Light(l.State, l.Binds(), today)), l.Level, string(l.Urgency),
			l.Unit, l.Leader, l.Handler, l.Problem,
			day(l.Due), day(l.FirstDue), day(l.AckBy), day(l.AskedDue),
			l.Extensions, l.Special, l.LongTerm, day(l.ReviewBy), l.ClosedLate(), said[l.ID],
		})
	}
	return out
}

// The list of orders is written by hand, byte for byte what encoding/json writes.
func TestOrdersByHand(t *testing.T) {
	today := when.Date(2026, 3, 10)
	rules := order.Rules{Calendar: when.NewCalendar([]when.Year{{Year: 2026}}), Bands: due.Bands{Notice: 3, Red: 3}}
	no := func(n int64) number.Number {
		return number.Number{Series: "WT", Year: 2026, No: n}
	}
	full := order.Line{
		ID: 1<<53 - 1, Number: no(7), Subject: "惠农补贴公示不及时", Side: "principal", State: order.InProgress,
		Level: "major", Urgency: "urgent", Unit: 3, Leader: 4, Handler: 5, Problem: 6,
		Due: today + 2, FirstDue: today - 9, AckBy: today - 8, AskedDue: today + 30,
		Extensions: 2, Special: true, ReviewBy: when.Date(9999, 12, 31),
	}
	said := map[ref.ID]int{full.ID: 12}
	lines := []order.Line{{}, full}
	for _, change := range []func(*order.Line){
		func(l *order.Line) { l.Due = today - 1 }, // yellow
		func(l *order.Line) { l.Due = today - 30 },
		func(l *order.Line) { l.Due, l.LongTerm = when.Open, true },
		func(l *order.Line) { l.State, l.RequestedAt = order.Closed, (today + 5).Start() },
		func(l *order.Line) { l.Number = no(123456) },
		func(l *order.Line) { l.Number.Style = number.Style{Prefix: "督", Digits: 6} },
		func(l *order.Line) { l.Subject = "“引号” \"quoted\" \\ <b>&amp;</b>\t\n\x00\x1f\x7f" },
		func(l *order.Line) { l.Subject = "line\u2028paragraph\u2029 𠮷 \ufffd" },
		func(l *order.Line) { l.Subject = "broken \xff\xe2\x80" },
	} {
		l := full
		change(&l)
		lines = append(lines, l)
	}
	for _, p := range []order.Page{
		{},
		{Lines: lines, Count: len(lines)},
		{Lines: lines[:1], Newer: order.Cursor{Key: -5, ID: 9, Back: true}, Older: order.Cursor{Key: 7, ID: 8},
			Count: 1000, More: true},
	} {
		want, err := json.Marshal(ordersOf(p, said, rules, today))
		if err != nil {
			t.Fatal(err)
		}
		if got := appendOrders(nil, p, said, rules, today); !bytes.Equal(got, want) {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
}
