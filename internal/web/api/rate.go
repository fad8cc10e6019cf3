package api

import (
	"sync"

	"shuangze/internal/when"
)

// Rate is how often one token may ask [D]: Burst requests at once, refilled
// with PerSecond. The zero Rate is 50 a second with a burst of 200; Off lifts
// the limit.
type Rate struct {
	PerSecond, Burst int
	Off              bool
}

// bucketsMost is how many tokens are remembered before the full buckets go.
const bucketsMost = 10_000

// buckets counts requests per token, in memory: a restart forgets them, and
// each process counts for itself.
type buckets struct {
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

func newBuckets(r Rate) *buckets {
	if r.PerSecond <= 0 {
		r.PerSecond = 50
	}
	if r.Burst <= 0 {
		r.Burst = 200
	}
	return &buckets{rate: r, of: map[string]*bucket{}}
}

// take takes one request, or says after how many seconds to ask again.
func (b *buckets) take(token string, now when.Instant) (wait int64, ok bool) {
	if b.rate.Off {
		return 0, true
	}
	const one = 1_000_000
	full := int64(b.rate.Burst) * one
	b.mu.Lock()
	defer b.mu.Unlock()
	x := b.of[token]
	if x == nil {
		if len(b.of) >= bucketsMost {
			b.sweep(now, full)
		}
		x = &bucket{full, now}
		b.of[token] = x
	}
	x.refill(now, int64(b.rate.PerSecond), full)
	if x.left < one {
		return max(1, ((one-x.left)/int64(b.rate.PerSecond)+one-1)/one), false
	}
	x.left -= one
	return 0, true
}

func (x *bucket) refill(now when.Instant, perSecond, full int64) {
	if gone := int64(now - x.at); gone > 0 {
		// A long pause fills the bucket; it must not overflow the product.
		x.left, x.at = min(full, x.left+min(gone, full)*perSecond), now
	}
}

func (b *buckets) sweep(now when.Instant, full int64) {
	for k, x := range b.of {
		if x.refill(now, int64(b.rate.PerSecond), full); x.left == full {
			delete(b.of, k)
		}
	}
}
