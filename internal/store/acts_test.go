package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/journal"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

const noticeDDL = "CREATE TABLE notice (id {key}, version {int} NOT NULL, digest {blob} NOT NULL, " +
	"words {text} NOT NULL, day {int} NOT NULL){strict};\n"

// busy plays so many acts on one object, and as many on a neighbour. Every
// hundredth is of a kind of its own.
func busy(t *testing.T, db *DB, c act.Command, n int) (ids []ref.ID) {
	t.Helper()
	for _, words := range []string{"一", "二"} {
		ids = append(ids, put(t, db, c, notices, notice{Words: words}).Object.ID)
	}
	c.Verb = "test.put"
	var all sync.WaitGroup
	for worker := range 50 {
		all.Go(func() {
			for i := worker; i < 2*n-2; i += 50 {
				_, err := db.Perform(context.Background(), c, func(a act.Tx) error {
					tx := a.(*Tx)
					tx.allowed = true
					v, err := load(tx, notices, ids[i%2])
					if err != nil {
						return err
					}
					v.Words, v.Day = strings.Repeat("字", 300), v.Day+1
					if err := save(tx, notices, v); err != nil {
						return err
					}
					kind := journal.Kind("test.put.v1")
					if v.Day%100 == 0 {
						kind = "test.mark.v1"
					}
					return tx.Record(kind, ref.Ref{Kind: "test", ID: ids[i%2]}, act.Number("day", int64(v.Day)))
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	return ids
}

// The life of an object of 1,000 acts is read page by page: a statement and a bounded
// number of acts each, none left out and none twice.
func TestHistoryInPages(t *testing.T) {
	enginesOf(t, countyWith(t, &notices.covered, noticeDDL), func(t *testing.T, db *DB) {
		ctx, total := context.Background(), 1000
		office, _ := county(t, db)
		id := busy(t, db, act.Command{Actor: office}, total)[0]
		var seen []trail.Event
		before := int64(0)
		for page := 1; ; page++ {
			was := db.Statements()
			a, err := db.History(ctx, id, before)
			if err != nil {
				t.Fatal(err)
			}
			if n := db.Statements() - was; n != 1 {
				t.Errorf("page %d took %d statements", page, n)
			}
			size := 0
			for _, e := range a.Events {
				size += len(fmt.Sprint(e))
			}
			if len(a.Events) > trail.PageOf || size > trail.PageOf*500 {
				t.Errorf("page %d holds %d acts, %d bytes", page, len(a.Events), size)
			}
			seen = append(seen, a.Events...)
			if want := int64(total - len(seen)); a.Earlier != want || a.Whole() {
				t.Errorf("page %d says that %d are earlier, not %d", page, a.Earlier, want)
			}
			if before = a.Next(); before == 0 {
				break
			}
		}
		if len(seen) != total || !slices.IsSortedFunc(seen, func(a, b trail.Event) int { return int(b.Entry - a.Entry) }) ||
			seen[total-1].Kind != "test.put.v1" || seen[0].Numbers["day"] != int64(total-1) {
			t.Errorf("%d acts, or in another order", len(seen))
		}
		if a, err := db.History(ctx, id, 1); err != nil || len(a.Events) != 0 || a.Earlier != 0 || a.Whole() {
			t.Errorf("before the first: %+v %v", a, err)
		}
		for _, which := range []trail.Which{trail.All, trail.First, trail.Last} {
			was := db.Statements()
			got, err := db.ActsOf(ctx, id, which, "test.mark.v1", "test.none.v1")
			want := trail.Of(seen, which, "test.mark.v1", "test.none.v1")
			same := slices.EqualFunc(got, want, func(a, b trail.Event) bool { return a.Entry == b.Entry })
			if n := map[trail.Which]int{trail.All: 9}[which]; err != nil || !same || len(got) != max(n, 1) {
				t.Errorf("%q: %d acts, want %d; %v", which, len(got), len(want), err)
			}
			if n := db.Statements() - was; n != 1 {
				t.Errorf("%q took %d statements", which, n)
			}
		}
		if days := trail.Of(seen, trail.First, "test.mark.v1"); when.Day(days[0].Numbers["day"]) != 100 {
			t.Errorf("the first of its kind is %+v", days[0])
		}
	})
}
