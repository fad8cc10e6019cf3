package demo

import (
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/inspections"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
	"slices"
)

// inspected is an inspection that is played from so many days before today up to a state.
type inspected struct {
	unit, sort, subject string
	side                actor.Side
	ago                 int
	upto                string
	found               []string
	again               bool // the first re-check finds that it lacks
}

var inspectedOnes = []inspected{
	{"曙坪镇", inspections.Quarterly, "", actor.Principal, 420, inspections.Closed,
		[]string{"抽查的两个村财务公示晚于规定时间。", "班子成员谈心谈话记录不完整。"}, true},
	{"财政局", inspections.Special, "惠民惠农补贴资金专项检查", actor.Supervisory, 300, inspections.Closed, nil, false},
	{"财政局", inspections.Quarterly, "", actor.Supervisory, 130, inspections.Closed, []string{"大额支出集体研究没有留下记录。"}, false},
	{"曙坪镇", inspections.Special, "村级工程项目专项检查", actor.Supervisory, 26, inspections.Reported,
		[]string{"一处二十万元以上的工程没有请村务监督委员会参加验收。"}, false},
	{"钟宝镇", inspections.Quarterly, "", actor.Principal, 52, inspections.Told, []string{"责任分工没有分解到站所。"}, false},
	{"财政局", inspections.Quarterly, "", actor.Principal, 9, inspections.Told, []string{"廉政风险点三季度没有更新。"}, false},
	{"上竹镇", inspections.Quarterly, "", actor.Supervisory, 6, inspections.Started, []string{"公务接待登记有两处缺审批。"}, false},
	{"曙坪镇", inspections.Quarterly, "", actor.Principal, -1, inspections.Ahead, nil, false},
}

// inspections are those of the past year, ended, and of this one: one is late, one waits to be looked at again, one is
// under way, one is planned and its unit knows nothing of it; a town's discipline committee checks its own town.
func (p *play) inspections() {
	for _, x := range inspectedOnes {
		day := p.today - when.Day(max(x.ago, 1)) - 4
		if day > p.first {
			p.start(day, func(l *life) { p.inspection(l, x) })
		}
	}
	p.start(p.today-40, func(l *life) {
		town := p.named("曙坪镇")
		for _, b := range p.on().Seated(town) {
			who := p.discipline(town)
			if b.Kind != bodies.DisciplineCommittee || who == 0 {
				continue
			}
			v := &inspections.Inspection{Sort: inspections.Daily, Body: b.ID, Target: town, Subject: "纪律作风日常检查",
				Begins: l.today(), Ends: l.today(), Leader: who}
			p.inspectedBy(l, v, p.as(who), nil)
		}
	})
}

func (p *play) inspection(l *life, x inspected) {
	c, office := p.on(), p.office(x.side, false)
	kind := bodies.CountyCommittee
	if x.side == actor.Supervisory {
		kind = bodies.CountyDiscipline
	}
	body, _ := c.Single(kind)
	begins := l.today() + 4
	if x.ago < 0 {
		begins = p.today + 3
	}
	v := &inspections.Inspection{Sort: x.sort, Body: body.ID, Target: p.named(x.unit), Subject: x.subject, Begins: begins,
		Ends: begins, Why: "上季度履责事项逾期较多。", Leader: p.office(x.side, true).Person}
	if x.sort == inspections.Quarterly {
		v.Plan = "镇党责办〔" + yearIn(begins) + "〕3号"
	}
	if x.upto == inspections.Ahead {
		v.Methods = inspections.Methods{}
		p.act(ref.Inspection, "add", office, noun.Call{In: v})
		return
	}
	found := x.found
	do := p.inspectedBy(l, v, office, found, x.upto == inspections.Started)
	if x.upto != inspections.Told && x.upto != inspections.Started {
		p.rectified(l, v, x, do)
	}
}

// drawn is an inspection that follows from a round: somebody is named to lead it, and it goes to its end.
func (p *play) drawn(l *life, v *inspections.Inspection, found []string) {
	if v.Target == p.code(p.unit[merged].code) {
		return // it will be merged before the inspection ends
	}
	named := *v
	for _, who := range []actor.Actor{p.office(v.Side, true), p.office(v.Side, false), p.group()} {
		if named.Leader == 0 && p.apart(who, v.Target) {
			named.Leader = who.Person
		}
	}
	by := p.inspector(v.Side, v.Target)
	p.act(ref.Inspection, "change", by, noun.Call{ID: v.ID, In: &noun.Changed{V: &named, Reason: "确定组长"}})
	do := p.inspectedBy(l, v, by, found)
	p.rectified(l, v, inspected{side: v.Side, upto: inspections.Closed, found: found}, do)
}

// rectified is what follows the feedback.
func (p *play) rectified(l *life, v *inspections.Inspection, x inspected, do func(string, actor.Actor, any)) {
	if len(x.found) == 0 {
		return
	}
	all, err := p.AllOf(p.ctx, ref.Finding)
	p.must(err)
	for _, f := range all {
		if f := f.(*inspections.Finding); f.Inspection == v.ID && f.Problem != 0 {
			l.solved(f.Problem, 2)
		}
	}
	report := func(done string) {
		l.between(8, 11)
		do("report", p.writer(v.Target), &noun.Said{Text: done})
	}
	report("已逐项整改，材料已归档。")
	if x.upto == inspections.Reported {
		return
	}
	l.between(3, 6)
	office := p.inspector(x.side, v.Target)
	if x.again {
		do("recheck", office, &inspections.Rechecking{Result: inspections.Lacking, Checked: "还有一个村没有补齐公示。",
			Again: l.today() + 15})
		report("最后一个村已补齐公示。")
		l.between(2, 4)
		office = p.inspector(x.side, v.Target)
	}
	do("recheck", office, &inspections.Rechecking{Result: inspections.Found, Checked: "现场查看，问题都已改好。"})
	l.between(1, 2)
	do("close", p.inspector(x.side, v.Target), &noun.Said{Text: "整改到位，同意办结。"})
}

// apart says that somebody holds no post in a unit or in one above it: nobody inspects their own, nor knows of it
// before.
func (p *play) apart(who actor.Actor, unit ref.ID) bool {
	return !slices.ContainsFunc(p.on().PostsOf(who.Person), func(a bodies.Appointment) bool {
		return p.on().Within(a.Unit, unit) || p.on().Within(unit, a.Unit)
	})
}

// inspector is who of an office may know of an inspection of a unit.
func (p *play) inspector(side actor.Side, unit ref.ID) actor.Actor {
	if who := p.office(side, false); p.apart(who, unit) {
		return who
	}
	return p.office(side, true)
}

func yearIn(d when.Day) string { return d.String()[:4] }

// inspectedBy plays one from the plan to the feedback, or up to before it.
func (p *play) inspectedBy(l *life, v *inspections.Inspection, by actor.Actor, found []string,
	untold ...bool) func(string, actor.Actor, any) {
	do := func(name string, by actor.Actor, in any) {
		p.act(ref.Inspection, name, by, noun.Call{ID: v.ID, In: in})
	}
	if v.ID == 0 {
		p.act(ref.Inspection, "add", by, noun.Call{In: v})
	}
	l.until(v.Begins)
	do("start", by, &inspections.Starting{On: l.today()})
	l.wait(0)
	for i, id := range p.checkups(v.ID) {
		if i < 2 {
			p.act(ref.Checkup, "look", by, noun.Call{ID: id, In: &inspections.Line{Result: inspections.Fine}})
		}
	}
	leader, hand := p.stand(v.Target, 0, 0)
	for _, what := range found {
		do("find", by, &inspections.Finding{What: what, Level: problem.Slight, Measure: "对照规定补齐，专人负责。",
			Leader: leader, Handler: hand})
	}
	do("note", by, &inspections.Noted{Methods: inspections.Methods{Hear: true, Read: true, Visit: true},
		Seen: "听取汇报，查阅台账，走访两个站所和十户群众。"})
	if len(untold) > 0 && untold[0] {
		return do
	}
	l.wait(0) // the same day: whoever is to put it right may hold another post by the next
	opinion := "责任落实总体到位，问题请按期整改。"
	if len(found) == 0 {
		opinion = "责任落实到位，未发现问题。"
	}
	do("tell", by, &inspections.Feedback{On: l.today(), Hearers: "领导班子", Opinion: opinion})
	return do
}

// checkups are the lines of a checklist.
func (p *play) checkups(of ref.ID) (out []ref.ID) {
	all, err := p.AllOf(p.ctx, ref.Checkup)
	p.must(err)
	for _, v := range all {
		if v.(*inspections.Line).Inspection == of {
			out = append(out, v.Head().ID)
		}
	}
	return out
}
