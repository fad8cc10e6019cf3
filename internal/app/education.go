package app

import (
	"shuangze/internal/act"
	"shuangze/internal/institutions/education"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/store"
	pages "shuangze/internal/web/desk/education"
)

// education are the commands of preventive education.
func (h *House) education() education.Commands {
	return education.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Duties: h.duties(), Say: h.Words.In(lang.Chinese).Message}
}

// educationPages are what the pages of education show of rolls and quizzes, and who was reached.
func (h *House) educationPages() pages.Pages { return pages.Pages{Read: h.DB} }
