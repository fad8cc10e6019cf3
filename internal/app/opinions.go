package app

import (
	"context"
	"slices"

	"shuangze/internal/accountability/clearances"
	"shuangze/internal/act"
	"shuangze/internal/lang"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/opinions"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	pages "shuangze/internal/web/desk/opinions"
)

// opinions are the commands of integrity opinions. Whatever else is on record of people is one line of Sources.
func (h *House) opinions() opinions.Commands {
	return opinions.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Rules: func() opinions.Rules { return h.Policy.Integrity }, Effects: h.effects,
		Sources: []clearances.Source{clearances.Cases(h.effects), clearances.Vetoes(h.effects), opinions.Matters},
		Style:   func(s number.Series) number.Style { return styles(h.Policy)[s] },
		Label:   func(table, code string) string { return h.Policy.Label(policy.Kind(table), code, "") },
		Say:     h.Words.In(lang.Chinese).Message, Chance: h.chance}
}

// opinionPages are what the page of a request shows, and what its form takes.
func (h *House) opinionPages() pages.Pages {
	return pages.Pages{Commands: h.opinions(), People: h.askedAbout}
}

// askedAbout are the people of a request; whoever asks for them found out that their reader may know them.
func (h *House) askedAbout(ctx context.Context, x *opinions.Opinion) (out []*opinions.Candidate, err error) {
	all, err := h.DB.Fulfilling(ctx, ref.Candidate, x.Jurisdiction, opinions.Of(x)...)
	for _, v := range all {
		out = append(out, v.(*opinions.Candidate))
	}
	slices.SortFunc(out, func(a, b *opinions.Candidate) int { return int(a.Row - b.Row) })
	return out, err
}
