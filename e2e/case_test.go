package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// The supervisory office registers what was decided of a case, is told what is lacking, and tells the unit: its head
// sees it then, and opens the talk that the case asks for; its clerk sees nothing: in both languages, both widths, with
// and without JavaScript.
func TestCase(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "case-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			office, head, clerk := l.as("jiandu-jb"), l.as("shuping"), l.as("shuping-lly")
			office.Goto("/cases?tab=all")
			l.look(office, "list")
			office.Goto("/cases/new")
			office.Press(word("case.act.add")) // nothing filled in
			office.MustSee(word("input.choose"))
			office.Fill(word("case.field.decision"), "镇纪决〔2026〕77号")
			office.Fill(word("case.field.organ"), "县纪委")
			office.Fill(word("case.field.person"), "刘远征　曙坪镇党委委员、纪委书记")
			office.Fill(word("case.field.place"), "曙坪镇")
			office.Fill(word("case.field.post"), "镇纪委书记")
			office.Choose(word("case.field.discipline"), 5)
			office.Choose(word("case.field.gravity"), 1)
			office.Choose(word("case.field.outcome"), 1)
			office.Fill(word("case.field.decided-on"), in(0))
			office.Fill(word("case.field.fact"), "值班脱岗")
			l.look(office, "form")
			office.Press(word("case.act.add"))
			office.MustSee(word("did.case.add"), word("case.note.tell"))
			at := office.Address()
			head.Goto(at)
			head.MustNotSee("值班脱岗")
			office.Press(word("case.act.inform"))
			office.Press(word("case.act.inform")) // without saying how
			office.MustSee(word("input.required"))
			office.Fill(word("case.field.inform.how"), "当面告知")
			office.Press(word("case.act.inform"))
			office.MustSee(word("did.case.inform"), word("case.state.informed"))
			l.look(office, "informed")
			head.Goto(at)
			head.MustSee("值班脱岗")
			clerk.Goto(at)
			clerk.MustNotSee("值班脱岗")
			// The page of the person leads the office to the case, and says nothing of it to the clerk.
			office.Goto(at)
			office.Goto(office.link("/people/"))
			office.MustSee("刘远征", "镇纪决〔2026〕77号", word("list.count", "n", 1))
			l.look(office, "person")
			clerk.Goto(office.Address())
			clerk.MustSee("刘远征")
			clerk.MustNotSee("镇纪决〔2026〕77号")
			l.look(clerk, "person-of-clerk")
			office.Goto("/county")
			office.Goto(office.link("/units/"))
			l.look(office, "unit")
			// The duty is made with the next tick; those of the demonstration are open already.
			finance := l.as("caizheng")
			finance.Goto("/cases")
			l.look(finance, "head-list")
			finance.Goto("/scheduled?rule=case-admonition")
			l.look(finance, "duty-list")
		})
	}
}
