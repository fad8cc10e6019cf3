package when

import "testing"

// Before a year's notice is known its fixed holidays are off and the deadline
// says that the rest is not; the notice takes their place.
func TestFixedHolidays(t *testing.T) {
	fixed := []Fixed{{"new-year", 1, 1, 1}, {"labour", 5, 1, 2}, {"national", 10, 1, 3}}
	known := Year{Year: 2026}
	c := NewCalendar([]Year{known}, fixed...)
	for d, want := range map[Day]bool{
		Date(2027, 1, 1): false, Date(2027, 1, 4): true, Date(2027, 4, 30): true, Date(2027, 5, 3): true,
		Date(2028, 5, 1): false, Date(2028, 5, 2): false, Date(2028, 5, 3): true,
		Date(2027, 10, 1): false, Date(2027, 10, 4): true, Date(2026, 10, 1): true, // of 2026 the notice speaks
		Date(2056, 1, 3): true, Date(2057, 1, 1): true, // beyond thirty years only weekends
	} {
		if c.IsWorking(d) != want {
			t.Errorf("%s is worked: %v", d, c.IsWorking(d))
		}
	}
	if c.Known(2027) {
		t.Error("2027 is taken for announced")
	}
	l := c.AddWorking(Date(2026, 12, 31), 1) // a Thursday
	if l.Due != Date(2027, 1, 4) || !l.Assumed {
		t.Errorf("the working day after 31 December 2026 is %s (assumed: %v)", l.Due, l.Assumed)
	}
	told := NewCalendar([]Year{known, {Year: 2027}}, fixed...)
	if !told.IsWorking(Date(2027, 1, 1)) || told.AddWorking(Date(2026, 12, 31), 1).Assumed {
		t.Error("the notice of 2027 does not take the place of the fixed holidays")
	}
	if n := c.WorkingBetween(Date(2027, 9, 30), Date(2027, 10, 8)); n != 5 {
		t.Errorf("%d working days from 1 to 8 October 2027", n)
	}
	if NewCalendar(nil, fixed...).IsWorking(Date(2027, 1, 1)) != true {
		t.Error("a calendar that knows no year takes days off")
	}
}
