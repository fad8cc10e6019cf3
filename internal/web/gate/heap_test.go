package gate

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// Whichever of several gates is the last to be left, the collector is as it was before the first.
func TestCollectorIsRelaxedAgain(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(150))
	enter := func(g *Gate) func() {
		leave, err := g.Enter(t.Context(), 1, List, collect)
		if err != nil {
			t.Fatal(err)
		}
		return leave
	}
	a, b := enter(New()), enter(New())
	if got := debug.SetGCPercent(tight); got != tight {
		t.Errorf("%d %% with heavy work under way", got)
	}
	a()
	if got := debug.SetGCPercent(tight); got != tight {
		t.Errorf("%d %% while some is still under way", got)
	}
	b()
	if got := debug.SetGCPercent(150); got != 150 {
		t.Errorf("%d %% when all is over", got)
	}
}

// What heavy work leaves is collected at once; after work that took nothing the heap is not read.
func TestWhatIsLeftIsCollected(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // nothing else collects before the work and after it
	g := New()
	collections := func(bytes int) uint32 {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		leave, err := g.Enter(t.Context(), 1, List, collect)
		if err != nil {
			t.Fatal(err)
		}
		debug.SetGCPercent(-1)
		left := make([]byte, bytes)
		leave()
		runtime.KeepAlive(left)
		runtime.ReadMemStats(&after)
		return after.NumGC - before.NumGC
	}
	if n := collections(2 * collect); n != 1 {
		t.Errorf("%d collections after work that left much", n)
	}
	if n := collections(1 << 10); n != 0 {
		t.Errorf("%d collections after work that left nothing", n)
	}
}
