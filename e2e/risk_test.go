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
			clerk.Fill(word("risk.field.head"), "马春燕　曙坪镇办公室主任、联络员")
			clerk.Fill(word("risk.field.leader"), "马春燕　曙坪镇办公室主任、联络员")
			clerk.Fill(word("risk.field.review"), in(300))
			clerk.Press(word("risk.act.add")) // not whoever leads the unit
			clerk.MustSee(word("risk.leader.high", "who", "赵若溪"))
			clerk.MustNotSee("财政局党组书记") // only the town's own people are offered
			l.look(clerk, "refused")
			clerk.Fill(word("risk.field.leader"), "赵若溪　曙坪镇党委书记")
			clerk.Press(word("risk.act.add"))
			clerk.MustSee(word("did.risk.add"))
			at := clerk.Address()
			head.Goto(at)
			head.Press(word("risk.act.confirm"))
			l.look(head, "confirming")
			head.Press(word("risk.act.confirm"))
			head.MustSee(word("did.risk.confirm"))
			l.look(head, "confirmed")
			head.Goto("/risks/map")
			l.look(head, "map")
			head.Press("//table//tr[td][2]/td[4]/a") // likelihood 4, severity 4
			head.MustSee("宅基地审批优亲厚友")
			head.MustNotSee("惠农补贴面积核实走过场") // of another value
			l.look(head, "cell")
			clerk.Goto(at)
			clerk.Press(word("risk.act.regrade"))
			clerk.Choose(word("risk.field.regrade.likelihood"), 5)
			clerk.Press(word("risk.act.regrade")) // without a reason
			clerk.MustSee(word("input.required"))
			clerk.Fill(word("risk.field.regrade.reason"), "今年发生两起，可能性上调")
			l.look(clerk, "regrading")
			clerk.Press(word("risk.act.regrade"))
			clerk.MustSee(word("did.risk.regrade"), "今年发生两起，可能性上调")
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
			office.MustSee(word("did.riskcheck.add"))
			check := office.Address()
			l.look(office, "check-done")
			office.Press(word("riskcheck.problem"))
			office.MustSee("一户只有一人踏勘", word("problem.origin"))
			office.Goto(check)
			office.Press(word("riskcheck.act.correct"))
			office.Fill(word("riskcheck.field.correct.seen"), "抽查五户审批资料")
			office.Fill(word("riskcheck.field.correct.reason"), "户数写错")
			office.Press(word("riskcheck.act.correct"))
			office.MustSee(word("did.riskcheck.correct"))
			office.Goto(check)
			office.MustSee(word("riskcheck.state.corrected"), "户数写错")
			office.Press(word("riskcheck.corrected-by"))
			office.MustSee("抽查五户审批资料")
			office.Press(word("riskcheck.risk"))
			office.MustSee("宅基地审批优亲厚友")
			clerk.Goto(at)
			clerk.MustSee("抽查五户审批资料")
			clerk.Press(word("risk.act.review"))
			clerk.Fill(word("risk.field.review.outcome"), "整改到位，等级不变")
			clerk.Fill(word("risk.field.review.review"), in(360))
			clerk.Press(word("risk.act.review"))
			clerk.MustSee(word("did.risk.review"))
			l.look(clerk, "reviewed")
			clerk.Press(word("risk.act.end"))
			clerk.Fill(word("risk.field.end.why"), "审批权限上收县局")
			clerk.Press(word("risk.act.end"))
			clerk.MustSee(word("did.risk.end"), word("risk.state.ended"), "审批权限上收县局")
		})
	}
}
