package order

import (
	"cmp"
	"context"

	"shuangze/internal/journal"
	"shuangze/internal/letter"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// Standing is what a verification code is worth.
type Standing string

const (
	Genuine Standing = "genuine"
	Void    Standing = "withdrawn" // genuine, but its order was withdrawn since
	Unknown Standing = "unknown"   // no letter bears this code
)

// Standings in the order in which they are explained.
var Standings = []Standing{Genuine, Void, Unknown}

// Bearing are the acts on an order that what its letters are worth depends on.
var Bearing = []journal.Kind{"order.issued.v1", "order.letter-sent.v1", "order.withdrawn.v1"}

// Checked is a letter as its code or its page finds it. What of it is public
// stands in Public; the rest is for those who may see the order.
type Checked struct {
	Standing   Standing
	Letter     Letter
	Order      Order
	Entry      int64    // the letter's number in the journal; 0 = not found
	VoidOn     when.Day // when the order was withdrawn
	VoidReason int64    // the number of that entry, which holds the reason
}

// Public is all that somebody who holds nothing but the code is told: enough to
// compare with the paper in hand, nothing of what it says or about whom.
type Public struct {
	Standing         Standing
	Series           string
	Document, Number string // 文号, and the number in the county's register
	Office           string // as it stood on the paper
	Day              when.Day
	VoidOn           when.Day
}

// Public leaves out what only those may know who may see the order.
func (c Checked) Public() Public {
	if c.Standing == Unknown {
		return Public{Standing: Unknown}
	}
	l := c.Letter
	return Public{c.Standing, string(l.Number.Series), cmp.Or(l.Document(), l.Number.String()), l.Number.String(),
		l.Paper.Organ, l.At.Day(), c.VoidOn}
}

// PublicOf is what somebody who holds nothing but its code is told of what an office issued.
func PublicOf(l *letter.Life) Public {
	p := Public{Standing: Genuine, Document: l.Document, Number: l.Document, Office: l.Paper().Organ,
		Day: l.SignedOn, VoidOn: l.VoidOn}
	switch {
	case l.Altered(): // what is not what was signed is confirmed to nobody
		return Public{Standing: Unknown}
	case l.State == letter.Void:
		p.Standing = Void
	}
	return p
}

// CheckReads is what checking asks of the record.
type CheckReads interface {
	LetterByCode(ctx context.Context, code string) (Letter, bool, error)
	Order(ctx context.Context, id ref.ID) (Order, bool, error)
	ActsOf(ctx context.Context, object ref.ID, which trail.Which, kinds ...journal.Kind) ([]trail.Event, error)
}

// Check finds the letter that bears a code, as people type it.
func Check(ctx context.Context, r CheckReads, typed string) (Checked, error) {
	none := Checked{Standing: Unknown}
	code, ok := official.ParseCode(typed)
	if !ok {
		return none, nil
	}
	l, ok, err := r.LetterByCode(ctx, code)
	if err != nil || !ok {
		return none, err
	}
	o, ok, err := r.Order(ctx, l.Order)
	if err != nil || !ok {
		return none, err
	}
	history, err := r.ActsOf(ctx, o.ID, trail.All, Bearing...)
	if err != nil {
		return none, err
	}
	return StandingOf(l, o, history), nil
}

// StandingOf says what a letter is worth after the acts on its order that bear on it
// (Bearing), the latest first.
func StandingOf(l Letter, o Order, history []trail.Event) Checked {
	c := Checked{Standing: Genuine, Letter: l, Order: o}
	for _, e := range history {
		if (e.Kind == "order.letter-sent.v1" || e.Kind == "order.issued.v1") && e.Put(ref.Ref{Kind: ref.Letter, ID: l.ID}) {
			c.Entry = e.Entry
		}
		if e.Kind == "order.withdrawn.v1" && c.VoidReason == 0 { // the latest comes first
			c.VoidOn, c.VoidReason = e.At.Day(), e.Entry
		}
	}
	if o.State == Withdrawn {
		c.Standing = Void
	} else {
		c.VoidOn, c.VoidReason = 0, 0
	}
	return c
}
