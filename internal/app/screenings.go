package app

import (
	"shuangze/internal/act"
	"shuangze/internal/institutions/screenings"
	"shuangze/internal/lang"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/store"
	pages "shuangze/internal/web/desk/screenings"
)

// screenings are the commands of the yearly screenings.
func (h *House) screenings() screenings.Commands {
	return screenings.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) screenings.Tx { return t.(*store.Tx) }),
		Plain: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes, Duties: h.duties(),
		Problems: func() problem.Commands { return h.Problems }, Say: h.Words.In(lang.Chinese).Message}
}

// screeningPages are what the pages of screenings show of the year before and of what was found.
func (h *House) screeningPages() pages.Pages {
	return pages.Pages{Read: h.DB, Categories: func() []string { return h.codes("category") }}
}
