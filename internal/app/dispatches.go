package app

import (
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/letter"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/store"
	"shuangze/internal/web/desk/letters"
	"shuangze/internal/web/page"
)

// letters are the commands of office documents; who may sign is what the policy in force says.
func (h *House) letters() letter.Commands {
	return letter.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Word: func(code string) (letter.Word, bool) {
			d, ok := h.Policy.Documents[code]
			return letter.Word{Organ: bodies.BodyKind(d.Organ), Text: d.Zh,
				Leaders: slices.Contains(h.Policy.Signing(code), policy.ByLeaders)}, ok && d.ForDocuments()
		},
		Text: func(code, unit string) string {
			return strings.ReplaceAll(h.Policy.Documents[code].Zh, policy.UnitWord, unit)
		},
		Chance: h.chance}
}

// letterPages are the pages of office documents.
func (h *House) letterPages() letters.Pages {
	return letters.Pages{Read: h.DB, Commands: h.letters(), Crumb: page.Link{Label: "menu.lists", Href: "/lists"}}
}
