package app

import (
	"context"

	"shuangze/internal/notify"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/web/desk/ways"
)

// deliveries gives the administrators' page what it shows.
type deliveries struct{ db *store.DB }

func (r deliveries) Standings(ctx context.Context, jurisdiction int32) ([]notify.Standing, error) {
	rows, err := r.db.CountDeliveries(ctx, jurisdiction)
	out := make([]notify.Standing, len(rows))
	for i, c := range rows {
		out[i] = notify.Standing{Lane: notify.Lane(c.Lane), State: c.State, N: c.N, Since: c.Since}
	}
	return out, err
}

func deliveriesOf(rows []store.DeliveryRow, err error) ([]notify.Delivery, error) {
	out := make([]notify.Delivery, len(rows))
	for i, d := range rows {
		out[i] = delivery(d)
	}
	return out, err
}

func (r deliveries) Ended(ctx context.Context, jurisdiction int32, state string, lane notify.Lane, most int) (
	[]notify.Delivery, error) {
	return deliveriesOf(r.db.EndedDeliveries(ctx, jurisdiction, state, string(lane), most))
}

func (r deliveries) Held(ctx context.Context, jurisdiction int32, lane notify.Lane, most int) (
	[]notify.Delivery, error) {
	return deliveriesOf(r.db.HeldDeliveries(ctx, jurisdiction, string(lane), most))
}

func (r deliveries) Enlist(ctx context.Context, d notify.Delivery) error {
	return r.db.Enlist(ctx, deliveryRow(d))
}

// wayPages are the administrators' pages of what goes out of the house.
func (h *House) wayPages() ways.Pages {
	p := ways.Pages{Outlets: h.Outlets, Read: deliveries{h.DB}, Base: h.Ways.Base, Admin: h.Ways.Admin,
		Test: func(of ref.Ref) (string, error) { return eventBody("test", h.Clock(), 0, of) }}
	if s := h.Ways.Mail; s != nil {
		p.Mail, p.From, p.Safe = s.Host, s.From, s.Safe
	}
	if t := h.Ways.Messenger; t != nil {
		p.Messenger = t.Server()
	}
	return p
}
