package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/hook"
	"shuangze/internal/lang"
	"shuangze/internal/mail"
	"shuangze/internal/notify"
	"shuangze/internal/outlet"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// round is what one round of calls knows: read once, when it is first needed.
type round struct {
	h       *House
	mu      sync.Mutex
	hearing map[int32]*notify.Hearing
	outlets map[ref.ID]outlet.Outlet
}

// sendAll makes the calls that are due, each lane by itself.
func (h *House) sendAll(ctx context.Context) error {
	lanes, err := h.DB.Lanes(ctx)
	if err != nil || len(lanes) == 0 {
		return err
	}
	all, err := h.DB.Outlets(ctx, 0)
	if err != nil {
		return err
	}
	r := &round{h: h, hearing: map[int32]*notify.Hearing{}, outlets: map[ref.ID]outlet.Outlet{}}
	for _, o := range all {
		r.outlets[o.ID] = o
	}
	errs := make([]error, len(lanes))
	var work sync.WaitGroup
	free := make(chan struct{}, lanesMost)
	for i, lane := range lanes {
		work.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			errs[i] = r.lane(ctx, notify.Lane(lane))
		})
	}
	work.Wait()
	return errors.Join(errs...)
}

// lane sends what is due in a lane, until the other side fails: what waits behind it is
// not tried in this round.
func (r *round) lane(ctx context.Context, lane notify.Lane) error {
	h, now := r.h, r.h.Clock()
	rows, err := h.DB.OpenDeliveries(ctx, string(lane), now, laneMost)
	if err != nil {
		return err
	}
	var due []notify.Delivery
	for _, row := range rows {
		if d := delivery(row); d.Due(now) && r.open(d) {
			due = append(due, d)
		}
	}
	until := time.Now().Add(laneFor)
	for _, parcel := range notify.Parcels(due) {
		if ctx.Err() != nil || time.Now().After(until) {
			return nil
		}
		on, err := r.send(ctx, parcel)
		if err != nil || !on {
			return err
		}
	}
	return nil
}

// open says whether a lane's gate is open for a delivery: a way that is not configured any
// more and a system that is turned off keep what waits.
func (r *round) open(d notify.Delivery) bool {
	if id := d.Lane.Outlet(); id != 0 {
		o := r.outlets[id]
		return o.On || o.EndedAt != 0 || d.What == notify.Test
	}
	return slices.Contains(r.h.Ways.names(), string(d.Lane))
}

// verdict is what becomes of each delivery of a parcel.
type verdict func(notify.Delivery, when.Instant) notify.Delivery

// settled is a verdict in the place of a failure: nothing was sent, and nothing is wrong.
type settled struct{ verdict }

func (settled) Error() string { return "nothing to send" }

func left(why string) error {
	return settled{func(d notify.Delivery, now when.Instant) notify.Delivery { return d.Left(why, now) }}
}

// send claims a parcel, makes the call outside of any transaction and writes down what came
// of it. on says whether others of the lane may be tried.
func (r *round) send(ctx context.Context, parcel []notify.Delivery) (on bool, err error) {
	h, now, claim := r.h, r.h.Clock(), rand.Text()
	uid := parcel[0].Parcel
	if uid == "" {
		uid = parcel[0].UID
	}
	taken := make([]notify.Delivery, len(parcel))
	for i, d := range parcel {
		taken[i] = d.Taken(claim, uid, now)
	}
	if ok, err := h.change(ctx, parcel, taken); err != nil || !ok {
		return true, err // another process was faster
	}
	answer, failure := r.call(ctx, taken)
	if ctx.Err() != nil && failure != nil {
		failure = settled{func(d notify.Delivery, now when.Instant) notify.Delivery { return d.PutOff(now) }}
	}
	now = h.Clock()
	ended := make([]notify.Delivery, len(taken))
	on = true
	var s settled
	for i, d := range taken {
		switch {
		case failure == nil:
			ended[i] = d.Answered(answer, now)
		case errors.As(failure, &s):
			ended[i] = s.verdict(d, now)
		default:
			forGood, server := grave(failure)
			ended[i], on = d.Missed(failure.Error(), forGood, now), !server
		}
	}
	// Kept even where the process ends: it was said.
	if _, err := h.change(context.WithoutCancel(ctx), taken, ended); err != nil {
		return false, err
	}
	if ended[0].State == notify.Failed {
		return on, r.gaveUp(ctx, ended[0])
	}
	return on, nil
}

// grave says of a failure whether another try is of no use, and whether others of the lane
// would fail likewise.
func grave(err error) (forGood, server bool) {
	var m *mail.Failure
	var c *hook.Failure
	switch {
	case errors.As(err, &m):
		return m.ForGood, m.Server
	case errors.As(err, &c):
		return c.ForGood, !c.ForGood
	}
	return false, true
}

func (h *House) change(ctx context.Context, was, now []notify.Delivery) (bool, error) {
	rows := func(all []notify.Delivery) (out []store.DeliveryRow) {
		for _, d := range all {
			out = append(out, deliveryRow(d))
		}
		return out
	}
	return h.DB.ChangeDeliveries(ctx, rows(was), rows(now))
}

// call makes the call of a parcel.
func (r *round) call(ctx context.Context, parcel []notify.Delivery) (answer string, err error) {
	d := parcel[0]
	if id := d.Lane.Outlet(); id != 0 {
		return r.callOutlet(ctx, d, id)
	}
	switch d.What {
	case notify.Alarm, notify.Test:
		l := notify.AlarmLetter(r.h.Words.In(lang.Chinese), d.Body, r.h.Ways.Base)
		return "", r.mail(ctx, d.Parcel, r.h.Ways.Admin, l, lang.Chinese)
	case notify.Code:
		return r.sendCode(ctx, d)
	}
	return r.sendTold(ctx, parcel)
}

func (r *round) callOutlet(ctx context.Context, d notify.Delivery, id ref.ID) (string, error) {
	o, ok, err := r.h.DB.OpenOutlet(ctx, id)
	switch {
	case err != nil:
		return "", err
	case !ok || o.EndedAt != 0:
		return "", left("ended")
	}
	// The time of the signature is that of this try, by a real clock: the other side refuses
	// what is older than a few minutes.
	return r.h.Ways.Calls.Send(ctx, o.Address, o.Secret, hook.Event{ID: "msg_" + d.Parcel, At: r.h.Clock().Time(),
		Body: []byte(d.Body)})
}

// phraser speaks the language of a person: that of their account.
func (r *round) phraser(ctx context.Context, county int32, person ref.ID) (*lang.Phraser, error) {
	list, err := r.h.Doors.Accounts(ctx, county, account.Filter{Person: person, Limit: 5})
	for _, a := range list {
		if !a.Closed && a.Language == string(lang.English) {
			return r.h.Words.In(lang.English), err
		}
	}
	return r.h.Words.In(lang.Chinese), err
}

func (r *round) sendCode(ctx context.Context, d notify.Delivery) (string, error) {
	h := r.h
	rows, err := h.DB.Addresses(ctx, d.Person)
	if err != nil {
		return "", err
	}
	for _, row := range rows {
		a := notify.Address(row)
		if a.Way != string(d.Lane) || !a.Open(h.Clock()) || d.Mark != a.Mark() {
			continue
		}
		p, err := r.phraser(ctx, d.Jurisdiction, d.Person)
		if err != nil {
			return "", err
		}
		if a.Way == notify.Mail {
			return "", r.mail(ctx, d.Parcel, a.Address, notify.CodeLetter(p, a.Code, h.Ways.Base), lang.Lang(p.Lang()))
		}
		return h.Ways.Calls.Post(ctx, *h.Ways.Messenger, notify.CodeValues(p, a.Code, d.Parcel, a.Address, h.Ways.Base))
	}
	return "", left("over")
}

func (r *round) mail(ctx context.Context, id, to string, l notify.Letter, in lang.Lang) error {
	if to == "" {
		return left("nobody")
	}
	return r.h.Ways.Mail.Send(ctx, mail.Letter{To: to, Subject: l.Subject, ID: id, At: r.h.Clock().Time(),
		Lang: string(in), Options: notify.Choices(r.h.Ways.Base), Text: l.Text, HTML: l.HTML})
}

// heard is who of a county hears of things now.
func (r *round) heard(ctx context.Context, county int32) (*notify.Hearing, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if got := r.hearing[county]; got != nil {
		return got, nil
	}
	got, err := r.h.hearing(ctx, county)
	if err == nil {
		r.hearing[county] = &got
	}
	return &got, err
}

// sendTold tells somebody what of a parcel is unread still, chosen still, and may be seen
// by them still.
func (r *round) sendTold(ctx context.Context, parcel []notify.Delivery) (string, error) {
	h, d, way := r.h, parcel[0], string(parcel[0].Lane)
	hear, err := r.heard(ctx, d.Jurisdiction)
	if err != nil {
		return "", err
	}
	in := notify.Inbox{Person: d.Person, OnBehalf: d.OnBehalf}
	i := slices.IndexFunc(hear.Cast, func(a actor.Actor) bool { return notify.Of(a) == in })
	if i < 0 {
		return "", left("gone")
	}
	who := hear.Cast[i]
	row, _, err := h.DB.Choice(ctx, d.Person)
	if err != nil {
		return "", err
	}
	c := hear.Rules.Settle(chosen(row))
	addresses, err := h.addresses(ctx)
	switch {
	case err != nil:
		return "", err
	case !addresses.confirmed(d.Person, c)(way):
		return "", left("address")
	}
	if at := hear.Rules.Soonest(c, h.Clock()); at > h.Clock() {
		return "", settled{func(d notify.Delivery, _ when.Instant) notify.Delivery { return d.PutOff(at) }}
	}
	g, err := r.gather(ctx, hear, who, c, way, parcel)
	if err != nil {
		return "", err
	}
	if len(g.Messages) == 0 {
		return "", left("read")
	}
	p, err := r.phraser(ctx, d.Jurisdiction, d.Person)
	if err != nil {
		return "", err
	}
	if way == notify.Mail {
		return "", r.mail(ctx, d.Parcel, c.Email, g.Letter(p), lang.Lang(p.Lang()))
	}
	return h.Ways.Calls.Post(ctx, *h.Ways.Messenger, g.Values(p, d.Parcel, c.Phone))
}

func (r *round) gather(ctx context.Context, hear *notify.Hearing, who actor.Actor, c notify.Choice, way string,
	parcel []notify.Delivery) (g notify.Gathered, err error) {
	h := r.h
	g = notify.Gathered{Kinds: hear.Kinds, Base: h.Ways.Base, Today: h.Clock().Day()}
	var ids []ref.ID
	for _, d := range parcel {
		ids = append(ids, d.Message)
	}
	rows, err := h.DB.MessagesOf(ctx, who.Person, ids)
	if err != nil {
		return g, err
	}
	of := make([]ref.Ref, len(rows))
	for i, m := range rows {
		of[i] = m.Of
	}
	if g.Lines, err = hear.Kinds.Lines(ctx, hear.Asking, of); err != nil {
		return g, err
	}
	for _, m := range rows {
		l, there := g.Lines[m.Of]
		shown, matter := notify.Message(m).Shown(who, hear.Kinds.Of(m.Of.Kind).See, l, there)
		if !matter {
			delete(g.Lines, m.Of)
		}
		if m.Read == 0 && shown && slices.Contains(c.Ways[m.Group], way) {
			g.Messages = append(g.Messages, notify.Message(m))
		}
	}
	if who.OnBehalf != 0 {
		g.For, err = hear.Asking.Name(ref.Ref{Kind: ref.Person, ID: who.OnBehalf})
	}
	return g, err
}

// gaveUp says so to administrators, once a day of a lane, and turns off a system that took
// nothing since the delivery was made.
func (r *round) gaveUp(ctx context.Context, d notify.Delivery) error {
	h, id := r.h, d.Lane.Outlet()
	slog.Error("给外面的通知没有送到，不再重试 / a delivery was given up", "lane", d.Lane, "what", d.What, "tries", d.Tries,
		"answer", d.Answer)
	of := string(d.Lane)
	if id != 0 {
		of = r.outlets[id].Name
		taken, err := h.DB.LastAnswered(ctx, string(d.Lane), notify.Done)
		if err != nil {
			return err
		}
		if taken < d.Made && d.What == notify.Event {
			by := act.Command{Actor: actor.Machine(d.Jurisdiction, "deliver")}
			_, err := h.Outlets.TurnOff(ctx, by, id)
			var refused *text.Refusal
			if err != nil && !errors.As(err, &refused) { // it is off already
				return err
			}
		}
	}
	if h.Ways.Mail == nil || h.Ways.Admin == "" || d.Lane == notify.Mail {
		return nil
	}
	alarm := notify.NewDelivery(notify.Mail, notify.Alarm, fmt.Sprintf("alarm/%s/%d", d.Lane, h.Clock().Day()), h.Clock())
	alarm.Jurisdiction, alarm.Body = d.Jurisdiction, of
	return h.DB.Enlist(ctx, deliveryRow(alarm))
}
