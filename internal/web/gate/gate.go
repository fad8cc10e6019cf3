// Package gate lets heavy work through a little at a time: unpacking a picture,
// reading a table that somebody sent, writing a list out. Who finds no place waits
// in a queue that is short, and takes turns with the others in it.
package gate

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"
)

// Kind sorts heavy work. Each kind has places of its own, so that a long list on
// its way out does not keep small pictures waiting.
type Kind int

const (
	None    Kind = iota
	Picture      // unpacked and drawn small
	Table        // a file read, previewed, imported
	List         // a list written out or printed
	Upload       // a body on its way to the disk: it waits for the network, not for us
	Rules        // a text of the policy pack, read again and again while it is typed
	kinds
)

// Bounds [D]. A picture and a table use a processor each while they last; a list
// holds one of the few connections that read.
var (
	places = [kinds]int{Picture: max(1, runtime.GOMAXPROCS(0)/2), Table: max(1, runtime.GOMAXPROCS(0)/2),
		List: 2, Upload: 32, Rules: max(1, runtime.GOMAXPROCS(0)/2)}
	each = [kinds]int{Picture: 2, Table: 1, List: 1, Upload: 8, Rules: 1} // of one user at a time
)

const (
	memory     = 200 << 20 // bytes that all work under way may take together, as weighed by those who ask
	queueMost  = 256
	queueOwn   = 40 // waiting for one user: a page of pictures
	patience   = 20 * time.Second
	afterwards = 10 // seconds after which to ask again
	collect    = 24 << 20
	tight      = 60 // GOGC meanwhile, in percent
)

// Full is the answer when the queue is full or waiting took too long.
type Full struct{ Seconds int }

func (f *Full) Error() string { return "too much heavy work is waiting" }

// Gate is one for all faces of a process.
type Gate struct {
	mu      sync.Mutex
	free    [kinds]int
	memory  int64
	own     map[asker]int   // under way
	served  map[int64]int64 // when a user's turn came last; forgotten when nothing of theirs is left
	turn    int64
	waiting []*ticket
	wait    time.Duration
}

type asker struct {
	who  int64
	kind Kind
}

type ticket struct {
	asker
	weight int64
	ready  chan struct{}
}

// New opens a gate.
func New() *Gate {
	return &Gate{free: places, memory: memory, own: map[asker]int{}, served: map[int64]int64{}, wait: patience}
}

// Enter waits for a place for work of a kind that takes so many bytes. The place
// is given back by leave, once. The error is a Full, or that ctx ended.
func (g *Gate) Enter(ctx context.Context, who int64, kind Kind, weight int64) (leave func(), err error) {
	t := &ticket{asker{who, kind}, min(weight, memory), make(chan struct{})}
	g.mu.Lock()
	mine := 0
	for _, w := range g.waiting {
		if w.who == who {
			mine++
		}
	}
	if len(g.waiting) >= queueMost || mine >= queueOwn {
		g.mu.Unlock()
		return nil, &Full{afterwards}
	}
	g.waiting = append(g.waiting, t)
	g.admit()
	g.mu.Unlock()
	ctx, cancel := context.WithTimeoutCause(ctx, g.wait, errPatience)
	defer cancel()
	select {
	case <-t.ready:
	case <-ctx.Done():
		if g.withdraw(t) {
			if errors.Is(context.Cause(ctx), errPatience) {
				return nil, &Full{afterwards}
			}
			return nil, ctx.Err()
		}
	}
	var once sync.Once
	return func() { once.Do(func() { g.leave(t) }) }, nil
}

var errPatience = errors.New("waited long enough")

// admit lets in who may, in turn: whoever was served longest ago comes first.
// Work that is too heavy for the moment holds up what comes after it, or lighter
// work could keep it waiting for ever.
func (g *Gate) admit() {
	for {
		best := -1
		for i, t := range g.waiting {
			if g.free[t.kind] == 0 || g.own[t.asker] >= each[t.kind] {
				continue
			}
			if best < 0 || g.served[t.who] < g.served[g.waiting[best].who] {
				best = i
			}
		}
		if best < 0 || g.waiting[best].weight > g.memory {
			return
		}
		t := g.waiting[best]
		g.waiting = append(g.waiting[:best], g.waiting[best+1:]...)
		g.turn++
		g.served[t.who] = g.turn
		g.free[t.kind]--
		g.memory -= t.weight
		g.own[t.asker]++
		if t.weight >= collect {
			under.begin()
		}
		close(t.ready)
	}
}

// withdraw takes a ticket out of the queue; false when its turn has come.
func (g *Gate) withdraw(t *ticket) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, w := range g.waiting {
		if w == t {
			g.waiting = append(g.waiting[:i], g.waiting[i+1:]...)
			g.forget(t.who)
			g.admit() // it may have held up lighter work
			return true
		}
	}
	return false
}

func (g *Gate) leave(t *ticket) {
	if t.weight >= collect {
		under.end()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.free[t.kind]++
	g.memory += t.weight
	if g.own[t.asker]--; g.own[t.asker] == 0 {
		delete(g.own, t.asker)
	}
	g.admit()
	g.forget(t.who)
}

// forget drops what is remembered of a user who neither waits nor works.
func (g *Gate) forget(who int64) {
	for k := range kinds {
		if g.own[asker{who, k}] > 0 {
			return
		}
	}
	for _, w := range g.waiting {
		if w.who == who {
			return
		}
	}
	delete(g.served, who)
}
