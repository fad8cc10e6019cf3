package api

import (
	"testing"

	"shuangze/internal/account"
	"shuangze/internal/bodies"
	"shuangze/internal/kind"
	"shuangze/internal/lang"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/store"
)

// kindsOf gathers the declarations as app does.
func kindsOf(t testing.TB, db *store.DB) kind.Registry {
	t.Helper()
	all := append(bodies.Kinds(), account.Kinds(db.Called)...)
	for _, of := range []ref.Kind{ref.Jurisdiction, ref.File, ref.List} {
		all = append(all, kind.Kind{Of: of, Word: "journal.of." + string(of)})
	}
	r, err := kind.New(lang.MustLoad().Has, append(all, order.Kind(db.OrderLines, db.OrdersHeld),
		problem.Kind(db.ProblemLines, db.ProblemsHeld),
		order.LetterKind(), evidence.Kind(), version.Kind(db.PolicyNumbers))...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What a kind declares as its address for programs is one.
func TestKindsHaveOperations(t *testing.T) {
	has := map[string]bool{}
	for _, op := range operations() {
		has[op.method+" "+op.path] = true
	}
	for _, k := range kindsOf(t, nil).All() {
		if at := "GET " + k.API + "{id}"; k.API != "" && !has[at] {
			t.Errorf("kind %s: no operation %s", k.Of, at)
		}
	}
}
