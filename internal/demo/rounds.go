package demo

import (
	"fmt"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/inspections"
	"shuangze/internal/institutions/rounds"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// rounds are the inspections of the quarter before the last two, of the last, and of the running one: two went
// their way, of the last the list waits to be fixed.
func (p *play) rounds() {
	year, month, _ := p.today.Date()
	now := year*4 + (int(month)-1)/3
	for n := now - 2; n <= now; n++ {
		r := &rounds.Round{Year: int64(n / 4), Quarter: rounds.Quarters[n%4], Focus: 2, Sample: 2,
			Basis: fmt.Sprintf("镇办〔%d〕3号", n/4),
			Title: fmt.Sprintf("%d年第%s季度督导巡查", n/4, []string{"一", "二", "三", "四"}[n%4])}
		days := r.Days()
		if days.From < p.first || n == now && p.today-days.From < 8 {
			continue
		}
		r.Begins, r.Ends = days.From+9, days.To-10
		p.start(days.From+1, func(l *life) { l.round(r, n < now) })
	}
}

// round goes from its plan to the list of inspections; with whole false its list waits to be fixed.
func (l *life) round(r *rounds.Round, whole bool) {
	p := l.p
	body, _ := p.on().Single(bodies.CountyCommittee)
	r.Body = body.ID
	office := func() actor.Actor { return p.office(actor.Principal, false) }
	p.act(ref.Round, "add", office(), noun.Call{In: r})
	l.wait(1)
	p.act(ref.Round, "rank", office(), noun.Call{ID: r.ID})
	all, err := p.MadeSince(p.ctx, ref.Nominee, p.now.Day().Start())
	p.must(err)
	town := p.named("曙坪镇")
	for _, v := range all {
		c := v.(*rounds.Nominee)
		if c.Round == r.ID && c.Unit == town && c.State == rounds.Listed && !whole {
			l.wait(0)
			p.act(ref.Nominee, "choose", office(), noun.Call{ID: c.ID,
				In: &noun.Said{Text: "换届后主要领导到任不满半年，主要领导要求本季度安排一次。"}})
		}
	}
	if !whole {
		return
	}
	l.wait(1)
	p.act(ref.Round, "fix", office(), noun.Call{ID: r.ID})
	l.until(l.today() + when.Day(4)) // its seed is signed in the first night after a day in office
	p.act(ref.Round, "draw", office(), noun.Call{ID: r.ID})
	planned, err := p.MadeSince(p.ctx, ref.Inspection, p.now.Day().Start())
	p.must(err)
	for i, v := range planned {
		x := v.(*inspections.Inspection)
		if x.Round != r.ID {
			continue
		}
		var found []string
		if i%2 == 0 {
			found = []string{"年度责任分工没有细化到岗位。"}
		}
		p.start(x.Begins+when.Day(2*i), func(l *life) { p.drawn(l, x, found) })
	}
}
