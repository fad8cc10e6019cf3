package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// The responsibility list is read by its filters; a duty is put on it with wrong points and then right ones, changed,
// ended, put back and ended with those that are ticked: in both languages, both widths, with and without JavaScript.
func TestResponsibilityList(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "responsibilities-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T("responsibility."+key, kv...) }
			office := l.as("zhuti-jb")
			office.Goto("/responsibilities")
			office.MustSee(word("tab.in-force"), "专题研究党风廉政建设和反腐败工作", "4.00")
			l.look(office, "list")
			office.Goto("/responsibilities?level=first&heading=education")
			office.MustSee("讲授廉政党课")
			office.MustNotSee("登记履责台账")
			office.Goto("/responsibilities?year=2000")
			office.MustSee(word("list.empty"))
			l.look(office, "empty")

			office.Goto("/responsibilities")
			office.Press(word("act.add"))
			l.look(office, "new")
			office.Press(word("act.add")) // nothing filled in
			office.MustSee(l.say.T("input.required"), l.say.T("input.choose"))
			office.Fill(word("field.number"), "ZR-99")
			office.Choose(word("field.year"), 2)
			office.Choose(word("field.body"), 3) // of the other side
			office.Choose(word("field.level"), 1)
			office.Choose(word("field.heading"), 4)
			office.Choose(word("field.frequency"), 3)
			office.Fill(word("field.duty"), "检查公务接待情况")
			office.Fill(word("field.points"), "2.555")
			office.Press(word("act.add"))
			office.MustSee(l.say.T("field.no-points"))
			l.look(office, "wrong")
			office.Fill(word("field.points"), "2.5")
			office.Press(word("act.add"))
			office.MustSee(l.say.T("field.not-yours"))
			office.Choose(word("field.body"), 2)
			office.Press(word("act.add"))
			office.MustSee(l.say.T("did.responsibility.add"), "检查公务接待情况", "2.50")
			l.look(office, "one")

			office.Press(word("act.change"))
			office.Fill(word("field.points"), "3")
			office.Fill(word("field.reason"), "考核办法调整")
			office.Press(word("act.change"))
			office.MustSee(l.say.T("did.responsibility.change"), "考核办法调整", "2.50", "3.00")
			l.look(office, "changed")

			office.Press(word("act.end"))
			office.Fill(word("field.end.on"), "2099-01-01")
			office.Fill(word("field.end.reason"), "合并")
			office.Press(word("act.end"))
			office.MustSee(l.say.T("term.later"))
			office.Fill(word("field.end.on"), in(0))
			office.Press(word("act.end"))
			office.MustSee(l.say.T("did.responsibility.end"), word("state.ended"))
			office.Press(word("act.resume"))
			office.Fill(word("field.resume.reason"), "合并有误")
			office.Press(word("act.resume"))
			office.MustSee(l.say.T("did.responsibility.resume"))

			office.Goto("/responsibilities?q=公务接待")
			office.Tick(l.say.T("list.many.pick", "title", "检查公务接待情况"))
			office.Press(word("act.end"))
			l.look(office, "many")
			office.Fill(word("field.end.on"), in(0))
			office.Fill(word("field.end.reason"), "一并停止")
			office.Press(word("act.end"))
			office.MustSee(l.say.T("list.many.done", "n", 1))
		})
	}
}
