package account

import (
	"context"
	"sync"
	"time"

	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Strikes are the failed tries at one login name, whether or not an account of
// that name exists. A try counts before it is judged, so that tries made at the
// same moment cannot all slip through; a success wipes them away.
type Strikes struct {
	N     int64
	At    when.Instant // the last try
	Until when.Instant // locked until then
	Noted when.Instant // when the last failure was written to the access journal
}

// Of locking: five failures lock for one minute, each further one for twice as
// long, an hour at most; a day without failures forgets them [D].
const (
	Tries      = 5
	firstLock  = time.Minute
	longest    = time.Hour
	forgotten  = 24 * time.Hour
	noteWindow = 10 * time.Minute // failures: one entry per account and ten minutes
)

// lock is how long the name is locked after so many failures.
func (s Strikes) lock() time.Duration {
	switch past := s.N - Tries; {
	case past < 0:
		return 0
	case past < 6:
		return firstLock << past
	}
	return longest
}

// Try counts one try. It is false while the name is locked. A lock that ends
// later than its whole length from now was set by a clock that has been put back
// since; it would last until the clock has caught up, so it counts as over.
func (s Strikes) Try(now when.Instant) (Strikes, bool) {
	if now < s.Until && s.Until <= now.Add(s.lock()+time.Second) {
		return s, false
	}
	if now >= s.At.Add(forgotten) {
		s.N = 0
	}
	s.N++
	s.At = now
	s.Until = 0
	if l := s.lock(); l > 0 {
		s.Until = now.Add(l)
	}
	return s, true
}

// ToNote says whether a failure now is to be written to the access journal.
func (s Strikes) ToNote(now when.Instant) bool {
	return s.Noted == 0 || now >= s.Noted.Add(noteWindow) || now.Add(Skew) < s.Noted
}

// locked is the answer while a name or an address has to wait.
func locked(until, now when.Instant) error {
	minutes := int64(time.Duration(until-now)*time.Microsecond+time.Minute-1) / int64(time.Minute)
	return text.Refuse(text.Forbidden, "account.locked", "minutes", max(minutes, 1))
}

// Addresses counts failures by network address, in memory of one process. A
// whole building may share an address, so the limit is wide [D].
type Addresses struct {
	mu    sync.Mutex
	seen  map[string]tally
	asked map[string]tally // for challenges before anybody is signed in
}

type tally struct {
	n    int
	from when.Instant
}

// in says whether the window is open now; one that begins later was opened by a
// clock that has been put back.
func (t tally) in(now when.Instant) bool {
	return now < t.from.Add(addressWindow) && now.Add(time.Second) >= t.from
}

const (
	addressTries  = 60
	addressAsks   = 300
	addressWindow = 10 * time.Minute
	addressesKept = 10_000
)

// until is when the address may try again; 0 = now.
func (a *Addresses) until(address string, now when.Instant) when.Instant {
	a.mu.Lock()
	defer a.mu.Unlock()
	t := a.seen[address]
	if end := t.from.Add(addressWindow); t.n >= addressTries && t.in(now) {
		return end
	}
	return 0
}

func (a *Addresses) fail(address string, now when.Instant) {
	if address == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	count(&a.seen, address, now)
}

// ask counts a challenge given to an address, for which a row is kept; when it
// may ask again, 0 = this one is given.
func (a *Addresses) ask(address string, now when.Instant) when.Instant {
	if address == "" {
		return 0
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if t := count(&a.asked, address, now); t.n > addressAsks {
		return t.from.Add(addressWindow)
	}
	return 0
}

// count adds one to an address's tally.
func count(all *map[string]tally, address string, now when.Instant) tally {
	seen := *all
	if seen == nil {
		seen = map[string]tally{}
		*all = seen
	}
	if len(seen) >= addressesKept {
		for k, t := range seen {
			if !t.in(now) {
				delete(seen, k)
			}
		}
		if len(seen) >= addressesKept {
			clear(seen)
		}
	}
	t := seen[address]
	if !t.in(now) {
		t = tally{from: now}
	}
	t.n++
	seen[address] = t
	return t
}

type addressKey struct{}

// FromAddress tells SignIn from where the try comes, for the limit per address.
// The address is kept in memory only.
func FromAddress(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, addressKey{}, address)
}

func addressOf(ctx context.Context) string {
	s, _ := ctx.Value(addressKey{}).(string)
	return s
}
