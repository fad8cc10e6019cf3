package e2e

import (
	"strings"
	"testing"

	"shuangze/internal/lang"
)

// A serious problem is noted by the leading group, the office decides about a proposed level, the unit marks a
// measure with one click, and where a problem came from is put right: in both languages, on both widths, with and
// without JavaScript.
func TestLevelsAndMeasures(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name, language string
		width          int
		js             bool
	}{
		{"zh-desk", "zh-CN", Desk, true},
		{"en-phone-without-javascript", "en", Phone, false},
	} {
		t.Run(v.name, func(t *testing.T) {
			l := &life{t: t, county: Demo(t), name: "levels-" + v.name, language: v.language, width: v.width, js: v.js,
				say: lang.MustLoad().Wanted(v.language)}
			say := l.say

			leader := l.as("lingdao")
			leader.MustSee(say.T("workbench.why.reported"))
			l.look(leader, "workbench")
			l.deed(leader, "problem", "note", map[string]string{"instruction": "主要负责人亲自抓，一周内报告进展"})
			leader.MustSee("主要负责人亲自抓，一周内报告进展")
			l.look(leader, "noted")
			leader.Goto("/")
			leader.MustNotSee(say.T("workbench.why.reported"))

			office := l.as("zhuti")
			office.Press(say.T("workbench.decide"))
			office.MustSee(say.T("problem.propose"))
			l.look(office, "raise")
			office.Press(say.T("problem.act.keep-level"))
			l.look(office, "keep-level")
			office.Press(say.T("problem.act.keep-level")) // a reason is missing
			office.MustSee(say.T("input.required"))
			office.Fill(say.T("problem.field.keep-level.reason"), "与此前情形不同，已立行立改")
			office.Press(say.T("problem.act.keep-level"))
			office.MustSee(say.T("did.problem.keep-level"), "与此前情形不同，已立行立改", entryNumber(say))
			l.look(office, "kept")

			clerk := l.as("shuping-lly")
			order, _, _ := strings.Cut(clerk.link("/orders/"), "/do/") // in hand, on the workbench
			clerk.Goto(order)
			clerk.Goto(clerk.link("/problems/"))
			clerk.Press(say.T("measure.mark"))
			clerk.MustSee(say.T("did.measure.done"), entryNumber(say))
			l.look(clerk, "measure")
			clerk.Press(say.T("measure.unmark"))
			clerk.MustSee(say.T("did.measure.undone"))

			office.Goto("/problems?state=registered&level=slight")
			office.Goto(office.link("/problems/"))
			office.Press(say.T("problem.act.correct"))
			l.look(office, "correct")
			office.Choose("source", 1)
			office.Choose("subsource", 2)
			office.Fill(say.T("problem.field.correct.facts"), "三季度补贴没有公示") // whatever the two were before, something changes
			office.Fill(say.T("problem.field.correct.reason"), "来源填错")
			office.Press(say.T("problem.act.correct"))
			office.MustSee(say.T("did.problem.correct"), "来源填错", say.T("problem.source"), "→")
			l.look(office, "corrected")
		})
	}
}
