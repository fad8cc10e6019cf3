// Package clock watches over the time that the journal writes down. A machine
// whose clock is years off must not bind the county to that year: when the clock
// stands far from the last entry, nothing is recorded until the system
// administrator has looked at a clock on the wall and said that this is the time.
package clock

import (
	"context"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// MostDays is how many days the clock may stand from the last entry, ahead of it
// or behind it [D]: longer than any holiday, shorter than what a wrong month does.
const MostDays = 35

// Reading is the clock beside the journals.
type Reading struct {
	Last when.Instant // the latest entry of all journals; 0 = there is none
	Now  when.Instant
	Most time.Duration // 0 = the clock is believed whatever it says
}

// Doubtful says whether the clock stands too far from the last entry. An empty
// database believes the clock: there is nothing to compare it with.
func (r Reading) Doubtful() bool {
	if r.Most == 0 || r.Last == 0 {
		return false
	}
	return r.Now > r.Last.Add(r.Most) || r.Now < r.Last.Add(-r.Most)
}

// Behind says whether the journal is ahead of the clock by more than clocks
// differ: until the clock has caught up, entries bear the last one's time.
func (r Reading) Behind() bool { return r.Now.Add(apart) < r.Last }

// apart is how far clocks of one county may be apart [D].
const apart = 5 * time.Minute

// Days is how far apart the two are, in whole days.
func (r Reading) Days() int64 {
	d := time.Duration(r.Now-r.Last) * time.Microsecond
	return int64(d.Abs() / (24 * time.Hour))
}

// Refuse is the answer to a command while the clock is in doubt.
func (r Reading) Refuse() error {
	return text.Refuse(text.Conflict, "clock.doubt", "now", r.Now.String(), "last", r.Last.String(),
		"days", r.Days(), "most", r.MostDays())
}

// MostDays is Most in days.
func (r Reading) MostDays() int64 { return int64(r.Most / (24 * time.Hour)) }

// Time is the time of a command whose journal's last entry is of at. Time never
// runs backwards in a journal, but where an administrator sets it; in doubt it
// stands still for who may still come in.
func (r Reading) Time(d act.Doubt, at when.Instant) (when.Instant, error) {
	switch {
	case d == act.Settles:
		return r.Now, nil
	case !r.Doubtful():
		return max(r.Now, at), nil
	case d == act.StandsStill && at == 0:
		return r.Last, nil
	case d == act.StandsStill:
		return at, nil
	}
	return 0, r.Refuse()
}

// Kind is the one kind of entry whose time may lie before that of the entry in
// front of it.
const Kind = "clock.confirmed.v1"

// Tx is what confirming asks of a transaction.
type Tx interface {
	act.Tx
	// Clock is the reading that the command was judged by.
	Clock() Reading
}

// Book is one journal and the time of its last entry.
type Book struct {
	Journal      act.Book
	Jurisdiction int32
	County       ref.Ref
	At           when.Instant
}

// Reader reads the clock and the journals.
type Reader interface {
	Clock(ctx context.Context) (Reading, error)
	// Books lists every journal of the database, system last.
	Books(ctx context.Context) ([]Book, error)
}

// Commands performs the one command of the clock.
type Commands struct {
	Door act.Door[Tx]
	Read Reader
}

// See is the reading for who may look after the clock.
func (d Commands) See(ctx context.Context, who actor.Actor) (Reading, error) {
	if err := access.May(who, "clock.see", access.Object{Jurisdiction: who.Jurisdiction}); err != nil {
		return Reading{}, err
	}
	return d.Read.Clock(ctx)
}

// Confirm says that the clock is right, on record in the journal system with
// both times. Each journal that is ahead of the clock gets the same entry, with
// the clock's time: there time goes back, this once. Said is what the
// administrator was shown; the zero Reading stands for the present one.
//
// The journals follow one another, system last; broken off in between the clock
// stays in doubt, and confirming again goes on.
func (d Commands) Confirm(ctx context.Context, c act.Command, said Reading) (act.Receipt, error) {
	c.Verb, c.Doubt = "clock.confirm", act.Settles
	if err := access.May(c.Actor, c.Verb, access.Object{Jurisdiction: c.Actor.Jurisdiction}); err != nil {
		return act.Receipt{}, err
	}
	r, err := d.Read.Clock(ctx)
	if err != nil {
		return act.Receipt{}, err
	}
	if said != (Reading{}) && (said.Last != r.Last || r.Now < said.Now || r.Now > said.Now.Add(time.Hour)) {
		return act.Receipt{}, text.Refuse(text.Stale, "clock.moved")
	}
	if !r.Doubtful() && !r.Behind() {
		return act.Receipt{}, text.Refuse(text.Conflict, "clock.fits")
	}
	books, err := d.Read.Books(ctx)
	if err != nil {
		return act.Receipt{}, err
	}
	var last act.Receipt
	for _, b := range books {
		if b.Journal != act.System && b.At <= r.Now {
			continue
		}
		one := c
		one.Journal, one.Key = b.Journal, "" // done twice it is refused: the clock fits by then
		if b.Jurisdiction != c.Actor.Jurisdiction {
			one.Actor = actor.Machine(b.Jurisdiction, "clock") // another county of the same database
		}
		last, err = d.Door.Do(ctx, one, func(tx Tx) error {
			if err := tx.Allow(c.Verb, access.Object{Jurisdiction: b.Jurisdiction}); err != nil {
				return err
			}
			return tx.Record(Kind, b.County, act.Number("last", int64(r.Last)), act.Number("clock", int64(tx.Clock().Now)))
		})
		if err != nil {
			return last, err
		}
	}
	return last, nil
}
