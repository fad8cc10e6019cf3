package demo

import (
	"shuangze/internal/actor"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
)

// outsider is the assessor from outside: retired from an office of the city, engaged for one assessment.
const outsider = "欧阳秉正"

// assessors engages one for a time that runs, makes the account, and appoints them to the assessment that
// is under way, if there is one.
func (p *play) assessors() {
	const side = actor.Supervisory
	p.start(max(p.first+21, p.today-20), func(l *life) {
		office, _ := p.on().Single(bodies.SupervisoryOffice)
		list := acts{}
		list.add("person.change", "person.added.v1",
			bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: outsider, Gender: "m", Birth: "1963-04"}})
		list.add("person.change", "person.appointed.v1", late(func(g *bodies.Register) bodies.Command {
			k := bodies.Appoint{Body: office.ID, Post: bodies.Assessor, Title: "外聘评分人（市审计局退休干部）",
				Level: bodies.Staff, From: l.today(), To: p.today + 120, Document: numbered("镇双责办〔%d〕6号", l.today())}
			for _, x := range g.Rows().Persons {
				if x.Name == outsider {
					k.Person = x.ID
				}
			}
			return k
		}))
		p.do(list)
		if p.Account != nil {
			for _, a := range Accounts() {
				if a.Person == outsider {
					p.must(p.Account(p.ctx, a, p.on()))
				}
			}
		}
		l.until(p.today - 3)
		all, err := p.AllOf(p.ctx, ref.Appraisal)
		p.must(err)
		for _, v := range all {
			if x := v.(*course.Appraisal); x.Side == side && (x.State == course.Called || x.State == course.Checking) {
				p.act(ref.Appraisal, "appoint", p.office(side, true), noun.Call{ID: x.ID,
					In: &course.Appointing{Person: p.person(outsider)}})
			}
		}
	})
}
