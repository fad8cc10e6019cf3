package e2e

import (
	"testing"

	"shuangze/internal/lang"
)

// A matter of accountability by hand: the office proposes it and is asked about words that look like case content, who
// heads the organ opens it, somebody of the unit concerned is kept out of the panel, the facts are shown and answered,
// the report is signed by all, the outcome proposed, approved, decided and served; the person appeals and somebody else
// decides. Every page on which a person decides shows what is decided and both ways to.
func TestMatter(t *testing.T) {
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
			l := &life{t: t, county: Demo(t), name: "matter-" + v.name, language: v.language, width: v.width,
				js: v.js, say: lang.MustLoad().Wanted(v.language)}
			at := l.opensMatter()
			hearing := l.looksInto(at)
			l.appeals(l.rules(at, hearing))
		})
	}
}

// step opens an act from the page on the screen, fills it in and sends it; the form is looked at.
func (l *life) step(p *Page, noun, act string, fill ...string) {
	l.t.Helper()
	p.Press(l.say.T(noun + ".act." + act))
	for i := 0; i < len(fill); i += 2 {
		p.Fill(l.say.T(noun+".field."+fill[i]), fill[i+1])
	}
	l.look(p, noun+"-"+act)
	p.Press(l.say.T(noun + ".act." + act))
}

const (
	matterFacts  = "分管的两个村连续两个季度没有开展廉政谈话，提醒后仍未安排。"
	matterShown  = "经核实，两个村连续两个季度没有开展廉政谈话。"
	matterClaim  = "第二个季度本人在外培训，已书面交接，请予核减。"
	panelHead    = "周明轩　落实主体责任办公室主任"
	matterNumber = "镇廉组发〔2026〕71号"
)

// opensMatter proposes a matter, has it opened and its panel named.
func (l *life) opensMatter() (at string) {
	word := l.say.T
	office, leader := l.as("zhuti-jb"), l.as("lingdao")
	office.Goto("/matters?tab=all")
	l.look(office, "list")
	office.Goto("/matters/new")
	office.Press(word("matter.act.add")) // nothing filled in
	office.MustSee(word("input.choose"))
	office.Choose(word("matter.field.source"), 2)
	office.Choose(word("matter.field.target"), 1)
	office.Fill(word("matter.field.person"), "刘远征　曙坪镇党委委员、纪委书记")
	office.Fill(word("matter.field.body"), "曙坪镇纪委")
	office.Choose(word("matter.field.situation"), 8)
	office.Choose(word("matter.field.kind"), 3)
	office.Fill(word("matter.field.facts-on"), in(-30))
	office.Fill(word("matter.field.facts"), "初核发现，"+matterFacts)
	office.Choose(word("matter.field.proposal"), 1)
	office.Fill(word("matter.field.cause"), "经提醒仍未履职，造成负面影响。")
	office.Press(word("matter.act.add"))
	office.MustSee(word("boundary.asks", "words", "初核"))
	l.look(office, "held-back")
	office.Fill(word("matter.field.stated"), "“初核”是引用文件标题中的词")
	office.Press(word("matter.act.add"))
	office.MustSee(word("did.matter.add"), word("matter.state.proposed"), matterFacts)
	at = office.Address()
	l.look(office, "proposed")

	leader.Goto(at)
	leader.MustSee(matterFacts, "经提醒仍未履职", word("matter.act.open"), word("matter.act.refuse"))
	l.look(leader, "opening")
	l.step(leader, "matter", "open", "open.reason", "情况基本清楚，同意启动。")
	leader.MustSee(word("did.matter.open"))

	office.Goto(at)
	office.Press(word("matter.act.appoint"))
	office.Fill(word("matter.field.appoint.person"), "赵若溪　曙坪镇党委书记")
	office.Tick(word("matter.field.appoint.declared"))
	office.Press(word("matter.act.appoint"))
	office.MustSee(word("matter.panel.unit", "unit", "曙坪镇"))
	l.look(office, "kept-out")
	for _, name := range []string{panelHead, "孙国栋　落实监督责任办公室经办人"} {
		office.Goto(at + "/do/appoint")
		office.Fill(word("matter.field.appoint.person"), name)
		office.Tick(word("matter.field.appoint.declared"))
		office.Press(word("matter.act.appoint"))
		office.MustSee(word("did.matter.appoint"))
	}
	l.look(office, "panel")
	return at
}

// looksInto shows the facts, has them answered, and the report signed.
func (l *life) looksInto(at string) (hearing string) {
	word := l.say.T
	head, member, object := l.as("zhuti"), l.as("jiandu-jb"), l.as("shuping-jw")
	head.Goto(at)
	l.step(head, "matter", "show", "show.facts", matterShown)
	head.MustSee(word("did.matter.show"))
	head.Press(word("matter.to-hearing"))
	hearing = head.Address()

	object.Goto(at)
	object.MustNotSee(matterFacts)
	object.Goto(hearing)
	object.MustSee(matterShown, word("hearing.act.answer"))
	object.MustNotSee("经提醒仍未履职") // the matter's own words
	l.look(object, "hearing")
	object.Press(word("hearing.act.answer"))
	object.MustSee(matterShown) // what is signed stands where it is signed
	object.Choose(word("hearing.field.view"), 2)
	object.Press(word("hearing.act.answer"))
	object.MustSee(word("hearing.account.needed"))
	object.Fill(word("hearing.field.account"), "第二个季度在外培训。")
	l.look(object, "answer")
	object.Press(word("hearing.act.answer"))
	object.MustSee(word("did.hearing.answer"))

	head.Goto(at)
	l.step(head, "matter", "report", "report", "事实清楚，负有重要领导责任。")
	head.MustSee(word("did.matter.report"), word("matter.note.signers", "n", 0, "of", 2))
	for _, p := range []*Page{head, member} {
		p.Goto(at)
		p.MustSee("事实清楚，负有重要领导责任。")
		p.Press(word("matter.act.sign"))
		p.MustSee("事实清楚，负有重要领导责任。") // what is signed stands where it is signed
		l.look(p, "sign")
		p.Press(word("matter.act.sign"))
	}
	member.MustSee(word("matter.state.signed"))
	return hearing
}

// rules proposes the outcome, has it approved, decided and served.
func (l *life) rules(at, hearing string) (ruling string) {
	word := l.say.T
	office, leader, object := l.as("zhuti-jb"), l.as("lingdao"), l.as("shuping-jw")
	office.Goto(at)
	office.Press(word("matter.act.propose"))
	office.Choose(word("matter.field.result"), 1)
	office.Fill(word("matter.field.ground"), "责任清楚，情节较轻。")
	office.Press(word("matter.act.propose"))
	office.MustSee(word("matter.outcome.needed"))
	office.Choose(word("matter.field.outcome"), 1)
	l.look(office, "propose")
	office.Press(word("matter.act.propose"))
	office.MustSee(word("did.matter.propose"))

	leader.Goto(hearing)
	leader.MustSee(matterShown, "第二个季度在外培训。")
	leader.Goto(at)
	leader.MustSee("责任清楚，情节较轻。", "事实清楚，负有重要领导责任。", word("matter.act.approve"),
		word("matter.act.send-back"), word("matter.to-hearing"))
	l.look(leader, "outcome")
	l.step(leader, "matter", "approve", "opinion", "同意。")
	leader.MustSee(word("did.matter.approve"))

	office.Goto(at)
	l.step(office, "matter", "decide", "decide.decision", matterNumber, "decide.organ", "县党风廉政建设责任制领导小组",
		"decide.text", matterShown+"经研究，作出本决定。")
	office.MustSee(word("did.matter.decide"))
	office.Press(word("matter.to-ruling"))
	ruling = office.Address()
	object.Goto(ruling)
	object.MustNotSee(matterNumber)
	l.step(office, "ruling", "serve", "served-on", in(0), "how", "当面送达")
	office.MustSee(word("did.ruling.serve"))
	l.look(office, "served")
	return ruling
}

// appeals has the person appeal, and somebody decide who had no part in it.
func (l *life) appeals(ruling string) {
	word := l.say.T
	office, judge, object := l.as("zhuti-jb"), l.as("jiandu"), l.as("shuping-jw")
	object.Goto(ruling)
	object.MustSee(matterNumber, matterShown)
	l.look(object, "ruling")
	l.step(object, "ruling", "appeal", "appeal.claim", matterClaim)
	object.MustSee(word("did.ruling.appeal"))
	object.Goto("/appeals?tab=all")
	l.look(object, "appeals")
	object.Press("//a[starts-with(@href, '/appeals/') and contains(., '刘远征')]")
	appeal := object.Address()
	object.MustSee(matterClaim)

	office.Goto(appeal)
	office.Press(word("appeal.act.assign"))
	office.Fill(word("appeal.field.assign.person"), panelHead)
	office.Press(word("appeal.act.assign"))
	office.MustSee(word("appeal.judge.panel"))
	office.Fill(word("appeal.field.assign.person"), "郑晓岚　落实监督责任办公室主任")
	l.look(office, "assign")
	office.Press(word("appeal.act.assign"))
	office.MustSee(word("did.appeal.assign"))

	judge.Goto(appeal)
	judge.MustSee(matterClaim, matterNumber)
	l.look(judge, "appeal")
	judge.Press(word("appeal.act.decide"))
	judge.MustSee(matterClaim) // what is answered stands where it is answered
	judge.Choose(word("appeal.field.decide.answer"), 3)
	judge.Fill(word("appeal.field.reason"), "经查培训通知和交接记录，原决定认定有误。")
	judge.Press(word("appeal.act.decide"))
	judge.MustSee(word("appeal.decision.needed"))
	judge.Fill(word("appeal.field.decide.decision"), "镇廉组发〔2026〕72号")
	judge.Fill(word("appeal.field.decide.organ"), "县党风廉政建设责任制领导小组")
	l.look(judge, "decide")
	judge.Press(word("appeal.act.decide"))
	judge.MustSee(word("did.appeal.decide"), word("appeal.state.upheld"), "镇廉组发〔2026〕72号")
	l.look(judge, "decided")
	object.Goto(ruling)
	object.MustSee(word("ruling.note.revoked"))
	l.look(object, "revoked")
}
