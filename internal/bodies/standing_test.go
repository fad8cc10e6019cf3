package bodies

import (
	"testing"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

func TestStanding(t *testing.T) {
	const today when.Day = 100
	for _, x := range []struct {
		posts []when.Period
		last  when.Day          // when the last post ended; 0 = one is in force, or there was none
		since map[when.Day]bool // held on every day from then on
	}{
		{nil, 0, map[when.Day]bool{100: false, 90: false}},
		{[]when.Period{{From: 10, To: when.Open}}, 0, map[when.Day]bool{100: true, 10: true, 9: false}},
		{[]when.Period{{From: 10, To: 101}}, 0, map[when.Day]bool{100: true, 10: true}},
		{[]when.Period{{From: 10, To: 100}}, 100, map[when.Day]bool{100: false, 10: false, 99: false}},
		{[]when.Period{{From: 100, To: 100}}, 0, map[when.Day]bool{100: false}},       // never was
		{[]when.Period{{From: 101, To: when.Open}}, 0, map[when.Day]bool{100: false}}, // is to come
		{[]when.Period{{From: 10, To: 50}, {From: 101, To: 200}}, 50, map[when.Day]bool{100: false}},
		{[]when.Period{{From: 50, To: 200}, {From: 10, To: 50}}, 0,
			map[when.Day]bool{10: true, 49: true, 60: true, 9: false}},
		{[]when.Period{{From: 10, To: 50}, {From: 51, To: 200}}, 0, map[when.Day]bool{10: false, 50: false, 51: true}},
		{[]when.Period{{From: 10, To: 90}, {From: 20, To: 40}, {From: 80, To: 200}}, 0,
			map[when.Day]bool{10: true, 85: true}},
	} {
		var rows Rows
		for i, p := range x.posts {
			rows.Appointments = append(rows.Appointments, Appointment{ID: ref.ID(i + 1), Person: 7, Post: Clerk, Period: p})
		}
		rows.Appointments = append(rows.Appointments, Appointment{ID: 99, Person: 8, Post: Clerk,
			Period: when.Period{From: 1, To: when.Open}})
		c := Snapshot(today, rows)
		if end, over := c.LastPost(7); end != x.last || over != (x.last != 0) {
			t.Errorf("%v: the last post ended %d %v", x.posts, end, over)
		}
		for from, want := range x.since {
			if c.HeldSince(7, from) != want {
				t.Errorf("%v: held since %d %v", x.posts, from, !want)
			}
		}
	}
	if c := Snapshot(today, Rows{}); over(c.LastPost(0)) || c.HeldSince(0, 1) {
		t.Error("nobody holds and held nothing")
	}
}

func over(_ when.Day, over bool) bool { return over }
