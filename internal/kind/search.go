package kind

import (
	"context"
	"fmt"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

// Hit is one finding.
type Hit struct {
	ref.Ref
	Line
	States, Unnumbered, Page string // as its kind declares them
}

// Hits is what a search found: exact up to a thousand, "more" beyond.
type Hits struct {
	Hits  []Hit
	Count int
	More  bool
}

// Index finds identifiers by words, the latest first, within what the scope
// allows.
type Index func(ctx context.Context, s access.Scope, text string, limit int) (trail.Found, error)

// Search finds what holds the words and what the actor may see. Kinds share one
// index, so it is asked within the scope of the first kind of which the actor may
// list any, and for what is about the actor; whether each finding may be seen its own kind's verb says.
func (r Registry) Search(ctx context.Context, a Asking, who actor.Actor, index Index, text string, limit int) (
	h Hits, err error) {
	var scope, about access.Scope
	for _, k := range r.all {
		if k.Search != nil {
			s := access.ScopeOf(who, k.See)
			if about = about.Beside(s); scope.Nothing() {
				scope = s
			}
		}
	}
	scope = scope.Beside(about)
	found, err := index(ctx, scope, text, limit)
	if err != nil {
		return h, err
	}
	known, seen, err := r.hits(ctx, a, who, found.IDs)
	if err != nil {
		return h, err
	}
	h = Hits{Hits: seen, Count: found.Count, More: found.More}
	if len(seen) < known { // the count would tell of what may not be seen
		h.Count, h.More = len(seen), false
	}
	return h, nil
}

// Held is what people lead or handle, open ones first and the latest first, of
// what the actor may list: at most so many of each kind.
func (r Registry) Held(ctx context.Context, a Asking, who actor.Actor, people []ref.ID, limit int) ([]Hit, error) {
	var ids []ref.ID
	for _, k := range r.all {
		if k.Search == nil || k.Search.Held == nil || len(people) == 0 {
			continue
		}
		scope := access.ScopeOf(who, k.See)
		if scope.Nothing() {
			continue
		}
		held, err := k.Search.Held(ctx, scope, people, limit)
		if err != nil {
			return nil, fmt.Errorf("what people hold of %s: %w", k.Of, err)
		}
		ids = append(ids, held...)
	}
	_, seen, err := r.hits(ctx, a, who, ids)
	return seen, err
}

// hits reads the lines of findings, one statement a kind; an identifier does not
// say of which kind it is. known counts them all, seen are those that the actor
// may see.
func (r Registry) hits(ctx context.Context, a Asking, who actor.Actor, ids []ref.ID) (
	known int, seen []Hit, err error) {
	if len(ids) == 0 {
		return 0, nil, nil
	}
	by := make(map[ref.ID]Hit, len(ids))
	for _, k := range r.all {
		if k.Search == nil {
			continue
		}
		lines, err := k.Lines(ctx, a, ids)
		if err != nil {
			return 0, nil, fmt.Errorf("lines of %s: %w", k.Of, err)
		}
		known += len(lines)
		for id, l := range lines {
			if access.Can(who, k.See, l.Object) {
				by[id] = Hit{ref.Ref{Kind: k.Of, ID: id}, l, k.Search.States, k.Search.Unnumbered, k.At(id)}
			}
		}
	}
	seen = make([]Hit, 0, len(by))
	for _, id := range ids {
		if h, ok := by[id]; ok {
			seen = append(seen, h)
		}
	}
	return known, seen, nil
}
