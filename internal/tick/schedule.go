package tick

import (
	"fmt"
	"time"

	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Schedule says when a job is due. It is a value and knows no clock: moments
// are the same for every process, since they are counted from midnight in
// Asia/Shanghai and not from when a process began.
type Schedule struct {
	every   time.Duration       // between moments that are counted from midnight; or
	at      time.Duration       // once a day, so long after midnight,
	worked  func(when.Day) bool // on these days only, nil = each; or
	stamp   string              // once for what this names
	stamped bool
	each    bool
}

const day = 24 * time.Hour

// Every is due at each multiple of a duration that divides the day. What was
// missed is done once.
func Every(d time.Duration) Schedule { return Schedule{every: d} }

// Daily is due each day at a time after midnight. What was missed is done once.
func Daily(at time.Duration) Schedule { return Schedule{at: at} }

// Working is due at a time of each day that is worked.
func Working(at time.Duration, worked func(when.Day) bool) Schedule {
	return Schedule{at: at, worked: worked}
}

// Once is due once for each stamp that is not the one it was last done for: a
// policy pack's digest.
func Once(stamp string) Schedule { return Schedule{stamp: stamp, stamped: true} }

// Each asks for every moment that was missed, the oldest first, instead of the
// latest alone. A job that never was done begins with the latest. The job must
// bear being done twice for the same moment.
func (s Schedule) Each() Schedule { s.each = true; return s }

// Due is the moment for which the job is to be done now. A job that was done for
// a moment more than a period ahead was done by a clock that was wrong: it
// begins anew with the latest moment. One that is less ahead waits, so that a
// clock which is set back a little does nothing twice.
func (s Schedule) Due(done when.Instant, stamp string, now when.Instant) (when.Instant, bool) {
	if s.stamped {
		return now, stamp != s.stamp
	}
	last := s.last(now)
	switch {
	case done == 0 || done > now.Add(s.period()):
		return last, true
	case done >= last:
		return 0, false
	case s.each:
		return s.next(done), true
	}
	return last, true
}

// Next is the first moment after now, and after what is done already; 0 = none
// that a clock would tell.
func (s Schedule) Next(done, now when.Instant) when.Instant {
	switch {
	case s.stamped:
		return 0
	case done > now && done <= now.Add(s.period()):
		return s.next(done)
	}
	return s.next(now)
}

// Say tells the schedule in words.
func (s Schedule) Say() text.Message {
	at := fmt.Sprintf("%02d:%02d", s.at/time.Hour, s.at%time.Hour/time.Minute)
	switch {
	case s.stamped:
		return text.M("job.once")
	case s.every > 0:
		if s.every < time.Minute {
			return text.M("job.every-seconds", "n", int64(s.every/time.Second))
		}
		return text.M("job.every", "n", int64(s.every/time.Minute))
	case s.worked != nil:
		return text.M("job.working", "at", at)
	}
	return text.M("job.daily", "at", at)
}

func (s Schedule) period() time.Duration {
	if s.every > 0 {
		return s.every
	}
	return day
}

// of says whether a day has a moment.
func (s Schedule) of(d when.Day) bool { return s.worked == nil || s.worked(d) }

// far is how many days without a moment are looked through: a calendar without
// working days is no calendar.
const far = 400

// last is the latest moment that is not after t.
func (s Schedule) last(t when.Instant) when.Instant {
	d := t.Day()
	if s.every > 0 {
		return d.Start().Add(t.Time().Sub(d.Start().Time()) / s.every * s.every)
	}
	for n := 0; d.Start().Add(s.at) > t || !s.of(d) && n < far; n++ {
		d--
	}
	return d.Start().Add(s.at)
}

// next is the first moment after t.
func (s Schedule) next(t when.Instant) when.Instant {
	if s.every > 0 {
		return min(s.last(t).Add(s.every), (t.Day() + 1).Start())
	}
	d := t.Day()
	for n := 0; d.Start().Add(s.at) <= t || !s.of(d) && n < far; n++ {
		d++
	}
	return d.Start().Add(s.at)
}
