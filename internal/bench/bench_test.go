package bench

import (
	"bytes"
	"context"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lang"
	"shuangze/internal/lists/order"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/lists"
	"shuangze/internal/web/desk/start"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

// small is a house with a measured county of n orders.
func small(t testing.TB, dir string, n int64) (House, []ref.ID, *desk.Desk) {
	t.Helper()
	ctx := context.Background()
	now := when.At(time.Now())
	var clock atomic.Int64
	open := func(hasty bool) (*store.DB, order.Desk, bodies.Desk) {
		db, err := store.Open(ctx, store.Options{Dir: dir, Hasty: hasty, Clock: func() when.Instant { return when.Instant(clock.Load()) }})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		return db, order.Desk{Door: act.NewDoor(db, func(t act.Tx) order.Tx { return t.(*store.Tx) }),
				Rules: order.Rules{Calendar: when.NewCalendar(nil), AcknowledgeIn: 2, MostExtensions: 2, BlueWithin: 3, RedAfter: 3,
					Limit: func(order.Urgency, when.Day) (when.Deadline, bool) { return when.Deadline{}, false }}},
			bodies.Desk{Door: act.NewDoor(db, func(t act.Tx) bodies.Tx { return t.(*store.Tx) })}
	}
	db, orders, registers := open(true)
	clock.Store(int64((now.Day() - 400).Start()))
	office, units, err := County(ctx, db, registers, now.Day())
	if err != nil {
		t.Fatal(err)
	}
	tallies, err := Count(ctx, db, office)
	if err != nil {
		t.Fatal(err)
	}
	if err := Fill(ctx, orders, office, units, tallies, n, now.Day(), func(d when.Day) { clock.Store(int64(d.Start())) }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	clock.Store(int64(now))
	db, orders, registers = open(false)
	t.Cleanup(func() { db.Close() })
	pack, err := policy.Load(zhenping.Files)
	if err != nil {
		t.Fatal(err)
	}
	words, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk.Desk{Read: db, Orders: orders, Registers: registers, Policy: pack, Words: words, Clock: func() when.Instant { return when.Instant(clock.Load()) },
		Who: func(context.Context, string) (actor.Actor, account.Account, bool, error) {
			return office, account.Account{ID: office.Account}, true, nil
		}}
	pages, err := d.Handler(append(start.Routes(), lists.OrderRoutes()...))
	if err != nil {
		t.Fatal(err)
	}
	return House{DB: db, Orders: orders, Registers: registers, Pages: pages, Cookie: "any", Office: office, Unit: units[0]}, units, d
}

// Every line is measured and the report can be read; at SHUANGZE_BENCH_ORDERS
// orders the figures are real.
func TestRun(t *testing.T) {
	n, each, dir := int64(300), 30*time.Millisecond, t.TempDir()
	if s := os.Getenv("SHUANGZE_BENCH_ORDERS"); s != "" {
		n, _ = strconv.ParseInt(s, 10, 64)
		each = time.Second
		if d := os.Getenv("SHUANGZE_BENCH_DIR"); d != "" {
			dir = d
		}
	}
	began := time.Now()
	h, _, _ := small(t, dir, n)
	r := &Report{Machine: Machine(), Orders: n, Build: time.Since(began).Seconds()}
	if err := Run(context.Background(), h, Options{Each: each, Scratch: t.TempDir()}, r); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.Table(&b); err != nil {
		t.Fatal(err)
	}
	if testing.Verbose() {
		t.Log("\n" + b.String())
	}
	for _, want := range []string{"create an order", "list 50, deep page, JSON", "everything fits", "journal append"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report lacks %q\n%s", want, b.String())
		}
	}
}
