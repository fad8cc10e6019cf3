package dossiers

import (
	"shuangze/internal/access"
	"shuangze/internal/bodies"
	"shuangze/internal/dossiers"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

type counted struct {
	page.View
	dossiers.Counts
	Few    int
	Whole  bool
	County *bodies.County
	V      *desk.Visit
}

// statistics is how many dossiers there are, by rank, age and unit.
func (p Pages) statistics(v *desk.Visit) error {
	c, err := v.County()
	if err != nil {
		return err
	}
	list, err := dossiers.OpenDossiers(v.R.Context(), v.Actor.Jurisdiction, v.Desk.Read.Each)
	if err != nil {
		return err
	}
	whole := access.ScopeOf(v.Actor, "dossier.see").All()
	d := counted{View: v.View(v.P.T("dossier.statistics")), Few: p.Rules().Few, Whole: whole, County: c, V: v,
		Counts: dossiers.Count(c, list, p.Rules().Few, whole)}
	return v.Page(200, statisticsPage(d))
}

// said is what a group is called.
func (d counted) said(by string, g dossiers.Group) string {
	switch {
	case g.Key == "":
		return d.P.T("dossier.stats.few", "few", d.Few)
	case by == "rank":
		return d.V.Label(policy.DossierRank, g.Key)
	case by == "unit":
		return d.County.Name(ref.Parse(g.Key))
	case g.Key == "0":
		return d.P.T("dossier.stats.no-birth")
	}
	return d.P.T("dossier.stats.age", "from", g.Key)
}

func (d counted) tables() []struct {
	By     string
	Groups []dossiers.Group
} {
	return []struct {
		By     string
		Groups []dossiers.Group
	}{{"rank", d.Ranks}, {"age", d.Ages}, {"unit", d.Places}}
}

func (d counted) head(by string) page.List {
	return page.List{Caption: d.P.T("dossier.stats." + by), Cols: []page.Col{
		{Label: d.P.T("dossier.stats." + by), Width: "name"}, {Label: d.P.T("dossier.stats.n"), Num: true}}}
}
