package face

import (
	"sync"
	"time"
)

// Idle is a value that costs much memory: made when first asked for, shared, and let go when nobody asked for it for
// After. Who still holds the value keeps it. What could not be made is tried anew by whoever asks next.
type Idle[T any] struct {
	Make  func() (T, error)
	After time.Duration // 0 = a minute

	mu    sync.Mutex
	value T
	made  bool
	asked time.Time
}

const idle = time.Minute

// Get is the value; who asks while it is made waits for it.
func (i *Idle[T]) Get() (T, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.asked = time.Now()
	if i.made {
		return i.value, nil
	}
	v, err := i.Make()
	if err != nil {
		var none T
		return none, err
	}
	i.value, i.made, i.asked = v, true, time.Now()
	i.wait(i.after())
	return v, nil
}

func (i *Idle[T]) after() time.Duration {
	if i.After > 0 {
		return i.After
	}
	return idle
}

// wait looks again after d whether anybody asked in the meantime.
func (i *Idle[T]) wait(d time.Duration) {
	time.AfterFunc(d, func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		if left := i.after() - time.Since(i.asked); left > 0 {
			i.wait(left)
			return
		}
		var none T
		i.value, i.made = none, false
	})
}

// held says whether the value is kept now.
func (i *Idle[T]) held() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.made
}
