package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// An office plans an inspection of a town, which sees nothing of it before it begins; on a phone it looks at the
// checklist, records a finding and what was seen, and gives the feedback; the town finds the problem on its list and
// reports, and the office looks again and closes: in both languages, both widths, with and without JavaScript.
func TestInspection(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "inspection-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("inspection."+key, kv...) }
			office, clerk := l.as("zhuti"), l.as("shuping-lly")
			office.Goto("/inspections")
			l.look(office, "list")
			office.Press(word("act.add"))
			office.Press(word("act.add")) // nothing filled in
			office.MustSee(l.say.T("input.choose"))
			office.Choose(word("field.kind"), 1)
			office.Choose(word("field.body"), 1)
			office.Fill(word("field.target"), "曙坪镇")
			office.Fill(word("field.subject"), "责任落实抽查")
			office.Fill(word("field.begins"), in(0))
			office.Fill(word("field.ends"), in(0))
			office.Press(word("act.add"))
			office.MustSee(word("plan")) // a quarter's inspection rests on the year's plan
			office.Fill(word("field.plan"), "镇办〔2026〕3号")
			office.Fill(word("field.members"), "陈立川")
			office.Fill(word("field.why"), "上季度履责逾期较多")
			office.Press(word("act.add"))
			office.MustSee(l.say.T("did.inspection.add"))
			at := office.Address()
			clerk.Goto(at)
			clerk.MustNotSee("责任落实抽查")
			office.Goto(at + "/do/start")
			office.MustSee(word("no-leader"))
			office.Goto(at + "/do/change")
			office.Choose(word("field.leader"), 1)
			office.Fill(word("field.reason"), "确定组长")
			office.Press(word("act.change"))
			office.MustSee(l.say.T("did.inspection.change"))
			office.Press(word("act.start"))
			office.Fill(word("field.start.on"), in(0))
			office.Press(word("act.start"))
			office.MustSee(l.say.T("did.inspection.start"), l.say.T("checkup.result.none"))
			l.look(office, "checklist")
			office.Press(word("act.find"))
			office.Fill(word("field.what"), "责任分工没有细化到站所")
			office.Choose(word("field.level"), 1)
			office.Fill(word("field.measure"), "细化到岗到人")
			office.Choose(word("field.find.leader"), 1)
			office.Choose(word("field.handler"), 1)
			l.look(office, "finding")
			office.Press(word("act.find"))
			office.MustSee(l.say.T("did.inspection.find"))
			office.Goto(at + "/do/note")
			office.Tick(word("field.read"))
			office.Fill(word("field.seen"), "查阅责任分工文件和台账")
			office.Press(word("act.note"))
			office.MustSee(l.say.T("did.inspection.note"))
			clerk.Goto(at)
			clerk.MustSee("责任落实抽查")
			clerk.MustNotSee("上季度履责逾期较多", "查阅责任分工文件和台账")
			office.Press(word("act.tell"))
			office.Fill(word("field.tell.on"), in(0))
			office.Fill(word("field.hearers"), "党委书记")
			office.Fill(word("field.opinion"), "分工要细化，按期整改")
			office.Press(word("act.tell"))
			office.MustSee(l.say.T("did.inspection.tell"), word("state.told"))
			l.look(office, "told")
			clerk.Goto(at)
			clerk.MustSee("责任分工没有细化到站所")
			l.look(clerk, "unit")
			clerk.Press(word("act.report"))
			clerk.Fill(word("field.done"), "已细化到十二个站所")
			clerk.Press(word("act.report"))
			clerk.MustSee(word("state.reported"))
			office.Goto(at)
			office.Press(word("act.recheck"))
			office.Choose(word("field.result"), 1)
			office.Fill(word("field.checked"), "文件已印发，抽查属实")
			l.look(office, "again")
			office.Press(word("act.recheck"))
			office.MustSee(word("state.right"))
			clerk.Goto(at)
			clerk.Press("责任分工没有细化到站所")
			l.look(clerk, "found")
			clerk.Press(l.say.T("finding.became"))
			clerk.Press(l.say.T("problem.act.rectify"))
			clerk.Fill(l.say.T("problem.field.rectify.done"), "已细化到十二个站所")
			clerk.Upload("file", picture(t))
			clerk.Press(l.say.T("problem.act.rectify"))
			clerk.MustSee(l.say.T("did.problem.rectify"))
			office.Goto(at)
			l.look(office, "right")
			office.Press(word("act.clear"))
			office.Fill(word("field.clear.opinion"), "文件已印发，同意销号")
			l.look(office, "clearing")
			office.Press(word("act.clear"))
			office.MustSee(l.say.T("did.inspection.clear"))
			office.MustNotSee(word("clears", "n", 1))
			office.Press(word("act.close"))
			office.Fill(word("field.ending"), "同意办结")
			office.Press(word("act.close"))
			office.MustSee(word("state.closed"))
		})
	}
}
