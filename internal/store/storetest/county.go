// Package storetest is the harness of tests that play commands against the real
// store: both engines, a county with a unit, and at the end of every test the
// proof that what was played can be verified and rebuilt.
package storetest

import (
	"context"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/due"
	"shuangze/internal/journal"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/store/lent"
	"shuangze/internal/when"
)

// County is a county that was founded for one test, on one engine.
type County struct {
	DB       *store.DB
	Office   actor.Actor // a person of the principal office
	Hand     actor.Actor // the unit's clerk
	Unit     ref.ID      // with a chief, person 1, and a clerk, person 2
	Orders   order.Commands
	Problems problem.Commands

	driver, address string // by which the engine is reached beside the house
}

// Each plays a test on SQLite always and on PostgreSQL where one is lent. A test
// that did not fail is followed by Sound.
func Each(t *testing.T, play func(*testing.T, *County)) {
	t.Helper()
	on := func(driver string, options func(*testing.T) (o store.Options, address string)) func(*testing.T) {
		return func(t *testing.T) {
			o, address := options(t)
			c := open(t, o)
			c.driver, c.address = driver, address
			play(t, c)
			if !t.Failed() {
				c.Sound(t)
			}
		}
	}
	t.Run("sqlite", on("sqlite", func(t *testing.T) (store.Options, string) {
		dir := t.TempDir()
		return store.Options{Dir: dir}, "file:" + dir + "/" + store.FileName + "?_pragma=busy_timeout(10000)"
	}))
	t.Run("postgres", on("pgx", func(t *testing.T) (store.Options, string) {
		address := lent.Postgres(t)
		return store.Options{URL: address, Dir: t.TempDir()}, address
	}))
}

// Engine is by which driver and address the database is reached past the house.
func (c *County) Engine() (driver, address string) { return c.driver, c.address }

func open(t *testing.T, o store.Options) *County {
	t.Helper()
	ctx := context.Background()
	o.Clock = func() when.Instant { return when.At(time.Now()) }
	db, err := store.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	founded, err := db.Found(ctx, store.County{Code: "610927", Name: "镇坪县"}, "test")
	if err != nil {
		t.Fatal(err)
	}
	c := &County{DB: db, Office: actor.Actor{Account: 7, Person: 8, Jurisdiction: founded.No,
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}}
	c.Play(t, "unit.change", func(tx *store.Tx) (journal.Kind, ref.Ref, error) {
		c.Unit = tx.NewID()
		always := when.Period{From: 1, To: when.Open}
		rows := bodies.Rows{Units: []bodies.Unit{{ID: c.Unit, Version: 1, Code: "U1", When: always}}}
		for i, post := range []bodies.Post{bodies.Chief, bodies.Clerk} {
			rows.Appointments = append(rows.Appointments, bodies.Appointment{ID: tx.NewID(), Version: 1,
				Person: ref.ID(i + 1), Unit: c.Unit, Post: post, Title: "职务", Period: always})
		}
		return "unit.founded.v1", ref.Ref{Kind: ref.Unit, ID: c.Unit}, tx.SaveRegisters(bodies.Change{Rows: rows})
	})
	c.Hand = actor.Actor{Account: 2, Person: 2, Jurisdiction: founded.No,
		Grants: []actor.Grant{{Role: actor.Clerk, Unit: c.Unit, Own: []ref.ID{c.Unit}}}}
	c.Orders = order.Commands{Door: act.NewDoor(db, func(t act.Tx) order.Tx { return t.(*store.Tx) }),
		Rules: order.Rules{Calendar: when.NewCalendar(nil), AcknowledgeIn: 2, MostExtensions: 2,
			Bands: due.Bands{Notice: 3, Red: 3}}}
	c.Problems = problem.Commands{Door: act.NewDoor(db, func(t act.Tx) problem.Tx { return t.(*store.Tx) })}
	return c
}

// Play performs one command of the office: what it saves is recorded as the kind
// and on the object that it answers.
func (c *County) Play(t *testing.T, verb access.Verb, do func(*store.Tx) (journal.Kind, ref.Ref, error)) act.Receipt {
	t.Helper()
	command := act.Command{Actor: c.Office, Verb: verb}
	r, err := c.DB.Perform(context.Background(), command, func(a act.Tx) error {
		tx := a.(*store.Tx)
		if err := tx.Allow(verb, access.Object{Jurisdiction: c.Office.Jurisdiction}); err != nil {
			return err
		}
		kind, object, err := do(tx)
		if err != nil {
			return err
		}
		return tx.Record(kind, object)
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Draft is what an order says that only has to be one.
func (c *County) Draft() order.DraftInput {
	return order.DraftInput{Subject: "惠农补贴公示不及时", Content: "二季度未公开", Quality: "全部公示", Source: order.FromDecision,
		Urgency: order.Ordinary, Unit: c.Unit, Leader: 1, Handler: 2, Measures: measure.List{{Text: "补公示"}},
		Due: when.At(time.Now()).Day() + 30}
}

// Issue writes an order down as one person of the office and issues it as
// another, as the rule asks.
func (c *County) Issue(t *testing.T, in order.DraftInput) act.Receipt {
	t.Helper()
	ctx := context.Background()
	r, err := c.Orders.Create(ctx, act.Command{Actor: c.Office}, actor.Principal, in)
	if err == nil {
		r, err = c.Orders.Issue(ctx, act.Command{Actor: Colleague(c.Office)}, r.Object.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Colleague is a second person in the same posts.
func Colleague(a actor.Actor) actor.Actor {
	a.Account, a.Person = a.Account+1000, a.Person+1000
	return a
}
