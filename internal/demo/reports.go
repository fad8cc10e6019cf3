package demo

import (
	"encoding/hex"
	"slices"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/reports"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// reporting is a unit whose committee reports in the play, and how far each report comes.
type reporting struct {
	unit, to string // the last act: sign, receive, comment, return, again, close
}

var reportingNow = []reporting{{"曙坪镇", "close"}, {"财政局", "return"}, {"城关镇", "again"}, {"上竹镇", "receive"},
	{"牛头店镇", "comment"}}

// reports are those of the year before: in the past year of the play one town's, in the
// running year of several units, each as far as it comes; and special reports of a town.
func (p *play) reports() {
	for i, list := range [][]reporting{reportingNow[:1], reportingNow} {
		year := p.today.Year() - 1 + i
		for n, x := range list {
			if unit := p.unitIf(x.unit); unit != 0 {
				p.start(when.Date(year, 1, 6+2*n), func(l *life) { p.report(l, unit, x.to, year-1) })
			}
		}
	}
	p.start(when.Date(p.today.Year()-1, 9, 15), func(l *life) { p.specially(l, "曙坪镇", "补贴资金监管情况", "close") })
	if day := when.Date(p.today.Year(), 6, 10); day < p.today {
		p.start(day, func(l *life) { p.specially(l, "曙坪镇", "集中换届期间纪律情况", "receive") })
		p.start(day+6, func(l *life) { p.specially(l, "财政局", "专项资金拨付情况", "comment") })
	}
}

func (p *play) unitIf(name string) ref.ID {
	if list := p.on().ByName(name); len(list) > 0 {
		return list[0]
	}
	return 0
}

// reportsIn says whether a unit reports in the running year of the play.
func (p *play) reportsIn(unit ref.ID) bool {
	return slices.ContainsFunc(reportingNow, func(x reporting) bool { return p.unitIf(x.unit) == unit })
}

// report is both reports of a unit's committee, of its body and its first responsible person.
func (p *play) report(l *life, unit ref.ID, to string, year int) {
	body := p.seat(unit)
	for _, sort := range []string{reports.OfBody, reports.OfFirst} {
		r := &reports.Report{Sort: sort, Year: int64(year), Body: body}
		clerk := p.as(p.hand(unit, 0))
		p.act(ref.Report, "add", clerk, noun.Call{In: r})
		l.between(1, 2)
		x := p.reportNow(ref.Report, r.ID)
		in := reports.Report{Duty: x.Duty, Problems: x.Problems, Orders: x.Orders, Shortcomings: x.Shortcomings,
			Outlook: x.Outlook} // what the form holds
		typed := []string{"班子成员之间履责情况不够平衡，个别村（股室）档案不规范。", "压实班子成员责任，每季度听取一次情况，规范履责档案。"}
		in.Shortcomings += typed[0]
		in.Outlook += typed[1]
		if in.Problems == "" {
			in.Problems, in.Orders = "没有单独立项的问题。", "没有督办事项。"
		}
		// The form holds what was composed: what is added to it was typed.
		asked := Asks(act.Command{Verb: "report.write", Actor: clerk, Input: typed})
		p.act(ref.Report, "write", clerk, noun.Call{ID: r.ID, Version: x.Version, In: &in,
			Command: act.Command{Asked: asked}})
		p.answered(l, ref.Report, r.ID, to)
	}
}

// specially is a special report of the discipline body of a unit.
func (p *play) specially(l *life, unit, about, to string) {
	for _, b := range p.on().Seated(p.named(unit)) {
		if b.Kind.Side() != bodies.Supervisory {
			continue
		}
		r := &reports.Report{Body: b.ID, Subject: "关于" + about + "的专题报告",
			Matter: "近期对" + about + "作了专项了解。总体平稳，个别环节公示不及时，已当场提醒并限期改正。建议党委（党组）听取一次专题汇报。"}
		p.act(ref.Special, "add", p.as(p.on().FirstResponsible(b.ID).Person), noun.Call{In: r})
		p.answered(l, ref.Special, r.ID, to)
	}
}

func (p *play) reportNow(of ref.Kind, id ref.ID) *reports.Report {
	v, _, err := p.Objects.One(p.ctx, of, id)
	p.must(err)
	return v.(*reports.Report)
}

// answered has a report signed, and what both superiors do with it as far as it comes.
func (p *play) answered(l *life, of ref.Kind, id ref.ID, to string) {
	do := func(name string, by actor.Actor, words string) {
		p.act(of, name, by, noun.Call{ID: id, In: &noun.Said{Text: words}})
	}
	sign := func() {
		r := p.reportNow(of, id)
		sum, err := hex.DecodeString(r.Sum())
		p.must(err)
		a, _ := p.Nouns(of).Act(reports.SignAct)
		by := p.as(p.on().FirstResponsible(r.Body).Person)
		p.did(a.Do(reports.Confirmed(p.ctx, "code", sum), noun.Call{Command: p.command(by), ID: id, In: &struct{}{}}))
	}
	l.between(1, 3)
	sign()
	l.between(1, 2)
	r := p.reportNow(of, id)
	committee := p.office(actor.Principal, false)
	if !r.Committee.Office {
		committee = p.as(p.on().FirstResponsible(r.Committee.Body).Person)
	}
	commission := p.office(actor.Supervisory, false)
	do("receive", commission, "")
	if to == "receive" {
		return
	}
	do("receive", committee, "")
	if to == "return" || to == "again" {
		do("return", commission, "请补充班子成员履责情况，并说明超期事项的原因。")
		if to == "return" {
			return
		}
		l.between(2, 4)
		sign()
		l.between(1, 2)
		do("receive", commission, "")
	}
	l.between(2, 5)
	do("comment", committee, "情况属实，请抓好超期事项补办，班子成员要一并督促。")
	if to == "comment" {
		return
	}
	do("comment", commission, "问题整改写得具体，请把监督中发现的薄弱环节列入下一年任务。")
	if to == "close" {
		l.between(3, 6)
		by := p.as(p.on().FirstResponsible(r.Body).Person)
		do("close", by, "两级意见已列入本年度责任分解，明确到人。")
	}
}
