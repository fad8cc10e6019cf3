package demo

import (
	"encoding/hex"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

const groundOfTalks = "《中国共产党党内监督条例》第二十一条"

// aTalk is one that is played up to a state: who speaks with whom, and of what.
type aTalk struct {
	kind, unit string
	post       bodies.Post
	formal     bool
	talker     func() ref.ID
	reason     string
	discipline string
	content    string
	upto       string
	paper      bool // signed on paper
}

// threeTalks are the three talks of both years: a formal admonition with its later look, one
// that is in effect and one whose report is late; an accountability talk whose report was
// sent back; a reminder; and what waits for an approval, a notice or a signature.
func (p *play) threeTalks() {
	secretary := func() ref.ID { return p.group().Person }
	commission := func() ref.ID {
		b, _ := p.on().Single(bodies.CountyDiscipline)
		return p.on().FirstResponsible(b.ID).Person
	}
	head := func(unit string) func() ref.ID { return func() ref.ID { return p.leader(p.named(unit)) } }
	for _, x := range []struct {
		day  when.Day
		talk aTalk
	}{
		{p.first + 45, aTalk{talks.Admonition, "钟宝镇", bodies.TeamMember, true, head("钟宝镇"), "下乡补助发放把关不严，多报三次",
			"integrity", "逐笔指出多报的三次下乡补助，要求全部退回，三个月内不再审批报销。", talks.Closed, true}},
		{p.first + 60, aTalk{talks.Integrity, "财政局", bodies.Head, false, commission, "任职廉政谈话", "",
			"讲明派驻监督的职责，要求守住岗位上的底线，定期报告。", talks.Closed, false}},
		{p.first + 150, aTalk{talks.Accountability, "城关镇", bodies.Secretary, false, commission, "所辖站所发生较重违纪案件，约谈主要负责人",
			"political", "通报案件情况，指出日常监督不到位，要求班子对照整改。", talks.Closed, false}},
		{p.first + 210, aTalk{talks.Admonition, "曾家镇", bodies.DeputySecretary, true, head("曾家镇"), "违规审批公务用车",
			"integrity", "核对用车审批单，指出问题，要求作出检讨。", talks.Refused, false}},
		{p.today - 120, aTalk{talks.Admonition, "华坪镇", bodies.TeamMember, true, head("华坪镇"), "工作日中午饮酒",
			"work", "指出违反工作纪律的事实，要求作出书面检讨。", talks.Following, false}},
		{p.today - 70, aTalk{talks.Accountability, "上竹镇", bodies.Secretary, false, commission, "村级财务连续两次被通报，约谈主要负责人",
			"masses", "逐项核对通报的问题，要求一个月内公开村级账目。", talks.Reported, true}},
		{p.today - 50, aTalk{talks.Admonition, "水利局", bodies.TeamMember, true, head("水利局"), "项目验收走过场",
			"work", "指出三个项目验收没有到现场，要求重新核验。", talks.Signed, false}},
		{p.today - 30, aTalk{talks.Admonition, "林业局", bodies.TeamMember, false, head("林业局"), "节日期间值班脱岗",
			"work", "提醒遵守值班纪律。", talks.Withdrawn, false}},
		{p.today - 9, aTalk{talks.Admonition, "财政局", bodies.StaffPost, false, head("财政局"), "报销单据审核有疏漏",
			"work", "", talks.Notified, false}},
		{p.today - 6, aTalk{talks.Integrity, "曙坪镇", bodies.Secretary, false, head("曙坪镇"), "履行监督责任的廉政谈话", "",
			"讲明镇纪委的监督责任，要求紧盯惠民资金和村级采购，自身清正。", talks.Held, false}},
		{p.today - 3, aTalk{talks.Accountability, "牛头店镇", bodies.Secretary, false, secretary, "分管领导被立案，约谈主要负责人", "political",
			"", talks.Asked, false}},
		{p.today - 3, aTalk{talks.Integrity, "财政局", bodies.TeamMember, false, head("财政局"), "节前廉政提醒谈话", "",
			"", talks.Planned, false}},
	} {
		p.start(x.day, func(l *life) { l.spoken(x.talk, nil) })
	}
}

// spoken plays a talk up to its state; asked is with whom, by which duty, after a case; nil = by unit and post.
func (l *life) spoken(x aTalk, asked *talks.Talk) {
	p := l.p
	unit, office, signer := p.named(x.unit), p.office(actor.Supervisory, false), talks.Talk{}
	for _, b := range p.on().Seated(unit) { // the discipline body's where the post is one of it
		for _, a := range p.on().PostsAt(b.ID) {
			principal := b.Kind.Side() == bodies.Principal
			wants := x.kind != talks.Integrity || x.post == bodies.TeamMember
			if a.Post == x.post && principal == wants {
				signer.Body, signer.Person = b.ID, a.Person
			}
		}
	}
	if signer.Body == 0 {
		signer.Body, signer.Person = p.seat(unit), p.hand(unit, 0)
	}
	duty := ref.ID(0)
	if asked != nil {
		signer, duty = *asked, asked.Duty
	}
	t := &talks.Talk{Duty: duty, Kind: x.kind, Formal: x.formal, Body: signer.Body, Person: signer.Person,
		Talker: x.talker(),
		Day:    l.today() + 8, Clock: "15:00", Place: "二楼谈话室", Reason: x.reason, Discipline: x.discipline, Mode: "single"}
	if x.kind == talks.Integrity {
		office = p.as(t.Talker)
		if x.content != "" {
			t.Day, t.Content, t.Response = l.today(), x.content, "完全接受，照要求去做。"
		}
	} else {
		t.Ground = groundOfTalks
	}
	if x.content != "" && t.Content == "" {
		t.Recorder = p.office(actor.Supervisory, false).Person
	}
	do := func(name string, by actor.Actor, in any, files ...act.File) {
		p.act(ref.Talk, name, by, noun.Call{ID: t.ID, In: in, Files: files})
	}
	at := func(state string) bool { return x.upto == state }
	p.act(ref.Talk, "add", office, noun.Call{In: t})
	said := func(s string) *talks.Said { return &talks.Said{Text: s} }
	if at(talks.Asked) || at(talks.Planned) || at(talks.Held) {
		return
	}
	if t.Needs().Approval {
		l.wait(1)
		if at(talks.Refused) {
			do("refuse", p.group(), said("事实还没有核清，核清以后再提。"))
			return
		}
		do("approve", p.group(), said("同意，请谈话人当面讲清问题和要求。"))
	}
	if t.Needs().Notice {
		l.wait(1)
		t.Day = max(t.Day, p.Policy.Calendar.Working(l.today(), 3))
		do("notify", office, t)
		if at(talks.Withdrawn) {
			do("withdraw", office, said("经核实，当日已经请假，不再谈话。"))
		}
		if at(talks.Withdrawn) || at(talks.Notified) {
			return
		}
		l.until(t.Day)
		t.Content, t.Response, t.Opinion = x.content, "诚恳接受，认真整改，今后引以为戒。", "态度端正，请按期报告整改情况。"
		do("hold", p.as(t.Talker), t)
	}
	l.wait(1)
	l.signedTalk(t.ID, t.Talker)
	if x.paper {
		scan, err := p.File(p.ctx, "谈话记录签字页.png", picture(5, int(t.Day)%9+1))
		p.must(err)
		do("paper", office, &talks.Said{}, scan.File())
	} else {
		l.signedTalk(t.ID, t.Person)
	}
	switch {
	case at(talks.Signed):
		return
	case x.kind == talks.Integrity:
		do("close", office, nil)
		return
	}
	l.wait(8)
	person := p.as(t.Person)
	do("report", person, said("已经退回多报款项，完善了审批登记，并在班子会上作了检讨。"))
	if at(talks.Reported) {
		return
	}
	l.wait(2)
	if x.kind == talks.Accountability {
		do("again", office, said("没有写明制度怎样补上，请补充。"))
		l.wait(4)
		do("report", person, said("已制定站所监督办法，班子成员分片负责，附办法全文。"))
		l.wait(2)
	}
	do("pass", office, said("已抽查核实，整改到位。"))
	if x.upto == talks.Closed && t.Needs().Effect {
		l.until(p.Policy.Talk.Follow.From(p.Policy.Calendar, t.Day).Due)
		do("follow", p.as(t.Talker), &talks.Said{Text: "半年来没有再发生同类问题，群众反映良好。", Mended: "mended"})
	}
}

// signedTalk signs the record of a talk as by password and one-time code.
func (l *life) signedTalk(id, who ref.ID) {
	p := l.p
	v, _, err := p.Objects.One(p.ctx, ref.Talk, id)
	p.must(err)
	frozen, err := hex.DecodeString(v.(*talks.Talk).Frozen)
	p.must(err)
	a, _ := p.Nouns(ref.Talk).Act(talks.Sign)
	call := noun.Call{Command: p.command(p.as(who)), ID: id, In: &talks.Said{}}
	p.did(a.Do(talks.Confirmed(p.ctx, "code", frozen), call))
}

// welcomed holds the integrity talk that a duty asks for with who took office.
func (p *play) welcomed(d *duty.Duty, on when.Day) {
	p.act(ref.Talk, "add", p.group(), noun.Call{In: &talks.Talk{Kind: talks.Integrity, Body: d.Body, Person: d.Person,
		Talker: p.group().Person, Day: on, Clock: "09:30", Place: "县委小会议室", Reason: "任职廉政谈话", Mode: "single",
		Content: "讲明两个责任和廉洁从政的要求，提醒岗位风险。", Response: "服从组织安排，守住底线。"}})
}
