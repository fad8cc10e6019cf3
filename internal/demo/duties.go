package demo

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/duty"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// doings are what is written when a duty of a rule was done.
var doings = map[string][]string{
	"team-study": {"召开专题会，听取上季度情况，研究下一步分工。", "专题研究本单位重点岗位风险，议定三项措施。",
		"传达上级会议精神，结合实际部署整改。"},
	"first-hearing":    {"逐一听取班子成员汇报并点评，指出两处短板。", "集中听取汇报，对进展慢的当场提出要求。"},
	"first-lecture":    {"结合身边案例讲授廉政党课，全员参加。"},
	"member-talk":      {"与分管科室负责人谈话，提醒经费报销和公务用车。", "与分管站所负责人谈话，了解群众反映。"},
	"team-plan":        {"印发年度责任分工，逐项明确责任人和时限。"},
	"inspect":          {"查阅会议记录、台账，抽查两个站所，问题已列入问题清单。", "随机走访群众，检查公开栏和惠民资金发放。"},
	"notify-committee": {"书面通报监督中发现的问题，提出四条建议。"},
	"warning-film":     {"组织观看警示教育片，会后讨论。"},
	"new-leader":       {"与新任职的同志作任职廉政谈话。"},
	"report-unit":      {"向县委和县纪委书面报告本单位上年度履责情况，两级均已签收。"},
	"report-first":     {"向县委和县纪委书面报告本人上年度履责情况，两级均已签收。"},
	"screening":        {"召开研判会，征求意见三十条，排查问题三个，逐项定措施。"},
	"risk-review":      {"逐个科室复查风险点，调整等级两个，补充措施三条。"},
	"risk-check":       {"抽查高风险岗位防控措施，查阅资料并走访服务对象。"},
	"pledge":           {"在本单位公开栏公示班子勤廉承诺，逐项写明标准和时限。"},
	"statement":        {"在述责述廉述效会上报告并现场回答质询，接受民主评议。"},
	"circular":         {"印发通报，表扬履责到位的单位，点名提醒进展慢的单位。"},
	"liaison-member":   {"到联系单位走访，听取班子履责情况，查阅台账。"},
	"liaison-first":    {"到联系单位走访指导，与班子成员座谈。"},
	"serious-study":    {"专题研究问题成因，定下整改措施、责任人和时限。"},
	"special-hearing":  {"听取经办同志汇报，逐项明确下一步措施。"},
	"red-card":         {"说明未按期完成的原因，明确补办时间和责任人。"},
}

// duties are made at the beginning and in the middle of each month, as the rules ask;
// most are done in time, some late, some not yet, and the offices move, stop and take
// off a few.
func (p *play) duties() {
	var days []when.Day
	for d := p.first; d < p.today; d = nextMonth(d) {
		if days = append(days, d); d+15 < p.today {
			days = append(days, d+15)
		}
	}
	for _, d := range days {
		p.start(d, func(l *life) {
			p.must(p.Duties(p.ctx))
			made, err := p.MadeSince(p.ctx, ref.Duty, p.now.Add(-time.Minute))
			p.must(err)
			for _, v := range made {
				p.fate(v.(*duty.Duty))
			}
		})
	}
}

// fate tells what becomes of one duty.
func (p *play) fate(d *duty.Duty) {
	if d.Person != 0 && d.Unit == p.named("曙坪镇") && d.EndsOn >= p.today-7 {
		return // left to whoever follows: see handovers
	}
	if d.Rule == "team-study" && d.Unit == p.named("曙坪镇") && d.EndsOn < p.today && d.EndsOn >= p.today-95 {
		return // the last quarter's is not done: it waits on the workbench, with its card
	}
	if strings.HasPrefix(d.Rule, "case-") {
		p.called(d)
		return
	}
	if p.circulates(d) {
		return // done by the circular that is sent
	}
	if strings.HasPrefix(d.Rule, "liaison-") && p.links(d) {
		return // done by the visits that are paid
	}
	if d.Rule == "screening" && d.Side == actor.Principal && p.screensIn(d.Unit) {
		return // done by the screening that is held
	}
	if strings.HasPrefix(d.Rule, "risk-") && p.risksIn(d.Unit) {
		return // done by the reviews and checks of risk points
	}
	if p.educatesIn(d.Rule, d.Unit) {
		return // done by the activity that is held
	}
	if d.Rule == "pledge" && p.pledgesIn(d.Unit) {
		return // done by the pledges that are made
	}
	if strings.HasPrefix(d.Rule, "report-") && d.Side == actor.Principal && p.reportsIn(d.Unit) {
		return // done by the reports that are filed
	}
	cal := p.Policy.Calendar
	r := p.rand(p.dutySeed(d))
	drawn, ahead := r.IntN(100), 1+r.IntN(20)
	if d.Person != 0 {
		ahead = 1 + r.IntN(60)
	}
	for n := range int(d.Times) {
		day := d.Due - when.Day(ahead+n*3)
		switch {
		case drawn >= 97:
			day = 0
		case drawn >= 94:
			day = cal.Working(d.Due, 4+r.IntN(8))
		case drawn >= 89:
			day = cal.Working(d.Due, 1+r.IntN(2))
		}
		// What happened within the month is asked of the unit a few days later.
		if day = max(day, d.BeginsOn, p.now.Day()+1); drawn < 97 {
			p.start(day, func(l *life) { p.discharged(l, d.ID, drawn%9 == 0) })
		}
	}
	if drawn >= 97 && d.Side == actor.Principal {
		day := max(d.Due-10, d.BeginsOn, p.now.Day()+1)
		p.start(day, func(l *life) {
			switch drawn {
			case 97:
				p.arranged(d.ID, "extend", &duty.Extension{To: max(d.Due, day) + 14, Reason: "换届期间集中安排，经请示同意延期。"})
			case 98:
				p.arranged(d.ID, "pause", &duty.Reason{Reason: "防汛应急期间暂停计时。"})
				l.between(8, 15)
				p.arranged(d.ID, "resume", &duty.Reason{Reason: "应急响应结束，恢复计时。"})
				l.between(2, 6)
				p.discharged(l, d.ID, false)
			}
		})
	}
}

// dutySeed is what a duty draws by: what it is, and not its identifier, which everything made before it moves. By the
// ninth draw a result of last year is good, and excellent once an appeal has corrected it.
func (p *play) dutySeed(d *duty.Duty) uint64 {
	p.on()
	unit := slices.IndexFunc(p.rows.Units, func(u bodies.Unit) bool { return u.ID == d.Unit })
	code := ""
	if unit >= 0 {
		code = p.rows.Units[unit].Code
	}
	person, _ := p.on().Person(d.Person)
	body, _ := p.on().Body(d.Body)
	h := fnv.New64a()
	fmt.Fprint(h, "9", d.Rule, "/", d.Side, "/", code, "/", body.Kind, "/", person.Name, "/", d.BeginsOn)
	return h.Sum64()
}

// arranged is what the office does to a duty, unless it has ended meanwhile.
func (p *play) arranged(id ref.ID, name string, in any) {
	v, ok, err := p.Objects.One(p.ctx, ref.Duty, id)
	p.must(err)
	if a, _ := p.Nouns(ref.Duty).Act(name); ok && a.Rule(v, p.now) == nil {
		p.act(ref.Duty, name, p.office(actor.Principal, false), noun.Call{ID: id, In: in})
	}
}

// discharged has a duty done by whoever it binds, if somebody is there for it.
func (p *play) discharged(l *life, id ref.ID, late bool) {
	v, ok, err := p.Objects.One(p.ctx, ref.Duty, id)
	p.must(err)
	d := v.(*duty.Duty)
	if !ok || d.MayDischarge() != nil {
		return
	}
	c := p.on()
	who := d.Person
	if d.InPerson {
		who = c.FirstResponsible(d.Body).Person
	}
	if d.Unit == 0 && d.Person != 0 { // the offices say what members of the county committee did
		who = 0
	} else if who == 0 && d.Unit != 0 {
		who = p.hand(d.Unit, int(id))
	}
	by := p.office(d.Side, false) // what is the county's own
	switch {
	case who != 0:
		by = p.as(who)
	case d.Unit != 0:
		return
	}
	if d.Unit != 0 && !by.Of(d.Unit) || d.InPerson && c.FirstResponsible(d.Body).Person != who {
		return
	}
	on := l.today()
	if late && on-9 >= d.BeginsOn {
		on -= 9
	}
	if d.Rule == "new-leader" && d.Person != p.group().Person {
		p.welcomed(d, on)
		return
	}
	if p.writes(d) {
		p.recorded(l, d, by, on)
		return
	}
	p.act(ref.Duty, "discharge", by, noun.Call{ID: id, In: &duty.Discharge{On: on, How: pick(l, doings[d.Rule])}})
}

// act does an act of a noun on the frame.
func (p *play) act(of ref.Kind, name string, by actor.Actor, c noun.Call) {
	a, ok := p.Nouns(of).Act(name)
	if !ok {
		p.must(fmt.Errorf("nobody can %s a %s", name, of))
	}
	c.Command = act.Command{Actor: by, Asked: c.Command.Asked}
	p.did(a.Do(p.ctx, c))
}
