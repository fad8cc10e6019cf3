// Package when holds the county's time: instants, days, periods, working days
// and deadlines. Days are those of Asia/Shanghai, which has had no summer time
// since 1991; nothing here reads a clock.
package when

import (
	"fmt"
	"math"
	"time"
)

// Zone is the county's time. It is fixed so that no machine's zone data can
// move a deadline.
var Zone = time.FixedZone("Asia/Shanghai", 8*3600)

// Instant is a moment in microseconds since 1970-01-01T00:00Z.
type Instant int64

// At is the instant of a time.
func At(t time.Time) Instant { return Instant(t.UnixMicro()) }

// Time is the instant as the county reads it.
func (i Instant) Time() time.Time { return time.UnixMicro(int64(i)).In(Zone) }

// Day is the Asia/Shanghai day in which the instant falls.
func (i Instant) Day() Day {
	const day = 24 * 3600 * 1_000_000
	v := int64(i) + 8*3600*1_000_000
	d := v / day
	if v%day < 0 {
		d--
	}
	return Day(d)
}

// Add moves the instant by a duration.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Microseconds()) }

func (i Instant) String() string { return i.Time().Format("2006-01-02 15:04:05") }

// Clock tells the time. Only wiring has a real one.
type Clock func() Instant

// Day counts days since 1970-01-01.
type Day int32

// Open ends a period that has no end yet. Periods are half-open, so that no
// date needs to be NULL and every question is from <= d < to.
const Open Day = math.MaxInt32

// Date makes a day; it does not check that the day exists (see ParseDay).
func Date(y int, m time.Month, d int) Day {
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Time is midnight UTC of the day, for calendar arithmetic only.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Date takes the day apart.
func (d Day) Date() (int, time.Month, int) { return d.Time().Date() }

// Year is the day's calendar year.
func (d Day) Year() int { return d.Time().Year() }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

// Start is the first instant of the day in the county.
func (d Day) Start() Instant { return Instant((int64(d)*86400 - 8*3600) * 1_000_000) }

func (d Day) String() string {
	if d == Open {
		return ""
	}
	return d.Time().Format("2006-01-02")
}

// ParseDay reads a day written 2006-01-02 and refuses days that do not exist.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return 0, fmt.Errorf("no such day: %q", s)
	}
	return Day(t.Unix() / 86400), nil
}

// Period is half-open: it holds From and not To.
type Period struct{ From, To Day }

// Holds says whether the day is within the period.
func (p Period) Holds(d Day) bool { return p.From <= d && d < p.To }

// Overlaps says whether two periods share a day.
func (p Period) Overlaps(q Period) bool { return p.From < q.To && q.From < p.To }
