package gate

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// under is the heavy work under way behind all gates: the collector is one for the process, and of two gates that
// set it each for itself the one that ends last would leave it as tight as the other made it.
var under heavy

// heavy makes the collector work more often while heavy work is under way: by default it lets the heap grow to twice
// what is in use, and of a table of fifty thousand rows much is.
type heavy struct {
	mu      sync.Mutex
	n       int
	relaxed int    // GOGC before, in percent
	before  uint64 // bytes in use before the first of them
}

func (h *heavy) begin() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.n++; h.n == 1 {
		_, h.before = heap()
		h.relaxed = debug.SetGCPercent(tight)
	}
}

// end collects what the work left, or the next one's memory comes on top of what nobody uses any more. Work that took
// little of what it was weighed leaves nothing that is worth reading the whole heap for.
func (h *heavy) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now, _ := heap(); now >= h.before+collect {
		runtime.GC()
		_, h.before = heap()
	}
	if h.n--; h.n == 0 {
		debug.SetGCPercent(h.relaxed)
	}
}

// heap is how many bytes of objects there are, with those that nobody uses any more, and how many the last collection
// found in use.
func heap() (all, used uint64) {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64(), s[1].Value.Uint64()
}
