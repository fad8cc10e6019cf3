package demo

import (
	"fmt"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/announcement"
	"shuangze/internal/lists/record"
	"shuangze/internal/lists/remark"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// copied is what one unit wrote and another took over.
const copied = "会议传达了上级纪委全会精神，听取了各分管领导履行一岗双责的情况汇报，逐项研究了项目招标、惠民资金、公务接待三个方面的风险，" +
	"明确由分管领导牵头、责任科室落实、纪检委员跟踪，月底以前把台账交到办公室，下次会议逐条对照检查。"

// remarked tells of an inspection that was announced to a town, and of what the town
// wrote down between that and its first day: a remark of each kind. The unit answers one,
// an office dismisses another.
func (p *play) remarked() {
	p.start(p.today-14, func(l *life) {
		town, bureau := p.named("曙坪镇"), p.named("财政局")
		write := func(unit ref.ID, r *record.Record, files ...act.File) ref.ID {
			r.Body = p.seat(unit)
			r.Person = p.on().FirstResponsible(r.Body).Person
			p.act(ref.Record, "add", p.as(r.Person), noun.Call{In: r, Files: files})
			return r.ID
		}
		write(bureau, &record.Record{Form: "meeting", DoneOn: l.today(), Subject: "研究重点领域廉政风险", Content: copied})
		l.wait(2)
		told := l.today()
		for _, unit := range []ref.ID{town, bureau} {
			p.act(ref.Announcement, "add", p.office(actor.Supervisory, false), noun.Call{In: &announcement.Announcement{
				Checked: unit, AnnouncedOn: told, Clock: "08:30", Announcer: "县纪委监委党风政风监督室",
				Subject: "主体责任落实情况专项检查", FirstDay: told + 8}})
		}
		l.wait(1)
		sheet, err := p.File(p.ctx, "签到册.png", picture(7, 7))
		p.must(err)
		day, files := l.today(), sheet.File()
		first := write(town, &record.Record{Form: "meeting", DoneOn: told - 2, Subject: "研究重点领域廉政风险防控",
			Content: "镇党委" + copied})
		write(bureau, &record.Record{Form: "visit", DoneOn: told - 1, Subject: "到国库支付中心调研资金拨付"})
		for i := range 9 {
			r := &record.Record{Form: "talk", DoneOn: told, Subject: fmt.Sprintf("与第 %d 村民小组组长谈话", i+1)}
			if i < 3 {
				write(town, r, files)
			} else {
				write(town, r)
			}
		}
		l.until(day + 2)
		late, err := p.File(p.ctx, "会场照片.png", picture(7, 8))
		p.must(err)
		attach, _ := p.Nouns(ref.Record).Act(noun.AttachAct)
		p.did(attach.Do(p.ctx, noun.Call{Command: p.command(p.as(p.on().FirstResponsible(p.seat(town)).Person)), ID: first,
			In: &noun.Attached{FileKind: "photo"}, Files: []act.File{late.File()}}))
		l.wait(1)
		p.must(p.Remarks(p.ctx))
		all, err := p.AllOf(p.ctx, ref.Remark)
		p.must(err)
		dismissed := false
		for _, v := range all {
			switch x := v.(*remark.Remark); {
			case x.Unit != town:
			case x.Kind == remark.Announced && x.Record == first:
				p.act(ref.Remark, "reply", p.as(x.Person), noun.Call{ID: x.ID,
					In: &remark.Said{Text: "会议记录当时写在纸上，经办人下村未能及时录入，原件可查。"}})
			case x.Kind == remark.SameFile && !dismissed:
				dismissed = true
				p.act(ref.Remark, "dismiss", p.office(x.Side, false), noun.Call{ID: x.ID,
					In: &remark.Said{Text: "三次谈话在同一天进行，共用一本签到册，属实。"}})
			}
		}
	})
}

// seat is the body of a unit that bears the principal responsibility.
func (p *play) seat(unit ref.ID) ref.ID {
	for _, b := range p.on().Seated(unit) {
		if b.Kind == bodies.PartyCommittee || b.Kind == bodies.PartyGroup {
			return b.ID
		}
	}
	return 0
}
