package demo

import (
	"fmt"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/duty"
	"shuangze/internal/lists/record"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// occasion is how a duty of a rule is written down when it was done.
type occasion struct{ form, place, participants, owed string }

var occasions = map[string]occasion{
	"team-study":       {"meeting", "三楼会议室", "班子成员，党政办、财务负责人列席", "专题研究"},
	"first-hearing":    {"hearing", "二楼小会议室", "班子成员", "听取班子成员"},
	"member-talk":      {"talk", "办公室", "分管科室、站所负责人", "廉政谈话"},
	"team-plan":        {"meeting", "三楼会议室", "班子成员", ""},
	"notify-committee": {"other", "", "", "通报监督情况"},
	"new-leader":       {"talk", "办公室", "", ""},
	"serious-study":    {"meeting", "三楼会议室", "班子成员，相关科室负责人列席", ""},
	"special-hearing":  {"hearing", "二楼小会议室", "经办科室负责人", ""},
	"red-card":         {"other", "", "", ""},
}

// writes says which duties are discharged by a record: those of two units, and every
// seventh of the others, so that the county is quickly built.
func (p *play) writes(d *duty.Duty) bool {
	if _, ok := occasions[d.Rule]; !ok || d.Unit == 0 { // what other nouns show is theirs
		return false
	}
	return d.Unit == p.named("曙坪镇") || d.Unit == p.named("财政局") || d.ID%7 == 0
}

// recorded writes a record of what somebody did; its person confirms it, and an office
// looks at some.
func (p *play) recorded(l *life, d *duty.Duty, by actor.Actor, on when.Day) {
	c := p.on()
	body, ok := c.Body(d.Body)
	who := d.Person
	if first := c.FirstResponsible(d.Body); who == 0 && !first.Vacant() {
		who = first.Person
	}
	if !ok || who == 0 || !c.Stands(body, who) {
		p.act(ref.Duty, "discharge", by, noun.Call{ID: d.ID, In: &duty.Discharge{On: on, How: pick(l, doings[d.Rule])}})
		return
	}
	x := occasions[d.Rule]
	r := &record.Record{Body: d.Body, Person: who, Duty: d.ID, Form: x.form, DoneOn: on, Place: x.place,
		Participants: x.participants, Subject: pick(l, doings[d.Rule]), Responsibility: p.owing(d, x.owed, on.Year())}
	if l.chance(40) {
		r.Clock = fmt.Sprintf("%02d:%02d", 8+l.r.IntN(9), 15*l.r.IntN(4))
	}
	if d.ID%4 == 0 {
		x := found[int(d.ID/4)%len(found)]
		r.Problems, r.Measures = x[0], x[1]
	}
	call := noun.Call{In: r}
	if l.chance(12) {
		file, err := p.File(p.ctx, "现场照片.png", picture(int(d.ID)/9%30, int(d.ID)%9+1))
		p.must(err)
		call.Files = []act.File{file.File()}
	}
	p.act(ref.Record, "add", by, call)
	if by.Person != who && !l.chance(85) {
		return
	}
	l.between(0, 2)
	if by.Person != who {
		p.act(ref.Record, "confirm", p.as(who), noun.Call{ID: r.ID})
	}
	office := p.office(d.Side, false)
	if !l.chance(30) || office.Person == who || office.Person == by.Person {
		return
	}
	l.between(1, 4)
	if office = p.office(d.Side, false); office.Person != who && office.Person != by.Person {
		p.act(ref.Record, "review", office, noun.Call{ID: r.ID, In: &record.Said{Text: pick(l, verdicts)}})
	}
}

// found is what was found on an occasion, and what is done about it.
var found = [][2]string{
	{"抽查的村中有两个村三季度财务公示晚了半个月。", "月底前补齐公示，纪委下月回查。"},
	{"个别站所请销假登记不全，出差审批补签。", "统一登记本，分管领导每月核对一次。"},
	{"项目资料归档不完整，缺验收签字。", "两周内补齐，明确专人保管。"},
}

var verdicts = []string{"内容属实，材料完整。", "议题明确，请把分工落实到人。", "属实。下次请附签到册。"}

// owing is the responsibility of the body's list that a duty of a rule counts for.
func (p *play) owing(d *duty.Duty, words string, year int) ref.ID {
	if words == "" {
		return 0
	}
	if p.owed == nil {
		var err error
		p.owed, err = p.AllOf(p.ctx, ref.Responsibility)
		p.must(err)
	}
	for _, v := range p.owed {
		x := v.(*responsibility.Duty)
		if x.Body == d.Body && x.Year == int64(year) && x.State == responsibility.InForce &&
			strings.Contains(x.Duty, words) && (x.Person == 0 || x.Person == d.Person) {
			return x.ID
		}
	}
	return 0
}
