// Package rate says how often somebody may ask: a token of the API, or an
// address that is not signed in.
package rate

import (
	"net"
	"net/http"
	"net/netip"
	"sync"

	"shuangze/internal/when"
)

// Rate is how often one asker may ask [D]: Burst requests at once, refilled
// with PerSecond. The zero Rate is 50 a second with a burst of 200, that of one
// token; Off lifts the limit.
type Rate struct {
	PerSecond, Burst int
	Off              bool
}

// Public is how often one address may ask for what needs no sign-in [D].
var Public = Rate{PerSecond: 1, Burst: 30}

// bucketsMost is how many askers are remembered before the full buckets go.
const bucketsMost = 10_000

// Buckets counts requests per asker, in memory: a restart forgets them, and
// each process counts for itself.
type Buckets struct {
	rate Rate
	mu   sync.Mutex
	of   map[string]*bucket
}

// bucket holds micro-requests: one request is a million, so that refilling is
// whole numbers.
type bucket struct {
	left int64
	at   when.Instant
}

// New starts with every bucket full.
func New(r Rate) *Buckets {
	if r.PerSecond <= 0 {
		r.PerSecond = 50
	}
	if r.Burst <= 0 {
		r.Burst = 200
	}
	return &Buckets{rate: r, of: map[string]*bucket{}}
}

// Take takes one request, or says after how many seconds to ask again.
func (b *Buckets) Take(asker string, now when.Instant) (wait int64, ok bool) {
	if b.rate.Off {
		return 0, true
	}
	const one = 1_000_000
	full := int64(b.rate.Burst) * one
	b.mu.Lock()
	defer b.mu.Unlock()
	x := b.of[asker]
	if x == nil {
		if len(b.of) >= bucketsMost {
			b.sweep(now, full)
		}
		x = &bucket{full, now}
		b.of[asker] = x
	}
	x.refill(now, int64(b.rate.PerSecond), full)
	if x.left < one {
		return max(1, ((one-x.left)/int64(b.rate.PerSecond)+one-1)/one), false
	}
	x.left -= one
	return 0, true
}

// refill adds what has come since. A clock that was set back starts counting
// anew from where it stands, instead of refilling nothing until it has caught up.
func (x *bucket) refill(now when.Instant, perSecond, full int64) {
	gone := int64(now - x.at)
	if gone < -1_000_000 { // requests at once may read the clock out of turn
		x.at = now
	}
	if gone > 0 {
		// A long pause fills the bucket; it must not overflow the product.
		x.left, x.at = min(full, x.left+min(gone, full)*perSecond), now
	}
}

func (b *Buckets) sweep(now when.Instant, full int64) {
	for k, x := range b.of {
		if x.refill(now, int64(b.rate.PerSecond), full); x.left == full {
			delete(b.of, k)
		}
	}
}

// Address names the caller of a request. Of IPv6 the network of 64 bits counts:
// one house has so many addresses of it as it likes.
func Address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if a, err := netip.ParseAddr(host); err == nil && a.Is6() && !a.Is4In6() {
		if p, err := a.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return host
}
