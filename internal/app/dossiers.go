package app

import (
	"context"
	"fmt"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/dossiers"
	"shuangze/internal/exchange"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	pages "shuangze/internal/web/desk/dossiers"
)

// dossierRules are those of the policy in force.
func (h *House) dossierRules() *dossiers.Rules { return &h.Policy.Dossiers }

// dossiers are the commands of dossiers, of declarations in them and of access to them.
func (h *House) dossiers() dossiers.Commands {
	return dossiers.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Rules: h.dossierRules, Style: func(s number.Series) number.Style { return styles(h.Policy)[s] }}
}

// dossierPages are what the pages of dossiers show, and the papers that are taken of them.
func (h *House) dossierPages() pages.Pages {
	return pages.Pages{Read: h.DB, Nouns: h.Nouns, Rules: h.dossierRules, Own: h.ownDossiers()}
}

// ownDossiers makes what holders take along of their dossiers.
func (h *House) ownDossiers() exchange.OwnDossiers {
	return exchange.OwnDossiers{Read: h.DB, Nouns: h.Nouns, Rules: h.dossierRules, Out: h.Intake()}
}

// ExpectDossiers puts on record, once, of whom a dossier is to be opened: who took a post of such a rank and has none.
func (h *House) ExpectDossiers(ctx context.Context) (made int, err error) {
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return 0, err
	}
	commands := h.dossiers()
	for _, c := range counties {
		r, err := h.DB.County(ctx, c.No, h.Clock().Day())
		if err != nil {
			return made, err
		}
		all, err := h.DB.Fulfilling(ctx, ref.Dossier, c.No, noun.StateIs(dossiers.Open, dossiers.Expected))
		if err != nil {
			return made, err
		}
		kept := map[ref.ID]bool{}
		for _, v := range all {
			kept[v.(*dossiers.Dossier).Person] = true
		}
		for _, post := range dossiers.Owed(r, h.dossierRules()) {
			if kept[post.Person] {
				continue
			}
			_, err := commands.Expect(ctx, act.Command{Actor: actor.Machine(c.No, "tick")}, post.Person)
			if err := passed(err, "dossier.expected"); err != nil {
				return made, fmt.Errorf("dossier of person %d: %w", post.Person, err)
			}
			made++
		}
	}
	return made, nil
}
