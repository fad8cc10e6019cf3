package tick

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"shuangze/internal/when"
)

// State is what all processes know of a job: its row in the database.
type State struct {
	Name string
	// Fence counts who took the job; what a holder writes is judged by it.
	Fence   int64
	Holder  string       // "" = nobody does it
	Until   when.Instant // the lease's end, unless it is renewed
	Began   when.Instant
	Done    when.Instant // the moment for which it was last done
	Stamp   string       // of a job that is done once for each: what for
	Ended   when.Instant // when that work ended
	Failed  when.Instant // when it last failed
	Failure string
	Tries   int64 // failures since it was last done
}

// LeaseFor is how long a job stays with a holder that is not heard of. The
// clocks of processes that share a database must agree better than that; where
// they do not, a job is taken over early, and the fence keeps its first holder
// from writing.
const LeaseFor = 30 * time.Second

// Pauses after failures grow from the first to the longest.
const (
	pauseFirst   = time.Minute
	pauseLongest = 15 * time.Minute
)

const failureMost = 500 // bytes of a failure that are kept

var (
	// ErrHeld says that another holder does the job.
	ErrHeld = errors.New("another process does this job")
	// ErrLost says that the job was taken over: nothing more is to be written.
	ErrLost = errors.New("the lease of this job is lost")
)

// Lease is a job in somebody's hands.
type Lease struct {
	Job    string
	Holder string
	Fence  int64
}

// Held says whether the job is in living hands. A lease ends no later than
// LeaseFor from when it was written; the rest of what is allowed is for clocks of
// processes that differ. One that ends later still was written by a clock that
// has been set back since, and holds nothing.
func (s State) Held(now when.Instant) bool {
	return s.Holder != "" && now < s.Until && s.Until <= now.Add(2*LeaseFor)
}

// Take gives the job to a holder. One that it is taken from died over it, which
// counts as a failure: what kills its process is tried with pauses too.
func (s State) Take(holder string, now when.Instant) (State, error) {
	if s.Held(now) {
		return s, ErrHeld
	}
	if s.Holder != "" {
		s = s.failed(fmt.Sprintf("given up by %s without a word", s.Holder), now)
	}
	s.Fence++
	s.Holder, s.Began, s.Until = holder, now, now.Add(LeaseFor)
	return s, nil
}

// Owns is an error unless the lease is the one by which the job is held. One
// that has run out is good as long as nobody took the job.
func (s State) Owns(l Lease) error {
	if s.Fence != l.Fence || s.Holder != l.Holder {
		return fmt.Errorf("job %s: %w", l.Job, ErrLost)
	}
	return nil
}

// Renew keeps the job in its holder's hands.
func (s State) Renew(l Lease, now when.Instant) (State, error) {
	s.Until = now.Add(LeaseFor)
	return s, s.Owns(l)
}

// End gives the job back, done for a moment and a stamp, or failed.
func (s State) End(l Lease, moment when.Instant, stamp string, failure error, now when.Instant) (State, error) {
	if err := s.Owns(l); err != nil {
		return s, err
	}
	s.Holder, s.Until = "", 0
	if failure != nil {
		return s.failed(failure.Error(), now), nil
	}
	s.Done, s.Stamp, s.Ended, s.Tries = moment, stamp, now, 0
	return s, nil
}

func (s State) failed(why string, now when.Instant) State {
	why, _, _ = strings.Cut(why, "\n") // the rest of a panic is in the log
	if len(why) > failureMost {
		why = why[:failureMost]
	}
	why = strings.ReplaceAll(strings.ToValidUTF8(why, ""), "\x00", "")
	s.Failed, s.Failure, s.Tries = now, why, s.Tries+1
	return s
}

// Rested is when the job may be tried again after a failure; 0 = at once. A
// failure in the future is a clock's that was set back.
func (s State) Rested(now when.Instant) when.Instant {
	if s.Tries == 0 || s.Failed > now {
		return 0
	}
	pause := pauseFirst
	for n := int64(1); n < s.Tries && pause < pauseLongest; n++ {
		pause *= 2
	}
	if end := s.Failed.Add(min(pause, pauseLongest)); end > now {
		return end
	}
	return 0
}
