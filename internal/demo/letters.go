package demo

import (
	"fmt"
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/letter"
	"shuangze/internal/letter/dispatch"
	"shuangze/internal/letter/slip"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// writing is an office document as the play tells of it: at is where its organ sits, by whom it is drafted and checked.
type writing struct {
	dispatch.Dispatch
	at      string
	drafter func() ref.ID
	checker func() ref.ID
}

// tellsAll is the kind 通报 of an office document.
const tellsAll = "circular"

const (
	circularText = "第%s季度，各级各部门落实“两个责任”总体有力，也还有薄弱环节。现将有关情况通报如下。\n一、基本情况\n" +
		"（一）责任落实。多数单位按季度专题研究，逐项督办问题。\n（二）问题整改。到期问题大多按时销号，个别单位仍有超期。\n" +
		"二、存在问题\n1.个别单位台账登记不及时。\n2.个别问题整改措施不具体。\n三、下一步要求\n" +
		"请各单位对照通报逐条自查，月底前将整改情况报落实主体责任办公室。虚构材料，仅供演示。"
	noticeText = "为落实年度党风廉政建设工作安排，现将有关事项通知如下。\n一、对照任务清单逐项明确责任人和时限。\n" +
		"二、按季度开展自查，问题及时登记、及时整改。\n三、结果列入年度考核。\n虚构材料，仅供演示。"
)

// of is a document of a unit's or the county's body.
func (p *play) writing(kind bodies.BodyKind, unit string, w dispatch.Dispatch) writing {
	seat := ref.ID(0)
	if unit != "" {
		seat = p.named(unit)
	}
	for _, b := range p.on().Bodies() {
		if b.Kind == kind && (unit == "" || b.Unit == seat) {
			w.Organ = b.ID
		}
	}
	w.Form = "general"
	x := writing{Dispatch: w, at: unit}
	x.drafter = func() ref.ID { return p.at(p.named(unit), bodies.Clerk, bodies.StaffPost)[0] }
	x.checker = func() ref.ID { return p.at(p.named(unit), bodies.TeamMember, bodies.StaffPost, bodies.Chief)[0] }
	return x
}

// officeWriting is one of the office of the principal responsibility: its handler drafts, 县委办公室 checks.
func (p *play) officeWriting(w dispatch.Dispatch) writing {
	x := p.writing(bodies.PrincipalOffice, "", w)
	x.drafter = func() ref.ID { return p.office(actor.Principal, false).Person }
	x.checker = func() ref.ID { return p.at(p.named("县委办公室"), bodies.TeamMember)[0] }
	return x
}

// groupWriting is one of the leading group: the office drafts and checks, its leader signs.
func (p *play) groupWriting(w dispatch.Dispatch) writing {
	x := p.writing(bodies.LeadingGroup, "", w)
	x.drafter = func() ref.ID { return p.office(actor.Principal, false).Person }
	x.checker = func() ref.ID { return p.office(actor.Principal, true).Person }
	return x
}

// letters are the office documents of the past year and of this one, with one waiting at each step.
func (p *play) letters() {
	for _, year := range []int{p.today.Year() - 1, p.today.Year()} {
		p.start(when.Date(year, time.February, 10), func(l *life) {
			l.dispatch(p.groupWriting(dispatch.Dispatch{Kind: "notice", Life: letter.Life{Word: "leading-group",
				Text:       noticeText,
				Title:      fmt.Sprintf("关于做好%d年党风廉政建设\n和反腐败工作的通知", year),
				Recipients: "各镇、县直各部门", Copies: "人大办、政协办", CopiesOutside: "市纪委监委"}}), letter.Archived)
		})
		for i, month := range []time.Month{time.April, time.July, time.October} {
			p.start(when.Date(year, month, 12), func(l *life) {
				upto := letter.Archived
				if i == 1 && year < p.today.Year() {
					upto = letter.Void
				}
				l.dispatch(p.officeWriting(dispatch.Dispatch{Kind: tellsAll, Life: letter.Life{Word: "principal-office",
					Title:      fmt.Sprintf("关于%d年第%s季度落实主体责任情况的通报", year, []string{"一", "二", "三"}[i]),
					Recipients: "各镇、财政局、民政局", Cosigners: "落实监督责任办公室",
					Text: fmt.Sprintf(circularText, []string{"一", "二", "三"}[i])}}), upto)
			})
		}
		for i, unit := range []string{"曙坪镇", "财政局"} {
			kind, word := bodies.PartyCommittee, "party-committee"
			if i == 1 {
				kind, word = bodies.PartyGroup, "party-group"
			}
			p.start(when.Date(year, time.March, 8)+when.Day(i), func(l *life) {
				l.dispatch(p.writing(kind, unit, dispatch.Dispatch{Kind: dispatch.Report, Life: letter.Life{Word: word,
					Title: fmt.Sprintf("关于%d年落实主体责任情况的报告", year-1), Recipients: "县委督查室", Text: noticeText}}), letter.Sent)
			})
		}
	}
	for i, upto := range []string{letter.Draft, letter.Checking, letter.Signing, letter.Signed, letter.Sealed,
		letter.Sent} {
		p.start(p.today-12+when.Day(i), func(l *life) {
			l.dispatch(p.officeWriting(dispatch.Dispatch{Kind: "notice", Life: letter.Life{
				Word: "principal-office", Urgency: "urgent",
				Title:      "关于" + []string{"报送廉政教育资料", "开展作风检查", "核对问题台账", "上报整改进展", "开展交叉检查", "报送季度小结"}[i] + "的通知",
				Recipients: "曙坪镇、财政局", Cosigners: "财政局", Text: noticeText}}), upto)
			l.dispatch(p.writing(bodies.PartyCommittee, "曙坪镇", dispatch.Dispatch{Kind: "notice", Life: letter.Life{
				Word:       "party-committee",
				Title:      "关于" + []string{"村级财务公示", "廉政谈话安排", "项目资金自查", "换届纪律学习", "低保复核", "整改情况汇总"}[i] + "的通知",
				Recipients: "财政局", Outside: "各村党支部", Text: noticeText}}), upto)
		})
	}
	p.start(p.today-9, func(l *life) {
		id := l.dispatch(p.officeWriting(dispatch.Dispatch{Kind: "opinion", Life: letter.Life{
			Word: "principal-office", Title: "关于规范履责台账登记的意见",
			Recipients: "各单位", Cosigners: "财政局、落实监督责任办公室", Text: noticeText}}), letter.Signing)
		for _, s := range p.slips(id) {
			if p.on().Name(s.Unit) == "财政局" {
				p.act(ref.Slip, "object", p.as(p.leader(s.Unit)), noun.Call{ID: s.ID,
					In: &slip.Said{Text: "第二条与财务管理办法的登记要求不一致，建议先衔接。"}})
			}
		}
	})
}

// dispatch takes a document from its draft to a state, by the acts of everybody who has a part in it.
func (l *life) dispatch(x writing, upto string) ref.ID {
	p, in := l.p, x.Dispatch
	do := func(name string, by actor.Actor, said any) {
		l.wait(0)
		v, _, err := p.Objects.One(p.ctx, ref.Dispatch, in.ID)
		p.must(err)
		p.act(ref.Dispatch, name, by, noun.Call{ID: in.ID, In: said, Version: v.Head().Version})
	}
	a, _ := p.Nouns(ref.Dispatch).Act("add")
	p.did(a.Do(p.ctx, noun.Call{Command: p.command(p.as(x.drafter())), In: &in}))
	if upto == letter.Draft {
		return in.ID
	}
	do("submit", p.as(x.drafter()), nil)
	if upto == letter.Checking {
		return in.ID
	}
	l.wait(1)
	do(letter.PassAct, p.as(x.checker()), &letter.Said{Text: "文稿与研究意见一致，同意送签。"})
	if upto == letter.Signing {
		return in.ID
	}
	l.wait(1)
	for _, s := range p.slips(in.ID) {
		l.wait(0)
		p.act(ref.Slip, "agree", p.as(p.leader(s.Unit)), noun.Call{ID: s.ID, In: &slip.Said{Text: "同意。"}})
	}
	do(letter.SignAct, p.as(p.on().FirstResponsible(in.Organ).Person), &letter.Said{})
	if upto == letter.Signed {
		return in.ID
	}
	if upto == letter.Void {
		do("ask-cancel", p.as(x.drafter()), &letter.Said{Text: "引用数据有误，另行发文。"})
		do("cancel", p.as(x.checker()), nil)
		return in.ID
	}
	do("seal", p.as(x.drafter()), nil)
	if upto == letter.Sealed {
		return in.ID
	}
	do("send", p.as(x.drafter()), nil)
	l.wait(1)
	for i, s := range p.slips(in.ID) {
		if s.Role == slip.Countersign || upto == letter.Sent && i%2 == 1 {
			continue
		}
		l.wait(0)
		p.act(ref.Slip, "receive", p.as(p.hand(s.Unit, 0)), noun.Call{ID: s.ID})
	}
	if upto == letter.Archived {
		l.wait(5)
		do("archive", p.as(x.drafter()), &letter.Said{File: fmt.Sprintf("WS·%d·党群", l.today().Year()),
			Item: fmt.Sprint(in.ID.N() % 100), Code: "thirty-years"})
		if in.Kind == "notice" {
			do("oa", p.as(x.drafter()), &letter.Said{Text: fmt.Sprintf("镇OA-%d-%04d", l.today().Year(), in.ID.N()%1000)})
		}
	}
	return in.ID
}

// slips are what units were asked about a document.
func (p *play) slips(id ref.ID) (out []*slip.Slip) {
	all, err := p.AllOf(p.ctx, ref.Slip)
	p.must(err)
	for _, v := range all {
		if s := v.(*slip.Slip); s.Dispatch == id && s.State == slip.Open {
			out = append(out, s)
		}
	}
	return out
}
