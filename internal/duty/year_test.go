package duty

import (
	"fmt"
	"testing"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Each duty stands in the row of its rule and the month of the day that binds, with
// those that stand alike and that one list finds; the rows follow the rules.
func TestYear(t *testing.T) {
	today := when.Date(2026, 11, 24)
	b := Bands{Notice: 3, Yellow: 1, Red: 3, Calendar: when.NewCalendar(nil)}
	at := func(id ref.ID, rule, state string, due when.Day, late bool) *Duty {
		d := &Duty{Rule: rule, Due: due, FirstDue: due, Late: late, Body: id % 2}
		d.ID, d.State = id, state
		return d
	}
	y := b.Year([]*Duty{
		at(1, "gone", Open, today+30, false),
		at(2, "b", Done, when.Date(2026, 3, 31), false),
		at(3, "b", Done, when.Date(2026, 3, 31), true),
		at(4, "a", Open, when.Date(2026, 11, 18), false),
		at(5, "a", Open, today-1, false),
		at(6, "a", Open, today+2, false),
		at(7, "a", Paused, today-60, false),
		at(8, "a", Waived, when.Date(2026, 12, 31), false),
		at(10, "b", Done, when.Date(2026, 3, 1), false),
	}, []string{"a", "b"}, func(d *Duty) string { return fmt.Sprint(d.Body) }, today)
	got := ""
	for _, r := range y.Rows {
		got += r.Rule + ":"
		for m, cell := range r.Cells {
			for _, g := range cell {
				got += fmt.Sprintf(" %d %s×%d", m+1, g.Mark, len(g.Duties))
			}
		}
		got += fmt.Sprintf(" =%d/%d/%d/%d; ", r.Sum.All(), r.Sum.Open(), r.Sum.Over(), r.Sum.Done())
	}
	const want = "a: 9 paused×1 11 red×1 11 yellow×1 11 near×1 12 waived×1 =5/3/2/0; " +
		"b: 3 late×1 3 done×2 =3/0/0/3; gone: 12 open×1 =1/1/0/0; "
	if got != want || y.Total.All() != 9 {
		t.Errorf("%s\nwant %s", got, want)
	}
	split := b.Year([]*Duty{at(1, "a", Done, today, false), at(2, "a", Done, today, false)}, nil,
		func(d *Duty) string { return fmt.Sprint(d.Body) }, today)
	if len(split.Rows[0].Cells[10]) != 2 {
		t.Error("what no one list finds stands in one group")
	}
}
