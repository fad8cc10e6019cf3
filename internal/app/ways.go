package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/hook"
	"shuangze/internal/journal"
	"shuangze/internal/mail"
	"shuangze/internal/notify"
	"shuangze/internal/outlet"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/tick"
	"shuangze/internal/when"
)

// Ways is by which ways people and other systems are told outside, as it was configured.
type Ways struct {
	Base      string // address of the pages as the world outside knows it
	Mail      *mail.Server
	Admin     string // e-mail of whoever runs the house; "" = nobody's
	Messenger *hook.Template
	Calls     hook.Caller
}

// names are the ways that people can choose.
func (w Ways) names() (out []string) {
	if w.Mail != nil {
		out = append(out, notify.Mail)
	}
	if w.Messenger != nil {
		out = append(out, notify.Messenger)
	}
	return out
}

// Bounds of one round of deliveries [D].
const (
	enlistMost = 500              // messages looked at in one transaction
	laneMost   = 300              // deliveries of a lane looked at
	laneFor    = 40 * time.Second // a lane's work in a round
	lanesMost  = 8                // lanes at once
)

// outletReads gives outlets what they read.
type outletReads struct{ *store.DB }

func (r outletReads) Acts(ctx context.Context, jurisdiction int32) (int64, error) {
	name, err := r.JournalName(ctx, jurisdiction, act.Acts)
	if err != nil {
		return 0, err
	}
	return r.Size(ctx, name)
}

// Deliver takes up what is to go out: it writes down who is to be told of what is new, then
// makes the calls. Done twice it finds nothing left; what cannot be written down does not
// keep from going out what was before.
func (h *House) Deliver(ctx context.Context, run tick.Run) error {
	return errors.Join(h.enlistMessages(ctx, run), h.enlistEvents(ctx, run), h.sendAll(ctx))
}

// inboxes is the name under which the position in the messages stands.
const inboxes = "messages"

func owns(run tick.Run) func(tick.State) error {
	return func(s tick.State) error { return s.Owns(run.Lease) }
}

// enlistMessages writes down the ways out of messages that are new since the last time.
func (h *House) enlistMessages(ctx context.Context, run tick.Run) error {
	at, err := h.DB.Position(ctx, run.Job, inboxes)
	if err != nil {
		return err
	}
	last, err := h.DB.LastMessage(ctx)
	if err != nil || at == last {
		return err
	}
	move := func(to int64, write func(store.Aside) error) error {
		err := readings{h.DB}.Advance(ctx, tick.Move{Job: run.Job, Journal: inboxes, From: at, To: to}, owns(run), write)
		at = to
		return err
	}
	ways := h.Ways.names()
	if len(ways) == 0 || at > last {
		return move(last, func(store.Aside) error { return nil })
	}
	all, err := h.DB.Chosen(ctx)
	if err != nil {
		return err
	}
	addresses, err := h.addresses(ctx)
	if err != nil {
		return err
	}
	rules, now := notifyRules(h.Policy), h.Clock()
	for at < last {
		list, to, err := h.DB.MessagesAfter(ctx, at, enlistMost)
		if err != nil {
			return err
		}
		var out []store.DeliveryRow
		for _, m := range list {
			row, ok := all[m.Person]
			if !ok {
				continue
			}
			c := rules.Settle(chosen(row))
			for _, d := range rules.Sends(notify.Message(m), c, ways, addresses.confirmed(m.Person, c), now) {
				out = append(out, deliveryRow(d))
			}
		}
		if err := move(to, func(tx store.Aside) error { return enlistAll(tx, out) }); err != nil {
			return fmt.Errorf("ways of messages: %w", err)
		}
	}
	return nil
}

func enlistAll(tx store.Aside, all []store.DeliveryRow) error {
	for _, d := range all {
		if err := tx.Enlist(d); err != nil {
			return err
		}
	}
	return nil
}

// reached is where everybody is reached, by person and way.
type reached map[ref.ID]map[string]notify.Address

func (h *House) addresses(ctx context.Context) (reached, error) {
	rows, err := h.DB.Addresses(ctx, 0)
	out := reached{}
	for _, a := range rows {
		if out[a.Person] == nil {
			out[a.Person] = map[string]notify.Address{}
		}
		out[a.Person][a.Way] = notify.Address(a)
	}
	return out, err
}

// confirmed says of ways whether the address that somebody chose is theirs.
func (r reached) confirmed(person ref.ID, c notify.Choice) func(way string) bool {
	return func(way string) bool {
		a := r[person][way]
		return a.Confirmed != 0 && a.Address != "" && a.Address == c.Reached(way)
	}
}

// event is what another system is told: which entry, of what, and when. It holds no words.
type event struct {
	Type string    `json:"type"` // the entry's kind
	At   time.Time `json:"timestamp"`
	Data struct {
		Entry int64  `json:"entry"` // of the journal of acts; 0 = a test
		Kind  string `json:"kind,omitempty"`
		ID    ref.ID `json:"id,omitempty"`
	} `json:"data"`
}

func eventBody(of string, at when.Instant, entry int64, object ref.Ref) (string, error) {
	e := event{Type: of, At: at.Time()}
	e.Data.Entry, e.Data.Kind, e.Data.ID = entry, string(object.Kind), object.ID
	b, err := json.Marshal(e)
	return string(b), err
}

// enlistEvents writes down which systems are to be told of entries that are new since the
// last time.
func (h *House) enlistEvents(ctx context.Context, run tick.Run) error {
	all, err := h.DB.Outlets(ctx, 0)
	if err != nil {
		return err
	}
	kinds, err := h.kinds()
	if err != nil {
		return err
	}
	told := map[journal.Kind]bool{}
	for _, k := range kinds.All() {
		for _, t := range k.Tells {
			told[t.Of] = true
		}
	}
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return err
	}
	for _, c := range counties {
		name, err := h.DB.JournalName(ctx, c.No, act.Acts)
		if err != nil {
			return err
		}
		on := slices.DeleteFunc(slices.Clone(all), func(o outlet.Outlet) bool { return !o.On || o.Jurisdiction != c.No })
		if len(on) == 0 {
			if err := h.skip(ctx, run, name); err != nil {
				return err
			}
			continue
		}
		reader := tick.Reader[store.Aside]{From: readings{h.DB}}
		_, err = reader.Take(ctx, run, name, func(entries []*journal.Entry) (func(store.Aside) error, error) {
			var out []store.DeliveryRow
			for _, e := range entries {
				for _, o := range on {
					if !told[e.Kind] || e.Seq <= o.Since || !o.Wants(string(e.Object.Kind)) {
						continue
					}
					body, err := eventBody(string(e.Kind), e.At, e.Seq, e.Object)
					if err != nil {
						return nil, err
					}
					d := notify.NewDelivery(notify.HookLane(o.ID), notify.Event, fmt.Sprintf("entry/%d", e.Seq), h.Clock())
					d.Jurisdiction, d.Body = c.No, body
					out = append(out, deliveryRow(d))
				}
			}
			return func(tx store.Aside) error { return enlistAll(tx, out) }, nil
		})
		if err != nil {
			return fmt.Errorf("events of county %d: %w", c.No, err)
		}
	}
	return nil
}

// skip moves the position to a journal's end where nobody wants to know.
func (h *House) skip(ctx context.Context, run tick.Run, name string) error {
	at, err := h.DB.Position(ctx, run.Job, name)
	if err != nil {
		return err
	}
	size, err := h.DB.Size(ctx, name)
	if err != nil || at == size {
		return err
	}
	return readings{h.DB}.Advance(ctx, tick.Move{Job: run.Job, Journal: name, From: at, To: size}, owns(run),
		func(store.Aside) error { return nil })
}
