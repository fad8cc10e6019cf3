package app

import (
	"shuangze/internal/act"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/noun"
	"shuangze/internal/store"
	pages "shuangze/internal/web/desk/affairs"
	"shuangze/internal/when"
)

// affairs are the commands of what units make known, under the policy in force.
func (h *House) affairs() affairs.Commands {
	packs := h.packs
	return affairs.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Working: func(from when.Day, days int) when.Day { return affairs.After(packs.now.Calendar, from, days) },
		Presets: func() []affairs.Preset { return packs.now.Affairs }}
}

// affairPages are the pages of what is due and missing, and of the catalogue.
func (h *House) affairPages() pages.Pages {
	return pages.Pages{Read: h.DB, Commands: h.affairs(), Kinds: func() []string { return h.codes(affairs.KindTable) }}
}
