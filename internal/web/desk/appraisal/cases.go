package appraisal

import (
	"shuangze/internal/appraisal/scheme"
	"shuangze/internal/web/page"
)

// byIndicator says that cases are deducted in an indicator; "" = they are from the total.
func (d sheet) byIndicator() string {
	if d.S.Scheme.CasesByIndicator() && len(d.S.Sheet.Cases) > 0 {
		return d.P.T("score.cases.indicator")
	}
	return ""
}

func (d sheet) casesCols() page.List {
	return page.List{Caption: d.P.T("score.cases"), Cols: []page.Col{{Label: d.P.T("score.case.outcome"), Width: "name"},
		{Label: d.P.T("score.how")}, {Label: d.P.T("score.deducted"), Num: true}}}
}

// caseAt leads to a case; "" = the visitor does not see it, and is told neither of whom nor of what it is.
func (d sheet) caseAt(c scheme.CaseLine) string {
	if d.V.Can("case.see", d.S.Objects[c.Ref]) {
		return "/cases/" + c.Ref
	}
	return ""
}

// proposed are the vetoes that the facts propose, for who may know of them.
func (d sheet) proposed() []scheme.Proposal {
	if d.V.Can("veto.see", Object(d.V.Actor.Jurisdiction, d.S)) {
		return d.S.Sheet.Proposed
	}
	return nil
}
