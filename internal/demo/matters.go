package demo

import (
	"shuangze/internal/accountability/matters"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// held is one matter of accountability of the past year, and how far it goes.
type held struct {
	back   when.Day
	unit   string
	leader bool // a member of its team; else its party body
	m      matters.Matter
	refuse bool
	upto   string
	way    string
	no     int64
	claim  string // an appeal
	kept   string // why it was dismissed; "" = it was upheld
	found  string // why it was upheld
	cites  bool   // it rests on a circular of last year
}

// matters are one about somebody of 曙坪镇 whose appeal was upheld, one about the party group of 财政局 that was carried
// out, one that was not opened, and one that goes on.
func (p *play) matters() {
	for _, x := range []held{
		{back: 150, unit: "曙坪镇", leader: true, upto: matters.Decided, way: "leader-circular", no: 6,
			m: matters.Matter{Source: matters.Inaction, Situation: "duties", Kind: matters.Important,
				Facts:  "分管的民政站全年未开展廉政风险排查，经两次提醒仍未部署。",
				Reason: "经提醒仍未履职，造成负面影响。"},
			claim: "两次提醒发出时，本人已经调整分工，不再分管民政站，有班子会议记录。",
			found: "经查班子会议记录，提醒发出时已经调整分工，原决定认定的责任人有误。"},
		{back: 170, unit: "财政局", upto: matters.Closed, way: "body-review", no: 7,
			m: matters.Matter{Source: matters.Inaction, Situation: "discipline", Kind: matters.Overall,
				Facts:  "对下属单位财务监督不力，同类问题一年内反复出现。",
				Reason: "督办后仍反复，监督责任落实不到位。"},
			claim: "同类问题第二次出现后已经调整下属单位财务负责人，请求减轻。",
			kept:  "调整人员在决定以前已经考虑，原决定事实清楚、处理适当，维持原决定。"},
		{back: 60, unit: "曙坪镇", leader: true, refuse: true,
			m: matters.Matter{Source: matters.Inaction, Situation: "conduct", Kind: matters.Important,
				Facts: "一份督办单逾期五天回复。", Reason: "督办逾期，提请研究是否启动。"}},
		{back: 20, unit: "财政局", leader: true, upto: matters.Shown,
			m: matters.Matter{Source: matters.Inaction, Situation: "livelihood", Kind: matters.Principal,
				Facts: "惠民补贴资金拨付拖延两个月，群众反映集中。", Reason: "慢作为造成负面影响。"}},
	} {
		p.start(p.today-x.back, func(l *life) { l.accountable(x) })
	}
}

// accountable goes through a matter.
func (l *life) accountable(x held) {
	p := l.p
	unit := p.named(x.unit)
	first, body := p.on().FirstOf(unit)
	x.m.Target, x.m.Body, x.m.FactsOn, x.m.Proposal = matters.Body, body, l.today()-30, "open"
	if x.leader {
		x.m.Target, x.m.Person = matters.Leader, p.teamMate(unit, body, first.Person)
	}
	if x.refuse {
		x.m.Proposal = "decline"
	}
	if x.cites {
		x.m.Circulars = p.cited(unit)
	}
	clerk := p.office(actor.Principal, false)
	do := func(name string, by actor.Actor, in any) {
		l.wait(1)
		p.act(ref.Matter, name, by, noun.Call{ID: x.m.ID, In: in})
	}
	p.act(ref.Matter, "add", clerk, noun.Call{In: &x.m})
	if x.refuse {
		do("refuse", p.group(), &noun.Said{Text: "督办逾期按督办规定处理，没有造成负面影响，不启动问责。"})
		return
	}
	do("open", p.group(), &noun.Said{Text: "情况基本清楚，同意启动。"})
	panel := p.panel(unit)
	for i, id := range panel {
		do("appoint", clerk, &matters.Seat{Person: id, Head: i == 0, Declared: true})
	}
	do("show", p.as(panel[0]), &matters.Writing{Text: "经核实：" + x.m.Facts})
	m := p.matter(x.m.ID)
	if x.upto == matters.Shown {
		return
	}
	told := p.hearing(m.Hearing).Told
	l.wait(1)
	account := &matters.Account{View: matters.Agrees}
	if x.claim != "" {
		account = &matters.Account{View: matters.Disagrees, Text: "当时分工已经调整，请予核实。"}
	}
	p.act(ref.Hearing, "answer", p.as(told), noun.Call{ID: m.Hearing, In: account})
	do("report", p.as(panel[0]), &matters.Writing{Text: "事实清楚，负有相应的领导责任，建议予以问责。"})
	for _, id := range panel {
		do("sign", p.as(id), nil)
	}
	do("propose", p.as(panel[0]), &matters.Proposal{Result: matters.Pursue, Outcome: x.way, Ground: "责任清楚，情节较轻。"})
	do("approve", p.group(), &noun.Said{Text: "同意。"})
	do("decide", clerk, &matters.Deciding{Decision: number.Document("镇廉组发", l.today().Year(), x.no),
		Organ: "县党风廉政建设责任制领导小组", Text: x.m.Facts + "经研究，作出本决定。"})
	ruling := p.matter(x.m.ID).Ruling
	l.wait(2)
	p.act(ref.Ruling, "serve", clerk, noun.Call{ID: ruling, In: &matters.Serving{On: l.today(), How: "直接送达，当面签收"}})
	if x.claim != "" {
		l.appeals(ruling, told, unit, x)
	}
	if x.upto != matters.Closed {
		return
	}
	l.wait(9)
	p.act(ref.Ruling, "execute", clerk, noun.Call{ID: ruling, In: &matters.Carrying{
		Report: "党组已在民主生活会上作出检查，书面检查已报备。"}, Files: []act.File{l.proof().File()}})
	l.wait(40)
	do("close", clerk, nil)
}

// appeals has an appeal lodged against a ruling and decided by somebody else.
func (l *life) appeals(ruling, who, unit ref.ID, x held) {
	p := l.p
	l.wait(12)
	p.act(ref.Ruling, "appeal", p.as(who), noun.Call{ID: ruling, In: &matters.Writing{Text: x.claim}})
	all, err := p.AllOf(p.ctx, ref.Appeal)
	p.must(err)
	for _, v := range all {
		a := v.(*matters.Appeal)
		if a.Ruling != ruling {
			continue
		}
		judge := p.panel(unit, p.panel(unit)...)[0]
		l.wait(2)
		p.act(ref.Appeal, "assign", p.office(actor.Principal, false), noun.Call{ID: a.ID,
			In: &matters.Judging{Person: judge}})
		l.wait(10)
		in := &matters.Answering{Answer: matters.Upheld,
			Decision: number.Document("镇廉组发", l.today().Year(), x.no+20), Organ: "县党风廉政建设责任制领导小组",
			Reason: x.found}
		if x.kept != "" {
			in = &matters.Answering{Answer: matters.Dismissed, Reason: x.kept}
		}
		p.act(ref.Appeal, "decide", p.as(judge), noun.Call{ID: a.ID, In: in})
	}
}

// teamMate is a member of a body's team who is not its head.
func (p *play) teamMate(unit, body, head ref.ID) ref.ID {
	for _, a := range p.on().PostsIn(unit) {
		if a.Body == body && a.Post == bodies.TeamMember && a.Person != head {
			return a.Person
		}
	}
	return head
}

// panel are two who head the discipline bodies of other towns; without those named.
func (p *play) panel(unit ref.ID, but ...ref.ID) (out []ref.ID) {
	seen := map[ref.ID]bool{}
	for _, id := range but {
		seen[id] = true
	}
	for _, name := range []string{"钟宝镇", "曾家镇", "城关镇", "上竹镇"} {
		town := p.named(name)
		id := p.discipline(town)
		if town != unit && id != 0 && !seen[id] && len(out) < 2 {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

func (p *play) matter(id ref.ID) *matters.Matter {
	v, _, err := p.Objects.One(p.ctx, ref.Matter, id)
	p.must(err)
	return v.(*matters.Matter)
}

func (p *play) hearing(id ref.ID) *matters.Hearing {
	v, _, err := p.Objects.One(p.ctx, ref.Hearing, id)
	p.must(err)
	return v.(*matters.Hearing)
}
