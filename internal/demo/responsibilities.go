package demo

import (
	"fmt"
	"slices"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// owed is a row of the responsibility list as the play writes it down for each body
// of a side; due is a month, 0 = none.
type owed struct {
	level, heading, duty, requirement, frequency string
	due                                          time.Month
	proof                                        string
	points                                       int64
	clause                                       string
}

var principalDuties = []owed{
	{"team", "organisation", "专题研究党风廉政建设和反腐败工作", "每季度至少一次，有议题、有讨论、有分工。", "quarterly", 0, "会议记录、纪要", 400, "第四条"},
	{"team", "power", "集体研究“三重一大”事项", "会前征求意见，逐项表决，主要负责人末位表态。", "as-needed", 0, "会议记录", 300, "第九条"},
	{"first", "organisation", "听取班子成员履责情况汇报", "每半年一次，逐人点评，指出问题。", "half-year", 0, "汇报材料、点评记录", 250, "第五条"},
	{"first", "education", "讲授廉政党课", "结合本单位案例，不照念文件。", "yearly", time.June, "党课讲稿、签到册、照片", 100, "第八条"},
	{"member", "conduct", "与分管范围负责人廉政谈话", "每年对每人至少两次，发现苗头及时提醒。", "half-year", 0, "谈话记录", 150, "第七条"},
	{"staff", "support", "登记履责台账、整理佐证材料", "事毕三个工作日内登记。", "monthly", 0, "台账", 50, "第十一条"},
}

var supervisoryDuties = []owed{
	{"team", "organisation", "向党委（党组）通报监督情况、提出建议", "每半年一次，书面提出。", "half-year", 0, "通报材料、建议书", 300, "第十三条"},
	{"first", "discipline", "对主体责任落实情况开展检查", "每季度一次，问题写入问题清单。", "quarterly", 0, "检查记录、问题清单", 350, "第十四条"},
	{"member", "education", "组织观看警示教育片", "全员参加，会后讨论。", "yearly", time.September, "签到册、照片", 75, "第十六条"},
}

// dutyPaper is the document that the duties of the play rest on.
const dutyPaper = "落实两个责任实施意见"

// listed are the bodies whose lists are played: those of the county, and of some
// towns and departments.
func (p *play) listed() (out []bodies.Body) {
	var units []ref.ID
	for _, name := range []string{"曙坪镇", "城关镇", "曾家镇", "牛头店镇", "钟宝镇", "上竹镇", "财政局", "民政局", "教育体育和科技局", "水利局"} {
		units = append(units, p.named(name))
	}
	for _, b := range p.on().Bodies() {
		single := b.Kind == bodies.CountyCommittee || b.Kind == bodies.CountyDiscipline
		if single || b.Kind.Side() != "" && slices.Contains(units, b.Unit) {
			out = append(out, b)
		}
	}
	return out
}

// charged is who of a body's unit bears a duty of a level; 0 = nobody by name.
func (p *play) charged(b bodies.Body, level string) ref.ID {
	var who ref.ID
	switch level {
	case "first":
		who = p.on().FirstResponsible(b.ID).Person
	case "member":
		who = p.deputy(b.Unit)
	case "staff":
		who = p.hand(b.Unit, 0)
	}
	posts := append(p.on().PostsIn(b.Unit), p.on().PostsAt(b.ID)...)
	if !slices.ContainsFunc(posts, func(a bodies.Appointment) bool { return a.Person == who }) {
		return 0
	}
	return who
}

// responsibilities are the responsibility lists of the past year, which end with it, and
// of this one, written down in January; in spring one requirement is raised, one duty
// ended and one put back.
func (p *play) responsibilities() {
	year := p.today.Year()
	p.answers(year-1, when.Date(year-1, time.January, 14))
	p.start(when.Date(year, time.January, 5), func(l *life) {
		for _, b := range p.listed() {
			by := p.office(actor.Side(b.Kind.Side()), false)
			for _, x := range p.dutiesOf(b.ID, year-1) {
				p.set(p.now.Add(time.Duration(5+l.r.IntN(20)) * time.Second))
				p.duty("end", by, noun.Call{ID: x.ID,
					In: &noun.Ending{On: when.Date(year-1, time.December, 31), Reason: "年度终了，新一年另行拟定。"}})
			}
		}
	})
	p.answers(year, when.Date(year, time.January, 14))
	p.start(when.Date(year, time.April, 9), func(l *life) {
		office := p.office(actor.Principal, false)
		b, _ := p.on().Single(bodies.CountyCommittee)
		list := p.dutiesOf(b.ID, year)
		if len(list) < len(principalDuties) {
			return
		}
		next := *list[0]
		next.Points, next.Requirement = 450, "每季度至少一次，有议题、有讨论、有分工，会后一周内交办。"
		p.duty("change", office, noun.Call{ID: next.ID, Version: next.Version,
			In: &noun.Changed{V: &next, Reason: "领导小组会议要求研究后及时交办。"}})
		for _, x := range list[len(list)-2:] {
			l.wait(1)
			p.duty("end", office, noun.Call{ID: x.ID,
				In: &noun.Ending{On: l.today(), Reason: "由县委办公室统一安排，不再单列。"}})
		}
		l.wait(2)
		p.duty("resume", office, noun.Call{ID: list[len(list)-2].ID, In: &noun.Ending{Reason: "误停，恢复。"}})
	})
}

// answers writes the lists of a year down on a day.
func (p *play) answers(year int, on when.Day) {
	p.start(on, func(l *life) {
		above, _ := p.on().Single(bodies.LeadingGroup)
		for _, b := range p.listed() {
			list, by := principalDuties, p.office(actor.Principal, false)
			if b.Kind.Side() == bodies.Supervisory {
				list, by = supervisoryDuties, p.office(actor.Supervisory, false)
			}
			for i, x := range list {
				p.set(p.now.Add(time.Duration(40+l.r.IntN(80)) * time.Second))
				d := responsibility.Duty{Number: fmt.Sprintf("ZR%d-%02d", year, i+1), Year: int64(year), Level: x.level,
					Heading: x.heading, Duty: x.duty, Requirement: x.requirement, Frequency: x.frequency, Body: b.ID,
					Person: p.charged(b, x.level), Supervisor: above.ID, Proof: x.proof, Points: x.points, Document: dutyPaper,
					Clause: x.clause}
				if x.due != 0 {
					d.Due = when.Date(year, x.due, 30)
				}
				p.duty("add", by, noun.Call{In: &d})
			}
		}
	})
}

// duty does an act on the responsibility list.
func (p *play) duty(name string, by actor.Actor, c noun.Call) {
	a, ok := p.Nouns(ref.Responsibility).Act(name)
	if !ok {
		p.must(fmt.Errorf("nobody can %s a duty", name))
	}
	c.Command = act.Command{Actor: by}
	p.did(a.Do(p.ctx, c))
	p.owed = nil
}

// dutiesOf are the duties of a body in a year.
func (p *play) dutiesOf(body ref.ID, year int) (out []*responsibility.Duty) {
	all, err := p.AllOf(p.ctx, ref.Responsibility)
	p.must(err)
	for _, x := range all {
		if d := x.(*responsibility.Duty); d.Body == body && d.Year == int64(year) {
			out = append(out, d)
		}
	}
	return out
}
