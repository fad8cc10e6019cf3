package demo

import (
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/education"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// taught are the activities of a year in the play: the lecture of the first responsible person, and what warns.
var taught = []struct {
	unit, form, theme, content string
	discipline                 bool // of the discipline body
	month                      time.Month
	quiz                       bool
}{
	// Not held yet in a year that is played up to November: what its rule asks waits.
	{"曙坪镇", education.Lecture, "守纪律、讲规矩", "结合本镇案例讲六项纪律，重点讲项目和惠民资金", false, time.December, true},
	{"曙坪镇", education.Film, "以案为鉴 警钟长鸣", "观看警示教育片，分站所讨论", true, time.June, false},
	{"财政局", education.Lecture, "管好钱袋子 守住底线", "讲财经纪律和资金审批中的风险", false, time.May, true},
	{"城关镇", education.Visit, "参观县廉政教育基地", "参观展厅，重温入党誓词", true, time.July, false},
}

const demoQuiz = `党员领导干部操办婚丧喜庆事宜，应当怎样做？
A. 按规定报告
B. 收受管理服务对象礼金
C. 不借机敛财
答案：AC
分值：40
公务接待可以用村级经费开支。
答案：错
分值：30
发现身边人违纪，首先应当：
A. 装作不知
B. 向纪检机构反映
答案：B
分值：30`

// educations are those of the past year and of the running one, one whose quiz is open, and one that is planned.
func (p *play) educations() {
	for year := p.today.Year() - 1; year <= p.today.Year(); year++ {
		for i, x := range taught {
			if day := when.Date(year, x.month, 6+i); day > p.first {
				p.start(day, func(l *life) {
					unit := p.named(x.unit)
					e := &education.Education{Theme: x.theme, Form: x.form, Body: p.seat(unit), Whom: education.Everybody,
						Content: x.content}
					if x.discipline {
						e.Body = p.watchdog(unit)
					}
					if x.quiz {
						e.Quiz, e.Pass = demoQuiz, 60
					}
					p.educates(l, unit, e)
				})
			}
		}
	}
	p.start(p.today-10, func(l *life) {
		unit := p.named("曙坪镇")
		p.educates(l, unit, &education.Education{Theme: "节前廉政提醒", Form: education.Test, Body: p.seat(unit),
			Whom: education.Everybody, Content: "重温中央八项规定精神，随堂测试", Quiz: demoQuiz, Pass: 60})
	})
	p.start(p.today-2, func(l *life) {
		unit := p.named("财政局")
		p.act(ref.Education, "add", p.organiser(unit), noun.Call{In: &education.Education{Theme: "以案促改专题学习",
			Form: education.Case, Body: p.seat(unit), Day: p.Policy.Calendar.AddWorking(p.today, 5).Due,
			Place: "三楼会议室", Whom: education.Leaders,
			Content: "剖析本系统三起案例，逐人对照检查"}})
	})
}

// watchdog is the unit's discipline body.
func (p *play) watchdog(unit ref.ID) ref.ID {
	for _, b := range p.on().Seated(unit) {
		if b.Kind.Side() == bodies.Supervisory {
			return b.ID
		}
	}
	return p.seat(unit)
}

// organiser is the clerk of a unit, or who heads it.
func (p *play) organiser(unit ref.ID) actor.Actor {
	if list := p.at(unit, bodies.Clerk); len(list) > 0 {
		return p.as(list[0])
	}
	first, _ := p.on().FirstOf(unit)
	return p.as(first.Person)
}

// educates plays one activity: the last expected is away and makes it up, three answer the quiz.
func (p *play) educates(l *life, unit ref.ID, e *education.Education) {
	by := p.organiser(unit)
	e.Day, e.Place = p.Policy.Calendar.AddWorking(l.today(), 4).Due, "大会议室"
	if e.Form == education.Lecture {
		e.Lecturer = p.on().FirstResponsible(e.Body).Person
	}
	p.act(ref.Education, "add", by, noun.Call{In: e})
	l.until(e.Day)
	if e.Form == education.Lecture && e.Lecturer != 0 {
		by = p.as(e.Lecturer) // who gives it says so in person
	}
	v, _, err := p.Objects.One(p.ctx, ref.Education, e.ID)
	p.must(err)
	places := v.(*education.Education).Places()
	roll := ""
	for i, r := range places {
		if i > 0 && i == len(places)-1 {
			roll += r.Person.String() + " - 下乡\n"
			continue
		}
		roll += r.Person.String() + " +\n"
	}
	p.act(ref.Education, "hold", by, noun.Call{ID: e.ID, In: &education.Holding{On: l.today(), Roll: roll},
		Files: []act.File{l.proof().File()}})
	if e.Quiz != "" {
		l.between(1, 2)
		for i, r := range places[:min(3, len(places)-1)] {
			p.act(ref.Education, "answer", p.as(r.Person), noun.Call{ID: e.ID,
				In: &education.Sheet{Answers: []string{"AC 错 B", "A 错 B", "C 对 A"}[i]}})
		}
	}
	l.until(e.Day + 9)
	by = p.organiser(unit)
	if len(places) > 1 && e.Form != education.Visit {
		p.act(ref.Education, "make-up", by, noun.Call{ID: e.ID, In: &education.Making{
			Person: places[len(places)-1].Person, On: l.today(), How: "自学讲稿，交心得一篇"}})
	}
	p.act(ref.Education, "close", by, noun.Call{ID: e.ID, In: &noun.Said{Text: "到场情况良好，缺席的已通知补课"}})
}

// educatesIn says that a rule is fulfilled by an activity of the play.
func (p *play) educatesIn(rule string, unit ref.ID) bool {
	for _, x := range taught {
		if p.named(x.unit) == unit && x.discipline == (rule == "warning-film") {
			return rule == "first-lecture" && x.form == education.Lecture || rule == "warning-film"
		}
	}
	return false
}
