package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// The supervisory office registers a decision, is told what is lacking, another confirms it, the person sees it once it
// was served; a check of two names says who is barred, by which clause and until when: in both languages and widths,
// with and without JavaScript.
func TestMeasure(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "measure-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			office, head, person := l.as("jiandu-jb"), l.as("jiandu"), l.as("shuping-jw")
			office.Goto("/measures?tab=all")
			l.look(office, "list")
			office.Goto("/measures/new")
			office.Press(word("measure.act.add")) // nothing filled in
			office.MustSee(word("input.choose"))
			office.Fill(word("measure.field.decision"), "镇监处〔2026〕77号")
			office.Fill(word("measure.field.organ"), "县监委")
			office.Fill(word("measure.field.person"), "刘远征　曙坪镇党委委员、纪委书记")
			office.Fill(word("measure.field.place"), "曙坪镇")
			office.Fill(word("measure.field.post"), "镇纪委书记")
			office.Choose(word("measure.field.kind"), 8)
			office.Fill(word("measure.field.decided-on"), in(0))
			office.Fill(word("measure.field.ground"), "《公职人员政务处分法》第三十九条")
			l.look(office, "form")
			office.Press(word("measure.act.add"))
			office.MustSee(word("did.measure.add"), word("measure.note.unconfirmed"))
			at := office.Address()
			person.Goto(at)
			person.MustNotSee("镇监处〔2026〕77号")
			head.Goto(at)
			head.Press(word("measure.act.confirm"))
			head.MustSee(word("measure.state.in-force"))
			office.Goto(at)
			office.Press(word("measure.act.notify"))
			office.Fill(word("measure.field.notify.how"), "当面宣布并送达")
			office.Press(word("measure.act.notify"))
			office.MustSee(word("did.measure.notify"))
			l.look(office, "served")
			person.Goto(at)
			person.MustSee("镇监处〔2026〕77号")
			office.Goto("/clearances/new")
			office.Fill(word("clearance.field.purpose"), "年度评优推荐")
			office.Choose(word("clearance.field.use"), 1)
			office.Fill(word("clearance.field.day"), in(0))
			office.Fill(word("clearance.field.names"), "刘远征 曙坪镇\n查无此人")
			office.Press(word("clearance.act.add"))
			office.MustSee(word("clearance.name.none", "name", "查无此人"))
			office.Fill(word("clearance.field.names"), "刘远征 曙坪镇")
			l.look(office, "asked")
			office.Press(word("clearance.act.add"))
			office.MustSee(word("did.clearance.add"), word("clearance.barred"), "镇监处〔2026〕77号", "第十九条")
			l.look(office, "answer")
			office.Goto("/clearances")
			l.look(office, "checks")
		})
	}
}
