package app

import (
	"shuangze/internal/act"
	"shuangze/internal/institutions/reports"
	"shuangze/internal/lang"
	"shuangze/internal/noun"
	"shuangze/internal/store"
	reportpages "shuangze/internal/web/desk/reports"
	"shuangze/internal/when"
)

// reports are the commands of dual reports, of a year or special ones, under the policy in force.
func (h *House) reports(s noun.Shape) reports.Commands {
	return reports.Commands{Shape: s, Tables: h.codes, Duties: h.duties(), Say: h.Words.In(lang.Chinese).T,
		Door:   act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }),
		Counts: act.NewDoor(h.DB, func(t act.Tx) reports.Tx { return t.(*store.Tx) }),
		Limit: func(day when.Day) when.Day {
			return h.Policy.Receipts.From(h.Policy.Calendar, day).Due
		}}
}

// reportPages are the pages of dual reports.
func (h *House) reportPages() reportpages.Pages { return reportpages.Pages{Read: h.DB} }
