package bench

import (
	"context"
	"errors"
	"testing"
	"time"
)

// An error ends a load: what fails is not measured.
func TestHammerStopsAtAnError(t *testing.T) {
	broken := errors.New("broken")
	if _, err := hammer(context.Background(), 2, time.Minute, call(func() error { return broken })); !errors.Is(err,
		broken) {
		t.Errorf("it answered %v", err)
	}
	r, err := hammer(context.Background(), 2, 5*time.Millisecond,
		call(func() error { time.Sleep(100 * time.Microsecond); return nil }))
	if err != nil || r.N == 0 || r.P50 < 100 {
		t.Errorf("%+v %v", r, err)
	}
}
