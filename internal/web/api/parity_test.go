package api

import (
	"strings"
	"testing"

	"shuangze/internal/access"
)

// onScreens are the verbs that a token may be given and no operation asks for,
// each with its reason.
var onScreens = map[access.Verb]string{
	"import.units":  "importTable asks for import.problems and then for the verb of what the file holds",
	"import.people": "the same", "import.powers": "the same", "import.responsibilities": "the same",
	"order.keep-letter":  "the house keeps the file of what was sent by itself",
	"signoff.keep":       "the same, of what was signed",
	"pledge.card":        "the house raises it by itself, as the rules ask",
	"mark.know":          "asked with mark.see, of what of a mark is kept from others",
	"tally.know":         "the same, of a tally",
	"case.know":          "the same, of a case",
	"opinion.know":       "the same, of an opinion",
	"personal.erase":     "shuangze erase: who keeps the machine does it, by order of the law (0047)",
	"policy.keep":        "the house keeps the document of an adopted version by itself",
	"dispatch.issue":     "the house makes and keeps what was sealed",
	"opinion.issue":      "the same, of what was signed",
	"import.pledges":     "the same",
	"import.risks":       "the same",
	"import.links":       "the same",
	"import.tasks":       "the same",
	"import.educations":  "the same",
	"import.cases":       "the same",
	"import.measures":    "the same",
	"consequence.end":    "the same, on its last day",
	"honour.know":        "asked of what is confined, not done",
	"measure.end":        "the house notes it by itself, when a period is over",
	"import.dossiers":    "the same",
	"dossier.expect":     "the house notes it by itself, when somebody took a post",
	"declaration.read":   "no act: who reads what is sealed",
	"education.mark":     "asked of what is shown of a roll, by getEducationRoll",
	"import.affairs":     "the same",
	"import.inspections": "the same",
	"affair.recount":     "the house counts days anew by itself, when the calendar has changed",
	"disclosure.recount": "the same",
	"veto.see":           "asked of what is shown of a sheet, by getScore",
	"ledger.see":         "asked of the body, by the operation of ledger.list",
	"duty.make":          "the house does it by itself, as the rules ask", "duty.raise": "the same",
	"duty.lapse":       "the same",
	"duty.recount":     "the same",
	"import.documents": "the same",
	"order.recount":    "the house counts days anew by itself, when the calendar has changed",
	"problem.recount":  "the same",
	"signoff.sign":     "in person, from a page, and by nobody’s program", "signoff.return": "the same",
	"comment.within": "asked by addComment of what is said within the office",
	"dispatch.sign":  "in person, from a page, and by nobody’s program",
	"opinion.sign":   "the same",
	"circular.sign":  "the same",
	"circular.issue": "the house keeps the file of what was sealed by itself",
	"remark.make":    "the house does it by itself, looking at records",
	"handover.make":  "the house does it by itself, when a leader left", "handover.sign-out": "in person, from a page",
	"handover.sign-in": "the same", "talk.sign": "in person, from a page",
	"delegation.add": "in person, from a page: no token lends posts", "delegation.revoke": "the same",
	"report.sign": "the same", "special.sign": "the same",
	"draw.make": "the house does it by itself, when a period is over",
}

// What may be done on a screen may be done by a program: every verb that a
// token can reach has its operation.
func TestEveryVerbHasItsOperation(t *testing.T) {
	used := map[access.Verb]bool{}
	for _, op := range everything() {
		used[op.may] = true
	}
	scopes := map[string]bool{}
	for _, s := range access.TokenScopes() {
		subject, _, _ := strings.Cut(s, ":")
		scopes[subject] = true
	}
	for _, v := range access.Verbs() {
		subject, _, _ := strings.Cut(string(v), ".")
		switch reason, left := onScreens[v]; {
		case !scopes[subject] && used[v]:
			t.Errorf("%s has an operation, and no token reaches it", v)
		case scopes[subject] && !used[v] && !left:
			t.Errorf("%s has no operation in the API", v)
		case left && (used[v] || reason == ""):
			t.Errorf("%s need not be excused", v)
		}
	}
}
