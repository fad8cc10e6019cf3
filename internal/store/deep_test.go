package store

import (
	"strings"
	"testing"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
)

// A page deep in a list by due day begins where it stands in the index, and does not walk
// there from the first row: what a page costs is the same at any depth. SQLite says so by
// the condition on the day in the step that finds the rows.
func TestDeepPagesSeek(t *testing.T) {
	db := openTest(t, Options{Dir: t.TempDir()})
	all := access.ScopeOf(actor.Machine(1, "test"), "order.see")
	for name, back := range map[string]bool{"on": false, "back": true} {
		w := orderWhere(all, order.Filter{Open: true})
		key, down := ordersBy(order.Filter{Open: true})
		tail := w.keyset(key, down, true, int64(20_000), 7, back, 50)
		plan := explain(t, db, `SELECT id FROM orders WHERE `+w.String()+tail, w.args...)
		if sought(plan, "order_open_shown") {
			continue
		}
		t.Errorf("orders %s: %s", name, plan)
	}
	w := problemWhere(all, problem.Filter{Open: true})
	tail := w.keyset(problemShownDue, false, true, int64(20_000), 7, false, 50)
	plan := explain(t, db, `SELECT id FROM problem WHERE `+w.String()+tail, w.args...)
	if !sought(plan, "problem_open_shown") {
		t.Errorf("problems: %s", plan)
	}
}

// sought says that rows are found by an index and its expression, without sorting.
func sought(plan, index string) bool {
	_, how, found := strings.Cut(plan, index)
	return found && (strings.Contains(how, "<expr>>") || strings.Contains(how, "<expr><")) &&
		!strings.Contains(plan, "TEMP B-TREE")
}
