package store

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
)

// A problem of a ledger keeps who assists, that it is kept up for good, and whose
// each measure is; the record replays to the same.
func TestProblemOfALedgerKept(t *testing.T) {
	engines(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		_, unit := county(t, db)
		machine := actor.Machine(1, "test")
		d := problem.Commands{Door: act.NewDoor(db, func(t act.Tx) problem.Tx { return t.(*Tx) })}
		want := problem.Problem{Side: actor.Principal, Source: "daily-check", Level: problem.Slight, Unit: unit,
			Assist: []ref.ID{unit + 1, unit + 2}, LongTerm: true, Facts: "值班记录后补",
			LeaderName: "甲、乙", HandlerName: "丙", Due: 20818,
			Measures: measure.List{{Text: "补齐", Who: "丙", Person: 7, Leader: "甲", LeaderPerson: 8, Due: 20800, Past: true},
				{Text: "学习", Who: "丁", Due: 20818}}}
		if _, err := d.Door.Do(ctx, act.Command{Actor: machine, Verb: "import.problems", Input: "ledger"},
			func(tx problem.Tx) error { return d.Take(tx, want) }); err != nil {
			t.Fatal(err)
		}
		all, err := db.EveryProblem(ctx, 1)
		if err != nil || len(all) != 1 {
			t.Fatal(len(all), err)
		}
		got := all[0]
		if !reflect.DeepEqual(got.Assist, want.Assist) || !got.LongTerm || !reflect.DeepEqual(got.Measures, want.Measures) {
			t.Errorf("%+v", got)
		}
		if v, err := db.Verify(ctx, VerifyOptions{}); err != nil || !v.OK() {
			t.Error(fmt.Sprintf("%+v", v), err)
		}
	})
}
