package app

import (
	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/handover"
	"shuangze/internal/institutions/inspections"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/store"
	pages "shuangze/internal/web/desk/inspections"
	"shuangze/internal/when"
)

// inspections are the commands of inspections, under the policy of the day on which the limit began to run.
func (h *House) inspections() inspections.Commands {
	packs := h.packs
	return inspections.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		Duties: h.duties(), Problems: func() problem.Commands { return h.Problems },
		Due: func(day when.Day) when.Day { return packs.on(day).InspectionDue.From(packs.now.Calendar, day).Due },
		Lines: func(t noun.Tx, x *inspections.Inspection) ([]*inspections.Line, error) {
			tx, today := t.(*store.Tx), t.Now().Day()
			q := handover.Asked{Unit: x.Target, Side: bodies.Side(x.Side)}
			open, err := tx.OpenMatters(q)
			if err != nil {
				return nil, err
			}
			owed, err := tx.OwedIn(q, today.Year())
			return inspections.Checklist(open, owed, today), err
		}}
}

// inspectionPages are what the pages of inspections show of their parts.
func (h *House) inspectionPages() pages.Pages { return pages.Pages{Read: h.DB} }
