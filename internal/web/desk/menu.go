package desk

import (
	"cmp"
	"slices"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/web/page"
)

// place is one line of the menu: shown only to whom it leads somewhere.
type place struct {
	numeral, key, href string
	may                access.Verb
	rule               bool
	under              []place
	also               []string // pages that belong to it without being in the menu
	home               string   // of a group: where the way back leads, when not everybody sees its first page
}

var places = []place{
	{key: "menu.workbench", href: "/", may: "workbench.see"},
	{key: "inbox.title", href: inbox, may: "inbox.see"},
	{key: "menu.calendar", href: "/calendar", may: "workbench.see"},
	{numeral: "一", key: "menu.bodies", href: "/county", may: "county.see", rule: true, under: []place{
		{key: "menu.county", href: "/county", may: "county.see", also: []string{"/units", "/bodies", "/duties"}},
		{key: "menu.people", href: "/people", may: "person.see"},
		{key: "delegation.list", href: "/delegations", may: "delegation.list"},
		{key: "menu.gaps", href: "/gaps", may: "gap.see"},
		{key: "menu.import", href: "/import", may: "import.problems"},
	}},
	{numeral: "二", key: "menu.lists", href: "/lists", may: "lists.see", under: []place{
		{key: "menu.lists.all", href: "/lists", may: "lists.see"},
		{key: "power.list", href: "/powers", may: "power.list"},
		{key: "responsibility.list", href: "/responsibilities", may: "responsibility.list"},
		{key: "task.list", href: "/tasks", may: "task.list"},
		{key: "handover.list", href: "/handovers", may: "handover.list"},
		{key: "duty.list", href: "/scheduled", may: "duty.list"},
		{key: "record.list", href: "/records", may: "record.list"},
		{key: "remark.list", href: "/remarks", may: "remark.list"},
		{key: "announcement.list", href: "/announcements", may: "announcement.list"},
		{key: "ledger.list", href: "/ledgers", may: "ledger.list"},
		{key: "document.list", href: "/documents", may: "document.list"},
		{key: "signoff.list", href: "/signoffs", may: "signoff.list", also: []string{"/signoff"}},
		{key: "dispatch.list", href: "/dispatches", may: "dispatch.list"},
		{key: "slip.list", href: "/slips", may: "slip.list"},
		{key: "menu.problems", href: "/problems", may: "problem.list"},
		{key: "menu.orders", href: "/orders", may: "order.list", also: []string{"/letters"}},
		{key: "recheck.list", href: "/rechecks", may: "recheck.list", also: []string{"/draws"}},
	}},
	{numeral: "三", key: "menu.institutions", href: "/institutions", may: "duty.list", under: []place{
		{key: "menu.institutions.year", href: "/institutions", may: "duty.list"},
		{key: "link.list", href: "/links", may: "link.list"},
		{key: "visit.list", href: "/visits", may: "visit.list"},
		{key: "screening.list", href: "/screenings", may: "screening.list", also: []string{"/concerns"}},
		{key: "education.list", href: "/educations", may: "education.list", also: []string{"/attempts", "/coverage"}},
		{key: "risk.list", href: "/risks", may: "risk.list", also: []string{"/riskchecks"}},
		{key: "case.list", href: "/cases", may: "case.list"},
		{key: "talk.list", href: "/talks", may: "talk.list"},
		{key: "round.list", href: "/rounds", may: "round.list", also: []string{"/nominees"}},
		{key: "inspection.list", href: "/inspections", may: "inspection.list",
			also: []string{"/findings", "/checkups"}},
		{key: "pledge.list", href: "/pledges", may: "pledge.list"},
		{key: "statement.list", href: "/statements", may: "statement.list", also: []string{"/inquiries", "/votes"}},
		{key: "report.list", href: "/reports", may: "report.list"},
		{key: "special.list", href: "/specials", may: "special.list"},
		{key: "affair.list", href: "/affairs", may: "affair.list", also: []string{"/disclosures"}},
		{key: "circular.list", href: "/circulars", may: "circular.list",
			also: []string{"/mentions", "/circular-points"}},
	}},
	{numeral: "四", key: "menu.appraisal", href: "/scores", home: "/appraisals", may: "score.list", under: []place{
		{key: "score.list", href: "/scores", may: "score.list"},
		{key: "appraisal.list", href: "/appraisals", may: "appraisal.list"},
		{key: "scoresheet.list", href: "/scoresheets", may: "scoresheet.list"},
		{key: "mark.list", href: "/marks", may: "mark.list"},
		{key: "tally.list", href: "/tallies", may: "tally.list"},
		{key: "objection.list", href: "/objections", may: "objection.list"},
		{key: "fact.list", href: "/facts", may: "fact.see"},
		{key: "matter.list", href: "/matters", may: "matter.list", also: []string{"/hearings", "/rulings", "/appeals"}},
		{key: "measure.list", href: "/measures", may: "measure.list"},
		{key: "even.list", href: "/evenness", may: "evenness.list"},
	}},
	{numeral: "五", key: "menu.incentives", href: "/honours", may: "honour.list", under: []place{
		{key: "honour.list", href: "/honours", may: "honour.list", also: []string{"/protests"}},
		{key: "eligible.list", href: "/eligible", may: "eligible.list"},
		{key: "consequence.list", href: "/consequences", may: "consequence.list"},
		{key: "following.list", href: "/following", may: "consequence.list"},
		{key: "comparison.list", href: "/comparisons", may: "comparison.list"},
		{key: "clearance.list", href: "/clearances", may: "clearance.list"},
		{key: "opinion.list", href: "/opinions", may: "opinion.list", also: []string{"/candidates"}},
		{key: "dossier.list", href: "/dossiers", may: "dossier.list",
			also: []string{"/declarations", "/dossieraccesses"}},
	}},
	{key: "menu.overview", href: "/overview", may: "overview.see", rule: true},
	{key: "burden.title", href: "/burden", may: "burden.list"},
	{key: "menu.policy", href: "/policy", may: "policy.see"},
	{key: "menu.journal", href: "/journal", may: "proof.see"},
	{key: "menu.accounts", href: "/accounts", may: "account.see", rule: true},
	{key: "menu.clock", href: "/clock", may: "clock.see"},
	{key: "menu.fonts", href: "/fonts", may: "account.see"}, // the offices have no need of it every day
	{key: "ways.title", href: "/ways", may: "outlet.see"},
	{key: "menu.grants", href: "/grants", may: "grant.see"},
	{key: "menu.access-log", href: "/access-log", may: "access-log.see"},
}

// Room is the group of the menu in which a list stands, its label a key; a list that is in none belongs to the lists.
func Room(href string) page.Link {
	for _, p := range places {
		for _, u := range p.under {
			if u.href == href || slices.Contains(u.also, href) {
				return page.Link{Label: p.key, Href: cmp.Or(p.home, p.href)}
			}
		}
	}
	return page.Link{Label: "menu.lists", Href: "/lists"}
}

func (v *Visit) menu() []page.MenuItem { return v.items(places, v.waiting()) }

// items are the lines of a menu. A list says what of it waits for the visitor, the workbench
// and a group whose lists are folded away say what all of it comes to.
func (v *Visit) items(list []place, wait waits) []page.MenuItem {
	var out []page.MenuItem
	for _, p := range list {
		under := v.items(p.under, wait)
		if !v.allowed(p.may) {
			if len(under) == 0 {
				continue
			}
			p.href = under[0].Href // of a group some lists are the visitor's
		}
		m := page.MenuItem{Numeral: p.numeral, Label: v.P.T(p.key), Href: p.href, Rule: p.rule, Current: v.at(p.href) ||
			slices.ContainsFunc(p.also, v.at)}
		m.Under = under
		m.Unread = p.href == inbox
		sum := 0
		for _, u := range m.Under {
			m.Current, sum = m.Current || u.Current, sum+u.Count
		}
		switch {
		case p.href == "/":
			m.Count = wait.all
		case len(m.Under) == 0:
			m.Count = wait.counts[p.href]
		case !m.Current:
			m.Count = sum
		}
		out = append(out, m)
	}
	return out
}

func (v *Visit) at(href string) bool {
	if href == "/" {
		return v.R.URL.Path == "/"
	}
	return v.R.URL.Path == href || strings.HasPrefix(v.R.URL.Path, href+"/")
}
