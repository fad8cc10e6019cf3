package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/kind"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
	"shuangze/internal/when"
)

// The log finds entries by who acted (people and accounts of nobody), by what
// they are about, by kind and by days, and goes on where a page ended.
func TestLogIsFiltered(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		office, unit := county(t, db)
		now := db.clock()
		db.clock = func() when.Instant { return now }
		d := desk(db)
		other := office
		other.Person, other.Account = 9001, 0
		admin := actor.Actor{Account: 77, Jurisdiction: office.Jurisdiction, Grants: office.Grants}
		var made []ref.ID
		for i, who := range []actor.Actor{office, other, office, admin, office} {
			in := input(unit)
			in.Due += 30 // stays ahead of the clock
			r, err := d.Draft(ctx, act.Command{Actor: who}, actor.Principal, in)
			if err != nil {
				t.Fatal(i, err)
			}
			made = append(made, r.Object.ID)
			now += when.Instant(3 * 24 * time.Hour / time.Microsecond)
		}
		last := now.Day() - 3
		name, err := db.JournalName(ctx, office.Jurisdiction, act.Acts)
		if err != nil {
			t.Fatal(err)
		}
		for what, x := range map[string]struct {
			f    trail.LogFilter
			want []ref.ID // latest first
		}{
			"a kind": {trail.LogFilter{Kind: "order.drafted"},
				[]ref.ID{made[4], made[3], made[2], made[1], made[0]}},
			"another kind": {trail.LogFilter{Kind: "order.closed"}, nil},
			"a person":     {trail.LogFilter{Some: true, People: []ref.ID{9001}}, []ref.ID{made[1]}},
			"an account":   {trail.LogFilter{Some: true, Accounts: []ref.ID{77}}, []ref.ID{made[3]}},
			"a person and a day": {trail.LogFilter{Some: true, People: []ref.ID{office.Person}, Kind: "order.drafted",
				From: last - 6}, []ref.ID{made[4], made[2]}},
			"until a day":      {trail.LogFilter{Kind: "order.drafted", To: last - 9}, []ref.ID{made[1], made[0]}},
			"a day":            {trail.LogFilter{Kind: "order.drafted", From: last - 3, To: last - 3}, []ref.ID{made[3]}},
			"nobody so called": {trail.LogFilter{Some: true}, nil},
			"an object":        {trail.LogFilter{Object: made[2]}, []ref.ID{made[2]}},
		} {
			got, next, err := db.Log(ctx, name, x.f)
			if err != nil {
				t.Fatal(err)
			}
			var ids []ref.ID
			for _, e := range got {
				ids = append(ids, e.Object.ID)
			}
			if fmt.Sprint(ids) != fmt.Sprint(x.want) || next != 0 {
				t.Errorf("%s: %v (then %d), want %v", what, ids, next, x.want)
			}
		}
		f := trail.LogFilter{Kind: "order.drafted", Limit: 2}
		for i, want := range []int{2, 2, 1} {
			got, next, err := db.Log(ctx, name, f)
			if err != nil || len(got) != want || (next == 0) != (want == 1) {
				t.Errorf("page %d: %d entries, then %d, %v", i, len(got), next, err)
			}
			f.Before = next
		}
		numbered, err := db.OrderLines(ctx, kind.Asking{}, made)
		if err != nil || len(numbered) != len(made) || numbered[made[0]].Title != input(unit).Subject {
			t.Error(numbered, err)
		}
	})
}
