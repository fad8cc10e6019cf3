package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// A town's clerk writes a risk point down, is told who must answer for a high one, its leader confirms it; the
// discipline office checks it, and what it found stands on the problem list and leads back: in both languages, both
// widths, with and without JavaScript.
func TestRisk(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "risk-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			word := func(key string, kv ...any) string { return l.say.T(key, kv...) }
			clerk, head, office := l.as("shuping-lly"), l.as("shuping"), l.as("jiandu-jb")
			clerk.Goto("/risks?tab=all")
			l.look(clerk, "list")
			clerk.Goto("/risks/new")
			clerk.Press(word("risk.act.add")) // nothing filled in
			clerk.MustSee(word("input.choose"))
			clerk.Fill(word("risk.field.body"), "曙坪镇党委")
			clerk.Fill(word("risk.field.section"), "自然资源所")
			clerk.Choose(word("risk.field.kind"), 1)
			clerk.Fill(word("risk.field.name"), "宅基地审批优亲厚友")
			clerk.Fill(word("risk.field.content"), "现场踏勘一人前往，收受好处放宽条件")
			clerk.Choose(word("risk.field.likelihood"), 4)
			clerk.Choose(word("risk.field.severity"), 4)
			clerk.Fill(word("risk.field.measures"), "踏勘两人同行，结果公示")
			clerk.Fill(word("risk.field.head"), "马春燕 曙坪镇办公室主任、联络员")
			clerk.Fill(word("risk.field.leader"), "马春燕 曙坪镇办公室主任、联络员")
			clerk.Fill(word("risk.field.review"), in(300))
			clerk.Press(word("risk.act.add")) // not whoever leads the unit
			clerk.MustSee("宅基地审批优亲厚友")
			l.look(clerk, "refused")
			clerk.Fill(word("risk.field.leader"), "赵若溪 曙坪镇党委书记")
			clerk.Press(word("risk.act.add"))
			clerk.MustSee(word("did.every.add"))
			at := clerk.Address()
			head.Goto(at)
			head.Press(word("risk.act.confirm"))
			l.look(head, "confirming")
			head.Press(word("risk.act.confirm"))
			head.MustSee(word("did.risk.confirm"))
			head.Goto("/risks/map")
			l.look(head, "map")
			office.Goto(at)
			office.Press(word("riskcheck.act.add"))
			office.Fill(word("riskcheck.field.body"), "曙坪镇纪委")
			office.Fill(word("riskcheck.field.checked-on"), in(0))
			office.Fill(word("riskcheck.field.who"), "两人")
			office.Fill(word("riskcheck.field.seen"), "抽查三户审批资料")
			office.Choose(word("riskcheck.field.in-place"), 2)
			office.Fill(word("riskcheck.field.found"), "一户只有一人踏勘")
			office.Fill(word("riskcheck.field.remedy"), "补作踏勘")
			l.look(office, "check")
			office.Press(word("riskcheck.act.add"))
			office.MustSee(word("did.every.add"))
			office.Press(word("riskcheck.problem"))
			office.MustSee("一户只有一人踏勘", word("problem.origin"))
			head.Goto(at)
			head.MustSee("抽查三户审批资料")
			l.look(head, "checked")
		})
	}
}
