package notify

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// The ways out of the house by which people are told, as they choose them.
const (
	Mail      = "mail"
	Messenger = "messenger" // a text message or the government's own messenger
)

// Lane is where a delivery queues: one for each other side, so that one that does not
// answer holds up nobody else's.
type Lane string

// HookLane is the lane of another system that is called.
func HookLane(outlet ref.ID) Lane { return Lane("hook/" + outlet.String()) }

// Outlet is the system that a lane leads to; 0 = it leads to people.
func (l Lane) Outlet() ref.ID {
	id, ok := strings.CutPrefix(string(l), "hook/")
	if !ok {
		return 0
	}
	return ref.Parse(id)
}

// What goes out.
const (
	Told  = "told"  // a message of the inbox
	Code  = "code"  // that confirms an address
	Event = "event" // an entry of the journal, to another system
	Test  = "test"  // to another system, asked for by an administrator
	Alarm = "alarm" // to the administrators' own address
)

// The states of a delivery. Waiting and Out are open: what is Out was claimed by a process
// and is anybody's again when its claim has run out.
const (
	Waiting = "waiting"
	Out     = "out"
	Done    = "done"
	Failed  = "failed"  // given up
	Dropped = "dropped" // there was nothing to say any more: read, not chosen, no address
)

// Delivery is one thing that goes out by one way. It may be lost: what is told stands in
// the inbox. UID is the same at every try, and by it the other side knows a second one.
type Delivery struct {
	ID           ref.ID
	UID          string
	Jurisdiction int32
	Lane         Lane
	What         string
	Person       ref.ID // who is told; 0 = a system, or the administrators
	OnBehalf     ref.ID // as whose deputy
	Message      ref.ID // of the inbox; 0 = none
	Mark         string // of a lane once
	Body         string // what is frozen: an event's words
	Parcel       string // UID of the first of those that go out together; "" = not tried yet
	State        string
	Tries        int64
	Next         when.Instant // not before
	Claim        string       // of the process that has it out
	Until        when.Instant // till when
	Made         when.Instant
	Ended        when.Instant
	Answer       string // what the other side last said
}

// NewDelivery is one that waits from now on.
func NewDelivery(lane Lane, what, mark string, now when.Instant) Delivery {
	return Delivery{UID: rand.Text(), Lane: lane, What: what, Mark: mark, State: Waiting, Next: now, Made: now}
}

// Pauses are how long is waited after each try that failed; after the last of them one
// more try is made, and then it is given up: nine tries in two days [D].
var Pauses = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour,
	12 * time.Hour, 24 * time.Hour}

// ClaimFor is for how long a process has a delivery to itself: longer than all steps of a
// call together.
const ClaimFor = 5 * time.Minute

// answerMost is how much of an answer is kept, in bytes.
const answerMost = 300

// Due says whether it may be taken up now. A claim that reaches further than any can is of
// a clock that has been set back.
func (d Delivery) Due(now when.Instant) bool {
	switch d.State {
	case Waiting:
		return d.Next <= now
	case Out:
		return d.Until <= now || d.Until > now.Add(ClaimFor)
	}
	return false
}

// Taken is the delivery in the hands of a process: one try more.
func (d Delivery) Taken(claim, parcel string, now when.Instant) Delivery {
	d.State, d.Claim, d.Until, d.Parcel, d.Tries = Out, claim, now.Add(ClaimFor), parcel, d.Tries+1
	return d
}

// Answered is the delivery after the other side took it.
func (d Delivery) Answered(answer string, now when.Instant) Delivery {
	d.State, d.Claim, d.Until, d.Ended, d.Answer, d.Body = Done, "", 0, now, short(answer), ""
	return d
}

// Missed is the delivery after a try that failed: it waits for the next one, or is given
// up at once where another cannot help, or after the last.
func (d Delivery) Missed(answer string, forGood bool, now when.Instant) Delivery {
	d.Claim, d.Until, d.Answer = "", 0, short(answer)
	if forGood || d.Tries > int64(len(Pauses)) {
		d.State, d.Ended, d.Body = Failed, now, ""
		return d
	}
	d.State, d.Next = Waiting, now.Add(Pauses[max(d.Tries, 1)-1])
	return d
}

// Left is the delivery that says nothing to anybody any more.
func (d Delivery) Left(why string, now when.Instant) Delivery {
	d.State, d.Claim, d.Until, d.Ended, d.Answer, d.Body = Dropped, "", 0, now, why, ""
	return d
}

// PutOff is the delivery that must wait without its having been tried.
func (d Delivery) PutOff(until when.Instant) Delivery {
	d.State, d.Claim, d.Until, d.Tries, d.Next = Waiting, "", 0, max(d.Tries-1, 0), until
	return d
}

// short is an answer's first line, bounded and fit to be kept.
func short(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(strings.ToValidUTF8(s, "?")), "\n")
	line = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, line)
	return strings.ToValidUTF8(line[:min(len(line), answerMost)], "")
}

// Sends are the deliveries of a message to somebody who chose so, by the ways that are in
// use and whose address they confirmed.
func (r Rules) Sends(m Message, c Choice, ways []string, confirmed func(way string) bool, now when.Instant) []Delivery {
	if m.Read != 0 {
		return nil
	}
	var out []Delivery
	for _, way := range c.Ways[m.Group] {
		if !slices.Contains(ways, way) || !confirmed(way) {
			continue
		}
		d := NewDelivery(Lane(way), Told, fmt.Sprintf("%d/%d/%s/%d/%s/%d", m.Person, m.OnBehalf, m.Of.Kind, m.Of.ID,
			m.Topic, m.Stamp), now)
		d.Jurisdiction, d.Person, d.OnBehalf, d.Message = m.Jurisdiction, m.Person, m.OnBehalf, m.ID
		if d.Next = r.Soonest(c, now); way == Mail && !c.AtOnce {
			d.Next = r.NextDigest(c, now)
		}
		out = append(out, d)
	}
	return out
}

// Parcels are the deliveries of a lane as they go out: what one person is told at a time
// goes together, what was tried once goes on as it was.
func Parcels(all []Delivery) (out [][]Delivery) {
	type with struct {
		person, behalf ref.ID
		parcel         string
	}
	at := map[with]int{}
	for _, d := range all {
		if d.What != Told {
			out = append(out, []Delivery{d})
			continue
		}
		key := with{d.Person, d.OnBehalf, d.Parcel}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], d)
	}
	return out
}

// Standing is how many deliveries of a lane are in a state, and since when the oldest.
type Standing struct {
	Lane  Lane
	State string
	N     int64
	Since when.Instant
}
