package demo

import (
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/delegation"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// delegations: the head of the office went to a course and let the handler act in her
// place; that is over. The head of 曙坪镇 is away these days, and the clerk acts. One of
// the finance bureau was revoked.
func (p *play) delegations() {
	p.start(p.today-40, func(l *life) {
		office := p.office(actor.Principal, true)
		p.lend(office, p.office(actor.Principal, false).Person, l.today(), l.today()+4, "参加省委党校短期培训")
		bureau := p.named("财政局")
		r := p.lend(p.as(p.leader(bureau)), p.hand(bureau, 0), l.today(), l.today()+20, "外出学习考察")
		l.wait(2)
		p.delegate("revoke", p.as(p.leader(bureau)), noun.Call{ID: r.Object.ID,
			In: &delegation.Revoking{Reason: "学习考察推迟，本人在岗"}})
	})
	p.start(p.today-10, func(l *life) {
		town := p.named("曙坪镇")
		p.lend(p.as(p.leader(town)), p.at(town, bodies.Clerk)[0], l.today(), p.today+12,
			"赴省外招商，其间日常工作由代理人办理")
	})
}

func (p *play) lend(by actor.Actor, to ref.ID, first, last when.Day, reason string) act.Receipt {
	return p.delegate("add", by, noun.Call{In: &delegation.Delegation{Deputy: to, First: first, Last: last,
		Reason: reason}})
}

func (p *play) delegate(name string, by actor.Actor, c noun.Call) act.Receipt {
	a, _ := p.Nouns(ref.Delegation).Act(name)
	c.Command = p.command(by)
	return p.did(a.Do(p.ctx, c))
}
