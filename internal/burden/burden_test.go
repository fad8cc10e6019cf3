package burden

import (
	"context"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/when"
)

// A form's time ends with the county's bound; one that nobody knows is none.
func TestSpent(t *testing.T) {
	s := Settings{OneForm: 15 * time.Minute}
	sent := when.Date(2026, time.November, 24).Start().Add(9 * time.Hour)
	for back, want := range map[time.Duration]time.Duration{
		90 * time.Second: 90 * time.Second, 0: time.Second, 15 * time.Minute: 15 * time.Minute,
		40 * time.Minute: 15 * time.Minute, 24 * time.Hour: 15 * time.Minute, 24*time.Hour + time.Second: 0, -time.Second: 0,
	} {
		if got := s.Spent(sent.Add(-back), sent); got != want {
			t.Errorf("opened %s before: %s, want %s", back, got, want)
		}
	}
}

// known answers with sums that stand in the test, and remembers what was asked.
type known struct {
	rules, units, months []Sum
	asked                []Filter
}

func (k *known) Burdens(_ context.Context, _ access.Scope, f Filter, by By) ([]Sum, error) {
	k.asked = append(k.asked, f)
	return append([]Sum{}, map[By][]Sum{ByRule: k.rules, ByUnit: k.units, ByMonth: k.months}[by]...), nil
}

func emptyCounty() *bodies.County {
	return bodies.Snapshot(when.Date(2026, time.November, 24), bodies.Rows{})
}

// A month is told of the units that worked in it: averages, what takes most time first,
// who is above the ceiling by as little as a second, months without acts too.
func TestSheet(t *testing.T) {
	// 30 days of September are 30/7 weeks: 10 minutes a week are 2571.4 seconds.
	k := &known{rules: []Sum{{Rule: "a", Acts: 3, Seconds: 600}, {Rule: "b", Acts: 1, Seconds: 3572}},
		units:  []Sum{{Unit: 7, Acts: 1, Seconds: 1600}, {Unit: 8, Acts: 2, Seconds: 2572}, {Unit: 9, Acts: 1}},
		months: []Sum{{Month: "2026-09", Seconds: 4172}, {Month: "2025-12", Seconds: 5}}}
	b := &Board{Read: k, Settings: Settings{Ceiling: 10}}
	s, err := b.Sheet(context.Background(), Asked{County: emptyCounty(), Today: when.Date(2026, time.October, 24)})
	if err != nil {
		t.Fatal(err)
	}
	if s.Month != "2026-09" || s.N != 3 || s.Over != 1 || s.Total.Seconds != 4172 || s.Average() != 1391 || s.Days != 30 {
		t.Errorf("%s: %d units, %d above, %+v, average %d, %d days", s.Month, s.N, s.Over, s.Total, s.Average(), s.Days)
	}
	if s.Rules[0].Rule != "b" || s.Units[0].Unit != 8 {
		t.Errorf("not by time: %+v %+v", s.Rules, s.Units)
	}
	if k.units[1].Seconds--; b.Above(s, k.units[1]) {
		t.Error("above the ceiling with 2571 seconds in 30 days")
	}
	if len(s.Months) != 12 || s.Months[0].Month != "2025-10" || s.Months[2].Seconds != 5 || s.Months[11].Seconds != 4172 {
		t.Errorf("months %+v", s.Months)
	}
	for _, month := range []string{"2026-11", "2026-13", "2026", "x"} { // not begun, or none
		if s, _ := b.Sheet(context.Background(), Asked{County: emptyCounty(), Month: month,
			Today: when.Date(2026, time.October, 24)}); s.Month != "2026-09" {
			t.Errorf("%s is told as %s", month, s.Month)
		}
	}
	s, _ = b.Sheet(context.Background(), Asked{County: emptyCounty(), Month: "2026-10",
		Today: when.Date(2026, time.October, 24)})
	if s.Days != 24 {
		t.Errorf("the running month has %d days", s.Days)
	}
	b.Settings.RulesOnly = true
	if b.Sheet(context.Background(), Asked{County: emptyCounty(), Today: when.Date(2026, time.October, 24)}); !k.asked[len(
		k.asked)-1].Rules {
		t.Error("all acts count where only rules do")
	}
}

// What an act of a rule takes is known from the rule, else from the other rules, else from
// the county's settings; acts of no rule tell nothing of it.
func TestMean(t *testing.T) {
	b := &Board{Settings: Settings{PerAct: 60, PerField: 20, PerFile: 45}, Fields: 4}
	measured := []Sum{{Rule: "team-study", Timed: 4, Seconds: 1000}, {Rule: "order.closed", Timed: 9, Seconds: 9}}
	for _, x := range []struct {
		rule     duty.Rule
		measured []Sum
		want     int64
		how      Likeness
	}{
		{duty.Rule{Code: "team-study"}, measured, 250, Same},
		{duty.Rule{Code: "new"}, append(measured, Sum{Rule: "inspect", Timed: 1, Seconds: 500}), 300, Alike},
		{duty.Rule{Code: "new", Proof: "会议记录"}, measured[1:], 60 + 80 + 45, Default},
		{duty.Rule{Code: "new"}, nil, 60 + 80, Default},
	} {
		if n, how := b.mean(x.rule, x.measured); n != x.want || how != x.how {
			t.Errorf("%s: %d %s, want %d %s", x.rule.Code, n, how, x.want, x.how)
		}
	}
}

// Rules that stay as they are cost nothing; one that is asked when something happens is
// counted as often as it was; one that ends is saved.
func TestCompare(t *testing.T) {
	today := when.Date(2026, time.November, 24)
	always := when.Period{From: when.Date(2025, time.January, 1), To: when.Open}
	gone := duty.Rule{Code: "red-card", What: "说明", Cadence: duty.Carded, Times: 1, In: always}
	same := duty.Rule{Code: "team-study", Cadence: duty.Quarterly, Times: 1, In: always}
	k := &known{rules: []Sum{{Rule: "red-card", Acts: 12, Timed: 12, Seconds: 1200}}}
	b := &Board{Read: k, Calendar: &when.Calendar{}}
	bill, err := b.Compare(context.Background(), emptyCounty(), access.Scope{}, today, []duty.Rule{gone, same},
		[]duty.Rule{same})
	if err != nil || len(bill.Costs) != 1 {
		t.Fatalf("%+v %v", bill, err)
	}
	if c := bill.Costs[0]; c.Rule != "red-card" || c.Acts != -12 || c.Seconds != -1200 || !c.Events ||
		bill.Seconds != -1200 {
		t.Errorf("%+v", c)
	}
	ended := gone
	ended.In.To = today
	if bill, _ = b.Compare(context.Background(), emptyCounty(), access.Scope{}, today, []duty.Rule{gone},
		[]duty.Rule{ended}); bill.Seconds != -1200 {
		t.Errorf("a rule that ends saves %d", bill.Seconds)
	}
	if bill, _ = b.Compare(context.Background(), emptyCounty(), access.Scope{}, today, []duty.Rule{gone},
		[]duty.Rule{gone}); len(bill.Costs) != 0 {
		t.Errorf("nothing changes: %+v", bill)
	}
	if n := (Bill{Seconds: -7200, Units: 10}).Monthly(); n != -60 {
		t.Errorf("-7200 s a year over 10 units are %d a month", n)
	}
}
