package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// A unit's clerk begins the year's report of the first responsible person, which the record composes; edits it, opens
// what a figure counts, counts anew without losing what was edited, and withdraws it; an office reads one that was
// filed with both receipts: in both languages, both widths, with and without JavaScript.
func TestReport(t *testing.T) {
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
			t.Parallel()
			l := &life{t: t, county: Demo(t), name: "report-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("report."+key, kv...) }
			clerk, office := l.as("shuping-lly"), l.as("zhuti-jb")
			clerk.Goto("/reports?tab=all")
			l.look(clerk, "list")
			clerk.Press(word("act.add"))
			clerk.Press(word("act.add")) // nothing chosen
			clerk.MustSee(l.say.T("input.choose"))
			clerk.Choose(word("field.body"), 1)
			clerk.Choose(word("field.whose"), 2)
			clerk.Choose(word("field.year"), 2) // the running year: of it there is none yet
			clerk.Press(word("act.add"))
			clerk.MustSee(l.say.T("did.report.add"), word("state.draft"), word("figures"))
			at := clerk.Address()
			l.look(clerk, "composed")
			clerk.Press(word("act.write"))
			l.look(clerk, "editing")
			clerk.Fill(word("field.shortcomings"), "对基层站所的监督还不够细。")
			clerk.Press(word("act.write"))
			clerk.MustSee(l.say.T("did.report.write"), "对基层站所的监督还不够细。")
			clerk.Press(word("act.compose"))
			clerk.Press(word("act.compose"))
			clerk.MustSee("对基层站所的监督还不够细。")
			clerk.Goto(clerk.Rows("/scheduled?")[0].Href)
			clerk.MustSee(l.say.T("duty.list"))
			clerk.Goto(at)
			clerk.Press(word("act.withdraw"))
			clerk.Fill(word("field.withdraw.reason"), "年度未结束")
			clerk.Press(word("act.withdraw"))
			clerk.MustSee(word("state.withdrawn"))

			office.Goto("/reports?tab=commented")
			office.Goto(office.Rows("/reports/")[0].Href)
			office.MustSee(word("figures"), "县纪委")
			l.look(office, "filed")
		})
	}
}
