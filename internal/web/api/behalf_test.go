package api

import (
	"context"
	"errors"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/web/rate"
)

// A program is told for whom a deputy drafted an order, asked for its closing and for
// more time: none of them may decide about it.
func TestForWhomADeputyActed(t *testing.T) {
	x := newHouse(t, rate.Rate{})
	id := into[Receipt](x.ask("szt_office", "POST", "/orders", x.draft("惠农补贴公示不及时")).want(201)).object()
	_, err := x.db.Perform(context.Background(), act.Command{Actor: actor.Machine(1, "tick"), Verb: "order.recount"},
		func(t act.Tx) error {
			tx := t.(*store.Tx)
			o, err := tx.Order(ref.Parse(id))
			if err != nil {
				return err
			}
			o.DrafterFor, o.RequesterFor, o.AskedFor = 11, 12, 13
			return errors.Join(tx.Allow("order.recount", o.Object(order.Nobody)), tx.SaveOrder(o),
				tx.Record("order.recounted.v1", o.Ref()))
		})
	if err != nil {
		t.Fatal(err)
	}
	got := into[Order](x.ask("szt_office", "GET", "/orders/"+id, "").want(200))
	if got.DrafterFor != 11 || got.RequesterFor != 12 || got.AskedFor != 13 {
		t.Errorf("for %d, %d, %d", got.DrafterFor, got.RequesterFor, got.AskedFor)
	}
}
