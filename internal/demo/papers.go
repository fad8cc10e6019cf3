package demo

import (
	"fmt"
	"time"

	"shuangze/internal/account"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/lists/task"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/when"
)

// endorsements are what the first responsible persons of the play write.
var endorsements = []string{
	"已逐项审查，责任到人、时限明确，请各责任人按季度报告落实情况。",
	"审查属实，同意按此执行；纪律作风检查要提前安排，逐月调度。",
	"经审查，内容与班子会议决定一致，请办公室一周内分送各股室执行。",
}

// papers are signed in January: the responsibility lists of a town, a bureau and the
// county, and who of the town is responsible for what. One list changes afterwards;
// a report waits for its signature.
func (p *play) papers() {
	year := p.today.Year()
	for i, unit := range []string{"曙坪镇", "财政局"} {
		p.start(when.Date(year, time.January, 19)+when.Day(i), func(l *life) {
			body := p.keeper(unit)
			id := p.paper(l, &signoff.Paper{Kind: signoff.ResponsibilityList, Body: body, Year: int64(year),
				Title: fmt.Sprintf("%s%d年责任清单", unit, year)}, "年初拟定，班子会议已讨论。")
			l.wait(2)
			p.signed(id, endorsements[i])
			l.wait(1)
			p.sign("issue", p.as(p.hand(p.named(unit), 0)), noun.Call{ID: id, In: &signoff.Issuing{On: l.today(),
				Document: fmt.Sprintf("%s办发〔%d〕3号", string([]rune(unit)[:1]), year)}})
			if i == 0 {
				l.until(when.Date(year, time.May, 18))
				p.reword(body, year)
			}
		})
	}
	p.start(when.Date(year, time.January, 21), func(l *life) {
		committee, _ := p.on().Single(bodies.CountyCommittee)
		id := p.paper(l, &signoff.Paper{Kind: signoff.TaskList, Body: committee.ID, Year: int64(year),
			Title: fmt.Sprintf("全县%d年党风廉政建设任务清单", year)}, "常委会审议后定稿。")
		l.wait(2)
		p.signed(id, endorsements[2])
	})
	p.start(when.Date(year, time.January, 23), func(l *life) {
		id := p.paper(l, &signoff.Paper{Kind: "division", Body: p.keeper("曙坪镇"), Year: int64(year),
			Title: fmt.Sprintf("曙坪镇%d年领导班子责任分工", year),
			Content: "党委书记：负总责。\n镇长：负责政府系统党风廉政建设。\n纪委书记：负责监督检查、执纪问责。\n" +
				"其他班子成员：负责分管范围内的党风廉政建设。\n虚构材料，仅供演示。"}, "班子调整后重新分工。")
		l.wait(1)
		p.signed(id, "分工与班子会议决定一致，分管范围没有空白，请按此履责并每半年报告。")
	})
	// The past year's: who was responsible for what, and how the year went.
	for i, unit := range []string{"曙坪镇", "财政局"} {
		p.start(when.Date(year-1, time.January, 22)+when.Day(i), func(l *life) {
			id := p.paper(l, &signoff.Paper{Kind: "division", Body: p.keeper(unit), Year: int64(year - 1),
				Title: fmt.Sprintf("%s%d年领导班子责任分工", unit, year-1), Content: "主要负责人：负总责。\n纪检负责人：负责监督检查。\n" +
					"其他班子成员：负责分管范围内的党风廉政建设。\n虚构材料，仅供演示。"}, "年初分工。")
			l.wait(1)
			p.signed(id, "分工覆盖全部股室和站所，请各责任人按季度报告。")
		})
		p.start(when.Date(year-1, time.December, 22)+when.Day(i), func(l *life) {
			id := p.paper(l, &signoff.Paper{Kind: "summary", Body: p.keeper(unit), Year: int64(year - 1),
				Title: fmt.Sprintf("%s%d年落实主体责任年终总结", unit, year-1), Content: "一、所做工作：按季度专题研究，逐项督办问题。\n" +
					"二、存在问题：个别问题整改超期。\n三、下一年打算：提前安排，逐月调度。\n虚构材料，仅供演示。"}, "年终总结送审。")
			l.wait(2)
			p.signed(id, "总结属实，问题部分请写明原因和改进时限后印发。")
		})
	}
	p.start(p.today-6, func(l *life) {
		p.paper(l, &signoff.Paper{Kind: "special-report", Body: p.keeper("曙坪镇"), Year: int64(year),
			Title: "惠民资金监管专项报告", Content: "一、核查情况：核对三个村的发放台账，未发现截留。\n二、存在问题：公示不够及时。\n" +
				"三、下一步：发放前后各公示七天。\n虚构材料，仅供演示。"}, "专项检查结束，送审。")
	})
}

// keeper is the body that keeps the principal responsibility of a unit.
func (p *play) keeper(unit string) ref.ID {
	list := task.Keepers(p.on(), []ref.ID{p.named(unit)})
	if len(list) == 0 {
		p.must(fmt.Errorf("%s has no body", unit))
	}
	return list[0]
}

// paper puts a paper on record and freezes its first version, by an office.
func (p *play) paper(l *life, x *signoff.Paper, why string) ref.ID {
	office := p.office(actor.Principal, false)
	id := p.sign("add", office, noun.Call{In: x}).Object.ID
	l.wait(0)
	p.sign(signoff.FreezeAct, office, noun.Call{ID: id, In: &signoff.Freezing{Reason: why}})
	return id
}

// signed has the first responsible person sign the newest version, as by password and
// one-time code.
func (p *play) signed(id ref.ID, opinion string) {
	all, err := p.AllOf(p.ctx, signoff.Shape.Of)
	p.must(err)
	for _, v := range all {
		x := v.(*signoff.Paper)
		if x.ID != id {
			continue
		}
		by := p.as(p.on().FirstResponsible(x.Body).Person)
		by.Account = 1
		text, err := p.Frozen(p.ctx, id, x.Newest)
		p.must(err)
		p.sign(signoff.SignAct, by, noun.Call{ID: id, In: &signoff.Signing{Number: x.Newest, Digest: text.Hex(),
			Opinion: opinion, Proof: account.Confirmed{Account: by.Account, Means: account.ByPasswordAndCode, At: p.now}}})
	}
}

// reword changes a row of the list of a body after it was signed.
func (p *play) reword(body ref.ID, year int) {
	all, err := p.AllOf(p.ctx, responsibility.Shape.Of)
	p.must(err)
	for _, v := range all {
		d := v.(*responsibility.Duty)
		if d.Body != body || d.Year != int64(year) || d.State != responsibility.InForce {
			continue
		}
		now := *d
		now.Requirement += "发现问题当场提醒，一周内回访。"
		a, _ := p.Nouns(responsibility.Shape.Of).Act("change")
		p.did(a.Do(p.ctx, noun.Call{Command: act.Command{Actor: p.office(actor.Principal, false)}, ID: d.ID,
			Version: d.Version, In: &noun.Changed{V: &now, Reason: "班子会议补充要求。"}}))
		return
	}
}

// sign does an act on papers.
func (p *play) sign(name string, by actor.Actor, c noun.Call) act.Receipt {
	a, ok := p.Nouns(signoff.Shape.Of).Act(name)
	if !ok {
		p.must(fmt.Errorf("nobody can %s a paper", name))
	}
	c.Command = act.Command{Actor: by}
	return p.did(a.Do(p.ctx, c))
}
