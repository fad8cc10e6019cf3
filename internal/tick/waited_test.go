package tick_test

import (
	"context"
	"testing"
	"time"

	"shuangze/internal/store"
	"shuangze/internal/tick"
)

// What another process took while this one waited to take it is the other's: its
// lease was written at a later time than this one had looked.
func TestTakenWhileAnotherWaits(t *testing.T) {
	for name, waits := range map[string]time.Duration{
		"shortly": time.Microsecond, "long": 2 * tick.LeaseFor,
	} {
		t.Run(name, func(t *testing.T) {
			engines(t, func(t *testing.T, handle func() keeper, _ store.Options) {
				a, b := handle(), handle()
				c := at("2026-11-27 10:00:00")
				did := make(chan string, 2)
				job := func(do func()) tick.Job {
					return tick.Job{Name: "x", When: tick.Every(time.Minute), Do: func(_ context.Context, run tick.Run) error {
						did <- run.Holder
						do()
						return nil
					}}
				}
				free, ended := make(chan struct{}), make(chan error, 1)
				second := &tick.Runner{Keep: b, Clock: c.now, Holder: "b"}
				between := func() {
					c.add(waits)
					at := make(chan struct{})
					go func() {
						_, err := second.Attempt(t.Context(), job(func() { close(at); <-free }))
						ended <- err
					}()
					<-at
				}
				first := &tick.Runner{Keep: overtaken{a, &between}, Clock: c.now, Holder: "a"}
				if _, err := first.Attempt(t.Context(), job(func() {})); err != nil {
					t.Error(err)
				}
				if s := state(t, a, "x"); s.Holder != "b" || s.Fence != 1 || s.Tries != 0 {
					t.Errorf("taken from who is at work: %+v", s)
				}
				close(free)
				if err := <-ended; err != nil || len(did) != 1 {
					t.Errorf("done %d times, %v", len(did), err)
				}
			})
		})
	}
}
