package kind

import (
	"context"
	"slices"

	"shuangze/internal/access"
	"shuangze/internal/actor"
	"shuangze/internal/ref"
	"shuangze/internal/trail"
)

// Made are the parts that an act put on record: what it wrote first, and what it
// names by its kind (a letter that was written first and sent then is no new
// row).
func (r Registry) Made(e trail.Event) []ref.Ref {
	var out []ref.Ref
	for _, x := range e.New {
		if r.Of(x.Kind).Part {
			out = append(out, x)
		}
	}
	for _, k := range r.all {
		x := ref.Ref{Kind: k.Of, ID: ref.ID(e.Numbers[string(k.Of)])}
		if k.Part && x.ID != 0 && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// Parts are what acts put on record and the actor may see, as far as it is shown
// by itself: letters and files are read with the matter that they belong to.
func (r Registry) Parts(ctx context.Context, a Asking, who actor.Actor, events []trail.Event) (
	map[ref.Ref]Line, error) {
	var made []ref.Ref
	for _, e := range events {
		made = append(made, r.Made(e)...)
	}
	lines, err := r.Lines(ctx, a, made)
	for x, l := range lines {
		if !access.Can(who, r.Of(x.Kind).See, l.Object) {
			delete(lines, x)
		}
	}
	return lines, err
}
