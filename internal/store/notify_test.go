package store

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/tick"
	"shuangze/internal/when"
)

// told is a message to person 5 about a matter.
func told(topic string, object ref.ID, stamp int64) MessageRow {
	return MessageRow{Jurisdiction: 1, Person: 5, Of: ref.Ref{Kind: ref.Order, ID: object}, Group: "order", Said: topic,
		Why: "unit", Topic: topic, Stamp: stamp, Times: 1, At: when.Instant(1000 + stamp)}
}

// A later message about the same takes the place of the unread one and counts it; what
// was read stays; what was told under a stamp is not told again, read or not.
func TestMessagesReplace(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		anybody := func(JobRow) error { return nil }
		tells := func(all ...MessageRow) {
			t.Helper()
			if err := db.TellAll(ctx, "x", anybody, all); err != nil {
				t.Fatal(err)
			}
		}
		says := func(want string) {
			t.Helper()
			list, err := db.Messages(ctx, Asked{Person: 5, Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, m := range list {
				got += fmt.Sprintf("%s/%d@%d×%d", m.Topic, m.Of.ID, m.Stamp, m.Times)
				if m.Read != 0 {
					got += " read"
				}
				got += "; "
			}
			if got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		tells(told("closing", 7, 1), told("closing", 8, 2), told("letter", 7, 3))
		says("letter/7@3×1; closing/8@2×1; closing/7@1×1; ")
		tells(told("closing", 7, 4))
		says("closing/7@4×2; letter/7@3×1; closing/8@2×1; ")
		list, _ := db.Messages(ctx, Asked{Person: 5, Limit: 1})
		if n, err := db.MarkRead(ctx, 6, 0, list[0].ID, 0, 9); n != 0 || err != nil {
			t.Error("somebody else marks it read", n, err)
		}
		if n, err := db.MarkRead(ctx, 5, 0, list[0].ID, 0, 9); n != 1 || err != nil {
			t.Error(n, err)
		}
		tells(told("closing", 7, 4))
		says("closing/7@4×2 read; letter/7@3×1; closing/8@2×1; ")
		tells(told("closing", 7, 6), told("closing", 8, 1))
		says("closing/7@6×1; closing/7@4×2 read; letter/7@3×1; closing/8@2×1; ")
		if n, err := db.MarkRead(ctx, 5, 0, 0, 1003, 9); n != 2 || err != nil {
			t.Error("all up to a moment", n, err)
		}
		if by, err := db.UnreadBy(ctx, 5); err != nil || by[0] != 1 {
			t.Error(by, err)
		}
		if n, err := db.ForgetMessages(ctx, 1004); n != 2 || err != nil {
			t.Error("what is too old", n, err)
		}
		says("closing/7@6×1; closing/7@4×2 read; ")

		// What is answered ends for who was told for that reason; what is taken back for everybody.
		ends := func(stamp int64, why string) {
			t.Helper()
			nobody := told("closing", 7, stamp)
			nobody.Person, nobody.Said, nobody.Why, nobody.Read = 0, "closed", why, nobody.At
			tells(nobody)
		}
		first := func(said, why string) {
			t.Helper()
			list, err := db.Messages(ctx, Asked{Person: 5, Limit: 1})
			if err != nil || len(list) != 1 || list[0].Said != said || list[0].Why != why ||
				(list[0].Read != 0) != (said == "closed") {
				t.Errorf("%+v %v, want %s since %s", list, err, said, why)
			}
		}
		ends(7, "may")
		first("closing", "unit")
		ends(6, "unit")
		first("closing", "unit")
		ends(8, "unit")
		first("closed", "done")
		tells(told("closing", 7, 9))
		ends(10, "")
		first("closed", "unit")
	})
}

// Of each entry is told once, whatever breaks off between the message and the position,
// and whoever takes the job over; who lost it tells nothing more.
func TestEntriesAreToldOnce(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, _ := county(t, db)
		founds(t, db, office, 7)
		name, err := db.JournalName(ctx, office.Jurisdiction, act.Acts)
		if err != nil {
			t.Fatal(err)
		}
		size, err := db.Size(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		r := tick.Reader[Aside]{From: readings{db}, Page: 3}
		takes := func(holder string, at when.Instant) (run tick.Run) {
			t.Helper()
			if err := db.ChangeJob(ctx, "notify", func(j JobRow) (JobRow, error) {
				s, err := tick.State(j).Take(holder, at)
				run.Lease = tick.Lease{Job: "notify", Holder: s.Holder, Fence: s.Fence}
				return JobRow(s), err
			}); err != nil {
				t.Fatal(err)
			}
			return run
		}
		broke := errors.New("broke off")
		tells := func(run tick.Run, fails func(seq int64) bool) error {
			_, err := r.Take(ctx, run, name, func(es []*journal.Entry) (func(Aside) error, error) {
				return func(a Aside) error {
					for _, e := range es {
						if err := a.Tell(told("entry", ref.ID(e.Seq), e.Seq)); err != nil {
							return err
						}
						if fails(e.Seq) {
							return broke
						}
					}
					return nil
				}, nil
			})
			return err
		}
		counts := func(want int64) {
			t.Helper()
			var n, times int64
			if err := db.queryRow(ctx, `SELECT COUNT(*),COALESCE(SUM(times),0) FROM message`).Scan(&n, &times); err != nil {
				t.Fatal(err)
			}
			if n != want || times != want {
				t.Errorf("%d messages for %d, want %d", n, times, want)
			}
		}
		now := when.Instant(1 << 50)
		one := takes("one", now)
		if err := tells(one, func(seq int64) bool { return seq == 5 }); !errors.Is(err, broke) {
			t.Fatal(err)
		}
		counts(3) // the first page stands, of the second nothing
		two := takes("two", now.Add(2*tick.LeaseFor))
		if err := tells(one, func(int64) bool { return false }); err == nil {
			t.Error("who lost the job tells on")
		}
		counts(3)
		for range 2 {
			if err := tells(two, func(int64) bool { return false }); err != nil {
				t.Fatal(err)
			}
			counts(size)
		}
	})
}
