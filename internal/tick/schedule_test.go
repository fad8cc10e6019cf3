package tick

import (
	"testing"
	"time"

	"shuangze/internal/when"
)

// on is a moment in the county.
func on(s string) when.Instant {
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
	minute, tens, hour, night := Every(time.Minute), Every(10*time.Minute), Every(time.Hour), Daily(3*time.Hour+30*time.Minute)
	midnight, morning := Daily(0), Working(8*time.Hour, worked) // 2026-11-27 is a Friday
	for _, x := range []struct {
		what      string
		s         Schedule
		done, now string // done "" = never
		due       string // "" = not
		next      string // from then on
	}{
		{"never done", minute, "", "2026-11-27 10:00:31", "2026-11-27 10:00:00", "2026-11-27 10:01:00"},
		{"this minute is done", minute, "2026-11-27 10:00:00", "2026-11-27 10:00:59", "", "2026-11-27 10:01:00"},
		{"the next minute", minute, "2026-11-27 10:00:00", "2026-11-27 10:01:00", "2026-11-27 10:01:00", "2026-11-27 10:02:00"},
		{"minutes that were missed, once", minute, "2026-11-27 10:00:00", "2026-11-27 11:30:30", "2026-11-27 11:30:00", "2026-11-27 11:31:00"},
		{"each minute that was missed", minute.Each(), "2026-11-27 10:00:00", "2026-11-27 11:30:30", "2026-11-27 10:01:00", "2026-11-27 11:31:00"},
		{"ten minutes over midnight", tens, "2026-11-27 23:50:00", "2026-11-28 00:00:00", "2026-11-28 00:00:00", "2026-11-28 00:10:00"},
		{"an hour", hour, "2026-11-27 10:00:00", "2026-11-27 10:59:59", "", "2026-11-27 11:00:00"},
		{"a night, not yet", night, "2026-11-26 03:30:00", "2026-11-27 03:29:59", "", "2026-11-27 03:30:00"},
		{"a night", night, "2026-11-26 03:30:00", "2026-11-27 03:30:00", "2026-11-27 03:30:00", "2026-11-28 03:30:00"},
		{"nights of downtime, the latest", night, "2026-11-20 03:30:00", "2026-11-27 02:00:00", "2026-11-26 03:30:00", "2026-11-27 03:30:00"},
		{"nights of downtime, each", night.Each(), "2026-11-20 03:30:00", "2026-11-27 02:00:00", "2026-11-21 03:30:00", "2026-11-27 03:30:00"},
		{"each, never done: no history", night.Each(), "", "2026-11-27 02:00:00", "2026-11-26 03:30:00", "2026-11-27 03:30:00"},
		{"the last second of the day", midnight, "2026-11-27 00:00:00", "2026-11-27 23:59:59", "", "2026-11-28 00:00:00"},
		{"the day changes in Shanghai, not in Greenwich", midnight, "2026-11-27 00:00:00", "2026-11-28 00:00:00", "2026-11-28 00:00:00", "2026-11-29 00:00:00"},
		{"08:00 is midnight in Greenwich", midnight, "2026-11-28 00:00:00", "2026-11-28 08:00:00", "", "2026-11-29 00:00:00"},
		{"a year ends", night, "2026-12-31 03:30:00", "2027-01-01 03:30:00", "2027-01-01 03:30:00", "2027-01-02 03:30:00"},
		{"Friday", morning, "2026-11-26 08:00:00", "2026-11-27 08:00:00", "2026-11-27 08:00:00", "2026-11-30 08:00:00"},
		{"a Saturday is not worked", morning, "2026-11-27 08:00:00", "2026-11-28 12:00:00", "", "2026-11-30 08:00:00"},
		{"Monday, early", morning, "2026-11-26 08:00:00", "2026-11-30 07:00:00", "2026-11-27 08:00:00", "2026-11-30 08:00:00"},
		{"each working day", morning.Each(), "2026-11-26 08:00:00", "2026-12-01 09:00:00", "2026-11-27 08:00:00", "2026-12-02 08:00:00"},
		{"set back by seconds", minute, "2026-11-27 10:00:00", "2026-11-27 09:59:58", "", "2026-11-27 10:01:00"},
		{"set back by hours within the day", night, "2026-11-27 03:30:00", "2026-11-27 01:00:00", "", "2026-11-28 03:30:00"},
		{"each, set back within the day: nothing twice", night.Each(), "2026-11-27 03:30:00", "2026-11-27 01:00:00", "", "2026-11-28 03:30:00"},
		{"set back by a year", minute, "2027-11-27 10:00:00", "2026-11-27 10:00:30", "2026-11-27 10:00:00", "2026-11-27 10:01:00"},
		{"a night, set back by a year", night.Each(), "2027-11-27 03:30:00", "2026-11-27 10:00:00", "2026-11-27 03:30:00", "2026-11-28 03:30:00"},
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
		if got := say(x.s.Due(done, "", on(x.now))); got != x.due {
			t.Errorf("%s: due %q, want %q", x.what, got, x.due)
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
