package demo

import (
	"fmt"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/letter/dispatch"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// appraisals are the assessment of the towns for the year before, from the self-assessment to the circular, and what is
// begun of the running year's when it is nearly over.
func (p *play) appraisals() {
	year := p.today.Year()
	p.start(when.Date(year-1, time.December, 1), func(l *life) {
		l.assess(year-1, actor.Principal, "城关镇", when.Date(year-1, time.December, 18),
			when.Date(year, time.January, 15))
	})
	p.start(when.Date(year, time.November, 12), func(l *life) {
		l.assess(year, actor.Supervisory, "曙坪镇", when.Date(year, time.December, 10),
			when.Date(year+1, time.January, 10))
	})
}

// self is what the towns say of what is marked.
var self = map[actor.Side]map[string]string{
	actor.Principal: {
		"1.3": "责任书逐级签订到村和站所，签字背书由本人写明意见。",
		"8.1": "按目录公开，有两项比期限晚了一周。",
	},
	actor.Supervisory: {
		"3": "全年处置均在规定时限内，件数见纪检监察机关统计。",
		"4": "谈话提醒、批评教育逐件登记。",
		"5": "廉政意见按期回复，廉政档案一人一档。",
	},
}

// assess goes from its beginning to the circular. The late town hands nothing in by the day.
func (l *life) assess(year int, side actor.Side, late string, hand, mark when.Day) {
	p := l.p
	x := &course.Appraisal{Year: int64(year), Scheme: string(side), Category: "town", HandBy: hand, MarkBy: mark}
	head, clerk := func() actor.Actor { return p.office(side, true) }, func() actor.Actor { return p.office(side, false) }
	p.act(ref.Appraisal, "add", clerk(), noun.Call{In: x})
	sheets := l.sheetsOf(x.ID)
	for i, s := range sheets {
		if s.Unit == p.named(late) {
			continue
		}
		l.between(0, 1)
		by := p.as(p.hand(s.Unit, 0))
		for _, k := range l.marksOf(s.ID) {
			if say, ok := self[side][k.Item]; ok && i%2 == 0 {
				p.act(ref.Mark, "claim", by, noun.Call{ID: k.ID, In: &course.Claiming{Claim: k.Most * 9 / 10, Statement: say}})
			}
		}
		p.act(ref.Scoresheet, "hand", by, noun.Call{ID: s.ID, In: &course.Handing{
			Report: fmt.Sprintf("对照%d年度考核办法逐项自查：研究部署、任务落实、问题整改总体按期，公开事项个别偏晚，已经整改。", year)}})
	}
	poll := l.polled(x.ID, sheets, clerk, head)
	l.until(hand + 3)
	poll()
	p.act(ref.Appraisal, "verify", clerk(), noun.Call{ID: x.ID})
	third := p.named("财政局")
	l.wait(0)
	p.act(ref.Appraisal, "appoint", head(), noun.Call{ID: x.ID, In: &course.Appointing{Person: p.leader(third)}})
	for i, s := range sheets {
		l.wait(1)
		for _, k := range l.marksOf(s.ID) {
			l.marks(k, head(), clerk(), i == 1 && k.Item == "8.1", third)
		}
	}
	l.until(mark)
	p.act(ref.Appraisal, "tell", clerk(), noun.Call{ID: x.ID})
	l.between(1, 3)
	l.objects(sheets)
	l.between(5, 8)
	p.act(ref.Appraisal, "notice", clerk(), noun.Call{ID: x.ID})
	l.wait(7)
	p.act(ref.Appraisal, "approve", p.group(), noun.Call{ID: x.ID,
		In: &course.Approving{Meeting: fmt.Sprintf("领导小组%d年第1次会议", year+1)}})
	l.between(2, 4)
	p.act(ref.Appraisal, "draft", clerk(), noun.Call{ID: x.ID})
	l.resultOf(x.ID)
}

// resultOf finishes the circular of a result: the best town is commended, and it is issued.
func (l *life) resultOf(appraisal ref.ID) {
	p := l.p
	v, _, err := p.Objects.One(p.ctx, ref.Appraisal, appraisal)
	p.must(err)
	d, _, err := p.Objects.One(p.ctx, ref.Circular, v.(*course.Appraisal).Draft)
	p.must(err)
	who := p.officeWriting(dispatch.Dispatch{})
	x := circular{Circular: *d.(*circulars.Circular), drafter: who.drafter(), checker: who.checker()}
	for _, s := range l.sheetsOf(appraisal) {
		if s.Rank == 1 {
			x.names = append(x.names, circulars.Mention{Verdict: circulars.Commend, Named: s.Unit, Body: s.Body,
				Fact:    fmt.Sprintf("%d年度考核得分列同组第1名", s.Year),
				Grounds: "根据《镇坪县党风廉政建设责任制考核办法》第十二条"})
			break
		}
	}
	l.issues(x)
}

// marks has two people mark an item alike, or so unlike that a third does too.
func (l *life) marks(k *course.Mark, one, two actor.Actor, apart bool, third ref.ID) {
	p := l.p
	n := k.Most * int64(80+l.r.IntN(19)) / 100
	give := func(by actor.Actor, points int64, why string) {
		p.act(ref.Mark, "mark", by, noun.Call{ID: k.ID, In: &course.Giving{Points: points, Why: why}})
	}
	give(one, n, "查看佐证和公开记录后评分。")
	if !apart {
		give(two, n, "核对佐证，与记录相符。")
		return
	}
	give(two, n/2, "公开目录有三项查不到记录。")
	l.wait(0)
	give(p.as(p.leader(third)), n*3/4, "到公开栏和网站逐项核对，两项属实、一项已补。")
}

// objected is what two towns say against their marks: one thing is upheld, the others are not.
var objected = []struct{ unit, item, claim string }{
	{"曙坪镇", "1.3", "村级签字背书单当时在村里存档，没有带来。"},
	{"曙坪镇", "8.1", "两项公开因系统迁移延后，已有说明。"},
	{"城关镇", "8.1", "公开栏拆迁期间改在网站公开。"},
}

func (l *life) objects(sheets []*course.Scoresheet) {
	p := l.p
	for _, x := range objected {
		unit := p.named(x.unit)
		for _, s := range sheets {
			if s.Unit == unit && s.Side == actor.Principal {
				l.wait(0)
				p.act(ref.Scoresheet, "object", p.as(p.hand(unit, 0)), noun.Call{ID: s.ID,
					In: &course.Objecting{Item: x.item, Claim: x.claim}})
			}
		}
	}
	all, err := p.AllOf(p.ctx, ref.Objection)
	p.must(err)
	for _, v := range all {
		o := v.(*course.Objection)
		if o.State != course.Raised {
			continue
		}
		l.wait(1)
		in := &course.Deciding{Answer: course.Rejected, Points: o.Had, Reason: "目录规定的期限未变，说明不改变逾期的事实。"}
		if o.Item == "1.3" {
			in = &course.Deciding{Answer: course.Upheld, Points: o.Most, Reason: "现场核对，村级签字背书单齐全，由本人写明意见。"}
		}
		p.act(ref.Objection, "decide", p.group(), noun.Call{ID: o.ID, In: in})
	}
}

// sheetsOf and marksOf are those of an assessment, and of a sheet.
func (l *life) sheetsOf(of ref.ID) (out []*course.Scoresheet) {
	all, err := l.p.AllOf(l.p.ctx, ref.Scoresheet)
	l.p.must(err)
	for _, v := range all {
		if s := v.(*course.Scoresheet); s.Appraisal == of {
			out = append(out, s)
		}
	}
	return out
}

func (l *life) marksOf(sheet ref.ID) (out []*course.Mark) {
	all, err := l.p.AllOf(l.p.ctx, ref.Mark)
	l.p.must(err)
	for _, v := range all {
		if k := v.(*course.Mark); k.Sheet == sheet {
			out = append(out, k)
		}
	}
	return out
}
