package demo

import (
	"fmt"
	"slices"
	"time"

	"shuangze/internal/accountability/matters"
	"shuangze/internal/actor"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/letter"
	"shuangze/internal/noun"
	integrity "shuangze/internal/opinions"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// corrected is what was out and did not stand: the ruling on the party committee of 曙坪镇 for what a circular of last
// year criticised, whose appeal was upheld after the result of that year was approved, so that the result was
// corrected; a circular that was cancelled, and an integrity opinion that was. They begin after all others, so that
// the streams of those stay as they are.
func (p *play) corrected() {
	year := p.today.Year()
	p.start(when.Date(year, time.January, 20), func(l *life) {
		l.accountable(held{unit: "曙坪镇", cites: true, upto: matters.Decided, way: "body-review", no: 3,
			m: matters.Matter{Source: matters.Inaction, Situation: "duties", Kind: matters.Principal,
				Facts:  "村级资金专项检查发现的问题超过期限二十天才整改到位，被县纪委监委通报。",
				Reason: "通报后年度考核相应扣分，提请研究是否追究党委班子责任。"},
			claim: "超期整改的两个问题，期限届满以前已经报经县整改办同意延期，有批复在案，通报没有采用。",
			found: "经查批复原件，整改期限已经同意延长，原决定和通报认定的超期事实不成立。"})
	})
	p.start(when.Date(year, time.April, 20), func(l *life) { l.cancelled(year) })
	p.start(p.today-75, func(l *life) {
		l.asked(asking{ago: 75, from: "统战部", far: integrity.Issued, o: integrity.Opinion{
			Title: "征求政协委员推荐人选党风廉政意见", Purpose: "delegate"}, of: []string{"总工会", "团县委", "妇联"},
			void: "统战部来函更正：推荐人选已经调整，原名单作废，请以更正后的来函为准。"})
	})
}

// cancelled is a circular of the office that named a unit by mistake: who drafted it asks that it be cancelled, who
// checked it agrees.
func (l *life) cancelled(year int) {
	p := l.p
	w := p.officeWriting(letterOf("关于第一季度督办事项办理情况的通报", "principal-office"))
	x := circular{drafter: w.drafter(), checker: w.checker(), Circular: circulars.Circular{Kind: circulars.Criticism,
		Reach: circulars.Unit, Within: p.named("民政局"), Covers: int64(year), Term: "q1", Life: w.Life},
		names: []circulars.Mention{{Verdict: circulars.Criticise, Named: p.named("民政局"), Points: 50,
			Fact:    "第一季度有一件督办事项超过期限未报送办理结果",
			Grounds: "根据《镇坪县党风廉政建设责任制考核办法》第十五条"}},
		reply: "该事项到期以前已经同意延期，请予核实。"}
	id := l.circular(x)
	for _, s := range []struct {
		name string
		by   ref.ID
		in   any
	}{{"ask-cancel", x.drafter, &letter.Said{Text: "核对台账，该事项已经批准延期，通报的逾期事实不成立。"}}, {"cancel", x.checker, nil}} {
		l.wait(1)
		p.act(ref.Circular, s.name, p.as(s.by), noun.Call{ID: id, In: s.in})
	}
}

// cited are the numbers of the circulars of last year that criticised a unit.
func (p *play) cited(unit ref.ID) string {
	all, err := p.AllOf(p.ctx, ref.Mention)
	p.must(err)
	i := slices.IndexFunc(all, func(v noun.Value) bool {
		m := v.(*circulars.Mention)
		return m.State == circulars.Issued && m.Verdict == circulars.Criticise && m.Named == unit &&
			m.Year == int64(p.today.Year()-1)
	})
	if i < 0 {
		p.must(fmt.Errorf("no circular of last year criticised unit %d", unit))
	}
	return all[i].(*circulars.Mention).Document
}

// voids cancels a letter that is out: one of the office asks, the other agrees.
func (l *life) voids(id ref.ID, why string) {
	p := l.p
	l.wait(3)
	p.act(ref.Opinion, "ask-cancel", p.office(actor.Supervisory, false), noun.Call{ID: id, In: &noun.Said{Text: why}})
	l.wait(1)
	p.act(ref.Opinion, integrity.CancelAct, p.office(actor.Supervisory, true), noun.Call{ID: id})
}
