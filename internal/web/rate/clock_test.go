package rate

import (
	"testing"
	"time"

	"shuangze/internal/when"
)

// A clock that is set back does not stop anybody until it has caught up.
func TestClockSetBack(t *testing.T) {
	const now when.Instant = 1_800_000_000_000_000
	b := New(Rate{PerSecond: 1, Burst: 2})
	take := func(at when.Instant) bool { _, ok := b.Take("x", at); return ok }
	if taken := [3]bool{take(now), take(now), take(now)}; taken != [3]bool{true, true, false} {
		t.Fatal("a burst of two", taken)
	}
	back := now.Add(-10 * 366 * 24 * time.Hour)
	if take(back) {
		t.Error("setting the clock back gives a request")
	}
	if first, second := take(back.Add(time.Second)), take(back.Add(time.Second)); !first || second {
		t.Error("a second after the clock was set back there is one request")
	}
}
