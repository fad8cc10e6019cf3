package app

import (
	"context"
	"fmt"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/journal"
	"shuangze/internal/kind"
	"shuangze/internal/lists/agenda"
	"shuangze/internal/notify"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/tick"
	"shuangze/internal/when"
)

// leftMost is how many unread messages of a county are looked at for the post above [D].
const leftMost = 20_000

// notifyRules are the county's values for messages.
func notifyRules(p *policy.Pack) notify.Rules {
	n := p.Notify
	r := notify.Rules{Kept: n.Kept, Fresh: n.Fresh, Quiet: notify.Quiet{From: n.QuietFrom, To: n.QuietTo},
		Digest: n.Digest, Rises: map[string]notify.Rise{}, Working: p.Calendar.IsWorking,
		Near: func(due when.Day) when.Day {
			switch n.Near.Span {
			case policy.WorkingDays:
				return p.Calendar.BeforeWorking(due, n.Near.N).Due
			case policy.Months:
				return due - when.Day(31*n.Near.N)
			}
			return due - when.Day(n.Near.N)
		}}
	for code, x := range n.Rises {
		r.Rises[code] = notify.Rise{Post: actor.Role(x.Post),
			By: func(from when.Day) when.Day { return x.After.From(p.Calendar, from).Due }}
	}
	return r
}

// box is the inbox of whoever asks; a face adds the kinds that it shows.
func (h *House) box() notify.Box {
	return notify.Box{Keep: messages{h.DB}, Rules: notifyRules(h.Policy), Ways: h.Ways.names()}
}

// messages gives notify its rows.
type messages struct{ db *store.DB }

func (k messages) Messages(ctx context.Context, in notify.Inbox, f notify.Filter) ([]notify.Message, error) {
	rows, err := k.db.Messages(ctx, store.Asked{Person: in.Person, OnBehalf: in.OnBehalf, Unread: f.Unread, Group: f.Group,
		At: f.After.At, ID: f.After.ID, Limit: f.Limit})
	out := make([]notify.Message, len(rows))
	for i, m := range rows {
		out[i] = notify.Message(m)
	}
	return out, err
}

func (k messages) Message(ctx context.Context, in notify.Inbox, id ref.ID) (notify.Message, bool, error) {
	m, ok, err := k.db.Message(ctx, in.Person, in.OnBehalf, id)
	return notify.Message(m), ok, err
}

func (k messages) UnreadBy(ctx context.Context, person ref.ID) (map[ref.ID]int, error) {
	return k.db.UnreadBy(ctx, person)
}

func (k messages) MarkRead(ctx context.Context, in notify.Inbox, id ref.ID, until, now when.Instant) (int64, error) {
	return k.db.MarkRead(ctx, in.Person, in.OnBehalf, id, until, now)
}

func (k messages) Choice(ctx context.Context, person ref.ID) (notify.Choice, bool, error) {
	c, ok, err := k.db.Choice(ctx, person)
	return chosen(c), ok, err
}

func chosen(c store.ChoiceRow) notify.Choice {
	return notify.Choice{Ways: store.UnpackWays(c.Ways), Quiet: notify.Quiet{From: c.From, To: c.To}, Own: c.Own,
		Rest: c.Rest, AtOnce: c.AtOnce, Email: c.Email, Phone: c.Phone}
}

func (k messages) Choose(ctx context.Context, person ref.ID, c notify.Choice) error {
	return k.db.Choose(ctx, person, store.ChoiceRow{Ways: store.PackWays(c.Ways), From: c.Quiet.From, To: c.Quiet.To,
		Own: c.Own, Rest: c.Rest, AtOnce: c.AtOnce, Email: c.Email, Phone: c.Phone})
}

func (k messages) Addresses(ctx context.Context, person ref.ID) ([]notify.Address, error) {
	rows, err := k.db.Addresses(ctx, person)
	out := make([]notify.Address, len(rows))
	for i, a := range rows {
		out[i] = notify.Address(a)
	}
	return out, err
}

func (k messages) ChangeAddress(ctx context.Context, person ref.ID, way string,
	f func(notify.Address) (notify.Address, error)) error {
	return k.db.ChangeAddress(ctx, person, way, func(a store.AddressRow) (store.AddressRow, error) {
		next, err := f(notify.Address(a))
		return store.AddressRow(next), err
	})
}

func (k messages) Enlist(ctx context.Context, d notify.Delivery) error {
	return k.db.Enlist(ctx, deliveryRow(d))
}

func deliveryRow(d notify.Delivery) store.DeliveryRow {
	return store.DeliveryRow{ID: d.ID, UID: d.UID, Jurisdiction: d.Jurisdiction, Lane: string(d.Lane), What: d.What,
		Person: d.Person, OnBehalf: d.OnBehalf, Message: d.Message, Mark: d.Mark, Body: d.Body, Parcel: d.Parcel,
		State: d.State, Tries: d.Tries, Next: d.Next, Claim: d.Claim, Until: d.Until, Made: d.Made, Ended: d.Ended,
		Answer: d.Answer}
}

func delivery(d store.DeliveryRow) notify.Delivery {
	return notify.Delivery{ID: d.ID, UID: d.UID, Jurisdiction: d.Jurisdiction, Lane: notify.Lane(d.Lane), What: d.What,
		Person: d.Person, OnBehalf: d.OnBehalf, Message: d.Message, Mark: d.Mark, Body: d.Body, Parcel: d.Parcel,
		State: d.State, Tries: d.Tries, Next: d.Next, Claim: d.Claim, Until: d.Until, Made: d.Made, Ended: d.Ended,
		Answer: d.Answer}
}

// hearing is what is needed to say who of a county hears of something now.
func (h *House) hearing(ctx context.Context, county int32) (notify.Hearing, error) {
	kinds, err := h.kinds()
	if err != nil {
		return notify.Hearing{}, err
	}
	now := h.Clock()
	cast, err := h.DB.Cast(ctx, county, now.Day())
	ask := kind.Asking{Jurisdiction: county, County: func() (kind.County, error) {
		return h.DB.County(ctx, county, now.Day())
	}}
	return notify.Hearing{Kinds: kinds, Asking: ask, Cast: cast, Rules: notifyRules(h.Policy), Now: now}, err
}

// TellEntries tells people what was put on record since the job's own positions: of every
// entry once, with the position in one transaction.
func (h *House) TellEntries(ctx context.Context, run tick.Run) error {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return err
	}
	for _, c := range counties {
		name, err := h.DB.JournalName(ctx, c.No, act.Acts)
		if err != nil {
			return err
		}
		var hear *notify.Hearing
		reader := tick.Reader[store.Aside]{From: readings{h.DB}}
		_, err = reader.Take(ctx, run, name, func(entries []*journal.Entry) (func(store.Aside) error, error) {
			if hear == nil { // nothing is read where nothing happened
				got, err := h.hearing(ctx, c.No)
				if err != nil {
					return nil, err
				}
				hear = &got
			}
			told, err := hear.Entries(ctx, entries)
			return func(tx store.Aside) error {
				for _, m := range told {
					if err := tx.Tell(store.MessageRow(m)); err != nil {
						return err
					}
				}
				return nil
			}, err
		})
		if err != nil {
			return fmt.Errorf("tell county %d: %w", c.No, err)
		}
	}
	return nil
}

// TellDue tells people what falls due and is over, and the posts above what was left
// lying; what is older than the county keeps goes. Done again on the same day it tells
// nothing.
func (h *House) TellDue(ctx context.Context, run tick.Run) error {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return err
	}
	for _, c := range counties {
		if err := h.tellDue(ctx, run, c.No); err != nil {
			return fmt.Errorf("tell county %d what falls due: %w", c.No, err)
		}
	}
	_, err = h.DB.ForgetMessages(ctx, (h.Clock().Day() - when.Day(h.Policy.Notify.Kept)).Start())
	return err
}

func (h *House) tellDue(ctx context.Context, run tick.Run, county int32) error {
	hear, err := h.hearing(ctx, county)
	if err != nil {
		return err
	}
	today := hear.Now.Day()
	teams, err := h.DB.County(ctx, county, today)
	if err != nil {
		return err
	}
	rules := agenda.Rules{Orders: h.Orders.Rules, Problems: h.Problems.Rules, Nouns: h.Nouns, Telling: true}
	var told []notify.Message
	var left []notify.Left
	for _, who := range hear.Cast {
		items, err := agenda.Of(ctx, h.DB, teams, who, rules, today)
		if err != nil {
			return err
		}
		told = append(told, hear.Rules.Falling(who, items, hear.Now)...)
		left = append(left, hear.Rules.Overdue(items, today)...)
	}
	unread, err := h.DB.LeftUnread(ctx, county, hear.Now.Day().Start(), []string{notify.Rose}, leftMost)
	if err != nil {
		return err
	}
	for _, m := range unread {
		left = append(left, notify.Left{Of: m.Of, Case: notify.Unread, Since: m.At.Day()})
	}
	var of []ref.Ref
	for _, x := range left {
		of = append(of, x.Of)
	}
	lines, err := hear.Kinds.Lines(ctx, hear.Asking, of)
	if err != nil {
		return err
	}
	told = append(told, hear.Rising(left, lines)...)
	rows := make([]store.MessageRow, len(told))
	for i, m := range told {
		rows[i] = store.MessageRow(m)
	}
	return h.DB.TellAll(ctx, run.Job, func(j store.JobRow) error { return tick.State(j).Owns(run.Lease) }, rows)
}
