package kind

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/ref"
)

// Registry is all declarations. It is handed around as a value and never
// changes; the zero Registry knows no kind.
type Registry struct {
	all []Kind
	at  map[ref.Kind]int
}

// New gathers the declarations, in the order in which kinds are found and
// listed. It refuses what would only fail on some page: a kind that is declared
// twice or not at all, a verb that the policy does not know, a word that a
// language lacks.
func New(has func(key string) bool, all ...Kind) (Registry, error) {
	r := Registry{all: all, at: make(map[ref.Kind]int, len(all))}
	var wrong []error
	bad := func(k Kind, format string, args ...any) {
		wrong = append(wrong, fmt.Errorf("kind %s: "+format, append([]any{k.Of}, args...)...))
	}
	for i, k := range all {
		if _, twice := r.at[k.Of]; twice {
			bad(k, "declared twice")
		}
		r.at[k.Of] = i
		words := []string{k.Word}
		if k.Search != nil {
			words = append(words, k.Search.Unnumbered)
		}
		for _, w := range words {
			if !has(w) {
				bad(k, "the word %q is in no catalogue", w)
			}
		}
		if k.See != "" && !access.Known(k.See) {
			bad(k, "the verb %q is not in the policy", k.See)
		}
		for _, t := range k.Tells {
			words := []string{"notify." + t.Says()}
			if t.Left != "" {
				words = append(words, "notify."+t.SaysLeft(), "notify.why.left")
			}
			for _, h := range t.To {
				words = append(words, "notify.why."+h.Why)
				if h.Verb != "" && !access.Known(h.Verb) {
					bad(k, "the verb %q is not in the policy", h.Verb)
				}
			}
			for _, w := range words {
				if !has(w) {
					bad(k, "the word %q is in no catalogue", w)
				}
			}
		}
		switch {
		case k.See == "" && (k.Page != "" || k.API != "" || k.Bears || k.Search != nil) && !k.Part:
			bad(k, "nothing says who may see one")
		case len(k.Tells) > 0 && k.See == "":
			bad(k, "somebody is told of it, and nothing says who may see one")
		case k.Talks && k.See == "":
			bad(k, "it is talked about, and nothing says who may see one")
		case k.Lines == nil && (k.Search != nil || k.See != "" && !k.Whole):
			bad(k, "nothing says how one is read")
		}
	}
	for _, of := range ref.Kinds() {
		if _, ok := r.at[of]; !ok {
			wrong = append(wrong, fmt.Errorf("kind %s: not declared", of))
		}
	}
	return r, errors.Join(wrong...)
}

// Of is the declaration of a kind; the zero Kind when there is none.
func (r Registry) Of(k ref.Kind) Kind {
	if i, ok := r.at[k]; ok {
		return r.all[i]
	}
	return Kind{}
}

// Counted is the kind of which a subject of counts is; the zero Kind when none is.
func (r Registry) Counted(subject string) Kind {
	for _, k := range r.all {
		if string(k.Of) == subject || slices.Contains(k.Counts, subject) {
			return k
		}
	}
	return Kind{}
}

// All are the declarations in their order.
func (r Registry) All() []Kind { return r.all }

// Lines reads what is said of objects, one statement a kind.
func (r Registry) Lines(ctx context.Context, a Asking, of []ref.Ref) (map[ref.Ref]Line, error) {
	ids, seen := map[ref.Kind][]ref.ID{}, map[ref.Ref]bool{}
	for _, x := range of {
		if x.ID != 0 && !seen[x] {
			seen[x] = true
			ids[x.Kind] = append(ids[x.Kind], x.ID)
		}
	}
	out := make(map[ref.Ref]Line, len(seen))
	for _, k := range r.all {
		if k.Lines == nil || len(ids[k.Of]) == 0 {
			continue
		}
		lines, err := k.Lines(ctx, a, ids[k.Of])
		if err != nil {
			return nil, fmt.Errorf("lines of %s: %w", k.Of, err)
		}
		for id, l := range lines {
			out[ref.Ref{Kind: k.Of, ID: id}] = l
		}
	}
	return out, nil
}

// Object is what access asks of one object and the verb that sees it. found is
// false for what is not there and for what is never shown by itself: to who asks
// both are the same.
func (r Registry) Object(ctx context.Context, a Asking, of ref.Ref) (
	see access.Verb, found bool, o access.Object, err error) {
	k := r.Of(of.Kind)
	if k.See == "" {
		return "", false, o, nil
	}
	if k.Whole {
		return k.See, true, access.Object{Jurisdiction: a.Jurisdiction}, nil
	}
	lines, err := r.Lines(ctx, a, []ref.Ref{of})
	l, found := lines[of]
	return k.See, found, l.Object, err
}

// Bearer is Object of what a file is evidence for.
func (r Registry) Bearer(ctx context.Context, a Asking, of ref.Ref) (
	see access.Verb, found bool, o access.Object, err error) {
	if !r.Of(of.Kind).Bears {
		return "", false, o, nil
	}
	return r.Object(ctx, a, of)
}
