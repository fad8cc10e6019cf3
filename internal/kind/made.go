package kind

import (
	"slices"

	"shuangze/internal/record"
	"shuangze/internal/ref"
)

// Made are the parts that an act put on record: what it wrote first, and what it
// names by its kind (a letter that was written first and sent then is no new
// row).
func (r Registry) Made(e record.Event) []ref.Ref {
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
