package demo

import (
	"fmt"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/lists/task"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// chore is a task as the play gives it: of each of its units, or of the county and
// broken down to them. done is the day on which it is delivered, 0 = it is not.
type chore struct {
	kind, task, period, proof string
	points                    int64
	units                     []string
	whole                     bool // one task of the county, broken down
	month                     time.Month
	day                       int
	accepted                  bool
	// wound is the month in which the past year's was delivered of what is open still in this one; 0 = never.
	wound time.Month
}

// chores of each year; what is due in a later month than today is still open. Of the
// past year all was wound up but for one.
var chores = []chore{
	{"routine", "签订党风廉政建设责任书", "3月底前", "", 800, []string{"曙坪镇", "财政局", "民政局"}, false, time.March, 20, true, 0},
	{"staged", "开展“两个责任”集中研判排查", "1月至3月", "", 400, []string{"曙坪镇", "城关镇", "财政局"}, true, time.March, 27, true, 0},
	{"staged", "报告上一年度履责情况", "元月底前", "", 600, []string{"财政局"}, false, time.February, 9, true, 0},
	{"routine", "主要负责人讲廉政党课", "6月30日前", "讲稿、照片", 200, []string{"曙坪镇"}, false, 0, 0, false, time.June},
	{"key", "惠民资金使用情况专项检查", "10月底", "", 700, []string{"财政局"}, false, time.October, 22, false, time.October},
	{"routine", "每季度召开党委（党组）会专题研究党风廉政建设", "每季度末", "会议记录", 500, []string{"曙坪镇", "财政局"}, false, 0, 0, false, 0},
	{"staged", "开展纪律作风大检查", "2月至12月", "检查记录", 700, []string{"曙坪镇", "城关镇", "财政局", "民政局"}, true, 0, 0, false, time.December},
}

// tasks are the task lists of the past year and of this one.
func (p *play) tasks() {
	for _, year := range []int{p.today.Year() - 1, p.today.Year()} {
		for i, x := range chores {
			p.start(when.Date(year, time.January, 12)+when.Day(i), func(l *life) { p.chore(l, year, i+1, x) })
		}
		// 县直机关工委 counter-signs what was given until then; what came later waits.
		p.start(when.Date(year, time.January, 17), func(*life) { p.countersign() })
	}
}

func (p *play) chore(l *life, year, no int, x chore) {
	office := p.office(actor.Principal, false)
	committee, _ := p.on().Single(bodies.CountyCommittee)
	give := func(body ref.ID) ref.ID {
		p.set(p.now.Add(time.Duration(40+l.r.IntN(80)) * time.Second))
		return p.task("add", office, noun.Call{In: &task.Task{Number: fmt.Sprintf("RW%d-%02d", year, no), Year: int64(year),
			Origin: task.OfCommittee, Category: x.kind, Task: x.task, Document: "党风廉政建设工作要点", Body: body,
			Lead: "主要负责人", Period: x.period, Proof: x.proof, Points: x.points}}).Object.ID
	}
	var at []ref.ID
	if x.whole {
		whole := give(committee.ID)
		l.wait(1)
		names := ""
		for _, u := range x.units {
			names += u + "\n"
		}
		p.task("break-down", office, noun.Call{ID: whole, In: &task.Parted{Whom: names}})
		for _, t := range p.tasksNow() {
			if t.Parent == whole {
				at = append(at, t.ID)
			}
		}
	} else {
		for _, u := range x.units {
			if body := task.Keepers(p.on(), []ref.ID{p.named(u)}); len(body) > 0 {
				at = append(at, give(body[0]))
			}
		}
	}
	if year < p.today.Year() && x.wound != 0 {
		x.month, x.day, x.accepted = x.wound, 24, true
	}
	if x.month == 0 {
		if x.period == "每季度末" {
			p.quarters(l, year, at)
		}
		return
	}
	l.until(when.Date(year, x.month, x.day))
	for _, id := range at {
		l.wait(1)
		by := p.doer(p.taskNow(id))
		call := noun.Call{ID: id, In: &task.Said{Text: "已按要求完成，材料已存档。"}}
		if x.proof != "" {
			file, err := p.File(p.ctx, x.proof+".png", picture(2, int(id)%9+1))
			p.must(err)
			call.Files = []act.File{file.File()}
		}
		p.task("deliver", by, call)
	}
	if !x.accepted {
		return
	}
	l.wait(3)
	office = p.office(actor.Principal, false)
	for i, id := range at {
		if i == 1 && x.whole {
			p.task("send-back", office, noun.Call{ID: id, In: &task.Said{Text: "缺少班子会议研究的记录，请补充。"}})
			l.wait(2)
			p.task("deliver", p.doer(p.taskNow(id)), noun.Call{ID: id, In: &task.Said{Text: "已补充会议记录。"}})
			l.wait(1)
		}
		p.task("accept", office, noun.Call{ID: id})
	}
}

// quarters reports what falls due each quarter: one body in time, the next late.
func (p *play) quarters(l *life, year int, at []ref.ID) {
	for q := range 3 {
		l.until(when.Date(year, time.Month(3*q+3), 25))
		for i, id := range at {
			l.wait(4 * i)
			by := p.doer(p.taskNow(id))
			p.task("report", by, noun.Call{ID: id,
				In: &task.Reported{Progress: fmt.Sprintf("第%d季度已专题研究。", q+1), Round: true}})
		}
	}
}

// countersign signs what waits for it, as the one who leads the committee.
func (p *play) countersign() {
	committee, _ := p.on().Single(bodies.WorkCommittee)
	first := p.on().FirstResponsible(committee.ID)
	for _, t := range p.tasksNow() {
		if t.Countersign == task.Wanted && t.Countersigner == committee.ID && t.State != task.Ended {
			p.set(p.now.Add(2 * time.Second))
			p.task("countersign", p.as(first.Person), noun.Call{ID: t.ID})
		}
	}
}

// doer is who of the unit of a task takes it further.
func (p *play) doer(t *task.Task) actor.Actor { return p.as(p.hand(t.Unit, 0)) }

// task does an act on the task list.
func (p *play) task(name string, by actor.Actor, c noun.Call) act.Receipt {
	a, ok := p.Nouns(ref.Task).Act(name)
	if !ok {
		p.must(fmt.Errorf("nobody can %s a task", name))
	}
	c.Command = act.Command{Actor: by}
	return p.did(a.Do(p.ctx, c))
}

func (p *play) tasksNow() (out []*task.Task) {
	all, err := p.AllOf(p.ctx, ref.Task)
	p.must(err)
	for _, x := range all {
		out = append(out, x.(*task.Task))
	}
	return out
}

func (p *play) taskNow(id ref.ID) *task.Task {
	for _, t := range p.tasksNow() {
		if t.ID == id {
			return t
		}
	}
	p.must(fmt.Errorf("no task %d", id))
	return nil
}
