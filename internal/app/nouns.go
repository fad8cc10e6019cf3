package app

import (
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/delegation"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/institutions/reports"
	"shuangze/internal/letter"
	"shuangze/internal/letter/dispatch"
	"shuangze/internal/lists/announcement"
	"shuangze/internal/lists/document"
	"shuangze/internal/lists/ledger"
	"shuangze/internal/lists/number"
	"shuangze/internal/lists/power"
	"shuangze/internal/lists/record"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/lists/task"
	"shuangze/internal/lists/view"
	"shuangze/internal/noun"
	"shuangze/internal/policy"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
	"shuangze/internal/store"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/desk/accounts"
	"shuangze/internal/web/desk/clauses"
	"shuangze/internal/web/desk/draws"
	"shuangze/internal/web/desk/frame"
	inquiries "shuangze/internal/web/desk/matters"
	"shuangze/internal/web/desk/records"
	"shuangze/internal/web/desk/sheets"
	"shuangze/internal/web/desk/signing"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// nouns are those that stand on the frame: a noun is one line here.
func (h *House) nouns() []*noun.Noun {
	door := act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) })
	written := record.Commands{Door: door, Tables: h.codes, Duties: h.duties(),
		Style: func(s number.Series) number.Style { return styles(h.Policy)[s] },
		Names: map[string]noun.Shape{"duty": duty.Shape, "responsibility": responsibility.Shape, "task": task.Shape}}
	all := []*noun.Noun{
		power.Commands{Door: door, Tables: h.codes, Statutes: h.Policy.Statutes}.Noun(),
		responsibility.Commands{Door: door, Tables: h.codes}.Noun(),
		h.duties().Noun(),
		document.Commands{Door: door, Texts: act.NewDoor(h.DB, func(t act.Tx) document.Tx { return t.(*store.Tx) }),
			Tables: h.codes}.Noun(),
		h.tasks().Noun(),
		h.papers().Noun(),
		written.Noun(),
		h.handovers().Noun(),
		delegation.Commands{Door: door, Tables: h.codes}.Noun(),
		recheck.DrawNoun(h.codes, h.DB.CameOf),
		h.rechecks().Noun(),
		announcement.Commands{Door: door, Tables: h.codes, Marks: written.Announced, Unmarks: written.Unannounced}.Noun(),
		h.remarks().Noun(),
		dispatch.Noun(h.dispatches()),
		letter.Slips(door, h.codes, dispatch.Kind, circulars.Kind),
		h.cases().Noun(),
		h.measures().Noun(),
		h.clearances().Noun(),
		h.dossiers().Noun(),
		h.dossiers().Declarations(),
		h.dossiers().Accesses(),
		h.talks().Noun(),
		h.pledges().Noun(),
		h.statements().Noun(),
		h.statements().Inquiries(),
		h.statements().VotesNoun(),
		h.reports(reports.Yearly).Noun(),
		h.reports(reports.Special).Noun(),
		h.circulars().Noun(),
		h.circulars().Mentions(),
		h.rounds().Noun(),
		h.rounds().NomineesNoun(),
		h.screenings().Noun(),
		h.screenings().ConcernsNoun(),
		h.risks().Noun(),
		h.risks().ChecksNoun(),
		h.education().Noun(),
		h.education().Attempts(),
		h.affairs().Noun(),
		h.affairs().Disclosures(),
		h.liaison().Noun(),
		h.liaison().Visits(),
		h.inspections().Noun(),
		h.inspections().Findings(),
		h.inspections().Checkups(),
	}
	all = append(all, h.course().Nouns()...)
	all = append(all, h.matters().Nouns()...)
	all = append(all, h.opinions().Nouns()...)
	all = append(all, h.consequences().Noun())
	all = append(all, h.honours().Nouns()...)
	all = append(all, h.comparisons().Noun())
	for _, n := range all {
		n.TakeBack(door).TakeFiles(door)
	}
	return all
}

// tasks are the commands of tasks; what began under a rule is counted under it.
func (h *House) tasks() task.Commands {
	packs := h.packs
	return task.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) noun.Tx { return t.(*store.Tx) }), Tables: h.codes,
		LateShare: func(on when.Day) int64 { return int64(packs.on(on).Task.LateShare) }}
}

// Noun finds one by its kind.
func (h *House) Noun(of ref.Kind) *noun.Noun {
	i := slices.IndexFunc(h.Nouns, func(n *noun.Noun) bool { return n.Of == of })
	return h.Nouns[i]
}

// codes are the codes of a table of the policy in force.
func (h *House) codes(table string) []string { return h.Policy.Codes(policy.Kind(table)) }

// nounPages are the pages of the nouns, each in its room of the menu.
func (h *House) nounPages() (out []frame.Pages) {
	papers := clauses.Pages{Read: h.DB, Nouns: h.Nouns}
	written := h.recordPages()
	for _, n := range h.Nouns {
		lists, adds := desk.Room("/"+n.Name), papers.Adds(n)
		if n.Name == delegation.Shape.Name {
			lists, adds = page.Link{Label: "menu.bodies", Href: "/county"}, accounts.Adds(n)
		}
		for _, own := range []frame.Adds{h.letterPages().Adds(n), h.paperPages().Adds(n),
			sheets.Pages{Read: h.DB}.Adds(n), signedTalks(h.DB, n), h.statementPages().Adds(n),
			draws.Pages{Read: h.DB, County: h.Policy.County.Code}.Adds(n), h.reportPages().Adds(n),
			h.liaisonPages().Adds(n), h.inspectionPages().Adds(n), h.screeningPages().Adds(n),
			h.riskPages().Adds(n), h.educationPages().Adds(n), h.affairPages().Adds(n), h.coursePages().Adds(n),
			h.clearancePages().Adds(n), inquiries.Pages{Read: h.DB}.Adds(n), h.dossierPages().Adds(n), h.opinionPages().Adds(n),
			h.incentivePages().Adds(n), h.votePages().Adds(n)} {
			if own.More != nil || own.Take != nil || own.Choices != nil {
				adds = own
			}
		}
		adds = h.circularPages().Add(n, written.Add(n, h.casePages().Add(n, adds)))
		out = append(out, frame.Pages{Noun: n, Read: h.DB, Crumb: lists, Adds: adds})
	}
	return out
}

// paperPages are the pages of papers that are signed.
func (h *House) paperPages() signing.Pages {
	return signing.Pages{Papers: h.papers(), Crumb: page.Link{Label: "menu.lists", Href: "/lists"},
		Others: h.recordPages().Checked}
}

// recordPages are those of duty records and ledgers.
func (h *House) recordPages() records.Pages {
	return records.Pages{Read: h.DB, Nouns: h.Nouns,
		Copies: ledger.Commands{Door: act.NewDoor(h.DB, func(t act.Tx) act.Tx { return t })},
		Times:  func(frequency string) int { return h.Policy.Frequencies[frequency] }}
}

// filters are the names that the addresses of the nouns' lists may hold.
func filters(all []*noun.Noun) map[view.List][]string {
	out := map[view.List][]string{}
	for _, n := range all {
		names := append([]string{"cols", "q", "sort", "tab"}, n.Asked()...)
		if n.Span != "" {
			names = append(names, n.Span)
		}
		out[view.List(n.Name)] = names
	}
	return out
}
