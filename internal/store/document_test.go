package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lists/document"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/when"
)

// The clauses of a document are covered like its row: entered together, changed with
// the old text kept; the rows that hold its names are found with one statement, in
// reach of who asks and as long as they are in force.
func TestClausesOfADocument(t *testing.T) {
	eachFiled(t, func(f *filed) {
		ctx := context.Background()
		codes := func(string) []string { return []string{"law", "central"} }
		n := document.Commands{Door: act.NewDoor(f.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }),
			Texts: act.NewDoor(f.DB, func(t act.Tx) document.Tx { return t.(*store.Tx) }), Tables: codes}.Noun()
		do := func(name string, id ref.ID, in any) (act.Receipt, error) {
			t.Helper()
			a, _ := n.Act(name)
			return a.Do(ctx, noun.Call{Command: act.Command{Actor: f.Office}, ID: id, In: in})
		}
		must := func(r act.Receipt, err error) ref.ID {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return r.Object.ID
		}
		id := must(do("add", 0, &document.Document{Title: "中国共产党章程", Short: "党章", Kind: "law", Level: "central"}))
		must(do(document.EnterAct, id, &document.Entered{Text: "第一条 甲\n第二条 乙"}))
		today := when.At(time.Now()).Day()
		must(do(document.RewordAct, id, &document.Reworded{Clause: "第1条", Text: "丙", On: today, Reason: "修订"}))
		must(do(document.StrikeAct, id, &document.Reworded{Clause: "第二条", On: today, Reason: "修订"}))
		all, err := f.DB.Clauses(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, c := range append(document.OnDay(all, today-1), document.OnDay(all, today)...) {
			said += fmt.Sprintf("%s %s;", c.Number, c.Text)
		}
		if said != "第一条 甲;第二条 乙;第一条 丙;" {
			t.Error(said)
		}
		_, err = do(document.StrikeAct, id, &document.Reworded{Clause: "第二条", On: today, Reason: "修订"})
		f.refused(err, "clause", "document.clause.unknown")

		reach := func(ref.Kind) access.Scope { return access.ScopeOf(f.Office, "power.see") }
		citing := func(names ...string) int {
			t.Helper()
			rows, err := f.DB.Citing(ctx, reach, names)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if r.Kind != ref.Power || r.ID != f.id || r.In != "党章" || r.Title != "集体决策" || r.Unit != f.Unit {
					t.Errorf("%+v", r)
				}
			}
			return len(rows)
		}
		if a, b, c := citing("中国共产党章程", "党章"), citing("党%"), citing(); a != 1 || b != 0 || c != 0 {
			t.Errorf("%d, %d and %d rows", a, b, c)
		}
		stranger := f.Hand
		stranger.Grants = []actor.Grant{{Role: actor.Clerk, Unit: f.Unit + 1, Own: []ref.ID{f.Unit + 1}}}
		reach = func(ref.Kind) access.Scope { return access.ScopeOf(stranger, "order.see") }
		if citing("党章") != 0 {
			t.Error("a row out of reach is found")
		}
		reach = func(ref.Kind) access.Scope { return access.Scope{} }
		if citing("党章") != 0 {
			t.Error("what nobody asked access for is found")
		}
		reach = func(ref.Kind) access.Scope { return access.ScopeOf(f.Office, "power.see") }
		if _, err := f.do("end", noun.Call{In: &noun.Ending{On: today, Reason: "撤并"}}); err != nil {
			t.Fatal(err)
		}
		if citing("党章") != 0 {
			t.Error("a power that ended cites")
		}
	})
}
