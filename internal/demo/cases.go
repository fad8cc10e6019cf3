package demo

import (
	"time"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// cases are what was decided in the past year: a more serious one in a village of a town, whose head was called in; a
// slight one whose official was admonished; one of 曙坪镇 that asks for nothing; and one that the unit was told lately.
func (p *play) cases() {
	for _, x := range []struct {
		day  when.Day
		unit string
		told bool
		word string // of the decision's number
		no   int64
		c    cases.Case
	}{
		{p.today - 170, "钟宝镇", true, "镇纪决", 3, cases.Case{Name: "汪全福", Post: "村报账员",
			Discipline: "integrity", Gravity: cases.Grave, Outcome: "party-heavy", Fact: "挪用村集体资金", Published: true}},
		{p.today - 110, "曾家镇", true, "曾纪决", 2, cases.Case{Post: "党委委员", Discipline: "work",
			Gravity: cases.Slight, Outcome: "circulated", Fact: "工作日擅自离岗", Found: cases.Handled}},
		{p.today - 40, "曙坪镇", false, "曙纪决", 5, cases.Case{Name: "柯昌友", Post: "村委会委员",
			Discipline: "masses", Gravity: cases.Ordinary, Outcome: "party-light", Fact: "优亲厚友"}},
		{p.today - 6, "财政局", true, "镇纪办", 21, cases.Case{Post: "党组成员", Discipline: "work",
			Gravity: cases.Slight, Outcome: "circulated", Fact: "会议期间迟到早退"}},
	} {
		p.start(x.day, func(l *life) {
			c := x.c
			c.Decision = number.Document(x.word, l.today().Year(), x.no)
			c.Place, c.Organ, c.DecidedOn = p.named(x.unit), "县纪委", l.today()-3
			if c.Name == "" {
				for _, a := range p.on().PostsIn(c.Place) {
					if b, ok := p.on().Body(a.Body); ok && a.Post == bodies.TeamMember && b.Kind.Side() == bodies.Principal {
						c.Person = a.Person
					}
				}
			}
			office := p.office(actor.Supervisory, false)
			p.act(ref.Case, "add", office, noun.Call{In: &c})
			p.talkFor(&c)
			if x.told {
				l.wait(1)
				p.act(ref.Case, "inform", office, noun.Call{ID: c.ID, In: &noun.Said{Text: "当面告知"}})
				p.talkFor(&c)
			}
		})
	}
}

// talkFor tells what becomes of the duty that a case asked for by the act just done.
func (p *play) talkFor(c *cases.Case) {
	made, err := p.MadeSince(p.ctx, ref.Duty, p.now.Add(-time.Minute))
	p.must(err)
	for _, v := range made {
		if d := v.(*duty.Duty); d.Period == c.Number {
			p.called(d)
		}
	}
}

// called holds the talk that a duty asks for after a case, unless that is of these days.
func (p *play) called(d *duty.Duty) {
	if d.Due >= p.today {
		return
	}
	all, err := p.AllOf(p.ctx, ref.Case)
	p.must(err)
	for _, v := range all {
		c := v.(*cases.Case)
		if c.Number != d.Period {
			continue
		}
		t := c.Talk()
		first := p.on().FirstResponsible(d.Body).Person
		_, t.Body = p.on().FirstOf(cases.Top(p.on(), c.Place))
		t.Duty = d.ID
		x := aTalk{kind: t.Kind, unit: p.on().Name(c.Place), formal: t.Formal, talker: func() ref.ID { return first },
			reason: "所辖村发生较重案件，约谈主要负责人", discipline: t.Discipline, upto: talks.Closed,
			content: "通报处理结果，指出日常监督不到位，要求班子对照整改。"}
		if t.Kind == talks.Admonition {
			x.reason, x.upto, x.content = c.Fact, talks.Following, "指出擅自离岗的事实，要求作出书面检讨。"
		}
		p.start(p.now.Day()+1, func(l *life) { l.spoken(x, t) })
	}
}
