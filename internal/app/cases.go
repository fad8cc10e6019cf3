package app

import (
	"shuangze/internal/act"
	outcomes "shuangze/internal/institutions/cases"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/store"
	pages "shuangze/internal/web/desk/cases"
)

// cases are the commands of case outcomes.
func (h *House) cases() outcomes.Commands {
	return outcomes.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Triggers: func() []string { return h.Policy.Accountability.Triggers },
		Duties:   h.duties(), Style: func(s number.Series) number.Style { return styles(h.Policy)[s] }}
}

// casePages are what the form of a talk takes over from the duty that asks for it.
func (h *House) casePages() pages.Pages {
	return pages.Pages{Read: h.DB, Ground: func(kind string) string { return h.Policy.TalkGround[kind] }}
}
