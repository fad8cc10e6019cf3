package home

import (
	"strings"

	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// ruleLine is one row of the policy pack as the page shows it.
type ruleLine struct {
	Word  string
	Value string
	Mark  string // T, R, D or V
	Note  string
	Check bool // to be verified
}

type ruleGroup struct {
	Key   string
	Lines []ruleLine
}

type policyData struct {
	page.View
	Groups []ruleGroup
	Digest string
	Years  string
	Now    string // which version this is
}

// policyPage shows the rules in force with their sources; what is recalled and
// not read in full says so (spec README, [V]).
func policyPage(v *desk.Visit) error {
	p := v.Desk.Policy
	d := policyData{View: v.View(v.P.T("menu.policy")), Digest: p.Digest[:16]}
	all, err := v.Desk.Versions.Versions(v.R.Context(), v.Actor.Jurisdiction)
	if err != nil {
		return err
	}
	d.Now = v.P.T("policy.version.now.ground")
	if now, ok := version.InForce(all, v.Today()); ok {
		d.Now = v.P.T("policy.version.now", "version", v.P.T("policy.version.no", "no", now.No),
			"days", v.P.T("policy.version.from", "from", now.From))
	}
	line := func(kind policy.Kind, code, value string, r policy.Rule) ruleLine {
		return ruleLine{Word: v.Label(kind, code), Value: value, Mark: strings.ToLower(string(r.Mark)), Note: r.Note,
			Check: r.Mark == "V" && !r.Verified}
	}
	add := func(key string, kind policy.Kind, of func(code string) (string, policy.Rule)) {
		g := ruleGroup{Key: key}
		for _, c := range p.Codes(kind) {
			value, r := of(c)
			g.Lines = append(g.Lines, line(kind, c, value, r))
		}
		d.Groups = append(d.Groups, g)
	}
	add("levels", policy.ProblemLevel, func(c string) (string, policy.Rule) {
		return v.P.T("policy.limit", "day", p.Levels[c].Limit.From(p.Calendar, v.Today()).Due), p.Levels[c].Rule
	})
	add("urgencies", policy.Urgency, func(c string) (string, policy.Rule) {
		u := p.Order.Urgencies[c]
		if u.Limit.None() {
			return v.P.T("policy.by-date"), u.Rule
		}
		return v.P.T("policy.limit", "day", u.Limit.From(p.Calendar, v.Today()).Due), u.Rule
	})
	add("sources", policy.Source, func(c string) (string, policy.Rule) { return "", p.Sources[c].Rule })
	add("categories", policy.Category, func(c string) (string, policy.Rule) { return "", p.Categories[c].Rule })
	add("duties", policy.OrganDuty, func(c string) (string, policy.Rule) { return "", p.Duties[c].Rule })
	var known []string
	for y := v.Today().Year() - 1; y <= v.Today().Year()+1; y++ {
		if p.Calendar.Known(y) {
			known = append(known, when.Date(y, 1, 1).Time().Format("2006"))
		}
	}
	d.Years = v.P.List(known)
	return v.Page(200, policyView(d))
}
