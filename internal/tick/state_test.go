package tick

import (
	"errors"
	"strings"
	"testing"
	"time"

	"shuangze/internal/when"
)

// Who may have a job: free, held, run out, held by a clock that was ahead.
func TestTake(t *testing.T) {
	now := on("2026-11-27 10:00:00")
	for _, x := range []struct {
		what  string
		s     State
		taken bool
		tries int64
	}{
		{"never done", State{}, true, 0},
		{"given back", State{Fence: 4}, true, 0},
		{"held", State{Fence: 4, Holder: "b", Until: now.Add(time.Second)}, false, 0},
		{"held by itself: no job meets itself", State{Fence: 4, Holder: "a", Until: now.Add(time.Second)}, false, 0},
		{"held as long as can be", State{Holder: "b", Until: now.Add(LeaseFor)}, false, 0},
		{"run out", State{Fence: 4, Holder: "b", Until: now}, true, 1},
		{"held by a clock ahead", State{Fence: 4, Holder: "b", Until: now.Add(LeaseFor + time.Second)}, false, 0},
		{"the clock was set back", State{Fence: 4, Holder: "b", Until: now.Add(2*LeaseFor + time.Second)}, true, 1},
		{"a year ahead", State{Fence: 4, Holder: "b", Until: now.Add(365 * day)}, true, 1},
	} {
		got, err := x.s.Take("a", now)
		if (err == nil) != x.taken || err != nil && !errors.Is(err, ErrHeld) {
			t.Errorf("%s: %v", x.what, err)
		}
		want := x.s.Fence
		if x.taken {
			want++
		}
		if got.Fence != want || got.Tries != x.tries || x.taken && (got.Holder != "a" || !got.Held(now)) {
			t.Errorf("%s: %+v", x.what, got)
		}
	}
}

// Who holds an older number renews nothing and ends nothing.
func TestFence(t *testing.T) {
	now := on("2026-11-27 10:00:00")
	s, err := State{Name: "x"}.Take("a", now)
	if err != nil {
		t.Fatal(err)
	}
	a := Lease{"x", "a", s.Fence}
	late := now.Add(2 * LeaseFor)
	if _, err := s.Renew(a, late); err != nil {
		t.Errorf("run out and not taken: %v", err)
	}
	taken, err := s.Take("b", late)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Take("a", late)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []State{taken, again} {
		if _, err := other.Renew(a, late); !errors.Is(err, ErrLost) {
			t.Errorf("renewed: %v", err)
		}
		if _, err := other.End(a, now, "", nil, late); !errors.Is(err, ErrLost) {
			t.Errorf("ended: %v", err)
		}
	}
}

// Pauses after failures grow to a bound; one success ends them; a clock set back
// ends them.
func TestPauses(t *testing.T) {
	now := on("2026-11-27 10:00:00")
	s := State{Name: "x"}
	for n, want := range []time.Duration{1, 2, 4, 8, 15, 15, 15} {
		s, _ = s.Take("a", now)
		var err error
		if s, err = s.End(Lease{"x", "a", s.Fence}, now, "", errors.New("no\x00 room\nsecond line"), now); err != nil {
			t.Fatal(err)
		}
		if end := s.Rested(now); end != now.Add(want*time.Minute) {
			t.Errorf("after failure %d until %s", n+1, end)
		}
		if s.Rested(now.Add(want*time.Minute)) != 0 || s.Rested(now.Add(-time.Second)) != 0 {
			t.Errorf("failure %d rests for ever", n+1)
		}
	}
	if s.Failure != "no room" || s.Done != 0 || s.Tries != 7 {
		t.Errorf("%+v", s)
	}
	s, _ = s.Take("a", now)
	s, _ = s.End(Lease{"x", "a", s.Fence}, now, "p", nil, now)
	if s.Tries != 0 || s.Rested(now) != 0 || s.Done != now || s.Stamp != "p" || s.Ended != now ||
		s.Holder != "" || s.Failed == 0 {
		t.Errorf("%+v", s)
	}
	if f := s.failed(strings.Repeat("错", 500), now).Failure; len(f) > failureMost || strings.ToValidUTF8(f, "") != f {
		t.Errorf("%d bytes %q", len(f), f)
	}
}

// Seen from outside: paused, due, and of no clock.
func TestNext(t *testing.T) {
	now := on("2026-11-27 10:00:30")
	j := Job{When: Every(time.Minute)}
	failing := State{Done: on("2026-11-27 09:00:00"), Failed: now, Tries: 2}
	if _, due := j.Due(failing, now); due || j.Next(failing, now) != now.Add(2*time.Minute) {
		t.Errorf("paused: %v, %s", due, j.Next(failing, now))
	}
	for want, s := range map[when.Instant]State{now: {}, on("2026-11-27 10:01:00"): {Done: on("2026-11-27 10:00:00")}} {
		if got := j.Next(s, now); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
