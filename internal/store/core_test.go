package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/due"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/ref"
	"shuangze/internal/store/lent"
	"shuangze/internal/when"
)

// engines runs a test on SQLite always and on PostgreSQL where one is lent, beside
// the other tests that it runs: those on PostgreSQL mostly wait.
func engines(t *testing.T, f func(*testing.T, *DB)) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, openTest(t, Options{Dir: withTables(t)}))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		address := lent.Copied(t, "made", func(url string) error {
			return makeTables(Options{URL: url, Seals: filepath.Join(t.TempDir(), "seal.keys")})
		})
		f(t, openTest(t, Options{URL: address, Seals: filepath.Join(t.TempDir(), "seal.keys")}))
	})
}

// emptyFile is SQLite's file with all tables and no row, made once a run.
var emptyFile = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "made-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := makeTables(Options{Dir: dir}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, FileName))
})

// makeTables makes all tables of a database.
func makeTables(o Options) error {
	db, err := Open(context.Background(), o)
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(context.Background()), db.Close())
}

// withTables is a folder of the test's own with a database that has its tables.
func withTables(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	b, err := emptyFile()
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, FileName), b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func openTest(t *testing.T, o Options) *DB {
	t.Helper()
	o.Clock = func() when.Instant { return when.At(time.Now()) }
	db, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return db
}

// county founds a county with one unit and returns an office's actor.
func county(t *testing.T, db *DB) (actor.Actor, ref.ID) {
	t.Helper()
	ctx := context.Background()
	c, err := db.Found(ctx, County{Code: "610927", Name: "镇坪县"}, "test")
	if err != nil {
		t.Fatal(err)
	}
	office := actor.Actor{Account: 7, Person: 8, Jurisdiction: c.No,
		Grants: []actor.Grant{{Role: actor.PrincipalOffice, Side: actor.Principal}}}
	var unit ref.ID
	_, err = db.Perform(ctx, act.Command{Actor: office, Verb: "unit.change"}, func(t act.Tx) error {
		tx := t.(*Tx)
		if err := tx.Allow("unit.change", objectOf(c.No)); err != nil {
			return err
		}
		unit = tx.NewID()
		if err := save(tx, units, of[bodies.Unit]{c.No,
			bodies.Unit{ID: unit, Code: "U1", When: when.Period{From: 1, To: when.Open}}}); err != nil {
			return err
		}
		if err := staff(tx, c.No, unit); err != nil {
			return err
		}
		return tx.Record("unit.founded.v1", ref.Ref{Kind: ref.Unit, ID: unit})
	})
	if err != nil {
		t.Fatal(err)
	}
	return office, unit
}

// staff gives a unit its chief, 1, and its clerk, 2: whom input names.
func staff(tx *Tx, county int32, unit ref.ID) error {
	for i, post := range []bodies.Post{bodies.Chief, bodies.Clerk} {
		a := bodies.Appointment{ID: tx.NewID(), Person: ref.ID(i + 1), Unit: unit, Post: post, Title: "职务",
			Period: when.Period{From: 1, To: when.Open}}
		if err := save(tx, appointments, of[bodies.Appointment]{county, a}); err != nil {
			return err
		}
	}
	return nil
}

func desk(db *DB) order.Commands {
	return order.Commands{Door: act.NewDoor(db, func(t act.Tx) order.Tx { return t.(*Tx) }),
		Rules: order.Rules{Calendar: when.NewCalendar(nil), AcknowledgeIn: 2, MostExtensions: 2,
			Bands: due.Bands{Notice: 3, Red: 3}}}
}

func input(unit ref.ID) order.DraftInput {
	return order.DraftInput{Subject: "惠农补贴公示不及时", Content: "二季度未公开", Quality: "全部公示", Source: order.FromDecision,
		Urgency: order.Ordinary, Unit: unit, Leader: 1, Handler: 2, Measures: measure.List{{Text: "补公示"}},
		Due: when.At(time.Now()).Day() + 30}
}

func TestConcurrentOrdersAreNumberedWithoutGaps(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		office, unit := county(t, db)
		d := desk(db)
		var mu sync.Mutex
		seen := map[string]bool{}
		var wg sync.WaitGroup
		for c := range 32 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for range 5 {
					in := input(unit)
					if c%8 == 7 {
						in.Subject = "" // refused: must not use up a number
					}
					r, err := issue(context.Background(), d, office, actor.Principal, in)
					if c%8 == 7 {
						if err == nil {
							t.Error("an order without a subject was issued")
						}
						continue
					}
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					if seen[r.Number] {
						t.Errorf("number %s given twice", r.Number)
					}
					seen[r.Number] = true
					mu.Unlock()
				}
			}()
		}
		wg.Wait()
		var n, least, most int
		if err := db.queryRow(context.Background(), `SELECT COUNT(*),MIN(no),MAX(no) FROM orders`).Scan(&n,
			&least, &most); err != nil {
			t.Fatal(err)
		}
		if n != 140 || least != 1 || most != 140 {
			t.Fatalf("orders %d, numbers %d to %d, want 140, 1 to 140", n, least, most)
		}
	})
}

func TestSameKeyTwiceIsOneOrder(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		office, unit := county(t, db)
		d := desk(db)
		c := act.Command{Actor: office, Key: "k1"}
		first, err := d.Create(context.Background(), c, actor.Principal, input(unit))
		if err != nil {
			t.Fatal(err)
		}
		again, err := d.Create(context.Background(), c, actor.Principal, input(unit))
		if err != nil || !again.Replayed || again.Number != first.Number || again.Seq != first.Seq {
			t.Fatalf("second: %+v %v, first %+v", again, err, first)
		}
		other := input(unit)
		other.Subject = "另一件事"
		if _, err := d.Create(context.Background(), c, actor.Principal, other); err == nil {
			t.Fatal("the same key with other input was taken")
		}
	})
}

func objectOf(jurisdiction int32) access.Object { return access.Object{Jurisdiction: jurisdiction} }

// issue writes an order down as one person of the office and issues it as
// another, as the rule asks.
func issue(ctx context.Context, d order.Commands, office actor.Actor, side actor.Side,
	in order.DraftInput) (act.Receipt, error) {
	r, err := d.Create(ctx, act.Command{Actor: office}, side, in)
	if err != nil {
		return r, err
	}
	return d.Issue(ctx, act.Command{Actor: colleague(office)}, r.Object.ID)
}

// colleague is a second person in the same posts.
func colleague(a actor.Actor) actor.Actor {
	a.Account, a.Person = a.Account+1000, a.Person+1000
	return a
}
