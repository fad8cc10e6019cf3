package notify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// Keep is where messages and choices stand. The store answers it.
type Keep interface {
	Messages(ctx context.Context, in Inbox, f Filter) ([]Message, error)
	Message(ctx context.Context, in Inbox, id ref.ID) (Message, bool, error)
	UnreadBy(ctx context.Context, person ref.ID) (map[ref.ID]int, error)
	MarkRead(ctx context.Context, in Inbox, id ref.ID, until, now when.Instant) (int64, error)
	Choice(ctx context.Context, person ref.ID) (Choice, bool, error)
	Choose(ctx context.Context, person ref.ID, c Choice) error
	Addresses(ctx context.Context, person ref.ID) ([]Address, error)
	// ChangeAddress keeps what f makes of an address, also where f refuses.
	ChangeAddress(ctx context.Context, person ref.ID, way string, f func(Address) (Address, error)) error
	Enlist(ctx context.Context, d Delivery) error
}

// Box is the inbox of whoever asks, and what they chose.
type Box struct {
	Keep  Keep
	Rules Rules
	Ways  []string // by which somebody can be told besides; none that is not configured
	Kinds kind.Registry
}

// With is the box over what a face shows.
func (b Box) With(kinds kind.Registry) Box { b.Kinds = kinds; return b }

// Page is a page of an inbox, the newest first: only what its owner may still see. Lines
// are those of the matters.
type Page struct {
	Messages []Message
	Lines    map[ref.Ref]kind.Line
	Older    Cursor
	More     bool
}

// List reads a page in one question for the messages and one for each kind of matter.
func (b Box) List(ctx context.Context, who actor.Actor, ask kind.Asking, f Filter) (p Page, err error) {
	if f.Group != "" && !slices.Contains(Groups(b.Kinds), f.Group) {
		return p, text.InputErrors{{Field: "group", Message: text.M("notify.no-group", "group", f.Group)}}
	}
	if f.Limit < 1 || f.Limit > PerPage {
		f.Limit = PerPage
	}
	asked := f
	asked.Limit++
	all, err := b.Keep.Messages(ctx, Of(who), asked)
	if err != nil {
		return p, err
	}
	if p.More = len(all) > f.Limit; p.More {
		all = all[:f.Limit]
		p.Older = Cursor{all[f.Limit-1].At, all[f.Limit-1].ID}
	}
	p.Messages, p.Lines, err = b.visible(ctx, who, ask, all)
	return p, err
}

// Open marks a message read and says where its matter is; one that is not theirs, or
// about what they may not see any more, is missing.
func (b Box) Open(ctx context.Context, who actor.Actor, ask kind.Asking, id ref.ID, now when.Instant) (string, error) {
	m, matter, err := b.mark(ctx, who, ask, id, now)
	if !matter {
		return "", err
	}
	return b.Kinds.Of(m.Of.Kind).At(m.Of.ID), err
}

// Mark marks one message read; marking it again changes nothing.
func (b Box) Mark(ctx context.Context, who actor.Actor, ask kind.Asking, id ref.ID, now when.Instant) (Message, error) {
	m, _, err := b.mark(ctx, who, ask, id, now)
	return m, err
}

// mark says too whether the matter is for who asks.
func (b Box) mark(ctx context.Context, who actor.Actor, ask kind.Asking, id ref.ID, now when.Instant) (
	m Message, matter bool, err error) {
	missing := text.Refuse(text.Missing, "access.missing")
	m, ok, err := b.Keep.Message(ctx, Of(who), id)
	if err != nil || !ok || id == 0 {
		if err == nil {
			err = missing
		}
		return m, false, err
	}
	see, found, o, err := b.Kinds.Object(ctx, ask, m.Of)
	shown, matter := m.Shown(who, see, kind.Line{Object: o}, found)
	switch {
	case err != nil:
		return m, false, err
	case !shown:
		return m, false, missing
	case m.Read != 0:
		return m, matter, nil
	}
	m.Read = now
	_, err = b.Keep.MarkRead(ctx, Of(who), id, now, now)
	return m, matter, err
}

// MarkAll marks all of one's messages read that stood there at a moment: what came since
// the page was shown stays unread. It says how many there were.
func (b Box) MarkAll(ctx context.Context, who actor.Actor, until, now when.Instant) (int64, error) {
	return b.Keep.MarkRead(ctx, Of(who), 0, min(until, now), now)
}

// MarkSeen is MarkAll up to a message of theirs.
func (b Box) MarkSeen(ctx context.Context, who actor.Actor, newest ref.ID, now when.Instant) (int64, error) {
	m, ok, err := b.Keep.Message(ctx, Of(who), newest)
	switch {
	case err != nil:
		return 0, err
	case !ok:
		return 0, text.Refuse(text.Missing, "access.missing")
	}
	return b.MarkAll(ctx, who, m.At, now)
}

// Unread is how many of one's messages are unread, and how many were told to somebody as
// another's deputy, by whom they act for. One's own are those that the inbox shows: what
// may not be seen any more is not counted, unless there are more than counting looks at.
func (b Box) Unread(ctx context.Context, who actor.Actor, ask kind.Asking) (
	n int, others map[ref.ID]int, err error) {
	all, err := b.Keep.UnreadBy(ctx, who.Person)
	if err != nil {
		return 0, nil, fmt.Errorf("unread messages: %w", err)
	}
	n = all[who.OnBehalf]
	delete(all, who.OnBehalf)
	if n == 0 || n > countMost {
		return n, all, nil
	}
	list, err := b.Keep.Messages(ctx, Of(who), Filter{Unread: true, Limit: countMost})
	if err != nil {
		return n, all, err
	}
	shown, _, err := b.visible(ctx, who, ask, list)
	return len(shown), all, err
}

// countMost is how many unread messages are looked at one by one.
const countMost = 200

// visible are the messages of whose matters who asks may still see, with their lines, and those that say that a matter
// concerns them no more.
func (b Box) visible(ctx context.Context, who actor.Actor, ask kind.Asking, all []Message) (
	out []Message, lines map[ref.Ref]kind.Line, err error) {
	of := make([]ref.Ref, len(all))
	for i, m := range all {
		of[i] = m.Of
	}
	if lines, err = b.Kinds.Lines(ctx, ask, of); err != nil {
		return nil, nil, fmt.Errorf("matters of messages: %w", err)
	}
	for _, m := range all {
		l, there := lines[m.Of]
		shown, matter := m.Shown(who, b.Kinds.Of(m.Of.Kind).See, l, there)
		if !matter {
			delete(lines, m.Of)
		}
		if shown {
			out = append(out, m)
		}
	}
	return out, lines, nil
}

// Choice is what somebody chose, or what holds for who chose nothing.
func (b Box) Choice(ctx context.Context, who actor.Actor) (Choice, error) {
	c, ok, err := b.Keep.Choice(ctx, who.Person)
	if err != nil {
		return c, fmt.Errorf("choices: %w", err)
	}
	if !ok {
		return b.Rules.Default(), nil
	}
	c.Stored = true
	return b.Rules.Settle(c), nil
}

// Choose keeps it, after it was checked: the ways are those that are offered. A code goes to
// an address that is new.
func (b Box) Choose(ctx context.Context, who actor.Actor, c Choice, now when.Instant) error {
	if err := c.Check(Groups(b.Kinds), b.Ways); err != nil {
		return err
	}
	if err := b.Keep.Choose(ctx, who.Person, c); err != nil {
		return err
	}
	known, err := b.Addresses(ctx, who)
	for _, way := range b.Ways {
		to := c.Reached(way)
		if a := known[way]; err == nil && to != "" && a.Address != to {
			err = b.ask(ctx, who, way, to, now)
		}
	}
	return err
}

// Addresses are where who asks is reached, by way.
func (b Box) Addresses(ctx context.Context, who actor.Actor) (map[string]Address, error) {
	all, err := b.Keep.Addresses(ctx, who.Person)
	out := map[string]Address{}
	for _, a := range all {
		out[a.Way] = a
	}
	return out, err
}

// Again sends another code to the address that was chosen; the one before is void.
func (b Box) Again(ctx context.Context, who actor.Actor, way string, now when.Instant) error {
	c, err := b.Choice(ctx, who)
	if err != nil {
		return err
	}
	to := c.Reached(way)
	if to == "" || !slices.Contains(b.Ways, way) {
		return text.InputErrors{{Field: "way", Message: text.M("notify.no-way", "way", way)}}
	}
	return b.ask(ctx, who, way, to, now)
}

func (b Box) ask(ctx context.Context, who actor.Actor, way, to string, now when.Instant) error {
	var asked Address
	err := b.Keep.ChangeAddress(ctx, who.Person, way, func(a Address) (Address, error) {
		next, err := a.Ask(to, now)
		if err != nil {
			return a, err
		}
		asked = next
		return next, nil
	})
	if err != nil {
		return err
	}
	d := NewDelivery(Lane(way), Code, asked.Mark(), now)
	d.Jurisdiction, d.Person = who.Jurisdiction, who.Person
	return b.Keep.Enlist(ctx, d)
}

// Confirm takes a code that arrived at an address.
func (b Box) Confirm(ctx context.Context, who actor.Actor, way, code string, now when.Instant) error {
	if !slices.Contains(b.Ways, way) {
		return text.InputErrors{{Field: "way", Message: text.M("notify.no-way", "way", way)}}
	}
	return b.Keep.ChangeAddress(ctx, who.Person, way, func(a Address) (Address, error) {
		return a.Confirm(strings.TrimSpace(code), now)
	})
}
