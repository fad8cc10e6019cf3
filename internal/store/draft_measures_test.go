package store_test

import (
	"context"
	"testing"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/measure"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/ref"
	"shuangze/internal/store/storetest"
	"shuangze/internal/when"
)

// What a ledger says of a problem's measures goes with them into its order,
// however the order is written down, and stays when the draft is revised: a form
// and the API send words, persons and days only.
func TestWhatALedgerSaysStaysWithADraft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, c *storetest.County) {
		ctx := context.Background()
		db, office, unit, d, p := c.DB, c.Office, c.Unit, c.Orders, c.Problems
		today := when.At(time.Now()).Day()
		told := measure.List{{Text: "补齐", Who: "丙", Person: 7, Leader: "甲", LeaderPerson: 8, Past: true},
			{Text: "学习", Who: "丁", Done: today - 3}, {Text: "公示"}}
		imported := func(facts string, told measure.List) ref.ID {
			t.Helper()
			command := act.Command{Actor: actor.Machine(office.Jurisdiction, "test"), Verb: "import.problems", Input: facts}
			if _, err := p.Door.Do(ctx, command, func(tx problem.Tx) error {
				return p.Take(tx, problem.Problem{Side: actor.Principal, Source: "daily-check", Level: problem.Ordinary, Unit: unit,
					Facts: facts, LeaderName: "甲", HandlerName: "丙", Due: today + 30, Measures: told})
			}); err != nil {
				t.Fatal(err)
			}
			all, err := db.EveryProblem(ctx, office.Jurisdiction)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range all {
				if x.Facts == facts {
					return x.ID
				}
			}
			t.Fatal("not imported: ", facts)
			return 0
		}
		stands := func(what string, id ref.ID, want measure.List) {
			t.Helper()
			o, _, err := db.Order(ctx, id)
			if err != nil || o.Measures.Pack() != want.Pack() {
				t.Errorf("%s: %s, %v; want %s", what, o.Measures.Pack(), err, want.Pack())
			}
		}
		in := c.Draft()
		in.Problem = imported("公示不及时", told)
		in.Measures = measure.List{{Text: "补齐", Who: "丙"}, {Text: "学习", Who: "丁"}, {Text: "公示"}}
		type write func(context.Context, act.Command, actor.Side, order.DraftInput) (act.Receipt, error)
		var draft ref.ID
		for what, f := range map[string]write{"drafted": d.Draft, "drafted and submitted": d.Create} {
			r, err := f(ctx, act.Command{Actor: office}, actor.Principal, in)
			if err != nil {
				t.Fatal(what, err)
			}
			stands(what, r.Object.ID, told)
			if what == "drafted" {
				draft = r.Object.ID
			}
		}
		revise := func(version int64) {
			t.Helper()
			if _, err := d.Revise(ctx, act.Command{Actor: office}, draft, version, in); err != nil {
				t.Fatal(err)
			}
		}
		in.Measures = measure.List{{Text: "公示", Due: today + 9}, {Text: "学习", Who: "戊"}, {Text: "补齐", Who: "丙"}, {Text: "回访"}}
		revise(1)
		stands("revised", draft,
			measure.List{{Text: "公示", Due: today + 9}, {Text: "学习", Who: "戊", Done: today - 3}, told[0], {Text: "回访"}})

		// For another problem it is what that one's ledger says.
		in.Problem = imported("回访不及时", measure.List{{Text: "回访", Past: true}})
		revise(2)
		stands("for another problem", draft,
			measure.List{{Text: "公示", Due: today + 9}, {Text: "学习", Who: "戊"}, {Text: "补齐", Who: "丙"}, {Text: "回访", Past: true}})
	})
}
