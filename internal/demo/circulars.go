package demo

import (
	"fmt"
	"time"

	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/letter"
	"shuangze/internal/letter/dispatch"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

const circularOpening = "现将有关单位落实“两个责任”的情况通报如下。虚构材料，仅供演示。"

// circular is one as the play tells of it: who drafts, who checks, and whom it names.
type circular struct {
	circulars.Circular
	drafter, checker ref.ID
	names            []circulars.Mention
	reply            string // of the last that it names
}

// circulars are those of the discipline commission in the middle of each year, one of an office to one unit, and
// of two units one that waits to be checked and one draft.
func (p *play) circulars() {
	for _, year := range []int{p.today.Year() - 1, p.today.Year()} {
		p.start(when.Date(year, time.June, 8), func(l *life) {
			b, _ := p.on().Single(bodies.CountyDiscipline)
			drafter := p.hand(b.Unit, 0)
			x := circular{drafter: drafter, checker: p.second(b, drafter),
				Circular: circulars.Circular{Kind: circulars.Both, Reach: circulars.System, Category: "town",
					Covers: int64(year), Term: "h1", Demands: "各镇要对照通报自查，举一反三，把责任落到人、落到事。",
					Life: letter.Life{Organ: b.ID, Word: "county-discipline-circular", Text: circularOpening,
						Title: fmt.Sprintf("关于%d年上半年各镇履责情况的通报", year)}},
				names: []circulars.Mention{
					{Verdict: circulars.Commend, Named: p.named("城关镇"), Points: 100,
						Fact:    fmt.Sprintf("%d年上半年，应履责事项全部按时完成，重点工程廉政风险逐项排查", year),
						Grounds: "根据《镇坪县党风廉政建设责任制考核办法》第十二条"},
					{Verdict: circulars.Criticise, Named: p.named("曙坪镇"), Points: 150,
						Fact:    fmt.Sprintf("%d年3月，村级资金专项检查发现问题三个，超过期限二十天才整改到位，监督检查责任落实不力", year),
						Grounds: "根据《镇坪县党风廉政建设责任制考核办法》第十五条"}}}
			if year == p.today.Year() {
				x.reply = "情况属实。超期的两个问题因施工方更换延误，已于4月全部整改，并建立逐周调度。"
			}
			l.circular(x)
		})
	}
	p.start(when.Date(p.today.Year(), time.October, 14), func(l *life) {
		x := p.officeWriting(letterOf("关于第三季度财政资金监管情况的通报", "principal-office"))
		l.circular(circular{drafter: x.drafter(), checker: x.checker(), Circular: circulars.Circular{
			Kind: circulars.Commendation, Reach: circulars.Unit, Within: p.named("财政局"), Covers: int64(p.today.Year()),
			Term: "q3", Life: x.Life}, names: []circulars.Mention{{Verdict: circulars.Commend, Named: p.named("财政局"),
			Points: 50, Fact: "第三季度惠民补贴资金全部在十个工作日内拨付",
			Grounds: "根据《镇坪县党风廉政建设责任制考核办法》第十二条"}}})
	})
	for i, at := range []struct {
		unit, word string
		kind       bodies.BodyKind
	}{{"曙坪镇", "party-committee", bodies.PartyCommittee}, {"财政局", "party-group", bodies.PartyGroup}} {
		for k := range 2 {
			p.start(p.today-9+when.Day(i+3*k), func(l *life) { l.within(at.unit, at.word, at.kind, 2-k) })
		}
	}
}

// within is a circular within one unit on a quarter that is over, so many before this one: that on the one before the
// last waits to be checked, that on the last is a draft.
func (l *life) within(unit, word string, kind bodies.BodyKind, back int) {
	p := l.p
	year, month, _ := l.today().Date()
	n := year*4 + (int(month)-1)/3 - back
	term, quarter := fmt.Sprintf("q%d", n%4+1), []string{"一", "二", "三", "四"}[n%4]
	x := p.writing(kind, unit, letterOf("关于第"+quarter+"季度内部履责情况的通报", word))
	c := circulars.Circular{Kind: circulars.Both, Reach: circulars.Unit, Within: p.named(unit),
		Covers: int64(n / 4), Term: term, Life: x.Life}
	clerk := p.as(p.hand(p.named(unit), 0))
	p.act(ref.Circular, "add", clerk, noun.Call{In: &c})
	m := circulars.Mention{Circular: c.ID, Verdict: circulars.Criticise, Named: p.named(unit), Points: 50,
		Fact: "第" + quarter + "季度履责事项有逾期，未及时说明原因", Grounds: "根据《内部履责管理办法》第六条"}
	p.act(ref.Mention, "add", clerk, noun.Call{In: &m})
	if back == 2 {
		p.act(ref.Circular, "submit", clerk, noun.Call{ID: c.ID})
	}
}

// second is somebody else of a body's seat, who does not sign for it.
func (p *play) second(b bodies.Body, drafter ref.ID) ref.ID {
	for _, a := range p.on().PostsIn(b.Unit) {
		if a.Person != drafter && a.Person != p.on().FirstResponsible(b.ID).Person {
			return a.Person
		}
	}
	p.must(fmt.Errorf("nobody else checks for %s", b.Name))
	return 0
}

// circular takes one from its draft to the receipts, and says which it is.
func (l *life) circular(x circular) ref.ID {
	p, in := l.p, x.Circular
	p.act(ref.Circular, "add", p.as(x.drafter), noun.Call{In: &in})
	x.ID, x.Organ = in.ID, in.Organ
	l.issues(x)
	return in.ID
}

// issues names whom a draft names, and goes on to its receipts.
func (l *life) issues(x circular) {
	p, in := l.p, x.Circular
	do := func(name string, by ref.ID, said any) {
		l.wait(0)
		v, _, err := p.Objects.One(p.ctx, ref.Circular, in.ID)
		p.must(err)
		p.act(ref.Circular, name, p.as(by), noun.Call{ID: in.ID, In: said, Version: v.Head().Version})
	}
	for i := range x.names {
		x.names[i].Circular = in.ID
		p.act(ref.Mention, "add", p.as(x.drafter), noun.Call{In: &x.names[i]})
	}
	do("submit", x.drafter, nil)
	l.wait(1)
	do(letter.PassAct, x.checker, &letter.Said{Text: "事实清楚，依据准确，同意送签。"})
	l.wait(1)
	do(letter.SignAct, p.on().FirstResponsible(in.Organ).Person, &letter.Said{})
	do("seal", x.drafter, nil)
	do("send", x.drafter, nil)
	l.wait(1)
	for _, s := range p.slips(in.ID) {
		l.wait(0)
		p.act(ref.Slip, "receive", p.as(p.hand(s.Unit, 0)), noun.Call{ID: s.ID})
	}
	if x.reply != "" {
		l.wait(2)
		m := x.names[len(x.names)-1]
		p.act(ref.Mention, "reply", p.as(p.hand(m.Named, 0)), noun.Call{ID: m.ID, In: &noun.Said{Text: x.reply}})
	}
}

// letterOf is a document of a title, as the play writes it.
func letterOf(title, word string) dispatch.Dispatch {
	return dispatch.Dispatch{Life: letter.Life{Title: title, Word: word, Text: circularOpening}}
}

// circulates says that a duty is done by a circular of the play.
func (p *play) circulates(d *duty.Duty) bool {
	b, _ := p.on().Single(bodies.CountyDiscipline)
	return d.Rule == "circular" && d.Body == b.ID && d.BeginsOn == when.Date(p.today.Year(), time.January, 1)
}
