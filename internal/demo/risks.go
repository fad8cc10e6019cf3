package demo

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/institutions/risks"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

type riskyUnit struct {
	unit string
	list []risks.Risk
}

// risky are the risk points of the play, of the units whose team reviews them.
var risky = []riskyUnit{
	{"曙坪镇", []risks.Risk{
		riskOf("财政所", "process", "村级工程结算资料不全就付款", "5", "4", "结算前逐项核对资料清单，两人签字后付款"),
		riskOf("便民服务大厅", "post", "低保、救助审核优亲厚友", "3", "4", "入户核查两人同行，结果公示七天"),
		riskOf("党政办", "system", "小额采购化整为零规避比选", "2", "3", "每季度汇总同类采购，由纪委核对"),
		riskOf("项目办", "environment", "与承建老板交往过密", "3", "5", "项目人员每年申报，廉政谈话"),
	}},
	{"财政局", []risks.Risk{
		riskOf("预算股", "process", "专项资金分配不按因素测算", "3", "5", "测算底稿留存，局长办公会集体研究"),
		riskOf("采购办", "post", "采购需求指向特定供应商", "3", "3", "需求公示，专家论证"),
		riskOf("办公室", "ideology", "公务用车管理松懈", "2", "2", "用车登记每月公开"),
	}},
}

func riskOf(section, kind, name, likelihood, severity, measures string) risks.Risk {
	return risks.Risk{Section: section, Kind: kind, Name: name, Content: "表现形式：" + name + "，缺少监督制约。",
		Guard: risks.Guard{Grade: risks.Grade{Likelihood: likelihood, Severity: severity}, Measures: measures}}
}

// risks are the risk points of the past year, reviewed, checked and graded anew in the running one; one is to be
// confirmed, and one review is late.
func (p *play) risks() {
	for i, x := range risky {
		p.start(max(p.first+40, p.today-430)+when.Day(5*i), func(l *life) { p.guards(l, x.unit, x.list) })
	}
	p.start(p.today-4, func(l *life) {
		unit := p.named("曙坪镇")
		r := riskOf("农业综合服务中心", "process", "惠农补贴面积核实走过场", "3", "3", "按户核实，村组公示")
		p.riskDrafted(l, unit, &r, 360)
	})
}

// answering are the head of a section and the leader who answers for a risk: the levels of the demonstration.
func (p *play) answering(unit ref.ID, g *risks.Guard) {
	first, head := p.on().Team(unit).First.Person, p.hand(unit, 0)
	g.SectionHead, g.Leader = head, first
	if g.Value() < 8 {
		g.Leader = head
	}
}

func (p *play) riskDrafted(l *life, unit ref.ID, r *risks.Risk, days when.Day) {
	r.Body, r.Review = p.seat(unit), l.today()+days
	p.answering(unit, &r.Guard)
	p.act(ref.Risk, "add", p.as(p.hand(unit, 0)), noun.Call{In: r})
}

func (p *play) guards(l *life, name string, list []risks.Risk) {
	unit := p.named(name)
	clerk := p.as(p.hand(unit, 0))
	list = slices.Clone(list) // another county may be played beside this one
	for i := range list {
		p.riskDrafted(l, unit, &list[i], 330)
	}
	l.between(3, 6)
	for _, r := range list {
		p.act(ref.Risk, "confirm", p.as(p.on().Team(unit).First.Person), noun.Call{ID: r.ID})
	}
	if l.until(l.today() + 200); l.today() >= p.today-10 {
		return
	}
	for i, r := range list {
		if r.Grade.Value() >= 15 || i == 1 {
			p.checksOf(l, unit, r, i == 0)
		}
	}
	if l.until(l.today() + 90); l.today() >= p.today-10 {
		return
	}
	for i, r := range list {
		if i == 2 && name == "曙坪镇" {
			continue // its review is late
		}
		if i == 0 {
			g := r.Guard
			g.Likelihood, g.Review = "3", l.today()+350
			p.answering(unit, &g)
			p.act(ref.Risk, "regrade", clerk, noun.Call{ID: r.ID, In: &risks.Regraded{Guard: g,
				Reason: "措施落实一年没有再发生"}})
			continue
		}
		p.act(ref.Risk, "review", clerk, noun.Call{ID: r.ID, In: &risks.Review{Outcome: "措施照常执行，等级不变。",
			Next: l.today() + 350}})
	}
	if l.between(5, 9); name == "财政局" && l.today() < p.today {
		p.act(ref.Risk, "end", clerk, noun.Call{ID: list[2].ID, In: &noun.Said{Text: "公务用车统一划转机关事务部门管理"}})
	}
}

// checksOf is a check by the unit's discipline body; what one found is put right.
func (p *play) checksOf(l *life, unit ref.ID, r risks.Risk, found bool) {
	x := &risks.Check{Risk: r.ID, On: l.today(), Who: "纪检专员两人", InPlace: risks.Yes, Seen: "抽查近三个月资料，措施照章落实。"}
	for _, b := range p.on().Seated(unit) {
		if b.Kind.Side() == "supervisory" {
			x.Body = b.ID
		}
	}
	if found {
		x.InPlace, x.Seen = risks.No, "抽查五笔资料，两笔没有两人签字。"
		x.Found, x.Remedy = "两笔付款没有两人签字", "补签并对经办人提醒谈话"
	}
	p.act(ref.RiskCheck, "add", p.office(actor.Supervisory, false), noun.Call{In: x})
	if kept, _, err := p.Objects.One(p.ctx, ref.RiskCheck, x.ID); err == nil && kept.(*risks.Check).Problem != 0 {
		l.solved(kept.(*risks.Check).Problem, 3)
	}
}

// risksIn says that a unit of the play has risk points.
func (p *play) risksIn(unit ref.ID) bool {
	return slices.ContainsFunc(risky, func(x riskyUnit) bool { return p.named(x.unit) == unit })
}
