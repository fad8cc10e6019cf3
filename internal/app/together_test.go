package app

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"
)

// Processes that start together on an empty database found one county, and all
// of them go on.
func TestStartTogether(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	run := func(t *testing.T, c Config) {
		var wg sync.WaitGroup
		errs := make([]error, 4)
		start := make(chan struct{})
		for i := range errs {
			wg.Go(func() {
				<-start
				h, err := Open(ctx, c)
				if err != nil {
					errs[i] = err
					return
				}
				_, err = h.Found(ctx, ConsoleAgent())
				errs[i] = errors.Join(err, h.Checkpoints(ctx), h.Close())
			})
		}
		close(start)
		wg.Wait()
		for i, err := range errs {
			if err != nil {
				t.Errorf("process %d: %v", i, err)
			}
		}
		h, err := Open(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		if list, err := h.DB.Counties(ctx); err != nil || len(list) != 1 {
			t.Errorf("%d counties, %v", len(list), err)
		}
		if r, err := h.Verify(ctx); err != nil || !r.OK {
			t.Errorf("%+v %v", r, err)
		}
	}
	for range 3 {
		t.Run("sqlite", func(t *testing.T) { run(t, Config{Dir: t.TempDir()}) })
		t.Run("postgres", func(t *testing.T) {
			u := os.Getenv("SHUANGZE_TEST_POSTGRES")
			if u == "" {
				t.Skip("no PostgreSQL lent (make test lends one)")
			}
			run(t, Config{Dir: t.TempDir(), Database: soakSchema(t, u)})
		})
	}
}
