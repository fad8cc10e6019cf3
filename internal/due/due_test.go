package due

import (
	"testing"

	"shuangze/internal/when"
)

// What lights say of each day, the dividing days say too, about every weekend and
// holiday, whatever the county's bands are; and the lights follow each other.
func TestLightsAndBounds(t *testing.T) {
	c := when.NewCalendar(nil)
	first := when.Date(2026, 4, 25)
	for _, b := range []Bands{{3, 3}, {0, 1}, {5, 2}, {1, 10}} {
		for today := first; today < first+30; today++ {
			x := b.Bounds(c, today)
			last := Red
			for day := today - 40; day < today+40; day++ {
				want := Clear
				switch {
				case day < x.RedBefore:
					want = Red
				case day < today:
					want = Yellow
				case day < x.ClearFrom:
					want = Blue
				}
				got := b.Light(c, day, today)
				if got != want {
					t.Fatalf("%+v on %v: due %v is %q, the days say %q", b, today, day, got, want)
				}
				if rank[got] < rank[last] {
					t.Fatalf("%+v on %v: %q after %q", b, today, got, last)
				}
				last = got
			}
			if x.Today != today || b.Light(c, 0, today) != Clear {
				t.Errorf("%+v on %v: %+v", b, today, x)
			}
		}
	}
}

var rank = map[Light]int{Red: 0, Yellow: 1, Blue: 2, Clear: 3}

// The text's own bands: blue from three working days before, red on the third after.
func TestThreeWorkingDays(t *testing.T) {
	c, b := when.NewCalendar(nil), Bands{Notice: 3, Red: 3}
	friday := when.Date(2026, 11, 20)
	for today, want := range map[when.Day]Light{friday - 4: Clear, friday - 3: Blue, friday: Blue,
		friday + 1: Yellow, friday + 2: Yellow, friday + 4: Yellow, friday + 5: Red} {
		if got := b.Light(c, friday, today); got != want {
			t.Errorf("due %v, on %v: %q, want %q", friday, today, got, want)
		}
	}
}
