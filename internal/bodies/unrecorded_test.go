package bodies

import (
	"testing"

	"shuangze/internal/when"
)

// Before the records of a county begin a post is not recorded; from that day on
// a post in which nobody is known is vacant, and a gap.
func TestBeforeTheRecordsBegin(t *testing.T) {
	began := when.Date(2026, 3, 1)
	rows := Rows{Began: began,
		Units: []Unit{{ID: 1, Code: "1", When: when.Period{From: 1, To: when.Open}}},
		Facts: []UnitFacts{{ID: 2, Unit: 1, Name: "财政局", Category: Government, Period: when.Period{From: 1, To: when.Open}}}}
	for _, x := range []struct {
		day        when.Day
		unrecorded bool
	}{{began - 1, true}, {began, false}} {
		c := Snapshot(x.day, rows.Clone())
		f := c.Chief(1)
		if f.Unrecorded != x.unrecorded || !f.Vacant() || c.Recorded() == x.unrecorded {
			t.Errorf("%s: %+v", x.day, f)
		}
		if want := map[bool]string{true: "bodies.first.unrecorded",
			false: "bodies.first.vacant"}[x.unrecorded]; f.Reason.Key != want {
			t.Errorf("%s: %s, want %s", x.day, f.Reason.Key, want)
		}
		if none := len(c.Gaps()) == 0; none != x.unrecorded {
			t.Errorf("%s: gaps %v", x.day, c.Gaps())
		}
	}
}
