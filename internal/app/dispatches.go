package app

import (
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/letter"
	"shuangze/internal/letter/dispatch"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/store"
	"shuangze/internal/web/desk/letters"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// dispatches are the commands of office documents; who may sign is what the policy in force says.
func (h *House) dispatches() letter.Commands {
	return letter.Commands{Kind: dispatch.Kind, Tables: h.codes,
		Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }),
		Word: func(code string) (letter.Word, bool) {
			d, ok := h.Policy.Documents[code]
			return letter.Word{Organ: bodies.BodyKind(d.Organ), Text: d.Zh,
				Leaders: slices.Contains(h.Policy.Signing(code), policy.ByLeaders)}, ok && d.ForDocuments()
		},
		Text: func(code, unit string) string {
			return strings.ReplaceAll(h.Policy.Documents[code].Zh, policy.UnitWord, unit)
		},
		Receipts: func(sent when.Day) when.Day { return h.Policy.Receipts.From(h.Policy.Calendar, sent).Due },
		Chance:   h.chance}
}

// letterPages are the pages of what offices issue.
func (h *House) letterPages() letters.Pages {
	return letters.Pages{Read: h.DB, Lives: h.lives(), Nouns: h.Noun,
		Crumb: page.Link{Label: "menu.lists", Href: "/lists"}}
}
