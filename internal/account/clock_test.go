package account

import (
	"testing"
	"time"

	"shuangze/internal/when"
)

// A clock that was wrong and is put right again stops nobody for longer than
// was said, and lets nothing stand for longer than it says.
func TestClockSetBack(t *testing.T) {
	const now when.Instant = 1_800_000_000_000_000
	year := 366 * 24 * time.Hour
	for back := range 13 { // at every age of the lock
		s, ok := Strikes{}, true
		for range Tries + back {
			s.Until = 0
			s, _ = s.Try(now)
		}
		if _, ok = s.Try(now); ok {
			t.Fatal("not locked")
		}
		for _, b := range []time.Duration{time.Hour + time.Minute, 40 * 24 * time.Hour, 36 * year} {
			again, ok := s.Try(now.Add(-b))
			if !ok || again.N <= s.N || again.Until > now.Add(-b).Add(longest) {
				t.Errorf("%d failures, back %v: %+v %v", s.N, b, again, ok)
			}
			if _, ok := again.Try(now.Add(-b)); ok {
				t.Errorf("%d failures, back %v: the next failure does not lock", s.N, b)
			}
		}
	}
	if s := (Strikes{N: 1, At: now, Noted: now}); s.ToNote(now.Add(time.Minute)) || !s.ToNote(now.Add(-year)) {
		t.Error("failures are not journalled until the clock has caught up")
	}
	s := Session{Created: now, Seen: now}
	for back, want := range map[time.Duration]bool{0: true, time.Minute: true, Skew: true, Skew + time.Second: false,
		36 * year: false} {
		if s.Live(now.Add(-back)) != want {
			t.Errorf("a session, the clock %v back: %v", back, !want)
		}
	}
	k := Token{CreatedAt: now, Expires: now.Day() + 366}
	for back, want := range map[when.Day]bool{0: true, 35: true, 37: false, 366 * 36: false} {
		if k.Valid(now.Day()-back) != want {
			t.Errorf("a token, the clock %d days back: %v", back, !want)
		}
	}
	a := &Addresses{}
	for range addressTries {
		a.fail("10.0.0.1", now)
	}
	if a.until("10.0.0.1", now) == 0 || a.until("10.0.0.1", now.Add(-time.Hour)) != 0 {
		t.Error("an address")
	}
	for range addressTries {
		a.fail("10.0.0.1", now.Add(-year))
	}
	if a.until("10.0.0.1", now.Add(-year)) == 0 {
		t.Error("an address is not counted until the clock has caught up")
	}
}
