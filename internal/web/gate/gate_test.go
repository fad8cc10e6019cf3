package gate

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// However many ask, only so many are inside, and what they weigh together is bounded.
func TestBounded(t *testing.T) {
	g := New()
	var inside, most, heavy, heaviest atomic.Int64
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			kind, weight := Picture, int64(60<<20)
			if i%3 == 0 {
				kind, weight = Table, 90<<20
			}
			leave, err := g.Enter(t.Context(), int64(i%6), kind, weight)
			if err != nil {
				t.Error(err)
				return
			}
			peak(&most, inside.Add(1))
			peak(&heaviest, heavy.Add(weight))
			time.Sleep(time.Millisecond)
			inside.Add(-1)
			heavy.Add(-weight)
			leave()
			leave() // once is enough
		})
	}
	all.Wait()
	if most.Load() > int64(places[Picture]+places[Table]) || heaviest.Load() > memory {
		t.Errorf("%d were inside, weighing %d MB", most.Load(), heaviest.Load()>>20)
	}
	if len(g.own)+len(g.served)+len(g.waiting) > 0 || g.free != places || g.memory != memory {
		t.Errorf("not given back: %+v", g)
	}
}

func peak(most *atomic.Int64, n int64) {
	for {
		m := most.Load()
		if n <= m || most.CompareAndSwap(m, n) {
			return
		}
	}
}

// One user's many do not stand before another user's first.
func TestTurns(t *testing.T) {
	g := New()
	g.free[Table] = 1
	hold, err := g.Enter(t.Context(), 1, Table, 1)
	if err != nil {
		t.Fatal(err)
	}
	order := make(chan int64, 8)
	ask := func(who int64) {
		go func() {
			leave, err := g.Enter(t.Context(), who, Table, 1)
			if err != nil {
				t.Error(err)
				return
			}
			order <- who
			leave()
		}()
		for n := waiting(g) + 1; waiting(g) < n-1; {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(5 * time.Millisecond)
	}
	for range 5 {
		ask(1)
	}
	ask(2)
	hold()
	if first := <-order; first != 2 {
		t.Error("the user who asked first five times was served again first")
	}
	for range 5 {
		<-order
	}
}

func waiting(g *Gate) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.waiting)
}

// Who would have to wait behind too many, or too long, is told when to ask again;
// who is gone leaves the queue.
func TestFull(t *testing.T) {
	g := New()
	g.wait = 50 * time.Millisecond
	g.free[List] = 1
	hold, err := g.Enter(t.Context(), 1, List, 1)
	if err != nil {
		t.Fatal(err)
	}
	var full *Full
	if _, err := g.Enter(t.Context(), 2, List, 1); !errors.As(err, &full) || full.Seconds < 1 {
		t.Error("waited for ever:", err)
	}
	g.wait = time.Minute
	gone, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range queueOwn {
		all.Go(func() {
			if _, err := g.Enter(gone, 2, List, 1); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
	}
	for waiting(g) < queueOwn {
		time.Sleep(time.Millisecond)
	}
	if _, err := g.Enter(t.Context(), 2, List, 1); !errors.As(err, &full) {
		t.Error("no bound of what waits:", err)
	}
	cancel()
	all.Wait()
	hold()
	if waiting(g) != 0 || len(g.own)+len(g.served) > 0 {
		t.Errorf("left behind: %+v", g)
	}
}
