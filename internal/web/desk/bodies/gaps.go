package bodies

import (
	"shuangze/internal/bodies"
	"shuangze/internal/ref"
	"shuangze/internal/web/desk"
	"shuangze/internal/web/page"
)

// gapsData is every hole in the county's responsibilities on one day.
type gapsData struct {
	page.View
	asOf
	Gaps  []bodies.Gap
	Units bool // may change units
	Posts bool // may appoint
}

func gapsPage(v *desk.Visit) error {
	a, err := readAsOf(v)
	if err != nil {
		return err
	}
	return v.Page(200, gapsView(gapsData{View: v.View(v.P.T("register.gaps")), asOf: a, Gaps: a.County.Gaps(),
		Units: can(v, "unit.change"), Posts: can(v, "person.change")}))
}

func (d gapsData) subject(g bodies.Gap) (name, href string) {
	if g.Subject.Kind == ref.Body {
		return d.bodyName(g.Subject.ID), d.bodyHref(g.Subject.ID)
	}
	return d.asOf.County.Name(g.Subject.ID), d.unitHref(g.Subject.ID)
}

// mend is where the gap is closed; "" for those who may not.
func (d gapsData) mend(g bodies.Gap) (label, href string) {
	at := "/units/" + g.Subject.ID.String()
	if g.Subject.Kind == ref.Body {
		at = "/bodies/" + g.Subject.ID.String()
	}
	act := ""
	switch {
	case g.Code == bodies.GapNobody && d.Units:
		return d.P.T("register.act.unit.assign"), at + "/do/assign?side=" + string(g.Side)
	case g.Code == bodies.GapCo && d.Units:
		return d.P.T("register.act.body.found"), "/bodies/new?kind=" + string(bodies.WorkCommittee)
	case g.Code == bodies.GapChain && d.Units:
		act = "move"
	case g.Code == bodies.GapFirst && d.Posts && g.Subject.Kind == ref.Body, g.Code == bodies.GapChief && d.Posts:
		return d.P.T("register.act.person.appoint"), at + "/do/appoint"
	case (g.Code == bodies.GapTwoBodies || g.Code == bodies.GapSeat) && d.Units:
		return d.P.T("register.act.body.end"), at + "/do/end"
	case g.Code == bodies.GapTwoFirst && d.Posts:
		return d.P.T("register.act.person.end-appointment"), at
	}
	if act == "" {
		return "", ""
	}
	return d.P.T("register.act.unit." + act), at + "/do/" + act
}
