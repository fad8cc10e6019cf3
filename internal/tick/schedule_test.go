package tick

import (
	"testing"
	"time"

	"shuangze/internal/when"
)

// on is a moment in the county, of November 2026 where no month is said.
func on(s string) when.Instant {
	if len(s) == len("27 10:00:00") {
		s = "2026-11-" + s
	}
	t, err := time.ParseInLocation("2006-01-02 15:04:05", s, when.Zone)
	if err != nil {
		panic(err)
	}
	return when.At(t)
}

// What is due when: after a rest, at the change of day in Shanghai, with a clock
// that was set back.
func TestDue(t *testing.T) {
	worked := func(d when.Day) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }
	minute, tens, hour := Every(time.Minute), Every(10*time.Minute), Every(time.Hour)
	night := Daily(3*time.Hour + 30*time.Minute)
	midnight, morning := Daily(0), Working(8*time.Hour, worked) // 2026-11-27 is a Friday
	for _, x := range []struct {
		what      string
		s         Schedule
		done, now string // done "" = never
		due       string // "" = not
		next      string // from then on
	}{
		{"never done", minute, "", "27 10:00:31", "27 10:00:00", "27 10:01:00"},
		{"this minute is done", minute, "27 10:00:00", "27 10:00:59", "", "27 10:01:00"},
		{"the next minute", minute, "27 10:00:00", "27 10:01:00", "27 10:01:00", "27 10:02:00"},
		{"minutes that were missed, once", minute, "27 10:00:00", "27 11:30:30", "27 11:30:00", "27 11:31:00"},
		{"each minute that was missed", minute.Each(), "27 10:00:00", "27 11:30:30", "27 10:01:00", "27 11:31:00"},
		{"ten minutes over midnight", tens, "27 23:50:00", "28 00:00:00", "28 00:00:00", "28 00:10:00"},
		{"an hour", hour, "27 10:00:00", "27 10:59:59", "", "27 11:00:00"},
		{"a night, not yet", night, "26 03:30:00", "27 03:29:59", "", "27 03:30:00"},
		{"a night", night, "26 03:30:00", "27 03:30:00", "27 03:30:00", "28 03:30:00"},
		{"nights of downtime, the latest", night, "20 03:30:00", "27 02:00:00", "26 03:30:00", "27 03:30:00"},
		{"nights of downtime, each", night.Each(), "20 03:30:00", "27 02:00:00", "21 03:30:00", "27 03:30:00"},
		{"each, never done: no history", night.Each(), "", "27 02:00:00", "26 03:30:00", "27 03:30:00"},
		{"the last second of the day", midnight, "27 00:00:00", "27 23:59:59", "", "28 00:00:00"},
		{"the day is Shanghai's, not Greenwich's", midnight, "27 00:00:00", "28 00:00:00", "28 00:00:00", "29 00:00:00"},
		{"08:00 is midnight in Greenwich", midnight, "28 00:00:00", "28 08:00:00", "", "29 00:00:00"},
		{"a year ends", night, "2026-12-31 03:30:00", "2027-01-01 03:30:00", "2027-01-01 03:30:00", "2027-01-02 03:30:00"},
		{"Friday", morning, "26 08:00:00", "27 08:00:00", "27 08:00:00", "30 08:00:00"},
		{"a Saturday is not worked", morning, "27 08:00:00", "28 12:00:00", "", "30 08:00:00"},
		{"Monday, early", morning, "26 08:00:00", "30 07:00:00", "27 08:00:00", "30 08:00:00"},
		{"each working day", morning.Each(), "26 08:00:00", "2026-12-01 09:00:00", "27 08:00:00", "2026-12-02 08:00:00"},
		{"set back by seconds", minute, "27 10:00:00", "27 09:59:58", "", "27 10:01:00"},
		{"set back by hours within the day", night, "27 03:30:00", "27 01:00:00", "", "28 03:30:00"},
		{"each, set back within the day: nothing twice", night.Each(), "27 03:30:00", "27 01:00:00", "", "28 03:30:00"},
		{"set back by a year", minute, "2027-11-27 10:00:00", "27 10:00:30", "27 10:00:00", "27 10:01:00"},
		{"a night, set back by a year", night.Each(), "2027-11-27 03:30:00", "27 10:00:00", "27 03:30:00", "28 03:30:00"},
	} {
		var done when.Instant
		if x.done != "" {
			done = on(x.done)
		}
		say := func(i when.Instant, there bool) string {
			if !there {
				return ""
			}
			return i.String()
		}
		want := x.due
		if want != "" {
			want = on(want).String()
		}
		if got := say(x.s.Due(done, "", on(x.now))); got != want {
			t.Errorf("%s: due %q, want %q", x.what, got, want)
		}
		if got := x.s.Next(done, on(x.now)); got != on(x.next) {
			t.Errorf("%s: next %s, want %s", x.what, got, x.next)
		}
	}
	for _, x := range []struct {
		stamp string
		due   bool
	}{{"", true}, {"old", true}, {"new", false}} {
		if _, due := Once("new").Due(on("2030-01-01 00:00:00"), x.stamp, on("2026-11-27 10:00:00")); due != x.due {
			t.Errorf("once, done for %q: due %v", x.stamp, due)
		}
	}
	if next := Once("new").Next(0, 1); next != 0 {
		t.Errorf("no clock tells when a pack changes: %s", next)
	}
}

// Every missed day in its order, and then no more.
func TestDueOneAfterTheOther(t *testing.T) {
	s, now := Daily(6*time.Hour).Each(), on("2026-11-27 06:00:00")
	done := on("2026-11-23 06:00:00")
	var got []string
	for {
		moment, due := s.Due(done, "", now)
		if !due {
			break
		}
		got, done = append(got, moment.Day().String()), moment
	}
	if len(got) != 4 || got[0] != "2026-11-24" || got[3] != "2026-11-27" {
		t.Error(got)
	}
}
