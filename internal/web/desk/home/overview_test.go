package home

import (
	"testing"
	"time"

	"shuangze/internal/bodies"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// The worst unit stands first, and a unit whose columns are all empty stands
// in the sentence below and not as a row of dots.
func TestRowsOfTheOverview(t *testing.T) {
	today := when.Date(2026, time.March, 10)
	var rows bodies.Rows
	for id := ref.ID(1); id <= 5; id++ {
		rows.Units = append(rows.Units, bodies.Unit{ID: id, Code: id.String(), When: when.Period{From: 1, To: today + 1}})
		rows.Facts = append(rows.Facts, bodies.UnitFacts{ID: 100 + id, Unit: id, Name: "单位" + id.String(),
			Period: when.Period{From: 1, To: today + 1}})
	}
	d := count(order.Bounds{RedBefore: today - 5, Today: today, ClearFrom: today + 5}, []trail.Tally{
		{Subject: "order", Unit: 1, State: string(order.Closed), N: 7},
		{Subject: "order", Unit: 2, State: string(order.Withdrawn), N: 2},
		{Subject: "order", Unit: 3, State: string(order.InProgress), Due: today - 1, N: 1},
		{Subject: "order", Unit: 4, State: string(order.InProgress), Due: today - 9, N: 1},
	}, bodies.Snapshot(today, rows))
	var got []ref.ID
	for _, r := range d.Rows {
		got = append(got, r.Unit)
	}
	if len(got) != 3 || got[0] != 4 || got[1] != 3 || got[2] != 1 {
		t.Errorf("rows %v, not 4 3 1", got)
	}
	if d.Quiet != 2 {
		t.Errorf("%d quiet units, not 2", d.Quiet)
	}
	if len(columns) != colRectified+1 || columns[colClosed].key != "closed" || columns[ofOrders-1].list != "/orders" ||
		columns[ofOrders].list != "/problems" {
		t.Error("the columns do not stand where they are counted")
	}
}
