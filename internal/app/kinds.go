package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"shuangze/internal/account"
	"shuangze/internal/bodies"
	"shuangze/internal/charge"
	"shuangze/internal/comment"
	"shuangze/internal/kind"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
)

// kinds gathers what the nouns declare of themselves: a noun is one line here.
func (h *House) kinds(more ...kind.Kind) (kind.Registry, error) {
	all := []kind.Kind{
		order.Kind(h.DB.OrderLines, h.DB.OrdersHeld),
		problem.Kind(h.DB.ProblemLines, h.DB.ProblemsHeld),
		order.LetterKind(),
		evidence.Kind(),
		version.Kind(h.DB.PolicyNumbers),
		{Of: ref.Jurisdiction, Word: "journal.of.jurisdiction", Lines: ownCounty},
		{Of: ref.File, Word: "journal.of.file"},
		{Of: ref.List, Word: "journal.of.list"},
		{Of: ref.Outlet, Word: "journal.of.outlet"},
	}
	for _, n := range h.Nouns {
		all = append(all, n.Kind(h.DB.Lines))
	}
	all = append(all, bodies.Kinds()...)
	all = append(all, account.Kinds(h.DB.Called)...)
	var r kind.Registry
	lines := func(ctx context.Context, a kind.Asking, of []ref.Ref) (map[ref.Ref]kind.Line, error) {
		return r.Lines(ctx, a, of)
	}
	all = append(all, comment.Kind(h.DB.Comments, lines), charge.Kind(h.DB.Charges, lines))
	var err error
	r, err = kind.New(h.Words.Has, append(all, more...)...)
	if err != nil {
		return r, fmt.Errorf("kinds: %w", err)
	}
	return r, nil
}

// ownCounty names the reader's own county, the only one there are entries about.
func ownCounty(_ context.Context, a kind.Asking, ids []ref.ID) (map[ref.ID]kind.Line, error) {
	out := make(map[ref.ID]kind.Line, len(ids))
	for _, id := range ids {
		out[id] = kind.Line{Called: []string{a.Home}}
	}
	return out, nil
}

// led checks that every address that a kind declares is one of the desk's.
func led(kinds kind.Registry, routes []desk.Route) error {
	var wrong []error
	for _, k := range kinds.All() {
		at := http.MethodGet + " " + k.Page + "{id}"
		if k.Page != "" && !slices.ContainsFunc(routes, func(r desk.Route) bool { return r.Pattern == at }) {
			wrong = append(wrong, fmt.Errorf("kind %s: no page at %s", k.Of, at))
		}
	}
	return errors.Join(wrong...)
}
